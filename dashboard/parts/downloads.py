"""What is shown, handed over as a file: CSV that Excel opens, and XLSX.

Files are made when the button is pressed, not when the page is drawn.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st
import xlsxwriter

from dashboard.parts import figures
from dashboard.queries import builds
from orchestration.export.escape import guarded

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def slug(name: str) -> str:
    """A name as part of an element's key: Chinese letters would be lost in it."""
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()[:10]


def offer(name: str, make: Callable[[], pl.DataFrame]) -> None:
    """Two small buttons that hand over the frame that `make` gives."""
    notice = builds.notice()
    file = marked(name)
    key = f"download-{slug(name)}"
    with st.container(horizontal=True, gap="small", key=key, width="content"):
        button("CSV", f"{file}.csv", lambda: csv_bytes(make(), notice), "text/csv")
        button("Excel", f"{file}.xlsx", lambda: xlsx_bytes(make(), name, notice), XLSX)


def marked(name: str) -> str:
    """The name of a file that is handed over; one of fictional figures says so in its name."""
    return f"（演示数据）{name}" if builds.notice() else name


def button(label: str, file_name: str, make: Callable[[], bytes], mime: str) -> None:
    """One small button; the page stays as it is when it is pressed."""
    st.download_button(
        label, make, file_name, mime,
        key=f"download-{slug(file_name)}", type="tertiary", icon=":material/download:",
        on_click="ignore", help=f"下载 {figures.plain(file_name)}",
    )  # fmt: skip


def csv_bytes(frame: pl.DataFrame, notice: str | None = None) -> bytes:
    """CSV in UTF-8 with a byte-order mark; no text in it can become a formula. `notice` is written
    below the rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(frame.columns)
    writer.writerows([_cell(one) for one in row] for row in frame.iter_rows())
    if notice:
        writer.writerow([notice])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    return guarded(value) if isinstance(value, str) else value


def xlsx_bytes(frame: pl.DataFrame, title: str, notice: str | None = None) -> bytes:
    """A workbook of one sheet: numbers as numbers, text as text, the head row fixed; `notice` is
    written below the rows."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
        bold = book.add_format({"bold": True, "bottom": 1})
        for column, name in enumerate(frame.columns):
            sheet.write_string(0, column, name, bold)
            for row, value in enumerate(frame[name], 1):
                _write(sheet, row, column, value)
        if notice:
            sheet.write_string(frame.height + 1, 0, notice)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return file.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        sheet.write_string(row, column, str(value))
    else:
        sheet.write_number(row, column, value)
