"""What a build changed: reports added, replaced and gone, figures that are not what they were."""

from __future__ import annotations

import duckdb

from orchestration.database import own_name

_REPORTS = """
create temp table reports_{when} as
with attached as (
    select attached_to as document_path, string_agg(sha256, ',' order by sha256) as hashes
    from {database}.marts.fct_raw_files
    where attached_to is not null
    group by all
)
select
    agency_id,
    year,
    agency,
    document_path,
    sha256,
    concat_ws(',', sha256, hashes) as hashes
from {database}.marts.fct_reports
left join {database}.marts.dim_agencies using (agency_id)
left join attached using (document_path)
"""

_NO_REPORTS = """
create temp table reports_old as select * from reports_new where false
"""

_REPORT_REVISIONS = """
insert into meta.report_revisions by name
select
    ?::integer as build_no,
    case
        when o.agency_id is null then 'added'
        when n.agency_id is null then 'gone'
        else 'replaced'
    end as kind,
    agency_id,
    year,
    coalesce(n.agency, o.agency) as agency,
    o.document_path as old_document_path,
    o.sha256 as old_sha256,
    n.document_path as new_document_path,
    n.sha256 as new_sha256
from reports_old as o
full outer join reports_new as n using (agency_id, year)
where o.hashes is distinct from n.hashes
order by agency_id, year
"""

# Reports are compared by a hash of their figures first: only the few that differ are then joined
# figure by figure, not the millions that stayed.
_CHANGED_REPORTS = """
create temp table reports_changed as
with figures as (
    select agency_id, year, 'old' as build,
        hash(row_code, column_code, value::decimal(20, 4), state, basis, mark) as figure
    from last.marts.fct_figures
    union all
    select agency_id, year, 'new' as build,
        hash(row_code, column_code, value::decimal(20, 4), state, basis, mark) as figure
    from main_file.marts.fct_figures
),
summed as (
    select agency_id, year,
        coalesce(sum(figure::hugeint) filter (where build = 'old'), 0) as old_sum,
        coalesce(sum(figure::hugeint) filter (where build = 'new'), 0) as new_sum
    from figures
    group by agency_id, year
)
select agency_id, year, n.agency, o.hashes is distinct from n.hashes as is_replaced
from summed
inner join reports_old as o using (agency_id, year)
inner join reports_new as n using (agency_id, year)
where old_sum <> new_sum
"""

_FIGURE_REVISIONS = """
insert into meta.figure_revisions by name
with old_figures as (
    select figures.* from last.marts.fct_figures as figures
    semi join reports_changed using (agency_id, year)
),
new_figures as (
    select figures.* from main_file.marts.fct_figures as figures
    semi join reports_changed using (agency_id, year)
)
select
    $build_no::integer as build_no,
    agency_id,
    year,
    reports_changed.agency,
    row_code,
    column_code,
    coalesce(n.row_label, o.row_label) as row_label,
    coalesce(n.column_label, o.column_label) as column_label,
    o.value as old_value,
    o.state as old_state,
    o.basis as old_basis,
    o.mark as old_mark,
    n.value as new_value,
    n.state as new_state,
    n.basis as new_basis,
    n.mark as new_mark,
    o.document_path as old_document_path,
    o.sha256 as old_sha256,
    n.document_path as new_document_path,
    n.sha256 as new_sha256,
    case
        when is_replaced then 'report_replaced'
        when coalesce(o.basis, '') = 'corrected' or coalesce(n.basis, '') = 'corrected'
            then 'correction'
        when $reader_changed then 'reader_changed'
        when $code_changed then 'code_changed'
        else 'other_input'
    end as cause
from old_figures as o
full outer join new_figures as n using (agency_id, year, row_code, column_code)
inner join reports_changed using (agency_id, year)
where
    (o.value, o.state, o.basis, o.mark) is distinct from (n.value, n.state, n.basis, n.mark)
order by agency_id, year, row_code, column_code
"""


def log_revisions(
    con: duckdb.DuckDBPyConnection, build_no: int, *, code_version: str, is_comparable: bool
) -> None:
    """Add this build's rows to both logs; without a file to compare with, every report is new."""
    database = f'"{own_name(con)}"'
    con.execute(_REPORTS.format(when="new", database=database))
    con.execute(_REPORTS.format(when="old", database="last") if is_comparable else _NO_REPORTS)
    con.execute(_REPORT_REVISIONS, [build_no])
    if is_comparable:
        con.execute(_CHANGED_REPORTS.replace("main_file", database))
        versions = _versions(con, code_version)
        query = _FIGURE_REVISIONS.replace("main_file", database)
        con.execute(query, {"build_no": build_no, **versions})


def _versions(con: duckdb.DuckDBPyConnection, code_version: str) -> dict[str, bool]:
    """Whether the reader, and whether any code, is another than in the last build."""
    [(reader,)] = con.execute(
        "select (select max(reader_version) from last.raw.documents) "
        "is distinct from (select max(reader_version) from raw.documents)"
    ).fetchall()
    [(code,)] = con.execute(
        "select max(code_version) is distinct from ? from last.meta.build", [code_version]
    ).fetchall()
    return {"reader_changed": bool(reader), "code_changed": bool(code)}
