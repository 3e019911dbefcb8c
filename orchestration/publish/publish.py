"""Publishes a build: a copy for readers, audited, then swapped in at once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from orchestration.database import attach, remove_database, sync
from orchestration.dbt import ensure_manifest
from orchestration.errors import UserError, is_disk_full
from orchestration.progress import report, timed
from orchestration.publish.audit import AUDITS, COMPLETE, Copy, audit
from orchestration.publish.copying import copy_table
from orchestration.publish.declared import Table, read_declared
from orchestration.publish.dictionary import write_rules
from orchestration.publish.last import DAMAGED, Last, attach_last, carry_history, is_damaged
from orchestration.publish.meta_schema import create_meta
from orchestration.publish.plan import Plan, load_plan
from orchestration.publish.record import Published, published_build
from orchestration.publish.revisions import log_revisions
from orchestration.publish.updating import ALL, Rows, update_tables
from orchestration.publish.write_record import record_build
from orchestration.settings import Settings

__all__ = ["Published", "publish", "published_build"]

# the oldest DuckDB that analysts use must open the file
_STORAGE: dict[str, str | bool | int | float | list[str]] = {
    "storage_compatibility_version": "v1.5.0"
}


@dataclass(frozen=True, slots=True)
class _Publication:
    """What is published, and from what; `anew`: copy everything, also what has not changed."""

    settings: Settings
    code_version: str
    input_fingerprint: str
    accept_loss: bool
    anew: bool

    @property
    def fresh(self) -> Path:
        return self.settings.published.with_suffix(".new")

    @property
    def continues_last(self) -> bool:
        """Whether the last published file has the same tables, made by the same models."""
        if self.anew:
            return False
        last = published_build(self.settings.published)
        return last is not None and last.code_version == self.code_version


def publish(
    settings: Settings,
    code_version: str,
    input_fingerprint: str,
    *,
    accept_loss: bool = False,
    anew: bool = False,
) -> Published:
    """Copy raw and marts of the build's database to a new file, audit it, and swap it in.

    Where the last published file is of the same code, the new one begins as its copy, and only
    what differs is written: the same rows, in somewhat another order. The history of the last file
    goes over into the new one. Readers of the old file keep it; whoever opens the path next sees
    the new one. The copy stands beside the published file, so that the swap is a rename on one file
    system. Until then the old file is not touched.

    Raises:
        AuditError: the copy breaks an audit; nothing is published then.
        UserError: the published file is held open for writing by another program.
    """
    this = _Publication(settings, code_version, input_fingerprint, accept_loss, anew)
    try:
        try:
            _write(this, has_last=True)
        except duckdb.Error as error:
            if is_disk_full(error) or not is_damaged(settings.published):
                raise
            _write(this, has_last=False)
        with timed("swap"):
            _swap_in(this.fresh, settings.published)
    finally:
        remove_database(this.fresh)
    record = published_build(settings.published)
    if record is None:
        raise UserError(f"发布后的文件 {settings.published} 打不开。")
    return record


def _write(this: _Publication, has_last: bool) -> None:
    """Write the whole copy and audit it."""
    declared = read_declared(ensure_manifest())
    plan = load_plan(declared)
    remove_database(this.fresh)  # what a build that was killed left
    is_update = has_last and this.continues_last
    if is_update:
        with timed("copy"):
            shutil.copyfile(this.settings.published, this.fresh)
    with _writing(this.fresh, this.settings) as con:
        changed = _update(con, plan) if is_update else None
        if changed is None:
            changed = _copy(con, plan)
        unusable = Last(False, False, 0, DAMAGED)
        last = attach_last(con, this.settings.published) if has_last else unusable
        with timed("history"):
            _write_meta(con, plan, last, this)
            write_rules(con, declared)
        rest = [one for one in AUDITS if one is not COMPLETE]
        with timed("audit"):
            audit(Copy(con, plan, last.is_readable, this.accept_loss, changed), rest)


def _update(con: duckdb.DuckDBPyConnection, plan: Plan) -> Mapping[Table, Rows] | None:
    """Write what differs from the last published file, whose copy this is: which rows those are.

    None where it can't be made what was built in that way: then it must be copied as a whole.
    """
    with timed("copy"):
        changed = update_tables(con, plan)
    if changed is None:
        return None
    with timed("audit"):
        is_built = not list(COMPLETE.look(Copy(con, plan, False, False, changed)))
    return changed if is_built else None


def _copy(con: duckdb.DuckDBPyConnection, plan: Plan) -> Mapping[Table, Rows]:
    with timed("copy"):
        for schema in ("raw", "marts"):
            con.execute(f"drop schema if exists {schema} cascade")
        for done, table in enumerate(plan.tables):
            report("发布", done, len(plan.tables))
            copy_table(con, table, plan.key(table))
    changed = dict.fromkeys(plan.tables, ALL)
    with timed("audit"):
        audit(Copy(con, plan, False, False, changed), [COMPLETE])
    return changed


def _write_meta(con: duckdb.DuckDBPyConnection, plan: Plan, last: Last, this: _Publication) -> None:
    create_meta(con)
    if last.is_readable:
        carry_history(con)
    build_no = last.build_no + 1
    is_comparable = last.is_comparable
    log_revisions(con, build_no, code_version=this.code_version, is_comparable=is_comparable)
    build = {
        "build_no": build_no,
        "built_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
        "code_version": this.code_version,
        "input_fingerprint": this.input_fingerprint,
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
