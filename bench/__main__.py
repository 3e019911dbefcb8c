"""`make bench`: how fast reports are read, what builds take, how fast the dashboard answers.

Times are this machine's; ratios are to the library underneath on the same bytes in the same run,
which holds from machine to machine. Everything read is made by the generator from a fixed seed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.cells import TIMES, bench_cells
from bench.dashboard import bench_dashboard
from bench.faults import bench_faults
from bench.reading import bench_all_cores, bench_formats
from bench.results import compare, keep, machine
from bench.sizes import SIZES, bench_size
from bench.soak import bench_soak
from bench.timing import show
from orchestration.errors import UserError

_RESULTS = Path(__file__).parent / "results"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("subjects", nargs="*", choices=[*_SUBJECTS, []], help="all where none")
    parser.add_argument(
        "--sizes",
        nargs="+",
        choices=SIZES,
        default=["S", "M"],
        help="of builds; faults take the last",
    )
    parser.add_argument("--cells", nargs="+", choices=TIMES, default=[*TIMES], help="in DuckDB")
    parser.add_argument("--reports", type=int, default=100_000, help="reports behind the dashboard")
    parser.add_argument("--rounds", type=int, default=40, help="builds of the soak")
    parser.add_argument(
        "--folder", type=Path, help="where provinces are kept from run to run; else made anew"
    )
    parser.add_argument("--results", type=Path, default=_RESULTS, help="where results are kept")
    parser.add_argument("--compare", nargs=2, type=Path, metavar="JSON", help="two kept results")
    return parser


def _reading(_: argparse.Namespace) -> None:
    bench_formats()
    bench_all_cores()


def _builds(asked: argparse.Namespace) -> list[dict[str, Any]]:
    return [bench_size(name, asked.folder) for name in asked.sizes]


def _dashboard(asked: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench_dashboard(asked.folder or Path(folder), asked.reports)


def _cells(asked: argparse.Namespace) -> list[dict[str, Any]]:
    return [bench_cells(name) for name in asked.cells]


def _soak(asked: argparse.Namespace) -> dict[str, Any]:
    return bench_soak(asked.rounds)


def _faults(asked: argparse.Namespace) -> list[dict[str, Any]]:
    return bench_faults(asked.sizes[-1], asked.folder)


_SUBJECTS: dict[str, Callable[[argparse.Namespace], Any]] = {
    "reading": _reading,
    "build": _builds,
    "dashboard": _dashboard,
    "soak": _soak,
    "cells": _cells,
    "faults": _faults,
}
_LONG = ("soak", "cells", "faults")


def main() -> int:
    """Run the benchmarks asked for (but for the longest, all), print their figures, keep them."""
    asked = _parser().parse_args()
    if asked.compare:
        try:
            compare(*asked.compare)
        except UserError as error:
            print(error, file=sys.stderr)
            return 1
        return 0
    show("The machine", ("", ""), list(machine().items()))
    results = {}
    for name in asked.subjects or [subject for subject in _SUBJECTS if subject not in _LONG]:
        results[name] = _SUBJECTS[name](asked)
    told = {name: found for name, found in results.items() if found}
    if told:
        print(f"kept: {keep(asked.results, told)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
