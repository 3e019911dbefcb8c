"""The ledgers that the fictional office keeps: who must report, and who followed whom."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from orchestration.demo.province.agencies import Agency

ROSTER = ("agency", "region", "parent", "kind", "from", "to")
SUCCESSIONS = ("agency", "region", "successor", "successor_region", "from", "note")
_NOTE = "演示数据，纯属虚构"


def write_ledgers(folder: Path, agencies: Sequence[Agency], years: Sequence[int]) -> None:
    """Write `roster.csv` and `successions.csv` of those that report on one of `years`."""
    folder.mkdir(parents=True, exist_ok=True)
    alive = [one for one in agencies if any(map(one.reports_on, years))]
    _save(folder / "roster.csv", ROSTER, _roster(alive, agencies))
    _save(folder / "successions.csv", SUCCESSIONS, _successions(alive, agencies, years))


def _roster(alive: Iterable[Agency], agencies: Sequence[Agency]) -> Iterator[tuple[object, ...]]:
    for one in alive:
        parent = "" if one.parent is None else agencies[one.parent].name
        yield (
            one.name, one.region.code, parent, one.kind, one.first_year or "", one.last_year or "",
        )  # fmt: skip


def _successions(
    alive: Iterable[Agency], agencies: Sequence[Agency], years: Sequence[int]
) -> Iterator[tuple[object, ...]]:
    for one in alive:
        if one.successor is None or one.last_year is None or one.last_year >= years[-1]:
            continue
        heir = agencies[one.successor]
        first = one.last_year + 1
        yield one.name, one.region.code, heir.name, heir.region.code, first, _NOTE


def _save(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    # With a BOM: Excel takes a file without one for GBK.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)
