"""`gongkai doctor`: what is not in order is named with its remedy, and nothing is changed."""

from __future__ import annotations

import shutil
from collections import namedtuple
from pathlib import Path

import duckdb
import pytest

from orchestration.cli import main
from orchestration.commands.doctor import examine
from orchestration.doctor import installation, places
from orchestration.locking import build_lock
from orchestration.settings import Settings

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def home(built: Settings, tmp_path: Path) -> Settings:
    """A build of its own."""
    folder = tmp_path / "home"
    folder.mkdir()
    for path in (built.work, built.published):
        shutil.copy(path, folder / path.name)
    raw = tmp_path / "raw"
    shutil.copytree(built.raw, raw)
    return Settings(raw, folder)


def told(settings: Settings) -> dict[str, tuple[str, str]]:
    """Subject → state and words, of whatever is not as it should be."""
    found = list(examine(settings))
    return {r.subject: (r.state, r.message + r.remedy) for r in found if r.state != "ok"}


def run(settings: Settings) -> int:
    return main(["doctor", "--raw", str(settings.raw), "--home", str(settings.home)])


def state(settings: Settings) -> list[tuple[str, int]]:
    files = (path for path in settings.home.rglob("*") if path.is_file())
    return sorted((str(path), path.stat().st_mtime_ns) for path in files)


def test_a_home_in_order_has_no_fault_and_stays_as_it_is(
    home: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    before = state(home)
    assert run(home) == 0
    assert "没有问题" in capsys.readouterr().out
    assert state(home) == before
    assert {"已发布的数据", "工作数据库", "新旧", "版本"}.isdisjoint(told(home))


def test_an_empty_home_says_what_comes_first(tmp_path: Path, built: Settings) -> None:
    empty = Settings(built.raw, tmp_path / "none")
    assert run(empty) == 0
    assert told(empty)["已发布的数据"] == ("notice", "还没有运行 gongkai build")
    assert not empty.home.exists()


def test_missing_reports_are_a_fault(
    home: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = Settings(tmp_path / "nowhere", home.home)
    assert run(lost) == 1
    assert "GONGKAI_RAW" in capsys.readouterr().out


def test_new_and_gone_reports_are_counted(home: Settings) -> None:
    first, second, *_ = sorted(home.raw.rglob("*.txt"))
    first.rename(first.with_suffix(".text"))
    second.unlink()
    assert told(home)["新旧"][1].startswith("发布之后新增 1 个文件，减少 2 个")


@pytest.mark.parametrize("spoil", ["damaged", "empty", "other"])
def test_a_published_file_that_does_not_open_is_a_fault(home: Settings, spoil: str) -> None:
    home.published.unlink()
    if spoil == "other":
        duckdb.connect(str(home.published)).close()
    else:
        home.published.write_bytes(b"x" * 5000 if spoil == "damaged" else b"")
    fault, words = told(home)["已发布的数据"]
    assert fault == "fault"
    assert "备份" in words


def test_a_damaged_database_of_the_build_is_begun_anew(home: Settings) -> None:
    home.work.write_bytes(b"x" * 5000)
    fault, words = told(home)["工作数据库"]
    assert fault == "notice"
    assert "重新读取" in words


def test_a_build_that_runs_is_told(home: Settings) -> None:
    with build_lock(home.lock):
        assert told(home)["构建"][0] == "notice"
    assert "构建" not in told(home)


def test_a_full_disk_is_a_fault(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places.shutil, "disk_usage", lambda _: Usage(2**40, 2**40, 2**20))
    fault, words = told(home)["磁盘"]
    assert fault == "fault"
    assert "--home" in words


def test_a_home_that_cannot_be_written_is_a_fault(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places.os, "access", lambda path, mode: mode != places.os.W_OK | 1)
    assert told(home)["数据文件夹"][0] == "fault"


def test_a_file_where_the_home_should_be_is_a_fault(built: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert told(Settings(built.raw, tmp_path / "file"))["数据文件夹"][0] == "fault"


def test_what_a_killed_build_left_is_told_after_an_hour(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home.home / "gongkai.new").write_bytes(b"x")
    assert "残留文件" not in told(home)
    monkeypatch.setattr(places, "_STALE", -1.0)
    assert "gongkai.new" in told(home)["残留文件"][1]


def test_another_version_of_a_dependency_is_a_fault(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = installation.version
    monkeypatch.setattr(
        installation, "version", lambda name: "0.1" if name == "polars" else real(name)
    )
    fault, words = told(home)["依赖"]
    assert fault == "fault"
    assert "polars 0.1" in words
    assert "make setup" in words
