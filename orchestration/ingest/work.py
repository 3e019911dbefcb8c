"""Opens the build's own database; one that is damaged or of another make is begun anew.

It holds nothing that can't be read again from raw/, so no build ever stops at it.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from orchestration.database import described, literal, own_name
from orchestration.errors import UserError, is_disk_full
from orchestration.ingest.schemas import SCHEMAS, frame
from orchestration.progress import tell, timed
from orchestration.settings import MEMORY

_PATIENCE = 120.0  # seconds; dbt may outlive a build that was killed by so much
_PAUSE = 0.5
_HELD = "could not set lock"


@contextmanager
def open_work(path: Path, memory: str = MEMORY) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the build's database, whose schema `raw` has the tables of this version.

    `memory`: how much it may hold.

    Raises:
        UserError: another program holds it open.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with timed("open"):
            con = _opened(path)
    except duckdb.Error as error:
        if isinstance(error, duckdb.OutOfMemoryException) or is_disk_full(error):
            raise
        tell(f"工作数据库 {path.name} 已损坏，已删除；全部报告重新读取。")
        _remove(path)
        con = _opened(path)
    con.execute(f"set memory_limit = {literal(memory)}")
    with con:
        yield con


def _opened(path: Path) -> duckdb.DuckDBPyConnection:
    con = _connect(path)
    try:
        if _create_tables(con):
            tell(f"工作数据库 {path.name} 出自另一版本；全部报告重新读取。")
        _read_through(con)
    except BaseException:
        con.close()
        raise
    return con


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Connect, waiting for whoever still holds the file: a killed build's dbt ends by itself."""
    patient_until = time.monotonic() + _PATIENCE
    has_told = False
    while True:
        try:
            return duckdb.connect(str(path))
        except duckdb.IOException as error:
            if _HELD not in str(error).lower():
                raise
            if time.monotonic() > patient_until:
                raise UserError(f"{path} 正被另一个程序打开。请关闭它后再构建。") from None
        if not has_told:
            tell(f"{path.name} 正被另一个程序使用，等待它结束。")
            has_told = True
        time.sleep(_PAUSE)


def _create_tables(con: duckdb.DuckDBPyConnection) -> bool:
    """Create what is missing in schema `raw`; whether it was there with other columns or types."""
    con.execute("create schema if not exists raw")
    con.execute("create schema if not exists state")
    con.execute("create table if not exists state.reader_sources (name varchar, sha256 varchar)")
    con.execute("create table if not exists state.untested_documents (path varchar)")
    wanted = {table: _wanted(con, table) for table in SCHEMAS}
    here = own_name(con)
    there = {table: found for table in SCHEMAS if (found := described(con, here, "raw", table))}
    is_outdated = any(found != wanted[table] for table, found in there.items())
    if is_outdated:
        for table in there:
            con.execute(f"drop table raw.{table}")
    for table, columns in wanted.items():
        listed = ", ".join(f'"{name}" {kind}' for name, kind in columns)
        con.execute(f"create table if not exists raw.{table} ({listed})")
    return is_outdated


def _wanted(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    empty = con.from_arrow(frame(table, []).to_arrow())
    return [(name, str(kind)) for name, kind in zip(empty.columns, empty.types, strict=True)]


def _read_through(con: duckdb.DuckDBPyConnection) -> None:
    """Read every block of what builds continue from; a damaged one raises."""
    for table, columns in SCHEMAS.items():
        listed = ", ".join(f'"{name}"' for name in columns)
        con.execute(f"select sum(hash({listed})::hugeint) from raw.{table}").fetchall()


def _remove(path: Path) -> None:
    for beside in path.parent.glob(f"{path.name}*"):  # with its log and what a sort spilled
        if beside.is_dir():
            shutil.rmtree(beside, ignore_errors=True)
        else:
            beside.unlink()
