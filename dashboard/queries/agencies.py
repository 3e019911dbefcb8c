"""Agencies: who reports, and one agency's report of one year.

Each function returns a polars DataFrame whose columns are named in its docstring.
"""

from __future__ import annotations

import polars as pl

from dashboard.warehouse import query


def everyone() -> pl.DataFrame:
    """Agencies with an accepted report, in region order.

    Columns: agency_id, agency, region_code, region_name (full), level, kind, latest_year.
    """
    return query(
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
    return query(
        "select distinct year from marts.fct_reports where agency_id = ? order by year desc",
        agency_id,
    )


def report(agency_id: str, year: int) -> pl.DataFrame:
    """The accepted report, at most one row: all columns of marts.fct_reports."""
    return query(
        "select * from marts.fct_reports where agency_id = ? and year = ?", agency_id, year
    )


def report_tables(agency_id: str, year: int) -> pl.DataFrame:
    """Every cell of the forms that a report uses, with its figure where the page has one, table
    after table in the form's order.

    Columns: those of marts.form_layout, and value, state, basis, mark ('absent' where the page
    has no such cell), printed_text, place, note, document_path, correction_reason, corrected_by,
    corrected_on.
    """
    return query(
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
            figures.printed_text, figures.place, figures.note, figures.document_path,
            figures.correction_reason, figures.corrected_by, figures.corrected_on
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
    return query(
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
    return query(
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
    return query(
        "select * from marts.indicators_by_agency where agency_id = ? and year = ?"
        " order by sort_order, indicator_code",
        agency_id,
        year,
    )
