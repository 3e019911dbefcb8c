"""The dashboard in Chromium, serving the invented province on a free port."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "dashboard"))

import published_fixture
from serving import Served, Watched, serve


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard over the fixture's file, one for the tests of a module."""
    home = tmp_path_factory.mktemp("home")
    published_fixture.write(home / "gongkai.duckdb")
    yield from serve(home)


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A fresh page; afterwards it must have asked nobody else and complained of nothing."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(20_000)
    expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
    seen = Watched(page)
    page.on("console", seen.heard)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("request", seen.asked)
    yield seen
    context.close()
    assert seen.complaints == []
    assert seen.outside == []
