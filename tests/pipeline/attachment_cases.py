"""Invented reports in a page and its attachments, written under a folder raw/."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

from orchestration.demo.compose import compose
from orchestration.demo.document import Report
from orchestration.demo.figures import random_figures
from orchestration.demo.identity import load_regions, random_identity
from orchestration.demo.layouts import layouts
from orchestration.demo.printing import random_manner
from orchestration.demo.sheets import sheets_of
from orchestration.demo.wording import random_wording

YEAR = 2021
Figures = Mapping[tuple[str, str], Decimal | None]
_LAYOUTS = {layout.name: layout for layout in layouts()}


class Case:
    """One invented report; `figures` is what its tables print."""

    def __init__(self, raw: Path, seed: int) -> None:
        rng = Random(seed)
        figures = random_figures("2021", rng, with_errors=False)
        identity = random_identity(rng, (YEAR,), load_regions())
        manner = random_manner(rng, has_cells=True)
        sheets = sheets_of(figures, random_wording(rng), manner, rng, YEAR)
        self.raw, self.rng = raw, rng
        self.agency = identity.agency
        self.published = identity.published
        self.report = compose(identity, figures, tuple(sheets.sheets), rng)
        self.figures: Figures = {key: one.value for key, one in sheets.printed.items()}

    def write(self, path: str, layout: str, change: Callable[[Report], Report]) -> None:
        """Write what `change` leaves of the report."""
        target = self.raw / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_LAYOUTS[layout].write(change(self.report), self.rng))


def prose(report: Report) -> Report:
    """The page without its tables."""
    return replace(report, sheets=())


def tables(*numbers: int, title: str = "附件") -> Callable[[Report], Report]:
    """Tables (from 0) alone, without a word of who reports."""

    def change(report: Report) -> Report:
        sheets = tuple(report.sheets[number] for number in numbers)
        return replace(report, title=title, before=(), sheets=sheets, after=(), host="", info="")

    return change
