"""The generated corpus: deterministic, complete, consistent, and read back right."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from random import Random

import pytest

from orchestration.demo.compare import compare
from orchestration.demo.corpus import corpus, document
from orchestration.demo.figures import FORMS, identities_of_report, random_figures
from orchestration.demo.layouts import Layout, layouts
from orchestration.reading.report import read

PAIRS = len(FORMS) * len(layouts())
# Layouts whose readers are held to the whole promise here; the whole corpus is read in `bench/`.
READ_BACK = [
    layout
    for layout in layouts()
    if layout.name.startswith(("html-", "docx-"))
    or layout.name in ("text-pipes", "text-pipes-lost", "text-tabs", "text-one-line", "text-lines")
    or layout.name in ("pdf-ruled", "pdf-cut", "pdf-head-again", "pdf-broken-labels")
]


def _digest(seed: int, count: int) -> str:
    digest = hashlib.sha256()
    for made in corpus(seed, count):
        digest.update(made.name.encode() + made.data)
    return digest.hexdigest()


def test_same_seed_gives_same_bytes() -> None:
    assert _digest(7, PAIRS) == _digest(7, PAIRS)


def test_other_seed_gives_other_bytes() -> None:
    assert _digest(7, 5) != _digest(8, 5)


def test_every_form_comes_in_every_layout() -> None:
    made = {(d.form, d.layout, d.format) for d in corpus(1, 2 * PAIRS) if d.truth is not None}
    wanted = {(form, layout.name, layout.format) for form in FORMS for layout in layouts()}
    assert made == wanted


@pytest.mark.parametrize("form", FORMS)
def test_figures_keep_every_identity(form: str) -> None:
    for seed in range(30):
        figures = random_figures(form, Random(seed))
        values = {key: figure.value for key, figure in figures.cells.items()}
        for identity in identities_of_report(figures.forms):
            if any(values[key] is None for key in identity.keys):
                continue  # a blank stands for what the form's own sums need not count
            left = sum((values[key] or 0 for key in identity.left), Decimal(0))
            right = sum((values[key] or 0 for key in identity.right), Decimal(0))
            assert left == right if identity.relation == "equal" else left <= right, identity


@pytest.mark.parametrize("form", FORMS)
def test_planted_errors_break_an_identity(form: str) -> None:
    for seed in range(30):
        figures = random_figures(form, Random(seed), with_errors=True)
        values = {key: figure.value for key, figure in figures.cells.items()}
        equal = [i for i in identities_of_report(figures.forms) if i.relation == "equal"]
        assert figures.broken
        assert any(not i.holds(values) for i in equal), seed


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("layout", READ_BACK, ids=lambda layout: layout.name)
def test_layouts_are_read_back_right(layout: Layout, form: str) -> None:
    for seed in range(3):
        made = document("x", form, layout, Random(f"{layout.name}/{form}/{seed}"))
        assert made.truth is not None
        faults = compare(made.truth, read(made.data, made.name))
        assert not faults.wrong, faults.wrong[:3]
        assert not faults.missing_silent, faults.missing_silent[:3]
        assert not faults.form_wrong, faults.form_wrong
