"""The findings to be sent back, in the order of regions, agencies and years."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from orchestration.export.source import Source

SEVERITIES = {"error": "错误", "warning": "警告", "notice": "提示"}
UNKNOWN_AGENCY = "（未能确定机关）"
_BATCH_ROWS = 10_000

_QUERY = """
select
    findings.finding_key,
    findings.agency_id,
    coalesce(agencies.agency, '{unknown}') as agency,
    agencies.province,
    agencies.city,
    agencies.county,
    findings.year,
    findings.check_name,
    findings.severity,
    findings.table_label,
    findings.row_label,
    findings.column_label,
    findings.left_value,
    findings.right_value,
    findings.difference,
    findings.message,
    findings.document_path,
    findings.places
from warehouse.marts.fct_findings as findings
left join warehouse.marts.dim_agencies as agencies on findings.agency_id = agencies.agency_id
left join warehouse.marts.dim_regions as regions on agencies.region_code = regions.region_code
where
    {is_open}
    and ($region_code is null or findings.agency_id in (
        select agency_id from warehouse.marts.agency_regions where region_code = $region_code
    ))
    and ($year is null or findings.year = $year)
    and ($check_id is null or findings.check_id = $check_id)
    and ($severity is null or findings.severity = $severity)
order by
    regions.sort_order nulls last,
    agencies.kind is distinct from 'government',
    agencies.agency nulls last,
    findings.agency_id nulls last,
    findings.year nulls last,
    list_position(['error', 'warning', 'notice'], findings.severity),
    findings.table_name nulls first,
    findings.check_id,
    findings.finding_key
"""


class Finding(NamedTuple):
    """A finding as the workbooks show it; money in yuan, `severity` as in fct_findings."""

    key: str
    agency_id: str | None
    agency: str
    province: str | None
    city: str | None
    county: str | None
    year: int | None
    check: str
    severity: str
    table: str | None
    row: str | None
    column: str | None
    left: Decimal | None
    right: Decimal | None
    difference: Decimal | None
    message: str
    document: str | None
    places: str | None

    @property
    def region(self) -> tuple[str, ...]:
        """Province, city and county, as far as there are any."""
        return tuple(name for name in (self.province, self.city, self.county) if name)


class Wanted(NamedTuple):
    """Which findings are wanted: of a region and those below, a year, a check, a severity; None
    for all."""

    region_code: str | None = None
    year: int | None = None
    check_id: str | None = None
    severity: str | None = None


EVERYTHING = Wanted()


def open_findings(source: Source, wanted: Wanted = EVERYTHING) -> Iterator[Finding]:
    """Every finding that the office has not settled, one agency after the other.

    Settled are those with a verdict that nothing has to be mended (any more); where the warehouse
    keeps no verdicts, all are open.
    """
    # a cursor of its own: other queries may run while the findings are read
    rows = source.con.cursor().execute(
        _QUERY.format(unknown=UNKNOWN_AGENCY, is_open=_is_open(source)), wanted._asdict()
    )
    while batch := rows.fetchmany(_BATCH_ROWS):
        yield from (Finding(*row) for row in batch)


def _is_open(source: Source) -> str:
    names = {column.name for column in source.mart("fct_findings").columns}
    return "coalesce(findings.is_open, true)" if "is_open" in names else "true"
