"""Hostile and broken Word documents: a page or a reason, within the declared limits."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reading.formats import container, docx_table, docx_xml
from orchestration.reading.formats.docx import parse_docx
from orchestration.reading.layout import Grid, UnreadableError
from tests.reading.formats.word import (
    RAISED,
    box,
    p,
    read,
    requests_cells,
    tbl,
    tr,
    word,
    written,
    xml,
    zipped,
)


def deep_tables(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + p("底") + "</w:tc></w:tr></w:tbl>" * depth


def lying() -> bytes:
    """A part that is said to be small and inflates to more."""
    data = bytearray(word(p("甲" * 5000)))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(data)


def encrypted_entry() -> bytes:
    data = bytearray(word(p("甲")))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(magic) + offset] |= 1
    return bytes(data)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
BOMB_ENTITY = b'<!DOCTYPE w [<!ENTITY a "1"><!ENTITY b "&a;&a;&a;">]>'
UTF16_ENTITY = b"\xff\xfe" + '<!DOCTYPE w [<!ENTITY a "1">]><w>&a;</w>'.encode("utf-16-le")
REFUSED = {
    "加密": OLE + "EncryptedPackage".encode("utf-16-le"),
    "旧版": OLE + "WordDocument".encode("utf-16-le"),
    "需要密码": encrypted_entry(),
    "不完整或已损坏": word(p("甲" * 500))[:-60],
    "已损坏": lying(),
    "不完整": b"",
    "Excel": zipped(**{"xl/workbook.xml": b"<a/>"}),
    "PowerPoint": zipped(**{"ppt/presentation.xml": b"<a/>"}),
    "OFD": zipped(**{"OFD.xml": b"<a/>"}),
    "OpenDocument": zipped(**{"content.xml": b"<a/>"}),
    "压缩包（zip）": zipped(**{"a.txt": b"a"}),
    "XML 有误": zipped(**{"word/document.xml": xml(p("甲"))[:-20]}),
    "没有正文": zipped(**{"word/document.xml": b"<a/>"}),
    "没有文字": word(p("")),
    "扫描件": word(p("<w:r><w:drawing><a:blip /></w:drawing></w:r>")),
    "altChunk": word('<w:altChunk/>'),
    "DOCTYPE": zipped(**{"word/document.xml": xml(p("&b;")).replace(b"?>", b"?>" + BOMB_ENTITY)}),
    "实体声明": zipped(**{"word/document.xml": UTF16_ENTITY}),
    "嵌套太深": word(deep_tables(60)),
    "嵌套太深（": word("<w:x>" * 300 + "</w:x>" * 300),
    "压缩比": word(p("甲") + " " * 12_000_000),
    "MB 的上限": b"PK\x03\x04" + bytes(container.MAX_BYTES),
    "解压后超过": word(p("甲") + " " * container.MAX_PART_BYTES),
    "个的上限": b"PK\x03\x04" + b"PK\x01\x02" * (container.MAX_ENTRIES + 1),
    "单元格超过": word(tbl(tr(*["<w:tc/>"] * (docx_table.MAX_CELLS + 1)))),
}  # fmt: skip


@pytest.mark.parametrize("reason", REFUSED)
def test_refused_with_its_reason(reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        parse_docx(REFUSED[reason])


def test_too_many_elements_are_refused() -> None:
    with pytest.raises(UnreadableError, match="元素超过"):
        docx_xml.parse_xml(b"<a>" + b"<b/>" * docx_xml.MAX_ELEMENTS + b"</a>")


def test_nesting_within_the_limit_is_read() -> None:
    assert parse_docx(word(deep_tables(20))).lines == ("底",)


def test_deep_drawings_are_refused() -> None:
    deep = "<mc:AlternateContent><mc:Choice>" * 60 + box(p("底"))
    deep += "</mc:Choice></mc:AlternateContent>" * 60
    with pytest.raises(UnreadableError, match="嵌套太深"):
        read(p(f"<w:r><w:drawing>{deep}</w:drawing></w:r>"))


def test_unknown_compression_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as package:
        package.writestr("word/document.xml", xml(p("甲")))
    with pytest.raises(UnreadableError, match="压缩方法"):
        parse_docx(out.getvalue())


# --- damage ---

SAMPLE = written(sorted(requests_cells("2021"), key=lambda cell: (cell.row, cell.column)))
BODY = zipfile.ZipFile(BytesIO(SAMPLE)).read("word/document.xml")


def is_accounted_for(data: bytes) -> bool:
    try:
        page = parse_docx(data)
    except UnreadableError as error:
        return bool(str(error))
    return all(isinstance(grid, Grid) for grid in page.grids) and bool(page.lines)


def damaged(data: bytes, seed: int) -> bytes:
    """A byte changed, a stretch lost or repeated, the end cut off; up to eight times."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 8)):
        at, length = chance.randrange(len(data) + 1), chance.randrange(1, 200)
        piece = chance.choice([b"", b"", bytes([chance.randrange(256)]), data[at:][:length] * 2])
        rest = data[at + length :] if piece == b"" else data[at + 1 :]
        data = data[:at] + piece + (rest if chance.random() < 0.9 else b"")
    return data


@settings(max_examples=300, deadline=None)
@given(st.integers(min_value=0))
def test_damaged_package_is_a_page_or_a_reason(seed: int) -> None:
    assert is_accounted_for(damaged(SAMPLE, seed))


@settings(max_examples=200, deadline=None)
@given(st.integers(min_value=0))
def test_damaged_xml_is_a_page_or_a_reason(seed: int) -> None:
    assert is_accounted_for(zipped(**{"word/document.xml": damaged(BODY, seed)}))


TAGS = ("p", "r", "t", "tbl", "tr", "tc", "tcPr", "sdt", "sdtContent", "ins", "del", "txbxContent",
        "drawing", "fldChar", "rPr", "vMerge", "gridSpan", "hMerge", "sym", "pPr")  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.integers(min_value=0))
def test_elements_in_any_order_are_a_page_or_a_reason(seed: int) -> None:
    chance = random.Random(seed)

    def element(depth: int) -> str:
        tag = chance.choice(TAGS)
        inner = "".join(element(depth + 1) for _ in range(chance.randrange(4))) if depth < 7 else ""
        value = chance.choice(["1", "restart", "-3", "99999999999", "begin", "superscript"])
        return f'<w:{tag} w:val="{value}" w:fldCharType="{value}">{inner or "字"}</w:{tag}>'

    assert is_accounted_for(word("".join(element(0) for _ in range(8))))


def test_long_raised_text_is_looked_through_once() -> None:
    page = read(p("12", f"<w:r><w:rPr>{RAISED}</w:rPr><w:t>{'1 ' * 50_000}x</w:t></w:r>"))
    assert page.lines[0].startswith("121 1 ")


def test_many_open_fields_are_read_once() -> None:
    begin, end = (f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "end"))
    raised = f"<w:r><w:rPr>{RAISED}</w:rPr>{begin}<w:t>1</w:t></w:r>"
    assert read(p("前", raised * 30_000, f"<w:r>{end}</w:r>" * 30_000)).lines == ("前",)
