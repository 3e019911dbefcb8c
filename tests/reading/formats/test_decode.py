"""Encodings: what the bytes are decides, not what the page declares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.reading.formats.decode import MAX_BYTES, decode, utf8_of
from orchestration.reading.layout import UnreadableError

TEXT = "襄州区民政局二〇二〇年政府信息公开工作年度报告，收到申请26件，予以公开19件。" * 20


def _page(declared: str | None, text: str = TEXT) -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    return f"<html><head>{meta if declared else ''}</head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "GBK", "big5", "iso-8859-1"])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030", "utf-16", "utf-8-sig"])
def test_validity_decides(declared: str | None, encoding: str) -> None:
    # Bytes of GBK that a page calls Big5 may be valid Big5: nothing else can then be told.
    if (declared, encoding) in {("big5", "gbk"), ("big5", "gb18030")}:
        return
    page = _page(declared)
    assert utf8_of(page.encode(encoding)).decode() == page


def test_big5_where_it_is_declared_and_valid() -> None:
    page = _page("Big5", "臺北縣政府資訊公開年度報告，收到申請26件")
    assert utf8_of(page.encode("big5")).decode() == page
    wrong = _page("Big5", "襄州区民政局信息公开")
    assert utf8_of(wrong.encode("utf-8")).decode() == wrong


def test_rare_characters_of_gb18030() -> None:
    page = _page("gb2312", "䶮㙍𠮷乡人民政府信息公开")
    assert utf8_of(page.encode("gb18030")).decode() == page


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_broken_bytes_do_not_lose_the_page(encoding: str) -> None:
    data = bytearray(_page("utf-8").encode(encoding))
    at = data.index("民政".encode(encoding))
    data[at] = 0xFF
    text = utf8_of(bytes(data)).decode()
    # Characters of two bytes may be out of step up to the next ASCII character, digits never.
    assert text.count("26件，予以公开19件") == 20
    assert 1 <= text.count("\ufffd") <= 3
    assert decode(bytes(data)).count("26件，予以公开19件") == 20


def test_nul_characters_are_left_out() -> None:
    page = _page("utf-8").encode()
    assert utf8_of(page.replace(b"26", b"2\x006", 5)) == page


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空"),
        (b" \r\n\0 ", "空"),
        (b"<html><p>only english</p></html>", "没有汉字"),
        (bytes(range(256)) * 64, "编码无法识别"),
        ("公开".encode() + b"\0" * 1000, "二进制"),
    ],
)
def test_no_web_page(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        utf8_of(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\n \n", "空"),
        (b"english", "没有汉字"),
        ("公开".encode() + bytes(range(1, 9)) * 2, "二进制"),
        (b"a" * (MAX_BYTES + 1), "上限"),
        (bytes(range(128, 256)) * 64, "编码无法识别"),
    ],
)
def test_no_text(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        decode(data)


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        source = utf8_of(data)
    except UnreadableError:
        return
    assert b"\0" not in source
    source.decode()
