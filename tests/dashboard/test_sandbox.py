"""A reader's own query reads the published file, and nothing else, within its limits."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from dashboard import sandbox

ROWS = 3


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sand") / "it's.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("create schema marts")
        con.execute(
            "create table marts.t as select i, i::decimal(20, 4) / 1 as d from range(9) r(i)"
        )
        con.execute("create table marts.money as select 68461760.02::decimal(20, 4) as yuan")
    return path


def test_rows_are_cut_and_said_to_be(file: Path) -> None:
    answer = sandbox.run(file, "select i from marts.t order by i", ROWS)
    assert answer.frame["i"].to_list() == [0, 1, 2]
    assert answer.is_cut
    assert not sandbox.run(file, "from marts.t", 9).is_cut


def test_money_stays_exact(file: Path) -> None:
    assert sandbox.run(file, "from marts.money", ROWS).frame["yuan"].to_list() == [
        Decimal("68461760.0200")
    ]


@pytest.mark.parametrize(
    "sql",
    ["describe marts.t", "show all tables", "explain select 1", "with a as (select 1) from a",
     "select [1, 2] as list, {'a': 1} as struct", "values (1)", "summarize marts.t;"],
)  # fmt: skip
def test_what_reads_is_run(file: Path, sql: str) -> None:
    assert sandbox.run(file, sql, ROWS).frame.height


OTHER_FILES = (
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select * from read_blob('/etc/hostname')",
    "select * from read_json_auto('/etc/passwd')",
    "select * from parquet_scan('/tmp/*.parquet')",
    "select * from glob('/*')",
    "select * from '/etc/passwd'",
    "select * from 'https://example.invalid/a.csv'",
    "select * from sniff_csv('/etc/passwd')",
    "select * from duckdb_secrets()",
    "select getenv('HOME')",
)
OTHER_STATEMENTS = (
    "copy marts.t to '/tmp/stolen.csv'",
    "export database '/tmp/stolen'",
    "attach '/tmp/other.duckdb' as other",
    "detach warehouse",
    "install httpfs",
    "load httpfs",
    "set threads = 8",
    "set enable_external_access = true",
    "reset memory_limit",
    "pragma threads = 8",
    "use memory",
    "call pragma_version()",
    "create table marts.x as select 1",
    "create temp table x as select 1",
    "create macro m() as 1",
    "insert into marts.t values (1, 1)",
    "update marts.t set i = 1",
    "delete from marts.t",
    "drop table marts.t",
    "truncate marts.t",
    "alter table marts.t add column x integer",
    "begin",
    "prepare p as select 1",
    "checkpoint",
    "vacuum",
    "select 1; drop table marts.t",
    "select 1; select 2",
    "",
    "-- nothing",
    "selec 1",
)


@pytest.mark.parametrize("sql", OTHER_FILES)
def test_no_other_file_is_read(file: Path, sql: str) -> None:
    with pytest.raises(sandbox.RefusedError) as refused:
        sandbox.run(file, sql, ROWS)
    assert "root:" not in str(refused.value)


@pytest.mark.parametrize("sql", OTHER_STATEMENTS)
def test_nothing_but_reading_is_run(file: Path, sql: str) -> None:
    with pytest.raises(sandbox.RefusedError):
        sandbox.run(file, sql, ROWS)


@pytest.mark.parametrize(
    "sql",
    ["insert into marts.t values (1, 1)", "drop table marts.t", "copy marts.t to '/tmp/s.csv'",
     "attach '/tmp/o.duckdb'", "set threads = 8", "set enable_external_access = true",
     "load httpfs"],
)  # fmt: skip
def test_the_locks_hold_by_themselves(
    file: Path, sql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if a statement of another kind were let through."""
    monkeypatch.setattr(sandbox, "check", lambda sql: None)
    with pytest.raises(sandbox.RefusedError):
        sandbox.run(file, sql, ROWS)
    assert sandbox.run(file, "from marts.t", 9).frame.height == 9


def test_variables_of_the_program_are_out_of_reach(file: Path) -> None:
    secret = sandbox.run(file, "from marts.t", 1).frame  # what a query by that name must not find
    assert secret.height
    with pytest.raises(sandbox.RefusedError):
        sandbox.run(file, "select * from secret", ROWS)
    with pytest.raises(sandbox.RefusedError):
        sandbox.run(file, "select * from batches", ROWS)


def test_endless_work_is_stopped(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 1)
    with pytest.raises(sandbox.RefusedError, match="超过 1 秒"):
        sandbox.run(
            file, "select max(hash(a.i + b.i)) from range(100000) a(i), range(100000000) b(i)", ROWS
        )
    with pytest.raises(sandbox.RefusedError, match="超过 1 秒"):
        sandbox.run(
            file, "with recursive n as (select 1 as i union all select i + 1 from n) "
            "select max(i) from n", ROWS,
        )  # fmt: skip


def test_memory_is_limited_and_the_next_query_works(file: Path) -> None:
    with pytest.raises(sandbox.RefusedError, match="内存"):
        sandbox.run(file, "select list(i) from range(1000000000) r(i)", ROWS)
    assert sandbox.run(file, "select 1 as one", ROWS).frame["one"].to_list() == [1]


def test_a_mistake_is_told_in_words(file: Path) -> None:
    with pytest.raises(sandbox.RefusedError, match=r"查询有误：.*nosuch"):
        sandbox.run(file, "select nosuch from marts.t", ROWS)
