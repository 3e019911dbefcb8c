"""What an office does in January, in Chromium, over the fictional province."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import expect
from serving import Served, Watched, serve

from orchestration.settings import Settings


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
