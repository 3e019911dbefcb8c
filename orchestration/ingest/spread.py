"""Reading spread over many workers: documents are shared out by the first digit of their hash.

Each share is read by whoever takes it on and left in the hand-over; the next build loads what is
there and reads the rest itself. Readers open no database but the published file, read-only.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import polars as pl

from orchestration.database import attach
from orchestration.errors import UserError
from orchestration.ingest.handover import Handover
from orchestration.ingest.read_parts import read_parts
from orchestration.ingest.scan import RawFile, reader_version, scan
from orchestration.settings import Settings

SHARES = tuple("0123456789abcdef")
_LISTING = {"path": pl.String, "sha256": pl.String, "size": pl.Int64}


def _handover(settings: Settings) -> Handover:
    return Handover(settings.handover, reader_version())


def list_raw(settings: Settings) -> int:
    """Write down every file under `raw/` with its hash, once for all shares; how many there are.

    Raises:
        UserError: there is no such folder.
    """
    files = scan(settings.raw, settings.hashes)
    rows = [(file.path, file.sha256, file.size) for file in files]
    _handover(settings).write_listing(pl.DataFrame(rows, schema=_LISTING, orient="row"))
    return len(files)


def read_share(settings: Settings, share: str) -> int:
    """Read the listed documents of a share that nobody has read yet; how many there were.

    Raises:
        UserError: nothing is listed, or files were taken away meanwhile.
    """
    handover = _handover(settings)
    listing = handover.listing()
    if listing is None:
        raise UserError(f"{settings.handover} 里没有文件清单：请先生成资产 handover/listing。")
    known = dict(_published(settings, handover.version)) | dict(handover.documents())
    listed = (RawFile(*row) for row in listing.iter_rows())
    files = [
        file for file in listed if file.sha256[:1] == share and known.get(file.path) != file.sha256
    ]
    for _ in read_parts(handover, settings.raw, files, share):
        pass
    return len(files)


def _published(settings: Settings, version: str) -> Mapping[str, str]:
    """Path → SHA-256 of what this reader read for the published file; nothing without one."""
    if not settings.published.exists():
        return {}
    query = "select path, sha256 from file.raw.documents where reader_version = ?"
    try:
        with duckdb.connect() as con:
            attach(con, settings.published, "file")
            return dict(con.execute(query, [version]).fetchall())
    except duckdb.Error:  # damaged or of another make: read again
        return {}
