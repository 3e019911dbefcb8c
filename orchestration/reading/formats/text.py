"""Plain text: text to a page, whatever way a table was flattened into it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from orchestration.reading.label import clean
from orchestration.reading.layout import Grid, GridCell, Page, UnreadableError, page_of

MAX_LINE = 2 * 1024 * 1024

_FEWEST_ROWS = 3
_FEWEST_CELLS = 2
_RULE = re.compile(r"\s*(?:\|\s*:?-{3,}:?\s*)+\|\s*")


def parse_text(text: str) -> Page:
    """Cut text into pieces at pipes, tabs and line ends, keeping what stood between them.

    A table drawn with a pipe at either end of every line keeps its cells, and is a grid; unless
    blank cells come at row ends only: then blanks were dropped, and the rows filled up.

    Raises:
        UnreadableError: a line or the number of pieces is beyond the declared limits.
    """
    lines = text.split("\n")
    if max(map(len, lines)) > MAX_LINE:
        raise UnreadableError(f"有一行超过 {MAX_LINE // 1024 // 1024} 兆字的上限")
    return page_of(_blocks(lines) if "\n|" in text and _keeps_blanks(lines) else [text])


def _keeps_blanks(lines: Sequence[str]) -> bool:
    """Whether rows show blank cells before printed ones, or none has blanks at all.

    One such row among many that are only filled up may be a damaged one.
    """
    rows = [_cells(line) for line in lines if _cell_count(line) and not _RULE.fullmatch(line)]
    shown = sum("" in row[: _printed(row)] for row in rows)
    filled_up = sum(not row[-1] for row in rows) - shown
    return shown > 1 or filled_up <= shown


def _printed(row: Sequence[str]) -> int:
    """How many cells there are up to the last that prints something."""
    return max((number for number, text in enumerate(row, 1) if text), default=0)


def _blocks(lines: Sequence[str]) -> Iterator[str | Grid]:
    text: list[str] = []
    number = 0
    for cells, run in groupby(lines, key=_cell_count):
        own = list(run)
        if cells < _FEWEST_CELLS or len(own) < _FEWEST_ROWS:
            text += own
            continue
        if text:
            yield "\n".join(text)
            text = []
        number += 1
        yield _grid(f"表 {number}", own)
    if text:
        yield "\n".join(text)


def _cell_count(line: str) -> int:
    """The cells of a line that begins and ends with a pipe; 0 for any other."""
    bare = line.strip()
    return bare.count("|") - 1 if bare.startswith("|") and bare.endswith("|") else 0


def _grid(name: str, lines: Sequence[str]) -> Grid:
    rows = [line for line in lines if _RULE.fullmatch(line) is None]
    return Grid(
        name,
        tuple(
            GridCell(text, row, column)
            for row, line in enumerate(rows)
            for column, text in enumerate(_cells(line))
        ),
    )


def _cells(line: str) -> list[str]:
    return [clean(text) for text in line.strip()[1:-1].split("|")]
