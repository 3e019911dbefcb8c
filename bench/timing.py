"""Timing: medians over repeats, and a table of what was measured."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table

ROUNDS = 3


def median_seconds(
    work: Callable[[], object],
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.process_time,
) -> float:
    """Median time of `work` after one run to warm up; `process_time` counts this process alone."""
    work()
    times = []
    for _ in range(rounds):
        start = clock()
        work()
        times.append(clock() - start)
    return statistics.median(times)


def median_ratio(
    work: Callable[[], object], yardstick: Callable[[], object], rounds: int = ROUNDS
) -> tuple[float, float]:
    """Median time of `work`, and the median of its ratio to `yardstick`.

    Each round times both, one behind the other, so that a machine that slows down slows both.
    """
    work(), yardstick()
    pairs = [(_seconds(work), _seconds(yardstick)) for _ in range(rounds)]
    return (
        statistics.median(ours for ours, _ in pairs),
        statistics.median(ours / theirs for ours, theirs in pairs),
    )


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def show(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table as soon as it is measured."""
    table = Table(title=title, title_justify="left", min_width=78)
    for number, head in enumerate(heads):
        table.add_column(head, justify="right" if number else "left")
    for row in rows:
        table.add_row(*row)
    Console(width=100).print(table)
