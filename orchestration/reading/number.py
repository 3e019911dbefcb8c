"""Printed text to an exact figure: value, state, unit and the mark "approximate"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Literal

State = Literal["number", "blank", "not_applicable", "unreadable"]

YUAN_PER_UNIT = {"元": 1, "百元": 100, "千元": 1000, "万元": 10**4, "亿元": 10**8}
COUNT_UNITS = frozenset((*"件条项个次人篇宗起份部家台%", "件次", "人次", "家次"))
UNITS = COUNT_UNITS | YUAN_PER_UNIT.keys()
_LONGEST_UNIT = 5

_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
# Marks that point to a note. They go before NFKC, which would make digits of them.
_NOTE_MARKS = re.compile(
    r"(?<=[\d元件%)])\s*(?:[①-⑳⑴-⒇¹²³⁰-⁹₀-₉*＊※†‡]+|[\[［【〔]注?\d{0,2}[\]］】〕]|[(（]?注\d{0,2}[)）]?)$"
)
_TWO_WIDTHS = re.compile(r"[0-9][０-９]|[０-９][0-9]")
_MARK = re.compile(r"[①-⒛¹²³⁰-⁹₀-₉]")
_NOT_APPLICABLE = frozenset(
    ["\\", "一一", "无", "不适用", "不涉及", "N/A", "n/a", "NA"]
    + [sign * n for sign in "/-—–―─" for n in (1, 2, 3)]
)
_FIGURE = re.compile(
    r"(?P<about>约为|大约|约|近|超过|超|逾|≈|~)?"
    r"(?P<sign>[+\-−﹣减增]?)"
    r"(?P<digits>\d{1,3}(?:,\d{3})+|\d{1,15})(?P<fraction>\.\d{1,12})?"
    r"(?P<more>[余多])?(?P<open>\()?"
    r"(?P<unit>[百千万亿]?元|[件人家]次|[件条项个次人篇宗起份部家台%])?"
    r"(?(open)\))(?P<left>左右)?[。;]?"
)
_UNIT = re.compile(r"(?:[百千万亿]\s*)?元")
_DIGITS = "0123456789０１２３４５６７８９.,．，"
_SMALLEST_YUAN = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Figure:
    """What one cell says. `value` is None unless `state` is "number".

    `is_broken`: a blank, a line end or a change of width among the digits, so that two figures are
    thinkable.
    """

    value: Decimal | None
    state: State
    is_approximate: bool = False
    unit: str | None = None
    is_broken: bool = False


BLANK = Figure(None, "blank")
UNREADABLE = Figure(None, "unreadable")


@lru_cache(maxsize=8192)
def parse_figure(text: str) -> Figure:
    """Read one cell as printed, e.g. `1,113`, `减3`, `约739万元`, `/` or nothing.

    Money keeps its printed unit: see `in_yuan`. Anything that is neither a number, a blank nor a
    sign for "not applicable" is unreadable.
    """
    parts = _NOTE_MARKS.sub("", text.strip()).split()
    if _MARK.search("".join(parts)):
        return UNREADABLE
    bare = _BLANKS.sub("", unicodedata.normalize("NFKC", "".join(parts)))
    if not bare:
        return BLANK
    if bare in _NOT_APPLICABLE:
        return Figure(None, "not_applicable")
    match = _FIGURE.fullmatch(bare)
    if match is None:
        return UNREADABLE
    is_broken = any(a[-1] in _DIGITS and b[0] in _DIGITS for a, b in pairwise(parts))
    is_broken |= _TWO_WIDTHS.search(text) is not None
    if is_broken and match["digits"].startswith("0"):
        return UNREADABLE  # figures side by side, not one that is broken
    number = Decimal(match["digits"].replace(",", "") + (match["fraction"] or ""))
    value = -number if match["sign"] and match["sign"] in "-−﹣减" else number
    about = bool(match["about"] or match["more"] or match["left"])
    return Figure(value, "number", about, match["unit"], is_broken)


def has_note_mark(text: str) -> bool:
    """Whether a text holds a circled or raised digit, which is no part of a figure."""
    return _MARK.search(text) is not None


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
    return replace(figure, value=value, unit=figure.unit or unit)


def is_unit(text: str) -> bool:
    """Whether a cell holds a unit alone; a narrow column breaks 万元 in two."""
    return text in UNITS or (len(text) <= _LONGEST_UNIT and "".join(text.split()) in UNITS)


def is_figure(text: str) -> bool:
    """Whether a cell holds a number or a sign for "not applicable" (a blank is not one)."""
    return parse_figure(text).state in ("number", "not_applicable")


@lru_cache(maxsize=4096)
def unit_in(text: str) -> str | None:
    """The unit of money that a printed label names, e.g. 万元 in 本年收费金额(单位:万元).

    A blank or a line end may stand in it: a narrow column breaks 万元 in two.
    """
    match = _UNIT.search(unicodedata.normalize("NFKC", text))
    return "".join(match[0].split()) if match else None
