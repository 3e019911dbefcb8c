"""Roll-up over random provinces: every region's sum is the truth's, with nothing counted twice.

Small by default; `GONGKAI_EXAMPLES=2000` tries more provinces.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from orchestration.ingest.schemas import SCHEMAS
from orchestration.settings import DBT_PROJECT
from tests.pipeline.compiled import Compiled, compile_models, connect
from tests.pipeline.random_trees import YEARS, Agency, World, worlds

TARGETS = ("region_figures", "int_figures_reconciled", "int_sets_listed")
INPUTS = (
    "int_reports_accepted", "int_figures_accepted", "int_regions_named", "stg_roster",
    "stg_successions", "reporting_deadlines", "figure_rows", "additive_figures", "agency_names",
    "organ_kinds",
)  # fmt: skip
_TEXT = pl.String
_REPORTS = {
    **dict.fromkeys(("agency_id", "agency", "region_code", "province", "city", "county"), _TEXT),
    **dict.fromkeys(("level", "kind", "scope", "status"), _TEXT),
    "year": pl.Int32, "published": pl.Date, "is_on_time": pl.Boolean,
}  # fmt: skip
_FIGURES = {
    "agency_id": _TEXT, "year": pl.Int32,
    **dict.fromkeys(("table_name", "table_label", "row_code", "column_code", "row_label"), _TEXT),
    **dict.fromkeys(("column_label", "mark", "basis", "place", "document_path", "sha256"), _TEXT),
    "value": pl.Decimal(20, 4),
}  # fmt: skip
_REGIONS = {
    **dict.fromkeys(("region_code", "region_name", "region_level", "parent_code"), _TEXT),
    **dict.fromkeys(("province", "city", "county", "successor_code", "former_names"), _TEXT),
    "is_former": pl.Boolean,
}  # fmt: skip
EXAMPLES = settings(
    max_examples=int(os.environ.get("GONGKAI_EXAMPLES", "60")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    return compile_models(tmp_path_factory.mktemp("compiled"), TARGETS, INPUTS)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect() as connection:
        yield connection


def _frame(rows: list[dict[str, Any]], schema: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema, orient="row")


def _report(one: Agency, year: int) -> dict[str, Any]:
    return {
        "agency_id": one.id, "agency": one.name, "region_code": one.region, "province": "示例省",
        "city": None, "county": None, "level": one.level, "kind": one.kind,
        "scope": "consolidated" if one.is_consolidated else "own", "status": "read",
        "year": year, "published": date(year + 1, 1, 20), "is_on_time": True,
    }  # fmt: skip


def _figure(one: Agency, year: int, value: int) -> dict[str, Any]:
    return {
        "agency_id": one.id, "year": year, "table_name": "requests", "table_label": "三",
        "row_code": "requests.new", "column_code": "total", "row_label": "本年新收",
        "column_label": "总计", "mark": "stated", "basis": "stated", "value": value,
        "place": "", "document_path": one.name, "sha256": one.id,
    }  # fmt: skip


def _roster(world: World, one: Agency, line: int) -> dict[str, Any]:
    """With its parent where only the roster can tell it, else with it now and then."""
    names_parent = one.is_told or (one.above is not None and line % 3 == 0)
    above = one.above if names_parent else None
    return {
        "agency": one.name, "region_code": one.region, "level": one.level, "kind": one.kind,
        "parent": above.name if above else None,
        "parent_region_code": above.region if above else None,
        "first_year": None, "last_year": None, "line_no": line,
    }  # fmt: skip


def _succession(world: World, code: str) -> dict[str, Any]:
    region = world.regions[code]
    assert region.successor is not None
    return {
        "agency": world.seats[code].name, "region_code": code,
        "successor": world.seats[region.successor].name,
        "successor_region_code": region.successor, "from_year": region.ended, "note": None,
        "line_no": 2,
    }  # fmt: skip


def _region(world: World, code: str) -> dict[str, Any]:
    one = world.regions[code]
    return {
        "region_code": code, "region_name": one.name, "region_level": one.level,
        "parent_code": one.parent, "province": "示例省", "city": None, "county": None,
        "successor_code": one.successor, "former_names": None, "is_former": bool(one.successor),
    }  # fmt: skip


def _inputs(world: World, added: dict[tuple[Agency, int], int]) -> dict[str, pl.DataFrame]:
    """The tables upstream; `added` is what reports print beyond the truth."""
    reports = [(one, year) for year in YEARS for one in world.reports(year)]
    figures = [
        _figure(one, year, world.counts(one, year) + added.get((one, year), 0))
        for one, year in reports
    ]
    listed = [one for one in world.agencies if one.is_listed]
    ended = [code for code, region in world.regions.items() if region.successor]
    seeds = ("reporting_deadlines", "figure_rows", "additive_figures", "agency_names")
    return {
        "int_reports_accepted": _frame([_report(*one) for one in reports], _REPORTS),
        "int_figures_accepted": _frame(figures, _FIGURES),
        "int_regions_named": _frame([_region(world, code) for code in world.regions], _REGIONS),
        "stg_roster": _frame(
            [_roster(world, one, line) for line, one in enumerate(listed, 2)], SCHEMAS["roster"]
        ),
        "stg_successions": _frame(
            [_succession(world, code) for code in ended], SCHEMAS["successions"]
        ),
        **{name: pl.read_csv(DBT_PROJECT / "seeds" / f"{name}.csv") for name in seeds},
        "organ_kinds": pl.read_csv(DBT_PROJECT / "seeds" / "organ_kinds.csv"),
    }


def _expected_sums(world: World) -> dict[tuple[str, int], int]:
    """Each region's figure: whatever any report within it counts, once."""
    expected = {}
    for code in world.regions:
        for year in YEARS:
            within = [r for r in world.reports(year) if code in world.lies_within(r)]
            if within:
                bits = 0
                for report in within:
                    bits |= world.counts(report, year)
                expected[code, year] = bits
    return expected


