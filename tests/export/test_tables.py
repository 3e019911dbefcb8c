"""Parquet and CSV hold what the published file holds, cell by cell."""

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.export.escape import is_risky, unguarded

Described = list[tuple[str, str]]


def marts(con: duckdb.DuckDBPyConnection) -> list[str]:
    query = "select table_name from duckdb_tables() where schema_name = 'marts' order by 1"
    return [name for (name,) in con.execute(query).fetchall()]


def rows_of(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple[Any, ...]]:
    return con.execute(f"select * from marts.{table}").fetchall()


def kinds_of(con: duckdb.DuckDBPyConnection, query: str) -> Described:
    return [(name, kind) for name, kind, *_ in con.execute(f"describe {query}").fetchall()]


def read_csv(path: Path) -> tuple[list[str], list[list[str]]]:
    """Head and rows, as a spreadsheet sees their text."""
    text = path.read_bytes().decode("utf-8-sig")
    head, *rows = csv.reader(text.splitlines(keepends=True), strict=True)
    return head, rows


def value_of(text: str, kind: str) -> Any:
    """A CSV cell read back as the type that the datapackage gives it."""
    if text == "":
        return None
    if kind == "VARCHAR":
        return unguarded(text)
    if kind == "BOOLEAN":
        return {"true": True, "false": False}[text]
    if kind == "DATE":
        return dt.date.fromisoformat(text)
    return Decimal(text) if kind.startswith("DECIMAL") else int(text)


def test_every_mart_is_there_in_both_formats(exported, published) -> None:
    names = marts(published)
    assert len(names) > 20
    for form in ("csv", "parquet"):
        assert sorted(p.stem for p in (exported.folder / form).iterdir()) == names


def test_parquet_holds_every_row_with_its_types(exported, published) -> None:
    for table in marts(published):
        file = f"read_parquet('{exported.folder}/parquet/{table}.parquet')"
        assert kinds_of(published, f"from {file}") == kinds_of(published, f"from marts.{table}")
        assert published.execute(f"from {file}").fetchall() == rows_of(published, table)


def test_csv_holds_every_cell(exported, published) -> None:
    """An empty text and NULL look the same to most readers of CSV; all else is exact."""
    for table in marts(published):
        described = kinds_of(published, f"from marts.{table}")
        head, rows = read_csv(exported.folder / "csv" / f"{table}.csv")
        assert head == [name for name, _ in described]
        kinds = [kind for _, kind in described]
        read = [tuple(map(value_of, row, kinds)) for row in rows]
        stored = [tuple(None if v == "" else v for v in row) for row in rows_of(published, table)]
        assert read == stored, table


def test_a_reader_that_knows_quotes_tells_empty_text_from_null(exported, published) -> None:
    query = "select count(*) filter (where column_label = ''), count(column_label) from "
    file = f"read_csv('{exported.folder}/csv/fct_findings.csv', allow_quoted_nulls = false)"
    [(empty, filled)] = published.execute(f"{query} marts.fct_findings").fetchall()
    assert published.execute(f"{query} {file}").fetchall() == [(empty, filled)]
    assert 0 < empty <= filled


def test_csv_begins_with_the_mark_and_its_lines_end_as_excel_wants(exported) -> None:
    for path in (exported.folder / "csv").iterdir():
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\r\n")
        assert content.count(b"\xef\xbb\xbf") == 1 or path.stem in ("dim_agencies", "fct_findings")


def test_no_text_is_a_formula_and_numbers_stay_numbers(exported, published) -> None:
    guarded = 0
    for table in marts(published):
        kinds = [kind for _, kind in kinds_of(published, f"from marts.{table}")]
        for row in read_csv(exported.folder / "csv" / f"{table}.csv")[1]:
            for text, kind in zip(row, kinds, strict=True):
                if kind == "VARCHAR":
                    assert not is_risky(text) or text.startswith("'")
                    guarded += text.startswith("'")
                elif text not in ("", "true", "false") and kind != "DATE":
                    assert Decimal(text).is_finite()
    assert guarded > 20
    head, rows = read_csv(exported.folder / "csv" / "fct_findings.csv")
    assert {row[head.index("difference")] for row in rows} >= {"-3.0000"}


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "@SUM(1+1)", "+1", "'=1+1"])
def test_a_hostile_name_stands_behind_an_apostrophe(exported, name: str) -> None:
    head, rows = read_csv(exported.folder / "csv" / "dim_agencies.csv")
    assert f"'{name}" in {row[head.index("agency")] for row in rows}


def test_other_awkward_text_is_as_it_was(exported) -> None:
    head, rows = read_csv(exported.folder / "csv" / "dim_agencies.csv")
    names = {row[head.index("agency")] for row in rows}
    kept = {"<img src=x onerror=alert(1)>", "00123", "1234567890123456789", 'a"b,c\nd\re'}
    assert kept <= names
