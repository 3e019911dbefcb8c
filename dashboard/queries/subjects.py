"""One subject of a region: flow, outcomes, applicants, proceedings, kinds of departments.

Each function returns a polars DataFrame whose columns are named in its docstring. Sums are those
of the marts: nothing is added up here.
"""

from __future__ import annotations

import polars as pl

from dashboard.warehouse import query

_PARTS = (
    "sums.value, sums.mark, sums.withheld_reason, sums.blank_parts, sums.inferred_parts,"
    " sums.approximate_parts, sums.unreadable_parts"
)


def sums(region_code: str, first: int, last: int, *row_codes: str) -> pl.DataFrame:
    """A region's sums of some rows of the official tables, all columns, from one year to another.

    Columns: year, row_code, row_name, column_code, applicant (null where the column is none),
    value, mark, withheld_reason, blank_parts, inferred_parts, approximate_parts, unreadable_parts;
    in the order of years, of the rows and of the applicants.
    """
    return query(
        f"""
        select sums.year, sums.row_code, sums.row_name, sums.column_code, applicants.applicant,
            {_PARTS}
        from marts.region_figures as sums
        left join marts.dim_applicants as applicants
            on applicants.applicant_code = sums.column_code
        where sums.region_code = ? and sums.year between ? and ?
            and list_contains(string_split(?, ','), sums.row_code)
        order by sums.year, list_position(string_split(?, ','), sums.row_code),
            applicants.sort_order
        """,
        region_code,
        first,
        last,
        ",".join(row_codes),
        ",".join(row_codes),
    )


def outcome_years(region_code: str, first: int, last: int) -> pl.DataFrame:
    """Groups of outcomes over the years: year, disposition_code, group_label, request_count,
    share, blank_parts, inferred_parts, unreadable_parts; in the form's order within a year."""
    return query(
        """
        select year, disposition_code, group_label, request_count, share, blank_parts,
            inferred_parts, unreadable_parts
        from marts.region_dispositions
        where region_code = ? and year between ? and ? and row_kind = 'group'
        order by year, sort_order
        """,
        region_code,
        first,
        last,
    )


def outcomes_below(region_code: str, year: int) -> pl.DataFrame:
    """Groups of outcomes and their total in each region right below, regions and outcomes in
    official order: region_code, region_name, disposition_code, group_label, row_kind,
    request_count, share, blank_parts, inferred_parts, unreadable_parts."""
    return query(
        """
        select outcomes.region_code, regions.region_name, outcomes.disposition_code,
            outcomes.group_label, outcomes.row_kind, outcomes.request_count, outcomes.share,
            outcomes.blank_parts, outcomes.inferred_parts, outcomes.unreadable_parts
        from marts.region_dispositions as outcomes
        inner join marts.dim_regions as regions using (region_code)
        where regions.parent_code = ? and outcomes.year = ?
            and outcomes.row_kind in ('group', 'total')
        order by regions.sort_order, outcomes.row_kind = 'total', outcomes.sort_order
        """,
        region_code,
        year,
    )


def refusal_grounds(region_code: str, year: int) -> pl.DataFrame:
    """Grounds for refusing in a region's year, commonest first: disposition, request_count,
    share, blank_parts, inferred_parts, unreadable_parts."""
    return query(
        """
        select disposition, request_count, share, blank_parts, inferred_parts, unreadable_parts
        from marts.region_dispositions
        where region_code = ? and year = ? and row_kind = 'part'
            and group_code = 'disposition.refused'
        order by request_count desc nulls last, sort_order
        """,
        region_code,
        year,
    )


def purchases(region_code: str, first: int, last: int) -> pl.DataFrame:
    """A region's procurement over the years: year, projects, amount_yuan, blank_parts,
    approximate_parts, inferred_parts, unreadable_parts."""
    return query(
        "select * exclude (region_code) from marts.region_procurement"
        " where region_code = ? and year between ? and ? order by year",
        region_code,
        first,
        last,
    )


def by_kind(region_code: str, year: int, indicator_code: str) -> pl.DataFrame:
    """An indicator of each kind of department in a region, largest first: organ_group and all
    columns of marts.indicators_by_group."""
    return query(
        """
        select indicators.*, groups.organ_group
        from marts.indicators_by_group as indicators
        inner join marts.dim_agency_groups as groups using (organ_group_code)
        where indicators.region_code = ? and indicators.year = ? and indicators.indicator_code = ?
        order by indicators.value desc nulls last, groups.organ_group collate zh
        """,
        region_code,
        year,
        indicator_code,
    )


def largest(region_code: str, year: int, indicator_code: str) -> pl.DataFrame:
    """The agencies with the largest count or amount: agency, region_name and all columns of
    marts.largest_agencies."""
    return query(
        """
        select largest.*, agencies.agency, regions.full_name as region_name
        from marts.largest_agencies as largest
        inner join marts.dim_agencies as agencies using (agency_id)
        left join marts.dim_regions as regions on regions.region_code = agencies.region_code
        where largest.region_code = ? and largest.year = ? and largest.indicator_code = ?
        order by largest.place
        """,
        region_code,
        year,
        indicator_code,
    )


def jumps(region_code: str, year: int, *row_labels: str) -> pl.DataFrame:
    """Open findings of year_on_year on some rows of table 二: figures that no year's work explains.

    Columns: agency_id, agency, region_name, row_label, left_value (the year before), right_value
    (this year), message; the largest difference first.
    """
    return query(
        """
        select findings.agency_id, agencies.agency, regions.full_name as region_name,
            findings.row_label, findings.left_value, findings.right_value, findings.message
        from marts.fct_findings as findings
        inner join marts.agency_regions as within
            on within.agency_id = findings.agency_id and within.region_code = ?
        inner join marts.dim_agencies as agencies on agencies.agency_id = findings.agency_id
        left join marts.dim_regions as regions on regions.region_code = agencies.region_code
        where findings.year = ? and findings.check_id = 'year_on_year' and findings.is_open
            and list_contains(string_split(?, ','), findings.row_label)
        order by abs(findings.difference) desc nulls last, findings.finding_key
        """,
        region_code,
        year,
        ",".join(row_labels),
    )
