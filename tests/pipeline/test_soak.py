"""Whatever changes under raw/, the next build's content is that of a build from nothing."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from bench import soak as soak_module
from bench.soak import Difference, soak
from orchestration.demo.province.write import write_province
from orchestration.ingest import load
from orchestration.settings import Settings


def test_builds_over_random_changes_are_builds_from_nothing(tmp_path: Path) -> None:
    write_province(tmp_path / "province", 10, range(2020, 2022), 3)
    assert list(soak(tmp_path / "province" / "raw", tmp_path / "soak", 4, seed=3, whole=4)) == []


def test_a_build_that_forgets_what_is_gone_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_province(tmp_path / "province", 10, range(2020, 2022), 3)
    monkeypatch.setattr(load, "_delete", lambda *_: None)
    monkeypatch.setattr(load, "_account_for", lambda *_: None)
    # dbt's tests would find it out before: here it is the comparison that must
    monkeypatch.setattr(soak_module, "build_models", lambda _: None)
    monkeypatch.setattr(soak_module, "_change_ledgers", lambda *_: None)
    found = soak(tmp_path / "province" / "raw", tmp_path / "soak", 9, seed=3, whole=99)
    first = next(found)
    assert isinstance(first, Difference)
    assert "raw.documents" in first.tables


def test_a_build_that_differs_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_province(tmp_path / "province", 10, range(2020, 2022), 3)
    build = soak_module.build_models

    def err(settings: Settings) -> None:
        build(settings)
        if settings.home.name == "kept":
            with duckdb.connect(str(settings.work)) as con:
                con.execute("update marts.dim_agencies set agency = agency || '甲'")

    monkeypatch.setattr(soak_module, "build_models", err)
    found = soak(tmp_path / "province" / "raw", tmp_path / "soak", 9, seed=3, whole=99)
    assert next(found) == Difference(1, ("marts.dim_agencies",))
