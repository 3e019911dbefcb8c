"""The record that a published file carries of its build, and what that build changed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.database import attach, columns

_REPORT_CHANGES = """
select kind, year, agency
from warehouse.meta.report_revisions
where build_no = ?
order by kind = 'gone' desc, kind = 'replaced' desc, year, agency
limit ?
"""
_FIGURE_CHANGES = """
select
    year,
    agency,
    concat_ws('，', nullif(row_label, ''), nullif(column_label, '')) as label,
    old_value,
    old_state,
    new_value,
    new_state,
    cause
from warehouse.meta.figure_revisions
where build_no = ?
order by year, agency, row_code, column_code
limit ?
"""


@dataclass(frozen=True, slots=True)
class Published:
    """The build record of a published file; see meta.build for what each field says."""

    built_at: datetime
    code_version: str
    input_fingerprint: str
    documents: int
    read: int
    partial: int
    rejected: int
    figures: int
    findings: int
    build_no: int = 0
    reader_version: str | None = None
    reports: int = 0
    reports_added: int = 0
    reports_replaced: int = 0
    reports_gone: int = 0
    figures_changed: int = 0
    is_compared: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """The first few revisions of a build: rows of kind, year, agency; and of year, agency, label,
    old value and state, new value and state, cause."""

    reports: list[tuple[Any, ...]]
    figures: list[tuple[Any, ...]]


def published_build(path: Path) -> Published | None:
    """The build record of a published file; None where there is no such file yet.

    A file of an earlier version tells what it knows.
    """
    if not path.exists():
        return None
    try:
        with duckdb.connect() as con:
            attach(con, path, "warehouse")
            there = set(columns(con, "warehouse", "meta", "build"))
            known = [field.name for field in fields(Published) if field.name in there]
            listed = ", ".join(f'"{name}"' for name in known)
            [row] = con.execute(f"select {listed} from warehouse.meta.build").fetchall()
            return Published(**dict(zip(known, row, strict=True)))
    except (duckdb.Error, ValueError, TypeError):  # of another make, or damaged: build it anew
        return None


def last_changes(path: Path, build_no: int, most: int) -> Changes:
    """At most so many of the revisions of each kind that a published file holds of a build."""
    with duckdb.connect() as con:
        attach(con, path, "warehouse")
        reports = con.execute(_REPORT_CHANGES, [build_no, most]).fetchall()
        figures = con.execute(_FIGURE_CHANGES, [build_no, most]).fetchall()
    return Changes(reports, figures)
