"""Web pages: the grids and lines that come out of realistic and of hostile ones."""

from __future__ import annotations

import pytest

from orchestration.reading.formats.html import parse_html
from orchestration.reading.layout import Grid, Page

TITLE = "襄州区民政局2020年政府信息公开工作年度报告"
PROSE = "我局认真贯彻落实政府信息公开条例，主动公开各类信息，现将有关情况报告如下。"
HEADS = ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"]
ROWS = [HEADS, ["规章", "0", "0", "0"], ["规范性文件", "3", "", "26"]]

NAVIGATION = """
<div class="header"><div class="logo"><a href="/">襄州区人民政府门户网站</a></div>
<ul class="nav">{links}</ul></div>
<div class="weizhi">当前位置：<a href="/">首页</a>&gt;<a href="/a">政府信息公开</a>&gt;
<a href="/b">樊城区审计局</a></div>
""".format(links="".join(f'<li><a href="/c{n}">栏目{n}</a></li>\n' for n in range(20)))
DETAILS = """
<div class="xxgk"><table><tr><td>索引号：</td><td>01158/2021-00012</td>
<td>发布机构：</td><td>襄州区民政局</td></tr>
<tr><td>信息来源</td><td>办公室</td><td>发布日期</td><td>2021-01-20</td></tr></table></div>
"""
FOOTER = """
<div class="share"><a href="#">分享到：</a><a href="#">微信</a></div>
<p>上一篇：<a href="/1">樊城区审计局2019年政府信息公开工作年度报告</a></p>
<p>下一篇：<a href="/2">没有了</a></p>
<h3>相关链接</h3><ul><li><a href="/3">樊城区财政局2020年政府信息公开年报</a></li>
<li><a href="/4">樊城区教育局2020年政府信息公开年报</a></li></ul>
<div id="footer"><p>主办：樊城区人民政府办公室　鄂ICP备05001234号</p><p>浏览次数：8888</p></div>
"""


def _table(rows: list[list[str]], cell: str = "<td>{}</td>", attributes: str = "") -> str:
    lines = "".join(f"<tr>{''.join(map(cell.format, row))}</tr>\n" for row in rows)
    return f"<table {attributes}>{lines}</table>"


def _page(body: str, head: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{TITLE}</title>{head}</head>"
        f"<body>{body}</body></html>"
    ).encode()


def _parse(body: str, head: str = "") -> Page:
    """The page of a body that has more to say than a frame or a script would leave."""
    return parse_html(_page(f"{body}<p>{PROSE}</p>", head))


