"""报送进度: who had to report on a year, and whether it did.

Each function returns a polars DataFrame whose columns are named in its docstring.
"""

from __future__ import annotations

import polars as pl

from dashboard.warehouse import query

_COUNTS = (
    "due_count, received_count, on_time_count, late_count, undated_count, missing_count,"
    " not_due_count, not_collected_count"
)


def years(region_code: str) -> pl.DataFrame:
    """Years on which somebody in a region had to report, newest first. Column: year."""
    return query(
        "select distinct year from marts.obligations_by_region where region_code = ?"
        " order by year desc",
        region_code,
    )


def region_counts(region_code: str, year: int) -> pl.DataFrame:
    """A region's reports due, at most one row: due_count, received_count, on_time_count,
    late_count, undated_count, missing_count, not_due_count, not_collected_count."""
    return query(
        f"select {_COUNTS} from marts.obligations_by_region"
        " where region_code = ? and year = ? and organ_group_code = 'all'",
        region_code,
        year,
    )


def counts_below(region_code: str, year: int) -> pl.DataFrame:
    """The same for each region right below, in official order: name, region_code, counts."""
    return query(
        f"""
        select regions.region_name as name, regions.region_code, {_COUNTS}
        from marts.obligations_by_region as counts
        inner join marts.dim_regions as regions using (region_code)
        where regions.parent_code = ? and counts.year = ? and counts.organ_group_code = 'all'
        order by regions.sort_order
        """,
        region_code,
        year,
    )


def counts_by_kind(region_code: str, year: int) -> pl.DataFrame:
    """The same for each kind of department in a region, most wanting first: name, counts."""
    return query(
        f"""
        select organ_group as name, {_COUNTS}
        from marts.obligations_by_region
        where region_code = ? and year = ? and organ_group_code <> 'all'
        order by missing_count desc, late_count desc, due_count desc, organ_group collate zh
        """,
        region_code,
        year,
    )


def obligations(region_code: str, year: int) -> pl.DataFrame:
    """Everybody in a region that had to report, in official order, governments first.

    Columns: agency_id, agency, region_name (full), level, status, due_date, published, days_late.
    """
    return query(
        """
        select obligations.agency_id, agencies.agency, regions.full_name as region_name,
            agencies.level, obligations.status, obligations.due_date, obligations.published,
            obligations.days_late
        from marts.fct_obligations as obligations
        inner join marts.agency_regions as within
            on within.agency_id = obligations.agency_id and within.region_code = ?
        inner join marts.dim_agencies as agencies
            on agencies.agency_id = obligations.agency_id
        left join marts.dim_regions as regions on regions.region_code = agencies.region_code
        where obligations.year = ?
        order by regions.sort_order, agencies.kind <> 'government', agencies.agency collate zh
        """,
        region_code,
        year,
    )
