"""A web page's tables: cells with their coordinates, spans expanded and bounded."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from orchestration.reading.formats.html_nodes import (
    BETWEEN,
    CAPTION,
    GROUP,
    HARD_TAB,
    LINE_END,
    PARAGRAPH,
    ROW,
    TEXT,
    Places,
    kinds,
    nodes_in,
)
from orchestration.reading.layout import GridCell, UnreadableError, made

MAX_CELLS = 50_000
# Browsers take 1000 columns; a span never reaches beyond the rows and columns really there.
MAX_SPAN = 100

_SPAN = re.compile(r"\s*\+?(\d{1,9})")


@dataclass(frozen=True, slots=True)
class HtmlTable:
    """A table's cells, and its text outside of them (the caption)."""

    cells: tuple[GridCell, ...]
    loose: tuple[str, ...]

    @property
    def texts(self) -> list[str]:
        """What the cells print; blank ones say nothing."""
        return [cell.text for cell in self.cells if cell.text]


def read_table(table: LexborNode) -> HtmlTable:
    """Read a table that holds no other table.

    A cell stands in the first column that no cell from above reaches into. Spans end where the
    rows of their group, the columns or the next cell from above do, so that no two cells meet.

    Raises:
        UnreadableError: more cells than the declared limit.
    """
    kind_of, loose, cells = kinds(), list[str](), list[GridCell]()
    spanning = {node.mem_id for node in table.css("[rowspan],[colspan]")}
    row = 0
    for part in table.iter():
        kind = kind_of.get(part.tag_id)
        if kind == GROUP:
            rows = [one for one in part.iter() if kind_of.get(one.tag_id) == ROW]
            _read_group(rows, row, spanning, cells)
            row += len(rows)
        elif kind == CAPTION:
            loose.append(_text(part))
    return HtmlTable(_within_columns(cells) if spanning else tuple(cells), tuple(loose))


def _read_group(
    rows: Sequence[LexborNode], first: int, spanning: Set[int], cells: list[GridCell]
) -> None:
    """Read the rows of a thead, tbody or tfoot, which no span reaches out of."""
    taken: dict[int, int] = {}
    for row, node in enumerate(rows, first):
        column = 0
        for cell in node.iter():
            text = cell.text(separator=BETWEEN, skip_empty=True)
            # Several texts: the elements between them tell whether they are one word.
            text = _text(cell) if BETWEEN in text else " ".join(text.split())
            while taken and taken.get(column, 0) > row:
                column += 1
            if cell.mem_id not in spanning:
                cells.append(made(GridCell, (text, row, column, 1, 1)))
                column += 1
                continue
            attributes = cell.attributes
            across = max(1, min(_span(attributes.get("colspan")), MAX_SPAN))
            across = _free(taken, row, column, across)
            down = min(_span(attributes.get("rowspan")) or len(rows), first + len(rows) - row)
            cells.append(GridCell(text, row, column, down, across))
            if down > 1:
                taken.update(dict.fromkeys(range(column, column + across), row + down))
            column += across
        if len(cells) > MAX_CELLS:
            raise UnreadableError(f"一个表格的单元格超过 {MAX_CELLS} 个的上限")


def _within_columns(cells: Sequence[GridCell]) -> tuple[GridCell, ...]:
    """Spans cut back to the columns in which some cell begins."""
    width = max((cell.column for cell in cells), default=0) + 1
    return tuple(
        cell
        if cell.column + cell.column_span <= width
        else cell._replace(column_span=width - cell.column)
        for cell in cells
    )


def _free(taken: Mapping[int, int], row: int, column: int, wanted: int) -> int:
    """How many of the columns wanted no cell from above reaches into."""
    if wanted > 1 and taken:
        for more in range(1, wanted):
            if taken.get(column + more, 0) > row:
                return more
    return wanted


def _span(text: str | None) -> int:
    """A span as browsers read it: leading digits, else 1."""
    hit = _SPAN.match(text or "")
    return int(hit[1]) if hit is not None else 1


def _text(node: LexborNode) -> str:
    """What a cell prints, line by line; inline elements do not cut a line."""
    nodes, tags, texts = nodes_in(node)
    kind_of, places, at = kinds(), Places(node), 0
    parts: list[str] = []
    last, gap = -1, ""
    for one, tag in zip(nodes, tags, strict=True):
        kind = kind_of.get(tag)
        if kind == TEXT:
            text = texts[at]
            at += 1
            if text.isspace() and LINE_END not in text:
                gap = " "
                continue
            block = places.of(one)[0]
            if parts:
                parts.append(gap if block == last else LINE_END)
            parts.append(text)
            last, gap = block, ""
        elif kind is not None and kind <= PARAGRAPH:
            last = -1
    return lines_of("".join(parts))


def lines_of(text: str) -> str:
    """Lines without the blanks around them, those within collapsed; blank lines left out."""
    if LINE_END not in text:
        return " ".join(text.split())
    lines = (" ".join(line.split()) for line in text.replace(HARD_TAB, " ").split(LINE_END))
    return "\n".join(line for line in lines if line)
