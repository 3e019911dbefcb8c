"""Hostile names in Chromium: nothing of them becomes an element, nothing runs, nobody is asked."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
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
