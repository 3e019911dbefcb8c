"""`make bench`: how fast reports are read, how long builds take, how fast the dashboard answers.

Times are this machine's; ratios are to the library underneath on the same bytes in the same run,
which holds from machine to machine. Everything read is made by the generator from a fixed seed.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from bench.build import bench_build
from bench.dashboard import bench_dashboard
from bench.reading import bench_all_cores, bench_formats
from orchestration.settings import PROJECT

SUBJECTS = ("reading", "build", "dashboard")


def main() -> None:
    """Run the benchmarks asked for, all without a word, and print their figures."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("subjects", nargs="*", choices=[*SUBJECTS, []], help="all where none")
    parser.add_argument("--reports", type=int, default=100_000, help="reports behind the dashboard")
    parser.add_argument(
        "--folder", type=Path, help="where its province is kept from run to run; else made anew"
    )
    asked = parser.parse_args()
    subjects = asked.subjects or SUBJECTS
    if "reading" in subjects:
        bench_formats()
        bench_all_cores()
    if "build" in subjects:
        bench_build(PROJECT / "raw")
    if "dashboard" in subjects:
        with tempfile.TemporaryDirectory() as folder:
            bench_dashboard(asked.folder or Path(folder), asked.reports)


if __name__ == "__main__":
    main()
