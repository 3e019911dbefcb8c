import os
from pathlib import Path

import duckdb
import pytest

from orchestration.errors import UserError
from orchestration.ingest.load import Ingested, ingest
from orchestration.ingest.scan import RawFile, compare, report_paths, scan
from orchestration.settings import Settings


def write(raw: Path, path: str, text: str = "x") -> None:
    (raw / path).parent.mkdir(parents=True, exist_ok=True)
    (raw / path).write_text(text, encoding="utf-8")


def test_any_tree_is_scanned_but_hidden_files_and_the_readme_are_no_reports(tmp_path: Path) -> None:
    for path in (
        "b.txt",
        "2020/市/a.txt",
        "README.md",
        "ledgers/roster.csv",
        ".git/x",
        "d/.hidden",
    ):
        write(tmp_path, path)
    assert [file.path for file in scan(tmp_path)] == ["2020/市/a.txt", "b.txt"]


def test_a_readme_further_down_is_a_file_like_any_other(tmp_path: Path) -> None:
    write(tmp_path, "2020/README.md")
    assert [file.path for file in scan(tmp_path)] == ["2020/README.md"]


def test_a_missing_folder_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="GONGKAI_RAW"):
        list(report_paths(tmp_path / "nowhere"))


def test_only_what_changed_is_read_and_what_is_gone_is_told() -> None:
    now = (RawFile("kept", "1", 1), RawFile("changed", "2", 1), RawFile("new", "3", 1))
    changes = compare(now, {"kept": "1", "changed": "old", "gone": "4"})
    assert [file.path for file in changes.to_read] == ["changed", "new"]
    assert changes.gone == ("gone",)
    assert changes.kept == 1


def test_a_folder_that_cannot_be_listed_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else its reports would be taken for gone. (Root may list any: here the system refuses.)"""
    write(tmp_path, "2020/locked/a.txt")
    listed = os.scandir

    def refusing(path: str) -> object:
        if os.fspath(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", refusing)
    with pytest.raises(UserError, match=r"2020/locked.*Permission denied"):
        scan(tmp_path)


def test_links_to_folders_and_to_nothing_are_accounted_for(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", "a.txt")
    places = Settings(tmp_path / "raw", tmp_path / "home")
    write(places.raw, "b.txt")
    (places.raw / "2020").symlink_to(tmp_path / "elsewhere")
    (places.raw / "c.txt").symlink_to(tmp_path / "nothing")
    assert ingest(places) == Ingested(read=3, gone=0, kept=0)
    assert ingest(places) == Ingested(read=0, gone=0, kept=3)
    with duckdb.connect(str(places.work), read_only=True) as con:
        rows = con.execute("select path, reason from raw.documents order by path").fetchall()
    assert [path for path, _ in rows] == ["2020", "b.txt", "c.txt"]
    assert "链接" in rows[0][1]
    assert "打不开" in rows[2][1]
