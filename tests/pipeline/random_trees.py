"""Random provinces with their truth, made by hypothesis: who belongs to whom, who reported.

Governments, departments, townships, development zones with bureaus, agencies that the roster puts
elsewhere than their region, counties under the province, regions that ended, and governments that
changed their name. Each agency below a government has a power of two as its figure, so that a sum
tells exactly whose figures are in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import md5
from typing import Any

from hypothesis import strategies as st

YEARS = (2020, 2021, 2022)
PROVINCE = "990000"
Row = dict[str, Any]


@dataclass(frozen=True)
class Region:
    """`successor` took its place in `ended`; None where it still exists."""

    code: str
    name: str
    level: str
    parent: str | None
    successor: str | None = None
    ended: int = 9999


@dataclass(eq=False, repr=False)
class Agency:
    """`above` is its true parent; None for the province's government and for a region's other
    names. `is_told`: only a roster can tell that parent."""

    name: str
    region: str
    level: str
    kind: str
    bit: int
    above: Agency | None = None
    is_seat: bool = False
    is_told: bool = False
    is_listed: bool = False
    reported: frozenset[int] = frozenset()

    @property
    def id(self) -> str:
        return md5(f"{self.region}|{self.name}".encode()).hexdigest()[:12]

    def __repr__(self) -> str:
        above = self.above.name if self.above else None
        marks = f"told={self.is_told} listed={self.is_listed} {sorted(self.reported)}"
        return f"<{self.name} {self.region} {self.kind} under {above} {marks}>"

    @property
    def is_consolidated(self) -> bool:
        return self.kind == "government" and self.level != "township"


@dataclass(repr=False)
class World:
    """A province: its regions by code, its agencies, and the government of each region."""

    regions: dict[str, Region] = field(default_factory=dict)
    agencies: list[Agency] = field(default_factory=list)
    seats: dict[str, Agency] = field(default_factory=dict)
    twins: dict[str, Agency] = field(default_factory=dict)

    def __repr__(self) -> str:
        return "\n".join(map(repr, (*self.regions.values(), *self.agencies)))

    def above(self, agency: Agency, year: int) -> Agency | None:
        """Who stands above it in a year: a region that ended belongs to its successor."""
        region = self.regions[agency.region]
        if agency.is_seat and region.successor and year >= region.ended:
            return self.seats[region.successor]
        return agency.above

    def line(self, agency: Agency, year: int) -> list[Agency]:
        """All who stand above it in a year, the next one first."""
        found = []
        one = self.above(agency, year)
        while one is not None:
            found.append(one)
            one = self.above(one, year)
        return found

    def lies_within(self, agency: Agency) -> set[str]:
        """Codes of the regions it belongs to, by what they were and by what they became."""
        todo, found = [agency], set()
        while todo:
            one = todo.pop()
            if one.is_seat:
                found.add(one.region)
                successor = self.regions[one.region].successor
                if successor:
                    todo.append(self.seats[successor])
            if one.above is not None:
                todo.append(one.above)
        return found

    def counts(self, agency: Agency, year: int) -> int:
        """The figure of its report: of its own, or of everyone below it."""
        if not agency.is_consolidated:
            return agency.bit
        itself = self.seats[agency.region] if agency.is_seat else agency
        below = (one for one in self.agencies if itself in self.line(one, year))
        return sum({one.bit for one in below} | {itself.bit})

    def reports(self, year: int) -> list[Agency]:
        return [one for one in self.agencies if year in one.reported]

    def coverer(self, agency: Agency, year: int) -> Agency | None:
        """The next above it that has a consolidated report; a seat's other name stands for it."""
        for one in self.line(agency, year):
            for name in (one, self.twins.get(one.region) if one.is_seat else None):
                if name is not None and name.is_consolidated and year in name.reported:
                    return one
        return None


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A random province with who reported in which year."""
    world = World()
    _regions(draw, world)
    for region in world.regions.values():
        seat = _add(world, f"{region.name}人民政府", region, region.level, "government")
        seat.is_seat, world.seats[region.code] = True, seat
    for region in world.regions.values():
        seat = world.seats[region.code]
        seat.above = world.seats[region.parent] if region.parent else None
        seat.is_listed = region.successor is not None  # its end must be known
        _inhabit(draw, world, region)
    _direct(draw, world)
    for one in world.agencies:
        region = world.regions[one.region]
        years = [y for y in YEARS if not one.is_seat or y < region.ended]
        one.reported = frozenset(draw(st.sets(st.sampled_from(years)) if years else st.just(set())))
        if one not in world.twins.values():  # a roster names nobody by a former name
            one.is_listed = one.is_told or one.is_listed or draw(st.booleans())
    return world


def _regions(draw: st.DrawFn, world: World) -> None:
    world.regions[PROVINCE] = Region(PROVINCE, "示例省", "province", None)
    counties = []
    for city in range(1, draw(st.integers(1, 3)) + 1):
        code = f"99{city:02}00"
        world.regions[code] = Region(code, f"{city}市", "prefecture", PROVINCE)
        for number in range(1, draw(st.integers(0, 3)) + 1):
            county = f"99{city:02}{number:02}"
            parent = PROVINCE if draw(st.integers(0, 5)) == 0 else code
            world.regions[county] = Region(county, f"{city}{number}县", "county", parent)
            counties.append(county)
    if len(counties) > 1 and draw(st.booleans()):
        former, successor = draw(st.permutations(counties))[:2]
        old = world.regions[former]
        ended = draw(st.sampled_from((2021, 2022)))
        world.regions[former] = Region(former, old.name, old.level, old.parent, successor, ended)


def _add(world: World, name: str, region: Region, level: str, kind: str) -> Agency:
    bit = 0 if name == f"{region.name}人民政府" else 2 ** len(world.agencies)
    one = Agency(name, region.code, level, kind, bit)
    world.agencies.append(one)
    return one


def _inhabit(draw: st.DrawFn, world: World, region: Region) -> None:
    seat = world.seats[region.code]
    for number in range(draw(st.integers(0, 2))):
        _add(world, f"{region.name}第{number}局", region, region.level, "department").above = seat
    if region.level == "county" and draw(st.booleans()):
        _add(world, f"{region.name}某镇人民政府", region, "township", "government").above = seat
    if region.level == "prefecture" and draw(st.booleans()):
        _zone(draw, world, region)
    if region.successor is None and draw(st.integers(0, 4)) == 0:
        twin = _add(world, f"旧{region.name}人民政府", region, region.level, "government")
        twin.is_seat, twin.bit, world.twins[region.code] = True, 0, twin
        twin.above = seat.above


def _zone(draw: st.DrawFn, world: World, region: Region) -> None:
    stem = f"{region.name}经济开发区"
    kind, level = draw(st.sampled_from((("other", region.level), ("government", "county"))))
    zone = _add(world, f"{stem}管理委员会", region, level, kind)
    zone.above = world.seats[region.code]
    for number in range(draw(st.integers(0, 2))):
        by_name = draw(st.booleans())
        name = f"{stem}第{number}局" if by_name else f"{region.name}某{number}分局"
        bureau = _add(world, name, region, level, "department")
        bureau.above, bureau.is_told = zone, not by_name


def _direct(draw: st.DrawFn, world: World) -> None:
    """Agencies in a county that belong further up, and counties that do: only a roster tells."""
    for region in [one for one in world.regions.values() if one.level == "county"]:
        if draw(st.integers(0, 3)) == 0:
            one = _add(world, f"{region.name}直属局", region, "county", "department")
            above = draw(st.sampled_from((PROVINCE, f"{region.code[:4]}00")))
            one.above, one.is_told = world.seats[above], True
        seat = world.seats[region.code]
        if region.code not in world.twins and draw(st.integers(0, 5)) == 0:
            seat.above, seat.is_told = world.seats[PROVINCE], True
