"""Traditional characters."""

import pytest

from orchestration.reading.layout import Grid, GridCell, page_of
from orchestration.reading.script import is_traditional, simplified


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("政府資訊公開工作年度報告", "政府信息公开工作年度报告"),
        ("規範性文件", "规范性文件"),
        ("複製費", "复制费"),
        ("網路申請數", "网络申请数"),
        ("１２", "１２"),
        ("1,113", "1,113"),
    ],
)
def test_characters_change_and_nothing_else(text: str, expected: str) -> None:
    assert simplified(text) == expected


def test_a_simplified_page_is_left_as_it_is() -> None:
    assert not is_traditional("莱西市民政局2021年政府信息公开工作年度报告，乾隆街道办事处" * 50)


def test_cells_and_lines_of_a_traditional_page_are_put_into_simplified_ones() -> None:
    title = "政府資訊公開工作年度報告，開展業務"
    page = page_of([title, title, Grid("表 1", (GridCell("規範性文件", 0, 0),))])
    assert page.grids[0].cells[0].text == "规范性文件"
    assert page.lines[0] == "政府信息公开工作年度报告，开展业务"


def test_the_sounds_that_a_mirror_puts_behind_characters_are_left_out() -> None:
    assert (
        simplified("行政規(guī)範性文件（件），項(xiàng)目 (a)") == "行政规范性文件（件），项目 (a)"
    )
