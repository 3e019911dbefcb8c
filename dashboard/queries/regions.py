"""Regions: what is on offer, their indicators, outcomes, amounts, reports and gaps.

Each function returns a polars DataFrame whose columns are named in its docstring.
"""

from __future__ import annotations

import polars as pl

from dashboard.warehouse import query


def tree() -> pl.DataFrame:
    """Regions that have reports, and those above them.

    Columns: region_code, region_name, full_name, region_level, parent_code; in official order.
    """
    return query(
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


def has_agencies() -> bool:
    """Whether there is any agency at all."""
    return bool(query("select count(*) > 0 from marts.dim_agencies").item())


def widest_province() -> str | None:
    """The province with the most reports: what the page shows where the address names none."""
    frame = query(
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
    return query(
        "select distinct year from marts.indicators_by_region where region_code = ?"
        " order by year desc",
        region_code,
    )


def region_indicators(region_code: str, year: int) -> pl.DataFrame:
    """One row an indicator, all columns of marts.indicators_by_region, in official order."""
    return query(
        "select * from marts.indicators_by_region where region_code = ? and year = ?"
        " order by sort_order, indicator_code",
        region_code,
        year,
    )


def region_trend(region_code: str) -> pl.DataFrame:
    """All years of a region's indicators: year, indicator_code, indicator, unit, is_rate,
    value, numerator, denominator, withheld_reason, is_complete, is_comparable, report_count,
    blank_parts, approximate_parts, unreadable_parts."""
    return query(
        """
        select year, indicator_code, indicator, unit, is_rate, value, numerator, denominator,
            withheld_reason, is_complete, is_comparable, report_count, blank_parts,
            approximate_parts, unreadable_parts
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
    return query(
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


def region_basis(region_code: str, year: int) -> pl.DataFrame:
    """What a region's figures rest on, at most one row: all columns of marts.region_basis."""
    return query(
        "select * from marts.region_basis where region_code = ? and year = ?", region_code, year
    )


def region_reports(region_code: str, year: int, role: str) -> pl.DataFrame:
    """Reports of a region and year that its sums count, or that are covered (`role`).

    Columns: agency_id, agency, region_name, level, kind, role, covered_by (name), status,
    published, due_date, is_on_time, error_count, warning_count.
    """
    return query(
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
        where reports.region_code = ? and reports.year = ? and reports.role = ?
        order by regions.sort_order, agencies.kind <> 'government',
            agencies.agency collate zh
        """,
        region_code,
        year,
        role,
    )


def region_gaps(region_code: str, year: int) -> pl.DataFrame:
    """What a region's set lacks: missing_region_code, missing_region_name, gap."""
    return query(
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


def indicators_below(region_code: str, year: int) -> pl.DataFrame:
    """Indicators of the regions right below a region, regions and indicators in official order:
    all columns of marts.indicators_by_region, and region_name."""
    return query(
        """
        select indicators.*, regions.region_name
        from marts.indicators_by_region as indicators
        inner join marts.dim_regions as regions using (region_code)
        where regions.parent_code = ? and indicators.year = ?
        order by indicators.sort_order, regions.sort_order
        """,
        region_code,
        year,
    )
