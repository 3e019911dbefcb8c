"""Whatever changes under raw/, the next build's content is that of a build from nothing."""

from __future__ import annotations

from pathlib import Path

from bench.soak import Difference, soak
from orchestration.demo.province.write import write_province
from orchestration.ingest import load


def test_builds_over_random_changes_are_builds_from_nothing(tmp_path: Path) -> None:
    write_province(tmp_path / "province", 10, range(2020, 2022), 3)
    assert list(soak(tmp_path / "province" / "raw", tmp_path / "soak", 6, seed=3, whole=3)) == []


def test_a_build_that_forgets_what_is_gone_is_found_out(tmp_path: Path, monkeypatch) -> None:
    write_province(tmp_path / "province", 10, range(2020, 2022), 3)
    monkeypatch.setattr(load, "_delete", lambda *_: None)
    monkeypatch.setattr(load, "_account_for", lambda *_: None)
    found = soak(tmp_path / "province" / "raw", tmp_path / "soak", 9, seed=3, whole=99)
    first = next(found)
    assert isinstance(first, Difference)
    assert "raw.documents" in first.tables
