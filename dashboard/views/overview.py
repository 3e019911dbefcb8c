"""总览: one region and year: indicators, outcomes, enforcement, trend, reports, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from dashboard.parts import address, cards, charts, figures, filters, pictures, tables
from dashboard.queries import regions

Row = Mapping[str, Any]
NOT_ON_FORM = "这一年的报告没有此项。"
INDICATOR_GROUPS = {
    "依申请公开": (
        "requests_received",
        "closure_rate",
        "disclosure_rate",
        "refusal_rate",
        "not_provided_rate",
        "not_processed_rate",
        "carry_over_rate",
    ),
    "复议和诉讼": ("review_correction_rate", "litigation_correction_rate", "dispute_rate"),
    "执法、收费和采购": (
        "licensing_decisions",
        "penalty_decisions",
        "coercion_decisions",
        "fee_amount",
        "procurement_amount",
        "average_procurement",
    ),
    "报告质量": ("reporting_rate", "timeliness_rate", "check_pass_rate"),
}
ENFORCEMENT = (
    "proactive.licensing",
    "proactive.other_services",
    "proactive.penalty",
    "proactive.coercion",
)
GAPS = {
    "none": "没有任何报告",
    "partial": "只有部分机构的报告",
    "no_government_report": "没有本级政府的汇总报告",
}


def render() -> None:
    """Draw the page."""
    tree = filters.RegionTree(regions.tree())
    if not tree.provinces():
        st.text("数据中还没有能够确定地区的报告。")
        return
    scope = filters.choose_scope(tree, "overview")
    region, year = scope.region, scope.year
    address.remember(region=region, year=year)
    st.header(figures.plain(f"{scope.name}　{year or ''}年度"), anchor=False)
    if year is None:
        st.text("这一地区没有可以汇总的报告。")
        return
    name = f"{scope.name}{year}年度"
    indicators = regions.region_indicators(region, year)
    show_basis(indicators)
    show_indicators(indicators)
    show_outcomes(region, year, name)
    show_enforcement(region, year, name)
    show_trend(region, scope.name)
    show_reports(region, year, name)
    show_gaps(region, year, name)


def show_basis(indicators: pl.DataFrame) -> None:
    """Which set of reports the figures stand on, and whether it is complete."""
    first = indicators.row(0, named=True)
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        if first["is_complete"]:
            st.badge("完整", color="blue")
        else:
            st.badge("不完整", color="red")
        count = figures.number(first["report_count"])
        st.text(first["set_note"] or f"计入 {count} 份互不重复的报告")


def show_indicators(indicators: pl.DataFrame) -> None:
    """A card for each indicator, under the heading of its group."""
    grouped = [code for codes in INDICATOR_GROUPS.values() for code in codes]
    others = [code for code in indicators["indicator_code"] if code not in grouped]
    for title, codes in {**INDICATOR_GROUPS, "其他指标": others}.items():
        group = indicators.filter(pl.col("indicator_code").is_in(list(codes)))
        if group.height:
            st.subheader(title, anchor=False)
            cards.indicator_cards(group)


def show_outcomes(region: str, year: int, name: str) -> None:
    """The outcomes of requests: a bar for each group, and the table of all of them."""
    outcomes = regions.region_dispositions(region, year)
    if outcomes.is_empty():
        return
    st.subheader("申请办理结果", anchor=False)
    chart, table = st.columns([2, 3], gap="medium")
    groups = outcome_groups(outcomes)
    with chart:
        pictures.show(
            charts.outcome_bars(groups),
            f"{name}办理结果图",
            groups.select(办理结果="label", 件数="count"),
        )
        if groups["count"].has_nulls():
            st.caption("“空白”表示报告未填此项，不等于 0。")
    with table:
        tables.show(outcome_table(outcomes), f"{name}办理结果", numbers=("件数", "占比"))


def outcome_groups(outcomes: pl.DataFrame) -> pl.DataFrame:
    """The groups among the outcomes, for the chart: label, count, text."""
    groups = outcomes.filter(pl.col("row_kind") == "group")
    words = [figures.counted(row, "request_count") for row in groups.iter_rows(named=True)]
    return groups.select(
        pl.col("group_label").alias("label"),
        pl.col("request_count").alias("count"),
        pl.Series("text", words, dtype=pl.String),
    )


def outcome_table(outcomes: pl.DataFrame) -> pl.DataFrame:
    """The outcomes as officials read them: 办理结果 (indented in its group), 件数, 占比, 说明."""
    rows = []
    for row in outcomes.iter_rows(named=True):
        indent = "　　" if row["row_kind"] == "part" else ""
        rows.append(
            {
                "办理结果": indent + row["disposition"],
                "件数": figures.counted(row, "request_count"),
                "占比": figures.percent(row["share"]),
                "说明": "、".join(figures.indicator_parts(row)),
            }
        )
    return pl.DataFrame(rows)


def show_enforcement(region: str, year: int, name: str) -> None:
    """Decisions by kind, and what was bought and charged."""
    decisions = regions.region_enforcement(region, year)
    purchases = regions.region_procurement(region, year)
    left, right = st.columns([1, 1], gap="medium")
    with left:
        st.subheader("行政执法处理决定", anchor=False)
        tables.show(
            enforcement_table(decisions),
            f"{name}行政执法处理决定",
            numbers=["决定数量"],
            empty=NOT_ON_FORM,
        )
    with right:
        st.subheader("政府集中采购", anchor=False)
        tables.show(
            procurement_table(purchases),
            f"{name}政府集中采购",
            numbers=["项目数量", "总金额"],
            empty=NOT_ON_FORM,
        )


def enforcement_table(decisions: pl.DataFrame) -> pl.DataFrame:
    """事项, 决定数量, 说明, in the form's order."""
    found = {row["enforcement_code"]: row for row in decisions.iter_rows(named=True)}
    rows = [
        {
            "事项": found[code]["enforcement"],
            "决定数量": figures.counted(found[code], "decisions"),
            "说明": _parts(found[code]),
        }
        for code in ENFORCEMENT
        if code in found
    ]
    return pl.DataFrame(rows, schema={"事项": pl.String, "决定数量": pl.String, "说明": pl.String})


