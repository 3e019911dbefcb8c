"""Which of several places a name means in one document, and where one left unsaid is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from orchestration.reading.organ import (
    Chain,
    Organ,
    chains,
    is_government,
    is_of_department,
    is_short_for,
    is_township,
    is_zone,
    organs_after,
    organs_in,
)
from orchestration.reading.region import Named, Regions, short_name
from orchestration.reading.title import Page

_SELF = re.compile("[我本](局|委|厅|办|署|院|镇|乡|街道|公司|中心|校|市|区|县|州|旗|省)")
# What follows a region where it is the place that the report speaks from.
_SEAT = re.compile("人民政府|政府|委|门户|信息网|政务网|区委|市委|县委")
_HEADING = 80
# From this year on no report bears a former name that a present unit has too.
_ALL_RENAMED = 2020
_COPIED = 3
_LEVELS = {
    "省": ("province",),
    "州": ("prefecture",),
    "市": ("province", "prefecture", "county"),
    "区": ("county",),
    "县": ("county",),
    "旗": ("county",),
}


@dataclass(frozen=True)
class Document:
    """A page, with what its text names worked out when it is asked for."""

    page: Page
    regions: Regions
    year: int | None = None

    @cached_property
    def chains(self) -> tuple[Chain, ...]:
        """Every region that the text names, in order."""
        return tuple(chains(self.page.text, self.regions))

    @cached_property
    def organs(self) -> tuple[tuple[int, int, Organ], ...]:
        """Every organ that the text names with its region, in order, with its place."""
        return tuple(organs_in(self.page.text, self.chains))

    @cached_property
    def said(self) -> Counter[str]:
        """What the report calls itself: how often 我局, 我市, 本镇 and so on."""
        return Counter(_SELF.findall(self.page.text))

    @cached_property
    def _counts(self) -> dict[str, int]:
        return {}

    def count(self, name: str) -> int:
        """How often the text holds a name."""
        found = self._counts.get(name)
        if found is None:
            found = self._counts[name] = self.page.text.count(name)
        return found


def resolve(document: Document, organ: Organ) -> Named | None:
    """The one unit that an organ's region means here; None where it can't be told."""
    if organ.relative == "short":
        return _by_full_name(document, organ)
    if organ.relative is not None:
        return _unsaid(document, organ.relative, organ.rest)
    return choose(document, organ.units)


def choose(document: Document, units: Iterable[Named]) -> Named | None:
    """Of units with one name the only one, or the one whose city or province the text names."""
    candidates = list(units)
    # 巢湖市 was a prefecture until 2011 and is a county-level city since.
    if (document.year or 0) >= _ALL_RENAMED and any(not one.unit.is_former for one in candidates):
        candidates = [one for one in candidates if not one.unit.is_former]
    if len(candidates) == 1:
        return candidates[0]
    scores = [(_support(document, unit), place) for place, unit in enumerate(candidates)]
    ranked = sorted(scores, reverse=True)
    if not ranked or ranked[0][0] == 0 or ranked[0][0] == ranked[1][0]:
        return None
    return candidates[ranked[0][1]]


def _support(document: Document, unit: Named) -> int:
    """How often the text names what the unit lies in; the city counts more than the province."""
    score = 0
    for above in document.regions.ancestors(unit.unit):
        weight = 1 if above.level == "province" and unit.unit.city else 3
        names = {short_name(above.name), *above.former_names}
        score += weight * sum(document.count(name) for name in names)
    return score


def _by_full_name(document: Document, organ: Organ) -> Named | None:
    """For a name printed without 市, 县: the unit whose full name the text has most, else the
    only unit of this name, where what follows is no school's or firm's name (东方医院)."""
    units = organ.units
    ranked = Counter({unit: document.count(unit.name) for unit in units}).most_common(2)
    if ranked[0][1] and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
        return ranked[0][0]
    alone = len(units) == 1 and (
        is_of_department(organ) or document.count(short_name(units[0].name)) > 1
    )
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
    if not votes and (relative or is_township(rest) or is_zone(rest)):
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


def organs_of(document: Document, named: Named) -> list[str]:
    """Names of organs of one region in the text, the commonest first, longer ones before."""
    counted: Counter[str] = Counter()
    for name in {named.name, named.unit.name, named.region.name}:
        counted.update(organs_after(document.page.text, name))
    return sorted(counted, key=lambda rest: (-counted[rest], -len(rest), rest))


def other_place(document: Document, named: Named) -> Named | None:
    """The place that the text speaks of instead, where it names its title's nowhere else."""
    short = short_name(named.name)
    headings = sum(
        line.count(short) for line in document.page.head if len(line) <= _HEADING and _is_of(line)
    )
    if document.count(short) > headings:
        return None
    votes: Counter[Named] = Counter()
    for unit in _certain(document):
        is_related = unit.region.code == named.region.code or any(
            document.regions.is_part(*pair) for pair in ((unit, named), (named, unit))
        )
        if not is_related:
            votes[unit] += 1
    ranked = votes.most_common(1)
    return ranked[0][0] if ranked and ranked[0][1] >= _COPIED else None


def _is_of(line: str) -> bool:
    return "报告" in line or "年报" in line or "网" in line


def _certain(document: Document) -> Iterator[Named]:
    """Units of the organs in the text whose region is beyond doubt, one for each naming."""
    for _, _, organ in document.organs:
        if len(organ.units) == 1:
            yield organ.units[0]
