"""Reads documents, many at a time; one that goes wrong is set aside and never stops the rest.

Documents are hostile: each is read within a limit of time and memory, in a worker that may die.
"""

from __future__ import annotations

import gc
import hashlib
import os
import resource
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import TimeoutError as ReadingTimeoutError
from multiprocessing import get_context
from pathlib import Path

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from orchestration.reading.reading import Reading
from orchestration.reading.report import read

MAX_BYTES = 64 * 1024 * 1024
MAX_SECONDS = 90
MAX_MEMORY = 3 * 1024**3

_FEW = 24
_SMALL = 512 * 1024
_PLAIN = frozenset(("", ".txt", ".text", ".md", ".htm", ".html", ".shtml", ".docx"))
_AHEAD = 4  # batches handed to each worker before the first is done
_BATCH = 8


def read_path(path: Path) -> Reading:
    """Read one document here and now; whatever goes wrong, a reading comes back that says so."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        return Reading("", "rejected", f"文件打不开：{error.strerror}")
    if len(data) > MAX_BYTES:
        reason = f"文件超过 {MAX_BYTES // 1024 // 1024} MB 的上限"
        return Reading(_fingerprint(path), "rejected", reason)
    try:
        return read(data, path.name)
    except MemoryError:
        return _failed(path, f"读取所需内存超过 {MAX_MEMORY // 1024**3} GB 的上限")
    except Exception as error:  # a fault of the reader must cost one document, not the build
        message = f"{type(error).__name__}: {error}"[:300]
        return _failed(path, f"读取程序出错（{message}），请把此文件报告给维护者")


def read_paths(paths: Sequence[Path]) -> Iterator[Reading]:
    """Read documents in their order, on all cores, each within `MAX_SECONDS` and `MAX_MEMORY`.

    A few small ones of a plain format are read here: workers take longer to start than to read.
    """
    if len(paths) < _FEW and all(map(_is_plain, paths)):
        yield from map(read_path, paths)
        return
    workers = max(1, min(os.cpu_count() or 1, len(paths)))
    context = get_context("forkserver")
    context.set_forkserver_preload(["__main__", __name__])  # imported once, not in each worker
    pool = ProcessPool(workers, initializer=_prepare, context=context)
    try:
        yield from _in_order(pool, paths, workers)
        pool.close()
    finally:
        pool.stop()
        pool.join()


def _in_order(pool: ProcessPool, paths: Sequence[Path], workers: int) -> Iterator[Reading]:
    waiting: deque[tuple[list[Path], ProcessFuture[list[Reading]]]] = deque()
    for batch in _batches(paths, max(1, min(_BATCH, len(paths) // (workers * _AHEAD)))):
        waiting.append((batch, _schedule(pool, batch)))
        if len(waiting) >= workers * _AHEAD:
            yield from _results(pool, *waiting.popleft())
    while waiting:
        yield from _results(pool, *waiting.popleft())


def _batches(paths: Iterable[Path], most: int) -> Iterator[list[Path]]:
    """Documents that a worker is handed together, as handing over costs more than a small one."""
    batch: list[Path] = []
    size = 0
    for path in paths:
        own = _size(path)
        if batch and (len(batch) >= most or size + own > _SMALL):
            yield batch
            batch, size = [], 0
        batch.append(path)
        size += own
    if batch:
        yield batch


def _schedule(pool: ProcessPool, batch: list[Path]) -> ProcessFuture[list[Reading]]:
    return pool.schedule(_read_each, args=[read_path, batch], timeout=MAX_SECONDS)


def _read_each(reader: Callable[[Path], Reading], batch: Sequence[Path]) -> list[Reading]:
    return [reader(path) for path in batch]


def _results(
    pool: ProcessPool, batch: list[Path], future: ProcessFuture[list[Reading]]
) -> Iterator[Reading]:
    """The readings of a batch; each document is read alone where one of them spoiled it."""
    if len(batch) > 1 and future.exception() is not None:
        alone = [(path, _schedule(pool, [path])) for path in batch]
        yield from (_result(path, own) for path, own in alone)
    elif len(batch) > 1:
        yield from future.result()
    else:
        yield _result(batch[0], future)


def _result(path: Path, future: ProcessFuture[list[Reading]]) -> Reading:
    try:
        return future.result()[0]
    except ReadingTimeoutError:
        return _failed(path, f"读取超过 {MAX_SECONDS} 秒的上限")
    except ProcessExpired as error:
        return _failed(path, f"读取进程意外终止（代码 {error.exitcode}），文件可能已损坏或有害")
    except MemoryError:
        return _failed(path, f"读取所需内存超过 {MAX_MEMORY // 1024**3} GB 的上限")


def _is_plain(path: Path) -> bool:
    return path.suffix.lower() in _PLAIN and _size(path) <= _SMALL


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _prepare() -> None:
    """Bound a worker's memory; look for garbage seldom, as readings hold no cycles."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


def _failed(path: Path, reason: str) -> Reading:
    return Reading(_fingerprint(path), "rejected", reason)


def _fingerprint(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
