"""One read-only query of a reader's own over the published file, within limits.

The connection is made for the query and thrown away after it: in memory, the published file
attached read-only, no other file, no extension, no variable of this program within reach, and its
settings locked. Only one statement that reads is taken. Time, memory and rows are limited.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

SECONDS = 10
MEMORY = "512MB"
READING = frozenset({duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN})
# In this order: the file is attached first, for nothing can be opened afterwards.
_LOCKS = (
    "set temp_directory = ''",
    "set enable_external_access = false",
    "set lock_configuration = true",
)
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": "1",
    "memory_limit": MEMORY,
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    # A name in a query must not find a variable of this program.
    "python_enable_replacements": "false",
}


class RefusedError(Exception):
    """Why a query was not run or gave nothing, as a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave: its first rows, whether there are more, and how long it took."""

    frame: pl.DataFrame
    is_cut: bool
    seconds: float


def run(published: Path, sql: str, most_rows: int) -> Answer:
    """The first `most_rows` rows of one statement that reads.

    Raises `RefusedError` where it is no such statement, is wrong, or breaks a limit.
    """
    check(sql)
    start = time.perf_counter()
    with duckdb.connect(":memory:", config=_CONFIG) as connection:
        path = str(published).replace("'", "''")
        connection.execute(f"attach '{path}' as warehouse (read_only)")
        connection.execute("use warehouse")
        for lock in _LOCKS:
            connection.execute(lock)
        frame, is_cut = _fetch(connection, sql, most_rows)
    return Answer(frame, is_cut, time.perf_counter() - start)


def check(sql: str) -> None:
    """Raise `RefusedError` unless the text is one statement that reads."""
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise RefusedError(f"语句有误：{first_lines(error)}") from None
    if len(statements) != 1:
        raise RefusedError("请只写一条语句。")
    if statements[0].type not in READING:
        raise RefusedError("只能查询（select、from、describe、show、explain），不能作其他操作。")


def _fetch(
    connection: duckdb.DuckDBPyConnection, sql: str, most_rows: int
) -> tuple[pl.DataFrame, bool]:
    clock = threading.Timer(SECONDS, connection.interrupt)
    clock.start()
    try:
        reader = connection.sql(sql).to_arrow_reader(min(most_rows + 1, 10_000))
        batches, rows = [], 0
        while rows <= most_rows and (batch := next(reader, None)) is not None:
            batches.append(batch)
            rows += batch.num_rows
        table = reader.schema.empty_table().from_batches(batches, reader.schema)
    except duckdb.InterruptException:
        raise RefusedError(
            f"超过 {SECONDS} 秒，已停止。请缩小范围，或下载数据文件后查询。"
        ) from None
    except duckdb.OutOfMemoryException:
        raise RefusedError(f"所需内存超过 {MEMORY}，已停止。请缩小范围。") from None
    except duckdb.PermissionException:
        raise RefusedError("不能读写其他文件，也不能改动设置或装载扩展。") from None
    except duckdb.Error as error:
        raise RefusedError(f"查询有误：{first_lines(error)}") from None
    finally:
        clock.cancel()
    return _exact(pl.DataFrame(table)).head(most_rows), rows > most_rows


def _exact(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists and structs as text: neither a table on the page nor a spreadsheet has them."""
    nested = [name for name, kind in frame.schema.items() if kind.is_nested()]
    return frame.with_columns(
        pl.Series(name, [None if one is None else str(one) for one in frame[name].to_list()],
                  dtype=pl.String)
        for name in nested
    )  # fmt: skip


def first_lines(error: duckdb.Error) -> str:
    """DuckDB's own words, without what it shows below them."""
    return str(error).split("\n\n", maxsplit=1)[0].strip()
