"""Characters of a PDF page to runs, and runs to lines of text.

A run is what stands together on one line without a gap. Everything later (cells, columns,
paragraphs) moves runs about, of which a page has far fewer than characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from orchestration.reading.formats.pdf_raw import Characters

UNMAPPED = "\ufffd"
_BLANK, _NOTHING = " ", "\u200b"
_SKIPPED = _BLANK + _NOTHING
# Parts of the height of a character.
_SAME_LINE = 0.5
_RUN_GAP, _RUN_STEP = 0.25, 0.25
# Punctuation may be squeezed into its neighbour's box; two copies of a character lie closer.
_OVERLAP, _SQUEEZE = 0.12, 0.6
_FIGURE_GAP, _WORD_GAP = 0.12, 0.9
_SAME_PLACE = 0.35  # of a character's width
_SUPERSCRIPT, _SUPERSCRIPT_RISE = 0.75, 0.1
# Radicals that fonts made of subsets print for the characters; NFKC knows only some of them.
_RADICAL_PAIRS = (
    "⺠民⺟母⻄西⻅见⻆角⻉贝⻋车⻓长⻑長⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟⻁虎"
    "⺩王⺫目⺬示⺒巳⺓幺⺕彐⺘扌⺡氵⺾艹⻌辶⻍辶⻎辶⻏阝⻖阝⺼月⺝月⺮竹⺶羊⺷羊⺆冂⺇几⺈刀⺊卜⺌小⺍小⻂衤⻈讠⻐钅⻟飠⻠饣"
)
_RADICALS = dict(zip(_RADICAL_PAIRS[::2], _RADICAL_PAIRS[1::2], strict=True))
# Between any two of these a gap matters: they may be two figures.
_FIGURE_LIKE = frozenset("0123456789０１２３４５６７８９.,．，+-＋－/%％" + UNMAPPED).union(
    map(chr, range(65, 91)), map(chr, range(97, 123))
)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(slots=True)
class Run:
    """Characters `start` to `end` of a page; `bottom` and `size` are its first character's.

    `is_spaced`: a blank is printed before it.
    """

    text: str
    start: int
    end: int
    left: float
    right: float
    bottom: float
    size: float
    is_spaced: bool = False

    @property
    def middle(self) -> float:
        """Half way up the line."""
        return self.bottom + self.size / 2


@lru_cache(maxsize=16384)
def character(code: int) -> str:
    """What a code stands for: a radical for its character, a glyph without a code as unmapped."""
    if code in (0, 0xFFFE, 0xFFFF) or 0xE000 <= code <= 0xF8FF or 0xD800 <= code <= 0xDFFF:
        return UNMAPPED
    if code > 0x10FFFF:
        return UNMAPPED
    char = chr(code)
    if code == 2:
        return "-"  # so pdfium marks a hyphen at a line's end
    if char.isspace() or code < 32:
        return _BLANK
    if code == 0xAD or unicodedata.category(char) == "Cf":
        return _NOTHING
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        return _RADICALS.get(char) or unicodedata.normalize("NFKC", char)
    return char


class PageText:
    """A page's text: `characters` with their boxes and the `runs` that they form."""

    def __init__(self, characters: Characters) -> None:
        self.characters = characters
        self.text = "".join(map(character, characters.codes))
        self.runs = self._runs()

    def _runs(self) -> list[Run]:
        text, runs = self.text, list[Run]()
        lefts, rights = self.characters.lefts, self.characters.rights
        bottoms, tops = self.characters.bottoms, self.characters.tops
        start, right, bottom, size, is_spaced = -1, 0.0, 0.0, 1.0, False
        for at, char in enumerate(text):
            if char in _SKIPPED:
                if char == _BLANK:
                    if start >= 0:
                        runs.append(self.run(start, at, is_spaced))
                    start, is_spaced = -1, rights[at] > lefts[at]  # else pdfium made it up
                continue
            height = tops[at] - bottoms[at]
            if start >= 0:
                gap = lefts[at] - right
                if (
                    gap < _RUN_GAP * size
                    and -_RUN_STEP * size < bottoms[at] - bottom < _RUN_STEP * size
                    and (
                        gap > -_OVERLAP * size or (gap > -_SQUEEZE * size and char != text[at - 1])
                    )
                    and _SUPERSCRIPT * size < height < size / _SUPERSCRIPT
                    and (gap < _FIGURE_GAP * size or not self._parts_figures(at))
                ):
                    right = rights[at]
                    continue
                runs.append(self.run(start, at, is_spaced))
                is_spaced = False
            start, right, bottom, size = at, rights[at], bottoms[at], height
        if start >= 0:
            runs.append(self.run(start, len(text), is_spaced))
        return runs

    def _parts_figures(self, at: int) -> bool:
        """Whether two figures, each written by itself, meet before a character."""
        text, object_of = self.text, self.characters.object_of
        if text[at] not in _FIGURE_LIKE or text[at - 1] not in _FIGURE_LIKE:
            return False
        return object_of(at) != object_of(at - 1)

    def run(self, start: int, end: int, is_spaced: bool = False) -> Run:
        """The characters from `start` up to `end` as one run."""
        text, boxes = self.text[start:end], self.characters
        bottom = boxes.bottoms[start]
        right = boxes.rights[end - 1]
        if _NOTHING in text:
            right = max(boxes.rights[start:end])
            text = text.replace(_NOTHING, "")
        size = boxes.tops[start] - bottom
        return Run(text, start, end, boxes.lefts[start], right, bottom, size or 1.0, is_spaced)

    def joined(self, line: Sequence[Run]) -> str:
        """The text of one line, a blank where a gap may part two words or two figures."""
        if len(line) == 1:
            return line[0].text
        if any(b.left < a.right - _OVERLAP * a.size for a, b in pairwise(line)):
            line = self.once(line)
        parts = [line[0].text]
        for before, run in pairwise(line):
            parts += (" " if is_gap(before, run) else "", _raised(before, run))
        return "".join(parts)

    def once(self, line: Sequence[Run]) -> Sequence[Run]:
        """The runs of a line without what is printed twice in one place, as imitated bold is."""
        boxes = self.characters
        places = [at for run in line for at in range(run.start, run.end)]
        places = [at for at in places if self.text[at] not in _SKIPPED]
        places.sort(key=boxes.lefts.__getitem__)
        kept: list[int] = []
        for at in places:
            width = boxes.rights[at] - boxes.lefts[at]
            near = (k for k in kept[-3:] if self.text[k] == self.text[at])
            if not any(boxes.lefts[at] - boxes.lefts[k] < _SAME_PLACE * width for k in near):
                kept.append(at)
        if len(kept) == len(places):
            return line
        return [self.run(at, at + 1) for at in kept]


