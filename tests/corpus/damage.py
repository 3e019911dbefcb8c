"""Ways to damage a document, each of which knows what of its source it hit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import NamedTuple

from tests.corpus.marked import Marked, Spot


class Edit(NamedTuple):
    """What stands from `start` to `end` of the source gives way to `text`."""

    start: int
    end: int
    text: str


Operation = Callable[[Marked, Random], Edit | None]

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_SPAN = re.compile(r'((?:row|col)span="|gridSpan w:val=")(\d+)')
_CELLS = re.compile(r"<(td|th|w:tc)\b[^>]*>(?:(?!<\1\b).)*?</\1>", re.S)
_ROWS = re.compile(r"<(tr|w:tr)\b[^>]*>(?:(?!<\1\b).)*?</\1>\n?", re.S)
_BLANKS = (" ", "  ", "\u3000", "\u00a0", "\t", "\n", "\n\n", "      ")
_ODD = ("0", "1", "7", ",", ".", "-", "l", "O", "，", "口", "\ufffd", "\x00", "½", "-")
_FAR = 0.3


def _place(made: Marked, rng: Random) -> int:
    """Where to strike: mostly in a table."""
    if not made.spots or rng.random() < _FAR:
        return rng.randrange(len(made.source))
    spot = rng.choice(made.spots)
    return min(rng.randint(spot.start - 3, spot.end + 3), len(made.source) - 1)


def _value(made: Marked, rng: Random) -> Spot | None:
    values = [spot for spot in made.spots if spot.box.kind == "value"]
    return rng.choice(values) if values else None


def delete(made: Marked, rng: Random) -> Edit:
    """Some characters, wherever they stand."""
    at = _place(made, rng)
    return Edit(at, min(at + rng.choice((1, 1, 2, 5, 30, 120)), len(made.source)), "")


def insert_blanks(made: Marked, rng: Random) -> Edit:
    """Blanks or line ends."""
    at = _place(made, rng)
    return Edit(at, at, rng.choice(_BLANKS))


def insert_odd(made: Marked, rng: Random) -> Edit:
    """A character that does not belong there."""
    at = _place(made, rng)
    return Edit(at, at, rng.choice(_ODD))


def cut_off(made: Marked, rng: Random) -> Edit:
    """All that follows."""
    return Edit(_place(made, rng), len(made.source), "")


def change_digit(made: Marked, rng: Random) -> Edit | None:
    """A digit of a figure becomes another, or goes, or one is added."""
    spot = _value(made, rng)
    if spot is None:
        return None
    at = rng.randrange(spot.start, spot.end)
    return Edit(at, at + rng.randint(0, 1), rng.choice(("", "1", "9", "57")))


def mistype_label(made: Marked, rng: Random) -> Edit | None:
    """A character of a label or head goes or becomes another."""
    labels = [spot for spot in made.spots if spot.box.kind in ("label", "head")]
    if not labels:
        return None
    spot = rng.choice(labels)
    at = rng.randrange(spot.start, spot.end)
    return Edit(at, at + rng.choice((1, 1, 2)), rng.choice(("", "某", "其", "一", "数")))


def glue(made: Marked, rng: Random) -> Edit | None:
    """What stands between two neighbours of a row goes."""
    at = rng.randrange(max(1, len(made.spots) - 1))
    pair = made.spots[at : at + 2]
    if len(pair) < 2 or pair[0].end >= pair[1].start or pair[0].sheet != pair[1].sheet:
        return None
    return Edit(pair[0].end, pair[1].start, "")


def _line(made: Marked, rng: Random) -> tuple[int, int]:
    """Where the line begins and ends that stands at a random place; its line end included."""
    at = _place(made, rng)
    start = made.source.rfind("\n", 0, at) + 1
    end = made.source.find("\n", at) + 1
    return start, end or len(made.source)


def drop_line(made: Marked, rng: Random) -> Edit:
    """A line of the source."""
    return Edit(*_line(made, rng), "")


def repeat_line(made: Marked, rng: Random) -> Edit:
    """A line of the source stands there twice."""
    start, end = _line(made, rng)
    return Edit(start, end, made.source[start:end] * 2)


def swap_lines(made: Marked, rng: Random) -> Edit | None:
    """Two lines of the source change places."""
    start, end = _line(made, rng)
    after = made.source.find("\n", end) + 1
    if after <= end:
        return None
    return Edit(start, after, made.source[end:after] + made.source[start:end])


def _matches(pattern: re.Pattern[str], made: Marked) -> list[re.Match[str]]:
    return list(pattern.finditer(made.source))


def drop_tag(made: Marked, rng: Random) -> Edit | None:
    """A tag, opening or closing."""
    tags = _matches(_TAG, made)
    tag = rng.choice(tags) if tags else None
    return Edit(*tag.span(), "") if tag else None


def change_span(made: Marked, rng: Random) -> Edit | None:
    """A merged cell spans more, fewer or absurdly many rows or columns."""
    spans = _matches(_SPAN, made)
    span = rng.choice(spans) if spans else None
    return (
        Edit(*span.span(2), rng.choice("0123459") + rng.choice(("", "", "000"))) if span else None
    )


def drop_cell(made: Marked, rng: Random) -> Edit | None:
    """A whole cell."""
    cells = _matches(_CELLS, made)
    return Edit(*rng.choice(cells).span(), "") if cells else None


def drop_row(made: Marked, rng: Random) -> Edit | None:
    """A whole row."""
    rows = _matches(_ROWS, made)
    return Edit(*rng.choice(rows).span(), "") if rows else None


def swap_rows(made: Marked, rng: Random) -> Edit | None:
    """Two neighbouring rows change places."""
    rows = _matches(_ROWS, made)
    at = rng.randrange(max(1, len(rows) - 1))
    pair = rows[at : at + 2]
    if len(pair) < 2 or pair[0].end() != pair[1].start():
        return None
    return Edit(pair[0].start(), pair[1].end(), pair[1][0] + pair[0][0])


_ANY: Sequence[Operation] = (
    delete,
    delete,
    insert_blanks,
    insert_blanks,
    insert_odd,
    cut_off,
    change_digit,
    mistype_label,
    mistype_label,
    glue,
    glue,
)
_LINES: Sequence[Operation] = (drop_line, drop_line, repeat_line, swap_lines)
_MARKUP: Sequence[Operation] = (drop_tag, drop_tag, change_span, drop_cell, drop_row, swap_rows)
OPERATIONS: Mapping[str, Sequence[Operation]] = {
    "html": (*_ANY, *_LINES, *_MARKUP),
    "text": (*_ANY, *_LINES),
    "docx": (*_ANY, *_MARKUP),
    "pdf": (*_ANY, *_LINES),
}


def random_edits(made: Marked, rng: Random) -> list[Edit]:
    """A few edits that do not overlap, in order."""
    edits: list[Edit] = []
    for _ in range(rng.choice((1, 1, 1, 2, 3, 12))):
        edit = rng.choice(OPERATIONS[made.document.format])(made, rng)
        if edit is not None and not any(e.start <= edit.end and edit.start <= e.end for e in edits):
            edits.append(edit)
    return sorted(edits)


def edited(source: str, edits: Sequence[Edit]) -> str:
    """The source after edits that do not overlap."""
    for edit in sorted(edits, reverse=True):
        source = source[: edit.start] + edit.text + source[edit.end :]
    return source


Strike = tuple[int, int, bytes]


def random_strikes(data: bytes, rng: Random) -> list[Strike]:
    """A few strikes at bytes, in order: from where to where they go, and what is put there."""
    return sorted(_strike(len(data), rng) for _ in range(rng.choice((1, 1, 1, 2, 4, 20))))


def _strike(length: int, rng: Random) -> Strike:
    at = rng.randrange(length)
    way = rng.random()
    if way < 0.04:
        return at, length, b""
    gone = 0 if way < 0.25 else rng.choice((1, 1, 2, 7))
    put = rng.randbytes(rng.choice((1, 1, 3))) if way < 0.8 else b""
    return at, min(at + gone, length), put


def struck(data: bytes, strikes: Sequence[Strike]) -> bytes:
    """The data after the strikes; where two overlap, both do their work."""
    for start, end, put in sorted(strikes, reverse=True):
        data = data[:start] + put + data[end:]
    return data
