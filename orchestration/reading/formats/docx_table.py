"""A Word document's tables: which are layouts; cells with coordinates, merged cells joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, TypeAlias

from orchestration.reading.layout import GridCell, UnreadableError

MAX_CELLS = 50_000
# Word has at most 63 columns. A span never reaches beyond the last column in which a cell begins.
MAX_SPAN = 1000

# A cell with this much prose holds an article, unless a whole table stands around it.
_ARTICLE_CHARACTERS = 600
_FEWEST_CELLS = 12


class RawCell(NamedTuple):
    """A cell as its row holds it: its paragraphs and the tables of data in it, in order.

    `restarts` opens a merge with the cells below; one that `continues` it prints nothing.
    """

    content: Sequence[str | RawTable]
    span: int = 1
    restarts: bool = False
    continues: bool = False

    @property
    def holds_table(self) -> bool:
        content = self.content
        if len(content) == 1 and isinstance(content[0], str):
            return False
        return any(isinstance(part, RawTable) for part in content)

    @property
    def text(self) -> str:
        """The paragraphs, one a line; blank ones left out."""
        content = self.content
        if len(content) == 1 and isinstance(content[0], str) and "\n" not in content[0]:
            return " ".join(content[0].split())
        paragraphs = [part for part in content if isinstance(part, str)]
        lines = (" ".join(line.split()) for part in paragraphs for line in part.split("\n"))
        return "\n".join(line for line in lines if line)


class RawRow(NamedTuple):
    """A row: how many columns it leaves out at its left, and its cells."""

    before: int
    cells: Sequence[RawCell]

    @property
    def holds_table(self) -> bool:
        return any(cell.holds_table for cell in self.cells)


class RawTable(NamedTuple):
    """A table's rows as written."""

    rows: Sequence[RawRow]


Laid: TypeAlias = str | tuple[GridCell, ...]


def unboxed(table: RawTable) -> Sequence[str | RawTable]:
    """The table, or what stands in it where it only draws a box, or boxes one below the other."""
    if any(len(row.cells) > 1 for row in table.rows):
        return [table]
    cells = (cell for row in table.rows for cell in row.cells if not cell.continues)
    return [part for cell in cells for part in cell.content]


def lay_out(content: Sequence[str | RawTable]) -> Iterator[Laid]:
    """Paragraphs and the cells of grids, in reading order.

    A row that holds a table of data is a layout: its cells are read one after the other. So is a
    table that holds an article.

    Raises:
        UnreadableError: a table of more cells than the declared limit.
    """
    for part in content:
        if isinstance(part, str):
            yield part
            continue
        for is_layout, rows in groupby(part.rows, lambda row: row.holds_table):
            if is_layout:
                yield from _cell_by_cell(rows)
            else:
                yield from _grid(list(rows))


def _cell_by_cell(rows: Iterator[RawRow]) -> Iterator[Laid]:
    for row in rows:
        for cell in row.cells:
            yield from lay_out(cell.content)


def _grid(rows: Sequence[RawRow]) -> Iterator[Laid]:
    cells = place_cells(rows)
    if not any(cell.text for cell in cells):
        return
    if any(cell.column for cell in cells) and not _is_article(cells):
        yield cells
    else:
        yield from _cell_by_cell(iter(rows))


def _is_article(cells: Sequence[GridCell]) -> bool:
    texts = [cell.text for cell in cells if cell.text]
    if len(texts) > _FEWEST_CELLS:
        return False
    return any(len(text) > _ARTICLE_CHARACTERS and text.count("。") > 2 for text in texts)


def place_cells(rows: Sequence[RawRow]) -> tuple[GridCell, ...]:
    """Give every cell its row and column; a cell merged with the one above belongs to it.

    It continues the cell above that begins in the same column and is as wide; where there is none
    such, it is a cell of its own.

    Raises:
        UnreadableError: more cells than the declared limit.
    """
    if sum(len(row.cells) for row in rows) > MAX_CELLS:
        raise UnreadableError(f"一个表格的单元格超过 {MAX_CELLS} 个的上限")
    placed: list[GridCell] = []
    heights: dict[int, int] = {}
    above: dict[int, int] = {}
    for number, row in enumerate(rows):
        column, open_cells = row.before, dict[int, int]()
        for cell in row.cells:
            merged = above.get(column) if cell.continues else None
            if merged is not None and placed[merged].column_span == cell.span:
                heights[merged] = number - placed[merged].row + 1
                open_cells[column] = merged
            else:
                if cell.restarts or cell.continues:
                    open_cells[column] = len(placed)
                placed.append(GridCell(cell.text, number, column, 1, cell.span))
            column += cell.span
        above = open_cells
    for at, height in heights.items():
        placed[at] = placed[at]._replace(row_span=height)
    return _within(placed)


def _within(cells: Sequence[GridCell]) -> tuple[GridCell, ...]:
    """No cell spans beyond the last column in which one begins."""
    width = max((cell.column for cell in cells), default=0) + 1
    return tuple(
        cell._replace(column_span=width - cell.column)
        if cell.column + cell.column_span > width
        else cell
        for cell in cells
    )
