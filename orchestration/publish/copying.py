"""Copies tables of the build's database with their descriptions, in an order of their own."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from orchestration.database import columns, literal
from orchestration.publish.declared import Table, quoted

_DESCRIBED = """
select column_name, comment from duckdb_columns()
where database_name = 'work' and schema_name = ? and table_name = ? and comment is not null
union all
select null, comment from duckdb_tables()
where database_name = 'work' and schema_name = ? and table_name = ? and comment is not null
"""


def copy_table(con: duckdb.DuckDBPyConnection, table: Table, key: Sequence[str]) -> None:
    """Copy one table of `work`, sorted year by year by its key, or by all columns without one.

    A table that was not built is not copied: an audit says so.
    """
    if not columns(con, "work", *table):
        return
    name = quoted(table)
    con.execute(f'create schema if not exists "{table[0]}"')
    con.execute(f"create table {name} as from work.{name} limit 0")
    insert_rows(con, table, key, "true")
    for column, comment in con.execute(_DESCRIBED, [*table, *table]).fetchall():
        what = f"table {name}" if column is None else f'column {name}."{column}"'
        con.execute(f"comment on {what} is {literal(comment)}")


def insert_rows(
    con: duckdb.DuckDBPyConnection, table: Table, key: Sequence[str], rows: str
) -> None:
    """Copy those rows of a table of `work` for which a condition holds, in their order."""
    # a year's rows lie together, so that they can be replaced together
    listed = sorted(key, key=lambda column: column != "year")
    order = ", ".join(f'"{column}"' for column in listed) or "all"
    name = quoted(table)
    con.execute(
        f"insert into {name} by name select * from work.{name} where {rows} order by {order}"
    )
