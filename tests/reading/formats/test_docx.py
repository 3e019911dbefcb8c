"""Word documents: exact grids of the official tables, and only what Word prints."""

from __future__ import annotations

import pytest

from orchestration.reading.formats.docx import parse_docx
from orchestration.reading.layout import GridCell, Page
from tests.reading.formats.word import (
    CONTINUE,
    RAISED,
    RESTART,
    SPAN,
    STRICT,
    W,
    box,
    p,
    read,
    requests_cells,
    run,
    tbl,
    tc,
    tr,
    written,
    xml,
    zipped,
)


def cells_of(page: Page, grid: int = 0) -> list[tuple[str, int, int, int, int]]:
    return [tuple(cell) for cell in page.grids[grid].cells]


def cell_text(content: str, **parts: bytes) -> str:
    """What the second cell of a table prints that holds `content`."""
    page = read(tbl(tr("一", tc(content))), **parts)
    return page.grids[0].cells[1].text


# --- the official tables ---


@pytest.mark.parametrize(("form_id", "rows"), [("2019", 26), ("2021", 28)])
def test_official_table_of_requests_is_read_cell_by_cell(form_id: str, rows: int) -> None:
    cells = sorted(requests_cells(form_id), key=lambda cell: (cell.row, cell.column))
    page = parse_docx(written(cells))
    assert [grid.name for grid in page.grids] == ["表 1"]
    assert list(page.grids[0].cells) == cells
    assert page.grids[0].cells[-1].row == rows - 1
    assert (page.lines[0], page.lines[-1]) == (
        "威海市文登区教育局2023年政府信息公开工作年度报告",
        "四、存在的主要问题",
    )


def test_official_table_of_reviews_is_read_cell_by_cell() -> None:
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    cells = [GridCell("行政复议", 0, 0, 2, 5), GridCell("行政诉讼", 0, 5, 1, 10)]
    cells += [GridCell("未经复议直接起诉", 1, 5, 1, 5), GridCell("复议后起诉", 1, 10, 1, 5)]
    cells += [GridCell(heads[column % 5], 2, column) for column in range(15)]
    cells += [GridCell(str(column), 3, column) for column in range(15)]
    assert list(parse_docx(written(cells)).grids[0].cells) == cells


# --- geometry ---


def test_merged_cells() -> None:
    page = read(
        tbl(
            tr(tc("甲", RESTART), tc("乙", SPAN.format(2))),
            tr(tc("", CONTINUE), "1", "2"),
            tr(tc("丙", RESTART), "3", "4"),
            tr(tc("看不见", CONTINUE), tc("5", SPAN.format(2))),
        )
    )
    assert cells_of(page) == [
        ("甲", 0, 0, 2, 1),
        ("乙", 0, 1, 1, 2),
        ("1", 1, 1, 1, 1),
        ("2", 1, 2, 1, 1),
        ("丙", 2, 0, 2, 1),
        ("3", 2, 1, 1, 1),
        ("4", 2, 2, 1, 1),
        ("5", 3, 1, 1, 2),
    ]


def test_columns_left_out_and_rows_of_other_lengths() -> None:
    before = '<w:gridBefore w:val="2"/><w:gridAfter w:val="1"/>'
    page = read(tbl(tr("1", "2", "3", "4"), tr("5", properties=before), tr("6", "7")))
    assert cells_of(page)[4:] == [("5", 1, 2, 1, 1), ("6", 2, 0, 1, 1), ("7", 2, 1, 1, 1)]


def test_old_merge_to_the_side() -> None:
    first, more = '<w:hMerge w:val="restart"/>', '<w:hMerge w:val="continue"/>'
    page = read(tbl(tr(tc("甲", first), tc("", more), "乙"), tr("1", "2", "3")))
    assert cells_of(page)[:2] == [("甲", 0, 0, 1, 2), ("乙", 0, 2, 1, 1)]


