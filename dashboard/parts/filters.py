"""What the reader chose, kept in the address so that a link shows the same page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import polars as pl
import streamlit as st

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
) -> T:
    """A select box over `options`.

    `wanted` (from the address) is taken the first time, and the first option where what was
    chosen is no longer offered.
    """
    if st.session_state.get(key) not in options:
        st.session_state[key] = wanted if wanted in options else options[0]
    chosen: T = box.selectbox(title, options, key=key, format_func=name)
    return chosen


def address(name: str) -> str | None:
    """A parameter of the address, None where it isn't given."""
    return st.query_params.get(name)


def address_year() -> int | None:
    """The year in the address, None where there is none or it is no number."""
    text = address("year") or ""
    return int(text) if text.isascii() and text.isdigit() else None


def remember(**chosen: str | int | None) -> None:
    """Put the choice into the address; what is empty is left out."""
    wanted = {name: str(value) for name, value in chosen.items() if value not in (None, ALL)}
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


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
