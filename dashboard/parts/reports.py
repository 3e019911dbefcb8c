"""The reports behind a region's figures: counted, already covered, and missing."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboard.parts import address, figures, filters, tables
from dashboard.queries import regions

COUNTED, COVERED, MISSING = "计入汇总", "已含在上级汇总中", "缺少的报告"
ROLES = {COUNTED: "counted", COVERED: "covered"}
GAPS = {
    "none": "没有任何报告",
    "partial": "只有部分机构的报告",
    "no_government_report": "没有本级政府的汇总报告",
}


def show(region: str, year: int, name: str) -> None:
    """Draw the list that the reader chose; the counted reports stand first."""
    st.subheader("报告", anchor=False)
    shown = filters.choose(
        st.columns([3, 8])[0], "显示", "overview-reports", [COUNTED, COVERED, MISSING],
        address.get("reports"),
    )  # fmt: skip
    address.remember(reports=None if shown == COUNTED else shown)
    if shown == MISSING:
        tables.show(
            gap_table(regions.region_gaps(region, year)),
            f"{name}{MISSING}",
            empty="没有：本级政府的汇总报告已包含所属各部门和下级政府。",
        )
        return
    found = regions.region_reports(region, year, ROLES[shown])
    st.caption(f"{figures.number(found.height)} 份。")
    tables.show(report_table(found, year), f"{name}{shown}", link="详情")


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


def gap_table(gaps: pl.DataFrame) -> pl.DataFrame:
    """What the region's set lacks: 地区, 缺少."""
    return gaps.select(
        pl.col("missing_region_name").alias("地区"),
        pl.col("gap").replace_strict(GAPS, default=pl.col("gap")).alias("缺少"),
    )
