"""The tables of schema `raw`: their columns and types, for whoever fills them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

Row = Mapping[str, Any]
_TEXT, _INTEGER, _DATE, _FLAG = pl.String, pl.Int64, pl.Date, pl.Boolean
_EXACT = pl.Decimal(20, 4)

SCHEMAS: dict[str, dict[str, Any]] = {
    "documents": {
        "path": _TEXT,
        "sha256": _TEXT,
        "size_bytes": _INTEGER,
        "format": _TEXT,
        "status": _TEXT,
        "reason": _TEXT,
        "reader_version": _TEXT,
    },
    "readings": {
        "path": _TEXT,
        "report_no": pl.Int32,
        **dict.fromkeys(("status", "reason"), _TEXT),
        **dict.fromkeys(("title", "agency"), _TEXT),
        "year": pl.Int32,
        **dict.fromkeys(("province", "city", "county", "region_code"), _TEXT),
        **dict.fromkeys(("level", "kind", "scope"), _TEXT),
        "published": _DATE,
        **dict.fromkeys(("form_proactive", "form_requests", "form_reviews"), _TEXT),
    },
    "cells": {
        "path": _TEXT,
        "report_no": pl.Int32,
        **dict.fromkeys(("table_name", "form", "row_code", "column_code"), _TEXT),
        "value": _EXACT,
        **dict.fromkeys(("state", "basis"), _TEXT),
        "is_approximate": _FLAG,
        **dict.fromkeys(("printed_text", "place", "row_label", "column_label"), _TEXT),
        "note": _TEXT,
    },
    "findings": {
        "path": _TEXT,
        "report_no": pl.Int32,
        "finding_no": pl.Int32,
        **dict.fromkeys(("check_id", "severity", "message"), _TEXT),
        **dict.fromkeys(("table_name", "table_label", "row_label", "column_label"), _TEXT),
    },
    "claims": {
        "path": _TEXT,
        **dict.fromkeys(("report_no", "claim_no"), pl.Int32),
        "subject": _TEXT,
        "stated_count": _INTEGER,
        "stated_year": pl.Int32,
        **dict.fromkeys(("reason", "phrase", "sentence", "place"), _TEXT),
    },
    "prose": {
        "path": _TEXT,
        "report_no": pl.Int32,
        "sentence_hash": _INTEGER,
        "characters": pl.Int32,
    },
    "attachments": dict.fromkeys(("path", "page_path", "rule"), _TEXT),
    "form_cells": {
        **dict.fromkeys(("form", "table_name", "table_label"), _TEXT),
        "block_no": pl.Int32,
        "block_label": _TEXT,
        "line_no": pl.Int32,
        **dict.fromkeys(("line_label", "line_group"), _TEXT),
        "column_no": pl.Int32,
        **dict.fromkeys(("column_label", "column_group"), _TEXT),
        **dict.fromkeys(("row_code", "column_code", "unit"), _TEXT),
    },
    "identity_terms": {
        **dict.fromkeys(("form", "check_id", "relation", "severity", "instance"), _TEXT),
        **dict.fromkeys(("table_name", "row_label", "column_label"), _TEXT),
        **dict.fromkeys(("left_name", "right_name", "side", "row_code", "column_code"), _TEXT),
    },
    "claim_sums": {
        **dict.fromkeys(("form", "subject"), _TEXT),
        "sum_no": pl.Int32,
        **dict.fromkeys(("sum_name", "table_name", "row_label", "column_label"), _TEXT),
        **dict.fromkeys(("row_code", "column_code"), _TEXT),
    },
}

# What the office keeps in raw/ledgers/, line by line; see ledgers.py.
_LEDGERS: dict[str, dict[str, Any]] = {
    "roster": {
        **dict.fromkeys(("agency", "region_code", "level", "kind"), _TEXT),
        **dict.fromkeys(("parent", "parent_region_code"), _TEXT),
        **dict.fromkeys(("first_year", "last_year"), pl.Int32),
        "line_no": pl.Int32,
    },
    "successions": {
        **dict.fromkeys(("agency", "region_code", "successor", "successor_region_code"), _TEXT),
        "from_year": pl.Int32,
        "note": _TEXT,
        "line_no": pl.Int32,
    },
    "corrections": {
        **dict.fromkeys(("agency", "region_code"), _TEXT),
        "year": pl.Int32,
        **dict.fromkeys(("row_code", "column_code", "printed_text", "printed_state"), _TEXT),
        "printed_value": _EXACT,
        "correct_state": _TEXT,
        "correct_value": _EXACT,
        **dict.fromkeys(("reason", "decided_by"), _TEXT),
        "decided_on": _DATE,
        "line_no": pl.Int32,
    },
    "finding_reviews": {
        **dict.fromkeys(("finding_key", "verdict", "note", "decided_by"), _TEXT),
        "decided_on": _DATE,
        "line_no": pl.Int32,
    },
    "ledger_files": {"path": _TEXT, "sha256": _TEXT, "size": _INTEGER},
    "ledger_problems": {
        "file": _TEXT,
        "line_no": pl.Int32,
        **dict.fromkeys(("column_name", "message", "remedy"), _TEXT),
    },
}
LEDGER_TABLES = tuple(_LEDGERS)
SCHEMAS |= _LEDGERS

READ_TABLES = ("documents", "readings", "cells", "findings", "claims", "prose")


def frame(table: str, rows: Iterable[Row]) -> pl.DataFrame:
    """Rows as a frame with the columns and types that schema `raw` has for `table`."""
    return pl.DataFrame(list(rows), schema=SCHEMAS[table], orient="row")
