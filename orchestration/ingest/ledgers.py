"""What the office keeps beside the reports, in `raw/ledgers/`: who must report, what it decided."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from orchestration.ingest.schemas import LEDGER_TABLES, frame


def ledger_frames(raw: Path) -> dict[str, pl.DataFrame]:
    """Every ledger under `raw/ledgers/` as a frame; empty where the office keeps none."""
    return {table: frame(table, []) for table in LEDGER_TABLES}
