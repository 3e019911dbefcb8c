"""How far a long command is: a bar for each step, with its rate and the time that is left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
)
from rich.text import Text

from orchestration.progress import Display

_FEW = 20  # steps of fewer are over before a rate says anything


class _Rate(ProgressColumn):
    """How many a second, and how long it will take yet; at its end how long it took."""

    def render(self, task: Task) -> Text:
        took = task.finished_time if task.finished else task.elapsed
        if not task.total or task.total < _FEW or not took or not task.completed:
            return Text("")
        rate = task.completed / took
        if task.finished:
            return Text(f"{rate:,.0f}/秒，用时 {_clock(took)}")
        return Text(f"{rate:,.0f}/秒，还需 {_clock((task.total - task.completed) / rate)}")


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} 分 {rest:02d} 秒" if minutes else f"{rest} 秒"


@contextmanager
def bars(console: Console) -> Iterator[Display]:
    """Show bars on `console` while the block runs; it is given what moves them."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate())
    with Progress(*columns, console=console) as progress:
        tasks: dict[str, TaskID] = {}

        def display(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=total)
            progress.update(tasks[what], completed=done, total=total)

        yield display
