"""Whose report: an agency of a real region (so that names can be resolved) and its dates."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Literal

REGIONS_FILE = Path(__file__).parents[2] / "dbt_project" / "seeds" / "regions.csv"
# How the codes of 示例省 begin: no real place has such a code.
FICTIONAL = "99"
MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
DEPARTMENTS = (
    "民政局",
    "财政局",
    "教育局",
    "审计局",
    "统计局",
    "司法局",
    "水利局",
    "农业农村局",
    "人力资源和社会保障局",
    "自然资源局",
    "生态环境局",
    "市场监督管理局",
    "住房和城乡建设局",
    "卫生健康委员会",
    "发展和改革委员会",
    "交通运输局",
)
_SINCE_2018 = ("农业农村局", "自然资源局", "生态环境局", "市场监督管理局", "卫生健康委员会")

Kind = Literal["government", "department"]


@dataclass(frozen=True, slots=True)
class Region:
    """A row of `regions.csv` that is in use."""

    code: str
    name: str
    level: str
    province: str
    city: str | None
    county: str | None


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report for which year; `published` is None where the page prints no date.

    `region_name` is what the region is called in front of an organ's name, `organ` the rest.
    Agency, region and year are None where a page does not tell them; `open_fields` are those on
    which no one truth is agreed (the level of a zone).
    """

    agency: str | None
    region_name: str
    organ: str
    year: int | None
    province: str | None
    city: str | None
    county: str | None
    level: str
    kind: Kind
    published: date | None
    open_fields: frozenset[str] = frozenset()


def year_of(identity: Identity) -> int:
    """The year reported on.

    Raises:
        ValueError: the identity has none.
    """
    if identity.year is None:
        raise ValueError("a report needs the year it is on")
    return identity.year


def _present_rows() -> list[dict[str, str]]:
    with REGIONS_FILE.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["is_former"] == "false"]


def _region(row: Mapping[str, str]) -> Region:
    code, name, level, province = (row[key] for key in ("region_code", "name", "level", "province"))
    return Region(code, name, level, province, row["city"] or None, row["county"] or None)


@lru_cache(maxsize=1)
def load_fictional_regions() -> tuple[Region, ...]:
    """示例省, its cities and counties, in the order of their codes; none is a real place."""
    rows = (row for row in _present_rows() if row["region_code"].startswith(FICTIONAL))
    return tuple(map(_region, rows))


@lru_cache(maxsize=1)
def load_regions() -> tuple[Region, ...]:
    """The regions in use whose names need no knowledge beyond the list: no other is called so."""
    rows = [row for row in _present_rows() if not row["region_code"].startswith(FICTIONAL)]
    names = Counter(row["name"] for row in rows)
    return tuple(
        _region(row)
        for row in rows
        if row["level"] in ("province", "prefecture", "county")
        and (names[row["name"]] == 1 or row["name"].endswith("区"))
        and row["province"] not in ("台湾省", "香港特别行政区", "澳门特别行政区")
    )


def name_of(region: Region) -> str:
    """What a region is called in front of an organ: a district carries its city's name."""
    if region.level == "county" and region.name.endswith("区"):
        parent = region.province if region.province in MUNICIPALITIES else region.city
        return f"{parent or ''}{region.name}"
    return region.name


def random_identity(rng: Random, years: Sequence[int], regions: Sequence[Region]) -> Identity:
    """An agency of one of `regions` reporting on one of `years`."""
    region, year = rng.choice(regions), rng.choice(years)
    if rng.random() < 0.3:
        kind: Kind = "government"
        organ = "行政公署" if region.name.endswith(("地区", "盟")) else "人民政府"
    else:
        kind, organ = "department", rng.choice(DEPARTMENTS)
    if year < 2018 and organ in _SINCE_2018:
        organ = "财政局"
    organ = _provincial(organ) if region.level == "province" else organ
    published = date(year + 1, 1, 4) + timedelta(days=rng.randint(0, 80))
    name = name_of(region)
    return Identity(
        agency=name + organ,
        region_name=name,
        organ=organ,
        year=year,
        province=region.province,
        city=region.city,
        county=region.county,
        level=region.level,
        kind=kind,
        published=published if rng.random() < 0.8 else None,
    )


def _provincial(organ: str) -> str:
    """A province has 厅 where cities and counties have 局."""
    keeps = ("审计局", "统计局", "市场监督管理局")
    return organ if organ in keeps else organ.replace("局", "厅")
