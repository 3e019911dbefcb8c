"""Which report gets which error: chosen beforehand, so that each kind can be planted so many times.

A report gets one error at most. What breaks because of it, there and elsewhere, `oracle` tells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from orchestration.demo.figures import FORMS, cells_of, identities_of_report
from orchestration.demo.province.agencies import Agency
from orchestration.demo.province.forms import form_of
from orchestration.demo.province.habits import Habits

Slot = tuple[int, int]  # number of the agency, year

# Of a hundred reports that could have it, so many have an error of a kind: each share is small,
# for there are many kinds. In the order in which they choose: the rarer chances first.
SHARES: Mapping[str, float] = {
    "missing_report": 2.0, "roll_up": 4.0, "succession": 6.0, "fee_total": 0.7,
    "channel_total": 0.7, "closed_total": 0.7, "refused_total": 0.7, "staff_total": 0.7,
    "items_continue": 0.7, "unit": 0.7, "year_on_year": 0.7, "in_force_continues": 0.7,
    "carry_over": 1.0, "document_counts": 0.5, "review_total": 0.5, "litigation_total": 0.5,
    "row_total": 0.8, "flow_balance": 0.5, "disposition_total": 0.5, "count_is_whole": 0.5,
    "missing_table": 0.4, "unread_row": 0.4, "late_report": 3.0,
    "narrative_copied": 2.0, "narrative_agrees": 2.0,
}  # fmt: skip
_LEAST_FOR_ONE = 25  # of so many reports that could have it, one has it in any case
_ENOUGH_DECISIONS = 20  # a mean from which a year's count is never nil
_ENOUGH_TOLD = 6  # the same of a count that prose tells
_TOLD = (("disposition.disclosed", "total"), ("disposition.partly_disclosed", "total"))
DECISIONS = tuple(
    (f"proactive.{name}", "decisions") for name in ("licensing", "penalty", "coercion")
)
MONEY = tuple(
    (row, "amount_yuan")
    for row in ("proactive.fees", "proactive.procurement", "spending.budget")
)  # fmt: skip


@dataclass(frozen=True)
class _Province:
    """What the choice is made by."""

    agencies: Sequence[Agency]
    years: Sequence[int]
    seed: int
    habits: Habits
    missing: set[Slot]

    def form(self, number: int, year: int) -> str:
        return form_of(self.agencies[number], year, self.seed)

    def reported_before(self, number: int, year: int) -> bool:
        """Whether the same agency reports on the year before too."""
        is_there = year - 1 in self.years and self.agencies[number].reports_on(year - 1)
        return is_there and (number, year - 1) not in self.missing

    def both_print(self, number: int, year: int, keys: Sequence[tuple[str, str]]) -> bool:
        """Whether this year's report and the one before print all of some cells."""
        return self.reported_before(number, year) and all(
            set(keys) <= printed_by(self.form(number, one)) for one in (year - 1, year)
        )

    def usual(self, number: int, year: int, keys: Sequence[tuple[str, str]], least: float) -> bool:
        """Whether an agency of its own figures has one that both years print, and much of it."""
        agency = self.agencies[number]
        if agency.is_government:
            return False
        means = self.habits.means(agency, year)
        return any(means[k] >= least and self.both_print(number, year, [k]) for k in keys)


def printed_by(form: str) -> frozenset[tuple[str, str]]:
    """The cells that reports of a form print."""
    if form not in _PRINTED:
        _PRINTED[form] = frozenset((cell.row, cell.column) for cell in cells_of(FORMS[form]))
    return _PRINTED[form]


_PRINTED: dict[str, frozenset[tuple[str, str]]] = {}


def plan(
    agencies: Sequence[Agency], years: Sequence[int], seed: int, errors_each: int | None = None
) -> Mapping[Slot, str]:
    """The kind of error of each report that has one.

    Args:
        errors_each: how many of each kind, or None for the usual shares.
    """
    slots = [
        (one.number, year) for year in years for one in agencies if one.reports_on(year)
    ]  # fmt: skip
    province = _Province(agencies, years, seed, Habits(agencies, seed), set())
    chosen: dict[Slot, str] = {}
    for kind, share in SHARES.items():
        can_have = _can_have(kind, province)
        free = [slot for slot in slots if slot not in chosen and can_have(*slot)]
        count = errors_each if errors_each is not None else _count(share, len(free))
        picked = Random(f"plan/{seed}/{kind}").sample(free, k=min(count, len(free)))
        chosen |= dict.fromkeys(picked, kind)
        if kind == "missing_report":
            province.missing.update(picked)
    return chosen


def _count(share: float, chances: int) -> int:
    return max(round(share * chances / 100), int(chances >= _LEAST_FOR_ONE))


def _can_have(kind: str, of: _Province) -> Callable[[int, int], bool]:
    """Whether a report on a year can have an error of that kind."""

    def has_tables(number: int, year: int) -> bool:
        return of.form(number, year) != "2014"

    def has_table_of_rows(number: int, year: int) -> bool:
        return of.form(number, year) in ("2019", "2021", "mixed")

    def follows_others(number: int, year: int) -> bool:
        before = of.habits.predecessors(of.agencies[number], year)
        return (
            year > max(2019, of.years[0])
            and any(one.last_year == year - 1 for one in before)
            and not any((one.number, year - 1) in of.missing for one in before)
            and (of.agencies[number].first_year == year or (number, year - 1) not in of.missing)
        )

    def adds_up_others(number: int, year: int) -> bool:
        """Where a part is missing, too much is no error."""
        parts = [one for one in of.agencies if one.parent == number and one.reports_on(year)]
        is_whole = not any((one.number, year) in of.missing for one in parts)
        return year >= 2019 and bool(parts) and is_whole

    return {
        "missing_report": of.reported_before,
        "roll_up": adds_up_others,
        "succession": follows_others,
        "late_report": lambda number, year: True,
        "missing_table": has_tables,
        "unread_row": has_table_of_rows,
        "count_is_whole": lambda number, year: True,
        "carry_over": lambda n, y: of.both_print(n, y, [("requests.carried_in", "total")]),
        "items_continue": lambda n, y: of.both_print(
            n, y, [("proactive.licensing", "items_change")]
        ),
        "in_force_continues": lambda n, y: of.both_print(n, y, [("proactive.rules", "in_force")]),
        "year_on_year": lambda n, y: of.usual(n, y, DECISIONS, _ENOUGH_DECISIONS),
        "narrative_copied": of.reported_before,
        "narrative_agrees": lambda n, y: (
            has_table_of_rows(n, y) and of.usual(n, y, _TOLD, _ENOUGH_TOLD)
        ),
        "unit": lambda n, y: of.usual(n, y, MONEY, 1000),
    }.get(kind, lambda number, year: kind in _checks_of(of.form(number, year)))


def _checks_of(form: str) -> frozenset[str]:
    """The checks that a form's own arithmetic has."""
    return frozenset(one.check for one in identities_of_report(FORMS[form]))
