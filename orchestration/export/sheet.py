"""What the workbooks share: looks, printing, and cells that are never formulas."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from orchestration.export.escape import is_risky

MOST_ROWS = 1_048_576  # Excel's sheets end there
_LONGEST_TEXT = 32_767  # and its cells here
_WIDE = "“”‘’—…·、"
_CUT = "……（过长，未全部列出）"
_A4 = 9
_FONT = "宋体"
_LINE_POINTS = 13.5  # of a line of 10 point letters
_TALLEST_ROW = 400.0  # Excel takes 409
_SEVERITY_COLOURS = {"错误": "#C00000", "警告": "#9C5700", "提示": "#595959"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its head, its width in letters, and whether it is for the agency to fill in."""

    text: str
    width: float
    is_answer: bool = False


class Book:
    """A workbook being written row by row, in constant memory."""

    def __init__(self, path: Path, title: str, built_at: datetime) -> None:
        options = {
            "constant_memory": True,
            "tmpdir": str(path.parent),  # where there is room for the workbook
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        }
        self._book: Workbook = xlsxwriter.Workbook(str(path), options)
        # the build's time, so that the same build gives the same file
        self._book.set_properties({"title": title, "author": "Gongkai", "created": built_at})
        self._stamp = f"{built_at:%Y-%m-%d %H:%M} UTC"
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def close(self) -> None:
        """Write the file.

        Raises:
            OSError: there is no room for it, or it may not be written.
        """
        try:
            self._book.close()
        except FileCreateError as error:
            raise OSError(0, str(error.args[0].strerror)) from error

    def look(self, **more: object) -> Format:
        """A cell format; the same one for the same looks."""
        looks = {"font_name": _FONT, "font_size": 10, "valign": "vcenter"} | more
        if "border" in looks:
            looks["border_color"] = "#A6A6A6"
        key = tuple(sorted(looks.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(looks)
        return self._formats[key]

    def add_sheet(self, name: str, headings: Sequence[Heading], printed: int) -> Worksheet:
        """A sheet for A4 landscape, one page wide over its first `printed` columns."""
        sheet = self._book.add_worksheet(name)
        for column, heading in enumerate(headings):
            sheet.set_column(column, column, heading.width)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L数据时间 {self._stamp}&R第 &P 页，共 &N 页")
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        return sheet

    def write_head(self, sheet: Worksheet, row: int, headings: Sequence[Heading]) -> None:
        """The head row, repeated on each page and always in sight."""
        for column, heading in enumerate(headings):
            colour = "#FFF2CC" if heading.is_answer else "#DCE6F1"
            looks = self.look(bold=True, border=1, align="center", text_wrap=True, bg_color=colour)
            sheet.write_string(row, column, heading.text, looks)
        sheet.repeat_rows(row)
        sheet.freeze_panes(row + 1, 0)

    def write_row(
        self, sheet: Worksheet, row: int, values: Sequence[object], headings: Sequence[Heading]
    ) -> None:
        """A row of cells, tall enough for its longest text: not every program sees to that."""
        lines = max(
            (_lines(str(v), h.width) for v, h in zip(values, headings, strict=True) if v), default=1
        )
        sheet.set_row(row, min(lines * _LINE_POINTS + 3, _TALLEST_ROW))
        for column, value in enumerate(values):
            self.write(sheet, row, column, value)

    def write(
        self, sheet: Worksheet, row: int, column: int, value: object, **looks: object
    ) -> None:
        """One bordered cell: a number stays a number, text stays text, None an empty cell."""
        if value is None or value == "":
            sheet.write_blank(row, column, None, self.look(border=1, **looks))
        elif isinstance(value, int) and -(10**15) < value < 10**15:
            sheet.write_number(row, column, value, self.look(border=1, align="center", **looks))
        elif isinstance(value, Decimal) and _is_exact(value):
            shape = "#,##0" if value == value.to_integral_value() else "#,##0.00##"
            looks_of_number = self.look(border=1, align="right", num_format=shape, **looks)
            sheet.write_number(row, column, float(value), looks_of_number)
        elif isinstance(value, Decimal):  # more digits than Excel keeps: exact as text
            self._write_text(sheet, row, column, f"{value.normalize():f}", {"align": "right"})
        else:
            text = str(value)
            colour = _SEVERITY_COLOURS.get(text)
            more = {"font_color": colour, "align": "center"} if colour else {}
            self._write_text(sheet, row, column, text, more | looks)

    def _write_text(
        self, sheet: Worksheet, row: int, column: int, text: str, looks: dict[str, object]
    ) -> None:
        text = text.replace("\r\n", "\n").replace("\r", "\n")  # the only line end in a cell
        if len(text) > _LONGEST_TEXT:
            text = text[: _LONGEST_TEXT - len(_CUT)] + _CUT
        more = {"text_wrap": True, "border": 1} | looks
        if is_risky(text):  # stays text even when somebody edits the cell
            more["quote_prefix"] = True
        sheet.write_string(row, column, text, self.look(**more))


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width."""
    return sum(max(1, math.ceil(_letters(line) / (width - 1))) for line in text.split("\n"))


def _letters(line: str) -> int:
    """Its width in Latin letters; a Chinese one is as wide as two."""
    return sum(2 if ord(letter) > 0x2E7F or letter in _WIDE else 1 for letter in line)


def _is_exact(value: Decimal) -> bool:
    """Whether the number survives Excel, which keeps 15 digits."""
    return Decimal(f"{float(value):.15g}") == value
