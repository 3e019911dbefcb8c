"""Workers: a document that takes too long, too much or its worker with it costs only itself."""

import multiprocessing
import os
import time
from pathlib import Path

import pytest

from orchestration.errors import UserError
from orchestration.ingest import pool, workers
from orchestration.ingest.pool import read_path, read_paths
from orchestration.reading.reading import Reading

REPORT = "莱西市人民政府2021年政府信息公开工作年度报告\n一、总体情况\n由莱西市人民政府编制。\n"


def _die(path: Path) -> Reading:
    if "dies" in path.name:
        os._exit(7)
    if "sleeps" in path.name:
        time.sleep(60)
    if "swells" in path.name:
        return Reading("", "read", "x" * (64 * 1024**3))
    return read_path(path)


def _echo(text: str) -> str:
    return text


def _nothing() -> None:
    pass


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    names = ["a.txt", "dies.pdf", "b.txt", "sleeps.pdf", "swells.pdf", "c.txt"]
    for name in names:
        (tmp_path / name).write_text(REPORT + name, encoding="utf-8")
    return [tmp_path / name for name in names]


def test_a_worker_that_dies_hangs_or_swells_costs_one_document(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "read_path", _die)
    monkeypatch.setattr(pool, "MAX_SECONDS", 3)
    readings = list(read_paths(files))
    statuses = {path.name: r.status for path, r in zip(files, readings, strict=True)}
    assert statuses == {p.name: "partial" if p.suffix == ".txt" else "rejected" for p in files}
    reasons = [r.reason or "" for r in readings if r.status == "rejected"]
    assert "意外终止" in reasons[0]
    assert "3 秒" in reasons[1]
    assert "内存" in reasons[2]


def test_one_that_spoils_a_batch_costs_no_other_of_it(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "read_path", _die)
    monkeypatch.setattr(pool, "MAX_SECONDS", 20)
    good, dies, swells = files[0], files[1], files[4]
    many = [good] * 150
    many[5], many[70] = dies, swells
    assert next(pool._batches(many, pool._BATCH)) == pool._BATCH
    readings = list(read_paths(many))
    rejected = {n: r.reason or "" for n, r in enumerate(readings) if r.status == "rejected"}
    assert list(rejected) == [5, 70]
    assert "意外终止" in rejected[5]
    assert "内存" in rejected[70]
    assert len(readings) == len(many)


def test_batches_of_large_documents_are_small(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.pdf" for number in range(4)]
    for path in paths:
        path.write_bytes(b"%PDF-" + bytes(300_000))
    assert list(pool._batches(paths, 8)) == [1, 1, 1, 1]
    assert list(pool._batches([*paths, tmp_path / "gone.pdf"], 8)) == [1, 1, 1, 2]


def test_readings_come_in_the_order_of_the_files(files: list[Path]) -> None:
    many = [files[0], files[2], files[5]] * 10
    assert [r.sha256 for r in read_paths(many)] == [read_path(path).sha256 for path in many]


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(pool.MAX_BYTES + 1)
    reading = read_path(path)
    assert reading.status == "rejected"
    assert "64 MB" in (reading.reason or "")
    assert len(reading.sha256) == 64


def test_a_file_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    reading = read_path(tmp_path / "gone.txt")
    assert reading.status == "rejected"
    assert "打不开" in (reading.reason or "")


def test_workers_that_die_with_nothing_to_do_cost_nothing(files: list[Path]) -> None:
    many = [files[0], files[2], files[5]] * 200
    readings = read_paths(many)
    found = [next(readings)]
    for _ in range(2):
        time.sleep(1.5)  # what was handed over is done: no worker has anything to do
        for child in multiprocessing.active_children():
            child.kill()
        time.sleep(0.5)
        found.append(next(readings))
    found.extend(readings)
    assert [r.sha256 for r in found] == [read_path(path).sha256 for path in many]


def test_workers_that_take_no_more_say_so() -> None:
    with workers.Workers(1, _echo, 10, _nothing) as echoes:
        assert echoes.result(echoes.schedule("a")) == "a"
        echoes._pool.close()
        with pytest.raises(RuntimeError, match="not active"):
            echoes.schedule("b")


def test_workers_that_die_again_and_again_are_a_message(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_MOST_POOLS", 1)
    readings = read_paths([files[0]] * 600)
    next(readings)
    time.sleep(1.5)
    for child in multiprocessing.active_children():
        child.kill()
    time.sleep(0.5)
    with pytest.raises(UserError, match="读取进程"):
        list(readings)