def _rows(grid: Grid) -> list[list[str]]:
    width = max(cell.column for cell in grid.cells) + 1
    rows = [[""] * width for _ in range(max(cell.row for cell in grid.cells) + 1)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def _lines(page: Page) -> list[str]:
    return [line for line in page.lines if line]


def test_plain_table_stands_in_printed_order() -> None:
    page = _parse(f"<p>一、主动公开</p>{_table(ROWS)}<p>二、申请</p>{_table(ROWS)}")
    assert _lines(page)[:3] == [TITLE, "一、主动公开", " ".join(HEADS)]
    assert [grid.name for grid in page.grids] == ["表 1", "表 2"]
    assert _rows(page.grids[0]) == ROWS
    assert page.grids[0].cells[10].text == ""
    assert _lines(page)[-1] == PROSE


@pytest.mark.parametrize(
    "cell",
    [
        '<td><p class="MsoNormal"><span>{}</span></p></td>',
        '<td valign=top>\n<p class="MsoNormal" align=center><span lang="EN-US" style="font-size:'
        '10.0pt">{}<o:p></o:p></span></p>\n</td>\n',
        "<td><div>&nbsp;{}&nbsp;</div></td>",
        "<td>\u200b<font size=2><b>{}</b></font>&#8203;",
        "<td>\n\n<p>\n{}\n</p><p>&nbsp;</p></td>",
        "<td><a name=_Toc1></a>{}<!-- 26 --></td>",
    ],
)
def test_ways_to_write_a_cell(cell: str) -> None:
    assert _rows(_parse(_table(ROWS, cell)).grids[0]) == ROWS


def test_inline_elements_do_not_cut_and_blocks_do() -> None:
    cell = (
        "<td><p><span>规范</span><span>性</span><b>文件</b></p></td>"
        "<td><span>1</span><span>,</span><span>113</span></td>"
        "<td>本年新<br>制作数量</td><td><p>本年新</p><p>公开</p>数量</td>"
        "<td><span>26</span> <span>27</span></td><td><p>2</p>6</td>"
    )
    grid = _parse(f"<table><tr>{cell}</tr><tr><td>1<td>2</tr></table>").grids[0]
    assert [one.text for one in grid.cells] == [
        "规范性文件",
        "1,113",
        "本年新\n制作数量",
        "本年新\n公开\n数量",
        "26 27",
        "2\n6",
        "1",
        "2",
    ]


def test_footnote_marks_are_no_part_of_a_figure() -> None:
    cells = "<td>26<sup>①</sup></td><td>19<sup>[1]</sup></td><td>8<sup><span>2</span></sup></td>"
    cells += "<td><sup>12</sup></td><td><s>5</s>7</td><td>10<sup>万元</sup></td>"
    grid = _parse(f"<table><tr>{cells}</tr><tr><td>a<td>b</tr></table>").grids[0]
    assert [cell.text for cell in grid.cells[:6]] == ["26", "19", "8", "12", "7", "10万元"]


def test_spans_are_expanded() -> None:
    table = (
        "<table><thead><tr><td rowspan=2>项目</td><td colspan='2'>本年</td><td rowspan=0>总计</td>"
        "</tr><tr><td>新收</td><td>结转</td></tr></thead>"
        "<tbody><tr><td>申请</td><td>1</td><td>2</td><td>3</td></tr></tbody></table>"
    )
    places = [cell[1:] for cell in _parse(table).grids[0].cells]
    assert places[:5] == [(0, 0, 2, 1), (0, 1, 1, 2), (0, 3, 2, 1), (1, 1, 1, 1), (1, 2, 1, 1)]
    assert places[5:] == [(2, column, 1, 1) for column in range(4)]


def test_absurd_spans_end_with_the_table() -> None:
    table = (
        "<table><tr><td rowspan=1000000000 colspan=x>甲</td><td colspan=999999999>乙</td></tr>"
        "<tr><td colspan=-3>1</td><td rowspan=' 2 '>2</td></tr><tr><td>3</td></tr></table>"
    )
    cells = _parse(table).grids[0].cells
    assert [cell[1:] for cell in cells] == [
        (0, 0, 3, 1),
        (0, 1, 1, 2),
        (1, 1, 1, 1),
        (1, 2, 2, 1),
        (2, 1, 1, 1),
    ]


def test_missing_ends_of_cells_and_rows() -> None:
    rows = "".join("<tr>" + "".join(f"<td>{text}" for text in row) for row in ROWS)
    assert _rows(_parse(f"<table>{rows}</table>").grids[0]) == ROWS
    assert _rows(_parse(f"<table border=1>{rows}").grids[0])[:2] == ROWS[:2]


def test_caption_stands_above_its_table() -> None:
    rows = "<tr><td>规章</td><td>1</td></tr><tr><td>件</td><td>2</td></tr>"
    page = _parse(f"<table><caption>表格标题</caption>{rows}</table>")
    assert _lines(page)[1:3] == ["表格标题", "规章 1"]
    assert len(page.grids[0].cells) == 4


def test_layout_tables_are_blocks_in_order() -> None:
    inner = _table(ROWS)
    body = (
        f"<table width=100%><tr><td><p>一、概述</p></td><td>侧栏</td></tr><tr><td colspan=2>"
        f"<table><tr><td><p>二、主动</p>{inner}<p>三、申请</p>{inner}</td></tr></table>"
        "</td></tr><tr><td>四、问题</td></tr></table>"
    )
    page = _parse(body)
    assert [_rows(grid) for grid in page.grids] == [ROWS, ROWS]
    starts = [line for line in _lines(page) if line[1] == "、" or line == "侧栏"]
    assert starts == ["一、概述", "侧栏", "二、主动", "三、申请", "四、问题"]


def test_article_in_one_big_cell_is_text() -> None:
    prose = "".join(f"<p>{number}、{PROSE}</p>" for number in range(20))
    page = _parse(f"<table><tr><td>左栏</td><td>{prose}</td></tr></table>")
    assert not page.grids
    assert _lines(page)[1:4] == ["左栏", f"0、{PROSE}", f"1、{PROSE}"]


def test_one_column_is_prose_and_keeps_blank_cells() -> None:
    page = _parse(_table([["规章"], ["8"], [""], [PROSE]]))
    assert not page.grids
    assert page.lines[1:5] == ("规章", "8", "", PROSE)


def test_nested_table_of_one_cell_is_the_text_of_its_cell() -> None:
    drawn = "<td><table><tr><td><p>{}</p></td></tr></table></td>"
    assert _rows(_parse(_table(ROWS, drawn)).grids[0]) == ROWS


def test_paragraphs_and_blank_ones() -> None:
    page = _parse("<p>规章</p><p>8</p><p>&nbsp;</p>\n<p></p><div>9</div>甲<br>乙<br><br>丙")
    assert page.lines[1:10] == ("规章", "8", "", "", "9", "甲", "乙", "", "丙")


def test_tables_drawn_with_blocks_have_a_line_for_each_cell() -> None:
    row = '<div class="row"><div class="cell">规章</div><div>8</div><div class="cell"></div></div>'
    rows = f"<div class=table>{row}\n{row}\n</div>"
    spans = "".join(f'<span class="td">{text}</span>' for text in ("规章", "8", "", "9"))
    styled = "".join(f'<span style="display:table-cell">{text}</span>' for text in "89")
    page = _parse(f"{rows}<div>{spans}</div><div>{styled}</div>")
    drawn = ("规章", "8", "")
    assert page.lines[1:13] == (*drawn, *drawn, "规章", "8", "", "9", "8", "9")


def test_preformatted_text_keeps_lines_and_blanks() -> None:
    page = _parse("<pre>规章    8   9\n\n规范性文件\t3\n</pre>")
    assert page.lines[1:4] == ("规章    8   9", "", "规范性文件\t3")


def test_collapsed_blanks_and_line_ends_of_the_source() -> None:
    page = _parse("<p>\n  收到   申请\n 26\t件\n</p>")
    assert page.lines[1] == "收到 申请 26 件"


def test_site_chrome_is_left_out() -> None:
    body = f"{NAVIGATION}<div class=main><h1>{TITLE}</h1>{DETAILS}<p>{PROSE}</p>{_table(ROWS)}"
    page = _parse(f"{body}<p>襄州区民政局</p><p>2021年1月20日</p></div>{FOOTER}")
    assert _lines(page) == [
        TITLE,
        TITLE,
        "索引号：01158/2021-00012",
        "发布机构：襄州区民政局",
        "信息来源：办公室",
        "发布日期：2021-01-20",
        PROSE,
        " ".join(HEADS),
        "规章 0 0 0",
        "规范性文件 3 26",
        "襄州区民政局",
        "2021年1月20日",
        PROSE,
    ]


@pytest.mark.parametrize(
    "details",
    [
        "<ul class=head><li><b>发布机构：</b><span>襄州区民政局</span></li><li><a href=/>多</a>",
        "<div class=share>发布机构：襄州区民政局 浏览次数：12 <a href=/>分享</a></div>",
        "<p class=info>浏览次数：12 发布机构：襄州区民政局</p>",
        "<header><p>发布机构：襄州区民政局</p></header>",
    ],
)
def test_details_of_the_page_survive(details: str) -> None:
    assert any("发布机构：襄州区民政局" in line for line in _parse(details).lines)


@pytest.mark.parametrize(
    "around",
    [
        "<form action=/search>{}</form>",
        "<div class=header-content>{}</div>",
        "<div id=nav-article class=footer>{}</div>",
        "<div class=share><table><tr><td>{}</td></tr></table></div>",
        "<a href=/unclosed>{}",
        "<ucapcontent><font face=x>{}",
    ],
)
def test_the_article_is_never_dropped(around: str) -> None:
    article = f"<h2>{TITLE}</h2>{''.join(f'<p>{PROSE}</p>' for _ in range(4))}{_table(ROWS)}"
    page = parse_html(_page(around.format(article)))
    assert _rows(page.grids[0]) == ROWS
    assert _lines(page)[:6] == [TITLE, TITLE, *[PROSE] * 4]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>document.write('<table><tr><td>规章<td>9</table>')</script>",
        "<style>.a:before{{content:'规章9'}}</style>",
        "<noscript>{}</noscript>",
        "<template>{}</template>",
        "<!-- {} -->",
        "<div style='display:none'>{}</div>",
        "<DIV STYLE='DISPLAY: none; color:red'>{}</DIV>",
        "<div style='VISIBILITY: hidden'>{}</div>",
        "<section hidden>{}</section>",
        "<select><option>规章</option><option>9</option></select>",
        "<button>规章9</button><textarea>规章 9</textarea><input value=规章9>",
        "<iframe>{}</iframe>",
        "<xml><w:View>规章9</w:View></xml>",
        "<svg><text>规章9</text></svg>",
    ],
)
def test_what_nobody_sees_is_left_out(hidden: str) -> None:
    page = _parse(hidden.format("<table><tr><td>规章</td><td>9</td></tr></table>"))
    assert _lines(page) == [TITLE, PROSE]
    assert not page.grids


