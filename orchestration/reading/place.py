"""Which of several places a name means in one document, and where one left unsaid is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from orchestration.reading.organ import Chain, Organ, is_government, is_short_for, is_township
from orchestration.reading.region import Named, Region, Regions, short_name
from orchestration.reading.title import Page

# What follows a region where it is the place that the report speaks from.
_SEAT = re.compile("人民政府|政府|委|门户|信息网|政务网|区委|市委|县委")
_LEVELS = {
    "省": ("province",),
    "州": ("prefecture",),
    "市": ("province", "prefecture", "county"),
    "区": ("county",),
    "县": ("county",),
    "旗": ("county",),
}


@dataclass(frozen=True, slots=True)
class Document:
    """A page with every region and organ that its text names, in order."""

    page: Page
    regions: Regions
    chains: tuple[Chain, ...]
    organs: tuple[tuple[int, int, Organ], ...]


def resolve(document: Document, organ: Organ) -> Named | None:
    """The one unit that an organ's region means here; None where it can't be told."""
    if organ.relative == "short":
        return _by_full_name(document, organ.units)
    if organ.relative is not None:
        return _unsaid(document, organ.relative, organ.rest)
    return choose(document, organ.units)


def choose(document: Document, units: Iterable[Named]) -> Named | None:
    """Of units with one name the only one, or the one whose city or province the text names."""
    candidates = list(units)
    if len(candidates) == 1:
        return candidates[0]
    scores = [(_support(document, unit), place) for place, unit in enumerate(candidates)]
    ranked = sorted(scores, reverse=True)
    if not ranked or ranked[0][0] == 0 or ranked[0][0] == ranked[1][0]:
        return None
    return candidates[ranked[0][1]]


def _support(document: Document, unit: Named) -> int:
    """How often the text names what the unit lies in; the city counts more than the province."""
    text = document.page.text
    score = 0
    for above in document.regions.ancestors(unit.unit):
        weight = 1 if above.level == "province" and unit.unit.city else 3
        names = {short_name(above.name), *above.former_names}
        score += weight * sum(text.count(name) for name in names)
    return score


def _by_full_name(document: Document, units: tuple[Named, ...]) -> Named | None:
    """For a name printed without 市, 县: the unit whose full name the text has most."""
    text = document.page.text
    counted = Counter({unit: text.count(unit.name) for unit in units})
    ranked = counted.most_common(2)
    if ranked[0][1] and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
        return ranked[0][0]
    alone = len(units) == 1 and text.count(short_name(units[0].name)) > 1
    return units[0] if alone else None


def _fits(relative: str, named: Named) -> bool:
    if not relative:
        return True
    ends = ("省", "自治区") if relative == "省" else relative
    return named.name.endswith(ends) and named.unit.level in _LEVELS[relative]


def _unsaid(document: Document, relative: str, rest: str) -> Named | None:
    """The place of 区民政局: where the text has the same organ with its region, else the
    区 that the text speaks from."""
    votes: Counter[Named] = Counter()
    for _, _, organ in document.organs:
        if _is_same(rest, organ.rest) and organ.relative is None and not is_government(rest):
            _vote(document, votes, organ.units, relative, 1)
    if not votes and (relative or is_township(rest)):
        for chain in document.chains:
            weight = 3 if _SEAT.match(document.page.text, chain.end) else 1
            _vote(document, votes, chain.units, relative, weight, is_township(rest))
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0]


def _is_same(one: str, other: str) -> bool:
    return one == other or is_short_for(one, other) or is_short_for(other, one)


def _vote(
    document: Document,
    votes: Counter[Named],
    units: tuple[Named, ...],
    relative: str,
    weight: int,
    is_for_township: bool = False,
) -> None:
    fitting = [unit for unit in units if _fits(relative, unit)]
    if is_for_township:
        fitting = [unit for unit in fitting if unit.unit.level == "county"]
    named = choose(document, fitting) if fitting else None
    if named is not None:
        votes[named] += weight


def organs_of(document: Document, region: Region) -> list[str]:
    """Names of organs of one region in the text, the commonest first, longer ones before."""
    counted: Counter[str] = Counter(
        organ.rest
        for _, _, organ in document.organs
        if any(unit.region.code == region.code for unit in organ.units)
    )
    return sorted(counted, key=lambda rest: (-counted[rest], -len(rest), rest))
