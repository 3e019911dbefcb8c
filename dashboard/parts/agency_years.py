"""One agency's years side by side: its figures, table by table, and its indicators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from dashboard.parts import address, figures, filters, tables, years
from dashboard.queries import agencies

Row = Mapping[str, Any]
INDICATORS = "指标"
TOTALS = "申请办理（只列总计）"
# What may be looked at: the table of the warehouse, and whether only its totals.
CHOICES = {
    INDICATORS: None,
    TOTALS: ("requests", True),
    "申请办理（各类申请人）": ("requests", False),
    "主动公开": ("proactive", False),
    "复议诉讼": ("reviews", False),
    "其他": ("other", False),
}


def show(agency: Row) -> None:
    """Draw the table that the reader chose."""
    shown = filters.choose(
        st.columns([3, 8])[0], "内容", "agency-years", list(CHOICES), address.get("years")
    )
    address.remember(years=shown if shown != INDICATORS else None)
    wanted = CHOICES[shown]
    name = f"{agency['agency']}历年{shown}"
    if wanted is None:
        table = years.table(years.points(agencies.indicator_years(agency["agency_id"])))
    else:
        found = agencies.figures_over_years(agency["agency_id"], wanted[0])
        only = found.filter(pl.col("column_code") == "total") if wanted[1] else found
        table = figure_table(only)
    tables.show(table, name, numbers=table.columns[1:], empty="各年度的报告都没有这些表格。")


def figure_table(found: pl.DataFrame) -> pl.DataFrame:
    """指标, then a column a year; what a year's form has no cell for is 无此格."""
    names = [str(year) for year in found["year"].unique().sort()]
    rows = [
        {"指标": _name(part.row(-1, named=True))}
        | {str(row["year"]): _words(row) for row in part.iter_rows(named=True)}
        for _, part in found.group_by("row_code", "column_code", maintain_order=True)
    ]
    return tables.frame(rows, ("指标", *names)).fill_null("无此格")


def _name(row: Row) -> str:
    words = [row["row_label"], row["column_label"]]
    return " · ".join(word for word in words if word)


def _words(row: Row) -> str:
    text = figures.figure(row)
    return f"{text} {row['unit']}" if row["unit"] in {"万元", "亿元"} and row["value"] else text
