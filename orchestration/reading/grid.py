"""Reads a row of a grid: which of its cells stands under which head.

A row with as many cells as its form has columns is read in order, whatever its spans. Where a page
prints more, the heads above tell; where it prints fewer, nothing tells, and the row is left to the
identities.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from orchestration.reading.form import Entry
from orchestration.reading.label import label_keys
from orchestration.reading.layout import Grid, GridCell
from orchestration.reading.number import is_figure, is_unit
from orchestration.reading.reading import Basis

_HEAD_ROWS = 8
_column = attrgetter("column")
_NOT_THIS_YEAR = re.compile(r"累计|历年|上年|上一年|同期|增长|增幅|比上|同比|往年")


class Slot(NamedTuple):
    """What the page prints in one cell of the form, and where. No text: a blank cell."""

    text: str
    place: str
    basis: Basis = "stated"


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the heads of a block stand in a grid: for each head its first and last column + 1."""

    grid: int
    spans: Mapping[int, tuple[int, int]]


@dataclass(slots=True)
class RowReading:
    """A row's slots, one a head (None where the page has no such cell), and cells left over."""

    slots: tuple[Slot | None, ...]
    extra: tuple[GridCell, ...] = ()


@dataclass
class GridRows:
    """A grid's cells by row; a cell that spans rows stands in each of them."""

    grid: Grid
    rows: Mapping[int, Sequence[GridCell]] = field(init=False)
    width: int = field(init=False)
    last: int = field(init=False)
    _heads: dict[int, tuple[str, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        rows: dict[int, list[GridCell]] = defaultdict(list)
        width = 0
        for cell in self.grid.cells:
            _, row, column, down, across = cell
            rows[row].append(cell)
            if down > 1:
                for below in range(row + 1, row + down):
                    rows[below].append(cell)
            if column + across > width:
                width = column + across
        for cells in rows.values():
            cells.sort(key=_column)
        self.rows = rows
        self.last = max(rows, default=-1)
        self.width = width

    def right_of(self, row: int, start: int, end: int | None) -> list[GridCell]:
        """The cells of a row from column `start` on, before column `end`."""
        cells = self.rows.get(row, ())
        return [c for c in cells if c.column >= start and (end is None or c.column < end)]

    def place(self, cell: GridCell) -> str:
        """Where a cell stands, in words for an official."""
        return f"{self.grid.name} 第 {cell.row + 1} 行第 {cell.column + 1} 列"

    def heads_over(self, column: int) -> tuple[str, ...]:
        """The texts at the top of a column, before its first figure."""
        if column not in self._heads:
            self._heads[column] = tuple(self._texts_at_top(column))
        return self._heads[column]

    def _texts_at_top(self, column: int) -> Iterator[str]:
        last: GridCell | None = None
        for row in sorted(self.rows)[:_HEAD_ROWS]:
            for cell in self.rows[row]:
                if _overlaps(cell, column, column + 1) and cell.text and cell is not last:
                    if is_figure(cell.text):
                        return
                    last = cell
                    yield "".join(cell.text.split())


def _overlaps(cell: GridCell, start: int, end: int) -> bool:
    return cell.column < end and start < cell.column + cell.column_span


def _slot(rows: GridRows, cell: GridCell) -> Slot:
    return Slot(cell.text, rows.place(cell))


def _slots(rows: GridRows, cells: Sequence[GridCell], basis: Basis) -> tuple[Slot, ...]:
    place = rows.place
    return tuple([Slot(cell.text, place(cell), basis) for cell in cells])


def read_row(
    rows: GridRows,
    cells: Sequence[GridCell],
    heads: Sequence[Entry],
    columns: Columns | None,
    basis: Basis,
) -> RowReading | None:
    """Give every head its cell; None where the row does not tell.

    Args:
        cells: the cells right of the row's label.
        columns: where the page's heads stand, if they stand in this very grid.
        basis: `inferred` where some head of the block was not found.
    """
    if len(cells) == len(heads) and not any(map(_covers_rows, cells)):
        return RowReading(_slots(rows, cells, basis))
    if not any(cell.text for cell in cells):
        if not cells:
            return None
        # Fewer blank cells than the form has: one stands for several, or the row is not whole.
        own = basis if len(cells) >= len(heads) else "inferred"
        return RowReading(tuple(Slot("", rows.place(cells[0]), own) for _ in heads))
    if columns is None or len(columns.spans) < len(heads) or len(cells) < len(heads):
        return None
    return _under_heads(rows, cells, heads, columns)


def _covers_rows(cell: GridCell) -> bool:
    """A figure merged over several rows belongs to none of them for certain."""
    return cell.row_span > 1 and bool(cell.text)


def _under_heads(
    rows: GridRows, cells: Sequence[GridCell], heads: Sequence[Entry], columns: Columns
) -> RowReading | None:
    taken: list[GridCell] = []
    for number in range(len(heads)):
        cell = _cell_under(cells, columns.spans[number])
        if cell is None or cell in taken or _covers_rows(cell):
            return None
        taken.append(cell)
    extra = tuple(cell for cell in cells if cell not in taken and cell.text)
    return RowReading(_slots(rows, taken, "stated"), extra)


def _cell_under(cells: Sequence[GridCell], span: tuple[int, int]) -> GridCell | None:
    """The only cell under a head, or of several the only one that prints something.

    None where there is no telling. A page that writes a merged cell as a cell and blank ones
    beside it may put the figure into any of them.
    """
    under = [cell for cell in cells if _overlaps(cell, *span)]
    printed = [cell for cell in under if cell.text]
    if len(printed) > 1:
        printed = [cell for cell in printed if _overlaps(cell, span[0], span[0] + 1)]
    return next(iter(printed or under), None) if len(printed) <= 1 else None


def read_list_row(rows: GridRows, cells: Sequence[GridCell]) -> RowReading | None:
    """The one figure of a list's row: the cell that is no unit and, by its head, this year's.

    None where two cells could be it.
    """
    values = [cell for cell in cells if cell.text and not is_unit(cell.text)]
    own = [cell for cell in values if not _is_other_year(rows, cell)]
    extra = tuple(cell for cell in values if cell not in own)
    if len(own) > 1:
        own, rest = _first_figure(own)
        extra += rest
    if len(own) > 1:
        return None
    if own:
        return RowReading((_slot(rows, own[0]),), extra)
    blank = [cell for cell in cells if not cell.text]
    if not blank:  # no cell is left that could be blank
        return (
            None if not cells else RowReading((Slot("", rows.place(cells[-1]), "inferred"),), extra)
        )
    return RowReading((Slot("", rows.place(blank[-1])),), extra)


def _first_figure(cells: list[GridCell]) -> tuple[list[GridCell], tuple[GridCell, ...]]:
    """The only figure among the cells, beside remarks."""
    figures = [cell for cell in cells if is_figure(cell.text)]
    if len(figures) != 1:
        return cells, ()
    return figures, tuple(cell for cell in cells if cell is not figures[0])


def _is_other_year(rows: GridRows, cell: GridCell) -> bool:
    """Whether the topmost texts over a cell say that it is cumulative, or another year's."""
    return any(_NOT_THIS_YEAR.search(head) for head in rows.heads_over(cell.column)[:3])


def head_over(rows: GridRows, cell: GridCell) -> str:
    """The printed head of a cell's column, its two lowest levels joined."""
    return "".join(rows.heads_over(cell.column)[-2:])


def spans_of(
    rows: GridRows, heads: Sequence[Entry], found: Mapping[int, GridCell], head_rows: range
) -> dict[int, tuple[int, int]]:
    """The columns of each head: from its own cell, else from the texts over a column joined.

    `found` are the cells whose whole text is a head; a head of two levels has none.
    Blank columns to the right of a head belong to it.
    """
    spans = {n: (cell.column, cell.column + cell.column_span) for n, cell in found.items()}
    missing = [n for n in range(len(heads)) if n not in spans]
    if missing:
        for column, key in _joined_heads(rows, head_rows):
            for number in missing:
                if number not in spans and key in heads[number].keys:
                    spans[number] = (column, column + 1)
    printed = (cell for row in head_rows for cell in rows.rows.get(row, ()) if cell.text)
    texts = {cell.column for cell in printed if not is_figure(cell.text)}
    return {n: (start, _end_of(end, texts, rows.width)) for n, (start, end) in spans.items()}


def _end_of(end: int, texts: Set[int], width: int) -> int:
    """Where a head ends that the page follows by columns in which no text stands."""
    while end < width and end not in texts:
        end += 1
    return end


def _joined_heads(rows: GridRows, head_rows: range) -> list[tuple[int, str]]:
    texts: dict[int, list[GridCell]] = defaultdict(list)
    for row in head_rows:
        for cell in rows.rows.get(row, ()):
            for column in range(cell.column, cell.column + cell.column_span):
                if cell.text and cell not in texts[column]:
                    texts[column].append(cell)
    joined: list[tuple[int, str]] = []
    for column, cells in sorted(texts.items()):
        for start in range(len(cells)):
            text = "".join(cell.text for cell in cells[start:])
            joined += [(column, key) for key in label_keys(text)]
    return joined
