"""Provinces, prefectures and counties: which unit a printed name means.

One table, dbt_project/seeds/regions.csv (GB/T 2260; its README says from where), serves dbt and
the reader. It holds the present units, and the former codes and names that reports since 2008
may carry, each pointing to the unit that took its place. Nothing is read at import.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

REGIONS_CSV = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds" / "regions.csv"

MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})
# Every name in the table ends in one of these, so only their places in a text are looked at;
# 会 ends but a few names (大柴旦行政委员会) and a great many words.
_SUFFIX = re.compile("[市区县旗州盟省]|行政委员会")
_ADMINISTRATIVE = ("自治县", "自治旗", "自治州", "自治区", "特别行政区")
_GENERIC = (*_ADMINISTRATIVE, "林区", "特区", "新区", "地区", "市", "区", "县", "旗", "盟", "省")
_LONG_GENERIC = tuple(generic for generic in _GENERIC if len(generic) > 1)
# 蒙古 last: it names a people in 蒙古自治县 and a place in 内蒙古.
_PEOPLES = re.compile(
    "(?:维吾尔|哈萨克族?|柯尔克孜|塔吉克|锡伯|蒙古族|回族?|藏族|羌族|彝族|苗族|壮族|侗族|瑶族|白族|"
    "傣族|佤族|黎族|畲族|水族|土家族|土族|满族|朝鲜族|布依族|哈尼族|景颇族|傈僳族|拉祜族|布朗族|"
    "纳西族|普米族|怒族|独龙族|仡佬族|仫佬族|毛南族|撒拉族|保安族|东乡族|裕固族|达斡尔族|鄂温克族|"
    "各族|蒙古)+$"
)
# Units whose short name the rule above does not give.
_ODD_SHORT_NAMES = {
    "前郭尔罗斯蒙古族自治县": "前郭",
    "喀喇沁左翼蒙古族自治县": "喀左",
    "莫力达瓦达斡尔族自治旗": "莫",
    "鄂温克族自治旗": "鄂温克",
    "东乡族自治县": "东乡",
    "巴音郭楞蒙古自治州": "巴",
    "博尔塔拉蒙古自治州": "博",
    "克孜勒苏柯尔克孜自治州": "克",
}


@dataclass(frozen=True, slots=True)
class Region:
    """One row of the table; `city` and `county` are None above their level."""

    code: str
    name: str
    level: str
    parent_code: str | None
    province: str
    city: str | None
    county: str | None
    is_former: bool
    successor_code: str | None
    former_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A unit under an official name of its time.

    `unit` is the row that bore the name, `region` the present unit in its place: 襄樊市 is
    (襄樊市, 襄阳市, 襄阳市). The two differ for former codes: 文登市 371081 is now 371003.
    """

    name: str
    unit: Region
    region: Region


@dataclass(frozen=True, slots=True)
class Mention:
    """A region's name in a text, `text[start:end]`, with every unit that it may mean."""

    start: int
    end: int
    units: tuple[Named, ...]


@lru_cache(maxsize=16384)
def short_name(name: str) -> str:
    """The name without its generic and its peoples: 恩施土家族苗族自治州 gives 恩施."""
    if not name.endswith(_LONG_GENERIC):
        return name[:-1] if len(name) > 2 and name[-1] in "市区县旗盟省" else name
    for generic in _GENERIC:
        if name.endswith(generic) and len(name) > len(generic) + 1:
            bare = name[: -len(generic)]
            if name == "内蒙古自治区":
                return bare
            # Only an autonomous unit names its peoples; 土族 in any other name is a place.
            if generic in _ADMINISTRATIVE:
                bare = _PEOPLES.sub("", bare) or bare
            return bare if len(bare) > 1 else name
    return name


def _aliases(name: str) -> Iterator[str]:
    """Short names in common use that keep a generic: 恩施州, 长阳县, 耿马自治县."""
    bare = _ODD_SHORT_NAMES.get(name) or short_name(name)
    if bare == name:
        return
    for long, short in (("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")):
        if name.endswith(long):
            yield bare + short
            if bare + long != name:
                yield bare + long


