"""One agency's years side by side: its figures, table by table, and its indicators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from dashboard.parts import (
    address,
    charts,
    figures,
    filters,
    official_table,
    pictures,
    tables,
    years,
)
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
# What one chart may hold: indicators of one unit that are near each other.
THEMES = {
    "申请量": ("requests_received",),
    "办理比率": (
        "closure_rate", "disclosure_rate", "refusal_rate", "not_provided_rate",
        "not_processed_rate", "carry_over_rate",
    ),
    "行政执法": ("licensing_decisions", "penalty_decisions", "coercion_decisions"),
    "采购与收费": ("fee_amount", "procurement_amount"),
    "复议诉讼": ("review_correction_rate", "litigation_correction_rate", "dispute_rate"),
}  # fmt: skip
# What is no figure of a report; figures themselves are written by `figures.figure`.
WORDS = {"absent": "无此格", "no_table": "未找到表", "not_on_form": figures.NOTHING}
HOW_TO_READ = (
    "各年表格式样不同的，同一项目排在同一行，名称用最近一年的。—：当年的式样没有这一项；"
    "无此格：页面上缺少这一格；未找到表：当年报告中没有这张表；〔推〕推断，〔更〕本单位已更正。"
    "下载的文件载有每个数据的原文、位置和文件。"
)


def show(agency: Row) -> None:
    """Draw what the reader chose: the indicators, or a table of the reports."""
    shown = filters.choose(
        st.columns([3, 8])[0], "内容", "agency-years", list(CHOICES), address.get("years")
    )
    address.remember(years=shown if shown != INDICATORS else None)
    wanted = CHOICES[shown]
    if wanted is None:
        show_indicators(agency)
        return
    found = agencies.figures_over_years(agency["agency_id"], wanted[0])
    if wanted[1]:
        found = found.filter(pl.col("column_code") == "total")
    table = figure_table(found)
    tables.show(
        table, f"{agency['agency']}历年{shown}", numbers=table.columns[1:],
        empty="各年度的报告都没有这些表格。", whole=lambda: exact_figures(found),
    )  # fmt: skip
    st.caption(HOW_TO_READ)


def show_indicators(agency: Row) -> None:
    """A chart of the indicators of one theme, and the table of all."""
    found = agencies.indicator_years(agency["agency_id"])
    if found.is_empty():
        st.text("没有指标。")
        return
    theme = filters.choose(
        st.columns([3, 8])[0], "图中指标", "agency-theme", list(THEMES), address.get("theme")
    )
    address.remember(theme=theme if theme != next(iter(THEMES)) else None)
    some = found.filter(pl.col("indicator_code").is_in(list(THEMES[theme])))
    points = years.points(some)
    if some["value"].is_null().all():
        st.caption(f"各年都没有“{theme}”的数值，不作图；原因见下表。")
    else:
        pictures.show(
            charts.series(points, theme, some["unit"][0]),
            f"{agency['agency']}{theme}历年变化",
            years.table(points),
        )
        st.caption("只有两年的算法相同、可以相比时才连线。")
    table = years.table(years.points(found))
    tables.show(table, f"{agency['agency']}历年指标", numbers=table.columns[1:])


def figure_table(found: pl.DataFrame) -> pl.DataFrame:
    """指标, then a column a year; `found` as agencies.figures_over_years gives it."""
    names = [str(year) for year in found["year"].unique().sort()]
    rows = [
        {"指标": figure_name(part.row(0, named=True))}
        | {str(row["year"]): figure_words(row) for row in part.iter_rows(named=True)}
        for _, part in found.group_by("row_code", "column_code", maintain_order=True)
    ]
    return tables.frame(rows, ("指标", *names))


def figure_name(row: Row) -> str:
    """A figure's name in the form's words: block, group, line and column."""
    name = official_table.figure_name(row)
    if row["line_label"] is None and row["column_group"] is None:
        name = f"{official_table.PROCEEDINGS.get(row['row_code'], row['block_label'])} · {name}"
    return name


def figure_words(row: Row) -> str:
    """A cell of one year as text, marks spelled out."""
    words = WORDS.get(row["mark"])
    if words:
        return words
    text = figures.figure(row)
    return f"{text} {row['unit']}" if row["unit"] in {"万元", "亿元"} and row["value"] else text


def exact_figures(found: pl.DataFrame) -> pl.DataFrame:
    """One row a figure, exact, money in yuan, with its mark, printed text, place and document."""
    marks = {mark: meaning for mark, _, meaning in official_table.LEGEND} | WORDS
    marks |= {"not_on_form": "当年的式样没有这一项", "inferred_approximate": "推断的约数"}
    rows = [
        {
            "年度": row["year"],
            "指标": figure_name(row),
            "数值": row["value"],
            "单位": "元" if row["column_code"] == "amount_yuan" else row["unit"] or "",
            "标记": marks.get(row["mark"], row["mark"]),
            "原文印作": row["printed_text"] or "",
            "位置": row["place"] or "",
            "文件": row["document_path"] or "",
        }
        for row in found.iter_rows(named=True)
    ]
    types = {"数值": pl.Decimal(20, 4)}
    return pl.DataFrame(rows, schema_overrides=types, infer_schema_length=None)
