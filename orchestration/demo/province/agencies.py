"""The agencies of the fictional province: governments, their departments, townships; a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, zip_longest
from typing import Literal

from orchestration.demo.identity import Region, load_fictional_regions, name_of
from orchestration.demo.province.reforms import (
    ABOLISHED,
    ALL_NAMES,
    BUREAUS,
    FOUNDED,
    KEEP_NAME,
    TAKEN_OVER,
    reform_of,
)

Level = Literal["province", "prefecture", "county", "township"]
Kind = Literal["government", "department"]

_NUMERALS = "一二三四五六七八九十"
_TOWNSHIPS = ("街道办事处", "镇人民政府", "镇人民政府", "乡人民政府")
TOWNSHIPS_IN_A_COUNTY = 13
_SHARE_OF_CITIES = 600  # so many agencies have a city of their own


@dataclass(frozen=True, slots=True)
class Agency:
    """One that must report, from the report on `first_year` to that on `last_year`.

    `parent` is the number of the government it belongs to, `successor` that of the agency which
    does its work from the year after `last_year` on.
    """

    number: int
    name: str
    organ: str
    region: Region
    level: Level
    kind: Kind
    parent: int | None
    first_year: int | None = None
    last_year: int | None = None
    successor: int | None = None

    def reports_on(self, year: int) -> bool:
        """Whether it must report on that year."""
        return (self.first_year or year) <= year <= (self.last_year or year)

    @property
    def is_government(self) -> bool:
        """Whether its report adds up those of its parts; a township's does not."""
        return self.kind == "government" and self.level != "township"


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """An agency before it has a number."""

    organ: str
    region: Region
    level: Level
    kind: Kind
    parent: _Place | None


def agencies(count: int) -> tuple[Agency, ...]:
    """The first `count` agencies of the province, and behind them those that they followed.

    A part always stands behind its government. An agency's number is its place.

    Raises:
        ValueError: fewer than 10 agencies make no province, and there are no more than some 8,000.
    """
    places = list(islice(_all(count), count))
    if not 10 <= count <= len(places):
        most = sum(1 for _ in _all(count))
        raise ValueError(f"示例省可以有 10 至 {most} 个机关，不是 {count} 个")
    numbers = {id(place): number for number, place in enumerate(places)}
    made = [
        _agency(number, one, numbers[id(one.parent)] if one.parent else None)
        for number, one in enumerate(places)
    ]
    _let_others_take_over(made)
    for agency in made:  # grows while it is gone through: who was before whom was before
        made += _predecessors(agency, len(made))
    return tuple(made)


def _agency(number: int, one: _Place, parent: int | None) -> Agency:
    organ = one.organ
    reform = reform_of(organ)
    return Agency(
        number,
        name_of(one.region) + _official(organ, one.level),
        _official(organ, one.level),
        one.region,
        one.level,
        one.kind,
        parent,
        first_year=reform.year if reform else FOUNDED.get(organ),
        last_year=ABOLISHED.get(organ),
    )


def _let_others_take_over(made: list[Agency]) -> None:
    """Bureaus end whose work another bureau of the same government takes over, if there is one."""
    by_organ = {(one.parent, one.organ): one for one in made}
    for number, one in enumerate(made):
        last_year, heir = TAKEN_OVER.get(one.organ, (0, ""))
        taker = by_organ.get((one.parent, _official(heir, one.level)))
        if taker is not None:
            made[number] = replace(one, last_year=last_year, successor=taker.number)


def _predecessors(agency: Agency, number: int) -> Iterator[Agency]:
    """The agencies whose work the agency took over when it got its name; numbered from `number`."""
    names = (organ for organ in ALL_NAMES if _official(organ, agency.level) == agency.organ)
    reform = reform_of(next(names, ""))
    if agency.kind != "department" or reform is None:
        return
    for place, organ in enumerate(reform.before):
        earlier = reform_of(organ)
        own = _official(organ, agency.level)
        yield replace(
            agency,
            number=number + place,
            name=agency.name.removesuffix(agency.organ) + own,
            organ=own,
            first_year=earlier.year if earlier else None,
            last_year=reform.year - 1,
            successor=agency.number,
        )


def _official(organ: str, level: Level) -> str:
    """What a bureau is called at a level."""
    is_kept = level != "province" or organ in KEEP_NAME
    return organ if is_kept else organ.replace("局", "厅")


def _all(count: int) -> Iterator[_Place]:
    """Every agency: the province's, then some cities at a time, each with its parts in turn."""
    region, *rest = load_fictional_regions()
    province = _Place("人民政府", region, "province", "government", None)
    yield province
    cities = [region for region in rest if region.level == "prefecture"]
    bureaus = _bureaus(province)
    wave = -(-count // _SHARE_OF_CITIES)
    for start in range(0, len(cities), wave):
        yield from _mixed([bureaus, *(_city(c, province) for c in cities[start : start + wave])])


def _mixed(sources: Sequence[Iterator[_Place]]) -> Iterator[_Place]:
    """One of each source in turn, so that a small province has some of everything."""
    for turn in zip_longest(*sources):
        yield from (place for place in turn if place is not None)


def _city(region: Region, province: _Place) -> Iterator[_Place]:
    city = _Place("人民政府", region, "prefecture", "government", province)
    yield city
    inside = [one for one in load_fictional_regions() if one.city == region.city]
    counties = [one for one in inside if one.level == "county"]
    yield from _mixed([_bureaus(city), *(_county(county, city) for county in counties)])


def _county(region: Region, city: _Place) -> Iterator[_Place]:
    county = _Place("人民政府", region, "county", "government", city)
    yield county
    yield from _mixed([_bureaus(county), _townships(county)])


def _bureaus(government: _Place) -> Iterator[_Place]:
    for organ in BUREAUS:
        yield _Place(organ, government.region, government.level, "department", government)


def _townships(county: _Place) -> Iterator[_Place]:
    for number in range(TOWNSHIPS_IN_A_COUNTY):
        organ = f"示{_numeral(number + 1)}{_TOWNSHIPS[number % len(_TOWNSHIPS)]}"
        yield _Place(organ, county.region, "township", "government", county)


def _numeral(number: int) -> str:
    return _NUMERALS[number - 1] if number <= 10 else "十" + _NUMERALS[number - 11]
