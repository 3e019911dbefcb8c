"""Brings schema `raw` of the build's database up to date with what is under `raw/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb
import polars as pl

from orchestration.errors import UserError
from orchestration.ingest import hashes
from orchestration.ingest.attachments import attachments
from orchestration.ingest.frames import attachment_frame, reference_frames
from orchestration.ingest.handover import Frames, Handover, Part
from orchestration.ingest.ledgers.read import read_ledgers
from orchestration.ingest.read_parts import read_parts
from orchestration.ingest.scan import (
    Changes,
    RawFile,
    compare,
    reader_sources,
    reader_version,
    scan,
)
from orchestration.ingest.schemas import READ_TABLES
from orchestration.ingest.work import open_work
from orchestration.progress import tell, timed
from orchestration.settings import Settings


@dataclass(frozen=True, slots=True)
class Ingested:
    """What an ingest did: files newly read, files gone, files left as they were."""

    read: int
    gone: int
    kept: int


def ingest(settings: Settings, *, anew: bool = False) -> Ingested:
    """Read what is new or changed under `raw/`, drop what is gone, and load both.

    `anew`: read once more what was rejected: a reader may have been short of time or memory.

    A document is read again when its bytes or the reader changed, unless other readers have left
    it in the hand-over. All of it becomes visible in one transaction for each part, documents
    last, so that an interrupted ingest is simply continued.

    Raises:
        UserError: files were changed or taken away meanwhile.
    """
    with timed("scan"):
        files = scan(settings.raw, settings.hashes)
    with open_work(settings.work, settings.memory) as con:
        changes = compare(files, _fingerprints(con, anew))
        _say_why_all_is_read_again(con)
        _load_whole(con, reference_frames() | read_ledgers(settings.raw).frames())
        _delete(con, changes.gone)
        _read_and_load(con, settings, changes)
        # what belongs together changes with every file that comes or goes
        joined = attachment_frame(attachments([file.path for file in files]))
        _load_whole(con, {"attachments": joined})
        _account_for(con, files, settings)
    return Ingested(len(changes.to_read), len(changes.gone), changes.kept)


def _account_for(
    con: duckdb.DuckDBPyConnection, files: Iterable[RawFile], settings: Settings
) -> None:
    """Every file that was found is loaded with the bytes it had, and nothing else is."""
    loaded = set(con.execute("select path, sha256 from raw.documents").fetchall())
    differing = loaded ^ {(file.path, file.sha256) for file in files}
    if differing:
        hashes.forget(settings.hashes)  # should one of those be what is wrong
        names = "、".join(sorted({path for path, _ in differing})[:3])
        raise UserError(
            f"读取后核对 raw/ 下的文件，有 {len(differing)} 处对不上：{names}。没有发布。"
            "请重新运行 gongkai build。"
        )


def _fingerprints(con: duckdb.DuckDBPyConnection, anew: bool) -> Mapping[str, str]:
    """Path → SHA-256 of what was read already; none of what is to be read again."""
    query = """
        select path, if(reader_version <> $1 or ($2 and status = 'rejected'), '', sha256)
        from raw.documents
    """
    return dict(con.execute(query, [reader_version(), anew]).fetchall())


def _say_why_all_is_read_again(con: duckdb.DuckDBPyConnection) -> None:
    """Name what has changed of the reader since the last build, and keep what it is now.

    Any form may be the one that a table is told to follow, so that no document can be said not to
    depend on one.
    """
    now = reader_sources()
    rows = con.execute("select name, sha256 from state.reader_sources").fetchall()
    before: Mapping[str, str] = dict(rows)
    changed = sorted({name for name, _ in before.items() ^ now.items()})
    if not changed:
        return
    if before:
        names = "、".join(changed[:5]) + ("等" if len(changed) > 5 else "")
        tell(f"读取程序或表式有变动（{names}）：每份报告都要对照全部表式，因此全部重新读取。")
    con.begin()
    con.execute("delete from state.reader_sources")
    con.executemany("insert into state.reader_sources values (?, ?)", list(now.items()))
    con.commit()


def _load_whole(con: duckdb.DuckDBPyConnection, frames: Frames) -> None:
    """Tables that are small and made anew each time."""
    con.begin()
    for table, rows in frames.items():
        con.execute(f"delete from raw.{table}")
        _insert(con, table, rows)
    con.commit()


def _delete(con: duckdb.DuckDBPyConnection, paths: Iterable[str]) -> None:
    gone = list(paths)
    for table in reversed(READ_TABLES):
        con.execute(f"delete from raw.{table} where path in (select unnest(?))", [gone])


def _read_and_load(con: duckdb.DuckDBPyConnection, settings: Settings, changes: Changes) -> None:
    handover = Handover(settings.handover, reader_version())
    wanted = {file.path: file.sha256 for file in changes.to_read}
    handover.remove_outdated()
    for part in handover.parts():
        _load_part(con, part, wanted)
    rest = [file for file in changes.to_read if file.path in wanted]
    for part in read_parts(handover, settings.raw, rest):
        _load_part(con, part, wanted)


def _load_part(con: duckdb.DuckDBPyConnection, part: Part, wanted: dict[str, str]) -> None:
    """Load what is wanted of a part, strike it off, and take the part away.

    One that was damaged is taken away as it is: its documents are read again.
    """
    with timed("load"):
        try:
            told = part.documents()
            paths = [path for path, sha256 in told.items() if wanted.get(path) == sha256]
            frames = part.frames(paths)
        except (OSError, pl.exceptions.PolarsError):
            part.remove()
            return
        con.begin()
        _delete(con, paths)
        for table in reversed(READ_TABLES):
            _insert(con, table, frames[table])
        con.execute("insert into state.untested_documents select unnest(?)", [paths])
        con.commit()
        part.remove()
    for path in paths:
        del wanted[path]


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: pl.DataFrame) -> None:
    con.register("inserted", rows.to_arrow())
    con.execute(f"insert into raw.{table} by name select * from inserted")
    con.unregister("inserted")
