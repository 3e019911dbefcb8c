"""How long a full build takes, one after a file was added, and one with nothing to do."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.timing import show
from orchestration.ingest.scan import report_paths
from orchestration.settings import PROJECT


def build_seconds(raw: Path, home: Path) -> float:
    """Wall time of one `gongkai build`, start of the program included."""
    command = [sys.executable, "-m", "orchestration.cli", "build"]
    command += ["--raw", str(raw), "--home", str(home)]
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=PROJECT)
    return time.perf_counter() - start


def bench_build(raw: Path) -> None:
    """A full build of `raw`, one after a single file was added, and one with nothing to do."""
    with tempfile.TemporaryDirectory() as folder:
        home, copy = Path(folder) / "home", Path(folder) / "raw"
        shutil.copytree(raw, copy)
        count = sum(1 for _ in report_paths(copy))
        full = build_seconds(copy, home)
        shutil.copy(next(report_paths(copy)), copy / "added.txt")
        added = build_seconds(copy, home)
        idle = statistics.median(build_seconds(copy, home) for _ in range(3))
    rows = [
        ("all of it", f"{full:.1f}", "100%"),
        ("one file added", f"{added:.1f}", f"{added / full:.0%}"),
        ("nothing changed", f"{idle:.2f}", f"{idle / full:.1%}"),
    ]
    show(f"Build of {count} reports", ("gongkai build", "seconds", "of a full build"), rows)
