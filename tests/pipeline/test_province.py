"""The fictional province through the whole pipeline: every figure, finding and sum is the truth's.

Where a layout destroyed a figure it is marked, and what it would break is not found. Small by
default; GONGKAI_PROVINCE=1000 tries so many agencies over ten years with 230 errors of each kind.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import duckdb
import pytest

from orchestration.cli import main
from orchestration.demo.province.proof import INVENTED, MISSED, SAME, attach_truth, prove
from orchestration.demo.province.write import write_province

LARGE = int(os.environ.get("GONGKAI_PROVINCE", "0"))
AGENCIES, YEARS, SEED = (LARGE, range(2013, 2023), 3) if LARGE else (60, range(2017, 2023), 3)
ERRORS_EACH = 230 if LARGE else None


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    out = tmp_path_factory.mktemp("province")
    write_province(out, AGENCIES, YEARS, SEED, errors_each=ERRORS_EACH)
    arguments = ["--raw", str(out / "raw"), "--home", str(out / "data")]
    assert main(["build", *arguments]) == 0
    with duckdb.connect() as connection:
        attach_truth(connection, out, out / "data" / "gongkai.duckdb")
        yield connection


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
    proof = prove(con)
    assert (proof.silently_absent, proof.wrong) == (0, 0)
    assert proof.unreadable < 0.05 * proof.cells


def test_every_planted_error_is_found(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute(MISSED).fetchall() == []
    assert prove(con).missed == 0


def test_no_finding_is_invented(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute(INVENTED).fetchall() == []
    assert prove(con).invented == 0


def test_errors_of_every_kind_are_planted(con: duckdb.DuckDBPyConnection) -> None:
    """Prints what the proof stands on: for each kind of error, how many were planted and found."""
    table = f"""
        select e.check, count(*) as planted, count(f.check) as found,
            count(*) filter (where f.check is null and not e.is_marked) as missed,
            count(*) filter (where e.is_marked and f.check is null) as marked,
            (select count(*) from found as f anti join expected as x on {SAME.replace("e.", "x.")}
                where f.check = e.check) as invented
        from expected as e left join found as f on {SAME} group by all order by all
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
