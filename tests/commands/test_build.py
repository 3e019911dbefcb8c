"""`gongkai build`: incremental, one at a time, and plain about what it set aside."""

import shutil
from pathlib import Path

import duckdb
import pytest

from orchestration.cli import main
from orchestration.locking import _held, build_lock
from orchestration.publish.publish import published_build
from orchestration.settings import PROJECT, Settings


def build(settings: Settings) -> int:
    return main(["build", "--raw", str(settings.raw), "--home", str(settings.home)])


def test_a_build_without_changes_does_nothing(
    built: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    before = built.published.stat()
    assert build(built) == 0
    after = built.published.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert "没有变化" in capsys.readouterr().out


def test_what_changed_under_raw_changes_the_warehouse(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    raw = tmp_path / "raw"
    shutil.copytree(PROJECT / "raw" / "2021", raw / "any" / "tree")
    (raw / "空.txt").touch()
    (raw / "通知.txt").write_text("关于开展政府信息公开年度报告编制工作的通知", encoding="utf-8")
    settings = Settings(raw, tmp_path / "home")
    assert build(settings) == 0
    shown = capsys.readouterr().out
    assert "文件是空的" in shown
    assert "通知.txt" in shown
    record = published_build(settings.published)
    assert record is not None
    assert (record.documents, record.read, record.rejected) == (3, 1, 2)

    (raw / "空.txt").unlink()
    shutil.copy(PROJECT / "raw" / "2020" / "莱西市.txt", raw / "空.txt")
    assert build(settings) == 0
    with duckdb.connect(str(settings.published), read_only=True) as con:
        agencies = con.execute("select agency from marts.dim_agencies order by 1").fetchall()
    assert agencies == [("威海市文登区人力资源和社会保障局",), ("莱西市人民政府",)]


def test_a_second_build_at_the_same_time_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(PROJECT / "raw", tmp_path)
    with build_lock(settings.lock):
        _held.discard(settings.lock)  # as another process would find it
        assert build(settings) == 1
    assert "另一个构建正在进行" in capsys.readouterr().err


def test_a_missing_raw_folder_is_one_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(Settings(tmp_path / "nowhere", tmp_path / "home")) == 1
    error = capsys.readouterr().err
    assert "nowhere" in error
    assert "Traceback" not in error
