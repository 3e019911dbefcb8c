"""What a document is: told by its bytes; its name decides only where they do not."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import Message
from typing import Final, Literal

from orchestration.reading.formats.container import (
    ENCRYPTED,
    OLE_MAGIC,
    ZIP_MAGIC,
    Package,
    not_word_reason,
    ole_kind,
)
from orchestration.reading.layout import UnreadableError

Format = Literal["text", "html", "mhtml", "docx", "doc", "pdf", "picture"]

MAX_MHTML_BYTES: Final = 32 * 1024 * 1024
# Each one may hold the next, and each holds the parser's attention to the end.
MAX_MHTML_LEVELS: Final = 100

_HEAD_BYTES = 64 * 1024
_PDF_WITHIN = 1024
_NAMES_WITHIN = 64 * 1024
_NOT_EMPTY = re.compile(rb"[^\0 \t\r\n\f\v\xef\xbb\xbf\xff\xfe]")

_IMAGES = (
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
)
_ARCHIVE = "是压缩包（{}）：请解压后逐个读取"
_REFUSED = (
    (b"Rar!\x1a\x07", _ARCHIVE.format("rar")),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE.format("7z")),
    (b"\x1f\x8b", _ARCHIVE.format("gz")),
    (b"BZh", _ARCHIVE.format("bz2")),
    (b"\xfd7zXZ\0", _ARCHIVE.format("xz")),
    (b"MSCF\0\0\0\0", _ARCHIVE.format("cab")),
    (b"PK\x05\x06", "是空的压缩包（zip）"),
    (b"MZ\x90\0", "是程序，不是报告文件"),
)
_OLE_REFUSED = {
    "encrypted": ENCRYPTED,
    "xls": "是 Excel 表格（.xls），不是报告文件：请另存为 Word、PDF 或网页",
    "ppt": "是 PowerPoint 演示文稿，不是报告文件",
}
_OLE_OTHER = "是旧版 Office 文件，但不是 Word 文档"

_WEB_SUFFIXES = (".htm", ".html", ".shtml", ".xhtml", ".jsp", ".asp", ".aspx", ".php")
# A page says so itself, or is full of what only pages have. Text may hold a tag or two.
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|frameset)[\s>]", re.IGNORECASE)
_PAGE_PART = re.compile(rb"<(?:table|tbody|tr|td|div|p|meta|title|ul|h[1-6])[\s>]", re.IGNORECASE)
_BEGINS_WITH_TAG = re.compile(rb"\s*<[a-z!?]", re.IGNORECASE)
_MARKDOWN_TABLE = re.compile(rb"^ {0,3}\|?(?: {0,9}:?-{2,}:? {0,9}\|)+", re.MULTILINE)
_ANY_TAG = re.compile(rb"</?[a-z][a-z0-9]{0,10}(?:\s[^<>]{0,500})?/?>", re.IGNORECASE)
_WORD_XML = re.compile(rb"<(?:\w+:)?wordDocument[\s>]|<pkg:package[\s>]")
_MHTML = re.compile(
    rb"\s*(?:[A-Za-z-]{2,40}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,20}){0,30}?"
    rb"Content-Type:\s*multipart/(?:related|alternative|mixed)",
    re.IGNORECASE,
)
_LEVEL = re.compile(rb"multipart/(?:related|alternative|mixed)", re.IGNORECASE)


def detect(data: bytes, name: str) -> Format:
    """Tell what a document is.

    Args:
        data: its bytes, which decide wherever they can.
        name: its file name; a tie-breaker only.

    Returns:
        The format to read it as. `doc` is anything that LibreOffice must convert (old Word, WPS,
        RTF, Word's own XML), `mhtml` a page saved as one file (see `mhtml_html`).

    Raises:
        UnreadableError: empty, or known to be of a kind that is not read; the reason names it.
    """
    if _NOT_EMPTY.search(data) is None:
        raise UnreadableError("文件是空的")
    start = data[:16]
    if start.startswith(ZIP_MAGIC):
        return _zipped(data)
    if start.startswith(OLE_MAGIC):
        return _ole(data, name.lower())
    _refuse(start)
    if picture_kind(start):
        return "picture"
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rt"):
        return "doc"
    if data.find(b"%PDF-", 0, _PDF_WITHIN) >= 0:
        return "pdf"
    if data.find(b"<", 0, _HEAD_BYTES) < 0 and b":" not in data[:64]:
        return "text"
    if data.find(b"ultipart/", 0, _HEAD_BYTES) >= 0 and _MHTML.match(data):
        return "mhtml"
    return _marked_up(_head(data), name.lower())


def _zipped(data: bytes) -> Format:
    if b"word/document" in data[-_NAMES_WITHIN:]:
        return "docx"
    names = Package(data).names
    if any(name.startswith("word/") for name in names):
        return "docx"
    raise UnreadableError(not_word_reason(names))


def _ole(data: bytes, name: str) -> Format:
    kind = ole_kind(data)
    # Of the many containers that Microsoft Works wrote, only the name tells.
    if kind == "doc" or (kind == "other" and name.endswith(".wps")):
        return "doc"
    raise UnreadableError(_OLE_REFUSED.get(kind, _OLE_OTHER))


def _refuse(start: bytes) -> None:
    for magic, reason in _REFUSED:
        if start.startswith(magic):
            raise UnreadableError(reason)


def picture_kind(start: bytes) -> str | None:
    """The format of a picture, told by its first bytes; None where it is none."""
    for magic, image in _IMAGES:
        if start.startswith(magic):
            return image
    if start.startswith(b"BM") and start[6:10] == bytes(4):
        return "BMP"
    return "WEBP" if start.startswith(b"RIFF") and start[8:12] == b"WEBP" else None


def _head(data: bytes) -> bytes:
    """The beginning, of which only the ASCII matters, one byte a character."""
    head = data[:_HEAD_BYTES]
    if head.startswith((b"\xff\xfe", b"<\0")):
        return head.decode("utf-16-le", errors="ignore").encode("ascii", errors="ignore")
    if head.startswith((b"\xfe\xff", b"\0<")):
        return head.decode("utf-16-be", errors="ignore").encode("ascii", errors="ignore")
    return head.removeprefix(b"\xef\xbb\xbf")


def _marked_up(head: bytes, name: str) -> Format:
    if _PAGE.search(head):
        return "html"
    if _WORD_XML.search(head):
        return "doc"
    if _MARKDOWN_TABLE.search(head):
        return "text"
    parts = len(_PAGE_PART.findall(head))
    if parts and (parts > 2 or _BEGINS_WITH_TAG.match(head)):
        return "html"
    return "html" if name.endswith(_WEB_SUFFIXES) and _ANY_TAG.search(head) else "text"


def mhtml_html(data: bytes) -> bytes:
    """The page in a file saved as 单个文件网页 (MHTML): the source of its first HTML part.

    Raises:
        UnreadableError: larger or nested deeper than the declared limits, or without such a part.
    """
    if len(data) > MAX_MHTML_BYTES:
        raise UnreadableError(f"网页超过 {MAX_MHTML_BYTES // 1024 // 1024} MB 的上限")
    if len(_LEVEL.findall(data)) > MAX_MHTML_LEVELS:
        raise UnreadableError(f"单个文件网页的嵌套超过 {MAX_MHTML_LEVELS} 层的上限")
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            return _source(part)
    raise UnreadableError("单个文件网页（MHTML）里没有网页正文")


def _source(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    source = payload if isinstance(payload, bytes) else b""
    charset = (part.get_content_charset() or "").lower()
    if charset.startswith(("utf-16", "unicode")):
        return source.decode("utf-16", errors="replace").encode("utf-8", errors="replace")
    return source
