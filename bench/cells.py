"""What one machine does with ten million cells and with a hundred: models, publication, queries.

The cells are written straight into the build's database, then built as any are. The larger size is
the smaller one many times over, each time with agencies of other names.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from bench.direct import fill, publish_models
from bench.process import run
from bench.queries import query_seconds
from bench.timing import show
from orchestration.database import remove_database
from orchestration.progress import timings_to
from orchestration.settings import Settings

_REPORTS = 96_000  # with the cells of their forms, ten million
TIMES = {"10M": 1, "100M": 10}
# A key over a hundred million rows takes more than what a province's build is given.
_MEMORY = {"100M": "12GB"}
_MIB = 1024**2
_STAGES = ("dbt", "copy", "audit", "history", "swap")

_NAME = "{0} || '（' || copies.n || '）' as {0}"
_PATH = "copies.n || '/' || path as path"
# What tells the copies of a table apart.
_APART = {
    "documents": (_PATH, "sha256(copies.n || sha256) as sha256"),
    "readings": (_PATH, _NAME.format("agency")),
    "cells": (_PATH,),
    "roster": (
        _NAME.format("agency"),
        _NAME.format("parent"),
        "cast(line_no + copies.n * 1000000 as integer) as line_no",
    ),
    "successions": (_NAME.format("agency"), _NAME.format("successor")),
    "corrections": (_NAME.format("agency"),),
}


def bench_cells(name: str) -> dict[str, Any]:
    """Fill, build and query a warehouse of a size, and say what it took."""
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings(Path(scratch) / "raw", Path(scratch) / "home")
        start = time.perf_counter()
        fill(settings, _REPORTS)
        cells, reports = _multiply(settings.work, TIMES[name])
        written = time.perf_counter() - start
        memory = _MEMORY.get(name, settings.memory)
        built = run(
            ["env", f"GONGKAI_MEMORY={memory}", sys.executable, "-m", "bench.cells",
             str(settings.raw), str(settings.home)]
        )  # fmt: skip
        found = {
            "size": name,
            "cells": cells,
            "reports": reports,
            "memory": memory,
            "written_seconds": written,
            "built": asdict(built),
            "stages": json.loads(_timings(settings).read_text(encoding="utf-8")),
            "work_mib": settings.work.stat().st_size / _MIB,
            "published_mib": settings.published.stat().st_size / _MIB,
        }
        remove_database(settings.work)
        found["queries"] = query_seconds(settings.published)
    _print(found)
    return found


def _multiply(work: Path, times: int) -> tuple[int, int]:
    """Copy the province so often that it is there `times` over; its cells and reports then."""
    with duckdb.connect(str(work), config={"preserve_insertion_order": False}) as con:
        for table, columns in _APART.items():
            con.execute(f"create temp table one as from raw.{table}")
            for number in range(2, times + 1):
                con.execute(
                    f"insert into raw.{table} select one.* replace ({', '.join(columns)}) "
                    "from one, (select ? as n) as copies",
                    [number],
                )
            con.execute("drop table one")
        counts = "select (select count(*) from raw.cells), (select count(*) from raw.readings)"
        [(cells, reports)] = con.execute(counts).fetchall()
    return cells, reports


def _timings(settings: Settings) -> Path:
    return settings.home / "timings.json"


def _print(found: dict[str, Any]) -> None:
    rows = [
        ("reports", f"{found['reports']:,}"),
        ("cells written, straight into DuckDB", f"{found['written_seconds']:.0f} s"),
        ("models and publication", f"{found['built']['seconds']:.0f} s"),
        *((f"  of it {stage}", f"{found['stages'].get(stage, 0):.0f} s") for stage in _STAGES),
        (f"most memory, DuckDB given {found['memory']}", f"{found['built']['peak_mib']:,.0f} MiB"),
        ("the build's database", f"{found['work_mib']:,.0f} MiB"),
        ("published file", f"{found['published_mib']:,.0f} MiB"),
        *(
            (f"query {number} of the README", f"{seconds:.3f} s")
            for number, seconds in found["queries"].items()
        ),
    ]
    show(f"{found['size']}: {found['cells']:,} cells", ("", "measured"), rows)


def _build(raw: str, home: str) -> None:
    settings = Settings(Path(raw), Path(home))
    timings: dict[str, float] = {}
    with timings_to(timings):
        publish_models(settings)
    _timings(settings).write_text(json.dumps(timings), encoding="utf-8")


if __name__ == "__main__":
    _build(*sys.argv[1:])
