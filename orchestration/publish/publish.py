"""Publishes a build: a copy for readers, audited, then swapped in at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from orchestration.database import attach, remove_database, sync
from orchestration.dbt import ensure_manifest
from orchestration.errors import UserError, is_disk_full
from orchestration.progress import report, timed
from orchestration.publish.audit import AUDITS, COMPLETE, Copy, audit
from orchestration.publish.copying import copy_table
from orchestration.publish.dictionary import write_rules
from orchestration.publish.last import DAMAGED, Last, attach_last, carry_history, is_damaged
from orchestration.publish.meta_schema import create_meta
from orchestration.publish.plan import Plan, load_plan
from orchestration.publish.record import Published, published_build
from orchestration.publish.revisions import log_revisions
from orchestration.publish.write_record import record_build
from orchestration.settings import Settings

__all__ = ["Published", "publish", "published_build"]

# the oldest DuckDB that analysts use must open the file
_STORAGE: dict[str, str | bool | int | float | list[str]] = {
    "storage_compatibility_version": "v1.5.0"
}


def publish(
    settings: Settings, code_version: str, input_fingerprint: str, *, accept_loss: bool = False
) -> Published:
    """Copy raw and marts of the build's database to a new file, audit it, and swap it in.

    The history of the last published file goes over into the new one. Readers of the old file keep
    it; whoever opens the path next sees the new one. The copy stands beside the published file, so
    that the swap is a rename on one file system. Until then the old file is not touched.

    Raises:
        AuditError: the copy breaks an audit; nothing is published then.
        UserError: the published file is held open for writing by another program.
    """
    fresh = settings.published.with_suffix(".new")
    version = (code_version, input_fingerprint)
    try:
        try:
            _write(settings, fresh, version, accept_loss, has_last=True)
        except duckdb.Error as error:
            if is_disk_full(error) or not is_damaged(settings.published):
                raise
            _write(settings, fresh, version, accept_loss, has_last=False)
        with timed("swap"):
            _swap_in(fresh, settings.published)
    finally:
        remove_database(fresh)
    record = published_build(settings.published)
    if record is None:
        raise UserError(f"发布后的文件 {settings.published} 打不开。")
    return record


def _write(
    settings: Settings, fresh: Path, version: tuple[str, str], accept_loss: bool, has_last: bool
) -> None:
    """Write the whole copy and audit it."""
    plan = load_plan(ensure_manifest())
    remove_database(fresh)  # what a build that was killed left
    with _writing(fresh, settings) as con:
        with timed("copy"):
            for done, table in enumerate(plan.tables):
                report("发布", done, len(plan.tables))
                copy_table(con, table, plan.key(table))
        with timed("audit"):
            audit(Copy(con, plan, False, accept_loss), [COMPLETE])
        unusable = Last(False, False, 0, DAMAGED)
        last = attach_last(con, settings.published) if has_last else unusable
        with timed("history"):
            _write_meta(con, plan, last, version)
        rest = [one for one in AUDITS if one is not COMPLETE]
        with timed("audit"):
            audit(Copy(con, plan, last.is_readable, accept_loss), rest)


def _write_meta(
    con: duckdb.DuckDBPyConnection, plan: Plan, last: Last, version: tuple[str, str]
) -> None:
    create_meta(con)
    write_rules(con, ensure_manifest())
    if last.is_readable:
        carry_history(con)
    build_no = last.build_no + 1
    is_comparable = last.is_comparable
    log_revisions(con, build_no, code_version=version[0], is_comparable=is_comparable)
    build = {
        "build_no": build_no,
        "built_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
        "code_version": version[0],
        "input_fingerprint": version[1],
        "is_compared": is_comparable,
        "note": last.note,
    }
    record_build(con, plan.tables, build)


@contextmanager
def _writing(fresh: Path, settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    config = _STORAGE | {"memory_limit": settings.memory, "preserve_insertion_order": False}
    with duckdb.connect(str(fresh), config=config) as con:
        attach(con, settings.work, "work")
        yield con
        with timed("swap"):
            con.execute("checkpoint")


def _swap_in(fresh: Path, published: Path) -> None:
    """Put the finished file in the place of the old one, on the disk too."""
    if Path(f"{fresh}.wal").exists():
        raise UserError(f"{fresh} 没有写完整，没有发布。请重新运行 gongkai build。")
    sync(fresh)
    # a log left by somebody who wrote to the old file would be poured into the new one
    Path(f"{published}.wal").unlink(missing_ok=True)
    os.replace(fresh, published)
    sync(published.parent)
