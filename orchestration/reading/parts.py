"""Several reports in one document: where each begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from orchestration.reading.form import Table
from orchestration.reading.layout import Page
from orchestration.reading.words import Words

MOST_REPORTS = 200

_LONGEST_TITLE = 60
_TITLE = re.compile(r"(?:信息|政务)公开.{0,12}(?:报告|年报)(?:[（(].{0,20})?$")
# The one before: its own Word file, or the way to the next page.
_LINK = re.compile(r"下载|附件|[上下]一[篇条页]|相关|链接|点击|版本")
_ORGAN = re.compile(r"[^，。,:：；]{2,30}(?:政府|公署|[局委厅办院会])")
_LEAST_SHARE = 0.5


def split(page: Page, words: Words, table: Table) -> list[Page]:
    """The reports of a page that prints `table` more than once, each copy below a title of its own.

    A page that repeats a table without a title in between is left whole.
    """
    copies = list(_copies(words, table))
    cuts = [cut for a, b in pairwise(copies) if (cut := _title_between(page, a[1], b[0]))]
    if not cuts:
        return [page]
    bounds = [1, *cuts[: MOST_REPORTS - 1], len(page.lines) + 1]
    return [_part(page, start, end) for start, end in pairwise(bounds)]


def _copies(words: Words, table: Table) -> Iterator[tuple[int, int]]:
    """First and last line of each copy of the table: its labels come in the order printed."""
    places = sorted(
        (words[start].piece.line, start, number)
        for number, places in words.places(table.naming_numbers)
        for start, _ in places
    )
    if len(places) < 2 * len(table.naming) * _LEAST_SHARE:
        return
    lines: list[int] = []
    last = -1
    for line, _, number in places:
        if number < last - len(table.naming) * _LEAST_SHARE:
            yield lines[0], lines[-1]
            lines = []
        lines.append(line)
        last = number
    if len(lines) >= len(table.naming) * _LEAST_SHARE:
        yield lines[0], lines[-1]


def _title_between(page: Page, after: int, before: int) -> int | None:
    """The line of the first title between two lines; an agency may have a line of its own above."""
    for number in range(after + 1, before):
        if _is_title(page.lines[number - 1]):
            above = page.lines[number - 2].strip() if number > after + 1 else ""
            return number - 1 if _ORGAN.fullmatch(above) else number
    return None


def _is_title(line: str) -> bool:
    if len(line) > _LONGEST_TITLE or _LINK.search(line):
        return False
    return _TITLE.search("".join(line.split())) is not None


def _part(page: Page, start: int, end: int) -> Page:
    pieces = tuple(piece for piece in page.pieces if start <= piece.line < end)
    lines = tuple(page.lines[start - 1 : end - 1])
    return replace(page, pieces=pieces, after="\n", lines=lines)
