"""Writes the record of a build into the copy: its row in the history, its tables' rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb

from orchestration.publish.declared import Table, quoted

_COUNT_ROWS = """
insert into meta.build_rows by name
select ?::integer as build_no, ? as schema_name, ? as table_name, count(*) as row_count from {table}
"""
_BUILD = """
insert into meta.build by name
select
    $build_no::integer as build_no,
    $built_at::timestamp as built_at,
    $code_version as code_version,
    (select max(reader_version) from raw.documents) as reader_version,
    $input_fingerprint as input_fingerprint,
    count(*) as documents,
    count(*) filter (where status = 'read') as "read",
    count(*) filter (where status = 'partial') as "partial",
    count(*) filter (where status = 'rejected') as rejected,
    (select count(*) from raw.cells where value is not null) as figures,
    (select count(*) from marts.fct_findings) as findings,
    (select count(*) from marts.fct_reports) as reports,
    (
        select count(*) from meta.report_revisions
        where build_no = $build_no and kind = 'added'
    ) as reports_added,
    (
        select count(*) from meta.report_revisions
        where build_no = $build_no and kind = 'replaced'
    ) as reports_replaced,
    (
        select count(*) from meta.report_revisions
        where build_no = $build_no and kind = 'gone'
    ) as reports_gone,
    (select count(*) from meta.figure_revisions where build_no = $build_no) as figures_changed,
    $is_compared as is_compared,
    $note as note
from raw.documents
"""


def record_build(
    con: duckdb.DuckDBPyConnection, tables: Iterable[Table], build: Mapping[str, object]
) -> None:
    """Write the row of this build, and how many rows each table has. `build` tells build_no,
    built_at, code_version, input_fingerprint, is_compared and note."""
    there = con.execute(
        "select schema_name, table_name from duckdb_tables() "
        "where database_name = current_database()"
    ).fetchall()
    for table in tables:
        if table in there:
            con.execute(_COUNT_ROWS.format(table=quoted(table)), [build["build_no"], *table])
    con.execute(_BUILD, dict(build))
    con.execute("insert into meta.builds by name select * from meta.build")
