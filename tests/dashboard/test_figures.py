"""How figures are written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dashboard.parts import figures


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1234567, "1,234,567"),
        (Decimal("68461760.0200"), "68,461,760.02"),
        (Decimal("100"), "100"),
        (Decimal("100.0000"), "100"),
        (Decimal("-3.0000"), "-3"),
        (0, "0"),
        (None, "—"),
    ],
)
def test_numbers_keep_every_digit(value: object, written: str) -> None:
    assert figures.number(value) == written


@pytest.mark.parametrize(
    ("yuan", "written"),
    [
        ("68461760.0200", "6,846.176002 万元"),
        ("9999.99", "9,999.99 元"),
        ("1234560000", "12.3456 亿元"),
        ("1234567890.12", "123,456.789012 万元"),
        ("0", "0 元"),
        ("-20000", "-2 万元"),
    ],
)
def test_money_is_exact(yuan: str, written: str) -> None:
    assert figures.money(Decimal(yuan)) == written


def test_percent_rounds_half_up() -> None:
    assert figures.percent(Decimal("0.40450")) == "40.5%"
    assert figures.percent(None) == "—"


@pytest.mark.parametrize(
    ("mark", "value", "printed", "written"),
    [
        ("stated", "0", "0", "0"),
        ("approximate", "220000", "≈220000", "约 220,000"),
        ("inferred", "26", "26", "26〔推〕"),
        ("inferred_approximate", "26", "约26", "约 26〔推〕"),
        ("blank", None, "", "空白"),
        ("not_applicable", None, "—", "—"),
        ("corrected", "67", "76", "67〔更〕"),
        ("unreadable", None, "1O", "读不出「1O」"),
        ("absent", None, None, "无此格"),
    ],
)
def test_every_mark_has_its_own_look(
    mark: str, value: str | None, printed: str | None, written: str
) -> None:
    row = {
        "mark": mark,
        "value": None if value is None else Decimal(value),
        "printed_text": printed,
        "unit": "件",
        "column_code": "total",
    }
    assert figures.figure(row) == written


def test_a_change_is_shown_only_where_the_years_compare() -> None:
    row = {
        "value": Decimal(12),
        "is_rate": False,
        "unit": "件",
        "previous_value": Decimal(10),
        "is_comparable": False,
        "change": Decimal(2),
        "change_ratio": Decimal("0.2"),
        "withheld_reason": None,
    }
    assert figures.indicator_change(row) == "两年计入的机构不同，不可比"
    assert figures.indicator_change(row | {"is_comparable": True}) == "较上年 +2 件（+20.0%）"
    assert figures.indicator_change(row | {"previous_value": None}) == "无上年数据"


def test_document_text_loses_its_power_over_markdown() -> None:
    assert figures.plain("**a** :red[x] <b>") == "\\*\\*a\\*\\* \\:\u200cred\\[x\\] \\<b\\>"
