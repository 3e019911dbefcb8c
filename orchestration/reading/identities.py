"""The arithmetic identities (勾稽关系) of `identities.yaml`, expanded over each form's cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from orchestration.reading.form import Form, FormCell, Table, load_forms, read_yaml

IDENTITIES_FILE = Path(__file__).parent / "identities.yaml"

Key = tuple[str, str]  # (row code, column code)


@dataclass(frozen=True, slots=True)
class Identity:
    """One equation or bound over a form's cells: sum of `left` = (or ≤) sum of `right`.

    `row_label` or `column_label` name, in the form's own words, the row or column it is about.
    """

    form: str
    table: str
    check: str
    relation: str
    severity: str
    left_name: str
    right_name: str
    row_label: str | None
    column_label: str | None
    left: tuple[Key, ...]
    right: tuple[Key, ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        """The cells it is about, left side first."""
        return (*self.left, *self.right)

    def holds(self, values: Mapping[Key, Decimal | None]) -> bool:
        """Whether the equation holds; a blank counts as 0."""
        left = sum((values[key] or 0 for key in self.left), Decimal(0))
        return left == sum((values[key] or 0 for key in self.right), Decimal(0))

    @property
    def instance(self) -> str:
        """Unique within a form and check, and the same from build to build."""
        about = " + ".join(f"{row}/{column}" for row, column in self.right)
        return f"{about} ({self.left_name})"


def _matches(code: str, patterns: Iterable[str]) -> bool:
    return any(code.startswith(p[:-1]) if p.endswith(".*") else code == p for p in patterns)


def _select(codes: Iterable[str], patterns: list[str], but: list[str]) -> list[str]:
    return [code for code in codes if _matches(code, patterns) and code not in but]


def _row_label(cell: FormCell) -> str | None:
    if cell.line is not None:
        return cell.line.label
    return cell.head.group if cell.head else None


def _expand_row(rule: Mapping[str, Any], table: Table) -> Iterator[Identity]:
    labels: dict[str, str | None] = {}
    columns: dict[str, list[str]] = {}
    for _, cell in table.cells():
        labels.setdefault(cell.row, _row_label(cell))
        columns.setdefault(cell.row, []).append(cell.column)
    for row in _select(columns, rule["rows"], []):
        wanted = [*rule["left"], *rule["right"]]
        if set(wanted) <= set(columns[row]):
            left = tuple((row, column) for column in rule["left"])
            right = tuple((row, column) for column in rule["right"])
            yield _identity(rule, table, labels[row], None, left, right)


def _expand_column(rule: Mapping[str, Any], table: Table) -> Iterator[Identity]:
    labels: dict[str, str | None] = {}
    rows: dict[str, list[str]] = {}
    for _, cell in table.cells():
        labels.setdefault(cell.column, cell.head.label if cell.head else None)
        rows.setdefault(cell.column, []).append(cell.row)
    for column, codes in rows.items():
        right = _select(codes, rule["right"], [])
        left = _select(codes, rule["left"], right)
        if left and len(right) == len(rule["right"]):
            pairs = (tuple((row, column) for row in side) for side in (left, right))
            yield _identity(rule, table, None, labels[column], *pairs)


def _identity(
    rule: Mapping[str, Any],
    table: Table,
    row_label: str | None,
    column_label: str | None,
    left: tuple[Key, ...],
    right: tuple[Key, ...],
) -> Identity:
    return Identity(
        form=table.form,
        table=table.name,
        check=rule["check"],
        relation=rule["relation"],
        severity=rule["severity"],
        left_name=rule["left_name"],
        right_name=rule["right_name"],
        row_label=row_label,
        column_label=column_label,
        left=left,
        right=right,
    )


def expand(rules: Iterable[Mapping[str, Any]], forms: Iterable[Form]) -> tuple[Identity, ...]:
    """Expand rules over the forms they name."""
    by_id = {form.id: form for form in forms}
    found: list[Identity] = []
    for rule in rules:
        by = _expand_row if rule["each"] == "row" else _expand_column
        for form in (by_id[name] for name in rule["forms"]):
            for table in form.tables:
                if table.name == rule["table"]:
                    found.extend(by(rule, table))
    return tuple(found)


@lru_cache(maxsize=1)
def load_identities() -> tuple[Identity, ...]:
    """Every identity of every form, in the order written."""
    rules = read_yaml(IDENTITIES_FILE)
    return expand(rules, load_forms())


@lru_cache(maxsize=32)
def identities_of(form: str, table: str) -> tuple[Identity, ...]:
    """The equations (not the bounds) of one table of one form."""
    return tuple(
        i
        for i in load_identities()
        if i.form == form and i.table == table and i.relation == "equal"
    )
