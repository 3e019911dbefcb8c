"""Compares a reading with the truth: no wrong figure, no silent loss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from orchestration.demo.document import Truth
from orchestration.demo.figures import tables_of
from orchestration.demo.printing import Printed
from orchestration.reading.form import load_forms
from orchestration.reading.identities import Key
from orchestration.reading.reading import Cell, Reading
from orchestration.reading.report import TABLE_LABELS

_FIELDS = ("agency", "year", "province", "city", "county", "level", "kind", "published")


class Fault(NamedTuple):
    """What a reading says of a cell or a field, and what is true."""

    what: str
    read: str
    truth: str


@dataclass
class Faults:
    """Where a reading departs from the truth.

    wrong: a figure other than the truth's, a figure where the truth has none, or a cell that the
        truth does not have.
    overclaimed: right, but called stated where the layout left no certain place.
    missing_marked: a figure not read, and said so (unreadable, or reported by a finding).
    missing_silent: a figure not read, and nothing says so.
    doubted: right, but called inferred where the page is plain.
    identity_wrong, identity_null: fields that are wrong; that are null and should not be.
    form_wrong: a table taken for another form's.
    """

    wrong: list[Fault] = field(default_factory=list)
    overclaimed: list[Fault] = field(default_factory=list)
    missing_marked: list[Fault] = field(default_factory=list)
    missing_silent: list[Fault] = field(default_factory=list)
    doubted: list[Fault] = field(default_factory=list)
    identity_wrong: list[Fault] = field(default_factory=list)
    identity_null: list[Fault] = field(default_factory=list)
    form_wrong: list[Fault] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        """No wrong figure, no wrong identity, no silent loss, nothing claimed beyond the page."""
        return not (self.wrong or self.overclaimed or self.missing_silent or self.identity_wrong)


def compare(truth: Truth, reading: Reading) -> Faults:
    """Compare a reading with the truth beside its document.

    Where a layout destroyed a figure's place, not reading it is no loss as long as it is said.
    """
    faults = Faults()
    read = {(cell.row, cell.column): cell for cell in reading.cells}
    for key, printed in truth.cells.items():
        if key in read:
            _compare_cell(faults, key, printed, read[key])
        else:
            is_reported = _is_reported(key, truth, reading)
            missing = faults.missing_marked if is_reported else faults.missing_silent
            missing.append(Fault("/".join(key), "no cell", _true(printed)))
    for key in read.keys() - truth.cells.keys():
        if read[key].state == "number":
            faults.wrong.append(Fault("/".join(key), _said(read[key]), "not on the page"))
    for label in truth.unknown_rows:
        # Its first characters: traditional ones do not come back quite the same.
        if not any(label[:6] in finding.message for finding in reading.findings):
            faults.missing_silent.append(Fault(label, "nothing", "a row no form knows"))
    _compare_identity(faults, truth, reading)
    _compare_forms(faults, truth, reading)
    return faults


def _is_reported(key: Key, truth: Truth, reading: Reading) -> bool:
    """Whether a finding names the cell's row, or says that its table was not found."""
    table, row = _labels(tuple(sorted(truth.forms.items())))[key]
    return any(
        row in finding.message
        if finding.check != "missing_table"
        else bool(finding.table) and (finding.table or "") in table
        for finding in reading.findings
    )


@lru_cache(maxsize=16)
def _labels(forms: tuple[tuple[str, str], ...]) -> Mapping[Key, tuple[str, str]]:
    """For each cell its table's name in words, and its row's label or group."""
    return {
        (cell.row, cell.column): (TABLE_LABELS.get(table.name, table.label), cell.labels[0])
        for table in tables_of(dict(forms))
        for _, cell in table.cells()
    }


def _said(cell: Cell) -> str:
    about = "约" if cell.approximate else ""
    return f"{cell.state} {about}{cell.value} {cell.basis} {cell.raw!r}"


def _true(printed: Printed) -> str:
    about = "约" if printed.approximate else ""
    return f"{printed.state} {about}{printed.value} {printed.basis} {printed.text!r}"


def _compare_cell(faults: Faults, key: Key, printed: Printed, cell: Cell) -> None:
    fault = Fault("/".join(key), _said(cell), _true(printed))
    if cell.state == "unreadable":
        if printed.basis == "stated":
            faults.missing_marked.append(fault)
    elif not _agrees(cell, printed):
        faults.wrong.append(fault)
    elif cell.basis == "stated" and printed.basis != "stated":
        faults.overclaimed.append(fault)
    elif cell.basis == "inferred" and printed.basis == "stated":
        faults.doubted.append(fault)


def _agrees(cell: Cell, printed: Printed) -> bool:
    return (
        cell.state == printed.state
        and cell.value == printed.value
        and cell.approximate == printed.approximate
    )


def _compare_identity(faults: Faults, truth: Truth, reading: Reading) -> None:
    for name in _FIELDS:
        said, true = getattr(reading, name), getattr(truth, name)
        if said == true or name in truth.open_fields:
            continue
        fault = Fault(name, str(said), str(true))
        (faults.identity_null if said is None else faults.identity_wrong).append(fault)


def _compare_forms(faults: Faults, truth: Truth, reading: Reading) -> None:
    """Two forms may share a table (四 of 2019 and 2021): then neither is wrong."""
    for name, said in reading.forms:
        true = truth.forms.get(name)
        if said is not None and true is not None and _blocks(said, name) != _blocks(true, name):
            faults.form_wrong.append(Fault(name, said, true))


def _blocks(form: str, table: str) -> int:
    tables = (t for f in load_forms() if f.id == form for t in f.tables if t.name == table)
    return id(next(tables).blocks)
