"""What is under `raw/`: every file with its fingerprint, and what has changed since last time."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from orchestration.errors import UserError
from orchestration.ingest import hashes
from orchestration.reading.formats.ocr import is_installed
from orchestration.reading.region import REGIONS_CSV

_READER = Path(__file__).resolve().parents[1] / "reading"
UNREADABLE = ""  # in place of the hash of a file that cannot be opened
_ESCAPED = re.compile(rb"\\x([0-9a-f]{2})")
_NOT_REPORTS = frozenset(("README.md", "ledgers"))  # at the top of raw/ only


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file under `raw/`; `path` is relative to it, with forward slashes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What a build has to do: `to_read` is new or changed, `gone` was there last time."""

    to_read: tuple[RawFile, ...]
    gone: tuple[str, ...]
    kept: int


def report_paths(raw: Path) -> Iterator[Path]:
    """Every report file below `raw`, in order of path; hidden files and raw's README are none.

    A link to a folder is one of them: it is not followed, and set aside like any that is no report.

    Raises:
        UserError: `raw` is no folder, or one below it cannot be listed.
    """
    return (raw / name for name in _names(raw))


def count_reports(raw: Path) -> int:
    """How many report files there are below `raw`.

    Raises:
        UserError: as `report_paths`.
    """
    return sum(1 for _ in _names(raw))


def _names(raw: Path) -> Iterator[str]:
    """Paths of the report files, below `raw`, as the system has them."""
    if not raw.is_dir():
        raise UserError(
            f"找不到原始报告文件夹 {raw}。请建立它，或用 --raw 或 GONGKAI_RAW 指明位置。"
        )
    for folder, folders, names in os.walk(raw, onerror=_not_listed):
        below = os.path.relpath(folder, raw)
        prefix = "" if below == "." else below + os.sep
        hidden = [name for name in (*folders, *names) if name.startswith(".")]
        skipped = {*hidden, *(() if prefix else _NOT_REPORTS)}
        links = {name for name in folders if os.path.islink(os.path.join(folder, name))}
        folders[:] = sorted(set(folders) - skipped - links)
        yield from (prefix + name for name in sorted({*names, *links} - skipped))


def _not_listed(error: OSError) -> None:
    """Its reports would be taken for gone."""
    raise UserError(
        f"文件夹 {error.filename} 打不开（{error.strerror}），没有构建。"
        "请检查其权限和所在磁盘，然后重新运行。"
    )


def scan(raw: Path, index: Path | None = None) -> tuple[RawFile, ...]:
    """Fingerprint every report file below `raw`, sorted by path.

    One that cannot be opened, as a link to nothing, has the hash `""`; one that vanishes meanwhile
    is not there.
    `index`: where hashes are kept from build to build, of files that have not changed since.
    """
    if index:
        hashes.recall(index)
    names = list(_names(raw))
    found = []
    for name in names:
        try:
            found.append(_fingerprint(raw, name))
        except OSError:
            if os.path.lexists(os.path.join(raw, name)):
                found.append(RawFile(_told(name), UNREADABLE, 0))
    if index:
        hashes.keep(index, [os.path.join(raw, name) for name in names])
    return tuple(sorted(found, key=lambda file: file.path))


def fingerprint(path: Path, raw: Path) -> RawFile:
    """One file below `raw`, with its hash.

    Raises:
        OSError: it cannot be read.
    """
    return _fingerprint(raw, os.path.relpath(path, raw))


def _fingerprint(raw: Path, name: str) -> RawFile:
    path = os.path.join(raw, name)
    seen = os.stat(path)
    return RawFile(_told(name), hashes.sha256(path, seen), seen.st_size)


def _told(name: str) -> str:
    """With forward slashes; a name that is no UTF-8 (of an archive unpacked wrongly) is escaped."""
    encoded = name.replace(os.sep, "/").encode("utf-8", "surrogateescape")
    return encoded.decode("utf-8", "backslashreplace")


def located(raw: Path, told: str) -> Path:
    """Where a file lies that a scan told of, whose name may have been escaped."""
    path = raw / told
    if "\\x" not in told or os.path.lexists(path):
        return path
    name = _ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), told.encode())
    return raw / os.fsdecode(name)


def compare(now: tuple[RawFile, ...], before: Mapping[str, str]) -> Changes:
    """Compare with the last build's fingerprints (path → SHA-256)."""
    to_read = tuple(file for file in now if before.get(file.path) != file.sha256)
    gone = tuple(sorted(set(before) - {file.path for file in now}))
    return Changes(to_read, gone, len(now) - len(to_read))


def fingerprint_files(paths: Iterator[Path], root: Path) -> str:
    """One hash over names and contents of files."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


@lru_cache(maxsize=1)
def reader_sources() -> Mapping[str, str]:
    """What a reading depends on besides the document, each with its hash: the reader's code, forms
    and identities, the regions, and whether OCR is installed."""
    sources = (path for path in _READER.rglob("*") if path.suffix in (".py", ".yaml"))
    hashes = {path.relative_to(_READER).as_posix(): _hash(path) for path in sorted(sources)}
    return hashes | {"regions.csv": _hash(REGIONS_CSV), "ocr": str(is_installed())}


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@lru_cache(maxsize=1)
def reader_version() -> str:
    """Changes with anything in `reader_sources`: reports are then read again."""
    return hashlib.sha256(repr(sorted(reader_sources().items())).encode()).hexdigest()[:16]
