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
        order by layout.line_no, layout.column_no, regions.sort_order, agencies.agency
        """,
        region_code,
        year,
    )
