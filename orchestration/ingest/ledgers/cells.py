"""The cell of a form that a correction means, and the figures that it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from orchestration.ingest.ledgers.values import FieldError
from orchestration.reading.form import load_forms
from orchestration.reading.label import label_key
from orchestration.reading.number import in_yuan, parse_figure

_BLANK = ("", "空白", "空", "未填")
_MONEY = "amount_yuan"
_MOST_NAMED = 8
_WHOLE_DIGITS = 16  # DECIMAL(20, 4) holds no more before the point


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as a line names it: its text, its state, and its value (money in yuan)."""

    text: str
    state: str
    value: Decimal | None


@lru_cache(maxsize=1)
def _columns_of_rows() -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row, column, _, _ in _cells():
        found[row].add(column)
    return {row: frozenset(columns) for row, columns in found.items()}


def _cells() -> Iterable[tuple[str, str, str, str]]:
    """Row code, column code and both labels of every cell of every form."""
    for form in load_forms():
        for table in form.tables:
            for _, cell in table.cells():
                line, column = cell.labels
                yield cell.row, cell.column, line or "", column or ""


@lru_cache(maxsize=1)
def _by_label() -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
    rows: defaultdict[str, set[str]] = defaultdict(set)
    columns: defaultdict[str, set[str]] = defaultdict(set)
    for row, column, line_label, column_label in _cells():
        rows[label_key(line_label)].add(row)
        columns[label_key(column_label)].add(column)
    return (
        {label: frozenset(codes) for label, codes in rows.items()},
        {label: frozenset(codes) for label, codes in columns.items()},
    )


def row_code(field: str) -> str:
    """A row's code, given as such or by a label that only one row of the forms has."""
    if field in _columns_of_rows():
        return field
    return _one(field, _by_label()[0], "行")


def column_code(field: str, row: str) -> str:
    """A column's code, given as such or by its label, among those that the row has."""
    offered = _columns_of_rows()[row]
    if field in offered:
        return field
    found = _by_label()[1].get(label_key(field), frozenset()) & offered
    if len(found) == 1:
        return next(iter(found))
    raise FieldError(f"“{row}”一行没有“{field}”这一列", f"请写列的代码：{_listed(offered)}")


def _one(field: str, labels: Mapping[str, frozenset[str]], what: str) -> str:
    found = labels.get(label_key(field), frozenset())
    if len(found) == 1:
        return next(iter(found))
    if found:
        raise FieldError(f"{what}“{field}”不止一处", f"请写代码，其中之一：{_listed(found)}")
    raise FieldError(
        f"表式中没有{what}“{field}”",
        "请写代码，如 requests.new（见 marts.form_layout 的 row_code）",
    )


def _listed(codes: Iterable[str]) -> str:
    names = sorted(codes)
    return "、".join(names[:_MOST_NAMED]) + ("……" if len(names) > _MOST_NAMED else "")


def printed(field: str, column: str) -> Printed:
    """What the page prints: a number (with its unit, else in yuan), a blank, /, or other text."""
    if field in _BLANK:
        return Printed("", "blank", None)
    figure = parse_figure(field)
    if column == _MONEY:
        figure = in_yuan(figure, "元")
    if figure.value is not None and abs(figure.value) >= 10**_WHOLE_DIGITS:
        raise FieldError(f"“{field}”太大", "请检查数字和单位")
    return Printed(field, figure.state, figure.value)


def correct(field: str, column: str) -> Printed:
    """What it should be: a number, a blank or /; nothing that is not plain.

    Raises:
        FieldError: text that is no number, or an approximate one.
    """
    found = printed(field, column)
    if found.state == "unreadable" or parse_figure(field).is_approximate:
        raise FieldError(
            f"更正值“{field}”不是数字", "请写数字（金额可带单位，如 12.5万元）、空白或 /"
        )
    return found
