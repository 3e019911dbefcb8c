"""Models built year by year: what they rest on is known, and only what has changed is built."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.dbt import BUILD, ensure_manifest, run_dbt
from orchestration.ingest.schemas import READ_TABLES
from orchestration.models_version import is_made_by_these_models, remember_models
from orchestration.publish.content import contents
from orchestration.settings import Settings

_ALL = ("raw", "reference", "intermediate", "marts")


@lru_cache
def nodes() -> dict[str, dict[str, Any]]:
    parsed = json.loads(ensure_manifest().read_text(encoding="utf-8"))
    return dict(parsed["nodes"] | parsed["sources"])


def is_by_year(node: dict[str, Any]) -> bool:
    return node["resource_type"] == "model" and node["config"]["materialized"] == "by_year"


def by_year() -> list[str]:
    return sorted(key for key, node in nodes().items() if is_by_year(node))


def inputs(key: str) -> Iterator[dict[str, Any]]:
    """What a model is made from, straight or by way of views."""
    for parent in nodes()[key]["depends_on"]["nodes"]:
        node = nodes()[parent]
        if node["resource_type"] == "model" and node["config"]["materialized"] == "view":
            yield from inputs(parent)
        else:
            yield node


@pytest.mark.parametrize("model", by_year())
def test_an_input_with_years_is_known_by_its_years(built: Settings, model: str) -> None:
    with duckdb.connect(str(built.work), read_only=True) as con:
        for node in inputs(model):
            table = (node["schema"], node.get("alias") or node["identifier"])
            [(has_years,)] = con.execute(
                "select count(*) > 0 from duckdb_columns() "
                "where schema_name = ? and table_name = ? and column_name = 'year'",
                table,
            ).fetchall()
            assert has_years == ("year" in node["columns"]), node["name"]


@pytest.mark.parametrize("model", by_year())
def test_who_reads_documents_knows_their_hashes(model: str) -> None:
    """Rows of raw.cells and the like have no fingerprint: a column with that of the bytes has."""
    found = list(inputs(model))
    is_of_documents = any(node["config"].get("meta", {}).get("is_of_documents") for node in found)
    hashed = [n for n in found if {"sha256", "source_sha256"} & n["columns"].keys()]
    assert hashed or not is_of_documents


def test_what_is_read_of_documents_is_said_to_be() -> None:
    marked = {
        node["name"]
        for node in nodes().values()
        if node["resource_type"] == "source" and node["config"].get("meta")
    }
    assert marked == set(READ_TABLES) - {"documents", "readings"}


@pytest.fixture
def work(built: Settings, tmp_path: Path) -> Settings:
    """A build of its own, made and tested by the present models."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(built.work, home / "work.duckdb")
    settings = Settings(built.raw, home)
    assert is_made_by_these_models(settings)
    return settings


def run(settings: Settings, *arguments: str) -> dict[str, list[int]]:
    """Build all models; by model, the years that were built."""
    done = run_dbt(settings, [*BUILD, *arguments], lambda _: None)
    assert done.is_successful, [one for one in done.results if one.status == "error"]
    with duckdb.connect(str(settings.work), read_only=True) as con:
        rows = con.execute(
            "select model, list(year order by year) from state.years_built "
            "where not is_tested group by model"
        ).fetchall()
    return dict(rows)


def change(settings: Settings, *statements: str) -> None:
    with duckdb.connect(str(settings.work)) as con:
        for statement in statements:
            con.execute(statement)


def test_nothing_is_built_where_nothing_changed(work: Settings) -> None:
    assert run(work) == {}


def test_a_changed_document_builds_its_year_and_the_next_where_that_looks_back(
    work: Settings,
) -> None:
    change(
        work,
        "update raw.documents set sha256 = 'x' where path like '2020/聊城%'",
        "update raw.cells set value = value + 1, printed_text = '9' "
        "where path like '2020/聊城%' and state = 'number'",
    )
    built = run(work)
    assert built["int_figures_accepted"] == [2020]
    assert built["region_figures"] == [2020]
    assert built["int_years_compared"] == [2020, 2021]
    assert built["indicators_by_region"] == [2020, 2021]
    kept = contents(work.work, _ALL)
    run(work, "--full-refresh")
    assert contents(work.work, _ALL) == kept


def test_a_year_that_is_gone_is_taken_out(work: Settings) -> None:
    paths = "(select path from raw.readings where year = 2020)"
    change(
        work,
        *(
            f"delete from raw.{table} where path in {paths}"
            for table in READ_TABLES
            if table != "readings"
        ),
        "delete from raw.readings where year = 2020",
    )
    run(work)
    kept = contents(work.work, _ALL)
    with duckdb.connect(str(work.work), read_only=True) as con:
        assert con.execute("select 1 from marts.fct_figures where year = 2020").fetchall() == []
    run(work, "--full-refresh")
    assert contents(work.work, _ALL) == kept


def test_what_no_test_has_passed_on_is_built_and_tested_again(work: Settings) -> None:
    change(work, "update state.years_built set is_tested = false where model = 'fct_requests'")
    assert list(run(work)) == ["fct_requests"]
    remember_models(work)
    assert run(work) == {}


def test_a_test_looks_at_what_is_new(work: Settings) -> None:
    change(
        work,
        "update raw.cells set state = 'nonsense' where path like '2020/聊城%'",
        "insert into state.untested_documents "
        "select path from raw.documents where path like '2020/聊城%'",
    )
    done = run_dbt(work, BUILD, lambda _: None)
    failed = [one.unique_id for one in done.results if one.status == "fail"]
    assert [name for name in failed if "source_one_of_raw_cells" in name]


def test_other_models_make_all_anew(work: Settings) -> None:
    change(work, "update state.models set version = 'older'")
    assert not is_made_by_these_models(work)
