"""A page as a picture: brought to one brightness, turned straight, and told what of it is ink."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Picture: TypeAlias = NDArray[np.uint8]

_WHITE = 255
_SHADE = 1 / 24  # of the width: paper is lighter than ink over patches of this size
_MOST_TILT = 3.0
_TILT_WIDTH = 700
_LIGHTEST_INK, _DARKEST_PAPER = 225.0, 110.0
# A page narrower than this shows its text too small for its strokes to be told apart.
_NARROWEST = 1200
_WIDEST = 2600


@dataclass(slots=True)
class Scan:
    """A straightened page: `grey` with white paper, `ink` 255 where something is printed.

    `size` is the height of its lines of text, in dots.
    """

    grey: Picture
    ink: Picture
    size: float = 0.0


def straightened(picture: Picture) -> Scan:
    """A page as scanned, made straight and even."""
    even = _even(_resized(picture))
    tilt = _tilt(_ink(even))
    if abs(tilt) > 0.02:
        even = _turned(even, tilt, _WHITE)
    return Scan(even, _ink(even))


def _resized(picture: Picture) -> Picture:
    height, width = picture.shape
    least = min(height, width)
    factor = _NARROWEST / least if least < _NARROWEST else min(1.0, _WIDEST / least)
    if factor == 1.0:
        return picture
    way = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    resized: Picture = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=way)
    return resized


def _even(picture: Picture) -> Picture:
    """The same on white paper: divided by the brightness of the paper around."""
    small = cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    reach = int(small.shape[1] * _SHADE) | 1
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    paper = cv2.blur(paper, (reach, reach))
    paper = cv2.resize(paper, picture.shape[::-1], interpolation=cv2.INTER_LINEAR)
    even: Picture = cv2.divide(picture, np.maximum(paper, 64), scale=_WHITE)
    return even


def _ink(even: Picture) -> Picture:
    smooth = cv2.GaussianBlur(even, (0, 0), 0.7)
    border, _ = cv2.threshold(smooth, 0, _WHITE, cv2.THRESH_OTSU)
    border = min(max(border, _DARKEST_PAPER), _LIGHTEST_INK)
    _, ink = cv2.threshold(smooth, border, _WHITE, cv2.THRESH_BINARY_INV)
    return np.asarray(ink, np.uint8)


def _tilt(ink: Picture) -> float:
    """By how many degrees to turn a page so that its lines are level: then rows differ most."""
    factor = _TILT_WIDTH / ink.shape[1]
    small = cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    best = 0.0
    for step in (0.5, 0.1, 0.02):
        reach = _MOST_TILT if step == 0.5 else step * 5
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _unevenness(_turned(small, angle, 0))))
    return best


def _unevenness(ink: Picture) -> float:
    rows = ink.sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def _turned(picture: Picture, degrees: float, border: int) -> Picture:
    height, width = picture.shape
    matrix: Any = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned: Picture = cv2.warpAffine(
        picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=border
    )
    return turned
