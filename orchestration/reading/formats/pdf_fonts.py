"""A font for what PDF files do not embed, so that no machine's fonts are looked for.

Widths and code tables stand in the file itself; pdfium wants a font only for the outlines. Looking
for a Chinese one costs ten times the reading of a page. With none found, pdfium leaves out text
written character by character without a word, for it takes what has no outline for nothing. So it
is given a font in which every character is one and the same box.
"""

from __future__ import annotations

import ctypes
import struct
from functools import lru_cache
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

_EAST_ASIAN = frozenset(
    (
        pdfium.FXFONT_SHIFTJIS_CHARSET,
        pdfium.FXFONT_HANGEUL_CHARSET,
        pdfium.FXFONT_GB2312_CHARSET,
        pdfium.FXFONT_CHINESEBIG5_CHARSET,
    )
)
_UNITS = 1000
_ANY_HANDLE = 1
_LAST_CHARACTER = 0x2FFFF


def _box_font() -> bytes:
    """A TrueType font of two glyphs, in which all characters are the box.

    The box is small, for pdfium widens a character's place to hold its outline.
    """
    left, bottom, width, height = 100, 0, 100, 500
    box = (left, bottom, left + width, bottom + height)
    square = struct.pack(">h4hHH4B", 1, *box, 3, 0, *[1] * 4)
    square += struct.pack(">4h4h", left, width, 0, -width, bottom, 0, height, 0)
    everything = struct.pack(">HHIIIIII", 13, 0, 28, 0, 1, 0x20, _LAST_CHARACTER, 1)
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + everything,
        b"glyf": square,
        b"head": struct.pack(
            ">IIIIHHqq4hHHhhh",
            0x10000,
            0x10000,
            0,
            0x5F0F3CF5,
            3,
            _UNITS,
            0,
            0,
            *box,
            0,
            8,
            2,
            1,
            0,
        ),
        b"hhea": struct.pack(">I3hH12hH", 0x10000, 880, -120, 0, _UNITS, *[0] * 12, 1),
        b"hmtx": struct.pack(">Hhh", _UNITS, left, left),
        b"loca": struct.pack(">3I", 0, 0, len(square)),
        b"maxp": struct.pack(">IH13H", 0x10000, 2, 4, 1, *[0] * 11),
    }
    heads, body = b"", b""
    for tag, table in tables.items():
        padded = table + b"\0" * (-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        heads += tag + struct.pack(">III", total, 12 + 16 * len(tables) + len(body), len(table))
        body += padded
    return struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64) + heads + body


@lru_cache(maxsize=1)
def use_own_fonts() -> Any:
    """Keep pdfium from the machine's fonts, for this process; call it before a file is opened."""
    font = _box_font()

    def map_font(
        _: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any
    ) -> int | None:
        return _ANY_HANDLE if charset in _EAST_ASIAN else None

    def font_data(_: Any, handle: Any, table: int, buffer: Any, size: int) -> int:
        if table:
            return 0
        if size >= len(font) and buffer:
            ctypes.memmove(buffer, font, len(font))
        return len(font)

    fields = dict(pdfium.FPDF_SYSFONTINFO._fields_)
    fonts = pdfium.FPDF_SYSFONTINFO(
        version=1,
        MapFont=fields["MapFont"](map_font),
        GetFontData=fields["GetFontData"](font_data),
    )
    pdfium.FPDF_SetSystemFontInfo(fonts)
    return fonts  # kept by the cache, for pdfium holds on to it
