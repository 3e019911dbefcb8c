"""The fictional province through the whole pipeline: every figure, finding and sum is the truth's.

Where a layout destroyed a figure it is marked, and what it would break is not found.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.cli import main
from orchestration.demo.province.write import write_province

AGENCIES, YEARS, SEED = 60, range(2019, 2022), 3
# Of the reading itself, not of what a report prints.
_ABOUT_READING = ("unread_row", "unplaced_figure", "unknown_identity")


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    out = tmp_path_factory.mktemp("province")
    write_province(out, AGENCIES, YEARS, SEED)
    arguments = ["--raw", str(out / "raw"), "--home", str(out / "data")]
    assert main(["build", *arguments]) == 0
    with duckdb.connect() as connection:
        _attach(connection, out)
        yield connection


def _attach(con: duckdb.DuckDBPyConnection, out: Path) -> None:
    con.execute(f"attach '{out / 'data' / 'gongkai.duckdb'}' as published (read_only)")
    for name in ("figures-*", "totals-*", "documents", "errors"):
        view = name.removesuffix("-*")
        source = out / "truth" / f"{name}.parquet"
        con.execute(f"create view true_{view} as select * from read_parquet('{source}')")
    for fact in ("fct_figures", "fct_findings", "fct_reports"):
        con.execute(
            f"create view {fact} as select agency, facts.* from published.marts.{fact} as facts "
            "join published.marts.dim_agencies using (agency_id)"
        )


def test_every_report_is_known_by_its_agency_and_year(con: duckdb.DuckDBPyConnection) -> None:
    query = """
        select path from true_documents as t
        left join fct_reports as r on r.agency = t.agency and r.year = t.year
        where r.document_path is distinct from t.path
    """
    assert con.execute(query).fetchall() == []


def test_every_figure_is_the_truths_or_marked(con: duckdb.DuckDBPyConnection) -> None:
    query = """
        select
            count(*) filter (where f.state is null) as absent,
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
    [(absent, wrong, unreadable, cells)] = con.execute(query).fetchall()
    assert (absent, wrong) == (0, 0)
    assert unreadable < 0.05 * cells


def test_every_planted_error_is_found_and_none_invented(con: duckdb.DuckDBPyConnection) -> None:
    checks = "('row_total', 'disposition_total', 'flow_balance', 'review_total', "
    checks += "'litigation_total', 'late_report', 'carry_over', 'items_continue', "
    checks += "'in_force_continues', 'narrative_agrees', 'narrative_copied')"
    missed = f"""
        select e.* from true_errors as e
        left join fct_findings as f
            on f.agency = e.agency and f.year = e.year and f.check_id = e.check
            and f.row_label is not distinct from e.row_label
            and f.column_label is not distinct from e.column_label
        where f.agency is null and e.check in {checks}
            and not exists (
                select 1 from fct_figures as u
                where u.agency = e.agency and u.year in (e.year, e.year - 1)
                    and u.state = 'unreadable'
            )
    """
    assert con.execute(missed).fetchall() == []
    invented = f"""
        select f.agency, f.year, f.message from fct_findings as f
        left join true_errors as e
            on f.agency = e.agency and f.year = e.year and f.check_id = e.check
            and f.row_label is not distinct from e.row_label
            and f.column_label is not distinct from e.column_label
        where e.agency is null and f.check_id not in {_ABOUT_READING}
    """
    assert con.execute(invented).fetchall() == []
    count = f'select count(*) from true_errors where "check" in {checks}'
    [(planted,)] = con.execute(count).fetchall()
    assert planted > 10


def test_the_provinces_requests_are_those_of_its_own_report(
    con: duckdb.DuckDBPyConnection,
) -> None:
    query = """
        select i.year, i.numerator, t.value
        from published.marts.indicators_by_region as i
        join true_figures as t on t.agency = '示例省人民政府' and t.year = i.year
            and t.row = 'requests.new' and t.column = 'total'
        where i.region_code = '990000' and i.indicator_code = 'requests_received'
    """
    rows = con.execute(query).fetchall()
    assert rows
    assert all(shown == true for _, shown, true in rows)
