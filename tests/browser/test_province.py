"""What an office does in January, in Chromium, over the fictional province."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import docx
import duckdb
import openpyxl
import pytest
from playwright.sync_api import expect
from serving import Served, Watched, serve

from orchestration.settings import Settings

CITY = "990100"


@pytest.fixture(scope="module")
def office(province: Settings) -> Iterator[Served]:
    """The dashboard over the fictional province, one for the tests of this module."""
    yield from serve(province.home)


def test_find_who_is_late_and_download_the_list(
    office: Served, watched: Watched, tmp_path: Path
) -> None:
    page = watched.page
    page.goto(office.address)
    page.get_by_role("link", name="报送进度").click()
    expect(page.get_by_role("heading", level=2)).to_have_text(re.compile("示例省.*报送进度"))
    year = re.search(r"(\d{4})年度", page.get_by_role("heading", level=2).inner_text())
    assert year
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").first.click()
    download.value.save_as(tmp_path / "list.csv")
    assert "演示数据" in download.value.suggested_filename
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        *rows, notice = csv.reader(file)
    assert "演示数据" in notice[0]
    with duckdb.connect(str(office.published), read_only=True) as con:
        owed = con.execute(
            "select agency from marts.fct_obligations join marts.dim_agencies using (agency_id)"
            " where year = ? and status in ('missing', 'late', 'undated')",
            [int(year[1])],
        ).fetchall()
    assert sorted(row[0] for row in rows[1:]) == sorted(agency for (agency,) in owed)
    assert owed


# What each way of filling the tables must come to.
SUMS = {
    "按本级政府的汇总报告": "select row_code, column_code, value from marts.region_figures"
    " where region_code = ? and year = 2021",
    "按各部门和下级政府的报告相加": "select row_code, column_code, value"
    " from marts.figures_from_parts join marts.dim_agencies using (agency_id)"
    " where region_code = ? and kind = 'government' and year = 2021",
}


@pytest.mark.parametrize("way", SUMS)
def test_fill_and_download_the_official_tables(
    office: Served, watched: Watched, tmp_path: Path, way: str
) -> None:
    page = watched.page
    page.goto(f"{office.address}/summary?region={CITY}&year=2021&fill={way}")
    expect(page.get_by_role("heading", level=2)).to_have_text(re.compile("2021年度汇总报表"))
    for name in ("Excel（含", "Word（可"):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        suffix = download.value.suggested_filename.rpartition(".")[2]
        download.value.save_as(tmp_path / f"tables.{suffix}")
    wanted = rolled_up(office.published, SUMS[way])
    assert wanted.total() > 150
    assert sheet_figures(tmp_path / "tables.xlsx") == wanted
    assert word_figures(tmp_path / "tables.docx") == wanted


def rolled_up(published: Path, sums: str) -> Counter[Decimal]:
    """How often the roll-up has each number, in the unit of the form of 2021."""
    with duckdb.connect(str(published), read_only=True) as con:
        rows = con.execute(
            f"select value, unit from ({sums}) join marts.form_layout"
            " using (row_code, column_code) where form = '2021' and value is not null",
            [CITY],
        ).fetchall()
    return Counter((value / (10_000 if unit == "万元" else 1)).normalize() for value, unit in rows)


def sheet_figures(path: Path) -> Counter[Decimal]:
    """How often the sheets of the official tables have each number."""
    sheets = openpyxl.load_workbook(path).worksheets[:3]
    cells = [
        value for sheet in sheets for row in sheet.iter_rows(values_only=True) for value in row
    ]
    return Counter(Decimal(str(one)).normalize() for one in cells if isinstance(one, int | float))


def word_figures(path: Path) -> Counter[Decimal]:
    """How often the tables of the document have each number, a merged square counted once."""
    found: Counter[Decimal] = Counter()
    for table in docx.Document(str(path)).tables:
        for square in {cell._tc: cell for row in table.rows for cell in row.cells}.values():
            text = square.text.replace(",", "").removeprefix("约 ")
            if re.fullmatch(r"-?\d+(\.\d+)?", text):
                found[Decimal(text).normalize()] += 1
    return found
