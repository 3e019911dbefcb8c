"""What the lines of a ledger must not say together: the same thing twice, or a ring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from orchestration.ingest.ledgers.values import FIRST_YEAR, LAST_YEAR

Row = dict[str, Any]
# Line number, column, what is wrong, what to do.
Objection = tuple[int, str, str, str]


def _same(rows: Sequence[Row], *names: str) -> Iterator[list[Row]]:
    groups: defaultdict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[name] for name in names)].append(row)
    yield from (group for group in groups.values() if len(group) > 1)


def roster(rows: Sequence[Row]) -> Iterator[Objection]:
    """No agency twice in one year, and none above itself."""
    for group in _same(rows, "agency", "region_code"):
        spans = sorted(group, key=lambda row: row["first_year"] or FIRST_YEAR)
        for before, row in pairwise(spans):
            if (before["last_year"] or LAST_YEAR) >= (row["first_year"] or FIRST_YEAR):
                message = f"与第 {before['line_no']} 行是同一机关，年度重叠"
                yield row["line_no"], "agency", message, "请只留一行，或让起止年度不重叠"
    for row in rows:
        if row["first_year"] and row["last_year"] and row["first_year"] > row["last_year"]:
            yield row["line_no"], "to", "终止年度早于起始年度", "请改正起止年度"
    above = {
        (row["agency"], row["region_code"]): (row["parent"], row["parent_region_code"])
        for row in rows
        if row["parent"]
    }
    yield from _rings(rows, above, ("agency", "region_code"), "parent", "上级机关绕回了自己")


def successions(rows: Sequence[Row]) -> Iterator[Objection]:
    """One successor for an agency, and no ring of successors."""
    for first, *others in _same(rows, "agency", "region_code"):
        for row in others:
            message = f"与第 {first['line_no']} 行是同一机关"
            yield row["line_no"], "agency", message, "一个机关只写一个承继机关；分立的不写"
    after = {
        (row["agency"], row["region_code"]): (row["successor"], row["successor_region_code"])
        for row in rows
    }
    yield from _rings(rows, after, ("agency", "region_code"), "successor", "承继机关绕回了自己")


def _rings(
    rows: Sequence[Row],
    following: Mapping[tuple[Any, ...], tuple[Any, ...]],
    names: tuple[str, ...],
    column: str,
    message: str,
) -> Iterator[Objection]:
    """Every line that lies on a ring: none of them can be used."""
    for row in rows:
        start = tuple(row[name] for name in names)
        here = following.get(start)
        seen: set[tuple[Any, ...]] = set()
        while here is not None and here != start and here not in seen:
            seen.add(here)
            here = following.get(here)
        if here == start:
            yield row["line_no"], column, message, "请检查这几行的上下级或先后关系"


def corrections(rows: Sequence[Row]) -> Iterator[Objection]:
    """One correction for a printed figure, and one that changes something."""
    for row in rows:
        if (row["printed_state"], row["printed_value"]) == (
            row["correct_state"],
            row["correct_value"],
        ):
            yield row["line_no"], "correct", "更正值与原值相同", "请改正，或删去这一行"
    keys = ("agency", "region_code", "year", "row_code", "column_code", "printed_text")
    for first, *others in _same(rows, *keys):
        for row in others:
            message = f"与第 {first['line_no']} 行更正的是同一个数字"
            yield row["line_no"], "correct", message, "请只留一行"


def finding_reviews(rows: Sequence[Row]) -> Iterator[Objection]:
    """Of several verdicts on a finding the last line counts; nothing is wrong with that."""
    yield from ()


RULES: Mapping[str, Callable[[Sequence[Row]], Iterator[Objection]]] = {
    "roster": roster,
    "successions": successions,
    "corrections": corrections,
    "finding_reviews": finding_reviews,
}
