"""复议诉讼: outcomes and what is pending, correction rates, and disputes against requests."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboard.parts import charts, filters, outcomes, pictures, tables, themes
from dashboard.queries import subjects

CODES = ("dispute_rate", "review_correction_rate", "litigation_correction_rate")
PROCEEDINGS = ("review", "litigation", "litigation.direct", "litigation.after_review")
OUTCOMES = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other": "其他结果",
    "pending": "尚未审结",
}
TOTAL = "总计"


def render() -> None:
    """Draw the page."""
    scope = themes.choose("复议诉讼", "disputes")
    if scope is None:
        return
    themes.show_now(scope, CODES)
    show_outcomes(scope)
    show_against_requests(scope)
    themes.show_years(scope, CODES, "复议诉讼各项比率历年变化")
    themes.show_below(scope, CODES, "各地复议诉讼")


def show_outcomes(scope: filters.Scope) -> None:
    """What became of reviews and lawsuits in the year, those still pending apart."""
    assert scope.year is not None
    sums = subjects.sums(scope.region, scope.year, scope.year, *PROCEEDINGS)
    if sums.is_empty():
        return
    st.subheader("复议诉讼结果", anchor=False)
    table = outcome_table(sums)
    pictures.show(
        charts.stacked_bars(outcome_parts(sums), "类别", "结果", "件数"),
        f"{scope.name}{scope.year}年度复议诉讼结果",
        table,
        shown=True,
        numbers=table.columns[1:],
    )


def outcome_parts(sums: pl.DataFrame) -> pl.DataFrame:
    """Parts of `charts.stacked_bars`: label (the proceeding), part (its outcome), value, text."""
    rows = [
        {
            "label": row["row_name"],
            "part": OUTCOMES[row["column_code"]],
            "value": None if row["value"] is None else int(row["value"]),
            "text": outcomes.sum_words(row),
        }
        for code in OUTCOMES
        for row in sums.filter(pl.col("column_code") == code).iter_rows(named=True)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def outcome_table(sums: pl.DataFrame) -> pl.DataFrame:
    """类别, then a column an outcome, 总计 last; as the official table has them."""
    names = OUTCOMES | {"total": TOTAL}
    rows = [
        {"类别": name}
        | {
            names[row["column_code"]]: outcomes.sum_words(row, unit="")
            for row in part.iter_rows(named=True)
            if row["column_code"] in names
        }
        for (name,), part in sums.group_by("row_name", maintain_order=True)
    ]
    return tables.frame(rows, ("类别", *names.values())).fill_null("无此格")


def show_against_requests(scope: filters.Scope) -> None:
    """Reviews and lawsuits beside the requests of each year."""
    assert scope.first is not None
    assert scope.year is not None
    rows = ("requests.new", *PROCEEDINGS)
    sums = subjects.sums(scope.region, scope.first, scope.year, *rows)
    totals = sums.filter(pl.col("column_code") == "total")
    if totals["year"].n_unique() < 2:
        return
    st.subheader("复议诉讼与申请量", anchor=False)
    table = year_table(totals)
    tables.show(table, f"{scope.name}历年复议诉讼与申请量", numbers=table.columns[1:])


def year_table(totals: pl.DataFrame) -> pl.DataFrame:
    """类别 (requests first), then a column a year."""
    years = [f"{year}年" for year in totals["year"].unique().sort()]
    names = totals.unique("row_code", maintain_order=True)["row_name"].to_list()
    rows = [
        {"类别": name}
        | {
            f"{row['year']}年": outcomes.sum_words(row, unit="")
            for row in totals.filter(pl.col("row_name") == name).iter_rows(named=True)
        }
        for name in names
    ]
    return tables.frame(rows, ("类别", *years)).fill_null("无此项")


render()
