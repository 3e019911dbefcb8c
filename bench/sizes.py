"""Whole builds of a fictional province at three sizes: time by stage, memory, and the proof.

Every figure of the truth must be the warehouse's, or marked, and every planted error be found.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from bench.process import Took, run
from bench.queries import query_seconds
from bench.rival import bench_rival
from bench.timing import show
from orchestration.demo.province.proof import attach_truth, prove
from orchestration.demo.province.write import write_province
from orchestration.ingest.scan import report_paths

_MIB, _GIB = 1024**2, 1024
_MODELS_SHOWN = 8
_STAGES = ("start", "scan", "open", "read", "load", "dbt", "copy", "audit", "history", "swap")


@dataclass(frozen=True, slots=True)
class Size:
    """A province, and what its full build may take."""

    agencies: int
    years: range
    seconds: float
    peak_mib: int


SIZES = {
    "S": Size(117, range(2019, 2024), 30, 1 * _GIB),
    "M": Size(1400, range(2019, 2024), 100, 2 * _GIB),
    "L": Size(6700, range(2010, 2024), 900, 4 * _GIB),
}
_SEED = 1


def bench_size(name: str, folder: Path | None) -> dict[str, Any]:
    """Build the province of a size and say what it took.

    `folder` keeps the province from run to run; without one it is made for this run only.
    """
    with tempfile.TemporaryDirectory() as scratch:
        return _measured(name, province_of(name, folder or Path(scratch)), Path(scratch) / "home")


def province_of(name: str, folder: Path) -> Path:
    """The province of a size under `folder`, written only where it is not there yet."""
    province = folder / name
    if not (province / "truth" / "errors.parquet").exists():
        write_province(province, SIZES[name].agencies, SIZES[name].years, _SEED)
    return province


def _measured(name: str, province: Path, home: Path) -> dict[str, Any]:
    raw = province / "raw"
    late = max(report_paths(raw))
    aside = home.parent / late.name
    count = sum(1 for _ in report_paths(raw))
    shutil.move(late, aside)
    try:
        first, stages = _build(raw, home)
    finally:
        shutil.move(aside, late)
    added, added_stages = _build(raw, home)
    idle, _ = _build(raw, home)
    published = home / "gongkai.duckdb"
    found = {
        "size": name,
        "documents": count,
        "full": asdict(first),
        "stages": stages,
        "models": dict(_models(stages)),
        "one_more": asdict(added),
        "one_more_stages": added_stages,
        "no_change": asdict(idle),
        "published_mib": published.stat().st_size / _MIB,
        "queries": query_seconds(published),
        "proof": _proof(province, published),
    }
    _print(found)
    return found | {"rival": bench_rival(province)}


def _build(raw: Path, home: Path) -> tuple[Took, dict[str, float]]:
    timings = home.parent / "timings.json"
    command = [sys.executable, "-m", "orchestration.cli", "build", "--raw", str(raw)]
    took = run([*command, "--home", str(home), "--timings", str(timings)])
    return took, json.loads(timings.read_text(encoding="utf-8"))


def _models(stages: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """Seconds of each node of dbt, the slowest first."""
    for stage, seconds in sorted(stages.items(), key=lambda one: -one[1]):
        if stage.startswith("dbt/"):
            yield stage.removeprefix("dbt/"), seconds


def _proof(province: Path, published: Path) -> dict[str, Any]:
    with duckdb.connect() as con:
        attach_truth(con, province, published)
        proof = prove(con)
    return {**asdict(proof), "holds": proof.holds}


def _print(found: dict[str, Any]) -> None:
    size = SIZES[found["size"]]
    full, more, idle = found["full"], found["one_more"], found["no_change"]
    count = found["documents"]
    slowest = max(found["queries"].values())
    rows = [
        ("full build", f"{full['seconds']:.1f} s", f"{size.seconds:.0f} s"),
        ("a document", f"{full['seconds'] / count * 1000:.2f} ms", ""),
        ("most memory", f"{full['peak_mib']:.0f} MiB", f"{size.peak_mib} MiB"),
        ("one report more", f"{more['seconds']:.1f} s", "45 s"),
        ("nothing changed", f"{idle['seconds']:.1f} s", "30 s"),
        ("published file", f"{found['published_mib']:.0f} MiB", "600 MiB"),
        ("slowest query of the README", f"{slowest:.3f} s", "0.3 s"),
    ]
    show(f"{found['size']}: {count:,} documents", ("", "measured", "goal"), rows)
    stages = [
        (
            stage,
            f"{found['stages'].get(stage, 0):.1f}",
            f"{found['one_more_stages'].get(stage, 0):.1f}",
        )
        for stage in _STAGES
    ]
    show("Where the time goes, in seconds", ("stage", "full", "one report more"), stages)
    slow = [(name[:60], f"{took:.1f}") for name, took in list(found["models"].items())]
    show("dbt, the slowest", ("node", "seconds"), slow[:_MODELS_SHOWN])
    proof = [(key, f"{value:,}") for key, value in found["proof"].items() if key != "holds"]
    show("Against the truth", ("", "count"), proof)
