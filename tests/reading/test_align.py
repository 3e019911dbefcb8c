"""Labels of the same wording: which of them the page prints is told by what stands around."""

from __future__ import annotations

from orchestration.reading.report import read

PAGE = """莱西市审计局2017年政府信息公开工作年度报告
一、主动公开情况
由莱西市审计局编制。
三、依申请公开信息目录数
四、行政复议数量
件
2
（一）维持具体行政行为数
件
0
{second}
件
1
{third}
件
1
{litigation}
件
0
（一）维持具体行政行为或者{rejected}原告诉讼请求数
件
0
（二）被依法纠错数
件
0
（三）其他情形数
件
0
"""
WHOLE = {
    "second": "（二）被依法纠错数",
    "third": "（三）其他情形数",
    "litigation": "五、行政诉讼数量",
    "rejected": "驳回",
}
DAMAGED = {
    "second": "（二）被法纠错数",
    "third": "（三）其他情数",
    "litigation": "五、行政讼数量",
    "rejected": "回",
}


def figures(labels: dict[str, str]) -> dict[tuple[str, str], int]:
    cells = read(PAGE.format(**labels).encode(), "a.txt").cells
    return {(one.row, one.column): int(one.value) for one in cells if one.value is not None}


def test_figures_of_damaged_labels_are_not_those_of_the_same_labels_further_down() -> None:
    whole = figures(WHOLE)
    assert whole[("review", "corrected")] == whole[("review", "other")] == 1
    assert whole[("litigation", "corrected")] == 0
    damaged = figures(DAMAGED)
    assert damaged.items() <= whole.items()
    assert damaged[("litigation", "corrected")] == 0
