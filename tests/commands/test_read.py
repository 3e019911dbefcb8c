"""`gongkai read`: the public contract of its JSON, and its table."""

import json
from pathlib import Path
from typing import Any

import pytest

from orchestration.cli import main
from orchestration.commands.read import agreement, doubts
from orchestration.ingest.pool import read_path
from orchestration.reading.cells import CERTAIN, read_cell
from orchestration.reading.form import load_forms
from orchestration.reading.reading import Claim
from orchestration.settings import PROJECT

RAW = PROJECT / "raw"
KEYS = [
    "path", "sha256", "status", "reason", "title", "agency", "year", "province", "city", "county",
    "level", "kind", "scope", "published", "forms", "cells", "findings",
    "claims",
]  # fmt: skip
CELL_KEYS = ["row", "column", "value", "state", "basis", "approximate", "raw", "place"]


def read_json(capsys: pytest.CaptureFixture[str], *paths: Path) -> list[dict[str, Any]]:
    assert main(["read", "--json", *map(str, paths)]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_an_object_has_exactly_the_documented_keys(capsys: pytest.CaptureFixture[str]) -> None:
    [reading] = read_json(capsys, RAW / "2020" / "聊城市人力资源和社会保障局.txt")
    assert list(reading) == KEYS
    assert list(reading["cells"][0]) == CELL_KEYS
    assert {tuple(finding) for finding in reading["findings"]} == {
        ("check", "severity", "message", "table", "row", "column")
    }
    assert reading["forms"] == {"proactive": "2019", "requests": "2019", "reviews": "2019"}


def test_values_are_decimal_strings_and_money_is_yuan(capsys: pytest.CaptureFixture[str]) -> None:
    [reading] = read_json(capsys, RAW / "2020" / "莱西市.txt")
    cells = {(cell["row"], cell["column"]): cell for cell in reading["cells"]}
    amount = cells["proactive.procurement", "amount_yuan"]
    assert amount["value"] == "68461760.02"
    assert amount["raw"] == "6846.176002万元"
    assert cells["proactive.rules", "made"]["value"] is None
    assert cells["proactive.rules", "made"]["state"] == "blank"


def test_a_folder_is_read_file_by_file(capsys: pytest.CaptureFixture[str]) -> None:
    readings = read_json(capsys, RAW)
    assert len(readings) == 5
    assert {reading["status"] for reading in readings} <= {"read", "partial"}


def test_a_rejected_file_has_the_same_keys(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "empty.txt"
    path.touch()
    [reading] = read_json(capsys, path)
    assert list(reading) == KEYS
    assert reading["status"] == "rejected"
    assert reading["cells"] == []
    assert reading["forms"] == {"proactive": None, "requests": None, "reviews": None}


def test_the_table_names_figures_in_the_forms_own_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["read", str(RAW / "2020" / "莱西市.txt")]) == 0
    shown = capsys.readouterr().out
    assert "莱西市人民政府" in shown
    assert "6846.176002万元" in shown
    assert "（一）予以公开" in shown


def test_a_missing_path_is_one_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "/nowhere/report.txt"]) == 1
    error = capsys.readouterr().err
    assert "/nowhere/report.txt" in error
    assert "Traceback" not in error


def test_each_doubtful_figure_is_explained_in_words() -> None:
    table = next(t for form in load_forms() if form.id == "2019" for t in form.tables)
    cells = [cell for _, cell in table.cells() if cell.row == "proactive.procurement"]
    amount = next(cell for cell in cells if cell.column == "amount_yuan")
    about = read_cell(table, amount, "约739万元", "第 3 行第 2 格", None, CERTAIN)
    lost = read_cell(table, amount, "见附件", "第 3 行第 2 格", None, CERTAIN)
    plain = read_cell(table, amount, "739万元", "第 3 行第 2 格", None, CERTAIN)
    assert list(doubts([plain, about, lost])) == [
        "政府集中采购，采购总金额 7390000：印作“约739万元”，原文写明是约数",
        "政府集中采购，采购总金额 读不出：印作“见附件”，“见附件”不是数字",
    ]


def test_counts_of_the_prose_come_with_the_cells_they_mean(
    capsys: pytest.CaptureFixture[str],
) -> None:
    [reading] = read_json(capsys, RAW / "2020" / "莱西市.txt")
    claim = next(one for one in reading["claims"] if one["subject"] == "disposition.disclosed")
    assert list(claim) == [
        "subject", "count", "year", "sums", "reason", "phrase", "sentence", "place",
    ]  # fmt: skip
    assert (claim["count"], claim["year"], claim["reason"]) == (78, 2020, None)
    assert claim["sums"] == [[{"row": "disposition.disclosed", "column": "total"}]]
    assert claim["phrase"] == "予以公开78件"


def test_the_table_says_whether_prose_and_table_agree(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(RAW / "2020" / "莱西市.txt")]) == 0
    shown = capsys.readouterr().out
    assert "予以公开78件（第 8 行）：与表格不符：表中为 67" in shown
    assert "部分公开17件（第 8 行）：与表格一致" in shown


def test_agreement_is_said_only_where_every_sum_can_be_added_up() -> None:
    reading = read_path(RAW / "2020" / "莱西市.txt")
    cells = {(cell.row, cell.column): cell for cell in reading.cells}
    new, carried = ("requests.new", "total"), ("requests.carried_in", "total")
    claim = Claim("requests.received", 207, 2020, None, "", sums=((new,), (new, carried)))
    assert agreement(claim, cells) == "与表格一致"
    assert agreement(claim._replace(number=9), cells) == "与表格不符：表中为 206"
    del cells[carried]
    assert agreement(claim._replace(number=9), cells) == "表格没有可比的数字"
    assert agreement(claim._replace(reason="约数"), cells) == "不比较：约数"
