"""The declared limits of a web page, told from its bytes before a parser sees them."""

from __future__ import annotations

import re

from orchestration.reading.layout import UnreadableError

MAX_BYTES = 32 * 1024 * 1024
MAX_TAGS = 150_000
# A parser repeats the formatting tags left open in each block behind them, and looks through all
# elements left open at each new one.
MAX_OPEN_TAGS = 20_000
MAX_REPEATED_TAGS = 1_000_000
# A parser compares the attributes of one tag with each other.
MAX_ATTRIBUTES = 20_000
# From here on the tags left open are counted even where others are closed twice.
_MANY_TAGS = 20_000
_LONG_TAG = 64 * 1024

_FORMATTING = re.compile(
    rb"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s>/]", re.IGNORECASE
)
_CONTENTLESS = re.compile(
    rb"<(?:br|img|input|hr|meta|link|col|area|param|embed|base|p|li|td|tr|th|dd|dt|option|!|\?)",
    re.IGNORECASE,
)


def check_source(data: bytes) -> None:
    """Refuse a page that could not be parsed in bounded time and memory.

    Raises:
        UnreadableError: more bytes, tags, open tags or attributes than the declared limits.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"网页超过 {MAX_BYTES // 1024 // 1024} MB 的上限")
    tags = data.count(b"<")
    if tags > MAX_TAGS:
        raise UnreadableError(f"网页的标签超过 {MAX_TAGS} 个的上限")
    # Half of them open, half of them repeating those: no more than this many without looking.
    if tags * tags > 4 * MAX_REPEATED_TAGS:
        _check_open(data, tags)
    _check_attributes(data)


def _check_open(data: bytes, tags: int) -> None:
    left_open = tags - 2 * data.count(b"</")
    if left_open * tags > MAX_REPEATED_TAGS or tags > _MANY_TAGS:
        formatting = sum(-1 if slash else 1 for slash in _FORMATTING.findall(data))
        if formatting * tags > MAX_REPEATED_TAGS:
            raise UnreadableError(f"网页有 {formatting} 个没有关闭的字体标签，无法在限度内解析")
    if left_open > MAX_OPEN_TAGS:
        left_open -= len(_CONTENTLESS.findall(data))
    if left_open > MAX_OPEN_TAGS:
        raise UnreadableError(f"网页的标签嵌套超过 {MAX_OPEN_TAGS} 层的上限")


def _check_attributes(data: bytes) -> None:
    half = _LONG_TAG // 2
    # A long stretch without a tag covers one of these windows whole.
    starts = range(0, len(data) - half, half)
    if all(data.find(b"<", start, start + half) >= 0 for start in starts):
        return
    for part in data.split(b"<"):
        if len(part) > _LONG_TAG and len(part.replace(b"/", b" ").split()) > MAX_ATTRIBUTES:
            raise UnreadableError(f"网页的一个标签有 {MAX_ATTRIBUTES} 个以上的属性")
