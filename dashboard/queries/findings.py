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


def disputed_figures(finding_key: str) -> pl.DataFrame:
    """The figures that a finding speaks of, in the order it names them; those of the year before
    too, where it compares years.

    A place is '第 3 行第 2 格', or '2020年报告第 3 行第 2 格'. Where several figures are printed
    in one place, since the page has lost its cells, those of the finding's row are meant, else of
    its column.

    Columns: year, table_name, form, row_code, column_code, line_group, line_label, column_group,
    column_label, unit, value, mark, printed_text, place, document_path, note, basis,
    correction_reason, corrected_by, corrected_on.
    """
    return query(
        """
        with named as (
            select agency_id, year, document_path, check_id, table_name, row_label, column_label,
                unnest(string_split(places, '；')) as word,
                generate_subscripts(string_split(places, '；'), 1) as place_no
            from marts.fct_findings
            where finding_key = ? and agency_id is not null
        ),
        places as (
            select agency_id, document_path, check_id, table_name, row_label, column_label,
                place_no,
                coalesce(
                    try_cast(regexp_extract(word, '^([0-9]{4})年报告', 1) as integer), year
                ) as year,
                regexp_replace(word, '^[0-9]{4}年报告', '') as place,
                regexp_matches(word, '^[0-9]{4}年报告') as names_year
            from named
        ),
        printed as (
            select figures.*, places.place_no,
                coalesce(
                    figures.row_label = places.row_label,
                    figures.column_label = places.column_label, true
                ) as is_named
            from places
            inner join marts.fct_figures as figures
                on figures.agency_id = places.agency_id and figures.year = places.year
                and figures.place = places.place
                and (
                    places.names_year
                    or figures.document_path = places.document_path
                    -- the prose may stand on the page and the table in its attachment
                    or (
                        places.check_id = 'narrative_agrees'
                        and figures.table_name = places.table_name
                    )
                )
        ),
        meant as (
            select * from printed
            qualify is_named or not bool_or(is_named) over (partition by year, place)
        )
        select figures.year, figures.table_name, figures.form, figures.row_code,
            figures.column_code, layout.line_group, layout.line_label, layout.column_group,
            layout.column_label, figures.unit, figures.value, figures.mark, figures.printed_text,
            figures.place, figures.document_path, figures.note, figures.basis,
            figures.correction_reason, figures.corrected_by, figures.corrected_on
        from meant as figures
        left join marts.form_layout as layout
            on layout.form = figures.form and layout.table_name = figures.table_name
            and layout.row_code = figures.row_code and layout.column_code = figures.column_code
        qualify row_number() over (
            partition by figures.year, figures.table_name, figures.row_code, figures.column_code
            order by figures.place_no
        ) = 1
        order by figures.place_no, figures.line_no, figures.column_no
        """,
        finding_key,
    )
