"""Bytes of any format to a page."""

from __future__ import annotations

from orchestration.reading.formats.decode import decode
from orchestration.reading.formats.docx import parse_docx
from orchestration.reading.formats.html import parse_html
from orchestration.reading.formats.pdf import parse_pdf
from orchestration.reading.formats.text import parse_text
from orchestration.reading.layout import Page


def parse(data: bytes, name: str) -> tuple[str, Page]:
    """The format of a document, told by its bytes first, and the page it holds.

    Raises:
        UnreadableError: the document is of no format read here, or cannot be read.
    """
    head = data[:2000].lower()
    if data.startswith(b"%PDF"):
        return "pdf", parse_pdf(data)
    if data.startswith(b"PK"):
        return "docx", parse_docx(data)
    if name.lower().endswith((".htm", ".html", ".shtml")) or b"<html" in head or b"<table" in head:
        return "html", parse_html(data)
    return "text", parse_text(decode(data))
