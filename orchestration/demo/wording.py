"""How a label is printed: the form's own words, or what agencies make of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from orchestration.reading.form import Entry

_NUMBERING = re.compile(
    r"^(?:其中：)?(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|\d[.])?"
)
_NARROW = str.maketrans("（）：，", "():,")
# Characters whose loss would make another label of one.
_TELLING = frozenset("不未无第新旧上下本部分增减自商科公法其总复直后前维纠尚结其中外")
_LEAST_TYPO_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Wording:
    """The habits of one document in printing labels; the default prints the form's words."""

    is_narrow: bool = False
    has_commas: bool = False
    has_variants: bool = False
    typo: bool = False
    has_long_notes: bool = False
    has_years: bool = False
    has_qita: bool = False
    has_bare_articles: bool = False
    repeats_results: bool = False
    has_two_levels: bool = False
    extra_row: str | None = None
    money_unit: str | None = "万元"

    def label(self, entry: Entry, rng: Random, year: int) -> str:
        """The text of a row's or a head's label."""
        text = entry.label
        if self.has_variants and len(entry.keys) > 1 and rng.random() < 0.6:
            text = _variant(entry, rng)
        if entry.column == "amount_yuan" and entry.row is None:
            text = self._money(text)
        if self.has_years and text.startswith("本年") and entry.row is None and entry.column:
            text = f"{year}年{text[2:]}"
        if self.has_long_notes and entry.column == "items_change":
            text += "（减用负值表示，如-8）"
        return self.dress(_mistyped(text, rng) if self.typo and rng.random() < 0.08 else text)

    def _money(self, text: str) -> str:
        """The head of an amount, with the unit that the document prints there, if any."""
        bare = re.sub(r"（单位：.*?）", "", text)
        return f"{bare}（单位：{self.money_unit}）" if self.money_unit else bare

    def dress(self, text: str) -> str:
        """Numbering, parentheses and 其它 as the document has them."""
        if self.has_qita:
            text = text.replace("其他", "其它")
        if self.has_commas:
            text = re.sub(r"^((?:其中：)?\d)\.", r"\1、", text)
        if self.has_bare_articles:
            text = re.sub(r"第（(.)）项", r"（\1）项", text)
        return text.translate(_NARROW) if self.is_narrow else text


PLAIN_WORDING = Wording()


def random_wording(rng: Random) -> Wording:
    """The habits of one document."""

    def is_so(share: float) -> bool:
        return rng.random() < share

    return Wording(
        is_narrow=is_so(0.25),
        has_commas=is_so(0.2),
        has_variants=is_so(0.3),
        typo=is_so(0.1),
        has_long_notes=is_so(0.3),
        has_years=is_so(0.1),
        has_qita=is_so(0.1),
        has_bare_articles=is_so(0.15),
        repeats_results=is_so(0.1),
        has_two_levels=is_so(0.08),
        extra_row="其他主动公开文件" if is_so(0.08) else None,
        money_unit=rng.choice(("万元", "万元", "万元", "元", None)),
    )


def _variant(entry: Entry, rng: Random) -> str:
    """Another wording that the form file knows, under the same number."""
    number = _NUMBERING.match(entry.label)
    keys = [key for key in entry.keys if "单位" not in key]
    return (number[0] if number else "") + rng.choice(keys or entry.keys)


def _mistyped(text: str, rng: Random) -> str:
    """One character left out, where that leaves no doubt which label it is."""
    places = [n for n, c in enumerate(text) if "\u4e00" <= c <= "\u9fff" and c not in _TELLING]
    if len(text) < _LEAST_TYPO_LENGTH or not places or "单位" in text:
        return text
    at = rng.choice(places[len(places) // 2 :])
    return text[:at] + text[at + 1 :]
