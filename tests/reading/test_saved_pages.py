"""Pages as programs that save a web page's text leave them: rows filled up, blanks dropped."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from orchestration.reading.form import load_forms
from orchestration.reading.reading import Cell, Reading
from orchestration.reading.report import read

FORM = next(form for form in load_forms() if form.id == "2021")
TITLE = "莱西市人民政府2021年政府信息公开工作年度报告"
ROWS_2021 = (
    ("第二十条第（一）项",),
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", "0", "0", "0"),
    ("行政规范性文件", "16", "4"),
    ("第二十条第（五）项",),
    ("信息内容", "本年处理决定数量"),
    ("行政许可", "38"),
    ("第二十条第（六）项",),
    ("信息内容", "本年处理决定数量"),
    ("行政处罚", "2"),
    ("行政强制", "0"),
    ("第二十条第（八）项",),
    ("信息内容", "本年收费金额（单位：万元）"),
    ("行政事业性收费", "1.5"),
)


def read_text(*lines: str) -> Reading:
    return read("\n".join((TITLE, *lines)).encode(), "report.txt")


def cells_of(reading: Reading) -> Mapping[tuple[str, str], Cell]:
    return {(cell.row, cell.column): cell for cell in reading.cells}


@pytest.mark.parametrize("opening", ["", "| "])
def test_rows_filled_up_with_pipes_do_not_tell_which_cell_is_blank(opening: str) -> None:
    lines = [f"{opening}{' | '.join(row)} |" + "|" * (4 - len(row)) for row in ROWS_2021]
    cells = cells_of(read_text("二、主动公开政府信息情况", *lines))
    documents = [cells["proactive.normative_documents", c] for c in ("issued", "in_force")]
    assert [(cell.state, cell.value) for cell in documents] == [("unreadable", None)] * 2
    assert cells["proactive.rules", "in_force"].basis == "stated"
    assert cells["proactive.licensing", "decisions"].value == 38


def test_one_blank_among_figures_does_not_show_that_a_page_keeps_its_blanks() -> None:
    rows = (*ROWS_2021[:2], ("规章", "", "0", "0"), *ROWS_2021[3:])
    lines = [f"| {' | '.join(row)} |" + "|" * (4 - len(row)) for row in rows]
    cells = cells_of(read_text("二、主动公开政府信息情况", *lines))
    documents = [cells["proactive.normative_documents", c] for c in ("issued", "in_force")]
    assert "stated" not in {cell.basis for cell in documents if cell.state == "number"}


def in_one_line(*rows: str) -> str:
    """A table of requests in one line, with a row of figures before `rows`."""
    heads = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计"
    new = "一、本年新收政府信息公开申请数量 7 0 0 0 0 0 7"
    carried = "二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0 （一）予以公开 0 0 0 0 0 0 0"
    return f"三、收到和处理政府信息公开申请情况 {heads} {new} {carried} {' '.join(rows)}"


def test_a_long_line_of_cells_set_apart_by_blanks_is_read() -> None:
    labels = ("1.信访举报投诉类申请", "2.重复申请", "3.要求提供公开出版物", "（七）总计")
    reading = read_text(in_one_line(*(f"{label} 0 0 0 0 0 0 0" for label in labels)))
    new = cells_of(reading)["requests.new", "natural_person"]
    assert (new.value, new.basis) == (7, "stated")


def test_a_figure_before_a_numbered_label_is_not_part_of_its_number() -> None:
    labels = ("1、属于国家秘密", "2、其他法律行政法规禁止公开", "3、危及“三安全一稳定”")
    reading = read_text(in_one_line(*(f"{label}             6" for label in labels)))
    totals = {row: c.raw for (row, column), c in cells_of(reading).items() if column == "total"}
    assert totals["disposition.refused.state_secret"] == "6"
    assert totals["disposition.refused.forbidden_by_law"] == "6"


def test_a_page_that_says_nothing_twice_has_lost_its_figures() -> None:
    lines = ("二、主动公开政府信息情况", *(text for row in ROWS_2021 for text in row))
    reading = read_text(*dict.fromkeys((*lines, "四、行政复议", "五、存在的主要问题")))
    cells = cells_of(reading)
    assert cells["proactive.normative_documents", "issued"].state == "unreadable"
    assert cells["proactive.coercion", "decisions"].state == "unreadable"
    assert cells["proactive.licensing", "decisions"].value == 38
    assert {cell.basis for cell in cells.values()} == {"inferred"}
    assert any("重复" in finding.message for finding in reading.findings)


def test_rows_without_figures_are_blank_but_not_for_certain() -> None:
    labels = [row[:1] if row[0][:2] in ("规章", "行政") else row for row in ROWS_2021]
    reading = read_text("二、主动公开政府信息情况", *(" | ".join(row) for row in labels))
    assert {(cell.state, cell.basis) for cell in reading.cells} == {("blank", "inferred")}
    assert any("没有留下任何数字" in finding.message for finding in reading.findings)


def test_a_row_of_blank_cells_that_the_page_shows_is_blank_for_certain() -> None:
    lines = [" | ".join((*row, *[" "] * (4 - len(row)))) + " |" for row in ROWS_2021[:3]]
    lines += ["行政规范性文件 |  |  |  |", *(" | ".join(row) + " |" for row in ROWS_2021[4:])]
    cells = cells_of(read_text("二、主动公开政府信息情况", *lines))
    issued = cells["proactive.normative_documents", "issued"]
    assert (issued.state, issued.basis) == ("blank", "stated")


def test_a_merged_cell_written_as_several_has_its_figure_in_any_of_them() -> None:
    rows = (
        ("| 第二十条第（一）项 |  |  |  |  |  |  |  |"),
        ("| 信息内容 |  | 本年制发件数 |  | 本年废止件数 |  | 现行有效件数 |  |"),
        ("| 规章 |  | 2 |  |  | 无 | 3 |  |"),
        ("| 行政规范性文件 |  |  | 24 |  |  | 20 |  |"),
    )
    cells = cells_of(read_text("二、主动公开政府信息情况", *rows))
    rules = [cells["proactive.rules", c] for c in ("issued", "repealed", "in_force")]
    assert [(c.raw, c.basis) for c in rules] == [("2", "stated"), ("无", "stated"), ("3", "stated")]
    documents = [cells["proactive.normative_documents", c].raw for c in ("issued", "repealed")]
    assert documents == ["24", ""]


@pytest.mark.parametrize("opening", ["", "| "])
def test_the_row_of_reviews_does_not_begin_with_the_end_of_the_row_above(opening: str) -> None:
    heads = " | ".join(["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3)
    values = " | ".join(["4", "", "1", "", "5", *["0"] * 9, ""])
    lines = [*(" | ".join(row) for row in ROWS_2021), heads, values]
    text = "\n".join(f"{opening}{line} |" for line in lines)
    cells = cells_of(read_text("二、主动公开政府信息情况", text, "五、存在的主要问题"))
    assert [cells["review", c].raw for c in ("upheld", "corrected", "total")] == ["4", "", "5"]


IN_FOUR = """结 结 其 尚
结 结 其 尚 结 结 其 尚
果 果 他 未
总计 果 果 他 未 总 果 果 他 未 总
维 纠 结 审
维 纠 结 审 计 维 纠 结 审 计
持 正 果 结
持 正 果 结 持 正 果 结"""
IN_TWO = """结果 结果 其他 尚未 总
维持 纠正 结果 审结 计 结果 结果 其他 尚未 总 结果 结果 其他 尚未 总
维持 纠正 结果 审结 计 维持 纠正 结果 审结 计"""


@pytest.mark.parametrize("heads", [IN_FOUR, IN_TWO])
def test_heads_set_upright_and_read_across_are_known_by_their_characters(heads: str) -> None:
    rows = (*(" ".join(row) for row in ROWS_2021), "四、行政复议、行政诉讼情况")
    values = "4 0 1 2 7 0 3 0 0 3 0 0 0 0 0"
    groups = ("行政复议 行政诉讼", "未经复议直接起诉 复议后起诉")
    cells = cells_of(read_text("二、主动公开政府信息情况", *rows, *groups, heads, values))
    assert [cells["review", c].value for c in ("upheld", "pending", "total")] == [4, 2, 7]
    assert cells["litigation.direct", "corrected"].value == 3
    assert {c.basis for (row, _), c in cells.items() if row == "review"} == {"stated"}
    reading = read_text("二、主动公开政府信息情况", *rows, *groups, heads[:-1], values)
    assert dict(reading.forms)["reviews"] is None


def test_figures_set_apart_by_single_blanks_are_not_glued() -> None:
    lines = [" ".join((*row, *["0"] * (row[0] == "行政规范性文件"))) for row in ROWS_2021]
    reading = read_text("二、主动公开政府信息情况", *lines)
    assert {cell.basis for cell in reading.cells} == {"stated"}
    in_force = cells_of(reading)["proactive.normative_documents", "in_force"]
    assert in_force.value == 0


def test_rows_that_the_identities_settle_are_reported_together() -> None:
    (requests,) = (t for t in FORM.tables if t.name == "requests")
    heads, *_ = in_one_line().replace(" ", "\n").split("\n一、")
    told = {"requests.new", "disposition.disclosed", "disposition.total"}
    rows = [
        f"{e.label}\n{2 * (e.row in told)}00000{2 * (e.row in told)}" for e in requests.naming[7:]
    ]
    reading = read_text(heads, *rows)
    new = cells_of(reading)["requests.new", "natural_person"]
    assert (new.value, new.basis) == (2, "inferred")
    assert sum(finding.check == "unplaced_figure" for finding in reading.findings) == 1


def test_a_note_broken_over_two_lines_belongs_to_its_label() -> None:
    label = "（二）部分公开（区分处理的，只计这一情\n形，不计其他情形） 1 0 0 0 0 0 1"
    cells = cells_of(read_text(in_one_line(), label, "1.属于国家秘密 0 0 0 0 0 0 0"))
    told = cells["disposition.partly_disclosed", "natural_person"]
    assert (told.value, told.basis) == (1, "stated")


def test_an_unknown_row_with_a_long_note_is_reported() -> None:
    label = "其他主动公开文件（含以本单位或本单位办公室名义正式签发的、除规范性文件以外的文件）"
    rows = [*ROWS_2021[:3], ("行政规范性文件", "16", "4", "20"), (label, "8", "8", "8")]
    lines = [text for row in (*rows, *ROWS_2021[4:]) for text in row]
    reading = read_text("二、主动公开政府信息情况", *lines)
    assert any("其他主动公开文件" in finding.message for finding in reading.findings)


def test_rows_are_not_blank_whose_figures_stand_apart_from_their_labels() -> None:
    labels = [row[0] for row in ROWS_2021]
    heads = [text for row in ROWS_2021 for text in row[1:] if not text[0].isdigit()]
    figures = [text for row in ROWS_2021 for text in row[1:] if text[0].isdigit()]
    reading = read_text("二、主动公开政府信息情况", *labels[:2], *heads, *labels[2:], *figures)
    lost = {cell.state for cell in reading.cells if cell.row != "proactive.fees"}
    assert lost == {"unreadable"}
    assert reading.status == "partial"
