"""The ways to cut runs of digits into figures, where a page glued its cells together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

LONGEST_RUN = 40
LONGEST_LONE_TOTAL = 5

Figures = tuple[Decimal, ...]


def cuts(runs: Sequence[str], most: int, least: int = 1) -> Iterator[Figures]:
    """Every way to read runs of digits as at least `least` and at most `most` figures.

    A figure starts with 0 only where it is 0, and ends at the end of its run: between two runs the
    page shows a gap. Runs beyond `LONGEST_RUN` digits in all are not cut.
    """
    if sum(map(len, runs)) <= LONGEST_RUN:
        yield from _cut(tuple(runs), most, least)


def cuts_with_total(runs: Sequence[str], most: int) -> Iterator[Figures]:
    """The cuts whose last figure is the sum of the others, and a total that stands alone.

    A lone total of more digits than `LONGEST_LONE_TOTAL` is not thought of: no agency receives as
    many requests.
    """
    if not runs or sum(map(len, runs)) > LONGEST_RUN:
        return
    if len(runs) == 1 and len(runs[0]) <= LONGEST_LONE_TOTAL and runs[0][0] != "0":
        yield (Decimal(runs[0]),)
    *rest, last = runs
    for length in range(1, len(last) + 1):
        if length == len(last) and not rest and last[0] != "0":
            break
        digits = last[-length:]
        if length > 1 and digits[0] == "0":
            continue
        before = (*rest, last[:-length]) if length < len(last) else tuple(rest)
        for figures in _cut(before, most - 1, 0, int(digits)):
            if sum(figures) == int(digits):
                yield (*figures, Decimal(digits))


def _cut(
    runs: tuple[str, ...], most: int, least: int, room: int | None = None
) -> Iterator[Figures]:
    """`room`: what the figures may add up to at most."""
    if not runs:
        if least <= 0:
            yield ()
        return
    digits = sum(map(len, runs))
    if most < len(runs) or digits < least:
        return
    run, rest = runs[0], runs[1:]
    longest = 1 if run[0] == "0" else len(run)
    for length in range(1, longest + 1):
        value = int(run[:length])
        if room is not None and value > room:
            return
        left = (run[length:], *rest) if length < len(run) else rest
        own_room = None if room is None else room - value
        for figures in _cut(left, most - 1, least - 1, own_room):
            yield (Decimal(value), *figures)
