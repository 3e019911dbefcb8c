"""What a published file holds, table by table, as short text that is equal where content is.

The order of rows plays no part, nor when or where the file was built: two builds from the same
input have the same content.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from orchestration.database import attach, described
from orchestration.publish.declared import Table, quoted


def table_content(con: duckdb.DuckDBPyConnection, database: str, table: Table) -> str:
    """Columns, number of rows and hash of one table of an attached database.

    Hashes compare within one version of DuckDB, so they are for comparing, not for keeping.
    """
    told = described(con, database, *table)
    if not told:
        return "absent"
    name = f'"{database}".{quoted(table)}'
    hashed = hash_of([name for name, _ in told])
    [(rows, total)] = con.execute(f"select count(*), {hashed} from {name}").fetchall()
    shape = ", ".join(f"{name} {kind}" for name, kind in told)
    return f"{rows} rows, {total:x} ({shape})"


def hash_of(columns: Sequence[str]) -> str:
    """A SQL aggregate: one number for any rows with these columns, whatever their order."""
    listed = ", ".join(f'"{name}"' for name in columns)
    return f"coalesce(sum(hash({listed})::hugeint), 0)"


def contents(path: Path, schemas: Iterable[str] = ("raw", "marts")) -> dict[str, str]:
    """`schema.table` → its content, of every table of a file in these schemas.

    Schema `meta` is left out unless asked for: it tells of the build, not of the reports.
    """
    query = """
        select schema_name, table_name from duckdb_tables()
        where database_name = 'file' and list_contains(?, schema_name) order by all
    """
    with duckdb.connect() as con:
        attach(con, path, "file")
        tables = con.execute(query, [list(schemas)]).fetchall()
        return {".".join(table): table_content(con, "file", table) for table in tables}
