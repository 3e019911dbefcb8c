"""The raw tables, brought up to date with a folder of reports."""

from pathlib import Path

import duckdb
import pytest

from orchestration.ingest import load
from orchestration.ingest.load import Ingested, ingest
from orchestration.settings import PROJECT, Settings

SAMPLE = PROJECT / "raw" / "2021" / "威海市文登区人力资源和社会保障局.txt"


@pytest.fixture
def places(tmp_path: Path) -> Settings:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_bytes(SAMPLE.read_bytes())
    return Settings(raw, tmp_path / "home")


def rows(places: Settings, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(places.work), read_only=True) as con:
        return con.execute(query).fetchall()


def test_a_report_becomes_rows(places: Settings) -> None:
    assert ingest(places) == Ingested(read=1, gone=0, kept=0)
    assert rows(places, "select path, status from raw.documents") == [("a.txt", "read")]
    assert rows(places, "select agency, year from raw.readings") == [
        ("威海市文登区人力资源和社会保障局", 2021)
    ]
    assert rows(places, "select count(*) from raw.cells") == [(200,)]
    query = """select value, printed_text, basis from raw.cells
               where row_code = 'proactive.fees' and column_code = 'amount_yuan'"""
    [(value, printed, basis)] = rows(places, query)
    assert (str(value), printed, basis) == ("448620.0000", "44.862", "stated")


def test_an_unchanged_file_is_not_read_again(places: Settings) -> None:
    ingest(places)
    assert ingest(places) == Ingested(read=0, gone=0, kept=1)


def test_a_changed_file_is_read_again_and_a_removed_one_leaves(places: Settings) -> None:
    ingest(places)
    path = places.raw / "a.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("44.862", "45"), encoding="utf-8")
    assert ingest(places) == Ingested(read=1, gone=0, kept=0)
    assert rows(places, "select count(*) from raw.cells") == [(200,)]
    path.unlink()
    assert ingest(places) == Ingested(read=0, gone=1, kept=0)
    for table in ("documents", "readings", "cells", "findings"):
        assert rows(places, f"select count(*) from raw.{table}") == [(0,)]


def test_a_new_version_of_the_reader_reads_everything_again(
    places: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(places)
    monkeypatch.setattr(load, "reader_version", lambda: "another")
    assert ingest(places) == Ingested(read=1, gone=0, kept=0)
    assert rows(places, "select reader_version from raw.documents") == [("another",)]


BROKEN = {
    "empty.txt": b"",
    "junk.txt": bytes(range(256)) * 40,
    "nul.txt": "政府信息公开年度报告".encode() + b"\x00" * 100,
    "latin.txt": "Ação pública é só".encode("latin-1"),
    "line.txt": ("政府信息公开年度报告" * 350_000).encode(),
    "no_report.txt": "关于召开政府信息公开工作会议的通知".encode(),
    "blank_form.pdf": b"%PDF-1.7",
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_input_is_set_aside_with_its_reason(places: Settings, name: str) -> None:
    (places.raw / name).write_bytes(BROKEN[name])
    ingest(places)
    query = f"select status, reason from raw.documents where path = '{name}'"
    [(status, reason)] = rows(places, query)
    assert status == "rejected"
    assert reason
    assert rows(places, "select count(*) from raw.readings") == [(1,)]


def test_a_file_of_50_megabytes_in_one_line_is_set_aside(places: Settings) -> None:
    (places.raw / "huge.txt").write_bytes(b"|0" * 25_000_000)
    ingest(places)
    query = "select status, reason from raw.documents where path = 'huge.txt'"
    [(status, reason)] = rows(places, query)
    assert status == "rejected"
    assert "MB" in str(reason)


def test_a_report_in_gb18030_is_read(places: Settings) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    (places.raw / "gbk.txt").write_bytes(text.encode("gb18030"))
    ingest(places)
    query = "select count(*), count(distinct value) from raw.cells where path = 'gbk.txt'"
    assert rows(places, query)[0][0] == 200


def test_a_fault_of_the_reader_costs_one_document(
    places: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(_data: bytes, name: str) -> None:
        raise RuntimeError(name)

    monkeypatch.setattr("orchestration.ingest.pool.read", faulty)
    ingest(places)
    [(status, reason)] = rows(places, "select status, reason from raw.documents")
    assert status == "rejected"
    assert "RuntimeError" in str(reason)
