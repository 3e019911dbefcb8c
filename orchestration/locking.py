"""One build at a time: a second one is told so instead of spoiling the first."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestration.errors import UserError

_held: set[Path] = set()


@contextmanager
def build_lock(path: Path) -> Iterator[None]:
    """Hold the build lock; a step within a build that already holds it goes straight on.

    The lock goes with the process, so a build that was killed leaves none behind.

    Raises:
        UserError: another process is building.
    """
    if path in _held:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UserError(f"另一个构建正在进行（{path}）。请等它结束后再试。") from None
        _held.add(path)
        try:
            yield
        finally:
            _held.discard(path)
