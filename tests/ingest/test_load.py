"""The raw tables, brought up to date with a folder of reports."""

import os
from pathlib import Path

import duckdb
import pytest

from orchestration.ingest import load
from orchestration.ingest.load import Ingested, ingest
from orchestration.progress import told_to
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


def test_what_changed_of_the_reader_is_named(
    places: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    with told_to(told):
        ingest(places)
        ingest(places)
    assert told == []
    other = dict(load.reader_sources()) | {"forms/2019.yaml": "another label"}
    monkeypatch.setattr(load, "reader_sources", lambda: other)
    monkeypatch.setattr(load, "reader_version", lambda: "another")
    with told_to(told):
        assert ingest(places).read == 1
    [why] = told
    assert "forms/2019.yaml" in why
    assert "全部重新读取" in why


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


def test_a_file_named_in_gbk_is_read_and_its_name_tells_whose_it_is(places: Settings) -> None:
    """As an archive of Chinese Windows leaves it: no UTF-8, so that it is told escaped."""
    named = "莱西市2020年政府信息公开工作年度报告.txt".encode("gbk")
    body = SAMPLE.read_text(encoding="utf-8").partition("\n")[2]
    path = os.path.join(os.fsencode(places.raw), named)
    with open(path, "w", encoding="utf-8") as file:
        file.write(body)
    literal = places.raw / r"\xb1.txt"
    literal.write_text("不是报告", encoding="utf-8")
    assert ingest(places) == Ingested(read=3, gone=0, kept=0)
    assert ingest(places) == Ingested(read=0, gone=0, kept=3)
    [(told, status)] = rows(
        places, r"select path, status from raw.documents where path like '\xc0%'"
    )
    assert told == named.decode("utf-8", "backslashreplace")
    assert status != "rejected"
    [(reason,)] = rows(places, r"select reason from raw.documents where path = '\xb1.txt'")
    assert "打不开" not in str(reason)
    os.remove(path)
    assert ingest(places) == Ingested(read=0, gone=1, kept=2)


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


def test_what_was_rejected_is_read_again_when_asked(
    places: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (places.raw / "b.txt").write_bytes(SAMPLE.read_bytes())
    (places.raw / "c.txt").write_text("不是报告", encoding="utf-8")

    def short_of_memory(_data: bytes, _name: str) -> None:
        raise MemoryError

    monkeypatch.setattr("orchestration.ingest.pool.read", short_of_memory)
    ingest(places)
    monkeypatch.undo()
    (places.raw / "b.txt").unlink()
    assert ingest(places) == Ingested(read=0, gone=1, kept=2)
    assert ingest(places, anew=True) == Ingested(read=2, gone=0, kept=0)
    assert rows(places, "select status from raw.documents where path = 'a.txt'") == [("read",)]
    (places.raw / "c.txt").unlink()
    assert ingest(places, anew=True) == Ingested(read=0, gone=1, kept=1)


def test_a_document_of_several_reports_becomes_several_readings(places: Settings) -> None:
    laixi = PROJECT / "raw" / "2020" / "莱西市.txt"
    (places.raw / "a.txt").write_bytes(laixi.read_bytes() + b"\n\n" + SAMPLE.read_bytes())
    ingest(places)
    query = "select report_no, agency, year, status from raw.readings order by 1"
    assert rows(places, query) == [
        (1, "莱西市人民政府", 2020, "read"),
        (2, "威海市文登区人力资源和社会保障局", 2021, "read"),
    ]
    query = "select report_no, count(*) > 100 from raw.cells group by 1 order by 1"
    assert rows(places, query) == [(1, True), (2, True)]
    assert rows(places, "select status, reason from raw.documents") == [("read", None)]


def test_each_report_of_a_document_has_its_own_status(places: Settings) -> None:
    partial = PROJECT / "raw" / "2020" / "聊城市人力资源和社会保障局.txt"
    (places.raw / "a.txt").write_bytes(SAMPLE.read_bytes() + b"\n\n" + partial.read_bytes())
    ingest(places)
    query = "select report_no, status, reason from raw.readings order by 1"
    [(_, first, _), (_, second, reason)] = rows(places, query)
    assert (first, second) == ("read", "partial")
    query = "select status, reason from raw.documents"
    assert rows(places, query) == [("partial", f"第 2 份报告：{reason}")]


def test_a_database_of_other_columns_is_made_anew(places: Settings) -> None:
    ingest(places)
    with duckdb.connect(str(places.work)) as con:
        con.execute("alter table raw.cells drop column note")
    assert ingest(places) == Ingested(read=1, gone=0, kept=0)
    assert rows(places, "select count(note) from raw.cells") == [(0,)]


def test_why_a_figure_is_doubtful_is_kept(places: Settings) -> None:
    partial = PROJECT / "raw" / "2020" / "聊城市人力资源和社会保障局.txt"
    (places.raw / "a.txt").write_bytes(partial.read_bytes())
    ingest(places)
    query = "select distinct state, note is null from raw.cells where basis = 'inferred'"
    assert sorted(rows(places, query)) == [("number", False), ("unreadable", False)]
    query = (
        "select count(*) from raw.cells where note = '' or (note is null and state = 'unreadable')"
    )
    assert rows(places, query) == [(0,)]


def test_attachments_follow_the_files_that_come_and_go(places: Settings) -> None:
    (places.raw / "a.docx").write_bytes(b"x")
    ingest(places)
    query = "select path, page_path, rule from raw.attachments"
    assert rows(places, query) == [("a.docx", "a.txt", "same_name")]
    (places.raw / "a.docx").unlink()
    ingest(places)
    assert rows(places, query) == []
