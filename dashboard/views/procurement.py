"""采购与收费: amounts, average size, and the years whose form has them."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import themes

AMOUNTS = ("fee_amount", "procurement_amount")
CODES = (*AMOUNTS, "average_procurement")


def render() -> None:
    """Draw the page."""
    scope = themes.choose("采购与收费", "procurement")
    if scope is None:
        return
    st.caption("采购金额只见于 2019、2020 年度的报告，收费金额只见于 2021 年度起的报告。")
    themes.show_now(scope, CODES)
    themes.show_years(scope, AMOUNTS, "采购和收费金额历年变化")
    themes.show_below(scope, CODES, "各地采购和收费")


render()
