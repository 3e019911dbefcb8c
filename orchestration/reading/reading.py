"""What a reader hands on: cells with their provenance, findings, and the reading of a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from orchestration.reading.number import State

Basis = Literal["stated", "inferred"]
Status = Literal["read", "partial", "rejected"]
Severity = Literal["error", "warning", "notice"]


class Cell(NamedTuple):
    """One cell of a form as a report prints it.

    `value` is exact (counts whole, money in yuan) and None unless `state` is "number"; `raw` is the
    text printed at `place`. `row_label` and `column_label` are the form's own words; `note` says,
    in Chinese, why a cell is inferred, unreadable or approximate, and is empty for any other.
    """

    table: str
    form: str
    row: str
    column: str
    value: Decimal | None
    state: State
    basis: Basis
    approximate: bool
    raw: str
    place: str
    row_label: str
    column_label: str
    note: str = ""


class Claim(NamedTuple):
    """A count that the prose states.

    `subject` is what it is of (see claims.yaml), `number` the count, `year` the year it is said of;
    `reason` says, in Chinese, why it cannot be compared with the report's tables, None where it
    can. `phrase` are the words that state it, half-width and without blanks; `sentence` is the
    whole, as printed.
    `sums` are the sums of cells, any of which it may mean, each a list of (row, column).
    """

    subject: str
    number: int
    year: int | None
    reason: str | None
    phrase: str
    sentence: str = ""
    place: str = ""
    sums: tuple[tuple[tuple[str, str], ...], ...] = ()


class ProseSentence(NamedTuple):
    """A sentence of the prose as a fingerprint: a hash of it without its figures, and its length.

    Equal sentences have equal hashes, whichever year they speak of.
    """

    digest: int
    characters: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader could not understand or doubts; `message` is Chinese, for an official."""

    check: str
    severity: Severity
    message: str
    table: str | None = None
    row: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One report as understood. Every identity field is None where it cannot be told.

    `others` are further reports in the same document.

    `claims` are the counts that its prose states, `prose` the fingerprint of its sentences.
    `forms` gives for proactive, requests and reviews the id of the form each table follows.
    """

    sha256: str
    status: Status
    reason: str | None
    format: str = "text"
    title: str | None = None
    agency: str | None = None
    year: int | None = None
    province: str | None = None
    city: str | None = None
    county: str | None = None
    region_code: str | None = None
    level: str | None = None
    kind: str | None = None
    scope: str | None = None
    published: date | None = None
    forms: tuple[tuple[str, str | None], ...] = ()
    cells: tuple[Cell, ...] = ()
    findings: tuple[Finding, ...] = ()
    claims: tuple[Claim, ...] = ()
    prose: tuple[ProseSentence, ...] = ()
    others: tuple[Reading, ...] = ()
