"""Results kept as JSON, with the machine and the versions they were measured on, and compared."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.timing import show
from orchestration.errors import UserError

_PACKAGES = ("gongkai", "duckdb", "dbt-core", "dbt-duckdb", "dagster", "polars", "streamlit")
_CPU, _MEMORY = Path("/proc/cpuinfo"), Path("/proc/meminfo")


def machine() -> dict[str, str]:
    """Processor, cores, memory, system, and versions."""
    about = {
        "processor": _line(_CPU, "model name"),
        "cores": str(os.cpu_count()),
        "memory": _line(_MEMORY, "MemTotal"),
        "system": platform.platform(),
        "python": platform.python_version(),
    }
    return about | {name: version(name) for name in _PACKAGES}


def _line(path: Path, key: str) -> str:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")


def keep(folder: Path, results: Mapping[str, Any]) -> Path:
    """Write a run's results; a file a run, named by its time."""
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now().astimezone()
    path = folder / f"{now:%Y%m%d-%H%M%S}.json"
    told = {"at": now.isoformat(timespec="seconds"), "machine": machine(), **results}
    path.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return path


def compare(before: Path, after: Path) -> None:
    """Print every number that both runs have, and the ratio of the later to the earlier.

    Raises:
        UserError: a file is no results.
    """
    old, new = dict(_numbers(_read(before))), dict(_numbers(_read(after)))
    rows = [
        (key, f"{old[key]:.3f}", f"{new[key]:.3f}", f"{new[key] / old[key]:.2f}")
        for key in old
        if key in new and old[key]
    ]
    show(f"{before.name} → {after.name}", ("", "before", "after", "ratio"), rows)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{path}：不是测量结果（{error}）。") from None


def _numbers(found: Any, name: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(found, dict):
        for key, value in found.items():
            yield from _numbers(value, f"{name}/{key}" if name else str(key))
    elif isinstance(found, int | float) and not isinstance(found, bool):
        yield name, float(found)
