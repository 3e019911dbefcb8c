"""How far a build is: steps report it here, whoever runs the build may show it."""

from __future__ import annotations

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
