"""The fictional province through the whole pipeline: every figure, finding and sum is the truth's.

Where a layout destroyed a figure it is marked, and what it would break is not found. Small by
default; GONGKAI_PROVINCE=1000 tries so many agencies over ten years with 230 errors of each kind.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.cli import main
from orchestration.demo.province.write import write_province
from orchestration.settings import DBT_PROJECT

LARGE = int(os.environ.get("GONGKAI_PROVINCE", "0"))
AGENCIES, YEARS, SEED = (LARGE, range(2013, 2023), 3) if LARGE else (60, range(2017, 2023), 3)
ERRORS_EACH = 230 if LARGE else None
MODELS = DBT_PROJECT / "models" / "intermediate"


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    out = tmp_path_factory.mktemp("province")
    write_province(out, AGENCIES, YEARS, SEED, errors_each=ERRORS_EACH)
    arguments = ["--raw", str(out / "raw"), "--home", str(out / "data")]
    assert main(["build", *arguments]) == 0
    with duckdb.connect() as connection:
        attach(connection, out)
        yield connection


def attach(con: duckdb.DuckDBPyConnection, out: Path) -> None:
    """The published file's facts and the truth beside it, and which errors should be found."""
    con.execute(f"attach '{out / 'data' / 'gongkai.duckdb'}' as published (read_only)")
    for name in ("figures-*", "totals-*", "documents", "errors"):
        view = name.removesuffix("-*")
        source = out / "truth" / f"{name}.parquet"
        con.execute(f"create table true_{view} as select * from read_parquet('{source}')")
    for fact in ("fct_figures", "fct_findings", "fct_reports", "fct_obligations"):
        con.execute(
            f"create table {fact} as select agency, facts.* from published.marts.{fact} as facts "
            "join published.marts.dim_agencies using (agency_id)"
        )
    con.execute(f"create table checks as from read_csv('{DBT_PROJECT}/seeds/checks.csv')")
    successions = out / "raw" / "ledgers" / "successions.csv"
    con.execute(f"create table heirs as from read_csv('{successions}')")
    additive = DBT_PROJECT / "seeds" / "additive_figures.csv"
    cells = f"from read_csv('{additive}')" if additive.exists() else _NO_CELLS
    con.execute(f"create table additive as {cells}")
    follows = (MODELS / "agencies" / "int_agencies_succeeded.sql").exists()
    con.execute(f"create table follows as select {follows} as successions")
    con.execute(_EXPECTED)
    con.execute(_FOUND)


# Which figures add up over agencies, where the warehouse says so.
_NO_CELLS = "select '' as row_code, '' as column_code, false as is_additive where false"
# What must be found, as far as its check is there; `is_marked`: a layout destroyed a figure of the
# reports in question, so that it need not be.
_EXPECTED = """
create table expected as
with doubtful as (
    select agency, year, row_code as "row", column_code as "column", mark = 'unreadable' as is_lost
    from fct_figures where mark not in ('stated', 'blank', 'not_applicable')
    union all  -- a row that a layout made another: announced, and its figures are in no sum
    select agency, year, t.row, t.column, true
    from true_figures as t anti join fct_figures as f
        on f.agency = t.agency and f.year = t.year
        and f.row_code = t.row and f.column_code = t.column
),
lost as (
    select distinct agency, year from doubtful where is_lost
    union
    select h.successor, d.year from doubtful as d join heirs as h on h.agency = d.agency
    where d.is_lost and d.year = h.from - 1
)
select e.*,
    exists (from lost as l where l.agency = e.agency and l.year in (e.year, e.year - 1))
    or e.check = 'roll_up' and exists (
        from doubtful as d join (
            select distinct agency, parent from true_documents union select agency, agency
            from true_documents
        ) as kin on kin.agency = d.agency
        where kin.parent = e.agency and d.year = e.year and d.row = e.row and d.column = e.column
    ) as is_marked
from true_errors as e
where e.check in (select check_id from checks)
    and (not e.is_across or (select successions from follows))
    and (e.check <> 'roll_up' or (e.row, e.column) in (
        select (row_code, column_code) from additive where is_additive
    ))
"""
# What was found, less what only says that a layout lost something, and, until successions are
# followed, what holds the heir of others against itself alone.
_FOUND = """
create table found as
select f.check_id as "check", f.agency, f.year, f.table_label, f.row_label, f.column_label,
    f.message
from fct_findings as f
left join true_documents as d on d.path = f.document_path
where f.check_id not in ('unplaced_figure', 'unknown_identity')
    and (f.check_id not in ('unread_row', 'missing_table') or d.is_plain)
    and ((select successions from follows)
        or f.check_id not in (
            'carry_over', 'items_continue', 'in_force_continues', 'year_on_year'
        )
        or (f.agency, f.year) not in (select (successor, "from") from heirs))
"""
_SAME = """
    f.check = e.check and f.agency = e.agency and f.year = e.year
    and f.row_label is not distinct from e.row_label
    and f.column_label is not distinct from e.column_label
    and (e.table_label is null or f.table_label = e.table_label)
"""


