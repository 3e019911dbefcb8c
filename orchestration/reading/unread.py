"""What stands in a table's grids and no form knows: kept with its printed words, and reported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import takewhile

from orchestration.reading.find import Found
from orchestration.reading.form import Table
from orchestration.reading.grid import GridRows
from orchestration.reading.known import row_keys
from orchestration.reading.layout import GridCell
from orchestration.reading.lines import Line
from orchestration.reading.number import is_unit, parse_figure
from orchestration.reading.reading import Finding
from orchestration.reading.words import Word, Words

_NEAR = 120
_DIGIT = re.compile(r"\d")
_FEWEST_LOOSE = 3  # one or two may be parts of figures that a page broke
Place = tuple[int, int]  # grid, row


def unread_rows(
    grids: Sequence[GridRows], labels: Mapping[Place, Table], used: Set[Place]
) -> Iterator[tuple[Table, Finding]]:
    """Rows with figures that nothing was read from, each with the table it stands in.

    Args:
        labels: the rows in which a label of a table was found.
        used: the rows of which figures were read.
    """
    table: Table | None = None
    holding = {grid for grid, _ in labels}
    for number, rows in enumerate(grids):
        if number not in holding:
            table = None
        for row in sorted(rows.rows):
            table = labels.get((number, row), table)
            if table is None or (number, row) in used:
                continue
            own = [cell for cell in rows.rows[row] if cell.row == row and cell.text]
            figures = [cell.text for cell in own if parse_figure(cell.text).state == "number"]
            if figures:
                yield table, _finding(table, own, figures)


def unread_words(words: Words, tables: Sequence[Found]) -> Iterator[tuple[Table, Finding]]:
    """Rows outside of grids that another form prints, within a table that has no such row."""
    labels = {number for f in tables for m in f.matches for number in range(m.start, m.end)}
    for found in tables:
        for at in range(found.matches[0].start, found.matches[-1].start):
            word = words[at]
            if at in labels or word.piece.cell is not None or not words[at + 1].is_figure:
                continue
            if not row_keys().isdisjoint(word.keys):
                figures = takewhile(lambda other: other.is_figure, words[at + 1 :])
                yield found.table, _reported(found.table, word.text, [w.text for w in figures])


def are_elsewhere(
    tables: Sequence[Found],
    readings: Sequence[Sequence[Line]],
    reported: Sequence[Word],
    words: Words,
) -> Sequence[bool]:
    """For each table, whether figures that belong to no row stand in it or close to it.

    Args:
        readings: the lines of each table.
        reported: the words of rows that no form knows.
    """
    own = (word for lines in readings for line in lines for word in _taken(line))
    used = {(word.piece.line, word.piece.number) for word in (*own, *reported)}
    bounds = [(found.matches[0].start, found.matches[-1].end) for found in tables]
    loose: list[bool] = []
    for start, end in bounds:
        first = max([0, start - _NEAR, *(e for _, e in bounds if e <= start)])
        last = min([end + _NEAR, *(s for s, _ in bounds if s >= end)])
        numbers = (w for w in words[first:last] if w.is_figure and _DIGIT.search(w.text))
        figures = (word.piece for word in numbers)
        own_places = ((p.line, p.number) for p in figures if p.cell is None)
        loose.append(sum(place not in used for place in own_places) >= _FEWEST_LOOSE)
    return loose


def _taken(line: Line) -> Sequence[Word]:
    """The words that are the row's own; of a row that is far too long, none for certain."""
    words = (*line.values, *line.stray)
    return words if len(words) < len(line.cells) + _FEWEST_LOOSE else ()


def _finding(table: Table, cells: Sequence[GridCell], figures: Sequence[str]) -> Finding:
    words = [c.text for c in cells if c.text not in figures and not is_unit(c.text)]
    label = "".join(words[-1].split()) if words else "无标签"
    return _reported(table, label, figures)


def _reported(table: Table, label: str, figures: Sequence[str]) -> Finding:
    printed = "、".join(figures)
    message = f"{table.label}：表中“{label}”一行（{printed}）不在已知表式内，未计入"
    return Finding("unread_row", "error", message, table.label, label)
