"""Plain tables of a Word document, as nearly all are: read in one pass over their text."""

from __future__ import annotations

from itertools import islice

from orchestration.reading.formats.docx_table import MAX_SPAN, RawCell, RawRow
from orchestration.reading.formats.docx_text import printed, visible
from orchestration.reading.formats.docx_xml import (
    BOX,
    CHOICE,
    CONTROL,
    FIELD,
    FORMULA,
    HYPHEN,
    KINDS,
    LINE_END,
    NOTE,
    SYMBOL,
    TAB,
    Node,
    w,
)

_TABLE, _ROW, _CELL, _PARAGRAPH, _TEXT = (w(name) for name in ("tbl", "tr", "tc", "p", "t"))
_SPAN, _BELOW, _VALUE = w("gridSpan"), w("vMerge"), w("val")

# Whatever makes a difference to what a table prints, beside its cells, paragraphs and text.
_KINDS = (TAB, LINE_END, HYPHEN, SYMBOL, FIELD, NOTE, CONTROL, CHOICE, BOX, FORMULA)
_GEOMETRY = ("gridBefore", "hMerge", "hidden", "cellDel")
_LOOKS = ("vanish", "vertAlign", "rStyle", "del", "moveFrom", "rt")
_SPECIAL = (
    *(name for name, kind in KINDS.items() if kind in _KINDS),
    *map(w, (*_GEOMETRY, *_LOOKS)),
)


def plain_rows(table: Node) -> list[RawRow] | None:
    """The rows of a table of nothing but text; None where it holds anything else."""
    if next(table.iter(*_SPECIAL), None) is not None:
        return None
    if next(islice(table.iter(_TABLE), 1, None), None) is not None:
        return None
    rows: list[RawRow] = []
    cells: list[RawCell] = []
    content: list[str] = []
    for node in table.iter(_ROW, _CELL, _PARAGRAPH, _TEXT, _SPAN, _BELOW):
        tag = node.tag
        if tag == _TEXT:
            if content:
                content[-1] += visible(printed(node))
        elif tag == _PARAGRAPH:
            content.append("")
        elif tag == _CELL:
            content = []
            cells.append(RawCell(content))
        elif tag == _ROW:
            cells, content = [], []
            rows.append(RawRow(0, cells))
        elif cells:
            cells[-1] = merged(cells[-1], node)
    return rows


def merged(cell: RawCell, node: Node) -> RawCell:
    """The cell with what one of its properties says of columns and merges."""
    if node.tag == _SPAN:
        return cell._replace(span=column_count(node, 1))
    restarts = node.get(_VALUE) == "restart"
    return cell._replace(restarts=restarts, continues=not restarts)


def column_count(node: Node, least: int) -> int:
    """A number of columns, within bounds; what is no number counts as the least."""
    text = node.get(_VALUE) or ""
    is_number = text.isascii() and text.isdigit() and len(text) < 10
    return max(least, min(int(text), MAX_SPAN)) if is_number else least