class Regions:
    """The region table with its indexes; built once, never changed after."""

    __slots__ = ("_by_code", "_by_name", "_by_short", "_lengths")

    def __init__(self, rows: Iterable[Region]) -> None:
        self._by_code: dict[str, Region] = {row.code: row for row in rows}
        self._by_name: dict[str, tuple[Named, ...]] = {}
        self._by_short: dict[str, tuple[Named, ...]] = {}
        self._index()
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for name in self._by_name:
            lengths[name[-2:]].add(len(name))
        # Longest first, so that 阿坝藏族羌族自治州 is not read as a shorter name at its end.
        self._lengths = {key: tuple(sorted(found, reverse=True)) for key, found in lengths.items()}

    def _index(self) -> None:
        names: defaultdict[str, dict[str, Named]] = defaultdict(dict)
        shorts: defaultdict[str, dict[str, Named]] = defaultdict(dict)
        # Present units first: where a former code leads to the same unit, the present one stands.
        for row in sorted(self._by_code.values(), key=lambda row: (row.is_former, row.code)):
            region = self.present(row)
            for name in (row.name, *row.former_names):
                named = Named(name, row, region)
                names[name].setdefault(region.code, named)
                shorts[short_name(name)].setdefault(region.code, named)
                for alias in _aliases(name):
                    names[alias].setdefault(region.code, named)
        self._by_name = {name: self._distinct(found) for name, found in names.items()}
        self._by_short = {name: tuple(found.values()) for name, found in shorts.items()}

    def _distinct(self, found: Mapping[str, Named]) -> tuple[Named, ...]:
        """Without a former town inside the present city of its name (铜仁市 before 2011)."""
        kept = tuple(found.values())
        if len(kept) == 1:
            return kept
        return tuple(
            named
            for named in kept
            if not named.unit.is_former
            or not any(self.is_within(named.region, other.region) for other in kept)
        )

    def get(self, code: str) -> Region | None:
        """The row of a six-digit code, present or former."""
        return self._by_code.get(code)

    def __iter__(self) -> Iterator[Region]:
        """Every row, in the order of the table."""
        return iter(self._by_code.values())

    def present(self, region: Region) -> Region:
        """The present unit in a former one's place; itself where there is none."""
        successor = self._by_code.get(region.successor_code or "")
        return successor if successor is not None else region

    def named(self, name: str) -> tuple[Named, ...]:
        """Every unit of this full name, present or former, or common alias (恩施州)."""
        return self._by_name.get(name, ())

    def shortened(self, name: str) -> tuple[Named, ...]:
        """Every unit of this name without 市, 区, 县 (聊城, 文登)."""
        return self._by_short.get(name, ())

    def ancestors(self, region: Region) -> tuple[Region, ...]:
        """The units that a region lies in, nearest first."""
        found: list[Region] = []
        parent = self._by_code.get(region.parent_code or "")
        while parent is not None:
            found.append(parent)
            parent = self._by_code.get(parent.parent_code or "")
        return tuple(found)

    def is_within(self, region: Region, other: Region) -> bool:
        """Whether `region` lies in `other`, strictly."""
        parent = region.parent_code
        while parent:
            if parent == other.code:
                return True
            above = self._by_code.get(parent)
            parent = above.parent_code if above is not None else None
        return False

    def is_part(self, inner: Named, outer: Named) -> bool:
        """Whether `inner` lies in `outer`, now or when it bore its name."""
        return self.is_within(inner.region, outer.region) or self.is_within(inner.unit, outer.unit)

    def mentions(self, text: str) -> list[Mention]:
        """Region names in a text, in order; the longest where several end at one place.

        Two-character names (沙县, 城区) count only where no other word runs into them.
        """
        found: list[Mention] = []
        for hit in _SUFFIX.finditer(text):
            end = hit.end()
            for length in self._lengths.get(text[end - 2 : end], ()):
                start = end - length
                units = self._by_name.get(text[start:end]) if start >= 0 else None
                if units is None or (length == 2 and not _stands_alone(text, start, found)):
                    continue
                while found and found[-1].start >= start:
                    found.pop()
                found.append(Mention(start, end, units))
                break
        return found

    def narrow(self, units: Sequence[Named], outer: Sequence[Named]) -> tuple[Named, ...]:
        """Those of `units` that lie in one of `outer`."""
        return tuple(unit for unit in units if any(self.is_part(unit, above) for above in outer))


def _stands_alone(text: str, start: int, found: Sequence[Mention]) -> bool:
    """Whether a name at `start` follows no other word: the text's begin, a mark, or a region."""
    if start == 0 or (found and found[-1].end == start):
        return True
    return not "\u4e00" <= text[start - 1] <= "\u9fff"


_COLUMNS = (
    *("region_code", "name", "level", "parent_code", "province", "city", "county", "is_former"),
    *("successor_code", "former_names"),
)


def _region(row: Sequence[str]) -> Region:
    code, name, level, parent, province, city, county, is_former, successor, former = row
    return Region(
        code=code,
        name=name,
        level=level,
        parent_code=parent or None,
        province=province,
        city=city or None,
        county=county or None,
        is_former=is_former == "true",
        successor_code=successor or None,
        former_names=tuple(former.split(";")) if former else (),
    )


@lru_cache(maxsize=1)
def load_regions(path: Path = REGIONS_CSV) -> Regions:
    """Reads the table once in a process.

    Raises OSError where the file is missing, ValueError where its columns are others.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        if tuple(next(rows, ())) != _COLUMNS:
            raise ValueError(f"{path.name}: expected the columns {', '.join(_COLUMNS)}")
        return Regions(map(_region, rows))
