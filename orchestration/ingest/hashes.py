"""Hashes of files, kept from build to build.

A file whose inode, size and times are as they were when it was hashed is not read again, as git
does. No write leaves the time of a file's last change as it was, whatever its other times are set
to; but times tell changes apart by ticks of the clock only, so that what is fresh is hashed again.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable
from pathlib import Path

import polars as pl

_WHOLE = 1 << 20  # bytes; a smaller file is read in one piece
_FRESH = 2.0  # seconds
_SCHEMA: dict[str, type[pl.DataType]] = {
    "path": pl.String,
    "inode": pl.UInt64,
    **dict.fromkeys(("size", "modified", "changed"), pl.Int64),
    "sha256": pl.String,
}

State = tuple[int, int, int, int]
_known: dict[str, tuple[State, str]] = {}
_kept: dict[Path, int] = {}  # how many each index has; -1 where one lacks some


def sha256(path: str, seen: os.stat_result) -> str:
    """The hash of a file that was just looked at.

    Raises:
        OSError: it cannot be read.
    """
    state = (seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)
    known = _known.get(path)
    if known is not None and known[0] == state:
        return known[1]
    digest = _digest(path, seen.st_size)
    if 0 < time.time() - seen.st_ctime > _FRESH:
        _known[path] = (state, digest)
        _kept.update(dict.fromkeys(_kept, -1))
    return digest


def _digest(path: str, size: int) -> str:
    with open(path, "rb") as file:
        if size > _WHOLE:
            return hashlib.file_digest(file, "sha256").hexdigest()
        return hashlib.sha256(file.read()).hexdigest()


def recall(index: Path) -> None:
    """Take over what an earlier build kept there, once; without it, or damaged, all is hashed."""
    if index in _kept:
        return
    try:
        rows = pl.read_parquet(index, schema=_SCHEMA).rows()
    except (OSError, pl.exceptions.PolarsError):
        rows = []
    for path, *state, digest in rows:
        _known.setdefault(path, (tuple(state), digest))
    _kept[index] = len(rows)


def keep(index: Path, paths: Iterable[str]) -> None:
    """Keep the hashes of these files for the next build."""
    kept = [path for path in paths if path in _known and path.isprintable()]
    if _kept.get(index) == len(kept):
        return
    rows = [(path, *_known[path][0], _known[path][1]) for path in kept]
    found = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    index.parent.mkdir(parents=True, exist_ok=True)
    unfinished = index.with_suffix(".new")
    found.write_parquet(unfinished)
    os.replace(unfinished, index)
    _kept[index] = len(kept)


def forget(index: Path) -> None:
    """Hash every file again from now on."""
    _known.clear()
    _kept.clear()
    index.unlink(missing_ok=True)