def test_continuation_of_another_width_or_of_nothing_is_a_cell_of_its_own() -> None:
    page = read(
        tbl(
            tr(tc("甲", SPAN.format(2) + RESTART), "1"),
            tr(tc("乙", CONTINUE), "2", "3"),
            tr("丙", tc("4", CONTINUE), tc("5", CONTINUE)),
        )
    )
    assert [cell[:3] for cell in cells_of(page)] == [
        ("甲", 0, 0),
        ("1", 0, 2),
        ("乙", 1, 0),
        ("2", 1, 1),
        ("3", 1, 2),
        ("丙", 2, 0),
        ("4", 2, 1),
        ("5", 2, 2),
    ]
    assert {cell[3] for cell in cells_of(page)} == {1}


def test_spans_end_with_the_table() -> None:
    page = read(
        tbl(tr(tc("题", SPAN.format(1000000))), tr("1", "2"), tr(tc("3", SPAN.format("x"))))
    )
    assert cells_of(page) == [
        ("题", 0, 0, 1, 2),
        ("1", 1, 0, 1, 1),
        ("2", 1, 1, 1, 1),
        ("3", 2, 0, 1, 1),
    ]


def test_blank_cells_are_cells_and_blank_paragraphs_lines() -> None:
    page = read(
        p("甲") + p("") + p("\u00a0") + tbl(tr("1", "", tc(p("") + p("\u3000")), "2")) + p("乙")
    )
    assert page.lines == ("甲", "", "", "1 2", "乙")
    assert [cell[0] for cell in cells_of(page)] == ["1", "", "", "2"]


def test_paragraphs_and_line_ends_in_a_cell() -> None:
    assert cell_text(p(" 甲 ") + p("") + p("乙", "<w:r><w:br/></w:r>", "丙")) == "甲\n乙\n丙"


# --- tables in tables, boxes ---


def test_nested_table_of_one_cell_is_the_cells_text() -> None:
    nested = tbl(tr("12")) + p("")
    assert cells_of(read(tbl(tr("甲", tc(nested)), tr("乙", "3")))) == [
        ("甲", 0, 0, 1, 1),
        ("12", 0, 1, 1, 1),
        ("乙", 1, 0, 1, 1),
        ("3", 1, 1, 1, 1),
    ]


def test_data_nested_in_a_layout_is_a_grid_in_reading_order() -> None:
    data = tbl(tr("规章", "1"), tr("规范性文件", "2"))
    page = read(tbl(tr(tc(p("前") + data + p("后")))) + tbl(tr("完", "9")))
    assert page.lines == ("前", "规章 1", "规范性文件 2", "后", "完 9")
    assert [grid.name for grid in page.grids] == ["表 1", "表 2"]


def test_row_that_holds_a_table_is_read_cell_by_cell_and_the_others_stay_grids() -> None:
    data = tbl(tr("规章", "1"), tr("规范性文件", "2")) + p("")
    page = read(tbl(tr("上", "7"), tr("旁", tc(data)), tr("下", "8")))
    assert [[cell.text for cell in grid.cells] for grid in page.grids] == [
        ["上", "7"],
        ["规章", "1", "规范性文件", "2"],
        ["下", "8"],
    ]
    assert page.lines.index("旁") == 1


def test_table_of_one_column_or_with_an_article_is_text() -> None:
    article = "政府信息公开工作。" * 100
    page = read(tbl(tr("甲"), tr(""), tr("乙")) + tbl(tr("目录", article)))
    assert page.grids == ()
    assert page.lines == ("甲", "", "乙", "目录", article)


