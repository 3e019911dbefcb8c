"""What each agency did in each year: figures that keep every sum, over years and over levels.

A bureau or township has figures of its own; a government's are the sums of those of its parts,
cell by cell. What a year leaves open the next one carries in, and what an agency leaves open when
it ends, the one that takes over its work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from random import Random

from orchestration.demo.figures import FORMS, cells_of, complete
from orchestration.demo.province.agencies import Agency
from orchestration.demo.province.forms import form_of, forms_behind, unshared
from orchestration.demo.province.habits import Habits, Means, about, amount_about
from orchestration.reading.form import FormCell
from orchestration.reading.identities import Key

Values = Mapping[Key, Decimal]

_APPLICANTS = (
    "natural_person", "company", "research_institute", "public_interest_org",
    "legal_service_org", "other_org",
)  # fmt: skip
_DOCUMENTS = ("proactive.rules", "proactive.normative_documents")
_ITEMS = tuple(
    f"proactive.{name}"
    for name in ("licensing", "other_services", "penalty", "coercion", "fees")
)  # fmt: skip
_OTHERS = tuple(
    f"disposition.other.{name}" for name in ("correction_overdue", "fee_overdue", "other")
)
_NONE = Decimal(0)
_FIRST_CONTINUED = 2019  # from then on a report says what it leaves to the next year


@dataclass(frozen=True, slots=True)
class AgencyYear:
    """One agency's true figures for one year, before any are printed.

    `form` is the one that its report prints; `values` has the figures of every form in use.
    """

    agency: Agency
    year: int
    form: str
    values: Values


def history(
    agencies: Sequence[Agency], years: Sequence[int], seed: int
) -> Iterator[list[AgencyYear]]:
    """Year by year, in order, the figures of every agency that reports on it."""
    habits = Habits(agencies, seed)
    with_parts = {one.parent for one in agencies}
    before: Mapping[int, Values] | None = None
    for year in years:
        values: dict[int, dict[Key, Decimal]] = {}
        alive = [one for one in agencies if one.reports_on(year)]
        for agency in sorted(alive, key=_parts_first):
            form = form_of(agency, year, seed)
            if not agency.is_government or agency.number not in with_parts:
                last = None if before is None else _left(agency, year, before, habits)
                rng = Random(f"{seed}/{agency.name}/{year}")
                values[agency.number] = _own(agency, year, form, last, habits, rng)
            elif agency.number not in values:
                values[agency.number] = dict.fromkeys(_keys(form, year), _NONE)
            if agency.parent is not None:
                _add(values.setdefault(agency.parent, {}), values[agency.number])
        yield [AgencyYear(one, year, form_of(one, year, seed), values[one.number]) for one in alive]
        before = values


def _parts_first(agency: Agency) -> tuple[bool, int]:
    return agency.is_government, -agency.number


def _add(total: dict[Key, Decimal], part: Values) -> None:
    for key, value in part.items():
        total[key] = total.get(key, _NONE) + value


@lru_cache(maxsize=16)
def _cells(behind: tuple[str, ...]) -> tuple[FormCell, ...]:
    cells = (cell for form in behind for cell in cells_of(FORMS[form]))
    return tuple({(cell.row, cell.column): cell for cell in cells}.values())


def _keys(form: str, year: int) -> list[Key]:
    return [(cell.row, cell.column) for cell in _cells(forms_behind(form, year))]


def _left(agency: Agency, year: int, before: Mapping[int, Values], habits: Habits) -> Values | None:
    """What last year left to the agency: its own and that of those it follows; None: not told."""
    if year <= _FIRST_CONTINUED:
        return None
    left: dict[Key, Decimal] = {}
    ended = (one for one in habits.predecessors(agency, year) if one.last_year == year - 1)
    for number in (agency.number, *(one.number for one in ended)):
        _add(left, before.get(number, {}))
    return left


def _own(
    agency: Agency, year: int, form: str, last: Values | None, habits: Habits, rng: Random
) -> dict[Key, Decimal]:
    """The figures of an agency without parts."""
    means = habits.means(agency, year)
    nil = unshared(form, year)
    behind = forms_behind(form, year)
    leaves = {
        (cell.row, cell.column): _NONE if cell.row in nil else _leaf(cell, means, rng)
        for cell in _cells(behind)
    }
    if year >= _FIRST_CONTINUED:
        is_last = year == agency.last_year and agency.successor is None
        _continue_requests(leaves, last, is_last, rng)
        for row in _DOCUMENTS:
            _continue_documents(leaves, row, last, is_last, rng)
        for row in _ITEMS:
            _continue_items(leaves, row, last, is_last)
    for one in behind:
        leaves = complete(FORMS[one], leaves)
        if one == "2021":
            _add_up_others(leaves)
    return leaves


def _leaf(cell: FormCell, means: Means, rng: Random) -> Decimal:
    mean = means[cell.row, cell.column]
    if cell.column == "amount_yuan":
        return amount_about(mean, rng)
    if cell.column == "items_change":
        return Decimal(rng.choice((-2, -1, 0, 0, 0, 0, 0, 0, 1, 1, 3)))
    return Decimal(about(mean, rng))


def _continue_requests(
    leaves: dict[Key, Decimal], last: Values | None, is_last: bool, rng: Random
) -> None:
    """What was left open last year is carried in, and as much is closed or left open again."""
    for column in _APPLICANTS:
        carried = leaves["requests.carried_in", column]
        if last is not None:
            carried = last.get(("requests.carried_out", column), _NONE)
        leaves["requests.carried_in", column] = carried
        # More is closed than was carried in: the rest came in this year.
        leaves["disposition.disclosed", column] += carried
        if is_last:
            leaves["requests.carried_out", column] = _NONE


def _continue_documents(
    leaves: dict[Key, Decimal], row: str, last: Values | None, is_last: bool, rng: Random
) -> None:
    """In force, and public: those of last year, with those made and without those repealed."""
    made = max(leaves[row, "made"], leaves[row, "disclosed"])
    issued, public, in_force = leaves[row, "issued"], Decimal(rng.randint(0, 9)), _NONE
    if last is None:
        in_force = leaves[row, "in_force"]
    else:
        public = last.get((row, "total_public"), _NONE)
        in_force = last.get((row, "in_force"), _NONE)
    repealed = min(in_force, Decimal(rng.randint(0, 3)))
    if is_last:
        issued, repealed = _NONE, in_force
    leaves[row, "total_public"] = public + made
    leaves[row, "issued"], leaves[row, "repealed"] = issued, repealed
    leaves[row, "in_force"] = in_force + issued - repealed


def _continue_items(
    leaves: dict[Key, Decimal], row: str, last: Values | None, is_last: bool
) -> None:
    """Last year's items are those of the year before with its change; never fewer than none."""
    if last is not None:
        before = last.get((row, "items_last_year"), _NONE)
        leaves[row, "items_last_year"] = before + last.get((row, "items_change"), _NONE)
    had = leaves[row, "items_last_year"]
    leaves[row, "items_change"] = -had if is_last else max(leaves[row, "items_change"], -had)


def _add_up_others(leaves: dict[Key, Decimal]) -> None:
    """（六）其他处理 of form 2019 is the sum of the rows that form 2021 has in its place."""
    for column in _APPLICANTS:
        leaves["disposition.other", column] = sum((leaves[row, column] for row in _OTHERS), _NONE)