def test_marked_hidden_from_readers_aloud_is_still_seen() -> None:
    page = _parse(f'<div aria-hidden="true">{_table(ROWS)}</div><style>.x{{display:none}}</style>')
    assert _rows(page.grids[0]) == ROWS


def test_links_of_an_article_stay() -> None:
    page = _parse(
        "<p>附件：<a href=a.docx>襄州区民政局报告.docx</a></p><p><a href=b.xls>附表</a></p>"
    )
    assert _lines(page)[1:3] == ["附件：襄州区民政局报告.docx", "附表"]


def test_title_of_the_article_only_where_the_page_prints_it_nowhere() -> None:
    meta = '<meta name="ArticleTitle" content="{}"><meta name="ContentSource" content="网站">'
    assert _lines(_parse("", meta.format("另一标题")))[:2] == [TITLE, "另一标题"]
    assert _lines(_parse("<h1>另一 标题</h1>", meta.format("另一标题")))[:2] == [TITLE, "另一 标题"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    page = parse_html(_page(f"<p>{PROSE}</p>{_table(ROWS)}").decode().encode(encoding))
    assert _rows(page.grids[0]) == ROWS


def test_a_short_article_beside_a_menu_is_text() -> None:
    menu = "".join(f'<a href="/{n}">栏目{n}</a><br>' for n in range(8))
    article = (
        f"<p>{TITLE}</p>"
        + "<p>本年新收申请三件，均已按时答复，申请人未提出异议，也没有收取费用。</p>" * 5
    )
    page = _parse(f"<table><tr><td>{menu}</td><td>{article}</td></tr></table>")
    assert TITLE in _lines(page)
    assert sum("均已按时答复" in line for line in _lines(page)) == 5
    assert page.grids == ()
