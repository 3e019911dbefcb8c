"""汇总报表: a region's own tables 二, 三 and 四, filled by roll-up, as files ready to paste."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from dashboard.parts import (
    address,
    downloads,
    figures,
    filters,
    official_files,
    official_table,
    reports,
    themes,
)
from dashboard.parts.official_files import OfficialTable
from dashboard.queries import builds, regions, summaries

Row = Mapping[str, Any]
MARKS = {
    "stated": "原文所载",
    "approximate": "约数",
    "inferred": "推断",
    "inferred_approximate": "推断，约数",
    "corrected": "本单位更正",
    "blank": "空白",
    "not_applicable": "不适用",
    "unreadable": "读不出",
    "absent": "没有这一格",
}
OWN, ADDED = "按本级政府的汇总报告", "按各部门和下级政府的报告相加"
PARTS = ("表", "指标", "单位", "机构", "数据", "依据", "原文印作", "位置", "文件")


def render() -> None:
    """Draw the page."""
    tree = filters.RegionTree(regions.tree())
    if not tree.provinces():
        st.text("数据中还没有能够确定地区的报告。")
        return
    scope = filters.choose_scope(tree, "summary")
    region, year = scope.region, scope.year
    st.header(figures.plain(f"{scope.name}　{year or ''}年度汇总报表"), anchor=False)
    filled = fill(region, year) if year else None
    if filled is None or filled.frame.is_empty():
        st.text("这一地区没有可以汇总的报告，或这一年没有全国统一的表格。")
        return
    show_basis(region, filled)
    laid_out = official_tables(filled.frame)
    show_files(filled, laid_out, f"{scope.name}{year}年度汇总报表")
    official_table.show_legend()
    for number, table in enumerate(laid_out):
        st.subheader(figures.plain(table.title), anchor=False)
        official_table.show(f"summary-{number}", table.sections)


@dataclass(frozen=True, slots=True)
class Filled:
    """The official tables with their sums, and how to list what they were added from.

    `government` has added up the parts of that agency's report; None: the reports that count.
    """

    frame: pl.DataFrame
    region: str
    year: int
    government: str | None

    def parts(self) -> pl.DataFrame:
        """The figures that were added, as `summaries.parts`."""
        if self.government:
            return summaries.added_parts(self.government, self.year)
        return summaries.parts(self.region, self.year)

    def gaps(self) -> pl.DataFrame:
        """What is missing, with Chinese heads."""
        if self.government:
            missing = summaries.missing_parts(self.government, self.year)
            return missing.rename({"region_name": "地区", "agency": "未报送的机构"})
        return reports.gap_table(regions.region_gaps(self.region, self.year))


def fill(region: str, year: int) -> Filled:
    """The tables as the reader wants them filled; where the region's government has reported for
    all, one may ask for the sums of the parts in its place."""
    government = summaries.government(region, year)
    if government:
        chosen = filters.choose(
            st.columns([4, 7])[0], "填法", "summary-fill", [OWN, ADDED], address.get("fill")
        )
        address.remember(fill=chosen if chosen == ADDED else None)
        if chosen == ADDED:
            return Filled(summaries.added_tables(government, year), region, year, government)
    return Filled(summaries.region_tables(region, year), region, year, None)


def show_basis(region: str, filled: Filled) -> None:
    """Which reports the sums stand on, and whether any is missing."""
    if filled.government:
        missing = filled.gaps().height
        with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
            st.badge("不完整" if missing else "完整", color="red" if missing else "blue")
            st.text(
                f"所属各部门和下级政府的报告相加；{figures.number(missing)} 个尚未报送。"
                if missing
                else "所属各部门和下级政府的报告相加，均已报送。"
            )
        st.caption(
            "不能相加的（如比率、各机关可以分别统计同一件事的）不填。点击任一数据可与本级政府所印对照。"
        )
        return
    themes.show_set(regions.region_indicators(region, filled.year).row(0, named=True))
    st.caption("点击任一数据可查看它由多少份报告相加、其中有无空白、推断或约数。")


def official_tables(frame: pl.DataFrame) -> list[OfficialTable]:
    """The region's tables as the form prints them, each figure saying what it was added from."""
    tables = []
    for table in frame.partition_by("table_label", maintain_order=True):
        cells = [as_figure(row) for row in table.iter_rows(named=True)]
        sources = {f"{c['row_code']}/{c['column_code']}": source_lines(c) for c in cells}
        laid_out = official_table.sections(cells)
        for section in laid_out:
            for cell in (cell for line in section["body"] for cell in line):
                if cell.get("source"):
                    cell["source"] = sources[cell["id"]]
        tables.append(OfficialTable(cells[0]["table_label"], laid_out))
    return tables


def as_figure(row: Row) -> Row:
    """A sum with what a printed figure has beside it: none of that, for it is printed nowhere."""
    return {
        **row,
        "printed_text": "",
        "basis": None,
        "correction_reason": None,
        "note": None,
        "place": None,
        "document_path": None,
    }


def source_lines(row: Row) -> list[list[str]]:
    """What an opened sum says of itself: [name, text] pairs, in reading order."""
    if not row["report_count"]:
        return []
    lines = [
        ["指标", official_table.figure_name(row)],
        ["合计", official_table.reading(row)],
        ["计入", f"{row['report_count']} 份报告，其中 {row['used_count']} 份有这一项"],
    ]
    parts = figures.indicator_parts(row)
    if parts:
        lines.append(["其中", "、".join(parts)])
    if row.get("printed_value") is not None:
        printed = figures.in_unit(row["printed_value"], row["unit"])
        lines.append(["本级政府所印", printed])
    if row["withheld_reason"]:
        lines.append(["说明", row["withheld_reason"]])
    return lines


def show_files(filled: Filled, laid_out: list[OfficialTable], name: str) -> None:
    """The tables as a workbook, with the reports behind each figure, and as a Word document."""
    values = {f"{r['row_code']}/{r['column_code']}": r for r in filled.frame.iter_rows(named=True)}
    notice, file = builds.notice(), downloads.marked(name)

    def workbook() -> bytes:
        lists = {
            "数据来源": part_table(filled.parts()),
            "缺少的报告": filled.gaps(),
        }
        return official_files.workbook(laid_out, values, lists, notice)

    def document() -> bytes:
        notes = [note for note in (notice,) if note]
        return official_files.document(name, laid_out, notes)

    with st.container(horizontal=True, gap="small"):
        downloads.button("Excel（含数据来源和缺报）", f"{file}.xlsx", workbook, downloads.XLSX)
        downloads.button("Word（可贴入年度报告）", f"{file}.docx", document, official_files.DOCX)


def part_table(parts: pl.DataFrame) -> pl.DataFrame:
    """The figures that the sums were added from, headed by `PARTS`; 数据 in the form's unit."""
    rows = [
        {
            "表": row["table_label"],
            "指标": official_table.figure_name(row),
            "单位": row["unit"] or "",
            "机构": row["agency"],
            "数据": None if row["value"] is None else figures.scaled(row["value"], row["unit"]),
            "依据": MARKS.get(row["mark"], row["mark"]),
            "原文印作": row["printed_text"] or "",
            "位置": row["place"] or "",
            "文件": row["document_path"] or "",
        }
        for row in parts.iter_rows(named=True)
    ]
    kinds = dict.fromkeys(PARTS, pl.String) | {"数据": pl.Decimal(28, 8)}
    return pl.DataFrame(rows, schema=kinds, orient="row")


render()
