"""Processes that work in this one's stead, and are replaced when they die."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from types import TracebackType
from typing import Generic, Self, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from orchestration.errors import UserError

T = TypeVar("T")  # what is worked on
R = TypeVar("R")  # what comes of it

_MOST_POOLS = 20
_LOOK = 1.0  # seconds between two looks at whether the pool that a result is awaited from lives


@dataclass(frozen=True, slots=True)
class Task(Generic[T, R]):
    """Something being worked on, and the pool that it was given to."""

    of: T
    future: ProcessFuture[R]
    pool: ProcessPool


class Workers(Generic[T, R]):
    """A pool of worker processes; one that breaks is replaced by another.

    A worker that dies while none has anything to do takes the whole pool with it: what had been
    given to that pool is given to the next.
    """

    def __init__(
        self,
        count: int,
        work: Callable[[T], R],
        seconds: float,
        prepare: Callable[[], None],
        *preload: str,
    ) -> None:
        """`work` is done within `seconds` or not at all; `preload`: modules imported only once."""
        self._count, self._work, self._seconds, self._prepare = count, work, seconds, prepare
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(["__main__", prepare.__module__, *preload])
        self._pools = 0
        self._pool = self._begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._pool.close()
        self._end()

    def schedule(self, of: T) -> Task[T, R]:
        """Give something to the workers.

        Raises:
            UserError: pool after pool was killed.
            RuntimeError: the pool takes no more work, though it is not broken.
        """
        while True:
            try:
                future = self._pool.schedule(self._work, args=[of], timeout=self._seconds)
            except RuntimeError:
                if self._pool.active:  # not broken: closed, or no thread to be had
                    raise
                self._end()
                self._pool = self._begin()
            else:
                return Task(of, future, self._pool)

    def result(self, task: Task[T, R], tries: int = 1) -> R:
        """Await what comes of a task; work that a worker died over is tried so often.

        Raises:
            ProcessExpired: the worker died each time.
            TimeoutError: it took too long.
            UserError: pool after pool was killed.
            Exception: whatever the work raised.
        """
        while (error := _error(task)) is not None:
            if isinstance(error, BrokenProcessPool):
                task = self.schedule(task.of)
            elif isinstance(error, ProcessExpired) and tries > 1:
                tries -= 1
                task = self.schedule(task.of)
            else:
                raise error
        return task.future.result()

    def _begin(self) -> ProcessPool:
        self._pools += 1
        if self._pools > _MOST_POOLS:
            raise UserError(
                "读取进程一再被外部终止（可能是内存不足，被系统关闭）。没有发布。"
                "请减少 GONGKAI_WORKERS 或腾出内存后重新运行；已读取的报告不会重读。"
            )
        return ProcessPool(self._count, initializer=self._prepare, context=self._context)

    def _end(self) -> None:
        self._pool.stop()
        self._pool.join()


def _error(task: Task[T, R]) -> BaseException | None:
    """Await a task: what it failed with. A broken pool may never say so of a task given to it as
    it broke."""
    while not wait([task.future], _LOOK).done:
        if not task.pool.active:
            return BrokenProcessPool()
    return task.future.exception()
