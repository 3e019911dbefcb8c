"""数据核查: what the checks found. Region '' stands for all, reports of unknown region included.

Each function returns a polars DataFrame whose columns are named in its docstring.
"""

from __future__ import annotations

import polars as pl

from dashboard.warehouse import query


def years(region_code: str) -> pl.DataFrame:
    """Years with findings in a region, newest first, null (year not known) last. Column: year."""
    return query(
        "select distinct year from marts.findings_by_region"
        " where region_code = coalesce(nullif(?, ''), 'all')"
        " order by year desc nulls last",
        region_code,
    )


def by_check(region_code: str, year: int | None) -> pl.DataFrame:
    """One row a check, gravest first: check_id, check_name, description, severity, finding_count,
    open_count, confirmed_count, explained_count, false_alarm_count, mended_count, agency_count."""
    return query(
        """
        select counts.check_id, counts.check_name, counts.severity, counts.finding_count,
            counts.open_count, counts.confirmed_count, counts.explained_count,
            counts.false_alarm_count, counts.mended_count, counts.agency_count
        from marts.findings_by_region as counts
        where counts.region_code = coalesce(nullif(?, ''), 'all')
            and counts.year is not distinct from cast(? as integer)
        order by array_position(['error', 'warning', 'notice'], severity), finding_count desc,
            check_name collate zh
        """,
        region_code,
        year,
    )


def findings(region_code: str, year: int | None) -> pl.DataFrame:
    """Every finding of a region and year, agency by agency in official order, gravest first.

    Columns: finding_key, agency_id, agency, region_name, check_id, check_name, severity,
    table_label, row_label, column_label, message, document_path, places, verdict, verdict_note,
    is_open.
    """
    return query(
        """
        select findings.finding_key, findings.agency_id, agencies.agency,
            regions.full_name as region_name, findings.check_id, findings.check_name,
            findings.severity, findings.table_label, findings.row_label, findings.column_label,
            findings.message, findings.document_path, findings.places, findings.verdict,
            findings.verdict_note, findings.is_open
        from marts.fct_findings as findings
        left join marts.dim_agencies as agencies using (agency_id)
        left join marts.dim_regions as regions on regions.region_code = agencies.region_code
        where findings.year is not distinct from cast($2 as integer)
            and ($1 = '' or findings.agency_id in (
                select agency_id from marts.agency_regions where region_code = $1
            ))
        order by regions.sort_order nulls last, agencies.kind is distinct from 'government',
            agencies.agency collate zh,
            array_position(['error', 'warning', 'notice'], findings.severity),
            findings.check_id, findings.finding_key
        """,
        region_code,
        year,
    )
