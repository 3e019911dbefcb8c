from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.reading.number import Figure, in_yuan, is_figure, is_unit, parse_figure, unit_in


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("1,113", "1113"),
        ("１２３", "123"),
        ("+3", "3"),
        ("-8", "-8"),
        ("减3", "-3"),
        ("增3", "3"),
        ("1 8", "18"),
        ("15.00", "15"),
        ("44.862", "44.862"),
        ("23.2%", "23.2"),
    ],
)
def test_a_printed_number_is_its_exact_value(text: str, value: str) -> None:
    figure = parse_figure(text)
    assert (figure.value, figure.state, figure.is_approximate) == (Decimal(value), "number", False)


@pytest.mark.parametrize(
    "text", ["26①", "26²", "26[1]", "26【2】", "26*", "26（注1）", "26[注]", "26注", "26。"]
)
def test_a_mark_that_points_to_a_note_is_no_digit(text: str) -> None:
    assert parse_figure(text) == Figure(Decimal(26), "number")


@pytest.mark.parametrize("text", ["①", "1①2", "2²6", "⒈5"])
def test_a_mark_within_a_figure_leaves_it_unreadable(text: str) -> None:
    assert parse_figure(text).state == "unreadable"


@pytest.mark.parametrize(("text", "value"), [("1 113", 1113), ("12\n3", 123), ("1. 5", "1.5")])
def test_a_broken_figure_is_put_together_and_said_to_be(text: str, value: int | str) -> None:
    assert parse_figure(text) == Figure(Decimal(value), "number", is_broken=True)


@pytest.mark.parametrize("text", ["0 0", "0 26", "0\n0"])
def test_figures_side_by_side_are_not_one(text: str) -> None:
    assert parse_figure(text).state == "unreadable"


@pytest.mark.parametrize("text", ["约739万元", "≈220000", "200余", "300左右", "近50件"])
def test_an_approximate_number_keeps_its_mark(text: str) -> None:
    assert parse_figure(text).state == "number"
    assert parse_figure(text).is_approximate


@pytest.mark.parametrize("text", ["/", "-", "—", "——", "无", "不适用", "／"])
def test_a_sign_for_not_applicable_is_no_number_and_no_blank(text: str) -> None:
    assert parse_figure(text) == Figure(None, "not_applicable")


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\u3000\t"])
def test_blank_is_not_zero(text: str) -> None:
    assert parse_figure(text) == Figure(None, "blank")
    assert not is_figure(text)


@pytest.mark.parametrize("text", ["详见附件", "12a", "1,23", "3-4", "2020年", "1.2.3", "0 | 0"])
def test_what_is_no_number_is_unreadable(text: str) -> None:
    assert parse_figure(text).state == "unreadable"


@pytest.mark.parametrize(
    ("text", "unit", "yuan"),
    [
        ("6846.176002万元", None, "68461760.02"),
        ("0.37万元", None, "3700"),
        ("251000元", "万元", "251000"),
        ("1.2亿元", None, "120000000"),
        ("44.862", "万元", "448620"),
        ("0", None, "0"),
    ],
)
def test_money_is_exact_yuan(text: str, unit: str | None, yuan: str) -> None:
    assert in_yuan(parse_figure(text), unit).value == Decimal(yuan)


def test_an_amount_without_any_unit_is_not_guessed() -> None:
    assert in_yuan(parse_figure("8040"), None).state == "unreadable"


def test_an_amount_finer_than_the_warehouse_holds_is_not_rounded() -> None:
    assert in_yuan(parse_figure("0.000000001万元"), None).state == "unreadable"


def test_the_unit_of_a_label() -> None:
    assert unit_in("本年收费金额（单位：万元）") == "万元"
    assert unit_in("采购总金额\n（单位：万\n元）") == "万元"
    assert unit_in("采购总金额") is None


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_any_integer_reads_back_with_and_without_separators(number: int) -> None:
    assert parse_figure(str(number)).value == number
    assert parse_figure(f"{number:,}").value == number


@given(st.decimals(min_value=0, max_value=10**8, places=6, allow_nan=False))
def test_any_amount_in_wan_is_multiplied_exactly(amount: Decimal) -> None:
    figure = in_yuan(parse_figure(f"{amount}万元"), None)
    assert figure.value == amount * 10000


@given(st.text(max_size=60))
def test_no_text_breaks_the_parser(text: str) -> None:
    figure = parse_figure(text)
    assert (figure.value is not None) == (figure.state == "number")


def test_a_narrow_cell_breaks_units_and_sets_notes_below_figures() -> None:
    assert is_unit("万\n元")
    assert is_unit("人 次")
    assert not is_unit("元\n3")
    assert parse_figure("6423800元\n②") == parse_figure("6423800元②") == parse_figure("6423800元")
    assert parse_figure("1\n2").is_broken
