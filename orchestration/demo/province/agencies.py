"""The agencies of the fictional province: governments, their departments, townships; a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Literal

from orchestration.demo.identity import Region, load_fictional_regions, name_of

Level = Literal["province", "prefecture", "county", "township"]
Kind = Literal["government", "department"]

# Bureaus as a county has them, the most usual first; a province has 厅 for most.
BUREAUS = (
    "财政局", "教育局", "民政局", "司法局", "水利局", "审计局", "统计局", "交通运输局",
    "人力资源和社会保障局", "自然资源局", "生态环境局", "农业农村局", "商务局", "市场监督管理局",
    "住房和城乡建设局", "卫生健康委员会", "发展和改革委员会", "文化和旅游局", "退役军人事务局",
    "应急管理局", "林业局", "医疗保障局", "信访局", "体育局", "公安局", "科学技术局",
    "工业和信息化局", "城市管理局", "行政审批服务局", "人民防空办公室",
)  # fmt: skip
# Bureaus that keep their name at a province.
_KEEP_NAME = frozenset(
    ("审计局", "统计局", "市场监督管理局", "林业局", "医疗保障局", "信访局", "体育局", "城市管理局")
)
_NUMERALS = "一二三四五六七八九十"
_TOWNSHIPS = ("街道办事处", "镇人民政府", "镇人民政府", "乡人民政府")
TOWNSHIPS_IN_A_COUNTY = 13
_SHARE_OF_CITIES = 600  # so many agencies have a city of their own


@dataclass(frozen=True, slots=True)
class Agency:
    """One that must report. `parent` is the number of the government it belongs to."""

    number: int
    name: str
    organ: str
    region: Region
    level: Level
    kind: Kind
    parent: int | None

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
    """The first `count` agencies of the province; a part always stands behind its government.

    Raises:
        ValueError: fewer than 10 agencies make no province, and there are no more than some 8,000.
    """
    made = list(islice(_all(count), count))
    if not 10 <= count <= len(made):
        most = sum(1 for _ in _all(count))
        raise ValueError(f"示例省可以有 10 至 {most} 个机关，不是 {count} 个")
    numbers = {id(place): number for number, place in enumerate(made)}
    return tuple(
        Agency(
            number,
            name_of(one.region) + one.organ,
            one.organ,
            one.region,
            one.level,
            one.kind,
            numbers[id(one.parent)] if one.parent else None,
        )
        for number, one in enumerate(made)
    )


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
        name = organ
        if government.level == "province" and organ not in _KEEP_NAME:
            name = organ.replace("局", "厅")
        yield _Place(name, government.region, government.level, "department", government)


def _townships(county: _Place) -> Iterator[_Place]:
    for number in range(TOWNSHIPS_IN_A_COUNTY):
        organ = f"示{_numeral(number + 1)}{_TOWNSHIPS[number % len(_TOWNSHIPS)]}"
        yield _Place(organ, county.region, "township", "government", county)


def _numeral(number: int) -> str:
    return _NUMERALS[number - 1] if number <= 10 else "十" + _NUMERALS[number - 11]
