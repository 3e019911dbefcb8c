"""What was read of documents, on its way from whoever read them to the database: parts in Parquet.

Readers only add parts, and the load alone takes them away: any number of readers may work at once,
on this machine or on others, and the folder may lie in an object store (`GONGKAI_HANDOVER`, a URL
that universal_pathlib opens).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl
from upath import UPath

from orchestration.ingest.schemas import READ_TABLES

Frames = Mapping[str, pl.DataFrame]  # a frame for each of READ_TABLES

_LAST = "documents"  # written last: a part that has it is whole
_LISTING = "listing.parquet"


@dataclass(frozen=True, slots=True)
class Part:
    """Some documents as read: a folder of one Parquet file for each table."""

    folder: UPath

    def documents(self) -> Mapping[str, str]:
        """Path → SHA-256 of the documents in it."""
        return dict(self._table(_LAST).select("path", "sha256").iter_rows())

    def frames(self, paths: list[str]) -> Frames:
        """The tables, of these documents only."""
        return {
            table: self._table(table).filter(pl.col("path").is_in(paths)) for table in READ_TABLES
        }

    def remove(self) -> None:
        """Take the part away; first what makes it whole, so that no half of it is taken for one."""
        (self.folder / f"{_LAST}.parquet").unlink(missing_ok=True)
        for file in self.folder.iterdir():
            file.unlink(missing_ok=True)
        self.folder.rmdir()

    def _table(self, name: str) -> pl.DataFrame:
        with (self.folder / f"{name}.parquet").open("rb") as file:
            return pl.read_parquet(file)


@dataclass(frozen=True, slots=True)
class Handover:
    """The parts that one version of the reader has written; other versions' are never taken."""

    root: UPath
    version: str

    def put(self, share: str, frames: Frames) -> Part:
        """Write a part; the same documents give the same part, whoever writes it."""
        known = frames[_LAST].select("path", "sha256").sort("path").rows()
        name = hashlib.sha256(repr(known).encode()).hexdigest()[:16]
        folder = self.root / self.version / share / name
        folder.mkdir(parents=True, exist_ok=True)
        for table in sorted(READ_TABLES, key=lambda table: table == _LAST):
            _write(folder / f"{table}.parquet", frames[table])
        return Part(folder)

    def parts(self) -> Iterator[Part]:
        """Every whole part, in order of name."""
        for mark in sorted((self.root / self.version).glob(f"*/*/{_LAST}.parquet"), key=str):
            yield Part(mark.parent)

    def remove_outdated(self) -> None:
        """Take away the parts of other versions of the reader: nobody will load them."""
        for mark in list(self.root.glob(f"*/*/*/{_LAST}.parquet")):
            if mark.parents[2].name != self.version:
                Part(mark.parent).remove()

    def documents(self) -> Mapping[str, str]:
        """Path → SHA-256 of every document that has been read and not been loaded yet."""
        return {path: sha256 for part in self.parts() for path, sha256 in part.documents().items()}

    def write_listing(self, listing: pl.DataFrame) -> None:
        """Keep what there is to read, for readers that cannot look for themselves: path, sha256,
        size."""
        self.root.mkdir(parents=True, exist_ok=True)
        _write(self.root / _LISTING, listing)

    def listing(self) -> pl.DataFrame | None:
        """What `write_listing` kept, or None."""
        path = self.root / _LISTING
        if not path.exists():
            return None
        with path.open("rb") as file:
            return pl.read_parquet(file)


def _write(path: UPath, frame: pl.DataFrame) -> None:
    """Write a file that is there as a whole or not at all."""
    writing = path.with_name(f"{path.name}.writing")
    with writing.open("wb") as file:
        frame.write_parquet(file, compression="lz4")
    writing.rename(path)
