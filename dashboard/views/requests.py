"""申请办理: from what came in to what became of it; regions by outcome; rates; comparison."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboard.parts import charts, comparison, filters, outcomes, pictures, themes
from dashboard.queries import subjects

COUNTS = ("requests_received",)
RATES = (
    "closure_rate",
    "disclosure_rate",
    "refusal_rate",
    "not_provided_rate",
    "not_processed_rate",
    "carry_over_rate",
)
FLOW_ROWS = ("requests.new", "requests.carried_in", "requests.carried_out")


def render() -> None:
    """Draw the page."""
    scope = themes.choose("申请办理", "requests")
    if scope is None:
        return
    themes.show_now(scope, (*COUNTS, *RATES))
    show_flow(scope)
    show_outcomes_below(scope)
    themes.show_years(scope, COUNTS, "申请量历年变化")
    themes.show_years(scope, RATES, "办理比率历年变化")
    themes.show_below(scope, (*COUNTS, *RATES), "各地申请办理")
    comparison.show(scope, (*COUNTS, *RATES))


def show_flow(scope: filters.Scope) -> None:
    """What came in (new, carried in) over what became of it (outcomes, carried out)."""
    assert scope.year is not None
    sums = subjects.sums(scope.region, scope.year, scope.year, *FLOW_ROWS)
    totals = sums.filter(pl.col("column_code") == "total")
    groups = subjects.outcome_years(scope.region, scope.year, scope.year)
    parts = outcomes.flow(totals, groups)
    if parts.is_empty():
        return
    st.subheader("从收到到办结", anchor=False)
    pictures.show(
        charts.stacked_bars(parts, "环节", "内容", "件数"),
        f"{scope.name}{scope.year}年度申请从收到到办结",
        parts.select(环节="label", 内容="part", 件数="text"),
        shown=True,
        numbers=("件数",),
    )
    st.caption(
        "来件 = 本年新收 + 上年结转；去向 = 各类办理结果 + 结转下年度。"
        "两者应当相等，不等的见数据核查“收办平衡”。"
    )


def show_outcomes_below(scope: filters.Scope) -> None:
    """Regions right below by outcome: the deeper the colour, the larger the share."""
    assert scope.year is not None
    below = subjects.outcomes_below(scope.region, scope.year)
    if below.is_empty():
        return
    st.subheader("各地办理结果", anchor=False)
    cells = outcomes.cells_by_region(below.filter(pl.col("row_kind") == "group"))
    table = outcomes.table_by_region(below)
    pictures.show(
        charts.matrix(cells, "办理结果"),
        f"{scope.name}{scope.year}年度各地办理结果",
        table,
        shown=True,
        numbers=table.columns[1:],
    )
    st.caption("颜色越深，该结果占当地办理结果总计的比重越大；总计不足 30 件的不着色。")


render()
