"""Text outside tables: lines, page furniture, paragraphs, and columns that only blanks set."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from orchestration.reading.formats.pdf_raw import Box
from orchestration.reading.formats.pdf_text import PageText, Run, is_gap, lines_of

# The outer parts of a page's height where headers, footers and page numbers stand.
_MARGIN = 0.12
# Parts of a line's height: a gap that sets columns, a line that reaches the right margin, an
# indented one, and the step to the next line of a paragraph.
_COLUMN_GAP = 1.4
_CELL_GAP = 0.8  # in a line that has columns
_NEAR_MARGIN = 2.2
_INDENT = 0.6
_LEAST_WIDTH = 0.5  # of the page's width, for lines to show its right margin
_LARGEST_STEP = 3.2
_SAME_SIZE = 1.25
_SAME_HEIGHT = 3.0  # points, from page to page
# The part of the pages that bear their number at least, and the lines' sizes it stands off.
_MOST_PAGES = 0.6
_APART = 2.0

_PAGE_NUMBER = re.compile(
    r"[-—–―－·\s]+\d{1,3}[-—–―－·\s]+|第\s*\d{1,3}\s*页.{0,12}|(?:共\d+页)?第\d{1,3}页"
    r"|\d{1,3}\s*[/／]\s*\d{1,3}|[Pp]age\s*\d{1,3}.{0,8}"
)
_BARE_NUMBER = re.compile(r"\d{1,3}")
_BEGINS_ITEM = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[、）).．]|[（(]\d{1,2}[）)]|\d{1,2}[.．、](?!\d)|[①-⑳]|附[件表]"
)
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class Line:
    """A line of text outside tables. `columns` are its runs, where wide gaps part them."""

    text: str
    left: float
    right: float
    bottom: float
    size: float
    columns: tuple[Run, ...] = ()

    @property
    def top(self) -> float:
        return self.bottom + self.size


@dataclass(slots=True)
class Paragraph:
    """Text between `first` and `last` line; `ends_full` where its last line is a full one."""

    text: str
    first: Line
    last: Line
    is_flush: bool = False
    ends_full: bool = False


def text_lines(page: PageText, runs: Sequence[Run]) -> list[Line]:
    """The lines of a page outside its tables, from top to bottom."""
    return [_line(page, line) for line in lines_of(runs)]


def _line(page: PageText, runs: Sequence[Run]) -> Line:
    size = max(run.size for run in runs)
    columns: tuple[Run, ...] = ()
    text = page.joined(runs)
    if len(runs) > 1:
        words = page.once(runs)
        if any(b.left - a.right > _COLUMN_GAP * size for a, b in pairwise(words)):
            columns = tuple(words)
    right = max(run.right for run in runs)
    return Line(text, runs[0].left, right, runs[0].bottom, size, columns)


def without_furniture(pages: Sequence[list[Line]], boxes: Sequence[Box]) -> list[list[Line]]:
    """Leave out headers, footers and page numbers: by their form, or because they repeat."""
    edges = [_in_margins(lines, box) for lines, box in zip(pages, boxes, strict=True)]
    repeated = _repeated(edges, boxes)
    numbers = _page_numbers(pages, boxes)
    return [
        [
            line
            for line in lines
            if id(line) not in edge
            or not (id(line) in numbers or id(line) in repeated or _is_number(line))
        ]
        for lines, edge in zip(pages, edges, strict=True)
    ]


def _is_number(line: Line) -> bool:
    return _PAGE_NUMBER.fullmatch(line.text.strip()) is not None


def _in_margins(lines: Sequence[Line], box: Box) -> dict[int, Line]:
    margin = (box.top - box.bottom) * _MARGIN
    return {
        id(line): line
        for line in (*lines[:3], *lines[-3:])
        if line.bottom > box.top - margin or line.top < box.bottom + margin
    }


def _repeated(edges: Sequence[dict[int, Line]], boxes: Sequence[Box]) -> set[int]:
    """Lines that stand at the same height on several pages with the same words."""
    seen: dict[str, list[tuple[int, float, int]]] = defaultdict(list)
    for number, (edge, box) in enumerate(zip(edges, boxes, strict=True)):
        for key, line in edge.items():
            words = _DIGITS.sub("#", "".join(line.text.split()))
            if words.strip("#"):
                seen[words].append((number, line.bottom - box.bottom, key))
    found: set[int] = set()
    for places in seen.values():
        for page, height, key in places:
            others = {p for p, h, _ in places if abs(h - height) < _SAME_HEIGHT and p != page}
            if others:
                found.add(key)
    return found


def _page_numbers(pages: Sequence[list[Line]], boxes: Sequence[Box]) -> set[int]:
    """Bare numbers that count the pages: at one height on most of them, apart from the text.

    A figure at the end of a page is none, though it may be one more than that of the page before.
    """
    counted: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (lines, box) in enumerate(zip(pages, boxes, strict=True)):
        for line in _outermost(lines):
            if _BARE_NUMBER.fullmatch(line.text.strip()):
                height = round((line.bottom - box.bottom) / _SAME_HEIGHT)
                counted[int(line.text) - number, height].append(id(line))
    most = max(2, _MOST_PAGES * len(pages)) if len(pages) > 1 else 1
    return {
        key
        for (first, _), keys in counted.items()
        if len(keys) >= most and (len(pages) > 1 or first == 1)
        for key in keys
    }


def _outermost(lines: Sequence[Line]) -> Iterator[Line]:
    """The first and the last line of a page, where they stand apart from the rest."""
    if len(lines) > 1:
        for line, beside in ((lines[0], lines[1]), (lines[-1], lines[-2])):
            if abs(line.bottom - beside.bottom) > _APART * max(line.size, beside.size):
                yield line


def paragraphs(lines: Sequence[Line], box: Box) -> list[Paragraph]:
    """The lines of a page as paragraphs.

    Lines are joined only where the upper one reaches the right margin and the lower one begins
    at the left one. Lines with columns stay alone and keep their geometry in blanks.
    """
    unit = _unit(lines)
    left = min((line.left for line in lines), default=0.0)
    right = max((line.right for line in lines), default=0.0)
    if right - left < _LEAST_WIDTH * (box.right - box.left):
        right = box.right  # nothing but short lines: no margin shows
    found: list[Paragraph] = []
    for line in lines:
        if line.columns:
            found.append(Paragraph(_set_by_blanks(line, unit, box.left), line, line))
            continue
        is_flush = line.left < left + _INDENT * line.size and not _BEGINS_ITEM.match(line.text)
        is_full = line.right > right - _NEAR_MARGIN * line.size
        one = Paragraph(line.text, line, line, is_flush, is_full)
        if found and continues(found[-1], one) and _is_next(found[-1].last, line):
            extend(found[-1], one)
        else:
            found.append(one)
    return found


def continues(before: Paragraph, after: Paragraph) -> bool:
    """Whether a paragraph breaks off at a full line, and the next goes on in the same type."""
    sizes = (before.last.size, after.first.size)
    return before.ends_full and after.is_flush and max(sizes) < min(sizes) * _SAME_SIZE


def _is_next(before: Line, line: Line) -> bool:
    return before.bottom - line.bottom < _LARGEST_STEP * line.size


def extend(paragraph: Paragraph, more: Paragraph) -> None:
    """Add to a paragraph what continues it."""
    paragraph.text = glue(paragraph.text, more.text)
    paragraph.last, paragraph.ends_full = more.last, more.ends_full


def glue(text: str, more: str) -> str:
    """Two lines of one paragraph; a blank keeps apart what would become one number or word."""
    if text[-1:].isascii() and more[:1].isascii() and text[-1:].isalnum() and more[:1].isalnum():
        return f"{text} {more}"
    return text + more


def _unit(lines: Sequence[Line]) -> float:
    """The width of half a Han character in the lines that blanks set, the narrowest found."""
    widths = [
        (run.right - run.left) / _width(run.text)
        for line in lines
        for run in line.columns
        if len(run.text) > 1 and run.text[0] >= "\u2e80"
    ]
    return max(min(widths, default=5.0), 2.0)


def _width(text: str) -> int:
    return sum(2 if char >= "\u1100" else 1 for char in text)


def _set_by_blanks(line: Line, unit: float, origin: float) -> str:
    """A line with as many blanks as keep its words in their places, as in fixed-width type."""
    text, at = "", 0
    before: Run | None = None
    for run in line.columns:
        place = round((run.left - origin) / unit)
        if before is None:
            blanks = max(place, 0)
        elif run.left - before.right > _CELL_GAP * line.size or _are_columns(before, run):
            blanks = max(place - at, 2)
        else:
            blanks = int(is_gap(before, run))
        text += " " * blanks + run.text
        at += blanks + _width(run.text)
        before = run
    return text


def _are_columns(before: Run, run: Run) -> bool:
    """Two figures with no blank printed between them stand in two columns, however narrow."""
    return is_gap(before, run) and not run.is_spaced and before.text[-1:].isdigit()
