"""What an analyst would write in an afternoon: pandas.read_html and labels copied from the notice.

It knows nothing of this project's reader: only the forms' official labels, in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO

import pandas as pd  # type: ignore[import-untyped]

from orchestration.reading.form import load_forms

Figures = dict[tuple[str, str], Decimal]

_APPLICANTS = 7
_REVIEWS = 15
_NUMBERING = re.compile(r"^([一二三四五六七八九十]、|（[一二三四五六七八九十]）|\d+[.．、])")


def labels() -> tuple[dict[str, str], dict[str, str], list[tuple[str, str]]]:
    """Rows and columns by their official labels, and the cells of 四 in the order printed."""
    rows: dict[str, str] = {}
    columns: dict[str, str] = {}
    reviews: list[tuple[str, str]] = []
    for form in load_forms():
        if form.id not in ("2019", "2021"):
            continue
        for table in form.tables:
            for block in table.blocks:
                for line in block.rows or (None,):
                    for cell in block.cells(line):
                        if cell.line:
                            rows[_plain(cell.line.label)] = cell.row
                        if cell.head:
                            columns[_plain(cell.head.label)] = cell.column
                        if table.name == "reviews" and form.id == "2021":
                            reviews.append((cell.row, cell.column))
    return rows, columns, reviews


def _plain(text: str) -> str:
    return _NUMBERING.sub("", re.sub(r"\s", "", text)).split("（")[0]


def _number(text: str) -> Decimal | None:
    text = text.replace(",", "").strip()
    return Decimal(text) if re.fullmatch(r"[+-]?\d+(\.\d+)?", text) else None


class ByHand:
    """Reads the three official tables of a web page."""

    def __init__(self) -> None:
        self._rows, self._columns, self._reviews = labels()

    def read(self, data: bytes) -> Figures:
        """Row and column to figure, for all that was found; nothing where there is no table."""
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("gb18030", "replace")
        try:
            tables = pd.read_html(StringIO(text), flavor="lxml")
        except ValueError:  # no table
            return {}
        return {key: value for table in tables for key, value in self._table(table)}

    def _table(self, table: pd.DataFrame) -> Iterator[tuple[tuple[str, str], Decimal]]:
        heads: list[str] = []
        lines = table.fillna("").astype(str).values.tolist()
        for cells in lines:
            known = [self._columns.get(_plain(cell), "") for cell in cells]
            if sum(map(bool, known)) > 1:
                heads = known
                continue
            label = next((c for c in reversed(cells) if _plain(c) in self._rows), None)
            if label is not None:
                yield from self._row(self._rows[_plain(label)], cells, heads)
        last = lines[-1] if lines else []
        if len(last) == _REVIEWS and all(_number(cell) is not None for cell in last):
            for key, cell in zip(self._reviews, last, strict=False):
                yield key, _number(cell) or Decimal(0)

    def _row(
        self, row: str, cells: list[str], heads: list[str]
    ) -> Iterator[tuple[tuple[str, str], Decimal]]:
        is_request = row.startswith(("requests", "disposition"))
        columns = _APPLICANT_ORDER if is_request else heads
        values = cells[-_APPLICANTS:] if is_request else cells
        for column, cell in zip(columns, values, strict=False):
            number = _number(cell)
            if column and number is not None:
                money = column == "amount_yuan"  # the form asks for 万元
                yield (row, column), number * 10_000 if money else number


_APPLICANT_ORDER = [
    "natural_person",
    "company",
    "research_institute",
    "public_interest_org",
    "legal_service_org",
    "other_org",
    "total",
]
