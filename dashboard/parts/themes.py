"""What pages about one subject share: its indicators now, over the years, and region by region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from dashboard.parts import address, cards, charts, figures, filters, pictures, tables
from dashboard.queries import regions

Row = Mapping[str, Any]


def choose(title: str, page: str) -> filters.Scope | None:
    """Region and year with the heading of the page; None, said plainly, where there is nothing."""
    tree = filters.RegionTree(regions.tree())
    if not tree.provinces():
        st.text("数据中还没有能够确定地区的报告。")
        return None
    scope = filters.choose_scope(tree, page)
    address.remember(region=scope.region, year=scope.year)
    st.header(figures.plain(f"{scope.name}　{scope.year or ''}年度{title}"), anchor=False)
    if scope.year is None:
        st.text("这一地区没有可以汇总的报告。")
        return None
    return scope


def show_now(scope: filters.Scope, codes: Sequence[str]) -> None:
    """What the figures rest on, and a card for each indicator."""
    assert scope.year is not None
    indicators = regions.region_indicators(scope.region, scope.year)
    first = indicators.row(0, named=True)
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        complete = first["is_complete"]
        st.badge("完整" if complete else "不完整", color="blue" if complete else "red")
        st.text(first["set_note"] or f"计入 {figures.number(first['report_count'])} 份报告")
    cards.indicator_cards(indicators.filter(pl.col("indicator_code").is_in(list(codes))))


def show_years(scope: filters.Scope, codes: Sequence[str], title: str) -> None:
    """Indicators of one unit over the years, a line each, and their figures."""
    found = regions.region_trend(scope.region).filter(pl.col("indicator_code").is_in(list(codes)))
    if found["year"].n_unique() < 2:
        return
    st.subheader(title, anchor=False)
    points = year_points(found)
    pictures.show(
        charts.series(points, title, found["unit"][0]),
        f"{scope.name}{title}",
        points.select(指标="series", 年度="year", 数值="text", 口径="note"),
    )
    tables.show(
        year_table(points), f"{scope.name}{title}表", numbers=year_table(points).columns[1:]
    )
    st.caption("空心点：当年汇总不完整。只有两年计入的机构相同、可以相比时才连线。")


def year_points(found: pl.DataFrame) -> pl.DataFrame:
    """Points of `charts.series`: series, year, value, text, note, complete, run."""
    rows, run = [], 0
    for row in found.iter_rows(named=True):
        run += not row["is_comparable"]
        rows.append(
            {
                "series": row["indicator"],
                "year": str(row["year"]),
                # A position on the page, not a figure: the text beside it is exact.
                "value": None if row["value"] is None else float(row["value"]),
                "text": row_words(row),
                "note": ("" if row["is_complete"] else "不")
                + f"完整，{row['report_count']} 份报告",
                "complete": row["is_complete"],
                "run": run,
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def row_words(row: Row) -> str:
    """An indicator's value as text; why there is none where its form lacks it."""
    if row["value"] is None and row["numerator"] is None and row["withheld_reason"]:
        return "空白" if "空白" in row["withheld_reason"] else "无此项"
    return figures.indicator_value(row)


def year_table(points: pl.DataFrame) -> pl.DataFrame:
    """指标, then a column a year."""
    years = sorted(set(points["year"]))
    rows = [
        {"指标": name} | dict(part.select("year", "text").iter_rows())
        for (name,), part in points.group_by("series", maintain_order=True)
    ]
    return tables.frame(rows, ("指标", *years))


def show_below(scope: filters.Scope, codes: Sequence[str], title: str) -> None:
    """The regions right below, ranked by one of the indicators, with its change."""
    assert scope.year is not None
    found = regions.indicators_below(scope.region, scope.year).filter(
        pl.col("indicator_code").is_in(list(codes))
    )
    if found.is_empty():
        return
    st.subheader(title, anchor=False)
    names = dict(zip(found["indicator_code"], found["indicator"], strict=True))
    code = filters.choose(
        st.columns([3, 8])[0], "指标", f"{title}-indicator", list(names), None, lambda c: names[c]
    )
    some = found.filter(pl.col("indicator_code") == code)
    ranked = some.sort("value", descending=True, nulls_last=True, maintain_order=True)
    name = f"{scope.name}{scope.year}年度各地{names[code]}"
    table = region_table(some)
    pictures.show(charts.ranked_bars(region_bars(ranked), names[code]), f"{name}图", table)
    tables.show(table, name, numbers=("数值", "分子", "分母"))


def region_bars(found: pl.DataFrame) -> pl.DataFrame:
    """Bars of `charts.ranked_bars`: label, value, text, note."""
    rows = [
        {
            "label": row["region_name"],
            "value": None if row["value"] is None else float(row["value"]),
            "text": row_words(row),
            "note": row["set_note"] or "",
        }
        for row in found.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def region_table(found: pl.DataFrame) -> pl.DataFrame:
    """Regions in official order: 地区, 数值, 分子, 分母, 比上年, 其中, 口径."""
    rows = [
        {
            "地区": row["region_name"],
            "数值": row_words(row),
            "分子": figures.number(row["numerator"]),
            "分母": figures.number(row["denominator"]),
            "比上年": figures.indicator_change(row),
            "其中": "、".join(figures.indicator_parts(row)),
            "口径": row["set_note"] or "",
        }
        for row in found.iter_rows(named=True)
    ]
    return tables.frame(rows, ("地区", "数值", "分子", "分母", "比上年", "其中", "口径"))