def test_the_document_that_counts_is_chosen(con: duckdb.DuckDBPyConnection) -> None:
    query = """
        select t.path, r.document_path from true_documents as t
        left join fct_reports as r on r.agency = t.agency and r.year = t.year
        where t.role = 'report' and r.document_path is distinct from t.path
    """
    assert con.execute(query).fetchall() == []
    query = """
        select t.path, t.role, f.role from true_documents as t
        join published.marts.fct_raw_files as f on f.document_path = t.path
        where f.role <> case t.role
            when 'report' then 'used' when 'attachment' then 'attached' else 'superseded' end
    """
    assert con.execute(query).fetchall() == []
    roles = {role for (role,) in con.execute("select role from true_documents").fetchall()}
    assert roles == {"report", "copy", "superseded", "attachment"}


def test_every_figure_is_the_truths_or_marked(con: duckdb.DuckDBPyConnection) -> None:
    query = """
        select
            count(*) filter (where f.state is null and t.agency || t.year not in (
                select agency || year from fct_findings
                where check_id in ('unread_row', 'missing_table')
            )) as silently_absent,
            count(*) filter (
                where f.state <> 'unreadable'
                and (f.state <> t.state or f.value is distinct from t.value)
            ) as wrong,
            count(*) filter (where f.state = 'unreadable') as unreadable,
            count(*) as cells
        from true_figures as t
        left join fct_figures as f
            on f.agency = t.agency and f.year = t.year
            and f.row_code = t.row and f.column_code = t.column
    """
    [(silently_absent, wrong, unreadable, cells)] = con.execute(query).fetchall()
    assert (silently_absent, wrong) == (0, 0)
    assert unreadable < 0.05 * cells


def test_every_planted_error_is_found(con: duckdb.DuckDBPyConnection) -> None:
    query = f"""
        select e.* from expected as e anti join found as f on {_SAME} where not e.is_marked
    """
    assert con.execute(query).fetchall() == []


def test_no_finding_is_invented(con: duckdb.DuckDBPyConnection) -> None:
    query = f"select f.* from found as f anti join expected as e on {_SAME}"
    assert con.execute(query).fetchall() == []


def test_errors_of_every_kind_are_planted(con: duckdb.DuckDBPyConnection) -> None:
    """Prints what the proof stands on: for each kind of error, how many were planted and found."""
    table = f"""
        select e.check, count(*) as planted, count(f.check) as found,
            count(*) filter (where f.check is null and not e.is_marked) as missed,
            count(*) filter (where e.is_marked and f.check is null) as marked,
            (select count(*) from found as f anti join expected as x on {_SAME.replace("e.", "x.")}
                where f.check = e.check) as invented
        from expected as e left join found as f on {_SAME} group by all order by all
    """
    print(con.sql(table))
    kinds = "select e.check, count(*) as findings from expected as e group by all"
    counts = dict(con.execute(kinds).fetchall())
    unplanted = {"unplaced_figure", "unknown_identity", "roster_parent"}
    unplanted |= {"attachment_conflict", "attachment_figures"}
    all_checks = {check for (check,) in con.execute("select check_id from checks").fetchall()}
    assert all_checks - unplanted - counts.keys() == set()
    if LARGE:
        assert {check: n for check, n in counts.items() if n < 200} == {}


