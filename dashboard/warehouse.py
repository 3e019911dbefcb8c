"""Every query of the dashboard, read-only on the published file.

Each function returns a polars DataFrame whose columns are named in its docstring. Results are
kept in Streamlit's cache under the identity of the file (inode, time, size), so a build that
replaces the file is seen by the next run of a page. No connection outlives its query: nothing
is locked, and the build may swap the file at any moment.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import streamlit as st

from orchestration.settings import Settings

Identity = tuple[str, int, int, int]
Parameters = tuple[str | int | None, ...]

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
    return Settings.from_env().published


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
    frame = _read(identity, "select schema || '.' || name as name from (show all tables)", ())
    return frozenset(frame["name"])


@st.cache_data(show_spinner=False, max_entries=512)
def _cached(identity: Identity, sql: str, parameters: Parameters) -> pl.DataFrame:
    return _read(identity, sql, parameters)


def _read(identity: Identity, sql: str, parameters: Parameters) -> pl.DataFrame:
    # Attached, not connected to: a connection to a path whose old file is still open in this
    # process would be given the old file.
    literal = identity[0].replace("'", "''")
    with duckdb.connect() as connection:
        connection.execute(f"attach '{literal}' as warehouse (read_only)")
        connection.execute("use warehouse")
        frame: pl.DataFrame = connection.sql(sql, params=list(parameters)).pl()
        return frame


def _query(sql: str, *parameters: str | int | None) -> pl.DataFrame:
    """Run one parameterised query on the file as it is now.

    Raises `ReplacedError` where the file was swapped meanwhile, so that no page mixes two builds.
    """
    identity = file_identity()
    if identity is None or st.session_state.get("_identity", identity) != identity:
        raise ReplacedError
    try:
        frame = _cached(identity, sql, parameters)
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


def build() -> pl.DataFrame:
    """One row about the build: built_at, documents, read, …; and the `notice` to show, if any."""
    return _query("select * from meta.build, marts.warehouse_notice")


# --- 总览 -----------------------------------------------------------------------------------


def regions() -> pl.DataFrame:
    """Regions that have reports, and those above them.

    Columns: region_code, region_name, full_name, region_level, parent_code; in official order.
    """
    return _query(
        """
        with recursive reported as (
            select region_code from marts.indicators_by_region
            union
            select region_code from marts.dim_agencies where region_code is not null
        ),
        shown as (
            select region_code, parent_code
            from marts.dim_regions where region_code in (select region_code from reported)
            union
            select above.region_code, above.parent_code
            from shown inner join marts.dim_regions as above
                on above.region_code = shown.parent_code
        )
        select region_code, region_name, full_name, region_level, parent_code
        from marts.dim_regions
        where region_code in (select region_code from shown)
        order by sort_order, region_code
        """
    )


def widest_province() -> str | None:
    """The province with the most reports: what the page shows where the address names none."""
    frame = _query(
        """
        select reports.region_code
        from marts.region_reports as reports
        inner join marts.dim_regions as regions using (region_code)
        where regions.region_level = 'province'
        group by reports.region_code
        order by count(*) desc, min(regions.sort_order)
        limit 1
        """
    )
    return None if frame.is_empty() else frame.item()


def years_of_region(region_code: str) -> pl.DataFrame:
    """Years with figures for a region, newest first. Column: year."""
    return _query(
        "select distinct year from marts.indicators_by_region where region_code = ?"
        " order by year desc",
        region_code,
    )


def region_indicators(region_code: str, year: int) -> pl.DataFrame:
    """One row an indicator, all columns of marts.indicators_by_region, in official order."""
    return _query(
        "select * from marts.indicators_by_region where region_code = ? and year = ?"
        " order by sort_order, indicator_code",
        region_code,
        year,
    )


def region_trend(region_code: str) -> pl.DataFrame:
    """All years of a region's indicators: year, indicator_code, indicator, unit, is_rate,
    value, numerator, denominator, withheld_reason, is_complete, is_comparable, report_count."""
    return _query(
        """
        select year, indicator_code, indicator, unit, is_rate, value, numerator, denominator,
            withheld_reason, is_complete, is_comparable, report_count
        from marts.indicators_by_region
        where region_code = ?
        order by sort_order, indicator_code, year
        """,
        region_code,
    )


def region_dispositions(region_code: str, year: int) -> pl.DataFrame:
    """A region's outcomes, each group before its parts, the total last.

    Columns: disposition, group_label, row_kind ('group', 'part', 'total'), request_count (null
    where blank or unreadable), share, blank_parts, inferred_parts, unreadable_parts.
    """
    return _query(
        """
        select disposition, group_label, row_kind, request_count, share, blank_parts,
            inferred_parts, unreadable_parts
        from marts.region_dispositions
        where region_code = ? and year = ?
        order by row_kind = 'total', sort_order, row_kind = 'part'
        """,
        region_code,
        year,
    )


def region_enforcement(region_code: str, year: int) -> pl.DataFrame:
    """A region's decisions by kind: enforcement_code, enforcement, decisions (null where blank
    or unreadable), blank_parts, approximate_parts, inferred_parts, unreadable_parts."""
    return _query(
        "select * from marts.region_enforcement where region_code = ? and year = ?",
        region_code,
        year,
    )


def region_procurement(region_code: str, year: int) -> pl.DataFrame:
    """A region's procurement, at most one row: projects, amount_yuan, blank_parts,
    approximate_parts."""
    return _query(
        "select * from marts.region_procurement where region_code = ? and year = ?",
        region_code,
        year,
    )


def region_reports(region_code: str, year: int) -> pl.DataFrame:
    """Reports of a region and year, the counted ones first.

    Columns: agency_id, agency, region_name, level, kind, role, covered_by (name), status,
    published, due_date, is_on_time, error_count, warning_count.
    """
    return _query(
        """
        select reports.agency_id, agencies.agency, regions.full_name as region_name,
            agencies.level, agencies.kind, reports.role, cover.agency as covered_by,
            facts.status, facts.published, facts.due_date, facts.is_on_time,
            facts.error_count, facts.warning_count
        from marts.region_reports as reports
        inner join marts.dim_agencies as agencies using (agency_id)
        left join marts.dim_regions as regions on regions.region_code = agencies.region_code
        left join marts.dim_agencies as cover on cover.agency_id = reports.covered_by
        left join marts.fct_reports as facts
            on facts.agency_id = reports.agency_id and facts.year = reports.year
        where reports.region_code = ? and reports.year = ?
        order by reports.role = 'covered', regions.sort_order, agencies.kind <> 'government',
            agencies.agency
        """,
        region_code,
        year,
    )


def region_gaps(region_code: str, year: int) -> pl.DataFrame:
    """What a region's set lacks: missing_region_code, missing_region_name, gap."""
    return _query(
        """
        select gaps.missing_region_code, gaps.missing_region_name, gaps.gap
        from marts.region_gaps as gaps
        left join marts.dim_regions as regions
            on regions.region_code = gaps.missing_region_code
        where gaps.region_code = ? and gaps.year = ?
        order by gaps.missing_region_code <> gaps.region_code, regions.sort_order
        """,
        region_code,
        year,
    )


