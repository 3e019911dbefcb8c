"""Agencies: who reports, and one agency's report of one year.

Each function returns a polars DataFrame whose columns are named in its docstring.
"""

from __future__ import annotations

import polars as pl

from dashboard.warehouse import query


def found(region_code: str, part: str, chosen: str | None, most: int) -> pl.DataFrame:
    """Agencies of a region ('' for all) whose name has every word of `part`, governments first.

    At most `most` rows; the chosen one is the first where it is of the region, whatever its name.
    Columns: agency_id, agency, region_name (full), match_count (of all that match).
    """
    return query(
        """
        select agencies.agency_id, agencies.agency, regions.full_name as region_name,
            count(*) over () as match_count
        from marts.dim_agencies as agencies
        left join marts.dim_regions as regions on regions.region_code = agencies.region_code
        where ($1 = '' or agencies.agency_id in (
                select agency_id from marts.agency_regions where region_code = $1
            ))
            and (agencies.agency_id = $3
                or len(list_filter(
                    string_split($2, ' '), lambda word: not contains(agencies.agency, word)
                )) = 0)
        order by agencies.agency_id = $3 desc, regions.sort_order nulls last,
            agencies.kind <> 'government', agencies.agency collate zh
        limit $4
        """,
        region_code,
        part,
        chosen or "",
        most,
    )


def one(agency_id: str) -> pl.DataFrame:
    """An agency, at most one row: agency_id, agency, region_code, region_name (full), level, kind,
    province, organ_group."""
    return query(
        """
        select agencies.agency_id, agencies.agency, agencies.region_code,
            regions.full_name as region_name, agencies.level, agencies.kind, agencies.province,
            groups.organ_group
        from marts.dim_agencies as agencies
        left join marts.dim_regions as regions on regions.region_code = agencies.region_code
        left join marts.dim_agency_groups as groups
            on groups.organ_group_code = agencies.organ_group_code
        where agencies.agency_id = ?
        """,
        agency_id,
    )


def years_of_agency(agency_id: str) -> pl.DataFrame:
    """Years on which an agency reported or had to, newest first: year, has_report."""
    return query(
        """
        select year, bool_or(has_report) as has_report
        from (
            select year, true as has_report from marts.fct_reports where agency_id = $1
            union all
            select year, false from marts.fct_obligations where agency_id = $1
        )
        group by year
        order by has_report desc, year desc
        """,
        agency_id,
    )


