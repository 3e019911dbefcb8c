"""Formats are told by bytes first; a wrong suffix misleads nobody."""

from __future__ import annotations

import base64
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.reading.formats import detect as module
from orchestration.reading.formats.detect import detect, mhtml_html, picture_kind
from orchestration.reading.layout import UnreadableError
from tests.reading.formats.word import p, word, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PAGE = "<html><head><title>年报</title></head><body><p>收到申请12件</p></body></html>"
FRAGMENT = "<p>一、总体情况</p>\n<table><tr><td>规章</td><td>1</td></tr></table>"
MARKDOWN = (
    "# 年报\n\n<p align=center>某某市</p>\n\n| 规章 | 1<br>2 |\n|---|:--:|\n| 规范性文件 | 3 |\n"
)
WORD_XML = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="x">'
)


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le")


def mhtml(charset: str = "gb2312", encoding: str = "base64") -> bytes:
    body = base64.encodebytes(PAGE.encode(charset)).decode()
    return (
        "From: <Saved by Microsoft>\r\nSubject: =?gb2312?B?xOqxqA==?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="=_x"\r\n\r\n'
        "这是单个文件网页\r\n\r\n--=_x\r\nContent-Type: text/css\r\n\r\np {}\r\n--=_x\r\n"
        f'Content-Type: text/html;\r\n\tcharset="{charset}"\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n{body}\r\n--=_x--\r\n"
    ).encode()


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        ("2023年政府信息公开工作年度报告".encode(), "a.txt", "text"),
        ("收到申请：12件".encode("gb18030"), "", "text"),
        (MARKDOWN.encode(), "a.md", "text"),
        ("依据<政府信息公开条例>，收到<br>12件".encode(), "a.txt", "text"),
        ("没有标签的网页".encode(), "a.html", "text"),
        ("收到<b>12</b>件".encode(), "a.html", "html"),
        ("收到<b>12</b>件".encode(), "a.txt", "text"),
        (PAGE.encode(), "a.html", "html"),
        (PAGE.encode("gb18030"), "a.txt", "html"),
        (PAGE.encode(), "a.pdf", "html"),
        (PAGE.encode(), "a.doc", "html"),
        (PAGE.encode("utf-16"), "a", "html"),
        (PAGE.encode("utf-16-be"), "a", "html"),
        (b"\xef\xbb\xbf\r\n <!-- x --><!DOCTYPE html>" + FRAGMENT.encode(), "a.docx", "html"),
        (b'<?xml version="1.0"?>' + PAGE.encode(), "a", "html"),
        (FRAGMENT.encode(), "a.txt", "html"),
        (b"\n" * 5000 + PAGE.encode(), "a", "html"),
        (b"%PDF-1.4\n", "a.doc", "pdf"),
        (b"\r\njunk\0\xff" * 20 + b"%PDF-1.7\n", "a", "pdf"),
        (word(p("甲")), "a.doc", "docx"),
        (word(p("甲"))[:-40], "a.docx", "docx"),
        (zipped(**{"word/document2.xml": b"<a/>", "z": bytes(99)}), "a", "docx"),
        (stream("WordDocument"), "a.wps", "doc"),
        (OLE + b"\xec\xa5" + bytes(100), "a.pdf", "doc"),
        (stream("Unheard of"), "a.wps", "doc"),
        (b"{\\rtf1\\ansi", "a.doc", "doc"),
        (WORD_XML.encode(), "a.doc", "doc"),
        (mhtml(), "a.doc", "mhtml"),
        (b"MIME-Version: 1.0\n" + mhtml(), "a.mht", "mhtml"),
        ("Content-Type: 文中提到 multipart/related".encode(), "a.txt", "text"),
    ],
)
def test_told_by_its_bytes(data: bytes, name: str, expected: str) -> None:
    assert detect(data, name) == expected


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "^文件是空的$"),
        (b"\xef\xbb\xbf \r\n\0\0", "^文件是空的$"),
        (stream("Workbook"), "Excel"),
        (stream("PowerPoint Document"), "PowerPoint"),
        (stream("EncryptedPackage"), "加密"),
        (OLE + b"\xec\xa5" + bytes(9) + b"\x01" + bytes(99), "加密"),
        (stream("Unheard of"), "不是 Word"),
        (zipped(**{"xl/workbook.xml": b"<a/>"}), "Excel"),
        (zipped(**{"Doc_0/Document.xml": b"<a/>", "OFD.xml": b"<a/>"}), "OFD"),
        (zipped(**{"附件.docx": word(p("甲")), "x" * 200: bytes(70_000)}), "压缩包（zip）"),
        (zipped(), "空的压缩包"),
        (b"PK\x03\x04" + b"x" * 100, "损坏"),
        (b"Rar!\x1a\x07\x01\0", "rar"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "7z"),
        (b"\x1f\x8b\x08\0", "gz"),
        (b"MZ\x90\0\x03", "程序"),
    ],
)
def test_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        detect(data, "a.docx")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"GIF89a", "GIF"),
        (b"II*\0", "TIFF"),
        (b"MM\0*", "TIFF"),
        (b"BM\x10\x20\0\0\0\0\0\0\x36", "BMP"),
        (b"RIFF\x10\0\0\0WEBPVP8", "WEBP"),
    ],
)
def test_pictures(data: bytes, kind: str) -> None:
    assert detect(data, "a.docx") == "picture"
    assert picture_kind(data) == kind


def test_text_that_begins_like_a_picture_is_text() -> None:
    assert detect("BM区2023年政府信息公开工作年度报告".encode(), "") == "text"


@pytest.mark.parametrize("charset", ["gb2312", "utf-8", "utf-16"])
def test_page_saved_as_one_file(charset: str) -> None:
    source = mhtml_html(mhtml(charset))
    expected = "utf-8" if charset == "utf-16" else charset
    assert source == PAGE.encode(expected)


def test_page_saved_as_one_file_in_quoted_printable() -> None:
    data = mhtml(encoding="quoted-printable")
    start = data.index(b"quoted-printable") + 20
    assert mhtml_html(data[:start] + b"<p>=C4=EA=\r\n=B1=A8</p>\r\n--=_x--") == (
        "<p>年报</p>".encode("gb2312")
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (mhtml().replace(b"text/html", b"text/xhtm"), "没有网页正文"),
        (b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 200, "嵌套"),
        (bytes(module.MAX_MHTML_BYTES + 1), "上限"),
    ],
)
def test_page_saved_as_one_file_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        mhtml_html(data)


SAMPLES = [PAGE.encode(), mhtml(), word(p("甲")), OLE + bytes(900), MARKDOWN.encode(), b"\x1f\x8b"]


@given(st.integers(min_value=0), st.sampled_from(SAMPLES), st.binary(max_size=40))
def test_any_bytes_are_of_a_format_or_refused(seed: int, sample: bytes, junk: bytes) -> None:
    at = random.Random(seed).randrange(len(sample) + 1)
    for data in (junk, sample[:at] + junk, sample[:at] + junk + sample[at + 1 :], sample[at:]):
        try:
            found = detect(data, "a.html")
            assert found in ("text", "html", "mhtml", "docx", "doc", "pdf", "picture")
            if found == "mhtml":
                assert isinstance(mhtml_html(data), bytes)
        except UnreadableError as error:
            assert str(error)  # noqa: PT017  either is right


def test_headers_that_never_end_are_looked_through_once() -> None:
    hostile = b"multipart/" + b"A-B: \r\n \r\n" * 5000
    assert detect(b"X: <\r\n" * 5000 + hostile, "") == "text"
