"""Which rows of a report a damage hit: what it did to their figures is its own doing."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

from orchestration.reading.identities import Key
from tests.corpus.damage import Edit, Strike, struck
from tests.corpus.marked import Marked, Spot
from tests.corpus.pdf_source import lost_from

# Around a table's first and last cell, how much markup still belongs to them.
_NEAR = 60
# The generator's pages hold rows of figures that nobody sees: in a script and in a hidden part.
# Damage to what hides them writes them onto the page.
_HIDDEN = re.compile(r'\A.*?</script>|<div class="share">.*?<div class="(?:related|footer)">', re.S)
_DECOYS = ("proactive.rules", "proactive.normative_documents", "proactive.licensing")


def rows_hit(made: Marked, edits: Iterable[Edit]) -> set[Key]:
    """The figures in whose row (label or cells) the edits changed, added or took something.

    What stands between two cells belongs to both, and so do the blank cells there.
    """
    rows: set[tuple[int, int]] = set()
    hidden = [m.span() for m in _HIDDEN.finditer(made.source)]
    keys: set[Key] = set()
    for edit in edits:
        rows.update(_rows(_touched(made.spots, edit)))
        if any(edit.start < end and start <= edit.end for start, end in hidden):
            keys.update(key for key in _keys(made) if key[0] in _DECOYS)
    for number, sheet in enumerate(made.sheets):
        keys.update(b.key for b in sheet.boxes if b.key is not None and (number, b.row) in rows)
    return keys


def _keys(made: Marked) -> Iterator[Key]:
    return (box.key for sheet in made.sheets for box in sheet.boxes if box.key is not None)


def _touched(spots: list[Spot], edit: Edit) -> list[Spot]:
    """The spots that the edit overlaps, and the neighbours of what it changed between them."""
    first = bisect_left(spots, edit.start, key=lambda spot: spot.end)
    last = bisect_right(spots, edit.end, key=lambda spot: spot.start)
    before, after = spots[max(first - 1, 0) : first], spots[last : last + 1]
    touched = spots[first:last]
    is_inside = bool(before and after and before[0].sheet == after[0].sheet)
    if before and (is_inside or edit.start - before[0].end <= _NEAR):
        touched = before + touched
    if after and (is_inside or after[0].start - edit.end <= _NEAR):
        touched = touched + after
    return touched


def _rows(touched: list[Spot]) -> Iterator[tuple[int, int]]:
    """The rows of the spots, those too over which they span, and those between them."""
    for spot in touched:
        if spot.box.kind != "head":
            for row in range(spot.box.row, spot.box.row + spot.box.row_span):
                yield spot.sheet, row
    for one, two in pairwise(touched):
        if one.sheet == two.sheet and "head" not in (one.box.kind, two.box.kind):
            for row in range(one.box.row, two.box.row):
                yield one.sheet, row


def edits_of_bytes(made: Marked, strikes: Iterable[Strike]) -> Iterator[Edit]:
    """What strikes at the bytes of a document did to its source, each by itself.

    Of a Word file's they may do nothing: its check sums must find them.
    """
    whole = made.document.data
    for strike in strikes:
        if made.document.format == "pdf":
            yield from (Edit(*lost, "") for lost in lost_from(whole, *strike[:2]))
        elif made.document.format != "docx":
            text = struck(whole, [strike]).decode(made.encoding, errors="replace")
            yield _difference(made.source, text)


def _difference(source: str, text: str) -> Edit:
    start, least = 0, min(len(text), len(source))
    while start < least and text[start] == source[start]:
        start += 1
    same = 0
    while same < least - start and text[-1 - same] == source[-1 - same]:
        same += 1
    return Edit(start, len(source) - same, text[start : len(text) - same])