@EXAMPLES
@given(world=worlds())
def test_every_region_counts_everyone_once(
    compiled: Compiled, con: duckdb.DuckDBPyConnection, world: World
) -> None:
    compiled.run(con, _inputs(world, {}))
    query = "select region_code, year, cast(value as bigint) from work.marts.region_figures"
    found = {(code, year): value for code, year, value in con.execute(query).fetchall()}
    assert found == _expected_sums(world)


def _is_due(world: World, one: Agency, year: int) -> bool:
    """By the roster, or where nobody is on it by an earlier report."""
    has_roster = any(other.is_listed for other in world.agencies)
    return one.is_listed if has_roster else any(y <= year for y in one.reported)


def _parts(world: World, government: Agency, year: int) -> list[Agency]:
    """Whose next consolidated report up the tree is the government's."""
    return [
        one
        for one in world.agencies
        if not (one.is_seat and world.regions[one.region].ended <= year)
        and not (one.is_seat and _chosen(world, one, year) not in (one, None))
        and (year in one.reported or _is_due(world, one, year))
        and world.coverer(one, year) is government
    ]


@EXAMPLES
@given(world=worlds(), data=st.data())
def test_consolidated_figures_stand_beside_their_parts(
    compiled: Compiled, con: duckdb.DuckDBPyConnection, world: World, data: st.DataObject
) -> None:
    reports = [(one, year) for year in YEARS for one in world.reports(year)]
    wrong = data.draw(st.lists(st.sampled_from(reports), max_size=2)) if reports else []
    added = {one: 2**49 + number for number, one in enumerate(wrong)}
    note(repr(world))
    compiled.run(con, _inputs(world, added))
    query = """
        select agency_id, year, parts_expected, parts_reported,
            cast(parts_value as bigint), outcome in ('below', 'unequal')
        from work.intermediate.int_figures_reconciled
    """
    found = {(row[0], row[1]): row[2:] for row in con.execute(query).fetchall()}
    expected = {}
    for one, year in reports:
        seat = world.seats[one.region] if one.is_seat else one
        parts = _parts(world, seat, year)
        is_other_name = one.is_seat and _chosen(world, one, year) is not one
        if one.is_consolidated and parts and not is_other_name:
            here = [part for part in parts if year in part.reported]
            value = sum(world.counts(p, year) + added.get((p, year), 0) for p in here)
            printed = world.counts(one, year) + added.get((one, year), 0)
            is_all = len(here) == len(parts) and any(part.is_listed for part in parts)
            is_broken = bool(here) and (printed < value or (is_all and printed != value))
            known = (len(parts), len(here), value if here else None, is_broken)
            expected[one.id, year] = known
    assert {
        key: (found.get(key), expected.get(key))
        for key in found.keys() | expected.keys()
        if found.get(key) != expected.get(key)
    } == {}


def _chosen(world: World, one: Agency, year: int) -> Agency | None:
    """Of two names of a government the one whose report counts; None if neither has one."""
    names = (world.seats[one.region], world.twins.get(one.region))
    return min(
        (name for name in names if name is not None and year in name.reported),
        key=lambda name: name.id,
        default=None,
    )
