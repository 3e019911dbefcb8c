"""Figures as printed mean what the truth says; labels as printed are still the form's."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from orchestration.demo.figures import FORMS, Figure, cells_of, random_figures, tables_of
from orchestration.demo.printing import Manner, digits, print_figure, random_manner
from orchestration.demo.sheets import sheets_of
from orchestration.demo.wording import PLAIN_WORDING, random_wording
from orchestration.reading.number import in_yuan, parse_figure

AMOUNT = next(c for c in cells_of(FORMS["2021"]) if c.column == "amount_yuan")
PURCHASES = next(c for c in cells_of(FORMS["2019"]) if c.column == "amount_yuan")


def test_digits_have_no_exponent_and_no_superfluous_places() -> None:
    assert digits(Decimal("1E+3")) == "1000"
    assert digits(Decimal("12.3400")) == "12.34"
    assert digits(Decimal(1113), thousands=True) == "1,113"


@pytest.mark.parametrize("unit", ["元", "万元", "亿元", None])
def test_amounts_say_their_value_in_the_unit_that_is_printed(unit: str | None) -> None:
    for seed in range(300):
        rng = Random(seed)
        value = Decimal(rng.randint(1, 10**9)) / 100
        manner = random_manner(rng, has_cells=False)
        printed = print_figure(AMOUNT, Figure(value), unit, manner, rng)
        read = in_yuan(parse_figure(printed.text), unit or AMOUNT.unit)
        assert read.value == value, printed
        assert read.is_approximate == printed.approximate


def test_amount_without_any_unit_is_not_stated() -> None:
    made = [
        print_figure(cell, Figure(Decimal(80400)), None, Manner(), Random(seed))
        for cell in (AMOUNT, PURCHASES)
        for seed in range(100)
    ]
    assert {p.basis for p in made if "元" not in p.text} == {"inferred", "lost"}
    assert {p.basis for p in made if "元" in p.text} == {"stated"}


@pytest.mark.parametrize("form", FORMS)
def test_counts_say_their_value(form: str) -> None:
    for seed in range(40):
        rng = Random(seed)
        figures, wording = random_figures(form, rng), random_wording(rng)
        made = sheets_of(figures, wording, random_manner(rng, has_cells=True), rng, 2021)
        assert made.printed.keys() == figures.cells.keys()
        for (row, column), printed in made.printed.items():
            read = parse_figure(printed.text)
            assert read.state == printed.state, (row, column, printed)
            if column != "amount_yuan":
                assert read.value == printed.value, (row, column, printed)


@pytest.mark.parametrize("form", FORMS)
def test_plain_tables_print_every_label_of_the_form(form: str) -> None:
    made = sheets_of(random_figures(form, Random(1)), PLAIN_WORDING, Manner(), Random(1), 2021)
    texts = {box.text for sheet in made.sheets for box in sheet.boxes}
    wanted = {
        entry.label
        for table in tables_of(FORMS[form])
        for entry in table.entries
        if entry.column != "amount_yuan" or entry.row is not None
    }
    assert wanted <= texts
    assert all(
        made.printed[box.key].text == box.text for s in made.sheets for box in s.boxes if box.key
    )
