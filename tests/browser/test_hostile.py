"""Hostile names in Chromium: nothing of them becomes an element, nothing runs, nobody is asked."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import openpyxl
import pytest
from playwright.sync_api import Dialog, expect
from serving import Served, Watched, serve

from orchestration.settings import Settings

PAGES = ("", "requests", "enforcement", "progress", "findings", "agency", "summary", "data")


@pytest.fixture(scope="module")
def office(hostile_province: Settings) -> Iterator[Served]:
    """The dashboard over the province with hostile names."""
    yield from serve(hostile_province.home)


def test_nothing_of_a_name_becomes_an_element(office: Served, watched: Watched) -> None:
    with duckdb.connect(str(office.published), read_only=True) as con:
        found = con.execute(
            "select agency_id from marts.dim_agencies where agency similar to '.*[<=*].*'"
        ).fetchall()
    dialogs: list[str] = []

    def heard(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    watched.page.on("dialog", heard)
    addresses = [f"{page}?region=990000&year=2021" for page in PAGES]
    addresses += [f"agency?agency={code}&year=2021" for (code,) in found]
    assert len(found) == 3
    for address in addresses:
        watched.page.goto(f"{office.address}/{address}")
        expect(watched.page.get_by_text("数据建成于")).to_be_visible()
        main = watched.page.get_by_test_id("stMain")
        expect(main.locator("img[src='x'], script, a[href^='javascript']")).to_have_count(0)
        expect(main.locator("a[href*='x.invalid']")).to_have_count(0)
    assert not dialogs


def test_files_and_sources_hold_the_names_as_text(
    office: Served, watched: Watched, tmp_path: Path
) -> None:
    page = watched.page
    with duckdb.connect(str(office.published), read_only=True) as con:
        names = dict(
            con.execute(
                "select agency_id, agency from marts.dim_agencies"
                " where agency similar to '.*[<=*].*'"
            ).fetchall()
        )
    assert len(names) == 3
    page.goto(f"{office.address}/progress?region=990000&year=2021&show=全部应报机构")
    buttons = page.locator("[class*='st-key-download-']").first
    files = {}
    for kind in ("CSV", "Excel"):
        with page.expect_download() as download:
            buttons.get_by_role("button", name=kind).click()
        files[kind] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[kind])
    with files["CSV"].open(encoding="utf-8-sig", newline="") as file:
        written = {row[0] for row in csv.reader(file)}
    sheet = openpyxl.load_workbook(files["Excel"]).worksheets[0]
    cells = {row[0].value: row[0] for row in sheet.iter_rows()}
    for agency, name in names.items():
        assert ("'" + name if name.startswith("=") else name) in written
        assert cells[name].data_type == "s"
        assert cells[name].hyperlink is None
        page.goto(f"{office.address}/agency?agency={agency}&year=2021")
        page.locator("button[data-cell]").first.click()
        source = page.get_by_role("dialog", name="数据出处")
        expect(source).to_contain_text(name)
        expect(source.locator("img, a, b, strong")).to_have_count(0)
