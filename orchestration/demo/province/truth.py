"""What is kept beside the province's reports: what they print, what is true, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from orchestration.demo.printing import Printed
from orchestration.demo.province.agencies import Agency
from orchestration.demo.province.documents import Published
from orchestration.demo.province.history import AgencyYear
from orchestration.demo.province.oracle import Expected
from orchestration.demo.province.planting import Issue
from orchestration.reading.identities import Key

Row = dict[str, Any]
_EXACT = pl.Decimal(20, 4)
_FIGURE = {"agency": pl.String, "year": pl.Int32, "row": pl.String, "column": pl.String}

# The figures of the documents that count, as printed.
FIGURES = {
    **_FIGURE, "value": _EXACT, "state": pl.String, "printed_text": pl.String, "basis": pl.String,
}  # fmt: skip
# What every agency truly did, whether it was printed, printed wrongly or not at all.
TOTALS = {**_FIGURE, "value": _EXACT}
# Every file. `role`: report (the one that counts), copy, superseded, attachment. `is_plain`: its
# layout keeps every place, its labels are the form's. `kind`: the error planted in the report.
DOCUMENTS = {
    "path": pl.String, "role": pl.String, "agency": pl.String, "region_code": pl.String,
    "level": pl.String, "kind_of_agency": pl.String, "parent": pl.String, "year": pl.Int32,
    "published": pl.Date, "form": pl.String, "layout": pl.String, "is_plain": pl.Boolean,
    "kind": pl.String,
}  # fmt: skip
# Every finding that there must be; see `Expected`.
ERRORS = {
    "check": pl.String, "agency": pl.String, "region_code": pl.String, "year": pl.Int32,
    "kind": pl.String, "table_label": pl.String, "row_label": pl.String,
    "column_label": pl.String, "row": pl.String, "column": pl.String, "is_across": pl.Boolean,
}  # fmt: skip


def document_rows(issue: Issue, made: Published, everyone: Sequence[Agency]) -> Iterator[Row]:
    """A row for each file of a report."""
    agency = issue.of.agency
    for file in made.files:
        yield {
            "path": file.path.as_posix(),
            "role": file.role,
            "agency": agency.name,
            "region_code": agency.region.code,
            "level": agency.level,
            "kind_of_agency": agency.kind,
            "parent": None if agency.parent is None else everyone[agency.parent].name,
            "year": issue.of.year,
            "published": issue.published,
            "form": issue.of.form,
            "layout": file.layout,
            "is_plain": file.is_plain,
            "kind": issue.kind,
        }


def figure_rows(of: AgencyYear, cells: Mapping[Key, Printed]) -> Iterator[Row]:
    """A row for each figure that a report prints."""
    for (row, column), printed in cells.items():
        yield {
            "agency": of.agency.name,
            "year": of.year,
            "row": row,
            "column": column,
            "value": printed.value,
            "state": printed.state,
            "printed_text": printed.text,
            "basis": printed.basis,
        }


def total_rows(year: Sequence[AgencyYear]) -> list[Row]:
    """A row for each true figure that is not nil."""
    return [
        {"agency": of.agency.name, "year": of.year, "row": row, "column": column, "value": value}
        for of in year
        for (row, column), value in of.values.items()
        if value
    ]


def error_rows(expected: Sequence[Expected]) -> list[Row]:
    """A row for each finding that there must be."""
    return [{key: value for key, value in asdict(one).items() if key in ERRORS} for one in expected]


def save(path: Path, rows: Sequence[Row], schema: Any) -> None:
    """Write rows in Parquet."""
    pl.DataFrame(list(rows), schema=schema).write_parquet(path)
