"""How far a build is: steps report it here, whoever runs the build may show it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Display = Callable[[str, int, int], None]  # what is being done, how many are done, of how many

_displays: list[Display] = []


def report(what: str, done: int, total: int) -> None:
    """Say that `done` of `total` are done; without a display nothing is shown."""
    for display in _displays:
        display(what, done, total)


@contextmanager
def shown_by(display: Display) -> Iterator[None]:
    """Show progress while the block runs."""
    _displays.append(display)
    try:
        yield
    finally:
        _displays.remove(display)


_listeners: list[list[str]] = []


def tell(message: str) -> None:
    """Say something that whoever runs the build should know (Chinese)."""
    for told in _listeners:
        told.append(message)


@contextmanager
def told_to(told: list[str]) -> Iterator[None]:
    """Gather what is told while the block runs."""
    _listeners.append(told)
    try:
        yield
    finally:
        _listeners.remove(told)


_timings: list[dict[str, float]] = []


class Clock:
    """The time that a stage takes, without what it is paused for."""

    def __init__(self) -> None:
        self._since = time.perf_counter()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Do not count the block."""
        before = time.perf_counter()
        yield
        self._since += time.perf_counter() - before

    def seconds(self) -> float:
        return time.perf_counter() - self._since


@contextmanager
def timed(stage: str) -> Iterator[Clock]:
    """Count the block's time towards a stage of the build, for whoever gathers timings."""
    clock = Clock()
    try:
        yield clock
    finally:
        took(stage, clock.seconds())


def took(stage: str, seconds: float) -> None:
    """Count so many seconds towards a stage of the build; a part of one is named `stage/part`."""
    for timings in _timings:
        timings[stage] = timings.get(stage, 0.0) + seconds


@contextmanager
def timings_to(timings: dict[str, float]) -> Iterator[None]:
    """Gather seconds by stage while the block runs."""
    _timings.append(timings)
    try:
        yield
    finally:
        _timings.remove(timings)