def test_findings_of_superseded_versions_are_left_out(con: duckdb.DuckDBPyConnection) -> None:
    query = """
        select count(*) from fct_findings as f
        join true_documents as t on t.path = f.document_path
        where t.role in ('copy', 'superseded')
    """
    assert con.execute(query).fetchall() == [(0,)]


# Sums over a region's set of reports beside the truth of its government, where that has reported.
_REGIONS = """
    select distinct agency, region_code, year, form from true_documents
    where role = 'report' and kind_of_agency = 'government' and level <> 'township'
        and (kind is null or kind = 'late_report')
"""
_SUMS = {
    "indicators_by_region": "select region_code, year, 'requests.new' as code, 'total' as part, "
    "numerator as value from published.marts.indicators_by_region "
    "where indicator_code = 'requests_received' and is_complete",
    "region_dispositions": "select region_code, year, disposition_code as code, 'total' as part, "
    "request_count as value from published.marts.region_dispositions "
    "where row_kind = 'part' or row_kind = 'total'",
    "region_enforcement": "select region_code, year, enforcement_code as code, "
    "'decisions' as part, decisions as value from published.marts.region_enforcement",
    "region_procurement": "select region_code, year, 'proactive.procurement' as code, "
    "'amount_yuan' as part, amount_yuan as value from published.marts.region_procurement",
}


@pytest.mark.parametrize("mart", _SUMS)
def test_every_sum_over_a_region_is_the_truths(con: duckdb.DuckDBPyConnection, mart: str) -> None:
    """Where the government's own report is the set; a figure it lost is no sum."""
    compared = f"""
        with summed as ({_SUMS[mart]}), regions as ({_REGIONS})
        select s.*, coalesce(t.value, 0) as truth
        from summed as s join regions as r on r.region_code = s.region_code and r.year = s.year
        left join true_totals as t on t.agency = r.agency and t.year = s.year
            and t.row = s.code and t.column = s.part
        where s.value is not null
    """
    [(count, wrong)] = con.execute(
        f"select count(*), count(*) filter (where value <> truth) from ({compared})"
    ).fetchall()
    assert count > 0
    assert wrong == 0


def test_what_rolls_up_is_what_the_reports_print(con: duckdb.DuckDBPyConnection) -> None:
    """Sums of parts, and the findings on them, computed once more from the truth's tree."""
    query = """
        with recursive above as (
            select agency, year, parent, parent as next, 1 as steps
            from true_documents where parent is not null and role = 'report'
            union all
            select above.agency, above.year, t.parent, t.parent, steps + 1
            from above join (select distinct agency, parent from true_documents) as t
                on t.agency = above.next
            where t.parent is not null
        ),
        nearest as (
            select above.agency, above.year, arg_min(above.parent, above.steps) as government
            from above join true_documents as t
                on t.agency = above.parent and t.year = above.year and t.role = 'report'
            group by all
        ),
        sums as (
            select government, year, p.row, p.column, sum(p.value) as total
            from nearest join true_figures as p using (agency, year)
            -- a row that its layout lost is announced, and is in no sum
            semi join fct_figures as f
                on f.agency = p.agency and f.year = p.year
                and f.row_code = p.row and f.column_code = p.column
            group by all
        ),
        found as (
            select agency, r.* from published.marts.fct_reconciliations as r
            join published.marts.dim_agencies using (agency_id)
        )
        select
            count(*) as compared,
            count(*) filter (where parts_value <> total) as wrong,
            count(*) filter (where (outcome = 'below') <> (coalesce(t.value, 0) < total)) as judged
        from found
        join sums on government = found.agency and sums.year = found.year
            and sums.row = row_code and sums.column = column_code
        join true_figures as t on t.agency = found.agency and t.year = found.year
            and t.row = row_code and t.column = column_code
        where unreadable_parts + inferred_parts + approximate_parts = 0
            and outcome <> 'uncertain'
    """
    [(compared, wrong, judged)] = con.execute(query).fetchall()
    assert compared > 500
    assert (wrong, judged) == (0, 0)
    query = """
        select
            (select count(*) from published.marts.fct_findings where check_id = 'roll_up'),
            (select count(*) from published.marts.fct_reconciliations
             where outcome in ('below', 'unequal'))
    """
    [(findings, broken)] = con.execute(query).fetchall()
    assert findings == broken
