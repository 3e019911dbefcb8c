"""总览: one region: its indicators and what they rest on, changes, outcomes, the regions below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from dashboard.parts import (
    address,
    cards,
    charts,
    figures,
    filters,
    outcomes,
    pictures,
    reports,
    tables,
    themes,
    years,
)
from dashboard.queries import regions, subjects

Row = Mapping[str, Any]
EIGHT = (
    "requests_received",
    "closure_rate",
    "disclosure_rate",
    "refusal_rate",
    "review_correction_rate",
    "litigation_correction_rate",
    "reporting_rate",
    "timeliness_rate",
)


def render() -> None:
    """Draw the page."""
    scope = themes.choose("", "overview")
    if scope is None or scope.year is None:
        return
    indicators = regions.region_indicators(scope.region, scope.year)
    themes.show_set(indicators.row(0, named=True))
    show_basis(scope)
    show_indicators(scope, indicators)
    show_trend(scope)
    show_outcomes(scope)
    show_applicants(scope)
    themes.show_below(scope, indicators["indicator_code"].to_list(), "各地比较")
    reports.show(scope.region, scope.year, f"{scope.name}{scope.year}年度")


def show_basis(scope: filters.Scope) -> None:
    """How many reports and cells the figures rest on, and what the checks say of them."""
    assert scope.year is not None
    basis = regions.region_basis(scope.region, scope.year)
    if basis.is_empty():
        return
    row = basis.row(0, named=True)
    with st.container(border=True):
        cards.facts(basis_facts(row))
        words, link = st.columns([6, 1], vertical_alignment="center")
        words.text(finding_sentence(row))
        target = tables.page_address("findings", region=scope.region, year=scope.year)
        link.markdown(f"[查看核查发现]({target})")


def basis_facts(row: Row) -> list[tuple[str, str]]:
    """Name and number of each count, in reading order."""
    due = "没有应报名单" if row["due_count"] is None else f"{figures.number(row['due_count'])} 份"
    missing = f"{figures.number(row['missing_count'] or 0)} 份"
    if row["not_collected_count"]:
        missing = f"不能认定（{figures.number(row['not_collected_count'])} 份未收集）"
    doubts = {"推断": "inferred_count", "约数": "approximate_count", "读不出": "unreadable_count"}
    return [
        ("应报", due),
        ("已收到", f"{figures.number(row['received_count'])} 份"),
        ("未报送", missing),
        ("逾期", f"{figures.number(row['late_count'] or 0)} 份"),
        ("计入汇总", f"{figures.number(row['counted_count'])} 份"),
        ("只读出一部分", f"{figures.number(row['partial_count'])} 份"),
        ("计入的数字", f"{figures.number(row['figure_count'])} 项"),
        (
            "其中空白等",
            "、".join(
                [f"空白 {figures.number(row['blank_count'])}"]
                + [f"{name} {figures.number(row[code])}" for name, code in doubts.items()
                   if row[code]]
            ),
        ),
    ]  # fmt: skip


def finding_sentence(row: Row) -> str:
    """What the checks found, in one sentence."""
    if not row["open_error_count"]:
        return "核查没有发现尚待处理的错误。"
    return (
        f"核查发现 {figures.number(row['open_error_count'])} 处错误尚待处理，"
        f"涉及 {figures.number(row['agencies_with_errors'])} 个机构；"
        f"最多的是“{row['commonest_check']}”，{figures.number(row['commonest_check_count'])} 处。"
    )


def show_indicators(scope: filters.Scope, indicators: pl.DataFrame) -> None:
    """The eight first indicators, and the others folded away."""
    history = themes.history(scope)
    first = indicators.filter(pl.col("indicator_code").is_in(EIGHT))
    others = indicators.filter(~pl.col("indicator_code").is_in(EIGHT))
    cards.indicator_cards(first, history)
    if others.height:
        with st.expander(f"其他指标（{others.height} 项）"):
            cards.indicator_cards(others, history)
    downloadable = indicators.with_columns(pl.col("formula").fill_null(""))
    with st.expander("全部指标的数值、分子、分母和算法"):
        tables.show(
            indicator_list(downloadable),
            f"{scope.name}{scope.year}年度指标",
            numbers=("数值", "分子", "分母"),
        )


def indicator_list(indicators: pl.DataFrame) -> pl.DataFrame:
    """Every indicator as shown, its formula last."""
    shown = themes.indicator_table(indicators, "indicator", "指标")
    return shown.with_columns(indicators["formula"].alias("算法"))


def show_trend(scope: filters.Scope) -> None:
    """One indicator over the years, where there are two or more."""
    found = themes.history(scope)
    if found["year"].n_unique() < 2:
        return
    st.subheader("历年变化", anchor=False)
    names = dict(
        found.select("indicator_code", "indicator").unique(maintain_order=True).iter_rows()
    )
    code = filters.choose(
        st.columns([3, 8])[0], "指标", "overview-trend", list(names), address.get("trend"),
        lambda one: names[one],
    )  # fmt: skip
    address.remember(trend=code if code != next(iter(names)) else None)
    points = trend_points(found, code)
    table = points.select(年度="year", 数值="text", 口径="note")
    name = f"{scope.name}{names[code]}历年变化"
    pictures.show(charts.trend(points, names[code]), name, table)
    st.caption(years.HOW_TO_READ)


def trend_points(found: pl.DataFrame, code: str) -> pl.DataFrame:
    """An indicator's points, a year without reports included: year, value (null where there is
    none), text, note, complete, run (the same for years that may be compared)."""
    by_year = {
        row["year"]: row
        for row in found.filter(pl.col("indicator_code") == code).iter_rows(named=True)
    }
    rows, run = [], 0
    for year in range(min(by_year), max(by_year) + 1):
        row = by_year.get(year)
        run += not (row and row["is_comparable"])
        rows.append({"year": str(year), "run": run, **_point(row)})
    return pl.DataFrame(rows, infer_schema_length=None)


def _point(row: Row | None) -> dict[str, Any]:
    if row is None:
        return {"value": None, "text": "无报告", "note": "没有报告", "complete": False}
    return {
        # A position on the page, not a figure: the text beside it is exact.
        "value": None if row["value"] is None else float(row["value"]),
        "text": figures.indicator_value(row),
        "note": years.basis(row),
        "complete": row["is_complete"],
    }


def show_outcomes(scope: filters.Scope) -> None:
    """Outcomes over the years beside those of the year, and the grounds for refusing."""
    assert scope.first is not None
    assert scope.year is not None
    found = regions.region_dispositions(scope.region, scope.year)
    if found.is_empty():
        return
    name = f"{scope.name}{scope.year}年度"
    groups = subjects.outcome_years(scope.region, scope.first, scope.year)
    left, right = st.columns(2, gap="medium")
    with left:
        st.subheader("办理结果的构成", anchor=False)
        pictures.show(
            charts.stacked_bars(outcomes.parts_by_year(groups), "年度", "办理结果", "件数"),
            f"{scope.name}历年办理结果构成",
            outcomes.table_by_year(groups),
        )
        show_grounds(scope, name)
    with right:
        st.subheader(f"{scope.year}年度办理结果", anchor=False)
        tables.show(outcome_table(found), f"{name}办理结果", numbers=("件数", "占比"))
        if found["request_count"].has_nulls():
            st.caption("“空白”表示报告未填此项，不等于 0。")


def outcome_table(found: pl.DataFrame) -> pl.DataFrame:
    """The outcomes as officials read them: 办理结果 (indented in its group), 件数, 占比, 说明."""
    indent = pl.when(pl.col("row_kind") == "part").then(pl.lit("　　")).otherwise(pl.lit(""))
    named = found.with_columns(disposition=indent + pl.col("disposition"))
    return outcomes.bar_table(named, "办理结果")


def show_grounds(scope: filters.Scope, name: str) -> None:
    """Why requests were refused in the year, the commonest ground first."""
    assert scope.year is not None
    grounds = subjects.refusal_grounds(scope.region, scope.year)
    if grounds.is_empty():
        return
    st.subheader(f"{scope.year}年度不予公开的理由", anchor=False)
    pictures.show(
        charts.ranked_bars(outcomes.bars(grounds), "件数"),
        f"{name}不予公开的理由",
        outcomes.bar_table(grounds, "理由"),
    )


def show_applicants(scope: filters.Scope) -> None:
    """Who asked: new requests by kind of applicant, over the years."""
    assert scope.first is not None
    assert scope.year is not None
    sums = subjects.sums(scope.region, scope.first, scope.year, "requests.new")
    found = sums.filter(pl.col("applicant").is_not_null() & (pl.col("column_code") != "total"))
    if found.is_empty():
        return
    st.subheader("申请人构成", anchor=False)
    table = applicant_table(found)
    pictures.show(
        charts.stacked_bars(applicant_parts(found), "年度", "申请人", "件数"),
        f"{scope.name}历年申请人构成",
        table,
        shown=True,
        numbers=table.columns[1:],
    )


def applicant_parts(found: pl.DataFrame) -> pl.DataFrame:
    """Parts of `charts.stacked_bars`, a bar a year: label, part, value, text."""
    rows = [
        {
            "label": f"{row['year']}年",
            "part": row["applicant"],
            "value": None if row["value"] is None else int(row["value"]),
            "text": outcomes.sum_words(row),
        }
        for row in found.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def applicant_table(found: pl.DataFrame) -> pl.DataFrame:
    """申请人, then a column a year with the new requests."""
    names = found["applicant"].unique(maintain_order=True)
    rows = [
        {"申请人": name}
        | {
            f"{row['year']}年": outcomes.sum_words(row, unit="")
            for row in found.filter(pl.col("applicant") == name).iter_rows(named=True)
        }
        for name in names
    ]
    columns = ("申请人", *(f"{year}年" for year in found["year"].unique().sort()))
    return tables.frame(rows, columns).fill_null("无此格")


render()
