"""Rows that lost their blank cells: what the sums settle is inferred, the rest is left open."""

from __future__ import annotations

from orchestration.reading.report import read

TEXT = """莱西市审计局2022年政府信息公开工作年度报告
一、总体情况
由莱西市审计局编制。
四、政府信息公开行政复议、行政诉讼情况
行政复议
行政诉讼
未经复议直接起诉
复议后起诉
{heads}
{values}
五、存在的主要问题及改进情况
无。
"""
HEADS = "\n".join(["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3)


def figures(*values: int) -> dict[tuple[str, str], tuple[str, str]]:
    text = TEXT.format(heads=HEADS, values="\n".join(map(str, values)))
    found = read(text.encode(), "a.txt").cells
    cells = {(one.row, one.column): one for one in found if one.row.startswith(("review", "lit"))}
    return {key: (one.state, one.basis) for key, one in cells.items()}


def test_a_page_that_adds_up_wrongly_places_no_blank() -> None:
    """The page prints 2 corrected of a total of 0: the sums then lie about the blank cells too."""
    found = figures(2, 0, 1, 2, 3)
    assert len(found) == 15
    assert {state for state, _ in found.values()} == {"unreadable"}


def test_nothing_else_confirms_what_several_ways_agree_on() -> None:
    """Every total must be 1 if the page adds up, and it does not: it prints 1 + 1 = 1 first."""
    assert {state for state, _ in figures(1, 1, 1, 1, 1).values()} == {"unreadable"}


def test_figures_stand_where_no_single_error_of_the_page_could_move_them() -> None:
    found = figures(1, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 2)
    assert found[("review", "upheld")] == ("number", "inferred")
    assert found[("litigation.direct", "pending")] == ("unreadable", "inferred")


GAPS = "\n \n\n1\n\n2\n\n \n\n3\n\n \n\n1\n\n \n\n \n\n1" + "\n\n " * 5


def test_gaps_that_two_rules_explain_place_nothing() -> None:
    """A line for each blank cell, or two: the one row of the table comes out either way."""
    text = TEXT.format(heads=HEADS.replace("\n", "\n\n"), values=GAPS)
    cells = {(one.row, one.column): one for one in read(text.encode(), "a.txt").cells}
    told = ("corrected", "other", "pending", "total")
    assert {cells[("review", column)].state for column in told} == {"unreadable"}
