"""Reads documents in workers and hands them over in parts, each of some hundred documents."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from orchestration.errors import UserError
from orchestration.ingest.frames import reading_frames
from orchestration.ingest.handover import Frames, Handover, Part
from orchestration.ingest.pool import Reader, in_workers
from orchestration.ingest.scan import RawFile, located
from orchestration.ingest.schemas import READ_TABLES
from orchestration.progress import report, timed
from orchestration.reading.reading import Reading

PART = 1000  # documents


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, where it lies, and the version of the reader that is asked for."""

    file: RawFile
    path: Path
    version: str


def read_parts(
    handover: Handover, raw: Path, files: Sequence[RawFile], share: str = "all"
) -> Iterator[Part]:
    """Read files below `raw` and yield them part by part, in their order, as they are written.

    Raises:
        UserError: files were taken away meanwhile.
    """
    sources = [Source(file, located(raw, file.path), handover.version) for file in files]
    done = 0
    batch: list[Frames] = []
    with timed("read") as clock:
        for frames in in_workers(read_frames, sources, _path, _failed):
            batch.append(frames)
            done += frames["documents"].height
            report("读取报告", done, len(sources))
            if done == len(sources) or _size(batch) >= PART:
                part = handover.put(share, _joined(batch))
                batch = []
                with clock.paused():
                    yield part
    _say_what_vanished(sources)


def read_frames(reader: Reader, batch: Sequence[Source]) -> Frames:
    """What a worker does with a batch: the tables of schema `raw` for it."""
    readings = ((source.file, reader(source.path)) for source in batch)
    return reading_frames(readings, batch[0].version)


def _path(source: Source) -> Path:
    return source.path


def _failed(source: Source, reason: str) -> Frames:
    reading = Reading(source.file.sha256, "rejected", reason)
    return reading_frames([(source.file, reading)], source.version)


def _size(batch: Sequence[Frames]) -> int:
    return sum(frames["documents"].height for frames in batch)


def _joined(batch: Sequence[Frames]) -> Frames:
    return {table: pl.concat([frames[table] for frames in batch]) for table in READ_TABLES}


def _say_what_vanished(sources: Sequence[Source]) -> None:
    gone = [source.file.path for source in sources if not os.path.lexists(source.path)]
    if gone:
        raise UserError(
            f"读取期间 raw/ 里少了 {len(gone)} 个文件：{'、'.join(gone[:3])}。没有发布。"
            "请在文件齐全后重新运行 gongkai build。"
        )
