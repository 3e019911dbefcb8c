"""`make bench`: how fast reports are read, and how long a full and a no-change build take.

Times are this machine's; ratios are to the library underneath on the same bytes in the same run,
which holds from machine to machine. Everything read is made by the generator from a fixed seed.
"""

from __future__ import annotations

from bench.build import bench_build
from bench.reading import bench_all_cores, bench_formats
from orchestration.settings import PROJECT


def main() -> None:
    """Run every benchmark and print its figures."""
    bench_formats()
    bench_all_cores()
    bench_build(PROJECT / "raw")


if __name__ == "__main__":
    main()
