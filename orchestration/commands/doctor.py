"""`gongkai doctor`: whether all is in order for a build and for the dashboard; changes nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from orchestration.doctor import installation, places, warehouse
from orchestration.doctor.result import Result
from orchestration.settings import Settings

_SIGNS = {"ok": "正常", "notice": "[yellow]注意[/]", "fault": "[bold red]有问题[/]"}


def doctor_command(settings: Settings) -> int:
    """Print what was found; exit status 1 where something is wrong, else 0."""
    console = Console(file=sys.stdout)
    found = list(examine(settings))
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for result in found:
        words = escape(result.message)
        if result.remedy:
            words += f"\n[bold]处理[/]：{escape(result.remedy)}"
        table.add_row(_SIGNS[result.state], result.subject, words)
    console.print(table, highlight=False)
    faults = sum(result.state == "fault" for result in found)
    console.print(f"有 {faults} 处问题。" if faults else "没有问题。", highlight=False)
    return 1 if faults else 0


def examine(settings: Settings) -> Iterator[Result]:
    """Everything there is to look at, in order."""
    yield from installation.look()
    yield from places.look(settings)
    yield from warehouse.look(settings)
