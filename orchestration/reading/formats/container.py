"""What holds an office document: a zip or an OLE container. Opened within declared limits."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Collection
from io import BytesIO

from orchestration.reading.layout import UnreadableError

MAX_BYTES = 64 * 1024 * 1024
MAX_ENTRIES = 20_000
MAX_PART_BYTES = 64 * 1024 * 1024
# Deflate reaches 1030; the most repetitive of true documents stays below this.
MAX_RATIO = 250
_RATIO_MATTERS_ABOVE = 8 * 1024 * 1024

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

ENCRYPTED = "Word 文件已加密，需要密码：请去掉密码后再读"
_BROKEN = "Word 文件不完整或已损坏（压缩包打不开），请重新下载或另存"
_CENTRAL_ENTRY = b"PK\x01\x02"
_OTHER_KINDS = (
    ("xl/", "是 Excel 表格，不是报告文件：请另存为 Word、PDF 或网页"),
    ("ppt/", "是 PowerPoint 演示文稿，不是报告文件"),
    ("OFD.xml", "是 OFD 版式文件，不能读取：请转换为 PDF 或 Word"),
    ("META-INF/container.xml", "是电子书（EPUB），不是报告文件"),
    ("content.xml", "是 OpenDocument 文件：请另存为 .docx"),
)
_PLAIN_ZIP = "是压缩包（zip）：请解压后逐个读取"

# The names of an OLE container's streams that tell what it holds, in the order looked for.
_STREAMS = tuple(
    (name.encode("utf-16-le"), kind)
    for name, kind in (
        ("EncryptedPackage", "encrypted"),
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("PowerPoint Document", "ppt"),
        ("MatOST", "doc"),  # Microsoft Works
        ("Book", "xls"),
    )
)
# A .doc begins with its main stream in the second sector; this bit of its flags says encrypted.
_WORD_STREAM = 512
_WORD_MAGIC = b"\xec\xa5"
_ENCRYPTED_FLAG = 0x01

_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, IndexError)
_DEFLATED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_RELATED = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]{0,2000}>")
_TARGET = re.compile(rb"\bTarget\s*=\s*[\"']/?([^\"']+)[\"']")
_MAIN_PART = "word/document.xml"


def check_size(data: bytes) -> None:
    """Refuse a file of more bytes than the declared limit.

    Raises:
        UnreadableError: the reason.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"文件超过 {MAX_BYTES // 1024 // 1024} MB 的上限")


class Package:
    """An OOXML package. Parts are read one by one, each within the declared limits.

    Raises:
        UnreadableError: too large, too many entries, or no zip that can be opened.
    """

    def __init__(self, data: bytes) -> None:
        check_size(data)
        if data.count(_CENTRAL_ENTRY) > MAX_ENTRIES:
            raise UnreadableError(f"压缩包里的文件超过 {MAX_ENTRIES} 个的上限")
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (*_DAMAGE, NotImplementedError) as error:
            raise UnreadableError(_BROKEN) from error
        self.names: Collection[str] = self._zip.NameToInfo

    def part(self, name: str) -> bytes:
        """The bytes of one part.

        Raises:
            UnreadableError: missing, encrypted, damaged, or larger than the declared limits.
        """
        try:
            info = self._zip.getinfo(name)
        except KeyError as error:
            raise UnreadableError(f"Word 文件里缺少 {name[:80]}") from error
        if info.flag_bits & 1:
            raise UnreadableError(ENCRYPTED)
        _check_part(info)
        try:
            with self._zip.open(info) as part:
                # No more than the size declared is ever inflated, whatever the stream holds.
                return part.read(info.file_size + 1)
        except (*_DAMAGE, NotImplementedError, RuntimeError) as error:
            raise UnreadableError(_BROKEN) from error

    def main_part(self) -> str:
        """The name of the document's main part; it is not always word/document.xml.

        Raises:
            UnreadableError: the package is no Word document; the reason says what it is.
        """
        related = self.part("_rels/.rels") if "_rels/.rels" in self.names else b""
        for link in _RELATED.findall(related):
            target = _TARGET.search(link)
            if b"/officeDocument" in link and target is not None:
                name = target[1].decode("utf-8", errors="replace")
                if name.startswith("word/") and name in self.names:
                    return name
        if _MAIN_PART in self.names:
            return _MAIN_PART
        raise UnreadableError(not_word_reason(self.names))


def _check_part(info: zipfile.ZipInfo) -> None:
    if info.compress_type not in _DEFLATED:
        raise UnreadableError("Word 文件用了不常见的压缩方法，无法读取")
    if info.file_size > MAX_PART_BYTES:
        raise UnreadableError(f"解压后超过 {MAX_PART_BYTES // 1024 // 1024} MB 的上限")
    if info.file_size > max(_RATIO_MATTERS_ABOVE, info.compress_size * MAX_RATIO):
        raise UnreadableError(f"压缩比超过 {MAX_RATIO} 倍的上限，疑为压缩炸弹")


def not_word_reason(names: Collection[str]) -> str:
    """What a zip is that holds no Word document, told by the names in it."""
    for start, reason in _OTHER_KINDS:
        if any(name.startswith(start) for name in names):
            return reason
    return _PLAIN_ZIP


def ole_kind(data: bytes) -> str:
    """What an OLE container holds: doc, xls, ppt, encrypted, or other."""
    if data[_WORD_STREAM : _WORD_STREAM + 2] == _WORD_MAGIC:
        flags = data[_WORD_STREAM + 11 : _WORD_STREAM + 12]
        return "encrypted" if flags and flags[0] & _ENCRYPTED_FLAG else "doc"
    return next((kind for name, kind in _STREAMS if name in data), "other")
