"""Damaged documents: no crash, each accounted for, no figure stated that the damage did not write.

`GONGKAI_DAMAGED` sets how many documents are damaged. A fault is printed with the number of its
document: `_damaged(number)` makes that one again.
"""

from __future__ import annotations

import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

import pytest

from orchestration.demo.printing import Printed
from orchestration.reading.identities import Key
from orchestration.reading.reading import Cell, Reading
from orchestration.reading.report import read
from tests.corpus.damage import edited, random_edits, random_strikes, struck
from tests.corpus.hits import edits_of_bytes, rows_hit
from tests.corpus.marked import Marked, marked
from tests.corpus.slices import how_many, over_all_cores

SEED = 20261231
COUNT = how_many("GONGKAI_DAMAGED", 700)
_SHARE_OF_BYTES = 0.3
_SHOWN = 25


class Damaged(NamedTuple):
    """A document after damage, and the figures (`hit`) that the damage may have written itself."""

    made: Marked
    data: bytes
    how: str
    hit: set[Key]


class Seen(NamedTuple):
    """What came back from reading a damaged document."""

    number: int
    layout: str
    how: str
    status: str
    reason: str | None
    stated: int
    crash: str
    contradictions: list[str]


def _damaged(number: int) -> Damaged:
    made = marked(SEED, number)
    rng = Random(f"damage/{SEED}/{number}")
    if rng.random() < _SHARE_OF_BYTES:
        whole, strikes = made.document.data, random_strikes(made.document.data, rng)
        hit = rows_hit(made, edits_of_bytes(made, strikes))
        return Damaged(made, struck(whole, strikes), f"{len(strikes)} strikes at bytes", hit)
    edits = random_edits(made, rng)
    how = "; ".join(f"{made.source[e.start : e.end]!r:.60} → {e.text!r:.60}" for e in edits)
    data = made.written(edited(made.source, edits))
    return Damaged(made, data, how, rows_hit(made, edits))


def _seen(number: int) -> Seen:
    damaged = _damaged(number)
    document = damaged.made.document
    try:
        reading = read(damaged.data, document.name)
    except Exception:  # whatever it is, the reader must not raise it
        crash = "".join(traceback.format_exc().splitlines(keepends=True)[-5:])
        return Seen(number, document.layout, damaged.how, "", None, 0, crash, [])
    assert isinstance(reading, Reading)
    stated = [cell for cell in _cells(reading) if cell.basis == "stated"]
    wrong = list(_contradictions(damaged, stated))
    status, reason = reading.status, reading.reason
    return Seen(number, document.layout, damaged.how, status, reason, len(stated), "", wrong)


def _cells(reading: Reading) -> Iterator[Cell]:
    for one in (reading, *reading.others):
        yield from one.cells


def _contradictions(damaged: Damaged, stated: Sequence[Cell]) -> Iterator[str]:
    """Stated cells that the truth contradicts in rows that the damage did not hit."""
    assert damaged.made.document.truth is not None
    truth = damaged.made.document.truth.cells
    for cell in stated:
        key = (cell.row, cell.column)
        if cell.state == "unreadable" or key in damaged.hit or _agrees(cell, truth.get(key)):
            continue
        if key not in truth and _is_row_hit(damaged, [c.raw for c in stated if c.row == cell.row]):
            continue
        true = truth[key].text if key in truth else "not on the page"
        yield f"{'/'.join(key)}: {cell.state} {cell.raw!r} at {cell.place}, true {true!r}"


def _is_row_hit(damaged: Damaged, raws: Sequence[str]) -> bool:
    """Whether a row that was hit prints all of these: damage may make it another of the form's.

    It may take some of its figures too.
    """
    assert damaged.made.document.truth is not None
    texts: dict[str, set[str]] = defaultdict(set)
    for key in damaged.hit:
        texts[key[0]].add(damaged.made.document.truth.cells[key].text)
    return any(row.issuperset(filter(None, raws)) for row in texts.values())


def _agrees(cell: Cell, printed: Printed | None) -> bool:
    if printed is None:
        return cell.state != "number"
    return (cell.value, cell.state) == (printed.value, printed.state)


def _slice(numbers: range) -> list[Seen]:
    return [_seen(number) for number in numbers]


@pytest.fixture(scope="module")
def documents() -> list[Seen]:
    return [one for part in over_all_cores(_slice, COUNT) for one in part]


def test_nothing_crashes(documents: list[Seen]) -> None:
    crashes = [f"{_about(one)}\n{one.crash}" for one in documents if one.crash]
    assert not crashes, "\n" + "\n".join(crashes[:_SHOWN])


def test_each_is_accounted_for(documents: list[Seen]) -> None:
    assert [one.number for one in documents] == list(range(COUNT))
    lost = [_about(one) for one in documents if not _is_accounted_for(one)]
    assert not lost, "\n" + "\n".join(lost[:_SHOWN])


def test_no_figure_is_stated_that_the_damage_did_not_write(documents: list[Seen]) -> None:
    wrong = [
        "\n    ".join([_about(one), *one.contradictions[:3]])
        for one in documents
        if one.contradictions
    ]
    assert not wrong, f"\n{len(wrong)} documents\n" + "\n".join(wrong[:_SHOWN])


def test_the_damage_leaves_much_to_be_read(documents: list[Seen]) -> None:
    """So that nothing above holds only because all was rejected."""
    statuses = Counter(one.status for one in documents)
    assert statuses["rejected"] < COUNT / 2
    assert sum(one.stated for one in documents) > 20 * COUNT


def _about(one: Seen) -> str:
    return f"document {one.number} ({one.layout}): {one.how}"


def _is_accounted_for(one: Seen) -> bool:
    return one.status == "read" or (one.status in ("partial", "rejected") and bool(one.reason))
