"""What failed in a run of dbt, told so that it can be mended: which test, on which rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb

from orchestration.dbt import NodeResult

_FAILED = ("fail", "error")  # a test of severity `warn` has status warn, and stops nothing
_MOST_TOLD = 5
_MOST_ROWS = 3
_MOST_TEXT = 600


def failures(results: Sequence[NodeResult], con: duckdb.DuckDBPyConnection) -> list[str]:
    """One message (Chinese) for each model or test that failed in a run of dbt.

    `con` is the database that dbt ran on: the rows that break a test are looked up there.
    """
    failed = [one for one in results if one.status in _FAILED]
    told = ["\n".join(_told(one, con)) for one in failed[:_MOST_TOLD]]
    if len(failed) > _MOST_TOLD:
        told.append(f"……另有 {len(failed) - _MOST_TOLD} 项未通过。")
    return told


def _told(one: NodeResult, con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    kind, _, name = one.unique_id.split(".")[:3]
    message = " ".join((one.message or "").split())[:_MOST_TEXT]
    if kind != "test":
        yield f"模型 {name} 没有建成：{message}"
    elif one.status == "error":
        yield f"检验 {name} 无法运行：{message}"
    else:
        yield f"检验 {name} 未通过，有 {one.failures} 行不符："
        yield from _rows(one.query, con)


def _rows(query: str | None, con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The first rows that a test's query finds, each with the names of its columns."""
    try:
        relation = con.execute(query or "select 'no query' where false")
        names = [column[0] for column in relation.description or []]
        rows = relation.fetchmany(_MOST_ROWS)
    except duckdb.Error:
        return
    for row in rows:
        pairs = zip(names, row, strict=True)
        yield "  " + "，".join(f"{name}={'空' if v is None else v}" for name, v in pairs)