def is_gap(before: Run, run: Run) -> bool:
    """Whether the gap between two runs parts words, or two figures."""
    gap = (run.left - before.right) / min(before.size, run.size)
    if before.text[-1:] in _FIGURE_LIKE and run.text[:1] in _FIGURE_LIKE:
        return gap > _FIGURE_GAP or run.is_spaced
    return gap > _WORD_GAP


def _raised(before: Run, run: Run) -> str:
    """A small raised number is the mark of a note: as superscript it is no part of a figure."""
    is_small = run.size < _SUPERSCRIPT * before.size
    if is_small and run.bottom > before.bottom + _SUPERSCRIPT_RISE * before.size:
        return run.text.translate(_RAISED)
    return run.text


def text_of(page: PageText, runs: Sequence[Run]) -> str:
    """The text of a cell: its lines joined by line ends."""
    if len(runs) == 1:
        return runs[0].text
    lines = lines_of(runs)
    if len(lines) > 2 and all(len(line) == 1 and len(line[0].text) == 1 for line in lines):
        return _upright([line[0] for line in lines])
    return "\n".join(page.joined(line) for line in lines)


def _upright(runs: Sequence[Run]) -> str:
    """One character a line: a label set upright, or one turned by a quarter.

    A turned label is read as it was written, from the bottom up if need be.
    """
    order = [run.start for run in runs]
    if order == sorted(order, reverse=True):
        runs = runs[::-1]
    figures = sum(run.text in _FIGURE_LIKE for run in runs)
    return ("\n" if figures == len(runs) else "").join(run.text for run in runs)


def lines_of(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs to lines from top to bottom, each from left to right."""
    lines: list[list[Run]] = []
    level, size = 0.0, 0.0
    for run in sorted(runs, key=_height):
        larger = run.size if run.size > size else size
        if lines and level - run.middle < _SAME_LINE * larger:
            lines[-1].append(run)
            if run.size > size:
                level, size = run.middle, run.size
        else:
            lines.append([run])
            level, size = run.middle, run.size
    for line in lines:
        line.sort(key=_left)
    return lines


def _height(run: Run) -> float:
    return -run.bottom - run.size / 2


def _left(run: Run) -> float:
    return run.left
