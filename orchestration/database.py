"""Small things that whoever works on DuckDB files does with them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb


def literal(text: object) -> str:
    """A SQL string, for the few places that take no parameter."""
    return "'" + str(text).replace("'", "''") + "'"


def attach(con: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Attach a file read-only. Unlike a connection to its path, this never finds a file that was
    replaced since, though somebody in this process still holds that one open."""
    con.execute(f"attach {literal(path)} as {name} (read_only)")


def own_name(con: duckdb.DuckDBPyConnection) -> str:
    """What a connection calls the database that it was made to."""
    [(name,)] = con.execute("select current_database()").fetchall()
    return str(name)


def described(
    con: duckdb.DuckDBPyConnection, database: str, schema: str, table: str
) -> list[tuple[str, str]]:
    """Names and types of a table's columns in their order; none where there is no such table."""
    try:
        rows = con.execute(f'describe "{database}"."{schema}"."{table}"').fetchall()
    except duckdb.CatalogException:
        return []
    return [(name, kind) for name, kind, *_ in rows]


def columns(con: duckdb.DuckDBPyConnection, database: str, schema: str, table: str) -> list[str]:
    """Names of a table's columns in their order; none where there is no such table."""
    return [name for name, _ in described(con, database, schema, table)]


def remove_database(path: Path) -> None:
    """Remove a database with all that DuckDB lays beside it."""
    for beside in (path, Path(f"{path}.wal"), Path(f"{path}.wal.checkpoint")):
        beside.unlink(missing_ok=True)
    shutil.rmtree(f"{path}.tmp", ignore_errors=True)  # what a sort spilled


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
