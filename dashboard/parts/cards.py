"""Cards that pages share: indicators with what they are made of, and name-and-value facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from dashboard.parts import figures

CARDS_A_ROW = 4


def indicator_cards(indicators: pl.DataFrame, history: pl.DataFrame | None = None) -> None:
    """Cards in rows of four, in the order given; columns as marts.indicators_by_region.

    `history`: the indicators of earlier years, and of this one; a card with two years or more
    that may be compared shows their course.
    """
    rows = indicators.to_dicts()
    for start in range(0, len(rows), CARDS_A_ROW):
        columns = st.columns(CARDS_A_ROW, gap="small")
        for column, row in zip(columns, rows[start : start + CARDS_A_ROW], strict=False):
            with column.container(border=True, height="stretch", gap="xxsmall"):
                _card(row, course(history, row))


def course(history: pl.DataFrame | None, row: Mapping[str, Any]) -> list[float]:
    """The last years of an indicator that may all be compared with this one, upwards.

    Positions of a line, not figures. Years before a gap, or before other agencies were counted,
    are left out: a line would join what can't be compared.
    """
    if history is None or row["value"] is None:
        return []
    years = history.filter(pl.col("indicator_code") == row["indicator_code"]).sort("year")
    values: list[float] = []
    for year in years.reverse().iter_rows(named=True):
        if year["value"] is None:
            break
        values.append(float(year["value"]))
        if not year["is_comparable"]:
            break
    return values[::-1] if len(values) > 1 else []


def _card(row: Mapping[str, Any], values: list[float]) -> None:
    name, value = row["indicator"], figures.indicator_value(row)
    if row["unit"].startswith("元") and row["value"] is not None:
        # A card is narrow and an exact amount long: its unit stands with the name.
        value, _, unit = value.rpartition(" ")
        name = f"{name}（{unit}）"
    st.metric(
        figures.plain(name),
        value,
        help=figures.plain(card_help(row, values)) or None,
        chart_data=values or None,
        chart_type="bar",
    )
    for line in card_lines(row):
        st.caption(figures.plain(line))


def card_help(row: Mapping[str, Any], values: list[float]) -> str:
    """What is told on hover: how the indicator is made, and what the small bars are."""
    made = [f"算法：{row['formula']}。"] if row["formula"] else []
    bars = [f"小图：到本年为止可比的 {len(values)} 年，自 0 起。"] if values else []
    return "".join([*made, *bars])


def card_lines(row: Mapping[str, Any]) -> list[str]:
    """The small print of a card: why no rate, what it is made of, the change, the doubts."""
    lines = []
    if row["withheld_reason"]:
        lines.append(row["withheld_reason"])
    elif row["denominator"] is not None and row["numerator"] is not None:
        lines.append(_made_of(row))
    lines.append(figures.indicator_change(row))
    parts = figures.indicator_parts(row)
    if parts:
        lines.append("其中" + "、".join(parts))
    return [line for line in lines if line]


def _made_of(row: Mapping[str, Any]) -> str:
    top, bottom = row["numerator"], row["denominator"]
    over = figures.money(top) if row["unit"].startswith("元") else figures.number(top)
    return f"{over} ÷ {figures.number(bottom)}"


def facts(pairs: Sequence[tuple[str, str]], a_row: int = 4) -> None:
    """Names in small print over their values; values are shown as plain text."""
    for start in range(0, len(pairs), a_row):
        columns = st.columns(a_row, gap="small")
        for column, (name, value) in zip(columns, pairs[start : start + a_row], strict=False):
            with column.container(gap=None):
                st.caption(name)
                st.text(value)
