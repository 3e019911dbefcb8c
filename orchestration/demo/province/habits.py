"""What an agency does in a usual year: for each figure a mean, which it keeps over the years.

A year's figures scatter about the means, so that none grows or falls tenfold by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from math import exp, sqrt
from random import Random

from orchestration.demo.figures import FORMS, cells_of
from orchestration.demo.province.agencies import Agency
from orchestration.reading.form import FormCell
from orchestration.reading.identities import Key

Means = Mapping[Key, float]

# Requests a year: by how many an agency of each level has about, few have many.
_SIZES = {"province": 120, "prefecture": 40, "county": 9, "township": 2}
_LARGE_SHARE, _LARGE_FACTOR = 0.06, 8
_PEOPLE = {
    "natural_person": 0.6, "company": 0.22, "research_institute": 0.02,
    "public_interest_org": 0.02, "legal_service_org": 0.06, "other_org": 0.08, "total": 1.0,
}  # fmt: skip
# How many of a hundred requests, or of what else, a row has; the first that begins it counts.
_ROWS = (
    ("requests.carried_out", 8), ("requests.carried_in", 8),
    ("requests.channel.online", 50), ("requests.channel.letter", 22),
    ("requests.channel.in_person", 20), ("requests.channel", 3),
    ("requests.closed.on_time", 85), ("requests.closed", 6), ("requests.catalogue_items", 300),
    ("disposition.disclosed", 42), ("disposition.partly_disclosed", 8),
    ("disposition.already_public", 16), ("disposition.refused", 2),
    ("disposition.not_provided.not_held", 16), ("disposition.not_existing", 10),
    ("disposition.other", 1.5), ("disposition", 2),
    ("review", 2), ("litigation", 1), ("complaints", 1),
    ("proactive.rules", 5), ("proactive.normative_documents", 40),
    ("proactive.disclosed_items", 3000), ("proactive.channel", 800), ("proactive", 400),
    ("consultation", 2000), ("staff", 10), ("response", 12), ("training.participants", 120),
)  # fmt: skip
_OTHER_ROW = 10
_MONEY_SHARE, _DECISIONS_SHARE = 0.4, 0.5


class Habits:
    """The means of every agency, drawn once each."""

    def __init__(self, agencies: Sequence[Agency], seed: int) -> None:
        self._agencies = agencies
        self._seed = seed
        self._own: dict[int, Means] = {}
        self._before: dict[int, list[Agency]] = {}
        for one in agencies:
            if one.successor is not None:
                self._before.setdefault(one.successor, []).append(one)

    def predecessors(self, agency: Agency, year: int) -> list[Agency]:
        """Those whose work the agency has taken over by that year."""
        before = self._before.get(agency.number, [])
        return [one for one in before if (one.last_year or year) < year]

    def means(self, agency: Agency, year: int) -> Means:
        """The agency's means: its own, or those of all whose work it has taken over."""
        before = self.predecessors(agency, year)
        if not before:
            return self._drawn(agency)
        parts = [self.means(one, one.last_year or year) for one in before]
        if agency.first_year is None:  # it was there before, and goes on with its own work
            parts.append(self._drawn(agency))
        return {key: sum(part[key] for part in parts) for key in parts[0]}

    def _drawn(self, agency: Agency) -> Means:
        if agency.number not in self._own:
            rng = Random(f"{self._seed}/{agency.name}")
            size = _SIZES[agency.level] * rng.uniform(0.2, 1.8)
            size = max(1.0, size * (_LARGE_FACTOR if rng.random() < _LARGE_SHARE else 1))
            self._own[agency.number] = {
                (cell.row, cell.column): _mean(cell, size, rng) for cell in _all_cells()
            }
        return self._own[agency.number]


@lru_cache(maxsize=1)
def _all_cells() -> tuple[FormCell, ...]:
    """Every cell of every form, once."""
    cells = (cell for forms in FORMS.values() for cell in cells_of(forms))
    return tuple({(cell.row, cell.column): cell for cell in cells}.values())


def _mean(cell: FormCell, size: float, rng: Random) -> float:
    """The mean of one figure; of money and decisions most agencies have none."""
    if cell.column == "amount_yuan":
        return size * rng.uniform(2_000, 40_000) if rng.random() < _MONEY_SHARE else 0
    if cell.column == "decisions":
        return size * rng.uniform(0.5, 40) if rng.random() < _DECISIONS_SHARE else 0
    if cell.column == "percent":
        return 0
    of_hundred = next((n for row, n in _ROWS if cell.row.startswith(row)), _OTHER_ROW)
    return size * of_hundred / 100 * _PEOPLE.get(cell.column, 1) * rng.uniform(0.6, 1.5)


def about(mean: float, rng: Random) -> int:
    """A count that scatters about its mean as rare events do, and a little by the year."""
    if mean <= 0:
        return 0
    mean *= rng.uniform(0.8, 1.25)
    if mean > 12:
        return max(0, round(rng.gauss(mean, sqrt(mean))))
    count, left, bound = 0, rng.random(), exp(-mean)
    while left > bound:
        count += 1
        left *= rng.random()
    return count


def amount_about(mean: float, rng: Random) -> Decimal:
    """An amount in yuan, in whole hundreds, that keeps the order of its mean."""
    return Decimal(round(mean * rng.uniform(0.6, 1.6) / 100)) * 100
