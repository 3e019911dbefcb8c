"""采购与收费: amounts, projects, average size, concentration; the years whose form has them."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboard.parts import figures, filters, tables, themes
from dashboard.queries import subjects

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
    show_purchases(scope)
    themes.show_below(scope, CODES, "各地采购和收费")
    themes.show_largest(scope, AMOUNTS, "金额居前的机构与集中度", "largest")


def show_purchases(scope: filters.Scope) -> None:
    """Projects and amounts, year by year."""
    assert scope.first is not None
    assert scope.year is not None
    st.subheader("政府集中采购项目", anchor=False)
    tables.show(
        purchase_table(subjects.purchases(scope.region, scope.first, scope.year)),
        f"{scope.name}政府集中采购项目",
        numbers=("项目数量", "总金额"),
        empty="所选年度的报告没有此项：采购只见于 2019、2020 年度。",
    )


def purchase_table(purchases: pl.DataFrame) -> pl.DataFrame:
    """Years as shown: 年度, 项目数量, 总金额, 说明."""
    rows = [
        {
            "年度": f"{row['year']}年",
            "项目数量": figures.counted({**row, "approximate_parts": 0}, "projects"),
            "总金额": figures.no_value(row)
            if row["amount_yuan"] is None
            else ("约 " if row["approximate_parts"] else "") + figures.money(row["amount_yuan"]),
            "说明": "、".join(figures.indicator_parts(row)),
        }
        for row in purchases.iter_rows(named=True)
    ]
    return tables.frame(rows, ("年度", "项目数量", "总金额", "说明"))


render()
