"""Generated documents of which it is known where in their source each box of a table stands.

A document is written with a rare digit on either side of each box's text; these are then taken
out again, and what they stood around is the box's spot.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from random import Random
from typing import NamedTuple

from orchestration.demo.corpus import SHARE_OF_TRAPS, document
from orchestration.demo.document import Document, Report
from orchestration.demo.figures import FORMS
from orchestration.demo.layouts import layouts
from orchestration.demo.sheets import Box, Sheet
from tests.corpus.pdf_source import END_OF_PAGE, source_of, with_source

XML = "word/document.xml"


class Spot(NamedTuple):
    """Where in the source the text of a box stands; `sheet` counts the tables from 0."""

    start: int
    end: int
    sheet: int
    box: Box


@dataclass
class Marked:
    """A document, its source as text, and the spots in it, in order.

    The source of a Word file is its main XML, that of a PDF what its pages draw. `sheets` are the
    tables as the report has them.
    """

    document: Document
    source: str = ""
    encoding: str = "utf-8"
    spots: list[Spot] = field(default_factory=list)
    sheets: tuple[Sheet, ...] = ()

    def written(self, source: str) -> bytes:
        """The document's bytes with another source."""
        if self.document.format == "pdf":
            return with_source(self.document.data, source)
        data = source.encode(self.encoding, errors="replace")
        return with_xml(self.document.data, data) if self.document.format == "docx" else data


@lru_cache(maxsize=1)
def _digits() -> Sequence[str]:
    """Digits that no report prints: they count as digits wherever a writer asks."""
    rare = (chr(code) for code in range(0x660, 0x1F000))
    return [c for c in rare if unicodedata.category(c) == "Nd" and not "０" <= c <= "９"]


def marked(seed: int, number: int) -> Marked:
    """The report of that number: forms and layouts take turns."""
    pairs = [(form, layout) for form in FORMS for layout in layouts()]
    form, layout = pairs[number % len(pairs)]
    made = Marked(Document("", b"", None, "", "", ""))
    write = _marking(layout.write, made, layout.format, layout.name)
    rng = Random(f"{seed}/{number}")
    name = f"{number:05d}"
    marking = replace(layout, write=write)
    made.document = document(name, form, marking, rng, share_of_traps=SHARE_OF_TRAPS)
    return made


def _marking(
    write: Callable[[Report, Random], bytes], made: Marked, format_: str, layout: str
) -> Callable[[Report, Random], bytes]:
    """The writer, noting down in `made` where it puts each box."""

    def write_marked(report: Report, rng: Random) -> bytes:
        made.sheets = report.sheets
        marks = dict[str, tuple[int, Box]]()
        mark_one = _marked_in_place if format_ == "pdf" else _marked_around
        sheets = [_with_marks(sheet, at, marks, mark_one) for at, sheet in enumerate(report.sheets)]
        data = write(replace(report, sheets=tuple(sheets)), rng)
        if format_ == "pdf":
            _take_marks_in_place(made, source_of(data), marks)
            return with_source(data, made.source)
        xml = _xml(data) if format_ == "docx" else data
        made.encoding = _encoding(xml)
        _take_marks(made, xml.decode(made.encoding), marks, " " if "columns" in layout else "")
        clean = made.source.encode(made.encoding)
        return with_xml(data, clean) if format_ == "docx" else clean

    return write_marked


def _with_marks(
    sheet: Sheet,
    at: int,
    marks: dict[str, tuple[int, Box]],
    mark_one: Callable[[str, str], str],
) -> Sheet:
    boxes = []
    for box in sheet.boxes:
        if not box.text.strip():
            boxes.append(box)
            continue
        mark = _digits()[len(marks)]
        marks[mark] = (at, box)
        boxes.append(box._replace(text=mark_one(mark, box.text)))
    return replace(sheet, boxes=tuple(boxes))


def _marked_around(mark: str, text: str) -> str:
    bare, bracket, note = text.partition("[")  # a note must stay at the end
    return f"{mark}{bare}{mark}{bracket}{note}"


def _marked_in_place(mark: str, text: str) -> str:
    """The first character gives way: in a PDF a text must not grow, or it is broken elsewhere."""
    return mark + text[1:]


def _take_marks_in_place(made: Marked, source: str, marks: Mapping[str, tuple[int, Box]]) -> None:
    """The source as it was; a text goes on to the last string before the next one's begin."""
    parts = re.split(f"([{''.join(marks)}])", source) if marks else [source]
    kept = parts[0]
    for mark, rest in zip(parts[1::2], parts[2::2], strict=True):
        start, first = len(kept), marks[mark][1].text[0]
        kept += ("\\" + first if first in "()\\" else first) + rest
        page = rest.split(END_OF_PAGE)[0]
        made.spots.append(Spot(start, len(kept) - len(rest) + page.rfind(")"), *marks[mark]))
    made.source = kept


def _take_marks(
    made: Marked, source: str, marks: Mapping[str, tuple[int, Box]], blank: str
) -> None:
    """The source without its marks; `blank` in their place keeps columns where they were."""
    kept: list[str] = []
    length = 0
    starts: dict[str, int] = {}
    for char in source:
        is_mark = char in marks
        if is_mark and char in starts:
            made.spots.append(Spot(starts.pop(char), length, *marks[char]))
        elif is_mark:
            starts[char] = length + len(blank)
        kept.append(blank if is_mark else char)
        length += len(kept[-1])
    made.source = "".join(kept)


def _encoding(data: bytes) -> str:
    try:
        data.decode()
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _xml(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read(XML)


def with_xml(data: bytes, xml: bytes) -> bytes:
    """The Word file with another main XML, its check sums right."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            new.writestr(info, xml if info.filename == XML else old.read(info))
    return target.getvalue()