def obligation(agency_id: str, year: int) -> pl.DataFrame:
    """What an agency owed on a year, at most one row: status, due_date."""
    return query(
        "select status, due_date from marts.fct_obligations where agency_id = ? and year = ?",
        agency_id,
        year,
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
    """Findings on a report, gravest first: check_name, severity, message, year, table_name,
    table_label, row_label, column_label, places, document_path, verdict, verdict_note,
    is_open."""
    return query(
        """
        select check_name, severity, message, year, table_name, table_label, row_label,
            column_label, places, document_path, verdict, verdict_note, is_open
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


def figures_over_years(agency_id: str, table_name: str) -> pl.DataFrame:
    """Every cell that the forms of one table of an agency's reports have, once for each year.

    A row and column that several forms have is one, under the words of the latest of them; those
    of the latest form stand first, in its order. `mark` is that of the figure; 'absent' where the
    page lacks the cell, 'no_table' where the table was not found, 'not_on_form' where that year's
    form has no such cell.

    Columns: table_name, row_code, column_code, line_group, line_label, column_group, column_label,
    block_label, latest_unit, unit, year, value, mark, basis, printed_text, place, document_path.
    """
    return query(
        """
        with figures as (
            select * from marts.fct_figures where agency_id = $1 and table_name = $2
        ),
        reports as (
            select year from marts.fct_reports where agency_id = $1
        ),
        used as (
            select table_name, year, min(form) as form
            from figures group by table_name, year
        ),
        tables as (
            select distinct table_name, year, form from figures
        ),
        latest as (
            select table_name, form, max(year) as last_year from tables group by all
        ),
        cells as (
            select layout.*, latest.last_year
            from marts.form_layout as layout
            inner join latest using (form, table_name)
            qualify row_number() over (
                partition by layout.table_name, layout.row_code, layout.column_code
                order by latest.last_year desc, layout.form desc
            ) = 1
        ),
        has as (
            select distinct tables.table_name, tables.year, layout.row_code, layout.column_code
            from tables
            inner join marts.form_layout as layout using (form, table_name)
        )
        select cells.table_name, cells.row_code, cells.column_code, cells.line_group,
            cells.line_label, cells.column_group, cells.column_label, cells.block_label,
            cells.unit as latest_unit,
            coalesce(figures.unit, cells.unit) as unit, reports.year, figures.value,
            case
                when figures.mark is not null then figures.mark
                when used.form is null then 'no_table'
                when has.year is null then 'not_on_form'
                else 'absent'
            end as mark,
            figures.basis, figures.printed_text, figures.place, figures.document_path
        from cells
        cross join reports
        left join used on used.table_name = cells.table_name and used.year = reports.year
        left join has
            on has.table_name = cells.table_name and has.year = reports.year
            and has.row_code = cells.row_code and has.column_code = cells.column_code
        left join figures
            on figures.year = reports.year and figures.table_name = cells.table_name
            and figures.row_code = cells.row_code and figures.column_code = cells.column_code
        order by cells.last_year desc, cells.line_no, cells.column_no, reports.year
        """,
        agency_id,
        table_name,
    )


def indicator_years(agency_id: str) -> pl.DataFrame:
    """An agency's indicators in all years with what is usual among its peers.

    Columns: those of marts.indicators_by_agency, is_complete (true) and report_count (1), and
    peer_count, lowest, lower_quartile, median, upper_quartile, highest (null where it has too few
    peers), standing (above, below or within the quartiles).
    """
    return query(
        """
        select indicators.*, true as is_complete, 1 as report_count, peers.peer_count, peers.lowest,
            peers.lower_quartile, peers.median, peers.upper_quartile, peers.highest,
            case
                when indicators.value > peers.upper_quartile then 'above'
                when indicators.value < peers.lower_quartile then 'below'
                when indicators.value is not null and peers.peer_count is not null then 'within'
            end as standing
        from marts.indicators_by_agency as indicators
        inner join marts.dim_agencies as agencies using (agency_id)
        inner join marts.fct_reports as reports
            on reports.agency_id = indicators.agency_id and reports.year = indicators.year
        left join marts.indicator_peers as peers
            on peers.province = agencies.province and peers.level = agencies.level
            and peers.peer_code = case
                when agencies.kind = 'government' then 'government'
                else agencies.organ_group_code
            end
            and peers.scope = reports.scope and peers.year = indicators.year
            and peers.indicator_code = indicators.indicator_code
        where indicators.agency_id = ?
        order by indicators.sort_order, indicators.year
        """,
        agency_id,
    )


def revisions(agency_id: str) -> pl.DataFrame:
    """What builds changed of an agency's reports, newest first: built_at, year, kind (added,
    replaced, gone), old_document_path, new_document_path."""
    return query(
        """
        select builds.built_at, revisions.year, revisions.kind, revisions.old_document_path,
            revisions.new_document_path
        from meta.report_revisions as revisions
        inner join meta.builds as builds using (build_no)
        where revisions.agency_id = ?
        order by builds.build_no desc, revisions.year desc
        """,
        agency_id,
    )


def figure_revisions(agency_id: str) -> pl.DataFrame:
    """Figures of an agency that builds changed, newest first: built_at, year, row_label,
    column_label, column_code, old_value, old_mark, new_value, new_mark, cause."""
    return query(
        """
        select builds.built_at, revisions.year, revisions.row_label, revisions.column_label,
            revisions.column_code, revisions.old_value, revisions.old_mark, revisions.new_value,
            revisions.new_mark, revisions.cause
        from meta.figure_revisions as revisions
        inner join meta.builds as builds using (build_no)
        where revisions.agency_id = ?
        order by builds.build_no desc, revisions.year desc, revisions.row_code,
            revisions.column_code
        """,
        agency_id,
    )


def corrections(agency_id: str) -> pl.DataFrame:
    """Figures that the office corrected in an agency's reports, newest first: year, row_label,
    column_label, unit, column_code, printed_text, value, mark, correction_reason, corrected_by,
    corrected_on."""
    return query(
        """
        select year, row_label, column_label, unit, column_code, printed_text, value, mark,
            correction_reason, corrected_by, corrected_on
        from marts.fct_figures
        where agency_id = ? and mark = 'corrected'
        order by corrected_on desc, year desc, line_no, column_no
        """,
        agency_id,
    )
