"""Plain text: bytes to a page, whatever way a table was flattened into it."""

from __future__ import annotations

import re

from orchestration.reading.layout import Page, UnreadableError, page_of

MAX_BYTES = 16 * 1024 * 1024
MAX_LINE = 2 * 1024 * 1024

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def decode(data: bytes) -> str:
    """Text of a report: a byte order mark is believed, then UTF-8, then GB18030.

    Raises:
        UnreadableError: empty, too large, binary, or in no encoding that Chinese pages use.
    """
    if not data.strip():
        raise UnreadableError("文件是空的")
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"文件超过 {MAX_BYTES // 1024 // 1024} MB 的上限")
    text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    if len(_CONTROL.findall(text, 0, 200_000)) > 8:
        raise UnreadableError("文件是二进制内容，不是文本")
    if not _HAN.search(text):
        raise UnreadableError("文件中没有汉字，或编码无法识别")
    return text


def _decoded(data: bytes) -> str:
    encodings = ["utf-8", "gb18030"]
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            data = data[len(mark) :]
            encodings = [encoding]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError("编码无法识别（不是 UTF-8、UTF-16 或 GB18030）")


def parse_text(text: str) -> Page:
    """Cut text into pieces at pipes, tabs and line ends, keeping what stood between them.

    Raises:
        UnreadableError: a line or the number of pieces is beyond the declared limits.
    """
    lines = text.split("\n")
    if max(map(len, lines)) > MAX_LINE:
        raise UnreadableError(f"有一行超过 {MAX_LINE // 1024 // 1024} 兆字的上限")
    return page_of([text])
