"""Everything materialized through Dagster, each mart compared with the samples' truth."""

from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest

from tests.conftest import GoldenCell, golden_reports

Key = tuple[str, int, str, str]  # agency, year, row, column
Figures = dict[Key, Decimal | None]


def golden(*prefixes: str, columns: tuple[str, ...] = ()) -> dict[Key, GoldenCell]:
    """The golden cells of the rows that begin with a prefix."""
    return {
        (report.identity["agency"], report.identity["year"], cell.row, cell.column): cell
        for report in golden_reports()
        for cell in report.cells
        if cell.row.startswith(prefixes) and (not columns or cell.column in columns)
    }


def figures(con: duckdb.DuckDBPyConnection, query: str) -> Figures:
    rows = con.execute(query).fetchall()
    found = {(r[0], r[1], r[2], r[3]): None if r[4] is None else Decimal(r[4]) for r in rows}
    assert len(found) == len(rows)
    return found


def assert_matches(found: Figures, expected: dict[Key, GoldenCell]) -> None:
    assert set(found) == set(expected)
    for key, cell in expected.items():
        if cell.is_certain or found[key] is not None:
            assert found[key] == cell.value, key


def long_facts() -> Iterator[tuple[str, str, str, str, tuple[str, ...]]]:
    yield "fct_requests", "request_code", "applicant_code", "request_count", ("requests.",)
    yield (
        "fct_dispositions",
        "disposition_code",
        "applicant_code",
        "request_count",
        ("disposition.",),
    )
    yield "fct_reviews", "proceeding_code", "outcome_code", "case_count", ("review", "litigation")


@pytest.mark.parametrize("fact", list(long_facts()), ids=lambda fact: fact[0])
def test_a_long_fact_holds_every_figure(
    warehouse: duckdb.DuckDBPyConnection, fact: tuple[str, str, str, str, tuple[str, ...]]
) -> None:
    table, row, column, measure, prefixes = fact
    query = f"""select agency, year, {row}, {column}, {measure}
                from marts.{table} join marts.dim_agencies using (agency_id)"""
    expected = golden(*prefixes)
    if table == "fct_requests":  # the catalogue's items are no requests
        expected = {k: v for k, v in expected.items() if k[2] != "requests.catalogue_items"}
    assert_matches(figures(warehouse, query), expected)


WIDE_FACTS = {
    "fct_enforcement": (
        "enforcement_code",
        ("items_last_year", "items_change", "decisions"),
        ("proactive.licensing", "proactive.penalty", "proactive.coercion", "proactive.other"),
    ),
    "fct_documents": (
        "document_code",
        ("made", "disclosed", "total_public", "issued", "repealed", "in_force"),
        ("proactive.rules", "proactive.normative"),
    ),
    "fct_procurement": (
        "'proactive.procurement'",
        ("projects", "amount_yuan"),
        ("proactive.procurement",),
    ),
    "fct_fees": (
        "'proactive.fees'",
        ("items_last_year", "items_change", "amount_yuan"),
        ("proactive.fees",),
    ),
}


@pytest.mark.parametrize("table", WIDE_FACTS)
def test_a_wide_fact_holds_every_figure(warehouse: duckdb.DuckDBPyConnection, table: str) -> None:
    row, measures, prefixes = WIDE_FACTS[table]
    parts = [
        f"""select agency, year, {row}, '{measure}', {measure}::decimal(20, 4)
            from marts.{table} join marts.dim_agencies using (agency_id)
            where {measure}_mark <> 'absent'"""
        for measure in measures
    ]
    assert_matches(figures(warehouse, " union all ".join(parts)), golden(*prefixes))


def test_all_figures_are_kept_with_their_printed_text_and_place(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    query = """select agency, year, row_code, column_code, value
               from marts.fct_figures join marts.dim_agencies using (agency_id)"""
    assert_matches(figures(warehouse, query), golden(""))
    query = """select count(*) from marts.fct_figures where value is not null
               and (printed_text = '' or place = '' or sha256 is null)"""
    assert warehouse.execute(query).fetchall() == [(0,)]


def test_each_agency_has_its_place_level_kind_and_scope(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    names = ("agency", "province", "city", "county", "level", "kind", "scope")
    rows = warehouse.execute(f"select {', '.join(names)} from marts.dim_agencies").fetchall()
    expected = {tuple(report.identity[name] for name in names) for report in golden_reports()}
    assert set(rows) == expected


def test_approximate_figures_keep_their_mark(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = """select amount_yuan::varchar, amount_yuan_mark from marts.fct_procurement
               join marts.dim_agencies using (agency_id) where agency like '聊城市%'"""
    assert warehouse.execute(query).fetchall() == [("7390000.0000", "approximate")]


def test_the_balanced_samples_break_no_identity(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = "select message from marts.fct_findings where severity = 'error'"
    assert warehouse.execute(query).fetchall() == []


def test_every_file_is_accounted_for(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = "select document_path, role from marts.fct_raw_files order by all"
    rows = warehouse.execute(query).fetchall()
    assert sorted(path for path, _ in rows) == sorted(r.path for r in golden_reports())
    assert {role for _, role in rows} == {"used"}


def test_the_province_of_one_city_and_one_department_is_said_to_be_incomplete(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    query = """select numerator::bigint, report_count, is_complete from marts.indicators_by_region
               where region_code = '370000' and year = 2020
               and indicator_code = 'requests_received'"""
    assert warehouse.execute(query).fetchall() == [(26 + 206, 2, False)]
