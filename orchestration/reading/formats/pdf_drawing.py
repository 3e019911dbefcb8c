"""What a PDF page draws beside its characters: lines, areas and pictures."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

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
_NEARLY_WHITE = 250
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
        bounds = _bounds(objects)
        for number, (handle, kind) in enumerate(zip(objects, map(call.type, objects), strict=True)):
            box = Box(*bounds[4 * number : 4 * number + 4])
            if matrix is not _IDENTITY:
                box = _moved(box, matrix)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(handle, box, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
                self._text(handle, box)
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

    def _color(self, handle: int) -> tuple[bool, bool]:
        """Whether what fills an object is nearly white, and whether it shows at all."""
        at = self._color_at
        if not api().fill_color(handle, at, at + 4, at + 8, at + 12):
            return False, True
        *color, alpha = self._colors[:4]
        return min(color) >= _NEARLY_WHITE, alpha > 0

    def _text(self, handle: int, box: Box) -> None:
        mode = api().render_mode(handle)
        if mode in _INVISIBLE_MODES:
            self.drawing.hidden.add(handle)
        elif mode == pdfium.FPDF_TEXTRENDERMODE_FILL:
            is_white, is_shown = self._color(handle)
            if not is_shown:
                self.drawing.hidden.add(handle)
            elif is_white:
                self.drawing.white.append((handle, box))

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
            is_white, is_shown = self._color(handle)
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


def _bounds(objects: Sequence[int]) -> list[float]:
    """Left, bottom, right and top of each object, one after the other."""
    buffer = array("f", bytes(16 * len(objects) or 16))
    start = buffer.buffer_info()[0]
    places = [
        range(start + 4 * side, start + 4 * side + 16 * len(objects), 16) for side in range(4)
    ]
    list(map(api().bounds, objects, *places))
    return buffer.tolist()


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
