"""Tables in the official layout as files to paste from: a workbook and a Word document.

Both are written from the same sections that the page draws (`official_table.sections`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import docx
import polars as pl
import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from dashboard.parts import figures

Row = Mapping[str, Any]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# A sum that rests on something that isn't plainly printed.
DOUBTFUL = frozenset({"approximate", "inferred", "inferred_approximate", "unreadable"})
MARKED = (
    "底色的数据含推断、约数或读不出的部分，请对照“数据来源”核实；空格表示所计入的报告均未填此项。"
)


class Placed(NamedTuple):
    """A cell of a section and the square of the sheet where it begins, counted from 0."""

    row: int
    column: int
    cell: Mapping[str, Any]


class OfficialTable(NamedTuple):
    """One table of the form: its title and its sections as `official_table.sections` gives them."""

    title: str
    sections: list[dict[str, Any]]


def placed(section: Mapping[str, Any]) -> Iterator[Placed]:
    """Each cell of a section with its place, past those that reach down from rows above."""
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate([*section["head"], *section["body"]]):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            yield Placed(row, column, cell)
            taken.update(
                (row + down, column + right)
                for down in range(cell["rows"])
                for right in range(cell["columns"])
            )
            column += cell["columns"]


def written(cell: Mapping[str, Any]) -> str:
    """What a cell says in a file: a blank is an empty square, for the report is not yet signed."""
    return "" if cell.get("mark") in {"blank", "absent"} else str(cell["text"])


def workbook(
    tables: Sequence[OfficialTable],
    values: Mapping[str, Row],
    lists: Mapping[str, pl.DataFrame],
    notice: str | None,
) -> bytes:
    """A workbook: the tables on a sheet each, then a sheet for each list.

    Args:
        tables: the tables in the official layout.
        values: the figure of each cell by its id (`row_code/column_code`); written as numbers.
        lists: further sheets by name, such as the reports that a figure was added from.
        notice: what every sheet must say, if anything.
    """
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        for table in tables:
            _official_sheet(book, table, values, notice)
        for name, frame in lists.items():
            _list_sheet(book, name, frame, notice)
    return file.getvalue()


def _official_sheet(
    book: Any, table: OfficialTable, values: Mapping[str, Row], notice: str | None
) -> None:
    sheet = book.add_worksheet(table.title.partition("、")[2][:31] or table.title[:31])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, table.title, book.add_format({"bold": True, "font_size": 13}))
    plain = {"border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
    looks = {
        "words": book.add_format(plain),
        "number": book.add_format(plain | {"num_format": "#,##0.######"}),
        "doubtful": book.add_format(plain | {"num_format": "#,##0.######", "bg_color": "#FFF2CC"}),
    }
    top = 2
    for section in table.sections:
        bottom = top
        for row, column, cell in placed(section):
            _square(sheet, (top + row, column), cell, values, looks)
            bottom = max(bottom, top + row + cell["rows"])
        top = bottom + 1
    sheet.set_column(0, 20, 11)
    for place, line in enumerate(filter(None, (MARKED, notice))):
        sheet.write_string(top + place, 0, line)


def _square(
    sheet: Any,
    place: tuple[int, int],
    cell: Mapping[str, Any],
    values: Mapping[str, Row],
    looks: Mapping[str, Any],
) -> None:
    row, column = place
    look = looks["words"]
    if cell["kind"] == "figure":
        look = looks["doubtful" if cell["mark"] in DOUBTFUL else "number"]
    if cell["rows"] > 1 or cell["columns"] > 1:
        last = (row + cell["rows"] - 1, column + cell["columns"] - 1)
        sheet.merge_range(row, column, *last, "", look)
    figure = values.get(cell.get("id", ""))
    if figure is not None and figure["value"] is not None:
        sheet.write_number(row, column, figures.scaled(figure["value"], figure["unit"]), look)
    else:
        sheet.write_string(row, column, written(cell), look)


def _list_sheet(book: Any, name: str, frame: pl.DataFrame, notice: str | None) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, title in enumerate(frame.columns):
        sheet.write_string(0, column, title, bold)
    for number, row in enumerate(frame.iter_rows(), 1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write_number(number, column, value)
    if notice:
        sheet.write_string(frame.height + 1, 0, notice)
    sheet.freeze_panes(1, 0)
    sheet.autofit()


def document(title: str, tables: Sequence[OfficialTable], notes: Sequence[str]) -> bytes:
    """A Word document on A4 across: a heading, each table in the official layout, then `notes`."""
    word = docx.Document()
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    style = word.styles["Normal"]
    style.font.name, style.font.size = "宋体", Pt(9)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    word.add_heading(title, 1)
    for table in tables:
        word.add_heading(table.title, 2)
        for one in table.sections:
            _word_table(word, one)
            word.add_paragraph()
    for note in notes:
        word.add_paragraph(note)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _word_table(word: Any, section: Mapping[str, Any]) -> None:
    cells = list(placed(section))
    rows = max(one.row + one.cell["rows"] for one in cells)
    columns = max(one.column + one.cell["columns"] for one in cells)
    table = word.add_table(rows, columns, style="Table Grid")
    grid = [list(row.cells) for row in table.rows]
    for row, column, cell in cells:
        square = grid[row][column]
        last = grid[row + cell["rows"] - 1][column + cell["columns"] - 1]
        if last is not square:
            square = square.merge(last)
        paragraph = square.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(written(cell))
