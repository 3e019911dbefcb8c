"""Cells that a page printed with nothing between them: labels and runs of digits taken apart."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from orchestration.reading.known import (
    LONGEST_LABEL,
    is_known,
    is_label,
    is_nearly_label,
    known_keys,
)
from orchestration.reading.label import label_keys
from orchestration.reading.number import UNITS, has_note_mark, is_figure, unit_in

_SIGNS = r"\-—–―/／\\"
_RUN = re.compile(
    rf"(?P<label>.+?)(?P<runs>(?:[\d\s.,、+≈~约近超逾减增{_SIGNS}]|不适用|无)+(?:[百千万亿]?元)?)",
    re.DOTALL,
)
_ENDS = frozenset("0123456789０１２３４５６７８９-—–―/／\\")
_SIGN_ENDS = _ENDS - frozenset("0123456789０１２３４５６７８９")
_ENDINGS = ("不适用", "无", "元")
_UNITS = sorted(UNITS, key=len, reverse=True)
_NUMBERED = re.compile(r"(?<=[^\d(（])(?=[1-9][.、．][^\d]|[(（][一二三四五六七八九十]{1,2}[)）])")


@lru_cache(maxsize=16384)
def unglue(text: str) -> tuple[tuple[str, bool], ...]:
    """The parts of a text, each with whether it is a run of digits glued to what stands before it.

    Nothing where the text is no row of cells glued together.
    """
    if len(text) > LONGEST_LABEL or len(text) < 2:
        return ()
    if text[-1] in _ENDS or text.endswith(_ENDINGS):
        return () if is_known(text) and text[-1] not in _SIGN_ENDS else tuple(_row(text))
    if is_known(text):
        return ()
    several = (labels for key in label_keys(text) if len(labels := _labels(key)) > 1)
    labels = _with_unit(text) or next(several, [])
    if labels and (unit := unit_in(text)) and labels[-1] not in UNITS:
        labels[-1] += f"（{unit}）"
    return tuple((label, False) for label in labels)


def _with_unit(text: str) -> list[str]:
    """A label and the unit glued to it; none where the text is something else."""
    unit = next((u for u in _UNITS if text.endswith(u)), "")
    return [text[: -len(unit)], unit] if unit and is_label(text[: -len(unit)]) else []


def _row(text: str) -> Sequence[tuple[str, bool]]:
    """Labels and the digits after the last of them: 三、本年度办理结果（一）予以公开2300023."""
    match = _RUN.fullmatch(unicodedata.normalize("NFKC", text))
    if match is None or has_note_mark(text):
        return ()
    if match["runs"][0].isspace() and all(map(is_figure, match["runs"].split())):
        return ()  # blanks set the figures apart
    label = match["label"].rstrip()
    labels = [label] if is_label(label) else _with_unit(label) or _NUMBERED.split(label)
    if not all(map(is_label, labels[:-1])) or not (
        labels[-1] in UNITS or is_nearly_label(labels[-1])
    ):
        return ()
    runs = ((run, True) for run in match["runs"].split())
    return [*((label, False) for label in labels), *runs]


@lru_cache(maxsize=1)
def _keys_by_start() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key in sorted(known_keys(), key=len, reverse=True):
        if len(key) > 1:
            found[key[:2]].append(key)
    return found


def _labels(key: str) -> list[str]:
    """Labels whose keys make up `key`, the longest first at each place; none where they do not."""
    parts: list[str] = []
    while key:
        part = next((k for k in _keys_by_start().get(key[:2], ()) if key.startswith(k)), None)
        if part is None:
            return []
        parts.append(part)
        key = key[len(part) :]
    return parts
