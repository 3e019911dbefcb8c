"""数据核查: what the checks found, each led to its source; the workbook to send back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from dashboard.parts import address, downloads, figures, filters, finding, send_back, tables
from dashboard.queries import findings, regions
from dashboard.queries.findings import Chosen

Row = Mapping[str, Any]
UNKNOWN_YEAR = 0
ALL = ""
OPEN, SETTLED = "待处理", "已有结论，不再计入"
A_PAGE = 200
MOST_IN_FILE = 100_000
CHECK_COLUMNS = {
    "finding_count": "发现",
    "open_count": "待处理",
    "confirmed_count": "属实",
    "explained_count": "已说明",
    "false_alarm_count": "误报",
    "mended_count": "已更正",
    "agency_count": "涉及机构",
}
COLUMNS = (
    "机构", "地区", "详情", "程度", "核查", "内容", "表", "位置", "结论", "文件", "编号",
)  # fmt: skip


def render() -> None:
    """Draw the page."""
    tree = filters.RegionTree(regions.tree())
    boxes = st.columns([3, 3, 3, 2])
    region = filters.choose_region(
        boxes[:3], tree, address.get("region"), key="findings", may_be_all=True
    )
    name = tree.full_name(region) if region else "全部地区"
    years = [year or UNKNOWN_YEAR for year in findings.years(region)["year"]]
    if not years:
        address.remember(region=region)
        st.header(figures.plain(f"{name}　数据核查"), anchor=False)
        st.text("没有核查发现。")
        return
    year = filters.choose(
        boxes[3], "年度", "findings-year", years, address.number("year"), year_name
    )
    address.remember(region=region, year=year or None)
    title = f"{name}{year_name(year)}数据核查"
    st.header(figures.plain(f"{name}　{year_name(year)}数据核查"), anchor=False)
    checks = findings.by_check(region, year or None)
    show_checks(checks, title)
    show_findings(Chosen(region, year or None), checks, title)


def year_name(year: int) -> str:
    """A year as it is offered: 2021年度, or 年度不详."""
    return f"{year}年度" if year else "年度不详"


def show_checks(checks: pl.DataFrame, title: str) -> None:
    """One line a check: how many findings, how many open, and the verdicts."""
    st.subheader("各项核查", anchor=False)
    tables.show(check_table(checks), f"{title}汇总", numbers=tuple(CHECK_COLUMNS.values()))


def check_table(checks: pl.DataFrame) -> pl.DataFrame:
    """Checks as shown: 核查, 程度, then the counts of `CHECK_COLUMNS`."""
    rows = [
        {"核查": row["check_name"], "程度": figures.SEVERITIES.get(row["severity"], "提示")}
        | {name: figures.number(row[code]) for code, name in CHECK_COLUMNS.items()}
        for row in checks.iter_rows(named=True)
    ]
    return tables.frame(rows, ("核查", "程度", *CHECK_COLUMNS.values()))


def show_findings(scope: Chosen, checks: pl.DataFrame, title: str) -> None:
    """The findings, those still open apart from those that a verdict settled, and one of them."""
    st.subheader("核查发现", anchor=False)
    chosen = choose(scope, checks)
    count = findings.count(chosen)
    state = OPEN if chosen.is_open else SETTLED
    st.caption(f"{state} {figures.number(count)} 条。点“查看”打开该机构的报告。")
    found = findings.findings(chosen, A_PAGE, _choose_page(chosen, count) * A_PAGE)
    short = found.with_columns(
        pl.col("places").map_elements(finding.short_places, return_dtype=pl.String)
    )
    tables.show(
        finding_table(short), f"{title}{state}", link="详情", empty="没有核查发现。",
        whole=lambda: finding_table(findings.findings(chosen, MOST_IN_FILE)),
    )  # fmt: skip
    if chosen.is_open and count:
        send_back.offer(chosen, title)
    finding.show(found)


def choose(scope: Chosen, checks: pl.DataFrame) -> Chosen:
    """The boxes that narrow the list; what was chosen stands in the address."""
    boxes = st.columns([2, 3, 2, 2, 3])
    states = [OPEN, SETTLED]
    state = filters.choose(boxes[0], "状态", "findings-state", states, address.get("state"))
    names = dict(checks.select("check_id", "check_name").iter_rows())
    check = _box(boxes[1], "核查", "check", {ALL: "全部"} | names)
    severity = _box(boxes[2], "程度", "severity", {ALL: "全部"} | figures.SEVERITIES)
    verdict = _box(boxes[3], "结论", "verdict", {ALL: "全部"} | finding.VERDICTS)
    if "findings-part" not in st.session_state:
        st.session_state["findings-part"] = st.query_params.get("q", "")
    part = boxes[4].text_input("机构名称含有", key="findings-part").strip()
    address.remember(state=None if state == OPEN else state, q=part)
    return replace(
        scope, is_open=state == OPEN, check_id=check, severity=severity, verdict=verdict, part=part
    )


def _box(box: Any, title: str, word: str, names: Mapping[str, str]) -> str:
    chosen = filters.choose(
        box, title, f"findings-{word}", list(names), address.get(word), lambda one: names[one]
    )
    address.remember(**{word: chosen})
    return chosen


def _choose_page(chosen: Chosen, count: int) -> int:
    """Which page of the list, from 0; a box only where there is more than one.

    Another list begins at its first page, whatever page the one before was left at.
    """
    pages = max(1, -(-count // A_PAGE))
    same = st.session_state.get("findings-chosen", chosen) == chosen
    st.session_state["findings-chosen"] = chosen
    if pages == 1:
        address.remember(page=None)
        return 0
    page = filters.choose(
        st.columns([2, 9])[0], "页", f"findings-page-{downloads.slug(repr(chosen))}",
        list(range(1, pages + 1)), address.number("page") if same else 1,
        lambda one: f"第 {one} 页，共 {pages} 页",
    )  # fmt: skip
    address.remember(page=page if page > 1 else None)
    return page - 1


def finding_table(found: pl.DataFrame) -> pl.DataFrame:
    """Findings as shown and sent back, headed by `COLUMNS`; 编号 is for raw/ledgers/reviews.csv."""
    return tables.frame([_shown(row) for row in found.iter_rows(named=True)], COLUMNS)


def _shown(row: Row) -> dict[str, Any]:
    link = tables.page_address("agency", agency=row["agency_id"], year=row["year"])
    note = f"：{row['verdict_note']}" if row["verdict_note"] else ""
    return {
        "机构": row["agency"] or finding.UNKNOWN_AGENCY,
        "地区": row["region_name"] or figures.NOTHING,
        # A report that was never received has no page.
        "详情": link if row["agency_id"] and row["year"] and row["document_path"] else None,
        "程度": figures.SEVERITIES.get(row["severity"], "提示"),
        "核查": row["check_name"],
        "内容": row["message"],
        "表": finding.where(row),
        "位置": row["places"] or "",
        "结论": finding.VERDICTS.get(row["verdict"] or "", "") + note,
        "文件": row["document_path"] or "",
        "编号": row["finding_key"],
    }


render()
