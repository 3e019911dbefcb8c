"""`gongkai export`: whole or not at all, only over its own files, errors in one line."""

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from orchestration.cli import main
from orchestration.commands.export import parts_of
from orchestration.export import export as exporting
from orchestration.export.export import Parts, export
from orchestration.settings import PROJECT

ONE = ["--tables", "dim_years", "--format", "csv"]


def run(home: Path, *options: str) -> int:
    return main(["export", "--home", str(home), *options])


def error(capsys: pytest.CaptureFixture[str]) -> str:
    told = capsys.readouterr().err
    assert told.startswith("gongkai: ")
    assert told.count("\n") == 1
    return told


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.parent.iterdir() if path.name.startswith(".")]


def chosen_by(**options: object) -> Parts:
    none = dict.fromkeys(("formats", "tables")) | dict.fromkeys(("findings", "docs"), False)
    return parts_of(**{**none, "per_agency": False, **options})  # type: ignore[arg-type]


def test_without_options_everything_is_exported(exported) -> None:
    parts = {path.name for path in exported.folder.iterdir()}
    tables = {"csv", "parquet", "datapackage.json"}
    assert parts == {*tables, "findings", "docs", "说明.txt", "export.json"}
    assert chosen_by() == Parts()
    assert leftovers(exported.folder) == []


def test_options_choose_the_parts() -> None:
    assert chosen_by(formats="csv") == Parts(formats=["csv"])
    assert chosen_by(per_agency=True) == Parts(per_agency=True)
    assert chosen_by(findings=True) == Parts(None, docs=False)
    assert chosen_by(docs=True) == Parts(None, findings=False)
    assert chosen_by(tables=["a,b", "c", "a"]) == Parts(["a", "b", "c"], findings=False, docs=False)


def test_the_default_folder_is_in_the_home_and_the_same_build_gives_the_same_files(
    hostile, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(hostile.home, "--tables", "--findings", "--per-agency") == 0
    first = content(hostile.home / "export")
    assert run(hostile.home, "--tables", "--findings", "--per-agency") == 0
    assert content(hostile.home / "export") == first
    assert "数据表" in capsys.readouterr().out
    shutil.rmtree(hostile.home / "export")


def test_a_reference_to_a_table_left_out_is_not_named(hostile, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(hostile.home, "--out", str(out), "--tables", "fct_reports", "--format", "csv") == 0
    [table] = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert "foreignKeys" not in table["schema"]


def test_foreign_and_changed_files_are_never_overwritten(
    hostile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    assert run(hostile.home, "--out", str(out), *ONE) == 1
    assert "mine.txt" in error(capsys)
    (out / "mine.txt").unlink()
    assert run(hostile.home, "--out", str(out), *ONE) == 0
    capsys.readouterr()
    (out / "说明.txt").write_text("answers")
    before = content(out)
    assert run(hostile.home, "--out", str(out), *ONE) == 1
    assert "说明.txt" in error(capsys)
    assert content(out) == before
    assert leftovers(out) == []


def test_an_export_that_fails_leaves_the_earlier_one(
    hostile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    export(hostile.published, out, Parts(["dim_years"], findings=False, docs=False))
    before = content(out)

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(exporting, "write_datapackage", stopped)
    with pytest.raises(KeyboardInterrupt):
        export(hostile.published, out, Parts(findings=False, docs=False))
    assert content(out) == before
    assert leftovers(out) == []


def test_what_a_killed_export_left_is_cleared(hostile, tmp_path: Path) -> None:
    out = tmp_path / "out"
    parts = Parts(["dim_years"], findings=False, docs=False)
    export(hostile.published, out, parts)
    before = content(out)
    out.rename(tmp_path / ".out.old")  # killed between its two renames
    (tmp_path / ".out.new" / "csv").mkdir(parents=True)
    (tmp_path / ".out.new" / "csv" / "half.csv").write_text("half")
    export(hostile.published, out, parts)
    assert content(out) == before
    assert leftovers(out) == []


def test_no_published_file_an_older_one_and_one_that_is_none(
    hostile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path) == 1
    assert "gongkai build" in error(capsys)
    (tmp_path / "gongkai.duckdb").write_bytes(b"no database" * 100)
    assert run(tmp_path) == 1
    assert "打不开" in error(capsys)
    shutil.copy(hostile.published, tmp_path / "gongkai.duckdb")
    with duckdb.connect(str(tmp_path / "gongkai.duckdb")) as con:
        con.execute("drop table meta.keys")
    assert run(tmp_path) == 1
    assert "旧版本" in error(capsys)


def test_an_unknown_table_or_format(hostile, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(hostile.home, "--tables", "fct_nothing") == 1
    told = error(capsys)
    assert "fct_nothing" in told
    assert "fct_figures" in told
    assert run(hostile.home, "--format", "xml") == 1
    assert "xml" in error(capsys)
    assert not (hostile.home / "export").exists()


def test_a_place_where_no_folder_can_be(
    hostile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert run(hostile.home, "--out", str(tmp_path / "file"), *ONE) == 1
    assert "--out" in error(capsys)
    assert run(hostile.home, "--out", str(tmp_path / "file" / "below"), *ONE) == 1
    assert "不能写入" in error(capsys)


@pytest.mark.skipif(os.geteuid() == 0, reason="everything is writable for root")
def test_a_folder_that_may_not_be_written(
    hostile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tmp_path.chmod(0o500)
    assert run(hostile.home, "--out", str(tmp_path / "out"), *ONE) == 1
    assert "不能写入" in error(capsys)


@pytest.mark.parametrize("part", [["--tables"], ["--findings"]])
def test_no_room_for_a_file(hostile, tmp_path: Path, part: list[str]) -> None:
    """A limit on the size of files stands for a full disk: writing fails half-way."""
    command = [sys.executable, "-m", "orchestration.cli", "export", *part]
    done = subprocess.run(
        [*command, "--home", str(hostile.home), "--out", str(tmp_path / "out")],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000)),
    )
    assert done.returncode == 1
    assert done.stderr.startswith("gongkai: 不能写入")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
