"""`gongkai build`: brings the published warehouse up to date with raw/, and says what it did."""

from __future__ import annotations

import io
import json
import os
import re
import sys
import time
from collections.abc import Iterable
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from orchestration.build import (
    DocumentStatus,
    documents_set_aside,
    ledger_problems,
    up_to_date,
)
from orchestration.commands.bars import bars
from orchestration.commands.changes import show_changes
from orchestration.commands.ledgers import show_problems
from orchestration.errors import UserError, disk_full, full_disk_told, is_disk_full
from orchestration.ingest.hashes import forget
from orchestration.locking import build_lock
from orchestration.progress import Display, shown_by, timed, timings_to, told_to
from orchestration.publish.record import Published, published_build
from orchestration.settings import Settings

if TYPE_CHECKING:
    from dagster import DagsterEvent

_STATUS = {"partial": "部分读出", "rejected": "未采用"}
_MOST_SHOWN = 30
_STOPPED = ("KeyboardInterrupt", "DagsterExecutionInterruptedError")
_CLASS = re.compile(r"^orchestration\.[\w.]+: ")


def build_command(
    settings: Settings, *, force: bool, accept_loss: bool = False, timings: Path | None = None
) -> int:
    """Build unless nothing changed; exit status 0 when the published file is up to date.

    `timings`: a file to write, JSON: seconds by stage.

    Raises:
        UserError: nothing was published; the last published file is as it was.
    """
    console = Console(file=sys.stdout)
    started = time.monotonic()
    stages: dict[str, float] = {}
    with timings_to(stages), full_disk_told(settings.home), build_lock(settings.lock):
        if force:
            forget(settings.hashes)
        record = None if force else up_to_date(settings)
        is_new = record is None
        if record is None:
            record = _build(settings, console, accept_loss, force)
    outcome = "构建完成" if is_new else "没有变化，沿用已有的数据"
    seconds = time.monotonic() - started
    if timings:
        timings.write_text(json.dumps(stages | {"all": seconds}, indent=2), encoding="utf-8")
    _report(console, settings, record, outcome, seconds)
    if is_new:
        show_changes(console, settings.published, record)
    console.print(f"数据文件：{escape(str(settings.published))}", highlight=False, soft_wrap=True)
    return 0


def _build(settings: Settings, console: Console, accept_loss: bool, anew: bool) -> Published:
    told: list[str] = []
    try:
        with bars(console) as display, told_to(told):
            display("准备", 0, 1)
            _materialize(settings, display, accept_loss, anew)
    finally:
        for message in told:
            console.print(escape(message), highlight=False)
    record = published_build(settings.published)
    if record is None:
        raise UserError(f"构建没有产生 {settings.published}。")
    return record


def _materialize(settings: Settings, display: Display, accept_loss: bool, anew: bool) -> None:
    """Run the whole asset graph in this process, as `dagster dev` would."""
    os.environ.update(settings.to_env() | {"DAGSTER_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1"})
    with timed("start"):  # takes seconds; a build without changes does without
        from dagster import DagsterInstance

        from orchestration.definitions import defs
        from orchestration.resources import BuildPlaces

    display("准备", 1, 1)
    raw, home = str(settings.raw), str(settings.home)
    places = BuildPlaces(raw=raw, home=home, accept_loss=accept_loss, anew=anew, is_shown=False)
    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    job = defs.resolve_job_def("build_everything")
    # dbt's own lines would tear the progress display; what failed is told from the events
    hidden = redirect_stdout(io.StringIO())
    with DagsterInstance.ephemeral() as instance, shown_by(display), hidden:
        result = job.execute_in_process(
            run_config=quiet, instance=instance, resources={"places": places}, raise_on_error=False
        )
    if any(map(_is_stopped, result.all_events)):
        raise KeyboardInterrupt
    if not result.success:
        raise UserError(_failure(result.all_events, settings.home))


def _is_stopped(event: DagsterEvent) -> bool:
    """Whether a step ended because somebody stopped the build."""
    error = event.step_failure_data.error if event.is_step_failure else None
    return error is not None and error.cls_name in _STOPPED


def _failure(events: Iterable[DagsterEvent], home: Path) -> str:
    """Why a run failed: in the words of the user's error, else in a line for each failed step."""
    causes: list[str] = []
    for event in events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            while error and error.cause:
                error = error.cause
            message = error.message.strip() if error else "原因不明"
            if is_disk_full(message):
                return disk_full(home)
            # Python writes the error's own class before its message
            causes.append(f"{event.step_key}：{_CLASS.sub('', message)}")
    return "构建失败，未发布新数据；上一次发布的数据保持不变。\n" + "\n".join(causes)


def _report(
    console: Console, settings: Settings, record: Published, outcome: str, seconds: float
) -> None:
    console.print(f"[bold]{outcome}[/]，用时 {seconds:.1f} 秒。", highlight=False)
    console.print(
        f"文件 {record.documents}：已读 {record.read}，部分读出 {record.partial}，"
        f"未采用 {record.rejected}；数字 {record.figures:,}；检查发现 {record.findings}。",
        highlight=False,
    )
    aside = documents_set_aside(settings.published)
    if aside:
        console.print(_set_aside_table(aside[:_MOST_SHOWN]))
    if len(aside) > _MOST_SHOWN:
        console.print(f"……另有 {len(aside) - _MOST_SHOWN} 个，见 raw.documents。", highlight=False)
    show_problems(console, ledger_problems(settings.published))


def _set_aside_table(documents: list[DocumentStatus]) -> Table:
    table = Table("文件", "状态", "原因")
    for document in documents:
        row = (document.path, _STATUS[document.status], document.reason or "")
        table.add_row(*(escape(text) for text in row))
    return table
