"""Proves a warehouse built of the fictional province: every figure and finding is the truth's.

Where a layout destroyed a figure it is marked, and what it would break need not be found.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.database import literal
from orchestration.settings import DBT_PROJECT

_MODELS = DBT_PROJECT / "models" / "intermediate"


@dataclass(frozen=True, slots=True)
class Proof:
    """Counts of what was compared.

    cells: figures that the reports print; wrong: those that the warehouse has otherwise, without a
    mark; silently_absent: those it has not, and does not say so; unreadable: those it marks so.
    planted: errors that must be found; missed: those that were not, and no lost figure excuses it;
    invented: findings that nothing was planted for.
    """

    cells: int
    wrong: int
    silently_absent: int
    unreadable: int
    planted: int
    missed: int
    invented: int

    @property
    def holds(self) -> bool:
        """Nothing is wrong, silently absent, missed or invented."""
        return not (self.wrong or self.silently_absent or self.missed or self.invented)


def attach_truth(con: duckdb.DuckDBPyConnection, out: Path, published: Path) -> None:
    """Lay the truth of a province beside the file that was built of it, and what should be found.

    Makes the tables true_figures, true_totals, true_documents and true_errors; fct_figures,
    fct_findings, fct_reports and fct_obligations with the names of their agencies; `expected`, the
    findings that there must be (`is_marked` where a layout destroyed a figure, so that there need
    not be), and `found`, those that there are.
    """
    con.execute(f"attach {literal(published)} as published (read_only)")
    for name in ("figures-*", "totals-*", "documents", "errors"):
        view = name.removesuffix("-*")
        source = out / "truth" / f"{name}.parquet"
        con.execute(f"create table true_{view} as select * from read_parquet('{source}')")
    for fact in ("fct_figures", "fct_findings", "fct_reports", "fct_obligations"):
        con.execute(
            f"create table {fact} as select agency, facts.* from published.marts.{fact} as facts "
            "join published.marts.dim_agencies using (agency_id)"
        )
    con.execute(f"create table checks as from read_csv('{DBT_PROJECT}/seeds/checks.csv')")
    successions = out / "raw" / "ledgers" / "successions.csv"
    con.execute(f"create table heirs as from read_csv('{successions}')")
    additive = DBT_PROJECT / "seeds" / "additive_figures.csv"
    cells = f"from read_csv('{additive}')" if additive.exists() else _NO_CELLS
    con.execute(f"create table additive as {cells}")
    follows = (_MODELS / "agencies" / "int_agencies_succeeded.sql").exists()
    con.execute(f"create table follows as select {follows} as successions")
    con.execute(_EXPECTED)
    con.execute(_FOUND)


# Which figures add up over agencies, where the warehouse says so.
_NO_CELLS = "select '' as row_code, '' as column_code, false as is_additive where false"
# What must be found, as far as its check is there; `is_marked`: a layout destroyed a figure of the
# reports in question, so that it need not be.
_EXPECTED = """
create table expected as
with recursive parents as (select distinct agency, parent from true_documents),
kin as (  -- an agency, and whatever stands above it: its figures count there where others miss
    select agency, agency as above from parents
    union
    select kin.agency, parents.parent
    from kin join parents on parents.agency = kin.above where parents.parent is not null
),
doubtful as (
    select agency, year, row_code as "row", column_code as "column", mark = 'unreadable' as is_lost
    from fct_figures where mark not in ('stated', 'blank', 'not_applicable')
    union all  -- a row that a layout made another: announced, and its figures are in no sum
    select agency, year, t.row, t.column, true
    from true_figures as t anti join fct_figures as f
        on f.agency = t.agency and f.year = t.year
        and f.row_code = t.row and f.column_code = t.column
),
lost as (
    select distinct agency, year from doubtful where is_lost
    union
    select h.successor, d.year from doubtful as d join heirs as h on h.agency = d.agency
    where d.is_lost and d.year = h.from - 1
)
select e.*,
    exists (from lost as l where l.agency = e.agency and l.year in (e.year, e.year - 1))
    or e.check = 'roll_up' and exists (
        from doubtful as d join kin on kin.agency = d.agency
        where kin.above = e.agency and d.year = e.year and d.row = e.row and d.column = e.column
    ) as is_marked
from true_errors as e
where e.check in (select check_id from checks)
    and (not e.is_across or (select successions from follows))
    and (e.check <> 'roll_up' or (e.row, e.column) in (
        select (row_code, column_code) from additive where is_additive
    ))
"""
# What was found, less what only says that a layout lost something, and, until successions are
# followed, what holds the heir of others against itself alone.
_FOUND = """
create table found as
select f.check_id as "check", f.agency, f.year, f.table_label, f.row_label, f.column_label,
    f.message
from fct_findings as f
left join true_documents as d on d.path = f.document_path
where f.check_id not in ('unplaced_figure', 'unknown_identity')
    and (f.check_id not in ('unread_row', 'missing_table') or d.is_plain)
    and ((select successions from follows)
        or f.check_id not in (
            'carry_over', 'items_continue', 'in_force_continues', 'year_on_year'
        )
        or (f.agency, f.year) not in (select (successor, "from") from heirs))
"""
SAME = """
    f.check = e.check and f.agency = e.agency and f.year = e.year
    and f.row_label is not distinct from e.row_label
    and f.column_label is not distinct from e.column_label
    and (e.table_label is null or f.table_label = e.table_label)
"""

MISSED = f"select e.* from expected as e anti join found as f on {SAME} where not e.is_marked"
INVENTED = f"select f.* from found as f anti join expected as e on {SAME}"
_FIGURES = """
select
    count(*) as cells,
    count(*) filter (
        where f.state <> 'unreadable'
        and (f.state <> t.state or f.value is distinct from t.value)
    ) as wrong,
    count(*) filter (where f.state is null and (t.agency, t.year) not in (
        select (agency, year) from fct_findings where check_id in ('unread_row', 'missing_table')
    )) as silently_absent,
    count(*) filter (where f.state = 'unreadable') as unreadable
from true_figures as t
left join fct_figures as f
    on f.agency = t.agency and f.year = t.year
    and f.row_code = t.row and f.column_code = t.column
"""


def prove(con: duckdb.DuckDBPyConnection) -> Proof:
    """Compare what `attach_truth` laid side by side."""
    [figures] = con.execute(_FIGURES).fetchall()
    counted = ("from expected", f"from ({MISSED})", f"from ({INVENTED})")
    rest = [con.execute(f"select count(*) {what}").fetchall()[0][0] for what in counted]
    return Proof(*figures, *rest)
