"""Figures that a blank or a line end broke in two, put together where the row then comes out."""

from __future__ import annotations

from collections import Counter as Counting
from collections.abc import Sequence
from itertools import pairwise

from orchestration.reading.blanks import Row, Rule, place
from orchestration.reading.words import Word


def joined(values: list[Word], width: int) -> list[Word]:
    """Values with those of one piece put together, where that makes a row of `width` whole."""
    whole = _pieces(values)
    return whole if len(whole) == width else values


def is_split(row: Row) -> bool:
    """Whether some of a row's values stood in one piece of the page."""
    return any(not word.piece.before for word in row.values[1:])


def mended(row: Row, rule: Rule | None) -> tuple[Word, ...]:
    """A row's values, with those of one piece put together where the row then comes out with its
    blank cells: `2 1`, `1` and a blank one are 21 and 1, not 2, 1 and 1.

    `rule`: how the page tells its blank cells, by rows in which no piece holds several values.
    """
    if rule is None or not is_split(row):
        return row.values
    whole = row._replace(values=tuple(_pieces(row.values)))
    is_shorter = len(whole.values) < row.width
    return whole.values if is_shorter and place(whole, rule) is not None else row.values


def whole_ends(rows: Sequence[Row]) -> Counting[str]:
    """What stands behind the whole rows of a page, and how often."""
    return Counting(r.after for r in rows if len(r.values) == r.width and not r.ends_table)


def is_overfull(row: Row, rule: Rule | None, ends: Counting[str]) -> bool:
    """Whether a whole row has a blank cell too many behind it, and figures that may be parts of
    one: `6`, `8`, `3` and a blank cell may be 68 and 3.

    A page may set more between two blocks than between two rows: what stands behind another whole
    row too is no blank cell. `ends`: as `whole_ends` counts them.
    """
    if rule is None or len(row.values) != row.width or row.ends_table or ends[row.after] > 1:
        return False
    has_blank = any(count > 0 for count in rule.at_end(row.after))
    return has_blank and any(_may_be_one(*pair) for pair in pairwise(row.values))


def _may_be_one(first: Word, second: Word) -> bool:
    return first.text.isdecimal() and second.text.isdecimal() and first.text[0] not in "0０"


def _pieces(values: Sequence[Word]) -> list[Word]:
    whole: list[Word] = []
    for word in values:
        if whole and not word.piece.before:
            whole[-1] = _joined(whole[-1], word)
        else:
            whole.append(word)
    return whole


def _joined(first: Word, second: Word) -> Word:
    piece = first.piece._replace(text=f"{first.text} {second.text}")
    return first._replace(piece=piece)
