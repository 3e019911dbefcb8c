from pathlib import Path

import pytest

from orchestration.errors import UserError
from orchestration.ingest.scan import RawFile, compare, report_paths, scan


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
