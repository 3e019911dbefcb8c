"""行政执法: licensing, other services, penalties and coercion, by year, region and system."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from dashboard.parts import figures, filters, tables, themes
from dashboard.queries import subjects

Row = Mapping[str, Any]
CODES = (
    "licensing_decisions",
    "other_service_decisions",
    "penalty_decisions",
    "coercion_decisions",
)
ROWS = ("行政许可", "其他对外管理服务事项", "行政处罚", "行政强制")


def render() -> None:
    """Draw the page."""
    scope = themes.choose("行政执法", "enforcement")
    if scope is None:
        return
    st.caption("其他对外管理服务事项只见于 2019、2020 年度的报告。")
    themes.show_now(scope, CODES)
    themes.show_years(scope, CODES, "行政执法决定历年变化")
    themes.show_below(scope, CODES, "各地行政执法决定")
    themes.show_kinds(scope, CODES, "各系统行政执法决定")
    show_jumps(scope)
    themes.show_largest(scope, CODES, "决定数量居前的机构", "largest")


def show_jumps(scope: filters.Scope) -> None:
    """Agencies whose figure changed as no year's work explains."""
    assert scope.year is not None
    st.subheader("突增突减的机构", anchor=False)
    st.caption("比上年相差十倍以上且超过 100 件的，可能是笔误或单位印错，应当核实。")
    found = subjects.jumps(scope.region, scope.year, *ROWS)
    tables.show(
        jump_table(found, scope.year),
        f"{scope.name}{scope.year}年度行政执法突增突减的机构",
        numbers=("上年", "本年"),
        link="详情",
        empty="没有。",
    )


def jump_table(found: pl.DataFrame, year: int) -> pl.DataFrame:
    """Agencies as shown: 机构, 地区, 事项, 上年, 本年, 说明, 详情."""
    rows = [
        {
            "机构": row["agency"],
            "地区": row["region_name"] or figures.NOTHING,
            "事项": row["row_label"],
            "上年": figures.number(row["left_value"]),
            "本年": figures.number(row["right_value"]),
            "说明": row["message"],
            "详情": tables.page_address("agency", agency=row["agency_id"], year=year),
        }
        for row in found.iter_rows(named=True)
    ]
    return tables.frame(rows, ("机构", "地区", "事项", "上年", "本年", "说明", "详情"))


render()
