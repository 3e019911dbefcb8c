"""Publishes a build: a copy for readers, checked, then swapped in at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from orchestration.dbt import ensure_manifest
from orchestration.errors import UserError
from orchestration.publish.dictionary import write_rules
from orchestration.settings import Settings

PUBLISHED_SCHEMAS = ("raw", "marts")
# the oldest DuckDB that analysts use must open the file
_STORAGE: dict[str, str | bool | int | float | list[str]] = {
    "storage_compatibility_version": "v1.5.0"
}

_BUILD = """
create table meta.build as
select
    ?::timestamp as built_at,
    ?::varchar as code_version,
    ?::varchar as input_fingerprint,
    count(*)::bigint as documents,
    (count(*) filter (where status = 'read'))::bigint as "read",
    (count(*) filter (where status = 'partial'))::bigint as "partial",
    (count(*) filter (where status = 'rejected'))::bigint as rejected,
    (select count(*) from raw.cells where value is not null)::bigint as figures,
    (select count(*) from marts.fct_findings)::bigint as findings
from raw.documents
"""


@dataclass(frozen=True, slots=True)
class Published:
    """The build record of a published file."""

    built_at: datetime
    code_version: str
    input_fingerprint: str
    documents: int
    read: int
    partial: int
    rejected: int
    figures: int
    findings: int


def publish(settings: Settings, code_version: str, input_fingerprint: str) -> Published:
    """Copy raw and marts of the build's database to a new file, check it, and swap it in.

    Readers of the old file keep it; whoever opens the path next sees the new one. The copy stands
    beside the published file, so that the swap is a rename on one file system.

    Raises:
        UserError: the copy is not what was built; nothing is published then.
    """
    fresh = settings.published.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with _copying(fresh, settings.work) as con:
        for schema, table in _tables(con):
            _copy(con, schema, table)
        con.execute("create schema meta")
        built_at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
        con.execute(_BUILD, [built_at, code_version, input_fingerprint])
        write_rules(con, ensure_manifest())
        _check(con)
    _sync(fresh)
    os.replace(fresh, settings.published)
    record = published_build(settings.published)
    if record is None:
        raise UserError(f"发布后的文件 {settings.published} 打不开。")
    return record


@contextmanager
def _copying(fresh: Path, work: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(fresh), config=_STORAGE) as con:
        con.execute(f"attach '{_quoted(work)}' as work (read_only)")
        yield con
        con.execute("detach work")
        con.execute("checkpoint")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _tables(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    query = """
        select schema_name, table_name from duckdb_tables()
        where database_name = 'work' and list_contains(?, schema_name)
        order by all
    """
    return con.execute(query, [list(PUBLISHED_SCHEMAS)]).fetchall()


def _copy(con: duckdb.DuckDBPyConnection, schema: str, table: str) -> None:
    name = f'"{schema}"."{table}"'
    con.execute(f'create schema if not exists "{schema}"')
    con.execute(f"create table {name} as select * from work.{name} order by all")
    comments = con.execute(
        """
        select column_name, comment from duckdb_columns()
        where database_name = 'work' and schema_name = ? and table_name = ? and comment is not null
        """,
        [schema, table],
    ).fetchall()
    for column, comment in comments:
        text = str(comment).replace("'", "''")
        con.execute(f"""comment on column {name}."{column}" is '{text}'""")
    [(comment,)] = con.execute(
        """
        select comment from duckdb_tables()
        where database_name = 'work' and schema_name = ? and table_name = ?
        """,
        [schema, table],
    ).fetchall()
    if comment is not None:
        text = str(comment).replace("'", "''")
        con.execute(f"comment on table {name} is '{text}'")


def _check(con: duckdb.DuckDBPyConnection) -> None:
    """The copy holds every table, row by row as many as were built."""
    for schema, table in _tables(con):
        name = f'"{schema}"."{table}"'
        query = f"select (select count(*) from {name}), (select count(*) from work.{name})"
        [(copied, built)] = con.execute(query).fetchall()
        if copied != built:
            raise UserError(f"{schema}.{table} 只复制了 {copied} 行，应有 {built} 行，未发布。")
    [(lost,)] = con.execute(
        "select count(*) from raw.documents anti join marts.fct_raw_files on path = document_path"
    ).fetchall()
    if lost:
        raise UserError("有原始文件没有进入 marts.fct_raw_files，未发布。")


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def published_build(path: Path) -> Published | None:
    """The build record of a published file; None where there is no such file yet."""
    if not path.exists():
        return None
    try:
        with duckdb.connect() as con:
            con.execute(f"attach '{_quoted(path)}' as warehouse (read_only)")
            [row] = con.execute("select * from warehouse.meta.build").fetchall()
    except (duckdb.Error, ValueError):  # a file of another make, or damaged: build it anew
        return None
    return Published(*row)
