"""What a format hands over: a page's text and grids in reading order. Knows nothing of reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from orchestration.reading.label import clean
from orchestration.reading.script import is_traditional, simplified

MAX_PIECES = 200_000
ILLEGIBLE = "〓"  # the typesetter's mark for what cannot be read: part of no figure and no label

_PART = re.compile(r"[|｜\t\n]|[^|｜\t\n]+")
_GAP = re.compile(r"[ \u3000\u00a0]{2}")
_RUN = re.compile(r"[^ \u3000\u00a0]+(?:[ \u3000\u00a0][^ \u3000\u00a0]+)*")


# A NamedTuple from all its fields, for where thousands are made: its own constructor is slower.
made = tuple.__new__


class UnreadableError(Exception):
    """The bytes are no readable document; the message (Chinese) is the reason an official sees."""


class GridCell(NamedTuple):
    """A cell of a grid where the document keeps it (`row`, `column` from 0; spans not repeated).

    `text` is what it prints, trimmed, line ends kept as `\\n`; nothing where it is blank.
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose geometry the document tells. `name` is where it stands, e.g. 第 3 页表 1.

    `cells` holds every cell, blank ones too, in reading order. `is_picture`: its text was not in
    the document, but recognised in a picture.
    """

    name: str
    cells: tuple[GridCell, ...]
    is_picture: bool = False


class Piece(NamedTuple):
    """A run of text that the page keeps apart from its neighbours.

    `before` is what separates it from the previous piece, in order: `|`, tab, newline, and a
    blank for each stretch that held nothing but blanks. Nothing (`""`) means blanks within a line.
    A piece that is a cell of a grid has `cell` and `grid` (its number on the page). `centre` is
    twice the middle of its place in a line that sets columns by blanks (a Han character is two
    wide), else -1.
    """

    text: str
    line: int
    number: int
    before: str
    cell: GridCell | None = None
    grid: int = -1
    where: str = ""
    centre: int = -1

    @property
    def place(self) -> str:
        """Where it stands, in words for an official."""
        if self.cell is not None:
            return f"{self.where} 第 {self.cell.row + 1} 行第 {self.cell.column + 1} 列"
        return f"第 {self.line} 行第 {self.number} 格"


@dataclass(frozen=True, slots=True)
class Page:
    """A document: its pieces, what follows the last of them, its lines of text and its grids.

    `has_pictures`: some of its text was recognised in pictures.
    """

    pieces: tuple[Piece, ...]
    after: str
    lines: tuple[str, ...]
    grids: tuple[Grid, ...] = ()
    has_pictures: bool = False


def _set_by_blanks(part: str, line: int, number: int, before: str) -> Iterator[Piece]:
    """The runs of a line that are set apart by two or more blanks, each with its place."""
    at = end = 0
    for match in _RUN.finditer(part):
        at += _width(part[end : match.start()])
        width, end = _width(match[0]), match.end()
        yield Piece(clean(match[0]), line, number, before, centre=2 * at + width)
        at, before, number = at + width, "", number + 1


def _width(text: str) -> int:
    return len(text) if text.isascii() else sum(2 if char >= "\u1100" else 1 for char in text)


class _Builder:
    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.lines: list[str] = []
        self.grids: list[Grid] = []
        self.before: list[str] = []

    def add_text(self, text: str) -> None:
        """A paragraph, or lines of text."""
        first = len(self.lines) + 1
        self.lines += map(clean, text.split("\n"))
        line, number = first, 0
        for part in _PART.findall(text):
            if part == "\n":
                self.before.append(part)
                line, number = line + 1, 0
            elif part in "|｜\t":
                self.before.append("\t" if part == "\t" else "|")
            elif word := clean(part):
                number += 1
                before, self.before = "".join(self.before), []
                if _GAP.search(word) is None:
                    self.pieces.append(Piece(word, line, number, before))
                else:
                    self.pieces += _set_by_blanks(part, line, number, before)
            else:
                self.before.append(" ")
        self.before.append("\n")

    def add_grid(self, grid: Grid) -> None:
        number, name, pieces = len(self.grids), grid.name, self.pieces
        self.grids.append(grid)
        row, line, texts = 0, len(self.lines) + 1, list[str]()
        for cell in grid.cells:
            text = cell.text
            if not text:
                continue
            if cell.row != row and texts:
                self.lines.append(" ".join(texts))
                row, line, texts = cell.row, line + 1, []
            texts.append(text.replace("\n", " "))
            pieces.append(made(Piece, (text, line, len(texts), "\n", cell, number, name, -1)))
        if texts:
            self.lines.append(" ".join(texts))
        self.before = ["\n"]


def _in_simplified(blocks: list[str | Grid]) -> Iterable[str | Grid]:
    if not is_traditional("".join(block for block in blocks if isinstance(block, str))):
        return blocks
    return [simplified(b) if isinstance(b, str) else _simplified_grid(b) for b in blocks]


def _simplified_grid(grid: Grid) -> Grid:
    cells = tuple(cell._replace(text=simplified(cell.text)) for cell in grid.cells)
    return replace(grid, cells=cells)


def page_of(blocks: Iterable[str | Grid], *, has_pictures: bool = False) -> Page:
    """Put a page together from its blocks in reading order: paragraphs (`str`) and grids.

    A blank paragraph counts: it may be a blank cell of a table that was written as paragraphs.
    A page in traditional characters is put into simplified ones. `has_pictures` as in `Page`.

    Raises:
        UnreadableError: more pieces than the declared limit.
    """
    builder = _Builder()
    for block in _in_simplified(list(blocks)):
        if isinstance(block, Grid):
            builder.add_grid(block)
        else:
            builder.add_text(block)
        if len(builder.pieces) > MAX_PIECES:
            raise UnreadableError(f"文件的片段超过 {MAX_PIECES} 个的上限")
    after = "".join(builder.before)
    lines: Sequence[str] = builder.lines
    return Page(tuple(builder.pieces), after, tuple(lines), tuple(builder.grids), has_pictures)
