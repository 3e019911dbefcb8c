"""Reports written from known figures in each flattening, read back."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reading.form import Form, load_forms
from orchestration.reading.reading import Reading
from orchestration.reading.report import read
from tests.reading.flattening import FLATTENINGS, Figures, Rows, in_pipes, report, table_rows

FORMS = {form.id: form for form in load_forms()}


def codes(form: Form) -> list[tuple[str, str]]:
    return [(cell.row, cell.column) for table in form.tables for _, cell in table.cells()]


def counts(form: Form) -> list[tuple[str, str]]:
    return [(row, column) for row, column in codes(form) if column != "amount_yuan"]


def read_text(text: str) -> Reading:
    return read(text.encode(), "report.txt")


def assert_never_wrong(reading: Reading, figures: Figures) -> None:
    for cell in reading.cells:
        printed = figures.get((cell.row, cell.column), "")
        if cell.value is not None:
            assert printed, f"{cell.row}/{cell.column} read {cell.value}, page is blank"
            assert cell.value == Decimal(printed), f"{cell.row}/{cell.column}"
        if cell.state == "blank":
            assert not printed, f"{cell.row}/{cell.column} lost {printed}"


def all_filled(form: Form) -> dict[tuple[str, str], str]:
    return {key: str(number % 7) for number, key in enumerate(counts(form))}


def with_totals(figures: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """The same figures; a row that prints any prints its total too, right or wrong."""
    rows = {row for (row, _), printed in figures.items() if printed}
    totals = {(row, "total") for row in rows if not figures.get((row, "total"), "0")}
    return figures | dict.fromkeys(totals, "7")


@pytest.mark.parametrize("flatten", FLATTENINGS)
@pytest.mark.parametrize("name", ["2019", "2021"])
def test_a_full_report_reads_back_whole(name: str, flatten: Callable[[Rows], str]) -> None:
    form = FORMS[name]
    figures = all_filled(form)
    amounts = dict.fromkeys(set(codes(form)) - figures.keys(), "3.5万元")
    reading = read_text(report(form, figures | amounts, flatten))
    assert dict(reading.forms) == dict.fromkeys(("proactive", "requests", "reviews"), name)
    got = {(c.row, c.column): c.value for c in reading.cells if c.column != "amount_yuan"}
    assert got == {key: Decimal(value) for key, value in figures.items()}
    assert {c.basis for c in reading.cells if c.value is not None} == {"stated"}


@pytest.mark.parametrize("flatten", FLATTENINGS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_blanks_are_never_filled_and_figures_never_moved(
    flatten: Callable[[Rows], str], data: st.DataObject
) -> None:
    form = FORMS[data.draw(st.sampled_from(["2019", "2021"]))]
    cell = st.one_of(st.just(""), st.integers(0, 99_999).map(str))
    keys = counts(form)
    drawn = data.draw(st.lists(cell, min_size=len(keys), max_size=len(keys)))
    figures = with_totals(dict(zip(keys, drawn, strict=True)))
    assert_never_wrong(read_text(report(form, figures, flatten)), figures)


@pytest.mark.parametrize("name", ["2014", "shanghai-2008"])
def test_a_list_form_reads_back_with_or_without_units(name: str) -> None:
    form = FORMS[name]
    figures = all_filled(form)
    for units in (True, False):
        rows: Rows = []
        for table in form.tables:
            cells = {cell.line.label: cell for _, cell in table.cells() if cell.line}
            for row in table_rows(table, figures):
                unit = cells[row[0]].unit if row[0] in cells else None
                rows.append([row[0], *([unit] if units and unit else []), *row[1:]])
        text = "\n".join(["宝山区人力资源和社会保障局2013年政府信息公开年度报告", in_pipes(rows)])
        reading = read_text(text)
        got = {(c.row, c.column): c.value for c in reading.cells if c.column != "amount_yuan"}
        assert got == {key: Decimal(value) for key, value in figures.items()}