# --- 机构 -----------------------------------------------------------------------------------


def agencies() -> pl.DataFrame:
    """Agencies with an accepted report, in region order.

    Columns: agency_id, agency, region_code, region_name (full), level, kind, latest_year.
    """
    return _query(
        """
        select agencies.agency_id, agencies.agency, agencies.region_code,
            regions.full_name as region_name, agencies.level, agencies.kind,
            max(reports.year) as latest_year
        from marts.dim_agencies as agencies
        inner join marts.fct_reports as reports using (agency_id)
        left join marts.dim_regions as regions on regions.region_code = agencies.region_code
        group by all
        order by min(regions.sort_order), min(agencies.kind <> 'government'), agencies.agency
        """
    )


def years_of_agency(agency_id: str) -> pl.DataFrame:
    """Years with an accepted report of an agency, newest first. Column: year."""
    return _query(
        "select distinct year from marts.fct_reports where agency_id = ? order by year desc",
        agency_id,
    )


def report(agency_id: str, year: int) -> pl.DataFrame:
    """The accepted report, at most one row: all columns of marts.fct_reports."""
    return _query(
        "select * from marts.fct_reports where agency_id = ? and year = ?", agency_id, year
    )


def report_tables(agency_id: str, year: int) -> pl.DataFrame:
    """Every cell of the forms that a report uses, with its figure where the page has one, table
    after table in the form's order.

    Columns: those of marts.form_layout, and value, state, basis, mark ('absent' where the page
    has no such cell), printed_text, place, note, document_path.
    """
    return _query(
        """
        with used as (
            select distinct form, table_name from marts.fct_figures
            where agency_id = $1 and year = $2
        ),
        figures as (
            select * from marts.fct_figures where agency_id = $1 and year = $2
        )
        select layout.*, figures.value, figures.state, figures.basis,
            coalesce(figures.mark, 'absent') as mark,
            figures.printed_text, figures.place, figures.note, figures.document_path
        from marts.form_layout as layout
        inner join used using (form, table_name)
        left join figures using (form, table_name, row_code, column_code)
        order by
            min(layout.line_no) over (partition by layout.form, layout.table_label),
            layout.form, layout.table_label, layout.line_no, layout.column_no
        """,
        agency_id,
        year,
    )


def agency_findings(agency_id: str, year: int) -> pl.DataFrame:
    """Findings on a report, gravest first: check_name, severity, message, table_name,
    table_label, row_label, column_label, places, document_path."""
    return _query(
        """
        select check_name, severity, message, table_name, table_label, row_label, column_label,
            places, document_path
        from marts.fct_findings
        where agency_id = ? and year = ?
        order by array_position(['error', 'warning', 'notice'], severity), check_id, message
        """,
        agency_id,
        year,
    )


def agency_files(agency_id: str, year: int) -> pl.DataFrame:
    """Files read for an agency and year, the used one and its attachments first: document_path,
    sha256, format, status, reason, role, attached_to, superseded_by, role_reason."""
    return _query(
        """
        select document_path, sha256, format, status, reason, role, attached_to, superseded_by,
            role_reason
        from marts.fct_raw_files
        where agency_id = ? and year = ?
        order by role <> 'used', role <> 'attached', document_path
        """,
        agency_id,
        year,
    )


def agency_indicators(agency_id: str, year: int) -> pl.DataFrame:
    """One row an indicator, all columns of marts.indicators_by_agency, in official order."""
    return _query(
        "select * from marts.indicators_by_agency where agency_id = ? and year = ?"
        " order by sort_order, indicator_code",
        agency_id,
        year,
    )
