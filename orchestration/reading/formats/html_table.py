"""A web page's tables: cells with their coordinates, spans expanded and bounded."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

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
from orchestration.reading.layout import GridCell, UnreadableError

MAX_CELLS = 50_000
# As browsers do; a span never reaches beyond the rows and columns that a table really has.
MAX_SPAN = 1000

_SPAN = re.compile(r"\s*\+?(\d{1,9})")


class RawCell(NamedTuple):
    """A cell as its row holds it; `row_span` 0 means to the end of the table."""

    text: str
    row_span: int = 1
    column_span: int = 1


@dataclass(slots=True)
class RawTable:
    """A table's rows as written. `groups` are the rows that open a thead, tbody or tfoot.

    `loose` is text outside all cells (its caption).
    """

    rows: list[list[RawCell]] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [cell.text for row in self.rows for cell in row]


def read_table(table: LexborNode) -> RawTable:
    """Read a table that holds no other table."""
    raw, kind_of = RawTable(), kinds()
    spanning = {node.mem_id for node in table.css("[rowspan],[colspan]")}
    for part in table.iter():
        kind = kind_of.get(part.tag_id)
        if kind == GROUP:
            raw.groups.append(len(raw.rows))
            for row in part.iter():
                if kind_of.get(row.tag_id) == ROW:
                    raw.rows.append([_cell(cell, spanning) for cell in row.iter()])
        elif kind == CAPTION:
            raw.loose.append(_text(part))
    return raw


def _cell(node: LexborNode, spanning: Set[int]) -> RawCell:
    text = node.text(separator=BETWEEN, skip_empty=True)
    # Several texts: the elements between them tell whether they are one word.
    text = _text(node) if BETWEEN in text else " ".join(text.split())
    if node.mem_id not in spanning:
        return RawCell(text)
    attributes = node.attributes
    columns = max(1, min(_span(attributes.get("colspan")), MAX_SPAN))
    return RawCell(text, _span(attributes.get("rowspan")), columns)


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


def _span(text: str | None) -> int:
    """A span as browsers read it: leading digits, else 1."""
    hit = _SPAN.match(text or "")
    return int(hit[1]) if hit is not None else 1


def place_cells(raw: RawTable) -> tuple[GridCell, ...]:
    """Give every cell its row and column.

    A cell stands in the first column that no cell from above reaches into. Spans end where the
    rows of their group, the columns or the next cell from above do, so that no two cells meet.

    Raises:
        UnreadableError: more cells than the declared limit.
    """
    if sum(map(len, raw.rows)) > MAX_CELLS:
        raise UnreadableError(f"一个表格的单元格超过 {MAX_CELLS} 个的上限")
    if all(cell[1:] == (1, 1) for cells in raw.rows for cell in cells):
        return tuple(
            GridCell(cell[0], row, column)
            for row, cells in enumerate(raw.rows)
            for column, cell in enumerate(cells)
        )
    return _place_spanning(raw)


def _place_spanning(raw: RawTable) -> tuple[GridCell, ...]:
    ends = _group_ends(raw)
    taken: dict[int, int] = {}
    placed: list[tuple[str, int, int, int, int]] = []
    width = 0
    for row, cells in enumerate(raw.rows):
        column = 0
        for text, row_span, column_span in cells:
            while taken.get(column, 0) > row:
                column += 1
            columns = _free(taken, row, column, column_span)
            rows = min(row_span or len(raw.rows), ends[row] - row)
            placed.append((text, row, column, rows, columns))
            if column >= width:
                width = column + 1
            if rows > 1:
                taken.update(dict.fromkeys(range(column, column + columns), row + rows))
            column += columns
    return tuple(
        GridCell(text, row, column, rows, min(columns, width - column))
        for text, row, column, rows, columns in placed
    )


def _free(taken: dict[int, int], row: int, column: int, wanted: int) -> int:
    """How many of the columns wanted no cell from above reaches into."""
    if wanted > 1 and taken:
        for more in range(1, wanted):
            if taken.get(column + more, 0) > row:
                return more
    return wanted


def _group_ends(raw: RawTable) -> Sequence[int]:
    """For each row, the row behind the last of its thead, tbody or tfoot."""
    count = len(raw.rows)
    borders = sorted({*raw.groups, count} - {0})
    if len(borders) == 1:
        return [count] * count
    ends: list[int] = []
    for border in borders:
        ends += [border] * (border - len(ends))
    return ends
