"""Figures that a page broke in two, in rows whose blank cells hide that there is one too many."""

from __future__ import annotations

import pytest

from orchestration.reading.report import read

PAGE = """示例市教育局2020年政府信息公开工作年度报告
二、主动公开政府信息情况
第二十条第（一）项
信息内容
本年新制作数量
本年新公开数量
对外公开总数量
规章
0
0
0
规范性文件
1

2
第二十条第（五）项
信息内容
上一年项目数量
本年增/减
处理决定数量
行政许可
34

116
其他对外管理服务事项
{cells}
第二十条第（六）项
信息内容
上一年项目数量
本年增/减
处理决定数量
行政处罚

1
7
行政强制
43
减1

"""
KEYS = ("items_last_year", "items_change", "decisions")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("2 1\n1\n", "21 1 blank"),
        ("1 2\n-2\n", "12 -2 blank"),
        ("\n2 1\n1", "blank 21 1"),
        ("21\n1\n", "21 1 blank"),
        ("2\n1\n1", "2 1 1"),
        ("6\n8\n+3\n", "unreadable unreadable unreadable"),  # 68 and 3, or a line too many
        ("6\n0\n+3", "6 0 3"),
        ("0\n0\n0\n", "0 0 0"),  # no figure begins with 0
    ],
)
def test_a_row_comes_out_with_its_blank_cells(cells: str, expected: str) -> None:
    reading = read(PAGE.format(cells=cells).encode(), "page.txt")
    row = {c.column: c for c in reading.cells if c.row == "proactive.other_services"}
    assert list(map(row.__contains__, KEYS)) == [True] * 3
    told = [f"{row[key].value}" if row[key].value is not None else row[key].state for key in KEYS]
    assert " ".join(told) == expected
