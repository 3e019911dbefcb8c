"""Which files under `raw/` are attachments of which page, told by where they lie and their names.

Told from names alone, so that a rule can be read off a listing: whatever is not certain joins
nothing. Whether the two then are one report, their contents decide (dbt: int_attachments_judged).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

Rule = Literal["same_name", "marked_name", "own_folder", "only_page"]

_WEB = frozenset(
    (".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml", ".jsp", ".asp", ".aspx", ".php")
)
_TEXT = frozenset((".txt", ".text", ".md"))
_DOCUMENTS = frozenset(
    (".doc", ".docx", ".wps", ".rtf", ".pdf", ".ofd", ".xls", ".xlsx", ".et", ".ods", ".odt")
)
_MARK = re.compile("附件|附表")
_BETWEEN = " \u3000_-—－–·.([{（［【〔之的"
_FOLDER = re.compile(r"(?P<page>.+?)(?:[._]files|[ _\-—－–]?附件)")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file and the page that it belongs to, as paths below `raw/`, and the rule that says so."""

    path: str
    page: str
    rule: Rule


class _Folders:
    """The files under `raw/` by folder and stem."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.of_stem: dict[tuple[str, str], list[PurePosixPath]] = defaultdict(list)
        self.in_folder: dict[str, list[PurePosixPath]] = defaultdict(list)
        for path in map(PurePosixPath, paths):
            self.of_stem[str(path.parent), path.stem].append(path)
            self.in_folder[str(path.parent)].append(path)

    def page(self, folder: str, stem: str) -> PurePosixPath | None:
        """The file of that name that is the page: the only one, else the only web page or text."""
        named = self.of_stem.get((folder, stem), [])
        for kinds in (_WEB, _TEXT):
            pages = [path for path in named if path.suffix.lower() in kinds]
            if pages:
                return pages[0] if len(pages) == 1 else None
        return named[0] if len(named) == 1 else None

    def only_page(self, folder: str) -> PurePosixPath | None:
        """The one page of a folder that holds nothing else but attachments."""
        stems = {path.stem for path in self.in_folder[folder] if _is_plain(path)}
        return self.page(folder, stems.pop()) if len(stems) == 1 else None


def attachments(paths: Sequence[str]) -> list[Attachment]:
    """Every file that is another's attachment, sorted by path; `paths` are all below `raw/`."""
    folders = _Folders(paths)
    found = {
        str(path): told for path in map(PurePosixPath, paths) if (told := _told(path, folders))
    }
    return [Attachment(path, _root(path, found), found[path][1]) for path in sorted(found)]


def _told(path: PurePosixPath, folders: _Folders) -> tuple[str, Rule] | None:
    for page, rule in _candidates(path, folders):
        if page is not None and page != path:
            return str(page), rule
    return None


def _candidates(
    path: PurePosixPath, folders: _Folders
) -> Iterator[tuple[PurePosixPath | None, Rule]]:
    folder, is_document = str(path.parent), path.suffix.lower() in _DOCUMENTS
    if is_document:
        yield folders.page(folder, path.stem), "same_name"
    for mark in reversed(list(_MARK.finditer(path.stem))):
        stem = path.stem[: mark.start()].rstrip(_BETWEEN)
        yield folders.page(folder, stem), "marked_name"
    above, named = str(path.parent.parent), _FOLDER.fullmatch(path.parent.name)
    if named and is_document:
        yield folders.page(above, named["page"]), "own_folder"
    if not _is_plain(path):
        yield folders.page(above, path.parent.name) if folder != "." else None, "own_folder"
        yield folders.only_page(folder), "only_page"


def _is_plain(path: PurePosixPath) -> bool:
    """Whether a name does not begin with 附件 or 附表: such a one says whose it is by its place."""
    return _MARK.match(path.stem) is None


def _root(path: str, found: Mapping[str, tuple[str, Rule]]) -> str:
    """The page at the end of the chain: an attachment's attachment is its page's."""
    seen = {path}
    while path in found and found[path][0] not in seen:
        path = found[path][0]
        seen.add(path)
    return path
