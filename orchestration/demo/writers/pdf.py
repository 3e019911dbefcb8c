"""Reports as PDF: one long strip of ruled boxes and lines of text, cut into pages.

A page may end between two rows, or inside a row, so that cells and labels are cut.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from random import Random
from typing import NamedTuple
from unicodedata import east_asian_width

from orchestration.demo.document import Report
from orchestration.demo.shape import cut_anywhere, with_flat_labels
from orchestration.demo.sheets import Box, Sheet

WIDTH, HEIGHT, _MARGIN = 595.0, 842.0, 40.0
_ROOM = WIDTH - 2 * _MARGIN
_FONT = "STSong-Light"
_PAD = 3.0
_OF_NUMBERS = frozenset("0123456789０１２３４５６７８９.,．，+-[]注①②约≈元万亿件项%")


class Text(NamedTuple):
    """A line of text; `top` is how far below the strip's beginning its upper edge is."""

    text: str
    x: float
    top: float
    size: float

    @property
    def bottom(self) -> float:
        return self.top + self.size * 1.3


class Rule(NamedTuple):
    """The frame of a box."""

    left: float
    top: float
    width: float
    height: float


@dataclass
class Strip:
    """Text and rules from the top down; `ends` are where a page may end, `breaks` must."""

    texts: list[Text] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    breaks: list[float] = field(default_factory=list)
    at: float = 0.0

    def paragraph(self, text: str, size: float, *, is_centred: bool = False) -> None:
        for line in wrap(text, _ROOM, size):
            x = _MARGIN + ((_ROOM - wide(line, size)) / 2 if is_centred else 0)
            self.texts.append(Text(line, x, self.at, size))
            self.at += size * 1.6
            self.ends.append(self.at)


def pdf(
    *,
    is_ruled: bool = True,
    cuts_cells: bool = False,
    repeats_head: bool = False,
    size: float = 9.0,
) -> Callable[[Report, Random], bytes]:
    """A writer of whole PDF files.

    Args:
        is_ruled: draw the table's lines; else its columns are set by position alone.
        cuts_cells: end pages anywhere between two lines of text, also inside cells.
        repeats_head: break each table's page somewhere and print its head again on the next.
        size: the size of letters in tables; the larger, the more labels break over lines.
    """

    def write(report: Report, rng: Random) -> bytes:
        strip = lay_out(report, rng, is_ruled=is_ruled, repeats_head=repeats_head, size=size)
        return _draw(strip, cuts_cells)

    return write


def lay_out(
    report: Report, rng: Random, *, is_ruled: bool, repeats_head: bool, size: float
) -> Strip:
    """The report on one long strip, not yet cut into pages; see `pdf` for the arguments."""
    strip = Strip()
    strip.paragraph(report.title, 15, is_centred=True)
    for text in filter(None, (report.info, *report.before)):
        strip.paragraph(text, 11)
    strip.at += rng.randint(0, 300)  # so that pages end in any part of a table
    for sheet in report.sheets:
        strip.paragraph(sheet.heading, 11)
        laid = sheet if is_ruled else with_flat_labels(sheet)
        parts = cut_anywhere(laid, rng, repeats_head=True) if repeats_head else (laid,)
        for number, part in enumerate(parts):
            strip.breaks += [strip.at] if number else []
            _lay(strip, part, size, is_ruled)
    for text in report.after:
        strip.paragraph(text, 11)
    return strip


def wide(text: str, size: float) -> float:
    """The width of a line of text."""
    return _width_of(text) * size


@lru_cache(maxsize=65536)
def _width_of(text: str) -> float:
    return sum(1.0 if east_asian_width(c) in "WFA" else 0.55 for c in text)


