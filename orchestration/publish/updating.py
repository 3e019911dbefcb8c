"""Brings a copy of the last published file up to date: only rows that differ are written again.

What was read is compared by document, tables that have years by year, others as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from orchestration.database import columns, own_name
from orchestration.ingest.schemas import READ_TABLES
from orchestration.progress import report
from orchestration.publish.content import hash_of, table_content
from orchestration.publish.copying import insert_rows
from orchestration.publish.declared import Table, quoted
from orchestration.publish.plan import Plan

Rows = str  # a condition that holds for some rows of a table
NONE: Rows = "false"
ALL: Rows = "true"

# Rows of the same bytes, read by the same reader, are the same.
_CHANGED_DOCUMENTS = """
create or replace temp table changed_documents as
select path from (
    (select path, sha256, reader_version from work.raw.documents
     except select path, sha256, reader_version from raw.documents)
    union all
    (select path, sha256, reader_version from raw.documents
     except select path, sha256, reader_version from work.raw.documents)
) group by path
"""
_OF_CHANGED_DOCUMENTS: Rows = "path in (select path from temp.changed_documents)"
_YEARS = """
with built as (select year, {content} as content from work.{table} group by year),
here as (select year, {content} as content from {table} group by year)
select coalesce(built.year, here.year)
from built full join here on built.year is not distinct from here.year
where built.content is distinct from here.content
order by all
"""


def update_tables(con: duckdb.DuckDBPyConnection, plan: Plan) -> Mapping[Table, Rows] | None:
    """Replace whatever differs between the connection's own tables and those of `work`.

    Returns: for each table of the plan, which of its rows were replaced; None where the two do not
        have the same tables with the same columns, and nothing was done.
    """
    here = own_name(con)
    built = {table: columns(con, "work", *table) for table in plan.tables}
    if not all(names and names == columns(con, here, *table) for table, names in built.items()):
        return None
    con.execute(_CHANGED_DOCUMENTS)
    changed = {table: _changed(con, here, table, names) for table, names in built.items()}
    for table, rows in changed.items():
        con.execute(f"delete from {quoted(table)} where {rows}")
    con.execute("checkpoint")  # what is written next takes the place of what was deleted
    for done, (table, rows) in enumerate(changed.items()):
        report("发布", done, len(changed))
        if rows != NONE:
            insert_rows(con, table, plan.key(table), rows)
    return changed


def _changed(con: duckdb.DuckDBPyConnection, here: str, table: Table, names: Sequence[str]) -> Rows:
    schema, name = table
    if schema == "raw" and name in READ_TABLES:
        [(count,)] = con.execute("select count(*) from temp.changed_documents").fetchall()
        return _OF_CHANGED_DOCUMENTS if count else NONE
    if "year" in names:
        return _changed_years(con, table, names)
    is_same = table_content(con, "work", table) == table_content(con, here, table)
    return NONE if is_same else ALL


def _changed_years(con: duckdb.DuckDBPyConnection, table: Table, names: Sequence[str]) -> Rows:
    query = _YEARS.format(table=quoted(table), content=hash_of(names))
    years = [year for (year,) in con.execute(query).fetchall()]
    listed = ", ".join(str(year) for year in years if year is not None)
    conditions = [f"year in ({listed})"] if listed else []
    conditions += ["year is null"] if None in years else []
    return f"({' or '.join(conditions)})" if conditions else NONE