def either(choice: str, fallback: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def test_text_box_is_read_once_where_it_is_anchored() -> None:
    drawing = f"<w:drawing><a:wsp>{box(p('框') + tbl(tr('规章', '1')))}</a:wsp></w:drawing>"
    picture = f"<w:pict><v:textbox>{box(p('框') + tbl(tr('规章', '1')))}</v:textbox></w:pict>"
    page = read(p("前", f"<w:r>{either(drawing, picture)}</w:r>", "文") + p("后"))
    assert page.lines == ("前文", "框", "规章 1", "后")
    assert len(page.grids) == 1


def test_fallback_is_read_where_the_choice_prints_nothing() -> None:
    picture = f"<w:pict><v:textbox>{box(p('框'))}</v:textbox></w:pict>"
    page = read(p("前", f"<w:r>{either('<w:drawing/>', picture)}</w:r>"))
    assert page.lines == ("前", "框")


def test_boxes_of_a_group_are_read_one_after_the_other() -> None:
    group = f"<a:group><a:one>{box(p('甲'))}</a:one>{either(box(p('乙')), box(p('乙')))}</a:group>"
    assert read(p(f"<w:r><w:drawing>{group}</w:drawing></w:r>")).lines == ("", "甲", "乙")


def test_versions_of_a_whole_paragraph_or_text_are_read_once() -> None:
    inline = f"<w:r>{either('<w:t>1</w:t>', '<w:t>1</w:t>')}</w:r>"
    assert read(either(p("甲"), p("甲")) + p(inline, either(run("2"), run("2")))).lines == (
        "甲",
        "12",
    )


def test_text_box_in_a_cell_is_the_cells_text() -> None:
    drawing = f"<w:r><w:pict>{box(p('12'))}</w:pict></w:r>"
    assert cell_text(p(drawing)) == "12"


# --- what Word prints ---


DELETED = "<w:del><w:r><w:delText>9</w:delText></w:r></w:del>"
RUBY = f"<w:r><w:ruby><w:rt>{run('gui')}</w:rt><w:rubyBase>{run('规')}</w:rubyBase></w:ruby></w:r>"
M_RUN = "<m:r><m:t>{}</m:t></m:r>"
POWER = (
    f"<m:oMath><m:sSup><m:e>{M_RUN.format(10)}</m:e><m:sup>{M_RUN.format(4)}</m:sup></m:sSup>"
    "</m:oMath>"
)


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        (p("1", "2", "3"), "123"),
        (p('<w:hyperlink>' + run("链") + "</w:hyperlink>", "接"), "链接"),
        (p(f"<w:ins>{run('12')}</w:ins>", DELETED), "12"),
        (p(f"<w:moveFrom>{run('5')}</w:moveFrom><w:moveTo>{run('5')}</w:moveTo>"), "5"),
        (p("<w:ins><w:del>" + run("8") + "</w:del>" + run("7") + "</w:ins>"), "7"),
        (p('<w:fldSimple w:instr="=SUM(ABOVE)">' + run("33") + "</w:fldSimple>"), "33"),
        (p("<w:smartTag><w:smartTagPr/>" + run("31") + "</w:smartTag>", "日"), "31日"),
        (p("<w:sdt><w:sdtPr/><w:sdtContent>" + run("4") + "</w:sdtContent></w:sdt>"), "4"),
        (p("1", run("藏", "<w:vanish/>"), "2"), "12"),
        (p("1", run("2", '<w:vanish w:val="0"/>')), "12"),
        (p("<w:r><w:noBreakHyphen/><w:t>8</w:t></w:r>"), "-8"),
        (p("\u20118"), "-8"),
        (p("12<w:r><w:softHyphen/></w:r>", "<w:r><w:t>3\u00ad4\u200b</w:t></w:r>"), "34"),
        (p("<w:r><w:t>1\n2</w:t></w:r>"), "1 2"),
        (p('<w:r><w:sym w:font="宋体" w:char="2460"/></w:r>'), "①"),
        (p("1", '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'), "1\ufffd"),
        (p('<w:r><w:sym w:font="Symbol" w:char="F02D"/></w:r>', "8"), "-8"),
        (p(RUBY), "规"),
        (p("<m:oMath><m:r><m:t>12</m:t></m:r></m:oMath>"), "12"),
        (p(POWER), "104\ufffd"),
        (p("<w:bookmarkStart/>", "7", "<w:bookmarkEnd/><w:r><w:commentReference/></w:r>"), "7"),
    ],
)  # fmt: skip
def test_a_cell_prints(paragraph: str, text: str) -> None:
    assert cell_text(paragraph) == text


def test_tabs_and_line_ends_keep_cells_apart() -> None:
    page = read(p("规章", "<w:r><w:tab/></w:r>", "1", "<w:r><w:cr/></w:r>", "完"))
    assert [(piece.text, piece.before) for piece in page.pieces] == [
        ("规章", ""),
        ("1", "\t"),
        ("完", "\n"),
    ]


FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
CODE = "<w:r><w:instrText>IF 1</w:instrText></w:r>"


