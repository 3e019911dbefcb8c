"""Traditional characters to simplified ones, with the mainland's words (資訊 is 信息)."""

from __future__ import annotations

import re
from functools import lru_cache

import opencc

_TELLING = "開報務"  # stand in every report's title and headings
_LEAST = 3
# Mirrors of pages put a character's sound behind it: 規(guī)章.
_SOUND = re.compile("(?<=[\u3400-\u9fff])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}[)）]")
# Only the words that forms and titles use: a table of phrases would turn 文件 into 文档.
_WORDS = (("资讯", "信息"), ("网路", "网络"), ("部份", "部分"))


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters."""
    return sum(map(text.count, _TELLING)) >= _LEAST


@lru_cache(maxsize=4096)
def simplified(text: str) -> str:
    """The text in simplified characters, without their sounds; digits and punctuation stay."""
    if text.isascii():
        return text
    converted = str(_converter().convert(_SOUND.sub("", text)))
    for word, own in _WORDS:
        converted = converted.replace(word, own)
    return converted
