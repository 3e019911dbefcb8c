"""The same input gives the same content, whatever the order, the workers and the interruptions."""

from __future__ import annotations

import itertools
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.cli import main
from orchestration.demo.province.write import write_province
from orchestration.ingest import load, pool, read_parts
from orchestration.ingest.handover import Part
from orchestration.ingest.load import ingest
from orchestration.ingest.scan import scan
from orchestration.publish.content import contents
from orchestration.settings import PROJECT, Settings

AGENCIES, YEARS, SEED = 12, range(2019, 2022), 5


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples and a small province."""
    folder = tmp_path_factory.mktemp("input")
    write_province(folder / "province", AGENCIES, YEARS, SEED)
    shutil.copytree(PROJECT / "raw", folder / "raw")
    shutil.copytree(folder / "province" / "raw", folder / "raw", dirs_exist_ok=True)
    return folder / "raw"


def build(settings: Settings) -> dict[str, str]:
    assert main(["build", "--raw", str(settings.raw), "--home", str(settings.home)]) == 0
    return contents(settings.published)


def read(raw: Path, home: Path) -> dict[str, str]:
    """The content of schema raw after reading only."""
    ingest(Settings(raw, home))
    return contents(home / "work.duckdb", ["raw"])


@pytest.fixture(scope="module")
def once(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What one build of everything reads."""
    return read(raw, tmp_path_factory.mktemp("once"))


@pytest.mark.parametrize("workers", [1, 3])
def test_the_number_of_workers_makes_no_difference(
    raw: Path, once: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(pool.os, "cpu_count", lambda: workers)
    assert read(raw, tmp_path) == once


def test_the_order_of_loading_makes_no_difference(
    raw: Path, once: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = load.scan

    def shuffled(folder: Path, index: Path) -> tuple[load.RawFile, ...]:
        files = list(scan(folder, index))
        random.Random(1).shuffle(files)
        return tuple(files)

    monkeypatch.setattr(load, "scan", shuffled)
    monkeypatch.setattr(read_parts, "PART", 7)
    assert read(raw, tmp_path) == once


def stopped_after_two(*arguments: Any) -> Iterator[Part]:
    yield from itertools.islice(read_parts.read_parts(*arguments), 2)
    raise RuntimeError("stopped")


def test_an_interrupted_reading_is_continued_to_the_same_end(
    raw: Path, once: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_parts, "PART", 7)
    monkeypatch.setattr(pool, "_BATCH", 7)
    with monkeypatch.context() as patch:
        patch.setattr(load, "read_parts", stopped_after_two)
        with pytest.raises(RuntimeError, match="stopped"):
            ingest(Settings(raw, tmp_path))
    with duckdb.connect(str(tmp_path / "work.duckdb"), read_only=True) as con:
        [(loaded,)] = con.execute("select count(*) from raw.documents").fetchall()
    assert 14 <= loaded < len(scan(raw))
    assert read(raw, tmp_path) == once


def test_a_build_in_two_steps_is_the_build_at_once(raw: Path, tmp_path: Path) -> None:
    """The first step has half the files, one other than it will be, and one that goes again."""
    whole = build(Settings(raw, tmp_path / "whole"))
    partial = Settings(tmp_path / "raw", tmp_path / "steps")
    files = sorted(path.relative_to(raw) for path in raw.rglob("*") if path.is_file())
    for path in files[::2]:
        (partial.raw / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(raw / path, partial.raw / path)
    shutil.copy(PROJECT / "raw" / "2020" / "莱西市.txt", partial.raw / "另一份.txt")
    (partial.raw / files[0]).write_text("不是报告", encoding="utf-8")
    assert build(partial) != whole
    (partial.raw / "另一份.txt").unlink()
    shutil.copytree(raw, partial.raw, dirs_exist_ok=True)
    assert build(partial) == whole
    assert len(whole) > 30
    assert not [table for table, content in whole.items() if content == "absent"]


def test_content_tells_a_value_a_type_and_a_row_apart(tmp_path: Path) -> None:
    found = []
    for number, query in enumerate(
        (
            "select * from (values (1, 'a'), (2, 'b')) t (x, y)",
            "select * from (values (2, 'b'), (1, 'a')) t (x, y)",
            "select * from (values (2, 'a'), (1, 'b')) t (x, y)",
            "select x::bigint as x, y from (values (1, 'a'), (2, 'b')) t (x, y)",
            "select * from (values (1, 'a'), (2, 'b'), (2, 'b')) t (x, y)",
        )
    ):
        path = tmp_path / f"{number}.duckdb"
        with duckdb.connect(str(path)) as con:
            con.execute("create schema raw")
            con.execute(f"create table raw.t as {query}")
        found.append(contents(path)["raw.t"])
    assert found[0] == found[1]
    assert len(set(found)) == 4
