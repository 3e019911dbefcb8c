"""The ways to cut a run of digits into figures, where a page glued its cells together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

LONGEST_RUN = 40


def cuts(runs: Sequence[str], most: int) -> Iterator[tuple[Decimal, ...]]:
    """Every way to read runs of digits as at most `most` figures.

    A figure starts with 0 only where it is 0, and ends at the end of its run: between two runs the
    page shows a gap. Runs beyond `LONGEST_RUN` digits in all are not cut.
    """
    if sum(map(len, runs)) > LONGEST_RUN:
        return
    yield from _cut(tuple(runs), most)


def _cut(runs: tuple[str, ...], most: int) -> Iterator[tuple[Decimal, ...]]:
    if not runs:
        yield ()
        return
    if most < len(runs):
        return
    run, rest = runs[0], runs[1:]
    longest = 1 if run[0] == "0" else len(run)
    for length in range(1, longest + 1):
        left = (run[length:], *rest) if length < len(run) else rest
        for figures in _cut(left, most - 1):
            yield (Decimal(run[:length]), *figures)
