"""数据核查: what the checks found, and the list to send back to the agencies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from dashboard.parts import address, figures, filters, tables
from dashboard.queries import findings, regions

Row = Mapping[str, Any]
UNKNOWN_YEAR = 0
ALL = "全部"
OPEN, SETTLED = "待处理", "已有结论，不再计入"
VERDICTS = {
    "confirmed": "属实",
    "explained": "已说明",
    "false_alarm": "误报",
    "mended": "已更正",
}
UNKNOWN_AGENCY = "（未能确定机构）"
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
    title = f"{name}{year_name(year)}数据核查"
    st.header(figures.plain(f"{name}　{year_name(year)}数据核查"), anchor=False)
    checks = findings.by_check(region, year or None)
    show_checks(checks, title)
    show_findings(findings.findings(region, year or None), checks, (region, year), title)


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


def show_findings(
    found: pl.DataFrame, checks: pl.DataFrame, scope: tuple[str, int], title: str
) -> None:
    """The findings themselves: those still open apart from those that a verdict settled."""
    st.subheader("核查发现", anchor=False)
    boxes = st.columns([3, 3, 5])
    names = dict(zip(checks["check_id"], checks["check_name"], strict=True))
    check = filters.choose(
        boxes[0], "核查", "findings-check", [ALL, *names], address.get("check"),
        lambda code: names.get(code, ALL),
    )  # fmt: skip
    severity = filters.choose(
        boxes[1], "程度", "findings-severity", [ALL, *figures.SEVERITIES],
        address.get("severity"), lambda code: figures.SEVERITIES.get(code, ALL),
    )  # fmt: skip
    region, year = scope
    address.remember(
        region=region, year=year or None,
        check=None if check == ALL else check,
        severity=None if severity == ALL else severity,
    )  # fmt: skip
    some = narrowed(found, check, severity)
    still = some.filter(pl.col("is_open"))
    settled = some.filter(~pl.col("is_open"))
    st.caption("点“查看”打开该机构的报告：所指的数据在表中以红框标出，点击即见原文和位置。")
    tabs = st.tabs([f"{OPEN}（{still.height}）", f"{SETTLED}（{settled.height}）"])
    for tab, part, word in zip(tabs, (still, settled), (OPEN, SETTLED), strict=True):
        with tab:
            tables.show(
                finding_table(part, year), f"{title}{word}", link="详情", empty="没有核查发现。"
            )


def narrowed(found: pl.DataFrame, check: str, severity: str) -> pl.DataFrame:
    """The findings of one check and one severity; `ALL` takes every one."""
    if check != ALL:
        found = found.filter(pl.col("check_id") == check)
    if severity != ALL:
        found = found.filter(pl.col("severity") == severity)
    return found


def finding_table(found: pl.DataFrame, year: int) -> pl.DataFrame:
    """Findings as shown and sent back, headed by `COLUMNS`; 编号 is for raw/ledgers/reviews.csv."""
    return tables.frame([_shown(row, year) for row in found.iter_rows(named=True)], COLUMNS)


def _shown(row: Row, year: int) -> dict[str, Any]:
    link = tables.page_address("agency", agency=row["agency_id"], year=year)
    where = [row["table_label"], row["row_label"], row["column_label"]]
    note = f"：{row['verdict_note']}" if row["verdict_note"] else ""
    return {
        "机构": row["agency"] or UNKNOWN_AGENCY,
        "地区": row["region_name"] or figures.NOTHING,
        # A report that was never received has no page.
        "详情": link if row["agency_id"] and year and row["document_path"] else None,
        "程度": figures.SEVERITIES.get(row["severity"], "提示"),
        "核查": row["check_name"],
        "内容": row["message"],
        "表": " · ".join(word for word in where if word),
        "位置": row["places"] or "",
        "结论": VERDICTS.get(row["verdict"] or "", "") + note,
        "文件": row["document_path"] or "",
        "编号": row["finding_key"],
    }


render()
