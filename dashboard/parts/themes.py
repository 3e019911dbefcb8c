"""What pages about one subject share: its indicators now, over the years, and region by region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from dashboard.parts import (
    address,
    cards,
    charts,
    figures,
    filters,
    maps,
    pictures,
    tables,
    years,
)
from dashboard.queries import regions, subjects

Row = Mapping[str, Any]
KINDS_DRAWN = 15


def choose(title: str, page: str) -> filters.Scope | None:
    """Region and years with the heading of the page; None, said plainly, where there is nothing."""
    tree = filters.RegionTree(regions.tree())
    if not tree.provinces():
        st.text("数据中还没有能够确定地区的报告。")
        return None
    scope = filters.choose_scope(tree, page, with_range=True)
    heading = f"{scope.name}　{scope.year}年度{title}" if scope.year else scope.name
    st.header(figures.plain(heading), anchor=False)
    if scope.year is None:
        st.text("这一地区没有可以汇总的报告。")
        return None
    return scope


def show_set(first: Row) -> None:
    """Which reports the figures count, and whether that is all. `first`: a row of indicators."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        complete = first["is_complete"]
        st.badge("完整" if complete else "不完整", color="blue" if complete else "red")
        count = figures.number(first["report_count"])
        st.text(first["set_note"] or f"计入 {count} 份互不重复的报告")


def show_now(scope: filters.Scope, codes: Sequence[str]) -> None:
    """What the figures rest on, and a card for each indicator."""
    assert scope.year is not None
    indicators = regions.region_indicators(scope.region, scope.year)
    show_set(indicators.row(0, named=True))
    wanted = indicators.filter(pl.col("indicator_code").is_in(list(codes)))
    cards.indicator_cards(wanted, history(scope))


def history(scope: filters.Scope) -> pl.DataFrame:
    """The region's indicators over the chosen years, all columns of `regions.region_trend`."""
    assert scope.first is not None
    assert scope.year is not None
    return regions.region_trend(scope.region).filter(
        pl.col("year").is_between(scope.first, scope.year)
    )


def show_years(scope: filters.Scope, codes: Sequence[str], title: str) -> None:
    """Indicators of one unit over the years, a line each, and their figures."""
    found = history(scope).filter(pl.col("indicator_code").is_in(list(codes)))
    if found["year"].n_unique() < 2:
        return
    st.subheader(title, anchor=False)
    points = years.points(found)
    table = years.table(points)
    chart = charts.series(points, title, found["unit"][0])
    pictures.show(chart, f"{scope.name}{title}", table, shown=True, numbers=table.columns[1:])
    st.caption(years.HOW_TO_READ)


def show_below(scope: filters.Scope, codes: Sequence[str], title: str) -> None:
    """The regions right below by one of the indicators: a map where there is an approved one, or
    ranked bars; and a table with the change."""
    assert scope.year is not None
    found = regions.indicators_below(scope.region, scope.year).filter(
        pl.col("indicator_code").is_in(list(codes))
    )
    if found.is_empty():
        return
    st.subheader(title, anchor=False)
    code, names = _choose_indicator(found, "below")
    some = found.filter(pl.col("indicator_code") == code)
    name = f"{scope.name}{scope.year}年度各地{names[code]}"
    drawn = maps.draw(scope.region, some, names[code])
    ranked = some.sort("value", descending=True, nulls_last=True, maintain_order=True)
    chart = drawn.chart if drawn else charts.ranked_bars(region_bars(ranked), names[code])
    pictures.show(chart, name, region_table(some), shown=True, numbers=("数值", "分子", "分母"))
    if drawn:
        st.caption(figures.plain(drawn.approval))


def _choose_indicator(found: pl.DataFrame, word: str) -> tuple[str, dict[str, str]]:
    """A box over the indicators of a frame, kept in the address under `word`; those that no
    report of the year has are left out, unless none has any."""
    there = found.filter(pl.col("numerator").is_not_null())
    offered = found if there.is_empty() else there
    names = dict(
        offered.select("indicator_code", "indicator").unique(maintain_order=True).iter_rows()
    )
    code = filters.choose(
        st.columns([3, 8])[0], "指标", f"{word}-indicator", list(names), address.get(word),
        lambda one: names[one],
    )  # fmt: skip
    address.remember(**{word: code if code != next(iter(names)) else None})
    return code, names


def region_bars(found: pl.DataFrame) -> pl.DataFrame:
    """Bars of `charts.ranked_bars`: label, value, text, note."""
    return indicator_bars(found, "region_name")


