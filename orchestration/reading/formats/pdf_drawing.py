"""What a PDF page draws beside its characters: lines, areas and pictures."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from orchestration.reading.formats.pdf_raw import Box, Characters, api
from orchestration.reading.layout import UnreadableError

# The official tables draw some 2,000 lines; a map or a picture in vectors hundreds of thousands.
MAX_OBJECTS = 50_000
# Forms within forms: beyond any page, and a bound on recursion.
MAX_FORM_DEPTH = 6
# A line drawn as a thin rectangle is no thicker than this (points); thicker is a background.
MAX_THICKNESS = 4.0
_MAX_SEGMENTS = 4_000
_INVISIBLE_MODES = frozenset(
    (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
)
_NEARLY_WHITE = 249
_TEXT, _FILLED = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_TEXTRENDERMODE_FILL
# The part of a page that the picture of a scan covers at least.
_SCAN = 0.5

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawing:
    """What a page draws beside its characters.

    `strokes` are thin boxes: lines, thin rectangles and dots. `fills` are painted areas that are
    not white. `images` are the boxes of pictures, `hidden` the addresses of text objects that
    show nothing, `white` those of white text with their boxes.
    """

    strokes: list[Box] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    white: list[tuple[int, Box]] = field(default_factory=list)


def turned(characters: Characters, drawing: Drawing, turns: int) -> tuple[Characters, Drawing]:
    """The same after so many quarter turns clockwise about the origin."""
    for _ in range(turns):
        right = [-value for value in characters.rights]
        left = [-value for value in characters.lefts]
        characters = Characters(
            characters.codes, characters.bottoms, right, characters.tops, left, characters.object_of
        )
        drawing = replace(drawing, strokes=[turned_box(box) for box in drawing.strokes])
    return characters, drawing


def turned_box(box: Box) -> Box:
    """A box after a quarter turn clockwise about the origin."""
    return Box(box.bottom, -box.right, box.top, -box.left)


def unseen(drawing: Drawing, page: Box) -> set[int]:
    """The text objects that nobody sees: drawn invisible, or white on white or over a scan."""
    hidden = set(drawing.hidden)
    if not drawing.white:
        return hidden
    size = (page.right - page.left) * (page.top - page.bottom)
    pictures = [box for box in drawing.images if area(box) < _SCAN * size]
    for handle, (left, bottom, right, top) in drawing.white:
        x, y = (left + right) / 2, (bottom + top) / 2
        behind = (b for b in (*drawing.fills, *pictures) if b.left <= x <= b.right)
        if not any(box.bottom <= y <= box.top for box in behind):
            hidden.add(handle)
    return hidden


def is_picture(drawing: Drawing, page: Box) -> bool:
    """Whether pictures cover so much of a page that they are its content."""
    size = (page.right - page.left) * (page.top - page.bottom)
    return sum(map(area, drawing.images)) > _SCAN * size


def area(box: Box) -> float:
    return (box.right - box.left) * (box.top - box.bottom)


def read_drawing(page: int, count: int) -> Drawing:
    """The lines, areas and pictures of a page, those within form objects too.

    Raises:
        UnreadableError: more objects than the declared limit.
    """
    reader = _Reader()
    reader.read([api().page_object(page, number) for number in _counted(count)], _IDENTITY, 0)
    return reader.drawing


def _counted(count: int) -> range:
    if count > MAX_OBJECTS:
        raise UnreadableError(f"PDF 有一页的图形对象超过 {MAX_OBJECTS} 个的上限")
    return range(max(0, count))


class _Reader:
    """Gathers what objects draw, in page coordinates."""

    def __init__(self) -> None:
        self.drawing = Drawing()
        self._total = 0
        self._numbers = array("f", bytes(64))
        self._at = self._numbers.buffer_info()[0]
        self._colors = array("I", bytes(16))
        self._color_at = self._colors.buffer_info()[0]

    def read(self, objects: Sequence[int], matrix: Matrix, depth: int) -> None:
        call = api()
        self._total += len(objects)
        _counted(self._total)
        kinds = list(map(call.type, objects))
        self._texts([h for h, k in zip(objects, kinds, strict=True) if k == _TEXT], matrix)
        others = [(h, k) for h, k in zip(objects, kinds, strict=True) if k != _TEXT]
        bounds = _boxes([handle for handle, _ in others], matrix)
        for (handle, kind), box in zip(others, bounds, strict=True):
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(handle, box, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self.drawing.images.append(box)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
                parts = [call.form_object(handle, n) for n in _counted(call.form_count(handle))]
                self.read(parts, _times(self._matrix(handle), matrix), depth + 1)
            elif kind == pdfium.FPDF_PAGEOBJ_SHADING:
                self.drawing.fills.append(box)

    def _matrix(self, handle: int) -> Matrix:
        if not api().matrix(handle, self._at):
            return _IDENTITY
        a, b, c, d, e, f = self._numbers[:6]
        return (a, b, c, d, e, f)

    def _texts(self, handles: Sequence[int], matrix: Matrix) -> None:
        """Note the text objects that show nothing, and the white ones."""
        modes = map(api().render_mode, handles)
        for handle, mode, (is_white, is_shown) in zip(
            handles, modes, _colors(handles), strict=True
        ):
            if mode in _INVISIBLE_MODES or (mode == _FILLED and not is_shown):
                self.drawing.hidden.add(handle)
            elif is_white and mode == _FILLED:
                self.drawing.white.append((handle, _boxes([handle], matrix)[0]))

    def _path(self, handle: int, box: Box, matrix: Matrix) -> None:
        call, at = api(), self._color_at
        if not call.draw_mode(handle, at, at + 4):
            return
        is_filled, is_stroked = self._colors[0] != 0, self._colors[1] != 0
        if not is_filled and not is_stroked:
            return
        if is_thin(box):
            self.drawing.strokes.append(box)
            return
        count = call.segment_count(handle)
        if is_filled:
            is_white, is_shown = next(_colors([handle]))
            if is_shown and not is_white:
                self.drawing.fills.append(box)
        if (is_stroked or count > 5) and count <= _MAX_SEGMENTS:
            own = _times(self._matrix(handle), matrix)
            for part in self._subpaths(handle, count, own):
                self.drawing.strokes += _strokes(part, is_stroked)

    def _subpaths(
        self, handle: int, count: int, matrix: Matrix
    ) -> Iterator[list[tuple[float, float]]]:
        """The points of each part of a path; a curve is taken for the line between its ends."""
        call, at, points = api(), self._at, list[tuple[float, float]]()
        a, b, c, d, e, f = matrix
        for number in range(count):
            segment = call.segment(handle, number)
            if call.segment_type(segment) == pdfium.FPDF_SEGMENT_MOVETO:
                yield points
                points = []
            call.segment_point(segment, at, at + 4)
            x, y = self._numbers[:2]
            points.append((a * x + c * y + e, b * x + d * y + f))
            if call.segment_close(segment):
                points.append(points[0])
        yield points


def _colors(handles: Sequence[int]) -> Iterator[tuple[bool, bool]]:
    """Whether what fills each object is nearly white, and whether it shows at all."""
    buffer = array("I", [0, 0, 0, 255]) * len(handles)
    list(map(api().fill_color, handles, *_places(buffer)))
    for red, green, blue, alpha in zip(*(buffer[part::4] for part in range(4)), strict=True):
        yield red > _NEARLY_WHITE and green > _NEARLY_WHITE and blue > _NEARLY_WHITE, alpha > 0


def _boxes(handles: Sequence[int], matrix: Matrix) -> list[Box]:
    """The bounds of each object on the page."""
    buffer = array("f", [0.0] * 4) * len(handles)
    list(map(api().bounds, handles, *_places(buffer)))
    sides = [buffer[side::4].tolist() for side in range(4)]
    boxes = map(Box, *sides)
    return list(boxes) if matrix is _IDENTITY else [_moved(box, matrix) for box in boxes]


def _places(buffer: array[Any]) -> list[range]:
    """The addresses of four numbers for each object in a buffer."""
    start, count = buffer.buffer_info()
    return [range(start + 4 * part, start + 4 * count, 16) for part in range(4)]


def is_thin(box: Box) -> bool:
    """Whether a box is a line: thin one way."""
    return box.right - box.left <= MAX_THICKNESS or box.top - box.bottom <= MAX_THICKNESS


def _strokes(points: Sequence[tuple[float, float]], is_stroked: bool) -> Iterator[Box]:
    """The upright and level lines of one part of a path."""
    if len(points) < 2:
        return
    if not is_stroked:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = Box(min(xs), min(ys), max(xs), max(ys))
        if is_thin(box):
            yield box
        return
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(x0 - x1) < 1 or abs(y0 - y1) < 1:
            yield Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """First `inner`, then `outer`."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def _moved(box: Box, matrix: Matrix) -> Box:
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (box.left, box.right) for y in (box.bottom, box.top)]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))
