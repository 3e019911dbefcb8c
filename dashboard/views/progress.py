"""报送进度: who has reported, who is late and who is missing, with the list to chase."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from dashboard.parts import address, cards, charts, figures, filters, pictures, tables
from dashboard.queries import progress, regions

Row = Mapping[str, Any]
STATUSES = {
    "missing": "未报送",
    "late": "逾期",
    "undated": "日期不详",
    "not_due": "未到时限",
    "not_collected": "当年报告未收集",
    "on_time": "按时",
}
TO_CHASE = ("missing", "late", "undated")
CHASE, EVERYBODY = "催报名单（未报送、逾期、日期不详）", "全部应报机构"
SHOWN = {CHASE: TO_CHASE, EVERYBODY: tuple(STATUSES)} | {
    name: (status,) for status, name in STATUSES.items()
}


def render() -> None:
    """Draw the page."""
    tree = filters.RegionTree(regions.tree())
    if not tree.provinces():
        st.text("数据中还没有能够确定地区的报告。")
        return
    boxes = st.columns([3, 3, 3, 2])
    wanted = address.get("region") or regions.widest_province()
    region = filters.choose_region(boxes[:3], tree, wanted, key="progress")
    name, years = tree.full_name(region), progress.years(region)["year"].to_list()
    if not years:
        address.remember(region=region)
        st.header(figures.plain(f"{name}　报送进度"), anchor=False)
        st.text("这一地区没有应当报送的机构。")
        return
    year = filters.choose(
        boxes[3], "年度", "progress-year", years, address.number("year"), lambda y: f"{y}年"
    )
    st.header(figures.plain(f"{name}　{year}年度报送进度"), anchor=False)
    show_counts(progress.region_counts(region, year).row(0, named=True))
    show_list(region, year, name)
    show_below(progress.counts_below(region, year), f"{name}{year}年度各地报送情况")
    show_kinds(progress.counts_by_kind(region, year), f"{name}{year}年度各类部门报送情况")


def show_counts(row: Row) -> None:
    """How many reports were due, and what became of them."""
    with st.container(border=True):
        cards.facts(count_facts(row))
    if row["not_collected_count"]:
        st.caption("“当年报告未收集”：这一年只收集到少数机构的报告，不能据此认定谁没有报送。")


def count_facts(row: Row) -> list[tuple[str, str]]:
    """Name and number of each count, those that are always told first."""
    always = [
        ("应报", f"{figures.number(row['due_count'])} 份"),
        ("已收到", f"{figures.number(row['received_count'])} 份"),
    ]
    told = [
        (STATUSES[status], f"{figures.number(row[f'{status}_count'])} 份")
        for status in ("on_time", "late", "undated", "missing")
    ]
    aside = [
        (STATUSES[status], f"{figures.number(row[f'{status}_count'])} 份")
        for status in ("not_due", "not_collected")
        if row[f"{status}_count"]
    ]
    return always + told + aside


def show_list(region: str, year: int, name: str) -> None:
    """Agencies by what became of their report; the list to chase stands first."""
    st.subheader("名单", anchor=False)
    shown = filters.choose(
        st.columns([4, 7])[0], "显示", "progress-status", list(SHOWN), address.get("show")
    )
    address.remember(region=region, year=year, show=None if shown == CHASE else shown)
    everyone = progress.obligations(region, year)
    some = everyone.filter(pl.col("status").is_in(list(SHOWN[shown])))
    st.caption(f"{figures.number(some.height)} 个机构。")
    title = shown.partition("（")[0]
    tables.show(
        obligation_table(some, year),
        f"{name}{year}年度{title}",
        numbers=["逾期天数"],
        link="详情",
    )


def obligation_table(obligations: pl.DataFrame, year: int) -> pl.DataFrame:
    """Agencies as shown: name, region, level, status, days; a link where there is a report."""
    rows = [
        {
            "机构": row["agency"],
            "地区": row["region_name"] or figures.NOTHING,
            "级别": figures.LEVELS.get(row["level"], figures.NOTHING),
            "状态": STATUSES.get(row["status"], row["status"]),
            "时限": figures.day(row["due_date"]),
            "公布日期": figures.day(row["published"]),
            "逾期天数": "" if row["days_late"] is None else figures.number(row["days_late"]),
            "详情": _link(row, year),
        }
        for row in obligations.iter_rows(named=True)
    ]
    columns = ("机构", "地区", "级别", "状态", "时限", "公布日期", "逾期天数", "详情")
    return tables.frame(rows, columns)


def _link(row: Row, year: int) -> str | None:
    if row["status"] not in {"on_time", "late", "undated"}:
        return None
    return tables.page_address("agency", agency=row["agency_id"], year=year)


def show_below(counts: pl.DataFrame, name: str) -> None:
    """The regions right below: a bar of each, and the counts."""
    if counts.is_empty():
        return
    st.subheader("各地报送情况", anchor=False)
    pictures.show(
        charts.stacked_bars(status_parts(counts), "地区", "状态", "份数"),
        f"{name}图",
        count_table(counts, "地区"),
    )
    tables.show(count_table(counts, "地区"), name, numbers=COUNT_NAMES)


def show_kinds(counts: pl.DataFrame, name: str) -> None:
    """Each kind of department, those that want most first."""
    if counts.is_empty():
        return
    st.subheader("各类部门报送情况", anchor=False)
    tables.show(count_table(counts, "部门"), name, numbers=COUNT_NAMES)


COUNTS = {"due": "应报", "received": "已收到"} | {
    status: STATUSES[status] for status in ("on_time", "late", "undated", "missing")
}
COUNT_NAMES = tuple(COUNTS.values())


def count_table(counts: pl.DataFrame, first: str) -> pl.DataFrame:
    """Counts as shown, headed by their Chinese names; `first` heads the column of names."""
    rows = [
        {first: row["name"]}
        | {name: figures.number(row[f"{code}_count"]) for code, name in COUNTS.items()}
        for row in counts.iter_rows(named=True)
    ]
    return tables.frame(rows, (first, *COUNT_NAMES))


def status_parts(counts: pl.DataFrame) -> pl.DataFrame:
    """The counts as parts of bars: label, part, value, text."""
    statuses = ("on_time", "late", "undated", "missing", "not_due", "not_collected")
    rows = [
        {
            "label": row["name"],
            "part": STATUSES[status],
            "value": row[f"{status}_count"],
            "text": f"{figures.number(row[f'{status}_count'])} 份",
        }
        for row in counts.iter_rows(named=True)
        for status in statuses
        if counts[f"{status}_count"].sum()
    ]
    return pl.DataFrame(rows)


render()
