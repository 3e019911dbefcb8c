"""Bytes to text: what a Chinese page is written in, whatever it says that it is written in."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder

from orchestration.reading.layout import UnreadableError

MAX_BYTES = 16 * 1024 * 1024
# Of all characters beyond ASCII: broken bytes that a page may have and still be that encoding.
MAX_REPLACED = 0.02
MAX_CONTROLS = 8

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_DECLARED_WITHIN = 4096
_UNKNOWN = "编码无法识别（不是 UTF-8、UTF-16 或 GB18030）"
# Enough to tell an encoding from, in what stands before most of a page.
_HEAD = 16 * 1024
_ENOUGH_HAN = re.compile("(?:[\u4e00-\u9fff][^\u4e00-\u9fff]*){8}")
_NO_HAN = "文件中没有汉字，或编码无法识别"


def decode(data: bytes) -> str:
    """Text of a report: a byte order mark is believed, then UTF-8, then GB18030.

    A few broken bytes become U+FFFD, which is never part of a figure.

    Raises:
        UnreadableError: empty, too large, binary, or in no encoding that Chinese pages use.
    """
    if not data.strip():
        raise UnreadableError("文件是空的")
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"文件超过 {MAX_BYTES // 1024 // 1024} MB 的上限")
    text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    if len(_CONTROL.findall(text, 0, 200_000)) > MAX_CONTROLS:
        raise UnreadableError("文件是二进制内容，不是文本")
    if not _HAN.search(text):
        raise UnreadableError(_NO_HAN)
    return text


def utf8_of(data: bytes) -> bytes:
    """Source of a web page in UTF-8, without NUL characters.

    Validity decides, not what the page declares: strict UTF-8 first, then what a `<meta>` says
    (Big5 is tried only then), then GB18030. A few broken bytes become U+FFFD.

    Raises:
        UnreadableError: empty, binary, or in no encoding that Chinese pages use.
    """
    if not data.strip(b"\0 \t\r\n\f"):
        raise UnreadableError("文件是空的")
    # Bytes of GB18030 do not read as UTF-8 by chance: a page that begins in it is in it, and what
    # the parser replaces behind that `check_replaced` counts.
    if b"\0" not in data and _ENOUGH_HAN.search(_begun(data[:_HEAD])):
        return data.removeprefix(_BOMS[0][0])
    text = _decoded(data, _declared(data))
    if not _HAN.search(text):
        raise UnreadableError(_NO_HAN)
    return _without_nul(text).encode("utf-8", errors="replace")


def _begun(head: bytes) -> str:
    """The beginning of a text in UTF-8, whose last character may be cut; else nothing."""
    try:
        return getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return ""


def check_replaced(text: str) -> None:
    """Refuse a text of which more is broken than a page in any known encoding may have.

    Raises:
        UnreadableError: more than 2 of 100 characters beyond ASCII are replaced.
    """
    broken = text.count("\ufffd")
    if broken > 1:
        beyond_ascii = len(text) - len(text.encode("ascii", errors="ignore"))
        if broken > 1 + beyond_ascii * MAX_REPLACED:
            raise UnreadableError(_UNKNOWN)


def _without_nul(text: str) -> str:
    bare = text.replace("\0", "")
    if len(text) - len(bare) > MAX_CONTROLS + len(text) // 100:
        raise UnreadableError("文件是二进制内容，不是网页")
    return bare


def _declared(data: bytes) -> str | None:
    """Big5 where the page declares it; all else that Chinese pages use is tried anyway."""
    hit = _DECLARED.search(data, 0, _DECLARED_WITHIN)
    return "big5hkscs" if hit is not None and hit[1].lower().startswith(b"big5") else None


def _decoded(data: bytes, declared: str | None = None) -> str:
    encodings = ["utf-8", *([declared] if declared else []), "gb18030"]
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            data = data[len(mark) :]
            encodings = [encoding]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return _mended(data, encodings)


def _mended(data: bytes, encodings: list[str]) -> str:
    """The text of a page with broken bytes, in the encoding that replaces fewest of them."""
    texts = [data.decode(encoding, errors="replace") for encoding in encodings]
    text = min(texts, key=lambda text: text.count("\ufffd"))
    check_replaced(text)
    return text
