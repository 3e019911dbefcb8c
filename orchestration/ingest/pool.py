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
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

from pebble import ProcessExpired

from orchestration.ingest.workers import Task, Workers
from orchestration.reading.reading import Reading
from orchestration.reading.report import read

T = TypeVar("T")  # a document to read
R = TypeVar("R")  # what comes of a batch
Reader = Callable[[Path], Reading]
Work = Callable[[Reader, Sequence[T]], R]

MAX_BYTES = 64 * 1024 * 1024
MAX_SECONDS = 90
MAX_MEMORY = 3 * 1024**3

_AGAIN = "可用 gongkai build --force 再读一次"
_FEW = 24
_SMALL = 512 * 1024
_PLAIN = frozenset(("", ".txt", ".text", ".md", ".htm", ".html", ".shtml", ".docx"))
_AHEAD = 4  # batches handed to each worker before the first is done
_BATCH = 8


def read_path(path: Path) -> Reading:
    """Read one document here and now; whatever goes wrong, a reading comes back that says so."""
    if path.is_dir():
        return Reading("", "rejected", "这是指向文件夹的链接，不读其中的文件；请放入文件夹本身")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        return Reading("", "rejected", f"文件打不开：{error.strerror}")
    if len(data) > MAX_BYTES:
        reason = f"文件超过 {MAX_BYTES // 1024 // 1024} MB 的上限"
        return Reading(_fingerprint(path), "rejected", reason)
    try:
        return read(data, _name(path))
    except MemoryError:
        return _failed(path, f"读取所需内存超过 {MAX_MEMORY // 1024**3} GB 的上限")
    except Exception as error:  # a fault of the reader must cost one document, not the build
        message = f"{type(error).__name__}: {error}"[:300]
        return _failed(path, f"读取程序出错（{message}），请把此文件报告给维护者")


def _name(path: Path) -> str:
    """A file's name as it was meant: archives of Chinese Windows hold names in GBK."""
    name = os.fsencode(path.name)
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def read_paths(paths: Sequence[Path]) -> Iterator[Reading]:
    """Read documents in their order, on all cores, each within `MAX_SECONDS` and `MAX_MEMORY`."""

    def failed(path: Path, reason: str) -> list[Reading]:
        return [_failed(path, reason)]

    yield from chain.from_iterable(in_workers(_read_each, paths, Path, failed))


def _read_each(reader: Reader, batch: Sequence[Path]) -> list[Reading]:
    return [reader(path) for path in batch]


def in_workers(
    work: Work[T, R],
    items: Sequence[T],
    place: Callable[[T], Path],
    failed: Callable[[T, str], R],
) -> Iterator[R]:
    """Do `work` on documents, a batch at a time, and yield what comes of it in their order.

    A few small ones of a plain format are read here: workers take longer to start than to read.

    Args:
        work: given the reader and a batch; sent to a worker, so at the top of a module.
        items: the documents; `place` says where one lies.
        failed: what stands for one that timed out, took too much memory or killed its worker,
            with the reason (Chinese).
    """
    paths = [place(item) for item in items]
    if len(items) < _FEW and all(map(_is_plain, paths)):
        if items:
            yield work(read_path, items)
        return
    workers = max(1, min(_cores(), len(items)))
    with Workers(workers, partial(work, read_path), MAX_SECONDS, _prepare, work.__module__) as pool:
        yield from _in_order(pool, failed, items, paths, workers)


def _cores() -> int:
    """How many workers: all cores, or as many as GONGKAI_WORKERS says."""
    wanted = os.environ.get("GONGKAI_WORKERS", "")
    return int(wanted) if wanted.isdigit() and int(wanted) else os.cpu_count() or 1


def _in_order(
    pool: Workers[Sequence[T], R],
    failed: Callable[[T, str], R],
    items: Sequence[T],
    paths: Sequence[Path],
    workers: int,
) -> Iterator[R]:
    waiting: deque[Task[Sequence[T], R]] = deque()
    most = max(1, min(_BATCH, len(items) // (workers * _AHEAD)))
    done = 0
    for size in _batches(paths, most):
        waiting.append(pool.schedule(items[done : done + size]))
        done += size
        if len(waiting) >= workers * _AHEAD:
            yield from _results(pool, failed, waiting.popleft())
    while waiting:
        yield from _results(pool, failed, waiting.popleft())


def _results(
    pool: Workers[Sequence[T], R], failed: Callable[[T, str], R], task: Task[Sequence[T], R]
) -> Iterator[R]:
    """What came of a batch; each document is read alone where one of them spoiled it.

    A worker that died is no proof that the document killed it: it is read once more.
    """
    try:
        yield pool.result(task, tries=1 if len(task.of) > 1 else 2)
    except (ReadingTimeoutError, ProcessExpired, MemoryError) as error:
        if len(task.of) > 1:
            alone = [pool.schedule([item]) for item in task.of]
            for one in alone:
                yield from _results(pool, failed, one)
        else:
            yield failed(task.of[0], _why(error))


def _why(error: BaseException) -> str:
    if isinstance(error, ReadingTimeoutError):
        return f"读取超过 {MAX_SECONDS} 秒的上限，{_AGAIN}"
    if isinstance(error, ProcessExpired):
        return f"读取进程意外终止（代码 {error.exitcode}），文件可能已损坏或有害，{_AGAIN}"
    return f"读取所需内存超过 {MAX_MEMORY // 1024**3} GB 的上限，{_AGAIN}"


def _batches(paths: Iterable[Path], most: int) -> Iterator[int]:
    """How many documents a worker is handed together, as handing over costs more than a small one
    does."""
    count = size = 0
    for path in paths:
        own = _size(path)
        if count and (count >= most or size + own > _SMALL):
            yield count
            count = size = 0
        count += 1
        size += own
    if count:
        yield count


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
