"""Readings as polars frames: the tables of schema `raw`, faithful copies of what was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import polars as pl

from orchestration.ingest.attachments import Attachment
from orchestration.ingest.scan import RawFile
from orchestration.ingest.schemas import READ_TABLES, SCHEMAS, Row, frame
from orchestration.reading.claim_rules import claim_sums
from orchestration.reading.form import FormCell, load_forms
from orchestration.reading.identities import load_identities
from orchestration.reading.reading import Cell, Reading
from orchestration.reading.report import TABLE_LABELS


def reading_frames(
    readings: Iterable[tuple[RawFile, Reading]], version: str
) -> dict[str, pl.DataFrame]:
    """The tables of a batch of readings. A rejected document has no report."""
    rows: dict[str, list[Row]] = {table: [] for table in READ_TABLES if table != "cells"}
    cells: list[tuple[str, int, Cell]] = []
    for file, reading in readings:
        rows["documents"].append(_document(file, reading, version))
        if reading.status == "rejected":
            continue
        for number, report in enumerate((reading, *reading.others), 1):
            key = {"path": file.path, "report_no": number}
            rows["readings"].append(key | _report(report))
            cells.extend((file.path, number, cell) for cell in report.cells)
            rows["findings"].extend(key | row for row in _findings(report))
            rows["claims"].extend(key | row for row in _claims(report))
            rows["prose"].extend(key | row for row in _prose(report))
    return {
        table: _cell_frame(cells) if table == "cells" else frame(table, rows[table])
        for table in READ_TABLES
    }


def attachment_frame(found: Iterable[Attachment]) -> pl.DataFrame:
    """Which file is an attachment of which page."""
    rows = ({"path": one.path, "page_path": one.page, "rule": one.rule} for one in found)
    return frame("attachments", rows)


def _document(file: RawFile, reading: Reading, version: str) -> Row:
    status, reason = _document_status(reading)
    return {
        "path": file.path,
        "sha256": reading.sha256,  # of the bytes that were read; of none where it did not open
        "size_bytes": file.size,
        "format": reading.format,
        "status": status,
        "reason": reason,
        "reader_version": version,
    }


def _document_status(reading: Reading) -> tuple[str, str | None]:
    """A document of several reports is read in full only if each of them is."""
    if not reading.others:
        return reading.status, reading.reason
    numbered = enumerate((reading, *reading.others), 1)
    reasons = [f"第 {number} 份报告：{one.reason}" for number, one in numbered if one.reason]
    return "partial" if reasons else "read", "；".join(reasons) or None


def _report(reading: Reading) -> dict[str, Any]:
    plain = (
        "status",
        "reason",
        "title",
        "agency",
        "year",
        "province",
        "city",
        "county",
        "region_code",
    )
    return {
        **{name: getattr(reading, name) for name in (*plain, "level", "kind", "scope")},
        "published": reading.published,
        **{f"form_{table}": form for table, form in reading.forms},
    }


# The columns of raw.cells that a cell's fields fill, where their names differ.
_CELL_COLUMNS = {
    "table": "table_name",
    "row": "row_code",
    "column": "column_code",
    "approximate": "is_approximate",
    "raw": "printed_text",
}


def _cell_frame(cells: Sequence[tuple[str, int, Cell]]) -> pl.DataFrame:
    """Cells column by column: there are a hundred for each other row."""
    if not cells:
        return frame("cells", [])
    paths, numbers, found = zip(*cells, strict=True)
    fields = zip(Cell._fields, zip(*found, strict=True), strict=True)
    columns = {_CELL_COLUMNS.get(name, name): values for name, values in fields}
    columns |= {"path": paths, "report_no": numbers}
    columns["note"] = tuple(note or None for note in columns["note"])
    return pl.DataFrame({name: columns[name] for name in SCHEMAS["cells"]}, SCHEMAS["cells"])


@lru_cache(maxsize=1)
def _table_names() -> Mapping[str, str]:
    """Label → name of every table, as findings name tables by their labels."""
    names = {table.label: table.name for form in load_forms() for table in form.tables}
    return names | {label: name for name, label in TABLE_LABELS.items()}


def _findings(reading: Reading) -> Iterator[dict[str, Any]]:
    for number, finding in enumerate(reading.findings, 1):
        yield {
            "finding_no": number,
            "check_id": finding.check,
            "severity": finding.severity,
            "message": finding.message,
            "table_name": _table_names().get(finding.table or ""),
            "table_label": finding.table,
            "row_label": finding.row,
            "column_label": finding.column,
        }


def _claims(reading: Reading) -> Iterator[dict[str, Any]]:
    for number, claim in enumerate(reading.claims, 1):
        yield {
            "claim_no": number,
            "subject": claim.subject,
            "stated_count": claim.number,
            "stated_year": claim.year,
            "reason": claim.reason,
            "phrase": claim.phrase,
            "sentence": claim.sentence,
            "place": claim.place,
        }


def _prose(reading: Reading) -> Iterator[dict[str, Any]]:
    for sentence in reading.prose:
        yield {"sentence_hash": sentence.digest, "characters": sentence.characters}


def reference_frames() -> dict[str, pl.DataFrame]:
    """What the forms print and the identities they demand, for dbt and the dashboard."""
    return {
        "form_cells": frame("form_cells", _form_cells()),
        "identity_terms": frame("identity_terms", _identity_terms()),
        "claim_sums": frame("claim_sums", _claim_sums()),
    }


def _form_cells() -> Iterator[Row]:
    for form in load_forms():
        numbered = enumerate((t, b) for t in form.tables for b in t.blocks)
        line_no = 0
        for block_no, (table, block) in numbered:
            for line in block.rows or (None,):
                line_no += 1
                for column_no, cell in enumerate(block.cells(line), 1):
                    yield {
                        "form": form.id,
                        "table_name": table.name,
                        "table_label": table.label,
                        "block_no": block_no + 1,
                        "block_label": block.label,
                        "line_no": line_no,
                        "column_no": column_no,
                        **_form_cell(cell),
                    }


def _form_cell(cell: FormCell) -> Row:
    line_label, column_label = cell.labels
    return {
        "line_label": line_label,
        "line_group": cell.line.group if cell.line else None,
        "column_label": column_label,
        "column_group": cell.head.group if cell.head else None,
        "row_code": cell.row,
        "column_code": cell.column,
        "unit": cell.unit,
    }


def _identity_terms() -> Iterator[Row]:
    for identity in load_identities():
        about = {
            "form": identity.form,
            "check_id": identity.check,
            "relation": identity.relation,
            "severity": identity.severity,
            "instance": identity.instance,
            "table_name": identity.table,
            "row_label": identity.row_label,
            "column_label": identity.column_label,
            "left_name": identity.left_name,
            "right_name": identity.right_name,
        }
        for side, keys in (("left", identity.left), ("right", identity.right)):
            for row, column in keys:
                yield {**about, "side": side, "row_code": row, "column_code": column}


def _claim_sums() -> Iterator[Row]:
    for one in claim_sums():
        about = {
            "form": one.form,
            "subject": one.subject,
            "sum_no": one.number,
            "sum_name": one.name or None,
            "table_name": one.table,
            "row_label": one.row_label,
            "column_label": one.column_label,
        }
        for row, column in one.keys:
            yield {**about, "row_code": row, "column_code": column}
