"""In Chromium: names that look like markup, scripts and formulas do nothing but stand there."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import hostile_names
import opened
import openpyxl
import pytest
from playwright.sync_api import Page, expect
from serving import Served, Watched, serve

from orchestration.settings import Settings

YEAR = hostile_names.YEAR
# What would be there if a name had become markup.
MARKUP = (
    "img[src='x'], img[src*='i.png'], a[href^='javascript:'], a[href='http://x'], a[href*='//x/'],"
    " .katex, script:has-text('alert(2)')"
)


@pytest.fixture(scope="module")
def spoilt(
    province: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Served, dict[str, str]]]:
    """The dashboard over the province with spoilt names, and those names by agency."""
    home = tmp_path_factory.mktemp("hostile")
    names = hostile_names.write(province, home)
    for served in serve(home):
        yield served, names


@pytest.fixture
def page(watched: Watched) -> Iterator[Page]:
    """A page on which no dialog may open."""
    dialogs: list[str] = []
    watched.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    yield watched.page
    assert dialogs == []


def assert_inert(page: Page) -> None:
    expect(page.get_by_text("数据建成于")).to_be_visible()
    page.wait_for_timeout(500)  # pictures fail, and their handlers run, after the page is drawn
    assert page.locator(MARKUP).count() == 0
    assert page.locator("strong:text-is('b'), code:text-is('d')").count() == 0


@pytest.mark.parametrize("name", opened.NAMES)
def test_no_page_makes_elements_of_names(
    spoilt: tuple[Served, dict[str, str]], page: Page, name: str
) -> None:
    served, _ = spoilt
    path = "" if name == "overview" else name
    page.goto(f"{served.address}/{path}?region=990000&year={YEAR}")
    assert_inert(page)


def test_an_agency_and_the_sources_of_its_figures_are_text(
    spoilt: tuple[Served, dict[str, str]], page: Page
) -> None:
    served, names = spoilt
    for agency, name in names.items():
        page.goto(f"{served.address}/agency?agency={agency}&year={YEAR}")
        # a joiner of no width follows each colon, so that `:smile:` stays what it is
        as_shown = re.compile(re.escape(name).replace(":", ":\u200c?"))
        expect(page.get_by_role("heading", level=2)).to_contain_text(as_shown)
        page.locator("button[data-cell]").first.click()
        expect(page.get_by_role("dialog", name="数据出处")).to_contain_text(name)
        assert_inert(page)


def test_files_hold_the_names_as_text(
    spoilt: tuple[Served, dict[str, str]], page: Page, tmp_path: Path
) -> None:
    served, names = spoilt
    page.goto(f"{served.address}/progress?region=990000&year={YEAR}&show=全部应报机构")
    list_of_all = page.locator("[class*='st-key-download-']").first
    files = {}
    for kind in ("CSV", "Excel"):
        with page.expect_download() as download:
            list_of_all.get_by_role("button", name=kind).click()
        files[kind] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[kind])
    with files["CSV"].open(encoding="utf-8-sig", newline="") as file:
        written = {row[0] for row in csv.reader(file)}
    sheet = openpyxl.load_workbook(files["Excel"]).worksheets[0]
    cells = {row[0].value: row[0] for row in sheet.iter_rows()}
    for name in names.values():
        assert ("'" + name if name.startswith("=") else name) in written
        assert cells[name].data_type == "s"
        assert cells[name].hyperlink is None
