"""One agency among those of its kind, level and province: its indicators within their quartiles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from dashboard.parts import address, charts, figures, filters, pictures, tables
from dashboard.queries import agencies

Row = Mapping[str, Any]
STANDINGS = {
    "above": "高于四分之三的同类机构",
    "below": "低于四分之三的同类机构",
    "within": "居中",
}
COLUMNS = ("指标", "本机构", "同类中位数", "四分位范围", "最低至最高", "同类机构数", "位置")


def show(agency: Row) -> None:
    """Draw one indicator over the years within its band, and all of the newest year."""
    found = agencies.indicator_years(agency["agency_id"])
    usual = found.filter(pl.col("peer_count").is_not_null())
    if usual.is_empty():
        st.text("同级同类的机构不足 5 个，不作比较。")
        return
    st.text(f"同类：{peer_words(agency)}。统计范围（本机关或汇总）相同的才比较。")
    names = dict(
        usual.select("indicator_code", "indicator").unique(maintain_order=True).iter_rows()
    )
    code = filters.choose(
        st.columns([3, 8])[0], "指标", "agency-peers", list(names), address.get("measure"),
        lambda one: names[one],
    )  # fmt: skip
    address.remember(measure=code if code != next(iter(names)) else None)
    some = usual.filter(pl.col("indicator_code") == code)
    title = f"{agency['agency']}{names[code]}与同类机构"
    pictures.show(
        charts.band(band_rows(some), names[code]), title, peer_table(some, "年度"), shown=True
    )
    st.caption("蓝线为本机构，灰线为同类机构的中位数，灰带为中间一半同类机构。")
    year = usual["year"].sort()[-1]
    st.subheader(f"{year}年度各项指标与同类机构", anchor=False)
    tables.show(
        peer_table(usual.filter(pl.col("year") == year), "指标"),
        f"{agency['agency']}{year}年度与同类机构比较",
    )


def peer_words(agency: Row) -> str:
    """Who the peers are: 示例省 县级 财政局."""
    level = figures.LEVELS.get(agency["level"], "")
    kind = "政府" if agency["kind"] == "government" else agency["organ_group"] or "同类部门"
    return f"{agency['province'] or ''}{level}{kind}"


def peer_table(found: pl.DataFrame, first: str) -> pl.DataFrame:
    """Indicators beside those of the peers, headed by `COLUMNS`; `first` is 指标 or 年度."""
    rows = [_shown(row, first) for row in found.iter_rows(named=True)]
    return tables.frame(rows, (first, *COLUMNS[1:]))


def _shown(row: Row, first: str) -> dict[str, Any]:
    def words(name: str) -> str:
        return figures.quantity(row[name], "%" if row["is_rate"] else row["unit"])

    return {
        first: f"{row['year']}年" if first == "年度" else row["indicator"],
        "本机构": figures.indicator_value(row),
        "同类中位数": words("median"),
        "四分位范围": f"{words('lower_quartile')} 至 {words('upper_quartile')}",
        "最低至最高": f"{words('lowest')} 至 {words('highest')}",
        "同类机构数": figures.number(row["peer_count"]),
        "位置": STANDINGS.get(row["standing"] or "", figures.NOTHING),
    }


def band_rows(found: pl.DataFrame) -> pl.DataFrame:
    """Points of `charts.band`: year, value, lower, median, upper (positions), text, note."""
    rows = [
        {
            "year": str(row["year"]),
            "text": figures.indicator_value(row),
            "note": _shown(row, "年度")["四分位范围"],
        }
        # Positions on the page, not figures: the texts are exact.
        | {
            name: None if row[column] is None else float(row[column])
            for name, column in (
                ("value", "value"),
                ("lower", "lower_quartile"),
                ("median", "median"),
                ("upper", "upper_quartile"),
            )
        }
        for row in found.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)
