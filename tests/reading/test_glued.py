"""Cells printed with nothing between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.reading.form import load_forms
from orchestration.reading.glued import unglue

ROWS = [line.label for f in load_forms() for t in f.tables for b in t.blocks for line in b.rows]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("规范性文件898989", [("规范性文件", False), ("898989", True)]),
        ("（一）予以公开230 000023", [("(一)予以公开", False), ("230", True), ("000023", True)]),
        (
            "三、本年度办理结果（一）予以公开2300023",
            [("三、本年度办理结果", False), ("(一)予以公开", False), ("2300023", True)],
        ),
        ("行政许可０００", [("行政许可", False), ("000", True)]),
        ("行政许可/", [("行政许可", False), ("/", True)]),
        ("行政许可不适用", [("行政许可", False), ("不适用", True)]),
        ("行政事业性收费≈975.14", [("行政事业性收费", False), ("≈975.14", True)]),
        ("结果维持结果纠正", [("结果维持", False), ("结果纠正", False)]),
        ("（一）收到申请数件", [("（一）收到申请数", False), ("件", False)]),
        (
            "采购项目数量采购总金额（单位：万元）",
            [("采购项目数量", False), ("采购总金额（万元）", False)],
        ),
    ],
)
def test_what_is_glued_is_taken_apart(text: str, parts: list[tuple[str, bool]]) -> None:
    assert list(unglue(text)) == parts


@pytest.mark.parametrize(
    "text",
    ["规范性文件", "12", "——", "2021年我局收到申请12", "行政许可①", "联系电话5510880", "无", ""],
)
def test_anything_else_is_left_alone(text: str) -> None:
    assert unglue(text) == ()


@given(label=st.sampled_from(ROWS), digits=st.from_regex(r"[0-9]{1,9}", fullmatch=True))
def test_no_digit_is_lost_and_none_is_added(label: str, digits: str) -> None:
    runs = [text for text, is_run in unglue(label + digits) if is_run]
    assert runs in ([digits], [])


@given(text=st.text(max_size=60))
def test_any_text_comes_back_as_parts_or_not_at_all(text: str) -> None:
    assert all(isinstance(part, str) and part for part, _ in unglue(text))
