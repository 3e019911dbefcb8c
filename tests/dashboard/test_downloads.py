"""Files handed over by pages: exact figures, and text that no sheet computes."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import polars as pl

from dashboard.parts import downloads

HOSTILE = '=HYPERLINK("http://example.invalid")'
FRAME = pl.DataFrame(
    {"机关": [HOSTILE, "＋1", None], "金额": [Decimal("68461760.02"), None, Decimal(0)]}
)


def test_csv_opens_in_excel_and_computes_nothing() -> None:
    data = downloads.csv_bytes(FRAME)
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "机关,金额"
    assert lines[1].startswith("\"'=HYPERLINK")
    assert lines[1].endswith(",68461760.02")
    assert lines[2] == "'＋1,"
    assert lines[3] == ",0.00"


def test_a_workbook_holds_numbers_as_numbers_and_text_as_text() -> None:
    book = openpyxl.load_workbook(io.BytesIO(downloads.xlsx_bytes(FRAME, "表/一[1]")))
    sheet = book.active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows == [("机关", "金额"), (HOSTILE, 68461760.02), ("＋1", None), (None, 0)]
    assert sheet["A2"].data_type == "s"
