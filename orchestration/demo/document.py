"""What the generator hands over: a document's bytes with the truth beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from orchestration.demo.identity import Identity
from orchestration.demo.printing import Printed
from orchestration.demo.prose import Stated
from orchestration.demo.sheets import Sheet
from orchestration.reading.identities import Key


@dataclass(frozen=True)
class Truth:
    """What a document says. `forms` gives the form of proactive, requests and reviews.

    An identity field is None where the page does not tell it, or where no region of that level
    applies. `unknown_rows` are printed labels that no form knows: to be reported, not read.
    `open_fields` are identity fields on which no one truth is agreed; `stated` are the counts that
    the prose states plainly.
    """

    agency: str | None
    year: int | None
    province: str | None
    city: str | None
    county: str | None
    level: str | None
    kind: str | None
    published: date | None
    forms: Mapping[str, str]
    cells: Mapping[Key, Printed]
    unknown_rows: tuple[str, ...] = ()
    open_fields: frozenset[str] = frozenset()
    stated: tuple[Stated, ...] = ()


@dataclass(frozen=True)
class Document:
    """A generated document. `truth` is None where it is no report and must be rejected."""

    name: str
    data: bytes
    truth: Truth | None
    layout: str
    format: str
    form: str


@dataclass(frozen=True)
class Report:
    """A report before it is laid out: its title, prose and tables.

    `before` are the paragraphs up to the first table, `after` those behind the last; `host` is
    the site that carries it, nothing where the site must not tell. `info` is the site's line
    under the title: published when, by whom, read how often; `stated` what its prose counts.
    """

    title: str
    before: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    after: tuple[str, ...]
    identity: Identity
    host: str
    info: str = ""
    stated: tuple[Stated, ...] = ()
