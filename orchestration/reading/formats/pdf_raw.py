"""pdfium's raw functions, and the characters of a PDF page with their boxes.

A page has a thousand characters and as many lines, and one call of ctypes costs more than all that
is done with its answer. So whole lists are asked for in one `map`, the boxes written to one buffer.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import repeat
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from orchestration.reading.layout import UnreadableError

# A page of small print holds 5,000 characters.
MAX_CHARACTERS = 50_000


class Box(NamedTuple):
    """A rectangle in points; y grows upwards."""

    left: float
    bottom: float
    right: float
    top: float


def _no_object(_: int) -> int:
    return 0


@dataclass(slots=True)
class Characters:
    """A page's characters in the order drawn, and the four sides of their boxes.

    `object_of` tells which text object wrote a character, as long as the page is open.
    """

    codes: list[int] = field(default_factory=list)
    lefts: list[float] = field(default_factory=list)
    bottoms: list[float] = field(default_factory=list)
    rights: list[float] = field(default_factory=list)
    tops: list[float] = field(default_factory=list)
    object_of: Callable[[int], int] = _no_object

    def only(self, numbers: Sequence[int]) -> Characters:
        """Those with the given numbers."""
        columns = (self.lefts, self.bottoms, self.rights, self.tops)
        left, bottom, right, top = ([column[n] for n in numbers] for column in columns)
        codes, whole = [self.codes[n] for n in numbers], self.object_of
        return Characters(codes, left, bottom, right, top, lambda at: whole(numbers[at]))


class Api:
    """pdfium's functions taking addresses as plain numbers, which ctypes passes fastest."""

    def __init__(self) -> None:
        pointer, number = ctypes.c_void_p, ctypes.c_int
        self.unicode = _bind("FPDFText_GetUnicode", ctypes.c_uint, pointer, number)
        self.loose_box = _bind("FPDFText_GetLooseCharBox", number, pointer, number, pointer)
        self.map_error = _bind("FPDFText_HasUnicodeMapError", number, pointer, number)
        self.text_object = _bind("FPDFText_GetTextObject", pointer, pointer, number)
        self.angle = _bind("FPDFText_GetCharAngle", ctypes.c_float, pointer, number)
        self.page_object = _bind("FPDFPage_GetObject", pointer, pointer, number)
        self.form_object = _bind("FPDFFormObj_GetObject", pointer, pointer, ctypes.c_ulong)
        self.form_count = _bind("FPDFFormObj_CountObjects", number, pointer)
        self.type = _bind("FPDFPageObj_GetType", number, pointer)
        self.bounds = _bind("FPDFPageObj_GetBounds", number, *[pointer] * 5)
        self.matrix = _bind("FPDFPageObj_GetMatrix", number, pointer, pointer)
        self.fill_color = _bind("FPDFPageObj_GetFillColor", number, *[pointer] * 5)
        self.render_mode = _bind("FPDFTextObj_GetTextRenderMode", number, pointer)
        self.draw_mode = _bind("FPDFPath_GetDrawMode", number, pointer, pointer, pointer)
        self.segment_count = _bind("FPDFPath_CountSegments", number, pointer)
        self.segment = _bind("FPDFPath_GetPathSegment", pointer, pointer, number)
        self.segment_type = _bind("FPDFPathSegment_GetType", number, pointer)
        self.segment_close = _bind("FPDFPathSegment_GetClose", number, pointer)
        self.segment_point = _bind("FPDFPathSegment_GetPoint", number, *[pointer] * 3)


def _bind(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


@lru_cache(maxsize=1)
def api() -> Api:
    return Api()


def address_of(handle: Any) -> int:
    """The address that a handle of pypdfium2 stands for."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def read_characters(text_page: int, count: int, hidden: set[int], page: Box) -> Characters:
    """The characters of a page; those outside it and of the text objects in `hidden` are left out.

    A character whose glyph has no Unicode mapping has code 0.

    Raises:
        UnreadableError: more characters than the declared limit.
    """
    if count > MAX_CHARACTERS:
        raise UnreadableError(f"PDF 有一页的字超过 {MAX_CHARACTERS} 个的上限")
    if count <= 0:
        return Characters()
    call, pages, numbers = api(), repeat(text_page), range(count)
    codes: list[int] = list(map(call.unicode, pages, numbers))
    if 1 in (errors := list(map(call.map_error, pages, numbers))):
        codes = [0 if error else code for code, error in zip(codes, errors, strict=True)]
    buffer = array("f", bytes(16 * count))
    start = buffer.buffer_info()[0]
    if 0 in list(map(call.loose_box, pages, numbers, range(start, start + 16 * count, 16))):
        raise UnreadableError("PDF 有一页的文字位置无法读出，文件可能已损坏")
    lefts, tops, rights, bottoms = (buffer[side::4].tolist() for side in range(4))
    found = Characters(
        codes, lefts, bottoms, rights, tops, lambda at: call.text_object(text_page, at)
    )
    objects = [call.text_object(text_page, number) for number in numbers] if hidden else []
    shown = [n for n in numbers if not objects or objects[n] not in hidden]
    if not _is_within(found, page):
        shown = [n for n in shown if _is_within(found.only([n]), page)]
    return found if len(shown) == count else found.only(shown)


def _is_within(characters: Characters, page: Box) -> bool:
    """Whether all characters touch the page: beyond what is cropped, nothing is seen."""
    return (
        min(characters.rights) >= page.left
        and max(characters.lefts) <= page.right
        and min(characters.tops) >= page.bottom
        and max(characters.bottoms) <= page.top
    )


def quarter_turns(text_page: int, count: int) -> int:
    """By how many quarter turns clockwise most of a page's characters must be turned to stand."""
    call, turns = api(), [0, 0, 0, 0]
    for number in range(0, count, max(1, count // 24)):
        if call.unicode(text_page, number) > 32:
            turns[round(call.angle(text_page, number) / 1.5707963) % 4] += 1
    best = max(range(4), key=turns.__getitem__)
    return (4 - best) % 4 if turns[best] * 2 > sum(turns) else 0
