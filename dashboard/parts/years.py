"""Indicators over the years: the points of a chart, and the table beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from dashboard.parts import figures, tables

Row = Mapping[str, Any]
HOW_TO_READ = "空心点：当年汇总不完整。只有两年计入的机构相同、可以相比时才连线。"


def points(found: pl.DataFrame, series: str = "indicator") -> pl.DataFrame:
    """Points of `charts.series`: series, year, value, text, note, complete, run.

    `found`: rows of an indicators mart, the years of one series after another; `series` is the
    column that tells the lines apart. A line joins only years that may be compared.
    """
    rows, run = [], 0
    for row in found.iter_rows(named=True):
        run += not row["is_comparable"]
        rows.append(
            {
                "series": row[series],
                "year": str(row["year"]),
                # A position on the page, not a figure: the text beside it is exact.
                "value": None if row["value"] is None else float(row["value"]),
                "text": words(row),
                "note": basis(row),
                "complete": row["is_complete"],
                "run": run,
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def basis(row: Row) -> str:
    """What a year's figure stands on: 完整，12 份报告."""
    return f"{'' if row['is_complete'] else '不'}完整，{row['report_count']} 份报告"


def words(row: Row) -> str:
    """An indicator's value as text; why there is none where its form lacks it."""
    if row["value"] is None and row["numerator"] is None and row["withheld_reason"]:
        return "空白" if "空白" in row["withheld_reason"] else "无此项"
    return figures.indicator_value(row)


def table(found: pl.DataFrame, first: str = "指标") -> pl.DataFrame:
    """`first` (the series), then a column a year. `found`: as `points` gives."""
    names = sorted(set(found["year"]))
    rows = [
        {first: name} | dict(part.select("year", "text").iter_rows())
        for (name,), part in found.group_by("series", maintain_order=True)
    ]
    return tables.frame(rows, (first, *names)).fill_null(figures.NOTHING)
