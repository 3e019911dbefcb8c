"""`make bench`: how fast reports are read, and how long a full and a no-change build take.

Times are this machine's, medians of several runs; the ratio compares reading with merely decoding
the same bytes in the same run, which holds from machine to machine.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from orchestration.ingest.scan import report_paths
from orchestration.reading.formats.text import decode, parse_text
from orchestration.reading.report import read
from orchestration.settings import PROJECT

_ROUNDS = 7
_COPIES = 40


def median_seconds(work: Callable[[], object], rounds: int = _ROUNDS) -> float:
    """Median wall time of `work` after one run to warm up."""
    work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def bench_reading(documents: list[bytes]) -> None:
    """Reports read a second on one core, and the ratio to cutting the same text into pieces."""
    reading = median_seconds(lambda: [read(data, "report.txt") for data in documents])
    cutting = median_seconds(lambda: [parse_text(decode(data)) for data in documents])
    rate = len(documents) / reading
    print(f"reading text      {rate:8.0f} reports/s on one core ({len(documents)} reports)")
    print(f"                  {reading / cutting:8.1f} × the time to cut the same text into pieces")


def build_seconds(raw: Path, home: Path) -> float:
    """Wall time of one `gongkai build`, start of the program included."""
    command = [sys.executable, "-m", "orchestration.cli", "build"]
    command += ["--raw", str(raw), "--home", str(home)]
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=PROJECT)
    return time.perf_counter() - start


def bench_build(raw: Path, label: str) -> None:
    """A full build, one after a single file was added, and one with nothing to do."""
    with tempfile.TemporaryDirectory() as folder:
        home, copy = Path(folder) / "home", Path(folder) / "raw"
        shutil.copytree(raw, copy)
        full = build_seconds(copy, home)
        shutil.copy(next(report_paths(copy)), copy / "added.txt")
        added = build_seconds(copy, home)
        idle = statistics.median(build_seconds(copy, home) for _ in range(3))
    print(f"full build        {full:8.1f} s ({label})")
    print(f"one file added    {added:8.1f} s")
    print(f"nothing changed   {idle:8.2f} s, {idle / full:.1%} of a full build")


def main() -> None:
    """Run every benchmark and print its figures."""
    raw = PROJECT / "raw"
    documents = [path.read_bytes() for path in report_paths(raw)]
    bench_reading(documents * _COPIES)
    bench_build(raw, f"{len(documents)} reports")


if __name__ == "__main__":
    main()
