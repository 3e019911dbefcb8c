"""汇总报表: a region's official tables, summed over the reports that count there.

Each function returns a polars DataFrame whose columns are named in its docstring.
"""

from __future__ import annotations

import polars as pl

from dashboard.warehouse import query


def region_tables(region_code: str, year: int) -> pl.DataFrame:
    """Every cell of the year's official form with the region's sum, in the form's order.

    Columns: those of marts.form_layout, and value, mark ('absent' where no report has the cell),
    withheld_reason, report_count, used_count, blank_parts, not_applicable_parts, inferred_parts,
    approximate_parts, unreadable_parts, corrected_parts.
    """
    return query(
        """
        select layout.*, sums.value, coalesce(sums.mark, 'absent') as mark, sums.withheld_reason,
            sums.report_count, sums.used_count, sums.blank_parts, sums.not_applicable_parts,
            sums.inferred_parts, sums.approximate_parts, sums.unreadable_parts,
            sums.corrected_parts
        from marts.form_layout as layout
        inner join marts.dim_years as years on years.form = layout.form and years.year = $2
        left join marts.region_figures as sums
            on sums.region_code = $1 and sums.year = $2
            and sums.row_code = layout.row_code and sums.column_code = layout.column_code
        order by layout.line_no, layout.column_no
        """,
        region_code,
        year,
    )


def parts(region_code: str, year: int) -> pl.DataFrame:
    """Every figure that the sums were added from, figure by figure, reports in official order.

    Columns: table_label, line_group, line_label, column_group, column_label, row_code,
    column_code, unit, agency, value, mark, printed_text, place, document_path.
    """
    return query(
        """
        select layout.table_label, layout.line_group, layout.line_label, layout.column_group,
            layout.column_label, layout.row_code, layout.column_code, layout.unit,
            agencies.agency, figures.value, figures.mark, figures.printed_text, figures.place,
            figures.document_path
        from marts.region_reports as counted
        inner join marts.fct_figures as figures
            on figures.agency_id = counted.agency_id and figures.year = counted.year
        inner join marts.dim_years as years on years.year = counted.year
        inner join marts.form_layout as layout
            on layout.form = years.form and layout.row_code = figures.row_code
            and layout.column_code = figures.column_code
        inner join marts.dim_agencies as agencies
            on agencies.agency_id = counted.agency_id
        left join marts.dim_regions as regions on regions.region_code = agencies.region_code
        where counted.region_code = ? and counted.year = ? and counted.role = 'counted'
        order by layout.line_no, layout.column_no, regions.sort_order, agencies.agency collate zh
        """,
        region_code,
        year,
    )


def government(region_code: str, year: int) -> str | None:
    """The agency_id of the region's own government where its consolidated report stands for the
    region and has parts to add up; else None."""
    frame = query(
        """
        select counted.agency_id
        from marts.region_reports as counted
        inner join marts.dim_agencies as agencies using (agency_id)
        where counted.region_code = $1 and counted.year = $2 and counted.role = 'counted'
            and agencies.region_code = $1 and agencies.kind = 'government'
            and exists (
                from marts.fct_parts as parts
                where parts.agency_id = counted.agency_id and parts.year = $2
            )
        order by counted.agency_id
        limit 1
        """,
        region_code,
        year,
    )
    return None if frame.is_empty() else str(frame.item())


def added_tables(agency_id: str, year: int) -> pl.DataFrame:
    """The same as `region_tables`, each figure added up from the parts of a government's report;
    and printed_value, which the government itself prints. Figures that don't add up are 'absent'.
    """
    return query(
        """
        select layout.*, sums.value, coalesce(sums.mark, 'absent') as mark, sums.withheld_reason,
            sums.report_count, sums.used_count, sums.blank_parts, sums.not_applicable_parts,
            sums.inferred_parts, sums.approximate_parts, sums.unreadable_parts,
            sums.corrected_parts, printed.value as printed_value
        from marts.form_layout as layout
        inner join marts.dim_years as years on years.form = layout.form and years.year = $2
        left join marts.figures_from_parts as sums
            on sums.agency_id = $1 and sums.year = $2
            and sums.row_code = layout.row_code and sums.column_code = layout.column_code
        left join marts.fct_figures as printed
            on printed.agency_id = $1 and printed.year = $2
            and printed.row_code = layout.row_code and printed.column_code = layout.column_code
        order by layout.line_no, layout.column_no
        """,
        agency_id,
        year,
    )


def added_parts(agency_id: str, year: int) -> pl.DataFrame:
    """The same as `parts`, of the parts of a government's report."""
    return query(
        """
        select layout.table_label, layout.line_group, layout.line_label, layout.column_group,
            layout.column_label, layout.row_code, layout.column_code, layout.unit,
            agencies.agency, figures.value, figures.mark, figures.printed_text, figures.place,
            figures.document_path
        from marts.fct_parts as parts
        inner join marts.fct_figures as figures
            on figures.agency_id = parts.part_id and figures.year = parts.year
        inner join marts.figures_from_parts as sums
            on sums.agency_id = parts.agency_id and sums.year = parts.year
            and sums.row_code = figures.row_code and sums.column_code = figures.column_code
        inner join marts.dim_years as years on years.year = parts.year
        inner join marts.form_layout as layout
            on layout.form = years.form and layout.row_code = figures.row_code
            and layout.column_code = figures.column_code
        inner join marts.dim_agencies as agencies on agencies.agency_id = parts.part_id
        left join marts.dim_regions as regions on regions.region_code = agencies.region_code
        where parts.agency_id = ? and parts.year = ?
        order by layout.line_no, layout.column_no, regions.sort_order, agencies.agency collate zh
        """,
        agency_id,
        year,
    )


def missing_parts(agency_id: str, year: int) -> pl.DataFrame:
    """Parts of a government's report that have not reported, in official order: region_name,
    agency."""
    return query(
        """
        select regions.full_name as region_name, agencies.agency
        from marts.fct_parts as parts
        inner join marts.dim_agencies as agencies on agencies.agency_id = parts.part_id
        left join marts.dim_regions as regions on regions.region_code = agencies.region_code
        where parts.agency_id = ? and parts.year = ? and not parts.is_reported
        order by regions.sort_order, agencies.agency collate zh
        """,
        agency_id,
        year,
    )
