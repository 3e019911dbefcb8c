"""Runs a command and says what it took: wall time, and the most memory of all its processes."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from orchestration.settings import PROJECT

_PAUSE = 1.0  # seconds between two looks at the memory: a look costs some milliseconds a process


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of wall time, and the peak of all processes' proportional memory in MiB."""

    seconds: float
    peak_mib: float


def run(command: Sequence[str]) -> Took:
    """Run a command in the project's folder, without a word.

    Raises:
        RuntimeError: it failed; the message is its own.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip
    watch = _Watch(process.pid)
    watch.start()
    said, _ = process.communicate()
    seconds = time.perf_counter() - start
    watch.end()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{said}")
    return Took(seconds, watch.peak / 1024)


class _Watch(threading.Thread):
    """Looks again and again at what the processes of a session hold together."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session = session
        self._has_ended = threading.Event()
        self.peak = 0

    def run(self) -> None:
        while not self._has_ended.wait(_PAUSE):
            self.peak = max(self.peak, sum(_kib(pid) for pid, _ in members(self._session)))

    def end(self) -> None:
        self._has_ended.set()
        self.join()


def members(session: int) -> list[tuple[int, int]]:
    """The processes of a session, each with its parent."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, IndexError):
            # after the name in brackets: state, parent, group, session
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[3]) == session:
                found.append((int(stat.parent.name), int(fields[1])))
    return found


def _kib(process: int) -> int:
    """Pages shared by several processes count in parts: forked workers share most of theirs."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
