"""数据核查: what the checks found. Region '' stands for all, reports of unknown region included.

Each function returns a polars DataFrame whose columns are named in its docstring.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

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


# Findings of a region, year, check, severity and verdict whose agency has a text in its name.
_CHOSEN = """
    from marts.fct_findings as findings
    left join marts.dim_agencies as agencies using (agency_id)
    left join marts.dim_regions as regions on regions.region_code = agencies.region_code
    where findings.year is not distinct from cast($year as integer)
        and ($region_code = '' or findings.agency_id in (
            select agency_id from marts.agency_regions where region_code = $region_code
        ))
        and findings.is_open = $is_open
        and ($check_id = '' or findings.check_id = $check_id)
        and ($severity = '' or findings.severity = $severity)
        and ($verdict = '' or coalesce(findings.verdict, 'none') = $verdict)
        and ($part = '' or contains(agencies.agency, $part))
"""
_COLUMNS = """
    select findings.finding_key, findings.agency_id, agencies.agency,
        regions.full_name as region_name, findings.year, findings.check_id, findings.check_name,
        findings.severity, findings.table_label, findings.row_label, findings.column_label,
        findings.message, findings.document_path, findings.places, findings.verdict,
        findings.verdict_note, findings.is_open
"""
_ORDER = """
    order by regions.sort_order nulls last, agencies.kind is distinct from 'government',
        agencies.agency collate zh,
        array_position(['error', 'warning', 'notice'], findings.severity),
        findings.check_id, findings.finding_key
"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which findings are looked at; '' stands for all. `verdict`: 'none' for those without one."""

    region_code: str
    year: int | None
    is_open: bool = True
    check_id: str = ""
    severity: str = ""
    verdict: str = ""
    part: str = ""


def count(chosen: Chosen) -> int:
    """How many findings there are."""
    return int(query(f"select count(*) {_CHOSEN}", **asdict(chosen)).item())


def findings(chosen: Chosen, most: int, skipped: int = 0) -> pl.DataFrame:
    """Findings, agency by agency in official order, gravest first; `most` after `skipped` ones.

    Columns: finding_key, agency_id, agency, region_name, year, check_id, check_name, severity,
    table_label, row_label, column_label, message, document_path, places, verdict, verdict_note,
    is_open.
    """
    return query(
        f"{_COLUMNS} {_CHOSEN} {_ORDER} limit $most offset $skipped",
        **asdict(chosen),
        most=most,
        skipped=skipped,
    )


def one(finding_key: str) -> pl.DataFrame:
    """A finding, at most one row: the same columns, and check_definition, verdict_by,
    verdict_date."""
    return query(
        f"""
        {_COLUMNS}, checks.check_definition, findings.verdict_by, findings.verdict_date
        from marts.fct_findings as findings
        left join marts.dim_agencies as agencies using (agency_id)
        left join marts.dim_regions as regions on regions.region_code = agencies.region_code
        left join marts.dim_checks as checks on checks.check_id = findings.check_id
        where findings.finding_key = ?
        """,
        finding_key,
    )
