"""Every document of the generated corpus is read right, or says where it is in doubt.

`GONGKAI_CORPUS` sets how many documents are read. A fault is printed with the number of its
document: `orchestration.demo.corpus.numbered(SEED, number)` makes that one again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from orchestration.demo.compare import compare
from orchestration.demo.corpus import numbered
from orchestration.demo.document import Document, Truth
from orchestration.demo.figures import FORMS
from orchestration.demo.layouts import layouts
from orchestration.reading.reading import Reading
from orchestration.reading.report import read
from tests.corpus.slices import how_many, over_all_cores

SEED = 20260131
COUNT = how_many("GONGKAI_CORPUS", 700)
_SHOWN = 3


class Seen(NamedTuple):
    """A document as read: what of it is not as it must be, by kind."""

    number: int
    layout: str
    form: str
    is_report: bool
    status: str
    figures: int
    stated: int
    faults: dict[str, list[str]]


def _seen(number: int) -> Seen:
    made = numbered(SEED, number)
    reading = read(made.data, made.name)
    faults = {kind: said for kind, said in _faults(made, reading) if said}
    is_report = made.truth is not None
    figures = len(made.truth.cells) if made.truth is not None else 0
    stated = len(made.truth.stated) if made.truth is not None else 0
    return Seen(number, made.layout, made.form, is_report, reading.status, figures, stated, faults)


def _faults(made: Document, reading: Reading) -> Iterator[tuple[str, list[str]]]:
    if reading.status not in ("read", "partial", "rejected"):
        yield "not accounted for", [f"its status is {reading.status}"]
    elif reading.status != "read" and not reading.reason:
        yield "not accounted for", [f"{reading.status} without a reason"]
    if made.truth is None:
        if reading.status != "rejected":
            yield "reject not rejected", [f"{reading.status}: {reading.reason}"]
        return
    if reading.status == "rejected":
        yield "report rejected", [str(reading.reason)]
        return
    faults = compare(made.truth, reading)
    for kind in ("wrong", "overclaimed", "missing_silent", "identity_wrong", "form_wrong"):
        said = getattr(faults, kind)
        yield kind, [f"{f.what}: read {f.read}, true {f.truth}" for f in said]
    yield "claim false", list(_false_claims(made.truth, reading))
    yield "claim not read", list(_unread_claims(made.truth, reading))


def _false_claims(truth: Truth, reading: Reading) -> Iterator[str]:
    """Counts read of the prose that would be found to disagree with a table as it was printed.

    What the prose says plainly is printed as the tables have it; so whatever disagrees was misread.
    """
    values = {key: printed.value or 0 for key, printed in truth.cells.items()}
    for claim in reading.claims:
        if claim.reason is None and claim.sums:
            sums = [sum(values.get(key, 0) for key in keys) for keys in claim.sums]
            if claim.number not in sums:
                yield f"{claim.phrase}: the table has {sums[0]}: {claim.sentence}"


def _unread_claims(truth: Truth, reading: Reading) -> Iterator[str]:
    read = {(claim.subject, claim.number) for claim in reading.claims if claim.reason is None}
    if reading.year == truth.year and reading.agency == truth.agency:
        yield from (f"{one.subject} {one.number}" for one in truth.stated if tuple(one) not in read)


def _slice(numbers: range) -> list[Seen]:
    return [_seen(number) for number in numbers]


@pytest.fixture(scope="module")
def documents() -> list[Seen]:
    return [one for part in over_all_cores(_slice, COUNT) for one in part]


def _complaint(documents: list[Seen], kind: str) -> str:
    """The first few faults of that kind in each layout; nothing if there is none."""
    by_layout: dict[str, list[Seen]] = defaultdict(list)
    for one in documents:
        if kind in one.faults:
            by_layout[one.layout].append(one)
    lines = []
    for layout, ones in sorted(by_layout.items()):
        lines.append(f"{layout}: {len(ones)} documents with {kind}")
        for one in ones[:_SHOWN]:
            said = one.faults[kind]
            lines.append(f"  document {one.number} of seed {SEED} ({one.form}), {len(said)} faults")
            lines += [f"    {text}" for text in said[:_SHOWN]]
    return "\n".join(lines)


def _assert_none(documents: list[Seen], kind: str) -> None:
    complaint = _complaint(documents, kind)
    assert not complaint, "\n" + complaint


def test_no_figure_is_wrong(documents: list[Seen]) -> None:
    _assert_none(documents, "wrong")


def test_no_count_in_prose_is_read_otherwise_than_it_was_written(documents: list[Seen]) -> None:
    _assert_none(documents, "claim false")


def test_nearly_every_count_that_prose_states_plainly_is_read(documents: list[Seen]) -> None:
    unread = sum(len(one.faults.get("claim not read", ())) for one in documents)
    stated = sum(one.stated for one in documents)
    assert stated > 2 * COUNT
    assert unread < 0.02 * stated


def test_nothing_is_called_stated_that_the_layout_left_uncertain(documents: list[Seen]) -> None:
    _assert_none(documents, "overclaimed")


def test_nothing_is_lost_in_silence(documents: list[Seen]) -> None:
    _assert_none(documents, "missing_silent")


def test_no_field_of_the_identity_is_wrong(documents: list[Seen]) -> None:
    _assert_none(documents, "identity_wrong")


def test_no_table_is_taken_for_another_forms(documents: list[Seen]) -> None:
    _assert_none(documents, "form_wrong")


def test_what_is_no_report_is_rejected(documents: list[Seen]) -> None:
    _assert_none(documents, "reject not rejected")


def test_no_report_is_rejected(documents: list[Seen]) -> None:
    _assert_none(documents, "report rejected")


def test_each_document_is_accounted_for(documents: list[Seen]) -> None:
    assert [one.number for one in documents] == list(range(COUNT))
    _assert_none(documents, "not accounted for")


@pytest.mark.skipif(COUNT < 700, reason="so few documents cannot have every form in every layout")
def test_the_corpus_has_every_form_in_every_layout(documents: list[Seen]) -> None:
    """So that nothing above holds only because there was nothing to read."""
    made = Counter((one.form, one.layout) for one in documents if one.is_report)
    wanted = {(form, layout.name) for form in FORMS for layout in layouts()}
    assert wanted <= made.keys()
    assert sum(not one.is_report for one in documents) == COUNT // 40
    assert sum(one.figures for one in documents) > 50 * COUNT
