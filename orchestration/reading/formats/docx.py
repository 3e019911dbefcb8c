"""Word documents (.docx): bytes to a page of text and grids. Nothing is unpacked to disk.

Read is what Word prints in the body, text boxes where they are anchored, footnotes at the end; not
headers and footers, comments, pictures or embedded files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from orchestration.reading.formats.container import ENCRYPTED, OLE_MAGIC, Package, ole_kind
from orchestration.reading.formats.docx_plain import column_count, plain_rows
from orchestration.reading.formats.docx_table import (
    RawCell,
    RawRow,
    RawTable,
    lay_out,
    unboxed,
)
from orchestration.reading.formats.docx_text import (
    Looks,
    content_of,
    ends_deleted,
    looks_of,
    read_paragraph,
)
from orchestration.reading.formats.docx_xml import (
    CELL,
    CHOICE,
    CONTROL,
    KINDS,
    PARAGRAPH,
    ROW,
    TABLE,
    Node,
    branch,
    deeper,
    is_on,
    parse_xml,
    utf8_xml,
    w,
)
from orchestration.reading.layout import Grid, Page, UnreadableError, page_of

_VALUE, _BODY, _CONTENT = w("val"), w("body"), w("sdtContent")
_ROW_PROPERTIES, _BEFORE, _HIDDEN = w("trPr"), w("gridBefore"), w("hidden")
_CELL_PROPERTIES, _SPAN = w("tcPr"), w("gridSpan")
_BELOW, _BESIDE, _DELETED, _CELL_DELETED = w("vMerge"), w("hMerge"), w("del"), w("cellDel")
_NOTES = (("footnotes.xml", b"footnoteReference"), ("endnotes.xml", b"endnoteReference"))
_NOTE_TYPE = w("type")


def parse_docx(data: bytes) -> Page:
    """Read a Word document; its limits are declared in `container`, `docx_xml`, `docx_table`.

    Raises:
        UnreadableError: encrypted, damaged, no Word document (the reason says what it is), beyond
            a declared limit, with a DOCTYPE, or without any text.
    """
    if data.startswith(OLE_MAGIC):
        raise UnreadableError(
            ENCRYPTED if ole_kind(data) == "encrypted" else "是旧版 Office 文件，不是 .docx"
        )
    package = Package(data)
    main = package.main_part()
    document = utf8_xml(package.part(main))
    body = parse_xml(document).find(_BODY)
    if body is None:
        raise UnreadableError("Word 文件里没有正文")
    reader = _Reader(looks_of(document, _styles(package, main, document)))
    content = reader.blocks(body, 0)
    for notes in _notes(package, main, document):
        content += reader.blocks(notes, 0)
    blocks = list(_named(content))
    if not any(isinstance(block, Grid) or block.strip() for block in blocks):
        raise UnreadableError(_nothing(document))
    return page_of(blocks)


def _sibling(package: Package, main: str, name: str) -> bytes | None:
    path = main.rpartition("/")[0] + "/" + name
    return utf8_xml(package.part(path)) if path in package.names else None


def _styles(package: Package, main: str, document: bytes) -> Node | None:
    """The styles, where runs have some that could hide or raise them."""
    styles = _sibling(package, main, "styles.xml") if b"rStyle" in document else None
    if styles is None or not (b"vanish" in styles or b"vertAlign" in styles):
        return None
    return parse_xml(styles)


def _notes(package: Package, main: str, document: bytes) -> Iterator[Node]:
    for name, reference in _NOTES:
        notes = _sibling(package, main, name) if reference in document else None
        if notes is not None:
            # A note with a type is the line drawn above the notes.
            yield from (note for note in parse_xml(notes) if note.get(_NOTE_TYPE) is None)


def _named(content: Sequence[str | RawTable]) -> Iterator[str | Grid]:
    number = 0
    for block in lay_out(content):
        if isinstance(block, str):
            yield block
        else:
            number += 1
            yield Grid(f"表 {number}", block)


def _nothing(document: bytes) -> str:
    if b"altChunk" in document:
        return "Word 文件的正文是嵌入的网页（altChunk）：请用 Word 打开后另存为 .docx"
    if b":blip " in document or b":imagedata " in document:
        return "扫描件：Word 文件里只有图片，没有文字，需要 OCR"
    return "Word 文件里没有文字"


class _Reader:
    """Reads the blocks of one document: paragraphs, and tables as written."""

    def __init__(self, looks: Looks) -> None:
        self._looks = looks

    def blocks(self, nodes: Iterable[Node], depth: int) -> list[str | RawTable]:
        """The paragraphs and tables in a body, a cell or a text box, in reading order."""
        out: list[str | RawTable] = []
        goes_on = False
        for child in nodes:
            kind = KINDS.get(child.tag)
            if kind == PARAGRAPH:
                text, boxes = read_paragraph(child, self._looks)
                if goes_on and out and isinstance(out[-1], str):
                    out[-1] += text
                else:
                    out.append(text)
                goes_on = self._looks.tracked and ends_deleted(child)
                for box in boxes:
                    out += self.blocks(box, deeper(depth))
            elif kind == TABLE:
                out += unboxed(self._table(child, deeper(depth)))
            elif kind is None or kind in (CONTROL, CHOICE):
                inner = _opened(child, kind)
                if inner is not None:
                    out += self.blocks(inner, deeper(depth))
        return out

    def _table(self, node: Node, depth: int) -> RawTable:
        plain = plain_rows(node)
        if plain is not None:
            return RawTable(plain)
        rows = (self._row(row, depth) for row in _members(node, ROW, depth))
        return RawTable([row for row in rows if row is not None])

    def _row(self, node: Node, depth: int) -> RawRow | None:
        """A row; None where it was deleted or is hidden."""
        before = 0
        for properties in node.iterchildren(_ROW_PROPERTIES):
            for one in properties:
                if one.tag == _BEFORE:
                    before = column_count(one, 0)
                elif one.tag == _DELETED or (one.tag == _HIDDEN and is_on(one)):
                    return None
        cells: list[RawCell] = []
        for cell in _members(node, CELL, depth):
            self._add_cell(cells, cell, depth)
        return RawRow(before, cells)

    def _add_cell(self, cells: list[RawCell], node: Node, depth: int) -> None:
        span, restarts, continues = 1, False, False
        children = list(node)
        # Its properties come first, always; to look for them costs more than to read the cell.
        has_properties = children and children[0].tag == _CELL_PROPERTIES
        for one in children[0] if has_properties else ():
            tag = one.tag
            if tag == _SPAN:
                span = column_count(one, 1)
            elif tag == _BELOW:
                restarts = one.get(_VALUE) == "restart"
                continues = not restarts
            elif tag == _CELL_DELETED:
                return
            elif tag == _BESIDE and one.get(_VALUE) != "restart" and cells:
                cells[-1] = cells[-1]._replace(span=cells[-1].span + span)
                return
        cells.append(RawCell(self.blocks(children, depth), span, restarts, continues))


def _opened(node: Node, kind: int | None) -> Node | None:
    """What is read of a wrapper."""
    if kind == CONTROL:
        return content_of(node)
    return branch(node) if kind == CHOICE else node


def _members(node: Node, wanted: int, depth: int) -> Iterator[Node]:
    """The rows of a table, or the cells of a row, out of any content controls around them."""
    for child in node:
        kind = KINDS.get(child.tag)
        if kind == wanted:
            yield child
        elif kind == CONTROL:
            content = child.find(_CONTENT)
            if content is not None:
                yield from _members(content, wanted, deeper(depth))
        elif kind is None:
            yield from _members(child, wanted, deeper(depth))
