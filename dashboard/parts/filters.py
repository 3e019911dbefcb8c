"""Boxes to choose from: regions, years and whatever else a page asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import polars as pl
import streamlit as st

from dashboard.parts import address
from dashboard.queries import regions

Region = Mapping[str, Any]
ALL = ""
T = TypeVar("T", str, int)


def choose(
    box: Any,
    title: str,
    key: str,
    options: Sequence[T],
    wanted: T | None,
    name: Callable[[T], str] = str,
    on_change: Callable[[], None] | None = None,
) -> T:
    """A select box over `options`.

    `wanted` (from the address) is taken the first time, and the first option where what was
    chosen is no longer offered.
    """
    if st.session_state.get(key) not in options:
        st.session_state[key] = wanted if wanted in options else options[0]
    chosen: T = box.selectbox(title, options, key=key, format_func=name, on_change=on_change)
    return chosen


class RegionTree:
    """The regions on offer, by parent."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.by_code: dict[str, Region] = {
            row["region_code"]: row for row in frame.iter_rows(named=True)
        }

    def name(self, code: str) -> str:
        return str(self.by_code[code]["region_name"])

    def full_name(self, code: str) -> str:
        return str(self.by_code[code]["full_name"])

    def children(self, parent: str | None, level: str) -> list[str]:
        """Codes of a level right below a parent, in official order."""
        return [
            code
            for code, row in self.by_code.items()
            if row["region_level"] == level and row["parent_code"] == parent
        ]

    def provinces(self) -> list[str]:
        return [c for c, row in self.by_code.items() if row["region_level"] == "province"]

    def line(self, code: str | None) -> dict[str, str]:
        """A region and those above it, by level: {'province': …, 'prefecture': …, 'county': …}."""
        found: dict[str, str] = {}
        while code in self.by_code:
            row = self.by_code[code]
            found[row["region_level"]] = code
            code = row["parent_code"]
        return found


def choose_region(
    boxes: Sequence[Any],
    tree: RegionTree,
    wanted: str | None,
    *,
    key: str,
    may_be_all: bool = False,
) -> str:
    """省 → 市 → 县 in three boxes; the code of the lowest one chosen.

    `may_be_all` offers 全部 in place of a province, and then the code may be `ALL`.
    """
    line = tree.line(wanted)
    provinces = [*([ALL] if may_be_all else []), *tree.provinces()]
    province = choose(
        boxes[0], "省（区、市）", f"{key}-province", provinces, line.get("province"),
        lambda code: tree.name(code) if code else "全部地区",
    )  # fmt: skip
    cities = tree.children(province, "prefecture") if province else []
    city = choose(
        boxes[1], "市（州、盟）", f"{key}-city-{province}", [ALL, *cities], line.get("prefecture"),
        lambda code: tree.name(code) if code else "全部",
    )  # fmt: skip
    # Counties of the four municipalities stand right below the province.
    counties = tree.children(city or province, "county") if province else []
    county = choose(
        boxes[2], "县（市、区）", f"{key}-county-{city or province}", [ALL, *counties],
        line.get("county"), lambda code: tree.name(code) if code else "全部",
    )  # fmt: skip
    return county or city or province


def within(tree: RegionTree, code: str | None, region: str) -> bool:
    """Whether a region is the chosen one or lies below it; `ALL` holds every region."""
    return region == ALL or region in tree.line(code).values()


@dataclass(frozen=True, slots=True)
class Scope:
    """What a page about a region shows: the region, its name and the year; `years` newest first.

    `first`: the year from which on changes are shown; the earliest one where nobody chose.
    """

    region: str
    name: str
    year: int | None
    years: Sequence[int]
    first: int | None = None


def choose_scope(tree: RegionTree, page: str, *, with_range: bool = False) -> Scope:
    """Region and year in one row of boxes, as the address, an earlier page or the data say;
    `with_range` also asks from which year on changes are shown.

    The choice is put into the address.
    """
    boxes = st.columns([3, 3, 3, 2, 2] if with_range else [3, 3, 3, 2])
    wanted = address.get("region") or regions.widest_province()
    region = choose_region(boxes[:3], tree, wanted, key=page)
    years = regions.years_of_region(region)["year"].to_list()
    if not years:
        address.remember(region=region)
        return Scope(region, tree.full_name(region), None, years)
    year = choose(
        boxes[3], "年度", f"{page}-year", years, address.number("year"), lambda y: f"{y}年"
    )
    first = _choose_first(boxes[4], page, years, year) if with_range else None
    address.remember(region=region, year=year)
    return Scope(region, tree.full_name(region), year, years, first)


def _choose_first(box: Any, page: str, years: Sequence[int], last: int) -> int:
    earlier = sorted(year for year in years if year <= last)
    first = choose(
        box, "历年自", f"{page}-from", earlier, address.number("from"), lambda y: f"{y}年"
    )
    address.remember(**{"from": first if first != earlier[0] else None})
    return first
