"""The comparison finds each kind of fault, and none where there is none."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from orchestration.demo import rejects, traps
from orchestration.demo.compare import compare
from orchestration.demo.corpus import YEARS, corpus, document, write
from orchestration.demo.document import Document
from orchestration.demo.figures import random_figures
from orchestration.demo.identity import load_regions, random_identity
from orchestration.demo.layouts import layouts
from orchestration.reading.reading import Cell, Reading
from orchestration.reading.report import read

PIPES = next(layout for layout in layouts() if layout.name == "text-pipes")


@pytest.fixture(scope="module")
def made() -> Document:
    return document("x", "2021", PIPES, Random("plain/3"))


def _reading(made: Document) -> Reading:
    return read(made.data, made.name)


def _changed(made: Document, **changes: object) -> Reading:
    """The right reading with its first figure changed."""
    reading = _reading(made)
    at = next(n for n, c in enumerate(reading.cells) if c.state == "number")
    cells = list(reading.cells)
    cells[at] = cells[at]._replace(**changes)  # type: ignore[arg-type]
    return replace(reading, cells=tuple(cells))


def test_right_reading_has_no_fault(made: Document) -> None:
    assert made.truth is not None
    faults = compare(made.truth, _reading(made))
    assert faults.is_right
    assert not faults.missing_marked


def test_other_value_is_wrong(made: Document) -> None:
    assert made.truth is not None
    for basis in ("stated", "inferred"):
        faults = compare(made.truth, _changed(made, value=Decimal(987654), basis=basis))
        assert len(faults.wrong) == 1


def test_blank_for_a_figure_is_wrong(made: Document) -> None:
    assert made.truth is not None
    assert compare(made.truth, _changed(made, value=None, state="blank")).wrong


def test_unreadable_is_marked(made: Document) -> None:
    assert made.truth is not None
    faults = compare(made.truth, _changed(made, value=None, state="unreadable"))
    assert faults.is_right
    assert len(faults.missing_marked) == 1


def test_dropped_cell_is_a_silent_loss_unless_reported(made: Document) -> None:
    assert made.truth is not None
    reading = _reading(made)
    dropped = replace(reading, cells=reading.cells[1:], findings=())
    assert len(compare(made.truth, dropped).missing_silent) == 1


def test_invented_cell_is_wrong(made: Document) -> None:
    assert made.truth is not None
    reading = _reading(made)
    extra: Cell = reading.cells[0]._replace(row="x", state="number", value=Decimal(1))
    more = replace(reading, cells=(*reading.cells, extra))
    assert [fault.what.split("/")[0] for fault in compare(made.truth, more).wrong] == ["x"]


def test_identity_is_compared(made: Document) -> None:
    assert made.truth is not None
    faults = compare(made.truth, replace(_reading(made), agency="某地财政局", year=None))
    assert [fault.what for fault in faults.identity_wrong] == ["agency"]
    assert [fault.what for fault in faults.identity_null] == ["year"]


@pytest.mark.parametrize("trap", [*traps.AGENCIES, *traps.PAGES])
def test_identity_traps_never_give_a_wrong_identity(trap: str) -> None:
    rng = Random(trap)
    regions = traps.regions_for(trap, load_regions())
    identity = random_identity(rng, YEARS["2021"], regions)
    if trap in traps.AGENCIES:
        changed = traps.AGENCIES[trap](identity, rng)
        while changed is None:
            identity = random_identity(rng, YEARS["2021"], regions)
            changed = traps.AGENCIES[trap](identity, rng)
        identity = changed
    retitle = traps.PAGES.get(trap)
    made = write("x", random_figures("2021", rng), identity, PIPES, rng, retitle=retitle)
    assert made.truth is not None
    assert not compare(made.truth, read(made.data, made.name)).identity_wrong


@pytest.mark.parametrize("kind", rejects.PAGES)
def test_pages_that_are_no_report_are_rejected(kind: str) -> None:
    identity = random_identity(Random(kind), YEARS["2021"], load_regions())
    made = rejects.reject("x", kind, identity, Random(kind))
    assert made.truth is None
    assert read(made.data, made.name).status == "rejected"


def test_corpus_has_every_kind_of_page_that_is_no_report() -> None:
    kinds = {d.layout for d in corpus(1, 200) if d.truth is None}
    assert kinds == {f"reject-{kind}" for kind in rejects.PAGES}


def test_everything_says_that_it_is_invented() -> None:
    for made in corpus(3, 40):
        if made.format == "text" or made.layout.startswith("reject"):
            text = made.data.decode("utf-8", errors="ignore") + made.data.decode(
                "gb18030", errors="ignore"
            )
            assert "虚构" in text or "虛構" in text
