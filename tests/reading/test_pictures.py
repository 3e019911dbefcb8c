"""What a figure recognised in a picture is worth, by the sums it stands in."""

from __future__ import annotations

import pytest

from orchestration.reading.form import load_forms
from orchestration.reading.identities import Key
from orchestration.reading.layout import ILLEGIBLE, Grid, GridCell, Page, page_of
from orchestration.reading.pictures import CONFIRMED, RECOGNISED
from orchestration.reading.reading import Cell, Reading
from orchestration.reading.report import read_reports

TITLE = "济南市财政局2023年政府信息公开工作年度报告"
BLANK = Reading("", "rejected", None)
COLUMNS = (
    "natural_person",
    "company",
    "research_institute",
    "public_interest_org",
    "legal_service_org",
    "other_org",
    "total",
)  # fmt: skip
ROW_OF = {
    "requests.new": (12, 3, 0, 0, 0, 0, 15),
    "requests.carried_in": (1, 0, 0, 0, 0, 0, 1),
    "disposition.disclosed": (7, 2, 0, 0, 0, 0, 9),
    "disposition.partly_disclosed": (4, 1, 0, 0, 0, 0, 5),
    "disposition.total": (11, 3, 0, 0, 0, 0, 14),
    "requests.carried_out": (2, 0, 0, 0, 0, 0, 2),
}


def page(changed: dict[Key, str], *, is_picture: bool = True) -> Page:
    """The table 三 of 2021 with the figures above, zeros elsewhere, and some cells changed."""
    table = next(
        t for f in load_forms() if f.id == "2021" for t in f.tables if t.name == "requests"
    )
    block = table.blocks[0]
    cells = [GridCell("", 0, 0)]
    cells += [GridCell(head.label, 0, n) for n, head in enumerate(block.heads, 1)]
    codes = list(dict.fromkeys(cell.row for _, cell in table.cells()))
    for row, (code, line) in enumerate(zip(codes, block.rows, strict=True), 1):
        cells.append(GridCell(line.label, row, 0))
        figures = ROW_OF.get(code, (0,) * 7)
        for n, (column, figure) in enumerate(zip(COLUMNS, figures, strict=True), 1):
            cells.append(GridCell(changed.get((code, column), str(figure)), row, n))
    grid = Grid("第 1 页表 1", tuple(cells), is_picture)
    return page_of([TITLE, grid], has_pictures=is_picture)


def read(changed: dict[Key, str] | None = None, *, is_picture: bool = True) -> dict[Key, Cell]:
    reading = read_reports(page(changed or {}, is_picture=is_picture), BLANK)
    return {(cell.row, cell.column): cell for cell in reading.cells}


def test_text_is_left_as_it_is() -> None:
    cells = read(is_picture=False)
    assert {cell.basis for cell in cells.values()} == {"stated"}
    assert not any(cell.note for cell in cells.values())


def test_two_sums_confirm_a_figure() -> None:
    cells = read()
    for column in ("natural_person", "company", "total"):
        cell = cells["disposition.disclosed", column]
        assert (cell.basis, cell.note) == ("stated", CONFIRMED)


def test_a_sum_of_zeros_confirms_nothing() -> None:
    cells = read()
    for key in (
        ("disposition.disclosed", "other_org"),  # all zeros in its column
        ("disposition.refused.state_secret", "total"),  # all zeros in its row
    ):
        assert (cells[key].value, cells[key].basis, cells[key].note) == (0, "inferred", RECOGNISED)


def test_two_sums_of_one_figure_each_confirm_nothing() -> None:
    """7 = 7 in row and column holds as well where every 7 was taken for a 1."""
    changed: dict[Key, str] = {}
    for row in ROW_OF:
        figure = (
            "7" if row in ("requests.new", "disposition.disclosed", "disposition.total") else "0"
        )
        changed |= {(row, c): figure if c in ("company", "total") else "0" for c in COLUMNS}
    cells = read(changed)
    assert cells["disposition.disclosed", "company"].value == 7
    assert {cell.basis for cell in cells.values()} == {"inferred"}


@pytest.mark.parametrize("text", ["", "-", "/"])
def test_a_blank_or_a_dash_is_never_confirmed(text: str) -> None:
    cell = read({("disposition.partly_disclosed", "other_org"): text})[
        "disposition.partly_disclosed", "other_org"
    ]
    assert cell.state == ("not_applicable" if text else "blank")
    assert cell.basis == "inferred"


def test_a_figure_that_breaks_its_sums_is_unreadable() -> None:
    """The one misread stands where a broken row and a broken column meet."""
    cells = read({("disposition.disclosed", "company"): "3"})
    wrong = cells["disposition.disclosed", "company"]
    assert (wrong.value, wrong.state, wrong.raw) == (None, "unreadable", "3")
    assert "勾稽关系" in wrong.note
    for key in (("disposition.disclosed", "natural_person"), ("disposition.disclosed", "total")):
        assert (cells[key].state, cells[key].basis) == ("number", "inferred")
    assert cells["requests.new", "natural_person"].basis == "stated"


def test_a_count_with_a_fraction_is_unreadable() -> None:
    cells = read({("disposition.disclosed", "company"): "4.736"})
    broken = cells["disposition.disclosed", "company"]
    assert (broken.value, broken.state, broken.raw) == (None, "unreadable", "4.736")
    assert "小数" in broken.note


def test_what_is_not_legible_is_unreadable_and_said_so() -> None:
    reading = read_reports(page({("disposition.disclosed", "company"): f"2{ILLEGIBLE}"}), BLANK)
    cell = next(c for c in reading.cells if (c.row, c.column)[1] == "company" and c.value is None)
    assert (cell.state, cell.note) == ("unreadable", "图片上看不清")
    assert any("商业企业图片上看不清" in finding.message for finding in reading.findings)


def test_totals_printed_alone_contradict_nothing() -> None:
    blank = {(row, column): "" for row in ROW_OF for column in COLUMNS[:-1]}
    cells = read(blank)
    assert cells["requests.new", "total"].value == 15
    assert cells["requests.new", "company"].state == "blank"
