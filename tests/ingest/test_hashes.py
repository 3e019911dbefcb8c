"""Hashes kept from build to build: right after every change, and nothing read twice."""

import os
import time
from pathlib import Path

import pytest

from orchestration.ingest import hashes
from orchestration.ingest.scan import scan


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where hashes are kept, by builds that look when the files are no longer fresh."""
    later = time.time() + 60
    monkeypatch.setattr(hashes.time, "time", lambda: later)
    return tmp_path / "home" / "hashes.parquet"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / name).write_text(name)
    return folder


def begin_another_process(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What a process that has just begun knows, and the files that it reads from now on."""
    monkeypatch.setattr(hashes, "_known", {})
    monkeypatch.setattr(hashes, "_kept", {})
    read: list[Path] = []
    digest = hashes._digest

    def watched(path: str, size: int) -> str:
        read.append(Path(path))
        return digest(path, size)

    monkeypatch.setattr(hashes, "_digest", watched)
    return read


def test_what_has_not_changed_is_not_read_again(
    raw: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = begin_another_process(monkeypatch)
    before = scan(raw, index)
    assert len(read) == 3
    read = begin_another_process(monkeypatch)
    assert scan(raw, index) == before
    assert read == []


def test_another_content_is_found_though_size_and_time_are_set_back(
    raw: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = scan(raw, index)
    seen = (raw / "b").stat()
    time.sleep(0.02)
    (raw / "b").write_text("B")
    os.utime(raw / "b", ns=(seen.st_atime_ns, seen.st_mtime_ns))
    read = begin_another_process(monkeypatch)
    after = scan(raw, index)
    assert read == [raw / "b"]
    assert [x == y for x, y in zip(before, after, strict=True)] == [True, False, True]


def test_what_is_fresh_is_hashed_again(raw: Path, tmp_path: Path) -> None:
    index = tmp_path / "home" / "hashes.parquet"
    for name in ("a", "b", "c"):
        (raw / name).write_text(name)
    scan(raw, index)
    hashes._known.clear()
    hashes._kept.clear()
    hashes.recall(index)
    assert hashes._known == {}


@pytest.mark.parametrize("content", [b"", b"PAR1 and then nothing", None])
def test_an_index_that_is_damaged_or_gone_costs_only_time(
    raw: Path, index: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    before = scan(raw, index)
    index.unlink()
    if content is not None:
        index.write_bytes(content)
    read = begin_another_process(monkeypatch)
    assert scan(raw, index) == before
    assert len(read) == 3


def test_a_name_that_is_no_text_is_hashed_each_time(
    raw: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (raw / os.fsdecode(b"\xff")).write_text("x")
    before = scan(raw, index)
    read = begin_another_process(monkeypatch)
    assert scan(raw, index) == before
    assert len(read) == 1
