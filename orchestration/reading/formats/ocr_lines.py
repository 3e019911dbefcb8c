"""Where lines of text stand in a part of a scanned page, and their pictures for the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import cv2
import numpy as np

from orchestration.reading.formats.ocr_picture import Picture, Scan

_FRAY = 1 / 350  # of the page's width: what is thinner and touches a rule is a part of it
# Parts of the height of a line of text.
_SPECK = 0.1  # smaller in both directions is dust
_DUST = 0.06  # so is this, if a cell holds nothing else
_AT_EDGE = 0.25
_LINE = 1.3  # strokes within this height are one line: 三, 二
_PAD_BESIDE, _PAD_ABOVE = 0.3, 0.16
_WORD_GAP = 1.1
_FAINT_AREA = 0.02
_FAINT = 205  # of 255: darker than paper, and yet no ink
_TALLEST, _LOWEST = 3.0, 0.45
_FLAT, _SLASH = 0.2, 0.97
_HAIR = 0.07  # narrower is no digit, not even a 1


class Patch(NamedTuple):
    """A rectangle of a page in dots; `right` and `bottom` are outside it."""

    left: int
    top: int
    right: int
    bottom: int


class Mark(NamedTuple):
    """A connected mark of ink; see `_slant`."""

    width: int
    height: int
    slant: float


def without_rules(scan: Scan, rules: Picture) -> None:
    """Take the rules off a page, and what frays of them stayed beside them."""
    width = scan.ink.shape[1]
    ink = np.where(rules > 0, 0, scan.ink).astype(np.uint8)
    near = cv2.dilate(rules, np.ones((5, 5), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    touching = np.zeros(len(stats), bool)
    touching[np.unique(labels[near > 0])] = True
    frays = touching & (stats[:, 2:4].min(axis=1) <= max(3, width * _FRAY))
    frays[0] = False
    gone = (rules > 0) | cv2.dilate(frays[labels].astype(np.uint8), np.ones((3, 3))).astype(bool)
    scan.ink = np.where(frays[labels], 0, ink).astype(np.uint8)
    scan.grey = np.where(gone, 255, scan.grey).astype(np.uint8)


def size_of_text(ink: Picture) -> float:
    """The height of the lines of a page, 0.0 where it has none: that of most of their length."""
    reach = max(3, ink.shape[1] // 90)
    joined = cv2.dilate(ink, np.ones((1, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    widths, heights = stats[1:, 2], stats[1:, 3]
    likely = (widths > heights * 1.5) & (heights > 6)
    if not likely.any():
        return 0.0
    order = np.argsort(heights[likely])
    reached = np.cumsum(widths[likely][order])
    middle = int(np.searchsorted(reached, reached[-1] / 2))
    return float(heights[likely][order][middle])


def lines_in(ink: Picture, patch: Patch, size: float) -> list[Patch]:
    """The lines of text in a part of a page, from top to bottom; dust is none."""
    left, top, right, bottom = patch
    own = ink[top:bottom, left:right]
    if not own.any():
        return []
    own = _without_specks(own, size)
    lines: list[Patch] = []
    for start, end in _bands(own.any(axis=1), size):
        columns = np.nonzero(own[start:end].any(axis=0))[0]
        lines.append(
            Patch(left + int(columns[0]), top + start, left + int(columns[-1]) + 1, top + end)
        )
    return lines


def lines_in_cell(ink: Picture, patch: Patch, size: float) -> list[Patch]:
    """The lines of text in a cell; a flat mark along its edge is what is left of its rule."""
    reach = _AT_EDGE * size
    return [
        line
        for line in lines_in(ink, patch, size)
        if line.bottom - line.top >= _FLAT * size
        or min(line.top - patch.top, patch.bottom - line.bottom) >= reach
    ]


def _without_specks(ink: Picture, size: float) -> Picture:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    large = np.maximum(stats[:, 2], stats[:, 3]) >= _SPECK * size
    large[0] = False
    kept: Any = np.where(large[labels], ink, 0)
    near = cv2.dilate(kept.astype(np.uint8), np.ones((int(size) | 1, int(size) | 1), np.uint8))
    return np.asarray(ink & near, np.uint8)  # a dot beside a figure is a part of it


def _bands(rows: Any, size: float) -> Iterator[tuple[int, int]]:
    """The stretches of rows with ink, those of one line together."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], rows.astype(np.int8), [0]))))
    band: tuple[int, int] | None = None
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if band and end - band[0] <= _LINE * size:
            band = (band[0], end)
            continue
        if band:
            yield band
        band = (start, end)
    if band:
        yield band


