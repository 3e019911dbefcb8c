"""Hostile and broken web pages: bounded, and read or refused with a reason, never a crash."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from orchestration.reading.formats.html import parse_html
from orchestration.reading.formats.html_bounds import MAX_BYTES, MAX_TAGS
from orchestration.reading.layout import Grid, Page, UnreadableError

PROSE = "我局认真贯彻落实政府信息公开条例，主动公开各类信息，现将有关情况报告如下。"
ROWS = [["信息内容", "制作数量"], ["规章", "0"], ["规范性文件", "26"]]
TABLE = "".join(f"<tr><td>{label}</td><td>{count}</td></tr>" for label, count in ROWS)


def _page(body: str) -> bytes:
    return f"<!DOCTYPE html><title>信息公开年度报告</title><body>{body}</body>".encode()


def _rows(grid: Grid) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return list(rows.values())


def _read_or_refuse(data: bytes) -> Page | str:
    """The page, or the reason why it is refused; anything else that is raised is a fault."""
    try:
        return parse_html(data)
    except UnreadableError as error:
        return str(error)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_page("<frameset><frame src=a.html></frameset>"), "框架"),
        (_page("<iframe src=a.html></iframe>"), "框架"),
        (_page("<div id=app>正在加载</div><script src=a.js></script>"), "脚本"),
        (_page("<p>&nbsp;</p>"), "没有正文"),
        (b"<frameset><frame src=a><!-- \xe5\x85\xac --></frameset>", "框架"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "编码|二进制"),
        (b"<p>" * (MAX_TAGS + 1), "标签超过"),
        (b" " * (MAX_BYTES + 1), "MB 的上限"),
        (_page("<div>" * 30_000), "嵌套"),
        (_page("".join(f"<font size={n}>" for n in range(2000)) + "<p>x</p>" * 2000), "字体"),
        (_page("<a " + " ".join(f"a{n}" for n in range(40_000)) + ">公"), "属性"),
        (_page("公<b></p>" * 20_000), "字体"),
        (_page("公<sup>1</sup>" * 1001), "上标"),
        (_page("公" * 40 + "\ufffd" * 40), "编码"),
        (_page("<table>" + "<tr><td>1<td>2" * 26_000 + "</table>"), "单元格"),
    ],
)
def test_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        parse_html(data)


@pytest.mark.parametrize(
    "tag",
    ["<div>", "<b>", "<span>", "<table><tr><td>", "<sup>", "<ul class=nav><li>", "<p><a href=x>"],
)
def test_ten_thousand_nested_tags(tag: str) -> None:
    data = _page(f"<p>{PROSE}</p><table>{TABLE}</table>" + tag * 10_000 + "深")
    page = _read_or_refuse(data)
    if isinstance(page, str):
        assert "上限" in page or "限度" in page
    else:
        assert _rows(page.grids[0]) == ROWS


SPANS = st.tuples(st.sampled_from([1, 1, 1, 2, 3, 0, 10**9]), st.sampled_from([1, 1, 2, 5, 10**9]))
TABLES = st.lists(st.lists(SPANS, min_size=1, max_size=5), min_size=2, max_size=7)


@given(TABLES, st.booleans())
def test_no_slot_is_covered_twice_and_no_text_lost(
    rows: list[list[tuple[int, int]]], has_groups: bool
) -> None:
    markup = "".join(
        "<tr>"
        + "".join(
            f"<td rowspan={down} colspan={across}>格{row}-{at}</td>"
            for at, (down, across) in enumerate(cells)
        )
        + "</tr>"
        + ("</tbody><tbody>" if has_groups and row % 2 else "")
        for row, cells in enumerate(rows)
    )
    page = parse_html(_page(f"<p>{PROSE}</p><table><tbody>{markup}</tbody></table>"))
    wanted = [f"格{row}-{at}" for row, cells in enumerate(rows) for at in range(len(cells))]
    if not page.grids:
        assert [line for line in page.lines if line.startswith("格")] == wanted
        return
    cells = page.grids[0].cells
    assert [cell.text for cell in cells] == wanted
    slots = [
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    ]
    assert len(slots) == len(set(slots))
    assert max(row for row, _ in slots) < len(rows)
    assert all(cell.row_span >= 1 and cell.column_span >= 1 for cell in cells)
    assert [cell.row for cell in cells] == [int(text[1:].split("-")[0]) for text in wanted]


CHROME = "<ul class=nav><li><a href=/a>首页</a></li></ul><div id=footer>主办：某区</div>"
REALISTIC = _page(f"{CHROME}<p>{PROSE}</p><table>{TABLE}</table><pre>规章  26</pre>{CHROME}")


@settings(max_examples=300)
@given(st.data())
def test_damaged_pages_are_read_or_refused(data: st.DataObject) -> None:
    page = bytearray(REALISTIC)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(page) - 1))
        length = data.draw(st.integers(0, 60))
        page[at : at + length] = data.draw(st.binary(max_size=20))
    assert isinstance(_read_or_refuse(bytes(page)), Page | str)


TAGS = (
    "<table> </table> <tr> <td> </td> <p> </p> <div> </div> <br> <sup>1</sup> <pre> </pre> 公开 8"
    " <a/href=x> </a> <b> </b> <!-- --> <select> <caption> <tbody> <thead> &nbsp; &#31; &#0; <s>"
    " <div/class=cell> <span/class=td> </span> <svg> <math> <td/rowspan=3> <style> </style> <xml>"
    " <noscript> <template> <title> <frameset> <body> <html> <plaintext> <ul/class=nav> 。 <form>"
)
MARKUP = st.lists(st.sampled_from(TAGS.split()), max_size=60)


@settings(max_examples=300)
@given(MARKUP)
@example(["<table>", "<caption>", "<table>"])
def test_any_markup_is_read_or_refused(parts: list[str]) -> None:
    assert isinstance(_read_or_refuse("".join(["公", *parts]).encode()), Page | str)