def test_code_of_a_field_is_no_text_but_its_result_is() -> None:
    begin, separate, end = (FIELD.format(kind) for kind in ("begin", "separate", "end"))
    inner = begin + CODE + separate + run("不印") + end
    assert cell_text(p("第", begin, CODE, inner, separate, "12", end, "条")) == "第12条"
    assert cell_text(p("3", begin, CODE, "不印", end, "4")) == "34"


def test_field_without_an_end_loses_no_text() -> None:
    assert cell_text(p(FIELD.format("begin"), CODE, "12")) == "12"


def test_deleted_end_of_a_paragraph_joins_it_with_the_next() -> None:
    deleted = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('1')}</w:p>"
    assert cell_text(deleted + p("2") + p("3")) == "12\n3"


def test_deleted_and_hidden_rows_and_cells_are_not_read() -> None:
    page = read(
        tbl(
            tr("1", "2"),
            tr("3", "4", properties="<w:del/>"),
            tr("5", "6", properties="<w:hidden/>"),
            tr("7", tc("删", "<w:cellDel/>"), "8", properties="<w:ins/>"),
        )
    )
    assert [cell[:3] for cell in cells_of(page)] == [
        ("1", 0, 0),
        ("2", 0, 1),
        ("7", 1, 0),
        ("8", 1, 1),
    ]


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def test_content_controls_around_blocks_rows_and_cells() -> None:
    page = read(control(p("甲") + tbl(control(tr("1", control(tc("2"))), ""), tr("3", "4"))))
    assert page.lines[0] == "甲"
    assert [cell[0] for cell in cells_of(page)] == ["1", "2", "3", "4"]


def test_prompt_of_a_content_control_is_no_text() -> None:
    prompt = control(run("单击此处输入文字"), "<w:showingPlcHdr/>")
    assert cell_text(p(prompt)) == ""


def styles(properties: str) -> bytes:
    style = f'<w:style w:styleId="a"><w:rPr>{properties}</w:rPr></w:style>'
    return f'<w:styles xmlns:w="{W}">{style}</w:styles>'.encode()


def test_style_may_hide_or_raise() -> None:
    styled = p("1", run("2", '<w:rStyle w:val="a"/>'))
    assert cell_text(styled, **{"word/styles.xml": styles("<w:vanish/>")}) == "1"
    assert cell_text(styled, **{"word/styles.xml": styles(RAISED)}) == "1"
    assert cell_text(styled, **{"word/styles.xml": styles("<w:b/>")}) == "12"


# --- notes ---


@pytest.mark.parametrize("mark", ["1", "①", "[2]", "*", "注1", "１", "1,2"])
def test_raised_mark_beside_a_figure_is_dropped(mark: str) -> None:
    assert cell_text(p("12", run(mark, RAISED))) == "12"


def test_raised_text_that_is_no_mark_or_stands_alone_is_kept() -> None:
    assert cell_text(p("12", run("万元", RAISED))) == "12万元"
    assert cell_text(p(run("12", RAISED))) == "12"
    assert cell_text(p("甲", run("1", RAISED), "收到12", run("2", RAISED), "件")) == "甲收到12件"


def test_notes_follow_at_the_end() -> None:
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator">{p("线")}</w:footnote>'
        f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>", "数据截至年底")}</w:footnote>'
        "</w:footnotes>"
    )
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    custom = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>3</w:t></w:r>'
    page = read(
        tbl(tr("甲", tc(p("12", mark))), tr("乙", tc(p("4", custom)))) + p("完"),
        **{"word/footnotes.xml": notes.encode()},
    )
    assert [cell[0] for cell in cells_of(page)] == ["甲", "12", "乙", "4"]
    assert page.lines[-2:] == ("完", "数据截至年底")


# --- packages ---


def test_strict_documents_and_other_encodings() -> None:
    body = xml(tbl(tr("规章", "1")) + p("完"))
    strict = body.replace(W.encode(), STRICT.encode())
    utf16 = body.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    for data in (body, strict, utf16):
        page = parse_docx(zipped(**{"word/document.xml": data}))
        assert page.lines == ("规章 1", "完")


def test_main_part_may_have_another_name() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    links = f'<Relationships><Relationship Id="1" Type="{kind}" Target="/word/document2.xml"/>'
    parts = {"_rels/.rels": links.encode(), "word/document2.xml": xml(p("甲"))}
    assert parse_docx(zipped(**parts)).lines == ("甲",)