def is_faint(scan: Scan, patch: Patch) -> bool:
    """Whether a cell without lines of text shows something all the same."""
    left, top, right, bottom = patch
    inset = int(scan.size * 0.25)
    own = scan.grey[top + inset : bottom - inset, left + inset : right - inset]
    if not own.size:
        return False
    inner = scan.ink[top + inset : bottom - inset, left + inset : right - inset]
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(inner), connectivity=8)
    if (stats[1:, 2:4].max(axis=1) > max(1.0, _DUST * scan.size)).any():
        return True
    smooth = cv2.GaussianBlur(own, (0, 0), max(1.0, scan.size / 18))
    return int((smooth < _FAINT).sum()) > _FAINT_AREA * scan.size**2


def cut_out(scan: Scan, line: Patch) -> Picture:
    """The picture of a line for the model, with some paper around it."""
    beside, above = int(_PAD_BESIDE * scan.size), int(_PAD_ABOVE * scan.size)
    lack = max(0, int(scan.size * 0.9) - (line.bottom - line.top)) // 2
    height, width = scan.grey.shape
    top, bottom = max(0, line.top - above - lack), min(height, line.bottom + above + lack)
    return scan.grey[top:bottom, max(0, line.left - beside) : min(width, line.right + beside)]


def mark_in(ink: Picture, line: Patch) -> Mark | None:
    """The connected mark of ink that is all of a line, dust left out; None where there are more."""
    own = np.ascontiguousarray(ink[line.top : line.bottom, line.left : line.right])
    _, labels, stats, _ = cv2.connectedComponentsWithStats(own, connectivity=8)
    height = max(1, line.bottom - line.top)
    large = np.maximum(stats[:, 2], stats[:, 3]) > height * _SPECK
    numbers = [number for number in np.flatnonzero(large).tolist() if number]
    if len(numbers) != 1:
        return None
    width, height = stats[numbers[0], 2:4].tolist()
    return Mark(width, height, _slant(labels == numbers[0]))


def _slant(dots: Any) -> float:
    """How closely a mark's dots lie on a line that rises to the right: 1 quite, 0 not at all."""
    rows, columns = np.nonzero(dots)
    if np.ptp(rows) < 2 or np.ptp(columns) < 2:
        return 0.0
    return max(0.0, -float(np.corrcoef(rows, columns)[0, 1]))


def parts_of(scan: Scan, line: Patch) -> int:
    """Into how many parts the blank columns of a line cut it: no more than it has characters.

    Faint dots count, lest thin strokes make two parts of one character.
    """
    own = scan.grey[line.top : line.bottom, line.left : line.right]
    columns = (cv2.GaussianBlur(own, (0, 0), 0.7) < _FAINT).any(axis=0)
    edges = np.flatnonzero(np.diff(columns.astype(np.int8), prepend=0, append=0))
    return int((edges[1::2] - edges[::2] > _HAIR * scan.size).sum())


def sign_of(mark: Mark, size: float) -> str:
    """The dash or slash that a lone mark is by its shape; the model takes it for 一 or 1."""
    if mark.height < _FLAT * size and mark.width > 2 * mark.height:
        return "-"
    is_slash = mark.slant > _SLASH and mark.height > size / 2 and mark.width > mark.height / 4
    return "/" if is_slash else ""


def lines_of_page(ink: Picture, size: float) -> list[list[Patch]]:
    """The lines of a page from top to bottom, each as its words from left to right."""
    ink = _without_large(ink, size)
    height, width = ink.shape
    gap = size * _WORD_GAP
    return [
        list(_words(ink, line, gap))
        for line in lines_in(ink, Patch(0, 0, width, height), size)
        if line.bottom - line.top >= _LOWEST * size
    ]


def _without_large(ink: Picture, size: float) -> Picture:
    """Without what is too high for a letter: the shadow of an edge, a seal, a picture."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    fits = stats[:, 3] <= _TALLEST * size
    fits[0] = False
    return np.where(fits[labels], ink, 0).astype(np.uint8)


def _words(ink: Picture, line: Patch, gap: float) -> Iterator[Patch]:
    columns = np.flatnonzero(ink[line.top : line.bottom].any(axis=0))
    ends = np.flatnonzero(np.diff(columns) > gap)
    starts = [0, *(ends + 1).tolist()]
    for start, end in zip(starts, [*ends.tolist(), len(columns) - 1], strict=True):
        yield Patch(int(columns[start]), line.top, int(columns[end]) + 1, line.bottom)
