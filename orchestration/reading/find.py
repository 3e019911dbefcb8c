"""Looks for a form's tables on a page by their labels."""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.reading.align import Match, align
from orchestration.reading.form import Entry, Table
from orchestration.reading.scrambled import scrambled_heads
from orchestration.reading.words import Words

_LEAST_SHARE = 0.4
LEAST_KNOWN_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Found:
    """A table found on a page: where its labels stand. `score` compares the forms it may follow."""

    table: Table
    entries: tuple[Entry, ...]
    matches: tuple[Match, ...]
    score: float


def known_share(table: Table, words: Words) -> float:
    """How many of the labels that tell the table the page prints somewhere, from 0 to 1."""
    printed = {number for number, _ in words.places(table.telling_numbers)}
    return len(printed) / len(table.telling)


def find(table: Table, words: Words) -> Found | None:
    """Look for `table` on the page; None where too few of its labels are there."""
    entries, figures = table.entries, len(table.naming)
    matches = align(table, words)
    matched = sum(entries[m.label].names_figures for m in matches)
    if matched < figures and (scrambled := scrambled_heads(table, words)):
        matches, matched = scrambled, figures
    if matched < max(2, figures * _LEAST_SHARE):
        return None
    exact = sum(m.is_exact for m in matches)
    # Of two forms that fit alike, the one that explains more of what is printed.
    score = (matched + 0.1 * exact - 0.6 * (figures - matched)) / figures + 0.1 * matched
    return Found(table, entries, tuple(matches), score)
