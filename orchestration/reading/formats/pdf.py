"""PDF: ruled tables become grids, the rest lines of text; scans and locked files are refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from orchestration.reading.formats.ocr import lack, with_pictures_read
from orchestration.reading.formats.pdf_drawing import (
    MAX_OBJECTS,
    is_picture,
    read_drawing,
    turned,
    turned_box,
    unseen,
)
from orchestration.reading.formats.pdf_flow import text_lines
from orchestration.reading.formats.pdf_fonts import use_own_fonts
from orchestration.reading.formats.pdf_grid import tables_of
from orchestration.reading.formats.pdf_join import IsLabel
from orchestration.reading.formats.pdf_raw import (
    MAX_CHARACTERS,
    Box,
    address_of,
    quarter_turns,
    read_characters,
)
from orchestration.reading.formats.pdf_rules import lattices
from orchestration.reading.formats.pdf_sheet import Sheet, blocks_of
from orchestration.reading.formats.pdf_text import UNMAPPED, PageText
from orchestration.reading.layout import Page, UnreadableError, page_of

__all__ = [
    "MAX_BYTES",
    "MAX_CHARACTERS",
    "MAX_OBJECTS",
    "MAX_PAGES",
    "MAX_TOTAL_CHARACTERS",
    "parse_pdf",
]

# A report has 6 pages and less than a megabyte; with scanned attachments some tens.
MAX_BYTES = 64 * 1024 * 1024
# Beyond any report: a yearbook or an archive, which would hold up the build.
MAX_PAGES = 300
MAX_TOTAL_CHARACTERS = 600_000
# Where a whole file ends; some servers add a few bytes after it.
_TAIL = 4096
# A scanned page may bear a stamp, a watermark or a page number in type.
_STAMP = 50
_MOST_UNMAPPED = 0.2


def _is_no_label(_text: str) -> bool:
    return False


def parse_pdf(data: bytes, is_label: IsLabel = _is_no_label) -> Page:
    """Read a PDF: its ruled tables as grids, all else as paragraphs and lines in reading order.

    Headers, footers and page numbers are left out. A table cut by page breaks is one grid. A line
    whose words wide gaps part keeps their places in blanks. Pages that are pictures are skipped.
    Fields of interactive forms and notes are not read. `is_label` tells the labels that forms know,
    by which a row that a page break cut is known again.

    Raises:
        UnreadableError: a scan, a locked, damaged or empty file, text that its fonts do not tell,
            or one of the declared limits.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"PDF 超过 {MAX_BYTES // 1024 // 1024} MB 的上限")
    if b"%%EOF" not in data.rstrip(b"\0\r\n\t ")[-_TAIL:]:
        raise UnreadableError("PDF 不完整（没有结束标记），可能没有下载完，请重新获取")
    with closing(_open(data)) as document:
        count = len(document)
        if count > MAX_PAGES:
            raise UnreadableError(f"PDF 有 {count} 页，超过 {MAX_PAGES} 页的上限")
        sheets = list(_sheets(document, count))
        sheets = with_pictures_read(document, sheets, _pictures(sheets))
    _refuse_unreadable(sheets)
    return page_of(
        blocks_of(sheets, is_label), has_pictures=any(sheet.is_picture for sheet in sheets)
    )


def _open(data: bytes) -> pypdfium2.PdfDocument:
    use_own_fonts()
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise UnreadableError("PDF 已加密，需要密码才能打开") from error
        raise UnreadableError("PDF 已损坏，或者不是 PDF 文件，无法打开") from error


def _sheets(document: pypdfium2.PdfDocument, count: int) -> Iterator[Sheet]:
    total = 0
    for number in range(count):
        try:
            with closing(document[number]) as page, closing(page.get_textpage()) as text_page:
                sheet = _sheet(page, text_page, number + 1)
        except pypdfium2.PdfiumError as error:
            raise UnreadableError(f"PDF 第 {number + 1} 页已损坏，无法读出") from error
        total += sheet.count
        if total > MAX_TOTAL_CHARACTERS:
            raise UnreadableError(f"PDF 的文字超过 {MAX_TOTAL_CHARACTERS} 字的上限")
        yield sheet


def _sheet(page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, number: int) -> Sheet:
    box, texts = Box(*page.get_bbox()), address_of(text_page.raw)
    drawing = read_drawing(address_of(page.raw), pdfium.FPDFPage_CountObjects(page))
    count = pdfium.FPDFText_CountChars(text_page)
    hidden = unseen(drawing, box)
    characters = read_characters(texts, count, hidden, box)
    turns = quarter_turns(texts, count)
    is_scan = is_picture(drawing, box)
    is_drawn = bool(drawing.fills or drawing.strokes)
    if turns:
        characters, drawing = turned(characters, drawing, turns)
        for _ in range(turns):
            box = turned_box(box)
    text = PageText(characters)
    tables, outside = tables_of(text, lattices(drawing.strokes), number)
    seen = sum(len(run.text) for run in text.runs)
    return Sheet(
        box, tables, text_lines(text, outside), seen, text.text.count(UNMAPPED), len(hidden),
        is_scan and seen < _STAMP, is_drawn,
    )  # fmt: skip


def _pictures(sheets: Sequence[Sheet]) -> list[int]:
    """The pages to be read as pictures: scans, and those whose letters are shapes without codes."""
    has_text = any(sheet.count and not sheet.is_scan for sheet in sheets)
    return [
        number
        for number, sheet in enumerate(sheets)
        if sheet.is_scan
        or (sheet.is_drawn and not has_text)
        or sheet.unmapped > _MOST_UNMAPPED * max(1, sheet.count)
    ]


def _refuse_unreadable(sheets: Sequence[Sheet]) -> None:
    """Raise the reason why a document has no text that could be trusted."""
    count = sum(sheet.count for sheet in sheets if not sheet.is_scan)
    if any(sheet.is_scan for sheet in sheets) and count < _STAMP:
        layer = "，文件附带的识别文字未经核对，不采用" if any(s.hidden for s in sheets) else ""
        raise UnreadableError(f"扫描件：{len(sheets)} 页都是图像，没有文字{layer}，{lack()}")
    if not count:
        if any(sheet.is_drawn for sheet in sheets):
            raise UnreadableError(f"扫描件：文字已转成图形，没有可读的文字，{lack()}")
        raise UnreadableError("PDF 是空白的，没有文字")
    if sum(sheet.unmapped for sheet in sheets) > _MOST_UNMAPPED * count:
        raise UnreadableError("PDF 的字体没有文字编码，文字无法还原，需要 OCR 或另存的文件")
