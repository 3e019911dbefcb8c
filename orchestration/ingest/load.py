"""Brings schema `raw` of the build's database up to date with what is under `raw/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from orchestration.errors import UserError
from orchestration.ingest.attachments import attachments
from orchestration.ingest.frames import attachment_frame, reading_frames, reference_frames
from orchestration.ingest.ledgers.read import read_ledgers
from orchestration.ingest.pool import read_paths
from orchestration.ingest.scan import Changes, RawFile, compare, reader_version, scan
from orchestration.ingest.schemas import READ_TABLES
from orchestration.ingest.work import open_work
from orchestration.progress import report
from orchestration.reading.reading import Reading
from orchestration.settings import Settings

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Ingested:
    """What an ingest did: files newly read, files gone, files left as they were."""

    read: int
    gone: int
    kept: int


def ingest(settings: Settings) -> Ingested:
    """Read what is new or changed under `raw/`, drop what is gone, and load both.

    A document is read again when its bytes or the reader changed. All of it becomes visible in one
    transaction for each batch, documents last, so that an interrupted ingest is simply continued.
    """
    files = scan(settings.raw)
    with open_work(settings.work) as con:
        changes = compare(files, _fingerprints(con))
        _load_whole(con, reference_frames() | read_ledgers(settings.raw).frames(), settings.parquet)
        _delete(con, changes.gone)
        _read_and_load(con, settings, changes)
        # what belongs together changes with every file that comes or goes
        joined = attachment_frame(attachments([file.path for file in files]))
        _load_whole(con, {"attachments": joined}, settings.parquet)
        _account_for(con, files)
    return Ingested(len(changes.to_read), len(changes.gone), changes.kept)


def _account_for(con: duckdb.DuckDBPyConnection, files: Iterable[RawFile]) -> None:
    """Every file that was found is loaded with the bytes it had, and nothing else is."""
    loaded = set(con.execute("select path, sha256 from raw.documents").fetchall())
    differing = loaded ^ {(file.path, file.sha256) for file in files}
    if differing:
        names = "、".join(sorted({path for path, _ in differing})[:3])
        raise UserError(
            f"读取后核对 raw/ 下的文件，有 {len(differing)} 处对不上：{names}。没有发布。"
            "请重新运行 gongkai build。"
        )


def _fingerprints(con: duckdb.DuckDBPyConnection) -> Mapping[str, str]:
    """Path → SHA-256 of what this version of the reader has read already."""
    rows = con.execute(
        "select path, sha256 from raw.documents where reader_version = ?", [reader_version()]
    ).fetchall()
    stale = con.execute(
        "select path, '' from raw.documents where reader_version <> ?", [reader_version()]
    ).fetchall()
    return dict(rows + stale)


def _load_whole(
    con: duckdb.DuckDBPyConnection, frames: Mapping[str, pl.DataFrame], folder: Path
) -> None:
    """Tables that are small and made anew each time."""
    _write(frames, folder)
    con.begin()
    for table in frames:
        con.execute(f"delete from raw.{table}")
        _insert(con, table, folder)
    con.commit()


def _delete(con: duckdb.DuckDBPyConnection, paths: Iterable[str]) -> None:
    gone = list(paths)
    for table in reversed(READ_TABLES):
        con.execute(f"delete from raw.{table} where path in (select unnest(?))", [gone])


def _read_and_load(con: duckdb.DuckDBPyConnection, settings: Settings, changes: Changes) -> None:
    total = len(changes.to_read)
    batch: list[tuple[RawFile, Reading]] = []
    paths = [settings.raw / file.path for file in changes.to_read]
    readings = zip(changes.to_read, read_paths(paths), strict=True)
    for done, (file, reading) in enumerate(readings, 1):
        batch.append((file, reading))
        report("读取报告", done, total)
        if len(batch) == _BATCH or done == total:
            _load(con, batch, settings.parquet)
            batch = []


def _load(
    con: duckdb.DuckDBPyConnection, batch: list[tuple[RawFile, Reading]], folder: Path
) -> None:
    _write(reading_frames(batch, reader_version()), folder)
    con.begin()
    _delete(con, [file.path for file, _ in batch])
    for table in reversed(READ_TABLES):
        _insert(con, table, folder)
    con.commit()


def _write(frames: Mapping[str, pl.DataFrame], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in frames.items():
        rows.write_parquet(folder / f"{table}.parquet")


def _insert(con: duckdb.DuckDBPyConnection, table: str, folder: Path) -> None:
    path = str(folder / f"{table}.parquet")
    con.execute(f"insert into raw.{table} by name select * from read_parquet(?)", [path])
