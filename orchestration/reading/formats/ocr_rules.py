"""The ruled lines of a scanned page, as the strokes that a PDF would draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np

from orchestration.reading.formats.ocr_picture import Picture

# Parts of the page's width: the shortest level and upright rule, and the pieces in which the
# place of a rule is measured, for paper is never quite flat.
_LEVEL, _UPRIGHT, _PIECE = 1 / 28, 1 / 60, 1 / 10
# An upright this many times as long is no stroke of a letter; a shorter one must join two levels.
_SURELY_UPRIGHT = 3.0
_JOINED = 1 / 250
_REACH = 3  # dots by which a tilted or frayed rule leaves its row


class Stroke(NamedTuple):
    """A straight piece of a rule, in dots from the upper left."""

    left: float
    top: float
    right: float
    bottom: float


class _Run(NamedTuple):
    """A level run of dots: its box, and the strokes that follow its middle line."""

    left: int
    top: int
    right: int
    bottom: int
    pieces: tuple[Stroke, ...]


def find_rules(ink: Picture) -> tuple[list[Stroke], Picture]:
    """The strokes of a page, and where the dots of its rules are."""
    width = ink.shape[1]
    piece = int(width * _PIECE)
    level_dots = _long(ink, int(width * _LEVEL))
    levels = list(_runs(level_dots, piece))
    shortest = int(width * _UPRIGHT)
    upright_dots = np.ascontiguousarray(_long(ink.T, shortest))
    uprights: list[_Run] = []
    for run in _runs(upright_dots, piece):
        if _is_upright(run, levels, shortest, width * _JOINED):
            uprights.append(run)
        else:
            upright_dots[run.top : run.bottom, run.left : run.right] = 0
    strokes = [piece for run in levels for piece in run.pieces]
    strokes += [Stroke(*p[1::-1], *p[:1:-1]) for run in uprights for p in run.pieces]
    return strokes, np.asarray(level_dots | upright_dots.T, np.uint8)


def _long(ink: Picture, length: int) -> Picture:
    """The dots of level runs of at least `length`; letters are set apart, so they make none."""
    thick = cv2.dilate(np.ascontiguousarray(ink), np.ones((_REACH, 1), np.uint8))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    return np.asarray(runs, np.uint8)


def _runs(dots: Picture, length: int) -> Iterator[_Run]:
    """Each connected run, cut into pieces of about `length`, each with its own middle line."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dots, connectivity=8)
    for number in range(1, count):
        left, top, width, height = (int(value) for value in stats[number, :4])
        own: Any = labels[top : top + height, left : left + width] == number
        parts = max(1, round(width / length))
        pieces: list[Stroke] = []
        for part in range(parts):
            start, end = width * part // parts, width * (part + 1) // parts
            rows = np.nonzero(own[:, start:end])[0]
            if rows.size:
                middle = top + float(rows.mean())
                pieces.append(Stroke(left + start, middle, left + end, middle))
        yield _Run(left, top, left + width, top + height, tuple(pieces))


def _is_upright(run: _Run, levels: Sequence[_Run], shortest: int, reach: float) -> bool:
    """Whether an upright run, its sides changed about, is a rule and no stroke of a letter."""
    if run.right - run.left > _SURELY_UPRIGHT * shortest:
        return True
    middle = (run.top + run.bottom) / 2
    meeting = [lv for lv in levels if lv.left - reach <= middle <= lv.right + reach]
    return all(
        any(lv.top - reach <= end <= lv.bottom + reach for lv in meeting)
        for end in (run.left, run.right)
    )
