"""What Dagster is told: assets described and grouped, a sensor that runs, a schedule at rest."""

import csv
import os
import shutil
from pathlib import Path

import dagster as dg
import pytest

from orchestration.checks import FINDINGS
from orchestration.definitions import defs
from orchestration.resources import BuildPlaces
from orchestration.sensors import raw_files_changed
from orchestration.settings import DBT_PROJECT, Settings

CHECKS = {"late_report": False, "row_total": True}  # whether the samples pass
LAYERS = {"raw", "reference", "staging", "intermediate", "marts", "published"}


def nodes() -> list[dg.AssetSpec]:
    return [spec for spec in defs.resolve_all_asset_specs() if spec.group_name != "default"]


def test_the_definitions_are_valid() -> None:
    dg.Definitions.validate_loadable(defs)


def test_every_asset_is_described_and_stands_in_its_layer() -> None:
    specs = nodes()
    assert len(specs) > 40
    assert {spec.group_name for spec in specs} <= LAYERS
    assert [spec.key for spec in specs if not spec.description] == []


def test_raw_tables_flow_to_the_published_file() -> None:
    graph = defs.resolve_asset_graph()
    published = dg.AssetKey(["published", "gongkai"])
    ancestors = dg.AssetSelection.assets(published).upstream().resolve(graph)
    assert dg.AssetKey(["raw", "cells"]) in ancestors
    assert dg.AssetKey(["marts", "fct_dispositions"]) in ancestors


def test_dbts_tests_are_asset_checks() -> None:
    checks = defs.resolve_asset_graph().asset_check_keys
    assert any(key.asset_key.path[0] == "marts" for key in checks)
    assert any(key.name.startswith("source_key_raw_cells") for key in checks)
    assert any(key.name == "every_figure_is_in_its_fact" for key in checks)
    assert any(key.name == "every_document_is_accounted_for" for key in checks)


def test_every_check_of_the_reports_is_an_asset_check_that_blocks_nothing() -> None:
    with (DBT_PROJECT / "seeds" / "checks.csv").open(encoding="utf-8", newline="") as file:
        checks = {row["check_id"] for row in csv.DictReader(file)}
    specs = [spec for check in defs.asset_checks or () for spec in check.check_specs]
    assert {spec.name for spec in specs} == checks
    assert not any(spec.blocking for spec in specs)


def test_a_check_of_the_reports_counts_its_findings(built: Settings) -> None:
    places = BuildPlaces(raw=str(built.raw), home=str(built.home))
    graph = defs.resolve_asset_graph()
    selection = dg.AssetSelection.checks(
        *(key for key in graph.asset_check_keys if key.asset_key == FINDINGS and key.name in CHECKS)
    )
    done = dg.materialize(
        [*(defs.assets or ()), *(defs.asset_checks or ())],
        selection=selection,
        resources={"places": places},
    )
    found = {one.check_name: one for one in done.get_asset_check_evaluations()}
    assert {name: one.passed for name, one in found.items()} == CHECKS
    assert found["late_report"].severity == dg.AssetCheckSeverity.WARN
    assert found["late_report"].metadata["findings"].value >= 1


def test_one_model_is_built_alone_with_its_tests(built: Settings, tmp_path: Path) -> None:
    shutil.copy(built.work, tmp_path / "work.duckdb")
    key = dg.AssetKey(["marts", "dim_years"])
    done = dg.materialize(
        [*(defs.assets or ())],
        selection=dg.AssetSelection.assets(key),
        resources={"places": BuildPlaces(raw=str(built.raw), home=str(tmp_path))},
    )
    assert [one.asset_key for one in done.get_asset_materialization_events()] == [key]
    checks = done.get_asset_check_evaluations()
    assert {one.asset_key for one in checks} == {key}
    assert all(one.passed for one in checks)


def test_the_schedule_is_off() -> None:
    schedule = defs.resolve_schedule_def("nightly")
    assert schedule.default_status == dg.DefaultScheduleStatus.STOPPED


def tick(places: BuildPlaces, cursor: str | None) -> tuple[dg.RunRequest | None, str | None]:
    context = dg.build_sensor_context(cursor=cursor, resources={"places": places})
    outcome = raw_files_changed(context)
    request = outcome if isinstance(outcome, dg.RunRequest) else None
    return request, context.cursor


@pytest.mark.parametrize("change", ["add", "edit", "remove"])
def test_the_sensor_offers_a_run_when_raw_changes_and_only_then(
    tmp_path: Path, change: str
) -> None:
    report = tmp_path / "a.txt"
    report.write_text("一", encoding="utf-8")
    places = BuildPlaces(raw=str(tmp_path), home=str(tmp_path / "home"))
    first, cursor = tick(places, None)
    assert first is not None
    again, cursor = tick(places, cursor)
    assert again is None
    if change == "add":
        (tmp_path / "b.txt").touch()
    elif change == "edit":
        os.utime(report, ns=(1, 1))
    else:
        report.unlink()
    changed, _ = tick(places, cursor)
    assert changed is not None
    assert changed.run_key != first.run_key


def test_the_sensor_says_why_it_skips_where_there_is_no_raw_folder(tmp_path: Path) -> None:
    request, _ = tick(BuildPlaces(raw=str(tmp_path / "none"), home=str(tmp_path)), None)
    assert request is None
