"""Which files under `raw/` are attachments of which page, told by where they lie and their names.

Told from names alone, so that a rule can be read off a listing: whatever is not certain joins
nothing. Whether the two then are one report, their contents decide (dbt: int_attachments_judged).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from posixpath import splitext
from typing import Literal, NamedTuple

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


class _File(NamedTuple):
    """A path below `raw/` in its parts; `folder` is empty at the top, `suffix` in small letters."""

    path: str
    folder: str
    stem: str
    suffix: str


def _file(path: str) -> _File:
    folder, _, name = path.rpartition("/")
    stem, suffix = splitext(name)
    return _File(path, folder, stem, suffix.lower())


class _Folders:
    """The files under `raw/` by folder and stem."""

    def __init__(self, files: Iterable[_File]) -> None:
        self.of_stem: dict[tuple[str, str], list[_File]] = defaultdict(list)
        self.in_folder: dict[str, list[_File]] = defaultdict(list)
        for file in files:
            self.of_stem[file.folder, file.stem].append(file)
            self.in_folder[file.folder].append(file)

    def page(self, folder: str, stem: str) -> _File | None:
        """The file of that name that is the page: the only one, else the only web page or text."""
        named = self.of_stem.get((folder, stem), [])
        for kinds in (_WEB, _TEXT):
            pages = [file for file in named if file.suffix in kinds]
            if pages:
                return pages[0] if len(pages) == 1 else None
        return named[0] if len(named) == 1 else None

    def only_page(self, folder: str) -> _File | None:
        """The one page of a folder that holds nothing else but attachments."""
        stems = {file.stem for file in self.in_folder[folder] if _is_plain(file)}
        return self.page(folder, stems.pop()) if len(stems) == 1 else None


def attachments(paths: Sequence[str]) -> list[Attachment]:
    """Every file that is another's attachment, sorted by path; `paths` are all below `raw/`."""
    files = [_file(path) for path in paths]
    folders = _Folders(files)
    found = {file.path: told for file in files if (told := _told(file, folders))}
    return [Attachment(path, _root(path, found), found[path][1]) for path in sorted(found)]


def _told(file: _File, folders: _Folders) -> tuple[str, Rule] | None:
    for page, rule in _candidates(file, folders):
        if page is not None and page != file:
            return page.path, rule
    return None


def _candidates(file: _File, folders: _Folders) -> Iterator[tuple[_File | None, Rule]]:
    is_document = file.suffix in _DOCUMENTS
    if is_document:
        yield folders.page(file.folder, file.stem), "same_name"
    for mark in reversed(list(_MARK.finditer(file.stem))):
        stem = file.stem[: mark.start()].rstrip(_BETWEEN)
        yield folders.page(file.folder, stem), "marked_name"
    above, _, name = file.folder.rpartition("/")
    named = _FOLDER.fullmatch(name)
    if named and is_document:
        yield folders.page(above, named["page"]), "own_folder"
    if not _is_plain(file):
        yield folders.page(above, name) if file.folder else None, "own_folder"
        yield folders.only_page(file.folder), "only_page"


def _is_plain(file: _File) -> bool:
    """Whether a name does not begin with 附件 or 附表: such a one says whose it is by its place."""
    return _MARK.match(file.stem) is None


def _root(path: str, found: Mapping[str, tuple[str, Rule]]) -> str:
    """The page at the end of the chain: an attachment's attachment is its page's."""
    seen = {path}
    while path in found and found[path][0] not in seen:
        path = found[path][0]
        seen.add(path)
    return path
