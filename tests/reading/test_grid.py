"""Rows of grids: whole rows in order, others by the heads over them, the rest left open."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from orchestration.reading.form import Block, Entry, load_forms
from orchestration.reading.grid import (
    Columns,
    GridRows,
    RowReading,
    head_over,
    read_list_row,
    read_row,
)
from orchestration.reading.layout import Grid, GridCell, page_of
from orchestration.reading.reading import Cell, Reading
from orchestration.reading.report import read, read_reports

FORM = next(form for form in load_forms() if form.id == "2021")
BLOCK: Block = FORM.tables[1].blocks[0]
HEADS: Sequence[Entry] = BLOCK.heads
FIGURES = st.lists(st.sampled_from(["0", "3", "12", ""]), min_size=7, max_size=7)


def _row(texts: Sequence[str], spans: Sequence[int] | None = None) -> tuple[GridRows, RowReading]:
    """One row of a grid below heads in the same columns."""
    heads = [GridCell(head.label, 0, n) for n, head in enumerate(HEADS)]
    cells, column = list[GridCell](), 0
    for number, text in enumerate(texts):
        span = spans[number] if spans else 1
        cells.append(GridCell(text, 1, column, 1, span))
        column += span
    rows = GridRows(Grid("表 1", (*heads, *cells)))
    columns = Columns(0, {n: (n, n + 1) for n in range(len(HEADS))})
    reading = read_row(rows, cells, HEADS, columns, "stated")
    return rows, reading or RowReading(())


@given(texts=FIGURES)
def test_a_row_with_all_its_cells_is_read_in_order(texts: list[str]) -> None:
    _, reading = _row(texts)
    assert [slot.text for slot in reading.slots if slot] == texts
    assert {slot.basis for slot in reading.slots if slot} == {"stated"}


@given(texts=FIGURES, extra=st.sampled_from(["5", "77"]))
def test_a_column_beyond_the_heads_is_kept_apart(texts: list[str], extra: str) -> None:
    if any(texts):
        _, reading = _row([*texts, extra])
        assert [slot.text for slot in reading.slots if slot] == texts
        assert [cell.text for cell in reading.extra] == [extra]


@given(texts=FIGURES, missing=st.integers(0, 6))
def test_a_row_with_too_few_cells_is_left_open(texts: list[str], missing: int) -> None:
    fewer = texts[:missing] + texts[missing + 1 :]
    _, reading = _row(fewer)
    assert not any(slot.text for slot in reading.slots if slot)


def test_a_merged_figure_is_left_open() -> None:
    _, reading = _row(["26", "0", "26"], [5, 1, 1])
    assert reading.slots == ()


def test_of_a_list_the_cumulative_column_is_not_this_years() -> None:
    heads = [GridCell(t, 0, n) for n, t in enumerate(["指标", "单位", "2013年", "历年累计"])]
    cells = [GridCell(t, 1, n) for n, t in enumerate(["申请数", "件", "5", "87"])]
    rows = GridRows(Grid("表 1", (*heads, *cells)))
    reading = read_list_row(rows, cells[1:])
    assert reading is not None
    assert [slot.text for slot in reading.slots if slot] == ["5"]
    assert [head_over(rows, cell) for cell in reading.extra] == ["历年累计"]


def test_two_figures_without_heads_are_left_open() -> None:
    cells = [GridCell(t, 0, n) for n, t in enumerate(["申请数", "件", "5", "87"])]
    assert read_list_row(GridRows(Grid("表 1", tuple(cells))), cells[1:]) is None


def _report(rows: Sequence[Sequence[str]]) -> Reading:
    """A report whose table of requests is a grid: heads, then `rows` below the form's own."""
    table = [["", *[head.label for head in HEADS]]]
    table += [[line.label, *["0"] * 7] for line in BLOCK.rows]
    cells = [
        GridCell(text, number, column)
        for number, texts in enumerate([*table, *rows])
        for column, text in enumerate(texts)
    ]
    title = "莱西市民政局2021年政府信息公开工作年度报告"
    page = page_of([title, Grid("表 1", tuple(cells))])
    return read_reports(page, Reading("", "rejected", None))


def test_a_row_that_no_form_knows_is_reported_with_what_it_prints() -> None:
    reading = _report([["五、其他申请", *["4"] * 7]])
    messages = [f.message for f in reading.findings if f.check == "unread_row"]
    assert [m for m in messages if "五、其他申请" in m and "4、4" in m]
    assert reading.status == "partial"


def test_a_column_that_no_form_knows_is_reported_with_what_it_prints() -> None:
    grid = "".join(
        "<tr>" + "".join(f"<td>{text}</td>" for text in texts) + "</tr>"
        for texts in [
            ["", *[head.label for head in HEADS], "外国人"],
            *[[line.label, *["0"] * 7, "9"] for line in BLOCK.rows],
        ]
    )
    page = f"<html><body><p>莱西市民政局2021年政府信息公开工作年度报告</p><table>{grid}</table>"
    reading = read(page.encode(), "a.html")
    cells: list[Cell] = [cell for cell in reading.cells if cell.table == "requests"]
    assert {cell.value for cell in cells} == {0}
    assert any(
        "外国人" in finding.message and "9、9" in finding.message for finding in reading.findings
    )
