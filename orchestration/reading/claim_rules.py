"""The wordings of counts in prose as data: loads `claims.yaml` and expands it over the forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from orchestration.reading.form import Form, FormCell, load_forms, read_yaml
from orchestration.reading.identities import Key

CLAIMS_FILE = Path(__file__).parent / "claims.yaml"
COUNT = "#"


class Sum(NamedTuple):
    """One of the sums that a count may mean, in one form: its cells, and which sum it is.

    `name` is empty for the first and plainest; `row_label` and `column_label` are the form's words.
    """

    form: str
    subject: str
    number: int
    name: str
    table: str
    row_label: str
    column_label: str
    keys: tuple[Key, ...]


@dataclass(frozen=True)
class Subject:
    """What a count may be of; `topic` is what its sentence must be speaking of."""

    id: str
    topic: str
    label: str


@dataclass(frozen=True)
class Rules:
    """The wordings, compiled. `wording` has a group `s<n>` for each of `subjects`."""

    subjects: tuple[Subject, ...]
    wording: re.Pattern[str]
    count: re.Pattern[str]
    topic: re.Pattern[str]
    words: Mapping[str, re.Pattern[str]]


def _joined(text: str) -> str:
    return "".join(text.split())


def _wordings(raw: Mapping[str, Any], parts: Mapping[str, str]) -> Iterator[str]:
    for wording in raw["wordings"]:
        text = wording
        for name, part in parts.items():
            text = text.replace(f"{{{name}}}", f"(?:{part})")
        yield text


def _with_links(wording: str, links: str) -> str:
    """The wording with the words that may stand before its count."""
    if COUNT not in wording:
        return f"(?:{wording})(?:{links}){{0,3}}{COUNT}"
    before, after = wording.split(COUNT)
    return f"(?:{before})(?:{links}){{0,2}}{COUNT}(?:{after})"


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """Load the wordings, once."""
    raw = read_yaml(CLAIMS_FILE)
    parts = {name: _joined(part) for name, part in raw["parts"].items()}
    links, fillers = _joined(raw["links"]), _joined(raw["fillers"])
    groups = []
    for number, subject in enumerate(raw["subjects"]):
        each = (_with_links(one, links) for one in _wordings(subject, parts))
        groups.append(f"(?P<s{number}>{'|'.join(each)})")
    names = "|".join(groups)
    # Atomic, so that no clause can make the fillers be tried in every combination.
    pattern = (
        f"(?>(?:{fillers}){{0,6}})(?P<who>[\u4e00-\u9fff、]{{0,30}}?)(?:{fillers}){{0,4}}"
        f"(?:{names})(?:{_joined(raw['tails'])})?"
    )
    topics = "|".join(f"(?P<{name}>{_joined(words)})" for name, words in raw["topics"].items())
    units = raw["units"]
    count = (
        rf"(?P<digits>(?<![\d.\-~/])(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}}))(?:{units})(?!次)"
        rf"|(?P<han>[零〇一二两三四五六七八九十百千]{{1,9}})(?:{units})(?!次)"
    )
    words = {
        name: re.compile(_joined(raw[name]))
        for name in ("cumulative", "this_year", "last_year", "subgroup", "whole", "part_of_whole",
                     "beyond_own", "own", "documents_of_office")
    }  # fmt: skip
    return Rules(
        tuple(Subject(s["subject"], s["topic"], s["label"]) for s in raw["subjects"]),
        re.compile(pattern),
        re.compile(count),
        re.compile(topics),
        words,
    )


@lru_cache(maxsize=1)
def claim_sums() -> tuple[Sum, ...]:
    """What each subject's count may mean in each form, the plainest sum first."""
    forms = {form.id: form for form in load_forms()}
    return tuple(
        sum_
        for raw in read_yaml(CLAIMS_FILE)["subjects"]
        for form in forms.values()
        for sum_ in _sums_of(raw, form)
    )


def _sums_of(raw: Mapping[str, Any], form: Form) -> Iterator[Sum]:
    mine = [about for about in raw["about"] if form.id in about["forms"]]
    for number, about in enumerate(mine, 1):
        cells = list(_cells(form, about["sum"]))
        tables = {table for table, _ in cells}
        row_label, column_label = _labels(raw["label"], [cell for _, cell in cells])
        keys = tuple((cell.row, cell.column) for _, cell in cells)
        name = about.get("name", "")
        # Spread over two tables, it is told by the last of them, which has the reviews' numbers.
        yield Sum(form.id, raw["subject"], number, name, sorted(tables)[-1], row_label,
                  column_label, keys)  # fmt: skip


def _cells(form: Form, wanted: Iterable[str]) -> Iterator[tuple[str, FormCell]]:
    cells = [(table.name, cell) for table in form.tables for _, cell in table.cells()]
    for term in wanted:
        row, column = term.split("/")
        found = [(t, c) for t, c in cells if c.column == column and _is_row(c.row, row)]
        if not found:
            raise ValueError(f"{CLAIMS_FILE.name}: {term} is no cell of form {form.id}")
        yield from found


def _is_row(row: str, wanted: str) -> bool:
    return row.startswith(wanted[:-1]) if wanted.endswith(".*") else row == wanted


def _labels(label: str, cells: list[FormCell]) -> tuple[str, str]:
    """Row and column in the form's own words: of one cell, of its group, else the subject's."""
    rows = {cell.labels[0] for cell in cells}
    groups = {cell.line.group if cell.line else None for cell in cells}
    columns = {cell.labels[1] for cell in cells}
    column = columns.pop() if len(columns) == 1 else "总计"
    if len(rows) == 1:
        return rows.pop(), column
    group = groups.pop() if len(groups) == 1 else None
    return group or label, column
