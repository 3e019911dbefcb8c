"""The content of a generated PDF as one text, a form feed between pages, and back to a PDF."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode, a85encode
from itertools import zip_longest

END_OF_PAGE = "\f"
_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)endobj\n", re.S)
_STREAM = re.compile(rb"stream\n(.*?)endstream", re.S)
_CONTENTS = re.compile(rb"/Contents (\d+) 0 R")
_STRING = re.compile(r"\(((?:\\.|[^\\()])*)\)(?= Tj)", re.S)
_ESCAPE = re.compile(r"\\(\d{3}|.)", re.S)
_SYNTAX = re.compile(r"[()\\]")
_FILTER = b"/Filter [ /ASCII85Decode /FlateDecode ]"
_LONGEST_RUN = 258  # bytes, of deflate
_NAMED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def source_of(data: bytes) -> str:
    """What the pages draw, byte for byte, but strings as the characters that they print."""
    pages = [_inflated(stream[1]).decode("latin-1") for stream in _STREAM.finditer(data)]
    return END_OF_PAGE.join(_STRING.sub(_printed, page) for page in pages)


def _printed(match: re.Match[str]) -> str:
    raw = _ESCAPE.sub(_meant, match[1]).encode("latin-1")
    if len(raw) % 2:
        return match[0]  # a page's number, in another font
    text = raw.decode("utf-16-be", errors="replace")
    return "(" + _SYNTAX.sub(r"\\\g<0>", text) + ")"


def _meant(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code, 8)) if len(code) == 3 else _NAMED.get(code, code)


def with_source(data: bytes, source: str) -> bytes:
    """The PDF with other content; pages that are not there any more are empty."""
    pages = iter(source.split(END_OF_PAGE))
    kept, offsets = [data[: data.index(b"1 0 obj")]], [0]
    for match in _OBJECT.finditer(data):
        offsets.append(sum(map(len, kept)))
        body = match[2]
        if _STREAM.search(body):
            content = a85encode(zlib.compress(_escaped(next(pages, "")))) + b"~>"
            body = b"<<\n%s /Length %d\n>>\nstream\n" % (_FILTER, len(content))
            body += content + b"endstream\n"
        kept.append(b"%s 0 obj\n%sendobj\n" % (match[1], body))
    start = sum(map(len, kept))
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets[1:])
    trailer = data[data.index(b"trailer") : data.index(b"startxref")]
    head = b"xref\n0 %d\n0000000000 65535 f \n" % len(offsets)
    return b"".join([*kept, head, rows, trailer, b"startxref\n%d\n%%%%EOF\n" % start])


def _escaped(page: str) -> bytes:
    """Strings of Han characters as the font's two bytes each, the rest as it is."""

    def put(match: re.Match[str]) -> str:
        text = _ESCAPE.sub(_meant, match[1])
        is_plain = text.isascii() and text.startswith("- ")
        raw = text.encode("latin-1" if is_plain else "utf-16-be", errors="replace")
        return "(" + "".join(f"\\{byte:03o}" for byte in raw) + ")"

    return _STRING.sub(put, page).encode("latin-1", errors="replace")


def _inflated(raw: bytes) -> bytes:
    """As much of a stream as can be decoded."""
    digits = raw.split(b"~>")[0].translate(None, b" \n\r")
    whole = digits[: len(digits) - len(digits) % 5] if b"~>" not in raw else digits
    return zlib.decompressobj().decompress(a85decode(whole))


def lost_from(data: bytes, start: int, end: int) -> list[tuple[int, int]]:
    """From where to where of the source a strike at bytes `start` to `end` may change anything.

    A compressed stream is whole up to shortly before where it was struck: a reader of PDF may
    throw away the last run that it was putting together. From there on it may be anything.
    """
    pages = source_of(data).split(END_OF_PAGE)
    bounds, at = [], 0
    for page in pages:
        bounds.append((at, at + len(page)))
        at += len(page) + len(END_OF_PAGE)
    objects = {int(match[1]): match for match in _OBJECT.finditer(data)}
    heads = [match for match in objects.values() if b"/Type /Page\n" in match[2]]
    lost = []
    for head, (first, last) in zip_longest(heads, bounds):
        contents = _CONTENTS.search(head[2])
        assert contents is not None
        stream = objects[int(contents[1])]
        body = stream.start() + stream[0].index(b"stream\n") + len(b"stream\n")
        if (start <= head.end() and head.start() <= end) or stream.start() - 1 <= start < body:
            lost.append((first, last))
        elif start < stream.end() and body <= end:
            whole = _inflated(data[body : max(start, body)])[:-_LONGEST_RUN].decode("latin-1")
            lost.append((first + len(_STRING.sub(_printed, whole)), last))
    return lost
