"""Which pages of a generated PDF a damage hit: its figures are told apart by page only."""

from __future__ import annotations

import re
from collections.abc import Iterable

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)endobj\n", re.S)
_CONTENTS = re.compile(rb"/Contents (\d+) 0 R")
_PLACE = re.compile(r"第 (\d+)(?:–(\d+))? 页")


def pages_hit(data: bytes, strikes: Iterable[tuple[int, int, bytes]]) -> frozenset[int]:
    """The pages, from 1, whose object or content the strikes touched."""
    spans = _spans(data)
    return frozenset(
        page
        for start, end, _ in strikes
        for page, first, last in spans
        if start <= last and first <= end
    )


def _spans(data: bytes) -> list[tuple[int, int, int]]:
    """Page, start and end of each object that is a page or a page's content."""
    objects = {int(match[1]): match for match in _OBJECT.finditer(data)}
    spans = []
    pages = [match for match in objects.values() if b"/Type /Page\n" in match[2]]
    for number, page in enumerate(pages, 1):
        contents = _CONTENTS.search(page[2])
        assert contents is not None
        spans += [(number, *page.span()), (number, *objects[int(contents[1])].span())]
    return spans


def pages_of(place: str) -> range:
    """The pages that a place names, in the reader's words; none where it names none."""
    match = _PLACE.search(place)
    return range(int(match[1]), int(match[2] or match[1]) + 1) if match else range(0)
