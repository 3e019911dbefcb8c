"""A build from the outside: what it would start from, whether it is needed, and what came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from orchestration.dbt import project_version
from orchestration.ingest.ledgers.read import scan_ledgers
from orchestration.ingest.scan import (
    RawFile,
    count_reports,
    fingerprint_files,
    reader_version,
    scan,
)
from orchestration.progress import timed
from orchestration.publish.publish import Published, publish, published_build
from orchestration.settings import PROJECT, Settings

_SET_ASIDE = """
with joined as (
    select attached_to, count(*) as attachments
    from warehouse.marts.fct_raw_files
    where attached_to is not null
    group by attached_to
)
select
    files.document_path,
    files.status,
    concat_ws(
        '；',
        files.reason,
        '已与 ' || joined.attachments || ' 个附件合为一份报告',
        '已并入“' || files.attached_to || '”'
    )
from warehouse.marts.fct_raw_files as files
left join joined on files.document_path = joined.attached_to
where files.status <> 'read'
order by files.status desc, files.document_path
"""


# What a build was made from, as its database remembers it.
_INPUTS = (
    "select path, sha256, size_bytes from raw.documents order by path",
    "select path, sha256, size from raw.ledger_files order by path",
)


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """How one file fared: `status` is read, partial or rejected, with its reason."""

    path: str
    status: str
    reason: str | None


def code_version() -> str:
    """The release, and a hash of the code that builds."""
    package = PROJECT / "orchestration"
    code = fingerprint_files((p for p in package.rglob("*") if p.suffix == ".py"), package)
    return f"{version('gongkai')}+{code}.{project_version()}"


def input_fingerprint(files: Sequence[RawFile]) -> str:
    """One hash over everything a build depends on: reports, ledgers, reader, models."""
    digest = hashlib.sha256(f"{reader_version()} {code_version()}".encode())
    for file in files:
        digest.update(f"{file.path}\0{file.sha256}\n".encode())
    return digest.hexdigest()


def up_to_date(settings: Settings) -> Published | None:
    """The published build if nothing it depends on has changed since, else None."""
    published = published_build(settings.published)
    if published is None:
        return None
    with timed("scan"):
        if count_reports(settings.raw) != published.documents:
            return None  # without a look at every file: the build takes that anyway
        files = (*scan(settings.raw, settings.hashes), *scan_ledgers(settings.raw))
    return published if published.input_fingerprint == input_fingerprint(files) else None


def loaded_fingerprint(settings: Settings) -> str:
    """The fingerprint of what the build's database holds now."""
    with duckdb.connect(str(settings.work), read_only=True) as con:
        files = [RawFile(*row) for table in _INPUTS for row in con.execute(table).fetchall()]
    return input_fingerprint(files)


def publish_build(
    settings: Settings, *, accept_loss: bool = False, anew: bool = False
) -> Published:
    """Publish what the build's database holds."""
    fingerprint = loaded_fingerprint(settings)
    return publish(settings, code_version(), fingerprint, accept_loss=accept_loss, anew=anew)


def documents_set_aside(path: Path) -> list[DocumentStatus]:
    """The documents of a published file that were not read in full, each with its reason.

    A page and its attachments may have little each and be a whole report together: that is said.
    """
    return [DocumentStatus(*row) for row in _ask(path, _SET_ASIDE)]


def ledger_problems(path: Path) -> list[tuple[Any, ...]]:
    """What ledgers hold that was not used: file, line, column, message, remedy."""
    query = "select * from warehouse.raw.ledger_problems order by file, line_no, column_name"
    return _ask(path, query)


def _ask(path: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as con:
        con.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as warehouse (read_only)")
        return con.execute(query).fetchall()
