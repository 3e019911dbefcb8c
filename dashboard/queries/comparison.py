"""Regions or agencies side by side, one indicator over the years.

Each function returns a polars DataFrame whose columns are named in its docstring.
"""

from __future__ import annotations

import polars as pl

from dashboard.warehouse import query

_VALUES = (
    "indicators.year, indicators.indicator, indicators.unit, indicators.is_rate,"
    " indicators.value, indicators.numerator, indicators.denominator,"
    " indicators.withheld_reason, indicators.is_comparable, indicators.blank_parts,"
    " indicators.approximate_parts, indicators.unreadable_parts"
)


def of_regions(codes: list[str], indicator_code: str, first: int, last: int) -> pl.DataFrame:
    """An indicator of some regions: name, is_complete, report_count, year, indicator, unit,
    is_rate, value, numerator, denominator, withheld_reason, is_comparable, blank_parts,
    approximate_parts, unreadable_parts; regions in official order, years upwards."""
    return query(
        f"""
        select regions.full_name as name, indicators.is_complete, indicators.report_count, {_VALUES}
        from marts.indicators_by_region as indicators
        inner join marts.dim_regions as regions using (region_code)
        where list_contains(string_split(?, ','), indicators.region_code)
            and indicators.indicator_code = ? and indicators.year between ? and ?
        order by regions.sort_order, indicators.year
        """,
        ",".join(codes),
        indicator_code,
        first,
        last,
    )


def of_agencies(codes: list[str], indicator_code: str, first: int, last: int) -> pl.DataFrame:
    """The same of some agencies; a report of its own is complete."""
    return query(
        f"""
        select agencies.agency as name, true as is_complete, 1 as report_count, {_VALUES}
        from marts.indicators_by_agency as indicators
        inner join marts.dim_agencies as agencies using (agency_id)
        where list_contains(string_split(?, ','), indicators.agency_id)
            and indicators.indicator_code = ? and indicators.year between ? and ?
        order by agencies.agency collate zh, indicators.year
        """,
        ",".join(codes),
        indicator_code,
        first,
        last,
    )


def agencies_named(region_code: str, part: str, chosen: list[str], most: int) -> pl.DataFrame:
    """Agencies of a region whose name has a part, and those already chosen: agency_id, agency.

    In official order, `most` at most; the chosen ones are always among them.
    """
    return query(
        """
        select agencies.agency_id, agencies.agency
        from marts.dim_agencies as agencies
        inner join marts.agency_regions as within
            on within.agency_id = agencies.agency_id and within.region_code = $1
        left join marts.dim_regions as regions on regions.region_code = agencies.region_code
        where agencies.first_report_year is not null
            and (contains(agencies.agency, $2)
                or list_contains(string_split($3, ','), agencies.agency_id))
        order by list_contains(string_split($3, ','), agencies.agency_id) desc,
            regions.sort_order, agencies.kind <> 'government', agencies.agency collate zh
        limit $4
        """,
        region_code,
        part,
        ",".join(chosen),
        most,
    )
