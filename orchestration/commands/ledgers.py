"""`gongkai ledgers`: says what in raw/ledgers/ cannot be used, without building anything."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from orchestration.ingest.ledgers.read import declared, read_ledgers
from orchestration.settings import Settings

MOST_SHOWN = 50
Problem = Sequence[object]


def ledgers_command(settings: Settings) -> int:
    """Check every ledger; exit status 1 where a line of one cannot be used."""
    console = Console(file=sys.stdout)
    found = read_ledgers(settings.raw)
    for ledger in declared().values():
        used = len(found.rows.get(ledger.table, []))
        console.print(f"{ledger.file}：可用 {used} 行（{ledger.about}）", highlight=False)
    rows = found.frames()["ledger_problems"].rows()
    show_problems(console, rows)
    return 1 if rows else 0


def show_problems(console: Console, problems: Sequence[Problem]) -> None:
    """The lines that cannot be used, and what to do: file, line, column, message, remedy."""
    if not problems:
        return
    table = Table("文件", "行", "列", "问题", "办法", title="台账中没有使用的内容")
    for row in problems[:MOST_SHOWN]:
        table.add_row(*("" if one is None else escape(str(one)) for one in row))
    console.print(table)
    if len(problems) > MOST_SHOWN:
        console.print(f"……另有 {len(problems) - MOST_SHOWN} 处。", highlight=False)