def procurement_table(purchases: pl.DataFrame) -> pl.DataFrame:
    """项目数量, 总金额, 说明: one row, or none where the form of that year has no procurement."""
    rows = [
        {
            "项目数量": figures.counted(row | {"approximate_parts": 0}, "projects"),
            "总金额": _amount(row),
            "说明": _parts(row),
        }
        for row in purchases.iter_rows(named=True)
    ]
    return pl.DataFrame(
        rows, schema={"项目数量": pl.String, "总金额": pl.String, "说明": pl.String}
    )


def _amount(row: Row) -> str:
    if row["amount_yuan"] is None:
        return figures.no_value(row)
    return ("约 " if row["approximate_parts"] else "") + figures.money(row["amount_yuan"])


def _parts(row: Row) -> str:
    return "、".join(figures.indicator_parts(row))


def show_trend(region: str, name: str) -> None:
    """One indicator over the years, where there are two or more."""
    years = regions.region_trend(region)
    if years["year"].n_unique() < 2:
        return
    st.subheader("历年变化", anchor=False)
    names = dict(zip(years["indicator_code"], years["indicator"], strict=True))
    code = filters.choose(
        st.columns([3, 8])[0], "指标", "overview-trend", list(names), None, lambda c: names[c]
    )
    points = trend_points(years, code)
    table = points.select(年度="year", 数值="text", 口径="note")
    pictures.show(charts.trend(points, names[code]), f"{name}{names[code]}历年变化", table)
    st.caption("空心点：当年汇总不完整。只有两年计入的机构相同、可以相比时才连线。")


def trend_points(years: pl.DataFrame, code: str) -> pl.DataFrame:
    """An indicator's points, a year without reports included: year, value (null where there is
    none), text, note, complete, run (the same for years that may be compared)."""
    found = {
        row["year"]: row
        for row in years.filter(pl.col("indicator_code") == code).iter_rows(named=True)
    }
    rows, run = [], 0
    for year in range(min(found), max(found) + 1):
        row = found.get(year)
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
        "note": f"{'完整' if row['is_complete'] else '不完整'}，{row['report_count']} 份报告",
        "complete": row["is_complete"],
    }


def show_reports(region: str, year: int, name: str) -> None:
    """Reports that the figures count, and those that a counted one already covers."""
    reports = regions.region_reports(region, year)
    st.subheader("报告", anchor=False)
    counted = reports.filter(pl.col("role") == "counted")
    covered = reports.filter(pl.col("role") == "covered")
    titles = ("计入汇总", "已含在上级汇总中")
    tabs = st.tabs([f"{titles[0]}（{counted.height}）", f"{titles[1]}（{covered.height}）"])
    for tab, title, part in zip(tabs, titles, (counted, covered), strict=True):
        with tab:
            tables.show(report_table(part, year), f"{name}{title}", link="详情")


def report_table(reports: pl.DataFrame, year: int) -> pl.DataFrame:
    """Reports as shown: 机构, 详情 (a link to its page), 级别, 读取, 公布日期, 核查 and so on."""
    rows = []
    for row in reports.iter_rows(named=True):
        shown = {
            "机构": row["agency"],
            "详情": tables.page_address("agency", agency=row["agency_id"], year=year),
            "是否按时": figures.on_time(row["is_on_time"]),
            "公布日期": figures.day(row["published"]),
            "时限": figures.day(row["due_date"]),
            "读取": figures.STATUSES.get(row["status"], figures.NOTHING),
            "核查": f"错误 {row['error_count'] or 0}，疑似 {row['warning_count'] or 0}",
            "级别": figures.LEVELS.get(row["level"], figures.NOTHING),
            "类别": figures.KINDS.get(row["kind"], figures.NOTHING),
        }
        if row["covered_by"]:
            shown["已含在"] = row["covered_by"]
        rows.append(shown)
    return pl.DataFrame(rows)


def show_gaps(region: str, year: int, name: str) -> None:
    """What the set lacks."""
    gaps = regions.region_gaps(region, year)
    st.subheader("缺少的报告", anchor=False)
    if gaps.is_empty():
        st.caption("没有：本级政府的汇总报告已包含所属各部门和下级政府。")
        return
    rows = [
        {"地区": row["missing_region_name"], "缺少": GAPS.get(row["gap"], row["gap"])}
        for row in gaps.iter_rows(named=True)
    ]
    tables.show(pl.DataFrame(rows), f"{name}缺少的报告")


render()
