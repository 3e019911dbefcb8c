"""What each agency did in each year: figures that keep every sum, over years and over levels.

A bureau or township has figures of its own; a government's are the sums of those of its parts,
cell by cell. What a year leaves open the next one carries in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from orchestration.demo.figures import FORMS, cells_of, complete
from orchestration.demo.province.agencies import Agency
from orchestration.reading.form import FormCell
from orchestration.reading.identities import Key

Values = Mapping[Key, Decimal]

_APPLICANTS = (
    "natural_person", "company", "research_institute", "public_interest_org",
    "legal_service_org", "other_org",
)  # fmt: skip
_PEOPLE_WEIGHTS = (60, 22, 2, 2, 6, 8)
_DOCUMENTS = ("proactive.rules", "proactive.normative_documents")
_ITEMS = ("licensing", "other_services", "penalty", "coercion", "fees")
# Requests a year: by how many an agency of each level has about, few have many.
_SIZES = {"province": 120, "prefecture": 40, "county": 9, "township": 2}
_LARGE_SHARE, _LARGE_FACTOR = 0.06, 8


def form_of(year: int) -> str:
    """The form that reports on a year are made out in.

    Raises:
        ValueError: a year before the first official form.
    """
    if year >= 2021:
        return "2021"
    if year >= 2019:
        return "2019"
    if year >= 2014:
        return "2014"
    raise ValueError(f"示例省的报告从 2014 年起，没有 {year} 年的")


@dataclass(frozen=True, slots=True)
class AgencyYear:
    """One agency's true figures for one year, before any are printed."""

    agency: Agency
    year: int
    form: str
    values: Values


def history(
    agencies: Sequence[Agency], years: Sequence[int], seed: int
) -> Iterator[list[AgencyYear]]:
    """Year by year, in order, the figures of every agency, in the order of `agencies`."""
    before: list[Values] = []
    for year in years:
        form = form_of(year)
        values: list[Values] = [{} for _ in agencies]
        for agency in reversed(agencies):  # parts stand behind their government
            if not agency.is_government:
                last = before[agency.number] if before else {}
                values[agency.number] = _own(agency, year, form, last, seed)
            if agency.parent is not None:
                values[agency.parent] = _added(values[agency.parent], values[agency.number])
        for agency in agencies:
            if not values[agency.number]:  # a government none of whose parts is here
                values[agency.number] = _nothing(form)
        yield [AgencyYear(one, year, form, values[one.number]) for one in agencies]
        before = values


def _added(one: Values, other: Values) -> Values:
    return {key: one.get(key, Decimal(0)) + value for key, value in other.items()}


def _nothing(form: str) -> Values:
    return {(cell.row, cell.column): Decimal(0) for cell in cells_of(FORMS[form])}


def _own(agency: Agency, year: int, form: str, last: Values, seed: int) -> Values:
    """The figures of an agency without parts."""
    rng = Random(f"{seed}/{agency.name}/{year}")
    size = _size(agency, seed)
    leaves = {(cell.row, cell.column): _leaf(cell, size, rng) for cell in cells_of(FORMS[form])}
    if form != "2014":
        _continue_requests(leaves, last, rng)
        _continue_documents(leaves, last, form, rng)
    if form == "2019":
        _continue_items(leaves, last)
    return complete(FORMS[form], leaves)


def _size(agency: Agency, seed: int) -> int:
    """About how many requests an agency has a year; it keeps its size over the years."""
    rng = Random(f"{seed}/{agency.name}")
    size = _SIZES[agency.level] * rng.uniform(0.2, 1.8)
    return max(1, round(size * (_LARGE_FACTOR if rng.random() < _LARGE_SHARE else 1)))


def _leaf(cell: FormCell, size: int, rng: Random) -> Decimal:
    if cell.column == "amount_yuan":
        return Decimal(0) if rng.random() < 0.6 else Decimal(rng.randint(1, 40_000 * size)) * 100
    if cell.column == "percent":
        return Decimal(0)
    if cell.column == "decisions":
        return Decimal(rng.randint(0, size * 40) if rng.random() < 0.5 else 0)
    if cell.column in _APPLICANTS:
        share = _PEOPLE_WEIGHTS[_APPLICANTS.index(cell.column)] / 100
        return _few(size * share / 4, rng)
    if cell.row.startswith(("requests", "disposition", "review", "litigation")):
        return _few(size / 5, rng)
    return _few(size / 2, rng)


def _few(mean: float, rng: Random) -> Decimal:
    """A small count, 0 most often where `mean` is small."""
    return Decimal(int(rng.expovariate(1 / max(mean, 0.02))))


def _continue_requests(leaves: dict[Key, Decimal], last: Values, rng: Random) -> None:
    """What was left open last year is carried in, and as much is closed or left open again."""
    for column in _APPLICANTS:
        carried = last.get(("requests.carried_out", column))
        if carried is None:
            carried = leaves["requests.carried_in", column]
        leaves["requests.carried_in", column] = carried
        # More is closed than was carried in: the rest came in this year.
        leaves["disposition.disclosed", column] += carried + (rng.random() < 0.3)


def _continue_documents(leaves: dict[Key, Decimal], last: Values, form: str, rng: Random) -> None:
    """In force: those of last year, with those made and without those repealed."""
    for row in _DOCUMENTS:
        if form == "2019":
            made = max(leaves[row, "made"], leaves[row, "disclosed"])
            leaves[row, "total_public"] = last.get((row, "total_public"), Decimal(0)) + made
            continue
        issued = leaves[row, "issued"] = _few(1, rng) if row.endswith("rules") else _few(3, rng)
        before = last.get((row, "in_force"))
        if before is None:
            before = Decimal(rng.randint(0, 30))
        repealed = leaves[row, "repealed"] = Decimal(rng.randint(0, min(int(before), 3)))
        leaves[row, "in_force"] = before + issued - repealed


def _continue_items(leaves: dict[Key, Decimal], last: Values) -> None:
    """Last year's items are those of the year before with its change; never fewer than none."""
    for name in _ITEMS:
        row = f"proactive.{name}"
        before = last.get((row, "items_last_year"))
        if before is not None:
            leaves[row, "items_last_year"] = before + last[row, "items_change"]
        leaves[row, "items_change"] -= min(leaves[row, "items_last_year"], Decimal(2))
