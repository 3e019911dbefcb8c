"""Outcomes of requests as charts and tables want them: by year, by region, as a flow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from dashboard.parts import figures, tables

Row = Mapping[str, Any]
IN, OUT = "来件", "去向"


def parts_by_year(groups: pl.DataFrame) -> pl.DataFrame:
    """Parts of `charts.stacked_bars`, a bar a year: label, part, value, text.

    `groups`: as `subjects.outcome_years`.
    """
    rows = [
        {
            "label": f"{row['year']}年",
            "part": row["group_label"],
            "value": row["request_count"],
            "text": share_words(row),
        }
        for row in groups.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def share_words(row: Row) -> str:
    """A count of outcomes with its share of all: 12 件，占 40.0%."""
    count = figures.counted(row, "request_count")
    if row["request_count"] is None:
        return count
    share = "" if row["share"] is None else f"，占 {figures.percent(row['share'])}"
    return f"{count} 件{share}"


def table_by_year(groups: pl.DataFrame) -> pl.DataFrame:
    """办理结果, then a column a year with the counts."""
    years = [f"{year}年" for year in groups["year"].unique().sort()]
    rows = [
        {"办理结果": name}
        | {f"{row['year']}年": share_words(row) for row in part.iter_rows(named=True)}
        for (name,), part in groups.group_by("group_label", maintain_order=True)
    ]
    return tables.frame(rows, ("办理结果", *years))


def bars(outcomes: pl.DataFrame) -> pl.DataFrame:
    """Bars of `charts.ranked_bars`: label, value, text, note."""
    rows = [
        {
            "label": row["disposition"],
            "value": row["request_count"],
            "text": figures.counted(row, "request_count"),
            "note": "，".join([share_words(row), *figures.indicator_parts(row)]),
        }
        for row in outcomes.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def bar_table(outcomes: pl.DataFrame, first: str) -> pl.DataFrame:
    """Outcomes as shown: `first` (their name), 件数, 占比, 说明."""
    rows = [
        {
            first: row["disposition"],
            "件数": figures.counted(row, "request_count"),
            "占比": figures.percent(row["share"]),
            "说明": "、".join(figures.indicator_parts(row)),
        }
        for row in outcomes.iter_rows(named=True)
    ]
    return tables.frame(rows, (first, "件数", "占比", "说明"))


def cells_by_region(below: pl.DataFrame) -> pl.DataFrame:
    """Cells of `charts.matrix`, a line a region: label, part, share, text, note.

    `below`: as `subjects.outcomes_below`, without the totals.
    """
    rows = [
        {
            "label": row["region_name"],
            "part": row["group_label"],
            # A depth of colour, not a figure: the text is exact.
            "share": None if row["share"] is None else float(row["share"]),
            "text": figures.counted(row, "request_count"),
            "note": figures.percent(row["share"]),
        }
        for row in below.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def table_by_region(below: pl.DataFrame) -> pl.DataFrame:
    """地区, then a column an outcome with its count, 总计 last."""
    ordered = below.sort("row_kind", maintain_order=True)["group_label"]
    names = ordered.unique(maintain_order=True).to_list()
    rows = [
        {"地区": name}
        | {row["group_label"]: figures.counted(row, "request_count") for row in part.to_dicts()}
        for (name,), part in below.group_by("region_name", maintain_order=True)
    ]
    return tables.frame(rows, ("地区", *names)).fill_null(figures.NOTHING)


def flow(sums: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """What came in and what became of it, as parts of two bars: label, part, value, text.

    `sums`: rows of requests.* (`subjects.sums`, totals of one year); `groups`: the outcomes of
    that year (`subjects.outcome_years`).
    """
    by_code = {row["row_code"]: row for row in sums.iter_rows(named=True)}
    into = [_flow_row(IN, by_code, code) for code in ("requests.new", "requests.carried_in")]
    outcomes = [
        {
            "label": OUT,
            "part": row["group_label"],
            "value": row["request_count"],
            "text": share_words(row),
        }
        for row in groups.iter_rows(named=True)
    ]
    rows = [*into, *outcomes, _flow_row(OUT, by_code, "requests.carried_out")]
    return pl.DataFrame([row for row in rows if row], infer_schema_length=None)


def _flow_row(label: str, by_code: Mapping[str, Row], code: str) -> dict[str, Any] | None:
    row = by_code.get(code)
    if row is None:
        return None
    value = row["value"]
    return {
        "label": label,
        "part": row["row_name"],
        "value": None if value is None else int(value),
        "text": sum_words(row),
    }


def sum_words(row: Row, unit: str = "件") -> str:
    """A sum of the official tables as text: its number with its marks, or why there is none."""
    if row["value"] is None:
        return figures.no_value(row)
    return f"{figures.with_marks(figures.number(row['value']), row['mark'])} {unit}".strip()
