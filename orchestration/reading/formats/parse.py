"""Bytes of any format to a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath

from orchestration.reading.formats.decode import decode
from orchestration.reading.formats.detect import Format, detect, mhtml_html, picture_kind
from orchestration.reading.formats.docx import parse_docx
from orchestration.reading.formats.html import parse_html
from orchestration.reading.formats.ocr import parse_picture
from orchestration.reading.formats.office import convert_to_docx
from orchestration.reading.formats.pdf import parse_pdf
from orchestration.reading.formats.text import parse_text
from orchestration.reading.known import is_label
from orchestration.reading.layout import Page

_PARSERS: Mapping[Format, Callable[[bytes, str], Page]] = {
    "text": lambda data, _: parse_text(decode(data)),
    "html": lambda data, _: parse_html(data),
    "mhtml": lambda data, _: parse_html(mhtml_html(data)),
    "docx": lambda data, _: parse_docx(data),
    "doc": lambda data, name: parse_docx(convert_to_docx(data, PurePath(name).suffix)),
    "pdf": lambda data, _: parse_pdf(data, is_label),
    "picture": lambda data, _: parse_picture(data, picture_kind(data[:16]) or "", is_label),
}


def parse(data: bytes, name: str) -> tuple[Format, Page]:
    """The format of a document, told by its bytes first, and the page it holds.

    Raises:
        UnreadableError: the document is of no format read here, or cannot be read.
    """
    kind = detect(data, name)
    return kind, _PARSERS[kind](data, name)
