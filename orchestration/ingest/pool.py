"""Reads documents, many at a time; one that goes wrong is set aside and never stops the rest."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from orchestration.ingest.scan import RawFile
from orchestration.reading.formats.text import MAX_BYTES
from orchestration.reading.reading import Reading
from orchestration.reading.report import read

_TOO_FEW_FOR_WORKERS = 24
_CHUNK = 16


def read_path(path: Path) -> Reading:
    """Read one document; whatever goes wrong, a reading comes back that says so."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        return Reading("", "rejected", f"文件打不开：{error.strerror}")
    try:
        return read(data, path.name)
    except Exception as error:  # a fault of the reader must cost one document, not the build
        reason = f"读取程序出错（{type(error).__name__}: {error}），请把此文件报告给维护者"
        return Reading(hashlib.sha256(data).hexdigest(), "rejected", reason)


def _read_named(task: tuple[str, str]) -> tuple[str, Reading]:
    raw, path = task
    return path, read_path(Path(raw) / path)


def read_files(raw: Path, files: Sequence[RawFile]) -> Iterator[tuple[str, Reading]]:
    """Read files below `raw`, in their order, on all cores where that pays."""
    tasks = [(str(raw), file.path) for file in files]
    if len(tasks) < _TOO_FEW_FOR_WORKERS:
        yield from map(_read_named, tasks)
        return
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers, mp_context=get_context("forkserver")) as pool:
        yield from pool.map(_read_named, tasks, chunksize=_CHUNK)
