"""Printed text to an exact figure: value, state, unit and the mark "approximate"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

State = Literal["number", "blank", "not_applicable", "unreadable"]

YUAN_PER_UNIT = {"元": 1, "百元": 100, "千元": 1000, "万元": 10**4, "亿元": 10**8}
COUNT_UNITS = frozenset((*"件条项个次人篇宗起份部家台%", "人次"))
UNITS = COUNT_UNITS | YUAN_PER_UNIT.keys()

_BLANKS = re.compile(r"[\s\u200b\ufeff]+")
_NOT_APPLICABLE = frozenset(
    [
        "/",
        "\\",
        "-",
        "--",
        "---",
        "—",
        "——",
        "–",
        "―",
        "一一",
        "无",
        "不适用",
        "不涉及",
        "N/A",
        "n/a",
    ]
)
_FIGURE = re.compile(
    r"(?P<about>约为|大约|约|近|≈|~)?"
    r"(?P<sign>[+\-−﹣减增]?)"
    r"(?P<digits>\d{1,3}(?:,\d{3})+|\d{1,15})(?P<fraction>\.\d{1,12})?"
    r"(?P<more>余)?(?P<unit>[百千万亿]?元|人次|[件条项个次人篇宗起份部家台%])?(?P<left>左右)?"
)
_SMALLEST_YUAN = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Figure:
    """What one cell says. `value` is None unless `state` is "number"."""

    value: Decimal | None
    state: State
    is_approximate: bool = False
    unit: str | None = None


BLANK = Figure(None, "blank")
UNREADABLE = Figure(None, "unreadable")


@lru_cache(maxsize=8192)
def parse_figure(text: str) -> Figure:
    """Read one cell as printed, e.g. `1,113`, `减3`, `约739万元`, `/` or nothing.

    Money keeps its printed unit: see `in_yuan`. Anything that is neither a number, a blank nor a
    sign for "not applicable" is unreadable.
    """
    bare = _BLANKS.sub("", unicodedata.normalize("NFKC", text))
    if not bare:
        return BLANK
    if bare in _NOT_APPLICABLE:
        return Figure(None, "not_applicable")
    match = _FIGURE.fullmatch(bare)
    if match is None:
        return UNREADABLE
    number = Decimal(match["digits"].replace(",", "") + (match["fraction"] or ""))
    value = -number if match["sign"] and match["sign"] in "-−﹣减" else number
    about = bool(match["about"] or match["more"] or match["left"])
    return Figure(value, "number", about, match["unit"])


def in_yuan(figure: Figure, unit: str | None) -> Figure:
    """Turn an amount into exact yuan by its own printed unit, else by `unit`.

    Zero needs no unit. An amount whose unit nobody printed, or finer than a ten-thousandth of a
    yuan (which the warehouse could not hold exactly), is unreadable rather than guessed.
    """
    if figure.value is None:
        return figure
    if figure.value == 0:
        return figure
    factor = YUAN_PER_UNIT.get(figure.unit or unit or "")
    if factor is None:
        return UNREADABLE
    value = figure.value * factor
    if value != value.quantize(_SMALLEST_YUAN):
        return UNREADABLE
    return Figure(value, "number", figure.is_approximate, figure.unit or unit)


def is_figure(text: str) -> bool:
    """Whether a cell holds a number or a sign for "not applicable" (a blank is not one)."""
    return parse_figure(text).state in ("number", "not_applicable")


def unit_in(text: str) -> str | None:
    """The unit of money that a printed label names, e.g. 万元 in 本年收费金额(单位:万元)."""
    match = re.search(r"[百千万亿]?元", unicodedata.normalize("NFKC", text))
    return match[0] if match else None
