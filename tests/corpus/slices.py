"""Runs numbers 0 to count over every core, in slices, and hands back what each slice found."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

Found = TypeVar("Found")

_SLICE = 50


def over_all_cores(
    work: Callable[[range], Found], count: int, slice_of: int = _SLICE
) -> list[Found]:
    """`work` over ranges of numbers that together are 0 to `count`, in worker processes.

    Raises:
        BrokenProcessPool: a worker died, which no document may bring about.
    """
    ranges = [range(at, min(at + slice_of, count)) for at in range(0, count, slice_of)]
    workers = min(os.cpu_count() or 1, len(ranges))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(work, ranges))


def how_many(variable: str, default: int) -> int:
    """How many documents to read: `variable` of the environment, else few, so that it is quick."""
    return int(os.environ.get(variable, default))