def wrap(text: str, room: float, size: float) -> list[str]:
    """Lines of at most `room`, broken between any two characters, but never inside a number."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for char in part:
            goes_on = line[-1:] in _OF_NUMBERS and char in _OF_NUMBERS
            if line and wide(line + char, size) > room and not goes_on:
                lines.append(line)
                line = ""
            line += char
        lines.append(line)
    return lines


def _column_widths(sheet: Sheet) -> list[float]:
    if sheet.width == 10:
        shares = [26.0, 66.0, 118.0] + [43.0] * 7
    elif sheet.width == 8:
        shares = [210.0] + [43.0] * 7
    elif sheet.width == 3:
        shares = [310.0, 65.0, 140.0]
    else:
        shares = [1.0] * sheet.width
    return [share * _ROOM / sum(shares) for share in shares]


def _lay(strip: Strip, sheet: Sheet, size: float, is_ruled: bool) -> None:
    """Add a table to the strip: rows as high as their text needs."""
    lefts = [_MARGIN]
    for width in _column_widths(sheet):
        lefts.append(lefts[-1] + width)
    lines = {
        box: wrap(
            box.text, lefts[box.column + box.column_span] - lefts[box.column] - 2 * _PAD, size
        )
        for box in sheet.boxes
    }
    tops = _row_tops(sheet, lines, size, strip.at)
    for box, texts in lines.items():
        left, right = lefts[box.column], lefts[box.column + box.column_span]
        top, bottom = tops[box.row], tops[box.row + box.row_span]
        if is_ruled:
            strip.rules.append(Rule(left, top, right - left, bottom - top))
        strip.texts += _placed(box, texts, (left, top, right, bottom), size)
    strip.ends += tops
    strip.at = tops[-1] + 12


def _row_tops(sheet: Sheet, lines: dict[Box, list[str]], size: float, start: float) -> list[float]:
    heights = [size * 1.3 + 2 * _PAD] * sheet.height
    for box in sorted(lines, key=lambda box: box.row_span):
        rows = range(box.row, box.row + box.row_span)
        lack = len(lines[box]) * size * 1.3 + 2 * _PAD - sum(heights[row] for row in rows)
        for row in rows if lack > 0 else ():
            heights[row] += lack / box.row_span
    tops = [start]
    for height in heights:
        tops.append(tops[-1] + height)
    return tops


def _placed(
    box: Box, texts: Sequence[str], frame: tuple[float, float, float, float], size: float
) -> Iterable[Text]:
    left, top, right, bottom = frame
    widest = max(wide(text, size) for text in texts)
    if widest > right - left - _PAD:  # a number that has no room is printed smaller
        size *= (right - left - _PAD) / widest
    at = top + (bottom - top - len(texts) * size * 1.3) / 2
    for text in texts:
        x = left + _PAD if box.kind == "label" else left + (right - left - wide(text, size)) / 2
        if text.strip():
            yield Text(text, x, at, size)
        at += size * 1.3


def _cuts(strip: Strip, cuts_cells: bool) -> list[float]:
    """Where pages end: as low as there is room, between rows or between lines of text."""
    room = HEIGHT - 2 * _MARGIN
    ends = sorted(strip.ends)
    if cuts_cells:
        lines = sorted((text.top, text.bottom) for text in strip.texts)
        ends = sorted({*ends, *(bottom + 0.1 for _, bottom in lines)})
        ends = [e for e in ends if not any(top < e < bottom for top, bottom in lines)]
    cuts = [0.0]
    while strip.at - cuts[-1] > room or any(cuts[-1] < end for end in strip.breaks):
        within = [end for end in ends if cuts[-1] < end <= cuts[-1] + room]
        forced = [end for end in strip.breaks if cuts[-1] < end <= cuts[-1] + room]
        cuts.append((forced or within[-1:] or [cuts[-1] + room])[0])
    return [*cuts, strip.at + room]


def pages_of(strip: Strip, cuts_cells: bool) -> Iterator[tuple[list[Rule], list[Text]]]:
    """The rules and texts of each page, `top` counted from the page's upper edge."""
    for start, end in pairwise(_cuts(strip, cuts_cells)):
        rules: list[Rule] = []
        for rule in strip.rules:
            top, bottom = max(rule.top, start), min(rule.top + rule.height, end)
            if bottom > top:
                rules.append(rule._replace(top=_MARGIN + top - start, height=bottom - top))
        texts = [t for t in strip.texts if start <= t.top < end]
        yield rules, [t._replace(top=_MARGIN + t.top - start) for t in texts]


def _draw(strip: Strip, cuts_cells: bool) -> bytes:
    from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
    from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT), invariant=1)
    for number, (rules, texts) in enumerate(pages_of(strip, cuts_cells), 1):
        for rule in rules:
            canvas.rect(rule.left, HEIGHT - rule.top - rule.height, rule.width, rule.height)
        for text in texts:
            canvas.setFont(_FONT, text.size)
            canvas.drawString(text.x, HEIGHT - text.top - text.size, text.text)
        canvas.setFont(_FONT, 9)
        canvas.drawCentredString(WIDTH / 2, 20, f"- {number} -")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()