def indicator_bars(found: pl.DataFrame, label: str) -> pl.DataFrame:
    """Indicators as bars of `charts.ranked_bars`, named by the column `label`."""
    rows = [
        {
            "label": row[label],
            "value": None if row["value"] is None else float(row["value"]),
            "text": years.words(row),
            "note": row["set_note"] or "",
        }
        for row in found.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def region_table(found: pl.DataFrame) -> pl.DataFrame:
    """Regions in official order: 地区, 数值, 分子, 分母, 比上年, 其中, 口径."""
    return indicator_table(found, "region_name", "地区")


def indicator_table(found: pl.DataFrame, label: str, first: str) -> pl.DataFrame:
    """Indicators as shown: `first` (the column `label`), 数值, 分子, 分母, 比上年, 其中, 口径."""
    rows = [
        {
            first: row[label],
            "数值": years.words(row),
            "分子": figures.NOTHING
            if row["denominator"] is None
            else figures.number(row["numerator"]),
            "分母": figures.number(row["denominator"]),
            "比上年": figures.indicator_change(row),
            "其中": "、".join(figures.indicator_parts(row)),
            "口径": row["set_note"] or "",
        }
        for row in found.iter_rows(named=True)
    ]
    return tables.frame(rows, (first, "数值", "分子", "分母", "比上年", "其中", "口径"))


def show_kinds(scope: filters.Scope, codes: Sequence[str], title: str) -> None:
    """Each kind of department (系统) in the region by one of the indicators."""
    assert scope.year is not None
    indicators = regions.region_indicators(scope.region, scope.year).filter(
        pl.col("indicator_code").is_in(list(codes))
    )
    st.subheader(title, anchor=False)
    code, names = _choose_indicator(indicators, "system")
    found = subjects.by_kind(scope.region, scope.year, code)
    if found.is_empty():
        st.caption("这一地区没有部门自己的报告。")
        return
    name = f"{scope.name}{scope.year}年度各系统{names[code]}"
    drawn = indicator_bars(found.head(KINDS_DRAWN), "organ_group")
    pictures.show(
        charts.ranked_bars(drawn, names[code]),
        name,
        indicator_table(found, "organ_group", "系统"),
        shown=True,
        numbers=("数值", "分子", "分母"),
    )
    if found.height > KINDS_DRAWN:
        st.caption(f"图中只画前 {KINDS_DRAWN} 个系统，表中列出全部 {found.height} 个。")
    st.caption("按各部门本机关的报告相加，不含各级政府的汇总报告。")


def show_largest(scope: filters.Scope, codes: Sequence[str], title: str, word: str) -> None:
    """The agencies with the largest count or amount, and how much of all they hold.

    `word`: where the choice of the indicator is kept in the address.
    """
    assert scope.year is not None
    indicators = regions.region_indicators(scope.region, scope.year).filter(
        pl.col("indicator_code").is_in(list(codes))
    )
    st.subheader(title, anchor=False)
    code, names = _choose_indicator(indicators, word)
    found = subjects.largest(scope.region, scope.year, code)
    if found.is_empty():
        st.caption("这一年没有机构在本机关的报告中填报此项。")
        return
    st.text(concentration_words(found))
    tables.show(
        largest_table(found, scope.year),
        f"{scope.name}{scope.year}年度{names[code]}居前的机构",
        numbers=("数值", "占比", "累计占比"),
        link="详情",
    )


def concentration_words(found: pl.DataFrame) -> str:
    """How much the first five hold of what all agencies report themselves, in a sentence."""
    first = found.row(0, named=True)
    fifth = found.row(min(5, found.height) - 1, named=True)
    total = figures.quantity(first["total"], first["unit"])
    return (
        f"共 {figures.number(first['agency_count'])} 个机构在本机关的报告中填报，合计 {total}；"
        f"前 {fifth['place']} 个占 {figures.percent(fifth['cumulative_share'])}。"
        "“核查”一栏有待处理发现的，数字可能有误。"
    )


def largest_table(found: pl.DataFrame, year: int) -> pl.DataFrame:
    """Agencies as shown: 名次, 机构, 地区, 数值, 占比, 累计占比, 比上年, 核查, 详情."""
    rows = [
        {
            "名次": str(row["place"]),
            "机构": row["agency"],
            "地区": row["region_name"] or figures.NOTHING,
            "数值": ("约 " if row["approximate_parts"] else "")
            + figures.quantity(row["value"], row["unit"])
            + ("〔推〕" if row["inferred_parts"] else ""),
            "占比": figures.percent(row["share"]),
            "累计占比": figures.percent(row["cumulative_share"]),
            "比上年": figures.change_words(row),
            "核查": f"有待处理 {row['open_finding_count']} 条" if row["open_finding_count"] else "",
            "详情": tables.page_address("agency", agency=row["agency_id"], year=year),
        }
        for row in found.iter_rows(named=True)
    ]
    columns = ("名次", "机构", "地区", "数值", "占比", "累计占比", "比上年", "核查", "详情")
    return tables.frame(rows, columns)
