"""The published file: whole, swapped in at once, readable beside a build and by older DuckDB."""

import json
import subprocess
import sys
from datetime import datetime, tzinfo
from pathlib import Path

import duckdb
import pytest

from orchestration.publish.publish import publish, published_build
from orchestration.settings import Settings


def test_the_published_file_holds_raw_marts_and_its_build_record(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    query = "select distinct schema_name from duckdb_tables() where not internal order by 1"
    assert warehouse.execute(query).fetchall() == [("marts",), ("meta",), ("raw",)]


def test_the_build_record_counts_what_is_there(built: Settings) -> None:
    record = published_build(built.published)
    assert record is not None
    assert (record.documents, record.read + record.partial, record.rejected) == (5, 5, 0)
    with duckdb.connect(str(built.published), read_only=True) as con:
        query = "select count(*) from raw.cells where value is not null"
        assert con.execute(query).fetchall() == [(record.figures,)]


def test_an_older_duckdb_opens_it_read_only(built: Settings) -> None:
    command = Path(sys.executable).parent / "duckdb"
    query = "select count(*) as n from marts.fct_figures where value is not null"
    done = subprocess.run(
        [str(command), "-readonly", "-json", str(built.published), query],
        capture_output=True,
        text=True,
        check=True,
    )
    [row] = json.loads(done.stdout)
    with duckdb.connect(str(built.published), read_only=True) as con:
        assert con.execute(query).fetchall() == [(row["n"],)]


def test_columns_carry_their_descriptions(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*), count(comment) from duckdb_columns()
               where schema_name = 'marts' and not internal"""
    [(columns, described)] = warehouse.execute(query).fetchall()
    assert described == columns > 100


def test_publishing_replaces_the_file_at_once_and_an_open_reader_keeps_the_old(
    copy: Settings,
) -> None:
    publish(copy, "v1", "first")
    with duckdb.connect() as old:
        old.execute(f"attach '{copy.published}' as warehouse (read_only)")
        publish(copy, "v2", "second")
        query = "select code_version from warehouse.meta.build"
        assert old.execute(query).fetchall() == [("v1",)]
    record = published_build(copy.published)
    assert record is not None
    assert record.input_fingerprint == "second"
    assert not copy.published.with_suffix(".new").exists()


def test_there_is_no_record_of_a_file_that_is_missing_or_no_warehouse(tmp_path: Path) -> None:
    assert published_build(tmp_path / "none.duckdb") is None
    junk = tmp_path / "junk.duckdb"
    junk.write_bytes(b"not a database" * 100)
    assert published_build(junk) is None


def test_a_clock_that_goes_backwards_makes_no_build_the_older(
    copy: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(copy, "v1", "first")

    class Past(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime(2001, 1, 1, tzinfo=tz)

    monkeypatch.setattr("orchestration.publish.publish.datetime", Past)
    assert publish(copy, "v2", "second").build_no == 2
    record = published_build(copy.published)
    assert record is not None
    assert (record.build_no, record.code_version) == (2, "v2")
    with duckdb.connect(str(copy.published), read_only=True) as con:
        builds = con.execute("select build_no from meta.builds order by build_no").fetchall()
    assert builds == [(1,), (2,)]
