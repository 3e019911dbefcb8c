"""The official tables as files: every cell in its square, no formula, blanks left empty."""

from __future__ import annotations

import io
from decimal import Decimal

import docx
import openpyxl
import polars as pl
from published_fixture import form_layout

from dashboard.parts import official_files, official_table
from dashboard.parts.official_files import OfficialTable

SUM = {"basis": None, "correction_reason": None, "note": None, "place": None, "printed_text": ""}


def tables(values: dict[str, Decimal]) -> tuple[list[OfficialTable], dict[str, dict]]:
    cells = []
    for cell in (c for c in form_layout() if c["form"] == "2021"):
        value = values.get(f"{cell['row_code']}/{cell['column_code']}")
        mark = "blank" if value is None else "stated"
        cells.append(cell | SUM | {"value": value, "mark": mark, "document_path": None})
    labels = list(dict.fromkeys(cell["table_label"] for cell in cells))
    made = [
        OfficialTable(one, official_table.sections([c for c in cells if c["table_label"] == one]))
        for one in labels
    ]
    return made, {f"{c['row_code']}/{c['column_code']}": c for c in cells}


def test_cells_never_share_a_square() -> None:
    made, _ = tables({})
    for table in made:
        for section in table.sections:
            squares = [
                (one.row + down, one.column + right)
                for one in official_files.placed(section)
                for down in range(one.cell["rows"])
                for right in range(one.cell["columns"])
            ]
            assert len(squares) == len(set(squares))
            width = max(column for _, column in squares) + 1
            assert len(squares) == width * (max(row for row, _ in squares) + 1)


def test_a_workbook_holds_numbers_and_leaves_blanks_empty() -> None:
    values = {"requests.new/total": Decimal(1234), "proactive.fees/amount_yuan": Decimal("15000.5")}
    made, by_id = tables(values)
    lists = {"数据来源": pl.DataFrame({"机构": ["=HYPERLINK(1)"], "数据": [Decimal("1.5")]})}
    book = openpyxl.load_workbook(
        io.BytesIO(official_files.workbook(made, by_id, lists, "演示数据，纯属虚构"))
    )
    numbers = {
        cell.value
        for sheet in book.worksheets[:3]
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int | float)
    }
    assert numbers == {1234, 1.50005}
    sources = book["数据来源"]
    assert sources["A2"].data_type == "s"
    for sheet in book.worksheets:
        assert any("演示数据" in str(row[0]) for row in sheet.iter_rows(values_only=True))


def test_a_word_document_holds_every_figure() -> None:
    made, _ = tables({"review/total": Decimal(77), "requests.new/total": Decimal(1234)})
    word = docx.Document(io.BytesIO(official_files.document("示例省", made, ["演示数据"])))
    words = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert {"77", "1,234"} <= words
    assert "空白" not in words
    assert word.paragraphs[-1].text == "演示数据"
