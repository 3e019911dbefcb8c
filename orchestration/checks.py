"""The checks of the reports (勾稽关系) as asset checks: what a build found, check by check.

An error printed in a report is a finding to send back to its agency, never a failure of the build:
each check warns and blocks nothing.
"""

import csv
from collections.abc import Iterator, Sequence
from typing import Any

import dagster as dg
import duckdb

from orchestration.resources import BuildPlaces
from orchestration.settings import DBT_PROJECT

FINDINGS = dg.AssetKey(["marts", "fct_findings"])
_MOST_SHOWN = 20

_COUNTS = """
select check_id, count(*), count(distinct (agency_id, year))
from marts.fct_findings
group by check_id
"""
_EXAMPLES = """
select coalesce(agency, document_path), year, message
from marts.fct_findings left join marts.dim_agencies using (agency_id)
where check_id = ?
order by year desc, 1, message
limit ?
"""


def _specs() -> Iterator[dg.AssetCheckSpec]:
    """One check for each line of seeds/checks.csv, by its id."""
    with (DBT_PROJECT / "seeds" / "checks.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield dg.AssetCheckSpec(
                row["check_id"],
                asset=FINDINGS,
                description=f"{row['check_name']}：{row['description']}",
                metadata={"severity": row["severity"]},
            )


@dg.multi_asset_check(name="report_checks", specs=list(_specs()), can_subset=True)
def report_checks(
    context: dg.AssetCheckExecutionContext, places: BuildPlaces
) -> Iterator[dg.AssetCheckResult]:
    """How many findings each check led to, in how many reports, with the latest of them."""
    with duckdb.connect(str(places.settings().work), read_only=True) as con:
        counts = {check: (int(n), int(of)) for check, n, of in con.execute(_COUNTS).fetchall()}
        for key in sorted(context.selected_asset_check_keys):
            findings, reports = counts.get(key.name, (0, 0))
            yield dg.AssetCheckResult(
                asset_key=FINDINGS,
                check_name=key.name,
                passed=findings == 0,
                severity=dg.AssetCheckSeverity.WARN,
                metadata={"findings": findings, "reports": reports}
                | (_examples(con, key.name) if places.is_shown else {}),
            )


def _examples(con: duckdb.DuckDBPyConnection, check: str) -> dict[str, Any]:
    rows: Sequence[Any] = con.execute(_EXAMPLES, [check, _MOST_SHOWN]).fetchall()
    if not rows:
        return {}
    lines = ["| 机关 | 年度 | 说明 |", "|---|---|---|"]
    lines += ["| " + " | ".join(_cell(one) for one in row) + " |" for row in rows]
    return {"examples": dg.MetadataValue.md("\n".join(lines))}


def _cell(value: object) -> str:
    """Text of a document, set so that no Markdown in it takes effect."""
    text = "" if value is None else str(value)
    for mark in "\\`*_[]<>|":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())
