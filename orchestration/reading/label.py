"""Printed labels to comparable keys: blanks, punctuation and numbering do not tell labels apart."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_RESIDUE = re.compile(r"\[(?:bookmark|image|OLE|HYPERLINK|_)[^\]\n]{0,200}\]")
_NOTE = re.compile(r"\([^()]{4,}\)?")
_NUMBERING = re.compile(
    r"^(?:其中[:,]?|\(?[一二三四五六七八九十]{1,3}[)、.,:]+|\(?\d{1,2}[)、.,:]+|[①-⑳]|\(\))"
)
_YEAR = re.compile(r"(?:19|20)\d\d年度?")  # heads may print the year for 本年
_KEPT = re.compile(r"[^0-9A-Za-z%\u3400-\u9fff]+")
_VARIANT_CHARACTERS = str.maketrans({"它": "他", "帐": "账"})


def clean(text: str) -> str:
    """The text without the residue of a Word export, trimmed; otherwise as printed."""
    return (_RESIDUE.sub("", text) if "[" in text else text).strip(
        " \t\r\n\u3000\u00a0\u200b\ufeff"
    )


@lru_cache(maxsize=16384)
def label_key(text: str) -> str:
    """`（三）不予公开` → 不予公开; `其中:1.检索费` → 检索费; full and half width are alike."""
    bare = "".join(unicodedata.normalize("NFKC", text).split())
    for _ in range(4):
        shorter = _NUMBERING.sub("", bare, count=1)
        if shorter == bare:
            break
        bare = shorter
    if "年" in bare:
        bare = _YEAR.sub("本年", bare)
    return _KEPT.sub("", bare).translate(_VARIANT_CHARACTERS)


@lru_cache(maxsize=16384)
def number_of(text: str) -> str:
    """The numbering that a label prints, bare: （七）总计 → 七; `1、属于` → 1."""
    bare = "".join(unicodedata.normalize("NFKC", text[:12]).split())
    match = _NUMBERING.match(bare)
    return _KEPT.sub("", match[0]) if match else ""


@lru_cache(maxsize=16384)
def label_keys(text: str) -> tuple[str, ...]:
    """The keys a label may be known by: whole, and without its notes in parentheses."""
    whole = label_key(text)
    without = label_key(_NOTE.sub("", unicodedata.normalize("NFKC", text)))
    return (whole, without) if without and without != whole else (whole,)
