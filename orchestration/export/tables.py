"""Marts as files: Parquet for programs, CSV that Excel opens rightly."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from orchestration.export.escape import guarded_sql
from orchestration.export.source import Column, Mart, Source

FORMATS = ("parquet", "csv")
_BATCH_ROWS = 100_000
_PLAIN = ("BOOLEAN", "DATE", "DOUBLE", "FLOAT", "DECIMAL")


def is_integer(kind: str) -> bool:
    return kind.endswith("INT") or kind == "INTEGER"


def is_text(kind: str) -> bool:
    """Whether a column is text in CSV: then its cells are guarded against being formulas."""
    return not (is_integer(kind) or kind.startswith((*_PLAIN, "TIMESTAMP")))


def file_of(mart: Mart, form: str) -> str:
    """Where a mart's file stands in the export folder."""
    return f"{form}/{mart.name}.{form}"


def write_mart(source: Source, mart: Mart, form: str, folder: Path) -> None:
    """Write one mart as `form`, parquet or csv, under the export folder.

    Rows keep the published file's order, so that the same build gives the same files.
    """
    path = folder / file_of(mart, form)
    path.parent.mkdir(parents=True, exist_ok=True)
    if form == "parquet":
        _write_parquet(source, mart, path)
    else:
        _write_csv(source, mart, path)


def _write_parquet(source: Source, mart: Mart, path: Path) -> None:
    target = str(path).replace("'", "''")
    source.con.execute(
        f"copy warehouse.marts.\"{mart.name}\" to '{target}' (format parquet, compression zstd)"
    )


def _write_csv(source: Source, mart: Mart, path: Path) -> None:
    """UTF-8 with BOM, CRLF; an empty cell is NULL, an empty text stands in quotes."""
    columns = ", ".join(_cell(column) for column in mart.columns)
    query = f'select {columns} from warehouse.marts."{mart.name}"'
    reader = source.con.sql(query).to_arrow_reader(_BATCH_ROWS)
    with path.open("wb") as file:
        head = pl.DataFrame(schema={column.name: pl.String for column in mart.columns})
        head.write_csv(file, include_bom=True, line_terminator="\r\n")
        for batch in reader:
            rows = pl.DataFrame(batch)
            rows.write_csv(file, include_header=False, line_terminator="\r\n")


def _cell(column: Column) -> str:
    name = f'"{column.name}"'
    if is_text(column.kind):
        return f"{guarded_sql(f'cast({name} as varchar)')} as {name}"
    if column.kind.startswith("TIMESTAMP"):
        return f"strftime({name}, '%Y-%m-%dT%H:%M:%S') as {name}"
    if is_integer(column.kind):
        return f"cast({name} as bigint) as {name}"  # a sum is a HUGEINT, which frames do not have
    return name


def columns_as_text(columns: Sequence[Column]) -> list[str]:
    """The names of the columns whose CSV cells are guarded."""
    return [column.name for column in columns if is_text(column.kind)]
