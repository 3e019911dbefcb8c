"""Ledgers to frames: every line is used whole or set aside whole, with what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from orchestration.ingest.ledgers import agencies, cells
from orchestration.ingest.ledgers.rules import RULES
from orchestration.ingest.ledgers.sheet import MOST_BYTES, Line, SheetError, by_name, read_lines
from orchestration.ingest.ledgers.values import PARSERS, FieldError, at
from orchestration.ingest.scan import RawFile, fingerprint
from orchestration.ingest.schemas import LEDGER_TABLES, frame
from orchestration.reading.form import read_yaml

FOLDER = "ledgers"
_NO_LEDGERS = frozenset(("README.md", "templates"))

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a ledger: the names of its head, what it holds, and where that goes."""

    name: str
    names: tuple[str, ...]
    type: str
    into: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """A kind of ledger, as ledgers.yaml declares it."""

    file: str
    table: str
    about: str
    columns: tuple[Column, ...]


@dataclass(slots=True)
class Ledgers:
    """What was read: rows by table, and what could not be used."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Row] = field(default_factory=list)

    def object_to(
        self, file: str, line: int | None, column: str | None, message: str, remedy: str
    ) -> None:
        about = {"file": file, "line_no": line, "column_name": column}
        self.problems.append({**about, "message": message, "remedy": remedy})

    def frames(self) -> dict[str, pl.DataFrame]:
        """One frame for each table of ledgers, and that of the problems."""
        problems = sorted(self.problems, key=lambda row: (row["file"], row["line_no"] or 0))
        rows = {**self.rows, "ledger_problems": problems}
        return {table: frame(table, rows.get(table, [])) for table in LEDGER_TABLES}


@lru_cache(maxsize=1)
def declared() -> Mapping[str, Ledger]:
    """The ledgers by the name of their file."""
    raw = read_yaml(Path(__file__).with_name("ledgers.yaml"))
    return {
        file: Ledger(
            file,
            one["table"],
            one["about"],
            tuple(_column(name, about) for name, about in one["columns"].items()),
        )
        for file, one in raw.items()
    }


def _column(name: str, about: Mapping[str, Any]) -> Column:
    into = about.get("into", name)
    return Column(name, tuple(about["names"]), about["type"], into, about.get("is_required", False))


def ledger_files(raw: Path) -> list[Path]:
    """What lies in `raw/ledgers/` beside its README and templates, hidden files left out."""
    folder = raw / FOLDER
    if not folder.is_dir():
        return []
    names = (one for one in folder.iterdir() if one.name not in _NO_LEDGERS)
    return sorted(one for one in names if not one.name.startswith((".", "~")))


def scan_ledgers(raw: Path) -> tuple[RawFile, ...]:
    """Fingerprint every file that `read_ledgers` would read."""
    return tuple(fingerprint(path, raw) for path in ledger_files(raw) if path.is_file())


def read_ledgers(raw: Path) -> Ledgers:
    """Read every ledger under `raw/ledgers/`. Never raises on what a file holds."""
    found = Ledgers()
    found.rows["ledger_files"] = [asdict(one) for one in scan_ledgers(raw)]
    for path in ledger_files(raw):
        name = f"{FOLDER}/{path.name}"
        ledger = declared().get(path.name.lower())
        if ledger is None or not path.is_file():
            known = "、".join(declared())
            found.object_to(name, None, None, "不是台账，没有使用", f"台账的文件名是：{known}")
            continue
        try:
            if path.stat().st_size > MOST_BYTES:
                raise SheetError("文件超过 32 MB", "台账不会这样大，请检查是否放错了文件")
            lines = read_lines(path.read_bytes())
            _read(ledger, name, lines, found)
        except SheetError as error:
            found.object_to(name, None, None, error.message, error.remedy)
        except OSError as error:
            found.object_to(name, None, None, f"打不开：{error.strerror}", "请检查文件的权限")
    return found


def _read(ledger: Ledger, file: str, lines: Sequence[Line], found: Ledgers) -> None:
    rows: list[Row] = []
    if lines:
        heads = _heads(ledger, file, lines[0], found)
        for line in lines[1:]:
            row = _row(ledger, file, line, heads, found)
            if row is not None:
                rows.append(row)
    objections = list(RULES[ledger.table](rows))
    for objection in objections:
        found.object_to(file, *objection)
    refused = {line for line, *_ in objections}
    found.rows[ledger.table] = [row for row in rows if row["line_no"] not in refused]


def _heads(ledger: Ledger, file: str, head: Line, found: Ledgers) -> list[str | None]:
    """The columns in the order of the file; None for one that the ledger does not have.

    Raises:
        SheetError: a column that every line needs is not there.
    """
    known = {name: one.name for one in ledger.columns for name in (one.name, *one.names)}
    heads: list[str | None] = []
    for printed in head.fields:
        name = known.get(printed.lower() if printed.isascii() else printed)
        if name in heads or (name is None and printed):
            message = f"有两列都是“{printed}”" if name else f"没有“{printed}”这一列的用处"
            remedy = f"本台账的列是：{'、'.join(one.name for one in ledger.columns)}"
            found.object_to(file, head.number, printed, message, remedy)
            name = None
        heads.append(name)
    missing = [one for one in ledger.columns if one.is_required and one.name not in heads]
    if missing:
        names = "、".join(f"{one.name}（{one.names[0]}）" for one in missing)
        raise SheetError(f"缺少必需的列：{names}", "请照 templates/ 中的样表补上表头")
    return heads


def _row(
    ledger: Ledger, file: str, line: Line, heads: Sequence[str | None], found: Ledgers
) -> Row | None:
    fields = by_name(line, heads)
    row: Row = {"line_no": line.number}
    column = ledger.columns[0]
    try:
        for column in ledger.columns:
            row[column.into] = _value(column, fields.get(column.name, ""))
        return _COMPLETE[ledger.table](row)
    except FieldError as problem:
        where = problem.column or column.name
        found.object_to(file, line.number, where, problem.message, problem.remedy)
        return None


def _value(column: Column, field: str) -> Any:
    if field:
        return PARSERS[column.type](field)
    if column.is_required:
        raise FieldError(f"“{column.names[0]}”是空的", "请填写，或删去这一行")
    return None


def _roster(row: Row) -> Row:
    known = at("agency", agencies.agency, row["agency"], row.pop("region"))
    parent = row["parent"]
    above = at("parent", _parent, parent, known.region_code) if parent else None
    return {
        **row,
        "agency": known.name,
        "region_code": known.region_code,
        "level": known.level,
        "kind": row["kind"] or known.kind,
        "parent": above.name if above else None,
        "parent_region_code": above.region_code if above else None,
    }


def _parent(name: str, region_code: str) -> agencies.Known:
    """The agency above; a name that several regions have is one of the agency's own region."""
    try:
        return agencies.agency(name, None)
    except FieldError:
        return agencies.agency(name, region_code)


def _succession(row: Row) -> Row:
    known = at("agency", agencies.agency, row["agency"], row.pop("region"))
    successor = at("successor", agencies.agency, row["successor"], row.pop("successor_region"))
    return {
        **row,
        "agency": known.name,
        "region_code": known.region_code,
        "successor": successor.name,
        "successor_region_code": successor.region_code,
    }


def _correction(row: Row) -> Row:
    known = at("agency", agencies.agency, row["agency"], row.pop("region"))
    code = at("row", cells.row_code, row.pop("row"))
    column = at("column", cells.column_code, row.pop("column"), code)
    printed = at("printed", cells.printed, row.pop("printed") or "", column)
    correct = at("correct", cells.correct, row.pop("correct") or "", column)
    return {
        **row,
        "agency": known.name,
        "region_code": known.region_code,
        "row_code": code,
        "column_code": column,
        "printed_text": printed.text,
        "printed_state": printed.state,
        "printed_value": printed.value,
        "correct_state": correct.state,
        "correct_value": correct.value,
    }


_COMPLETE: Mapping[str, Callable[[Row], Row]] = {
    "roster": _roster,
    "successions": _succession,
    "corrections": _correction,
    "finding_reviews": lambda row: row,
}
