"""The published file, read-only: whether it is there and whole, and queries on it.

The queries themselves are in `queries/`, one module a subject. Results are kept in Streamlit's
cache under the identity of the file (inode, time, size), so a build that replaces the file is seen
by the next run of a page. Nothing is locked: the build may swap the file at any moment.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import duckdb
import polars as pl
import streamlit as st

from orchestration.settings import Settings

Identity = tuple[str, int, int, int]
Parameter = str | int | None
Named = tuple[tuple[str, Parameter], ...]

# A file that lacks one of these is called incomplete.
REQUIRED_TABLES = frozenset(
    {
        "marts.dim_agencies",
        "marts.dim_regions",
        "marts.fct_figures",
        "marts.fct_findings",
        "marts.fct_raw_files",
        "marts.fct_reports",
        "marts.form_layout",
        "marts.indicators_by_agency",
        "marts.indicators_by_region",
        "marts.region_dispositions",
        "marts.region_enforcement",
        "marts.region_gaps",
        "marts.region_procurement",
        "marts.region_reports",
        "marts.warehouse_notice",
        "meta.build",
    }
)


class ReplacedError(Exception):
    """A build swapped the file while a page was being drawn: draw it again."""


def published_path() -> Path:
    """Where the published file is: in GONGKAI_HOME, else in `data/`."""
    return _published_path(os.environ.get("GONGKAI_HOME"))


@cache
def _published_path(home: str | None) -> Path:
    return Settings.from_env(home=home).published


def file_identity() -> Identity | None:
    """The published file's path, inode, time of change (ns) and size; None where it is missing."""
    path = published_path()
    try:
        stat = path.stat()
    except OSError:
        return None
    return (str(path), stat.st_ino, stat.st_mtime_ns, stat.st_size)


def problem() -> str | None:
    """Why the published file can't be shown, as a Chinese sentence, or None where it can."""
    identity = file_identity()
    if identity is None:
        return "还没有建成的数据文件。"
    try:
        missing = REQUIRED_TABLES - _tables(identity)
    except duckdb.Error:
        return "数据文件打不开，可能没有写完，或由不兼容的版本写成。"
    if missing:
        return "数据文件不完整，缺少：" + "、".join(sorted(missing))
    return None


@st.cache_data(show_spinner=False, max_entries=4)
def _tables(identity: Identity) -> frozenset[str]:
    sql = "select schema || '.' || name as name from (show all tables)"
    frame = _read(identity, sql, (), ())
    return frozenset(frame["name"])


# Frames are never changed in place, so readers share them: a copy for each would take longer than
# the query.
@st.cache_resource(show_spinner=False, max_entries=512)
def _cached(
    identity: Identity, sql: str, parameters: tuple[Parameter, ...], named: Named
) -> pl.DataFrame:
    return _read(identity, sql, parameters, named)


def _read(
    identity: Identity, sql: str, parameters: tuple[Parameter, ...], named: Named
) -> pl.DataFrame:
    # Each query has a cursor of its own: readers' queries run side by side.
    with _opened(identity).cursor() as cursor:
        cursor.execute("use warehouse")
        given = dict(named) or list(parameters)
        frame: pl.DataFrame = cursor.sql(sql, params=given).pl()
        return frame


def _close(connection: duckdb.DuckDBPyConnection) -> None:
    connection.close()


# Opening a file takes longer than most queries. One that a build has replaced is let go of when
# the new one is opened; a query still running on it then fails, and its page is drawn again.
@st.cache_resource(show_spinner=False, max_entries=1, on_release=_close)
def _opened(identity: Identity) -> duckdb.DuckDBPyConnection:
    """The published file as it was at `identity`, attached as `warehouse`.

    Attached, not connected to: a connection to a path whose old file is still open in this process
    would be given the old file.
    """
    literal = identity[0].replace("'", "''")
    connection = duckdb.connect()
    try:
        connection.execute(f"attach '{literal}' as warehouse (read_only)")
    except duckdb.Error:
        connection.close()
        raise
    return connection


def query(sql: str, *parameters: Parameter, **named: Parameter) -> pl.DataFrame:
    """Run one parameterised query on the file as it is now, with `?`, `$1` or `$name` in it.

    Raises `ReplacedError` where the file was swapped meanwhile, so that no page mixes two builds.
    """
    identity = file_identity()
    if identity is None or st.session_state.get("_identity", identity) != identity:
        raise ReplacedError
    try:
        frame = _cached(identity, sql, parameters, tuple(named.items()))
    except duckdb.Error:
        if file_identity() != identity:
            raise ReplacedError from None
        raise
    if file_identity() != identity:
        raise ReplacedError
    return frame


def pin_identity() -> None:
    """Hold the file's identity for this run of the page: a swap then raises `ReplacedError`."""
    st.session_state["_identity"] = file_identity()
