"""The rows of a table that a page keeps in grids: from a label's cell to the cells of its row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from orchestration.reading.align import Match
from orchestration.reading.form import Block, Entry, Table
from orchestration.reading.grid import (
    Columns,
    GridRows,
    RowReading,
    head_over,
    read_list_row,
    read_row,
    spans_of,
)
from orchestration.reading.layout import GridCell, Piece
from orchestration.reading.number import unit_in
from orchestration.reading.reading import Basis, Finding
from orchestration.reading.words import Word

_ROWS_BELOW_HEADS = 3

LabelColumns = Mapping[tuple[int, int], Sequence[int]]
"""For a grid and a row of it the columns in which labels stand."""


@dataclass(slots=True)
class _Column:
    """A printed column that the form does not know, and what stands in it."""

    head: str
    texts: list[str] = field(default_factory=list)


def label_columns(words: Sequence[Word], starts: Iterable[int]) -> LabelColumns:
    """Where the labels stand that start at these words."""
    columns: dict[tuple[int, int], list[int]] = defaultdict(list)
    for start in sorted(starts):
        piece = words[start].piece
        if piece.cell is not None:
            columns[piece.grid, piece.cell.row].append(piece.cell.column)
    return columns


class GridLines:
    """Finds the cells of a table's rows in the page's grids.

    `labels` are those of all tables.
    """

    def __init__(
        self, words: Sequence[Word], grids: Sequence[GridRows], labels: LabelColumns
    ) -> None:
        self._words = words
        self._grids = grids
        self._labels = labels
        self._unknown: dict[str, _Column] = {}
        self.used: set[tuple[int, int]] = set()
        """The rows read, by grid and row."""

    def columns(
        self, heads: Sequence[Entry], own: Sequence[Match], rows: Sequence[Match], first: int
    ) -> Columns | None:
        """Where a block's heads stand, if they and its first row stand in one grid.

        Args:
            own: the matches of the heads; label number `first` is the first of `heads`.
            rows: the matches of the block's rows; none where its row has no label.
        """
        start = (rows or own)[0 if rows else -1 :][:1]
        piece = self._words[start[0].start].piece if start else None
        if piece is None or piece.cell is None:
            return None
        cells: dict[int, GridCell] = {}
        for match in own:
            at = self._words[match.start].piece
            if at.grid == piece.grid and at.cell and match.end - match.start == 1:
                cells[match.label - first] = at.cell
        nearby = max(0, piece.cell.row - _ROWS_BELOW_HEADS)
        top = min((cell.row for cell in cells.values()), default=nearby)
        bottom = piece.cell.row if rows else piece.cell.row + piece.cell.row_span
        return Columns(
            piece.grid, spans_of(self._grids[piece.grid], heads, cells, range(top, bottom))
        )

    def row(
        self, block: Block, match: Match, columns: Columns | None, basis: Basis
    ) -> RowReading | None:
        """The cells of one row, where the page keeps it in a grid and the grid tells its columns.

        Args:
            match: the row's label; the last head, where the block's row has none.
            basis: `inferred` where some head of the block was not found.
        """
        label = self._words[match.start].piece
        if label.cell is None:
            return None
        found = self._find_cells(block, match, label, label.cell)
        if found is None:
            return None
        grid, cells = found
        rows = self._grids[grid]
        self.used.update([(grid, cell.row) for cell in cells])
        self.used.add((label.grid, label.cell.row))
        if block.is_list:
            reading = read_list_row(rows, cells)
        else:
            reading = read_row(rows, cells, block.heads, self._usable(columns, grid), basis)
        if reading is not None and reading.extra:
            self._keep_extra(rows, reading)
        return reading

    def _find_cells(
        self, block: Block, match: Match, label: Piece, cell: GridCell
    ) -> tuple[int, list[GridCell]] | None:
        if not block.lines:
            return self._unlabelled_cells(len(block.heads), label.grid, cell)
        start = self._label_end(match, label.grid, cell)
        columns = self._labels.get((label.grid, cell.row), ())
        end = next((column for column in columns if column >= start), None)
        return label.grid, self._grids[label.grid].right_of(cell.row, start, end)

    def _unlabelled_cells(
        self, width: int, grid: int, head: GridCell
    ) -> tuple[int, list[GridCell]] | None:
        """The row of figures below the heads, or at the top of the grid that continues them."""
        for number, first in ((grid, head.row + head.row_span), (grid + 1, 0)):
            if number >= len(self._grids):
                return None
            rows = self._grids[number]
            for row in range(first, first + _ROWS_BELOW_HEADS):
                cells = rows.right_of(row, 0, None)
                if len(cells) >= width and not self._has_label(cells, number):
                    return number, cells
            if first <= rows.last:
                return None
        return None

    def _has_label(self, cells: Sequence[GridCell], grid: int) -> bool:
        """Whether any of the cells is a label that was matched."""
        return any(cell.column in self._labels.get((grid, cell.row), ()) for cell in cells)

    def _label_end(self, match: Match, grid: int, first: GridCell) -> int:
        """The column after a label that may be broken over several cells of its row."""
        if match.end - match.start == 1:
            return first.column + first.column_span
        pieces = (word.piece for word in self._words[match.start : match.end])
        cells = [p.cell for p in pieces if p.cell is not None and p.grid == grid]
        return max(c.column + c.column_span for c in cells if c.row == first.row)

    def _usable(self, columns: Columns | None, grid: int) -> Columns | None:
        """Heads tell the columns of their own grid, and of one as wide that continues it."""
        if columns is None:
            return None
        is_same_width = self._grids[columns.grid].width == self._grids[grid].width
        return columns if is_same_width else None

    def unit_beside(self, match: Match) -> str | None:
        """The unit of money printed in a list's row."""
        label = self._words[match.start].piece
        for word in self._words[match.end : match.end + 3]:
            cell = word.piece.cell
            if word.is_unit and cell and label.cell and cell.row == label.cell.row:
                return unit_in(word.text)
        return None

    def _keep_extra(self, rows: GridRows, reading: RowReading) -> None:
        for cell in reading.extra:
            head = head_over(rows, cell) or "无表头"
            self._unknown.setdefault(head, _Column(head)).texts.append(cell.text)

    def findings(self, table: Table) -> Iterator[Finding]:
        """The columns that no form knows, with what stands in them."""
        for column in self._unknown.values():
            printed = "、".join(column.texts)
            message = f"{table.label}：表中“{column.head}”一列（{printed}）不在已知表式内，未计入"
            yield Finding("unread_row", "error", message, table.label, None, column.head)
