"""The XML of a Word document: parsed within declared limits; what each element is to the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol

from lxml import etree  # type: ignore[import-untyped]

from orchestration.reading.layout import UnreadableError

MAX_ELEMENTS = 2_000_000
# The parser itself refuses more than 256 levels and texts of more than 10 MB.
MAX_DEPTH = 48

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_STRICT_MATH = b"http://purl.oclc.org/ooxml/officeDocument/math"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_UTF16 = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\0", "utf-16-le"))
_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml[^>]*\?>")
_DOCTYPE = b"<!DOCTYPE"
_ENTITIES = "Word 文件里有 DOCTYPE 或实体声明，不安全，不予读取"
_TOO_DEEP = f"Word 文件的嵌套太深（表格、文本框等至多 {MAX_DEPTH} 层）"


class Node(Protocol):
    """What is used of an lxml element."""

    @property
    def tag(self) -> str: ...
    @property
    def text(self) -> str | None: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Node]: ...
    def get(self, key: str) -> str | None: ...
    def find(self, path: str) -> Node | None: ...
    def iter(self, *tags: str) -> Iterator[Node]: ...
    def iterchildren(self, *tags: str) -> Iterator[Node]: ...


def w(name: str) -> str:
    """The full name of a Word element or attribute."""
    return f"{{{_WORD}}}{name}"


# What an element is to the reader: plain numbers, for they are compared for each element. One that
# is not listed (KINDS.get gives None) is looked into.
SKIPPED, TEXT, RUN, PARAGRAPH, TABLE, ROW, CELL, PROPERTIES, TAB, LINE_END = range(10)
HYPHEN, SYMBOL, FIELD, NOTE, CONTROL, CHOICE, DRAWING, BOX, FORMULA = range(10, 19)

_NAMES = {
    TEXT: "t",
    RUN: "r",
    PARAGRAPH: "p",
    TABLE: "tbl",
    ROW: "tr",
    CELL: "tc",
    PROPERTIES: "rPr",
    TAB: "tab ptab",
    LINE_END: "br cr",
    HYPHEN: "noBreakHyphen",
    SYMBOL: "sym",
    FIELD: "fldChar",
    NOTE: "footnoteReference endnoteReference",
    CONTROL: "sdt",
    DRAWING: "drawing pict object",
    BOX: "txbxContent",
    SKIPPED: (
        "pPr tblPr tblGrid trPr tcPr tblPrEx sectPr sdtPr sdtEndPr smartTagPr customXmlPr rubyPr rt"
        " del moveFrom delText delInstrText instrText softHyphen commentReference annotationRef"
        " footnoteRef endnoteRef bookmarkStart bookmarkEnd proofErr lastRenderedPageBreak altChunk"
        " permStart permEnd commentRangeStart commentRangeEnd pgNum separator"
        " continuationSeparator cellDel cellIns fldData ffData background"
    ),
}
KINDS: dict[str, int] = {w(name): kind for kind, names in _NAMES.items() for name in names.split()}
KINDS[f"{{{_COMPATIBILITY}}}AlternateContent"] = CHOICE
KINDS[f"{{{_MATH}}}oMath"] = FORMULA

MATH_TEXT, MATH_RUN = f"{{{_MATH}}}t", f"{{{_MATH}}}r"
_BRANCHES = (f"{{{_COMPATIBILITY}}}Choice", f"{{{_COMPATIBILITY}}}Fallback")


def deeper(depth: int) -> int:
    """One level further down.

    Raises:
        UnreadableError: deeper than the declared limit.
    """
    if depth >= MAX_DEPTH:
        raise UnreadableError(_TOO_DEEP)
    return depth + 1


def branch(choice: Node) -> Node | None:
    """Of the versions of the same content the one to read: the first that prints text."""
    branches = list(choice.iterchildren(*_BRANCHES))
    printing = (b for b in branches if next(b.iter(w("t"), w("tbl")), None) is not None)
    return next(printing, branches[0] if branches else None)


def is_on(flag: Node | None) -> bool:
    """Whether a switch such as `w:vanish` is there and not turned off."""
    return flag is not None and (flag.get(w("val")) or "1").lower() not in ("0", "false", "off")


@lru_cache(maxsize=1)
def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )


def utf8_xml(data: bytes) -> bytes:
    """The XML in UTF-8, with the names of the transitional standard."""
    for mark, encoding in _UTF16:
        if data.startswith(mark):
            text = data.decode(encoding, errors="replace")
            data = _DECLARATION.sub("", text).encode("utf-8", errors="replace")
    if _STRICT in data[:10_000]:
        data = data.replace(_STRICT, _WORD.encode()).replace(_STRICT_MATH, _MATH.encode())
    return data


def parse_xml(data: bytes) -> Node:
    """Parse a part that `utf8_xml` has prepared.

    Raises:
        UnreadableError: a DOCTYPE (with which entities come), more elements than the declared
            limit, or broken XML.
    """
    if _DOCTYPE in data:
        raise UnreadableError(_ENTITIES)
    if data.count(b"<") - data.count(b"</") > MAX_ELEMENTS:
        raise UnreadableError(f"Word 文件的元素超过 {MAX_ELEMENTS} 个的上限")
    try:
        root: Node = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise UnreadableError(_syntax_reason(str(error))) from error
    return root


def _syntax_reason(error: str) -> str:
    if "Excessive depth" in error:
        return _TOO_DEEP
    return "Word 文件的正文已损坏（XML 有误），无法读取"
