"""A link opened by somebody else, and what a printer is given, in Chromium."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from urllib.parse import unquote

import duckdb
import pypdfium2
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from serving import Served, Watched, serve

from orchestration.settings import Settings

YEAR, CITY = 2020, "990100"
A4 = (595, 842)  # points


@pytest.fixture(scope="module")
def office(province: Settings) -> Iterator[Served]:
    """The dashboard over the fictional province, one for the tests of this module."""
    yield from serve(province.home)


def settled(page: Page) -> None:
    """Wait until the page is drawn to its end."""
    expect(page.get_by_text("数据建成于")).to_be_visible()
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)


def box(page: Page, label: str) -> Locator:
    """The select box of that very label."""
    return page.get_by_test_id("stSelectbox").filter(
        has=page.get_by_text(label, exact=True)
    ).get_by_role("combobox")  # fmt: skip


def choose(page: Page, label: str, option: str | re.Pattern[str]) -> None:
    """Open a select box and take the first option of that name."""
    settled(page)
    box(page, label).scroll_into_view_if_needed()
    page.wait_for_timeout(500)  # a list that opens while the page still scrolls is closed again
    box(page, label).click()
    page.get_by_role("option", name=option).first.click()


def one_finding(office: Served) -> dict[str, str]:
    """A finding of the province with the figures it speaks of."""
    with duckdb.connect(str(office.published), read_only=True) as con:
        row = con.execute(
            "select finding_key, agency, message, places, document_path from marts.fct_findings"
            " join marts.dim_agencies using (agency_id)"
            f" where year = {YEAR} and check_id = 'row_total' order by finding_key limit 1"
        ).fetchall()[0]
    return dict(zip(("key", "agency", "message", "places", "path"), map(str, row), strict=True))


def view(page: Page) -> dict[str, list[str]]:
    """What a page shows: its heading, what is chosen, and its tables."""
    settled(page)
    typed = page.get_by_test_id("stTextInput").locator("input")
    boxes = page.get_by_test_id("stSelectbox")
    return {
        "heading": page.get_by_role("heading", level=2).all_inner_texts(),
        "boxes": boxes.all_inner_texts(),
        "chosen": [one.input_value() for one in boxes.get_by_role("combobox").all()],
        "typed": [one.input_value() for one in typed.all()],
        "tables": page.get_by_test_id("stTable").all_inner_texts(),
        "marked": page.locator("td.disputed").all_inner_texts(),
    }


def test_a_shared_link_shows_someone_else_the_same(
    office: Served, watched: Watched, browser: Browser
) -> None:
    page, finding = watched.page, one_finding(office)
    page.goto(f"{office.address}/findings?region=990000&year={YEAR}")
    choose(page, "程度", "错误")
    choose(page, "核查", "横向合计")
    name = page.get_by_test_id("stTextInput").locator("input")
    name.fill(finding["agency"])
    name.press("Enter")
    choose(page, "发现", re.compile(re.escape(finding["message"])))
    expect(page.locator("td.disputed").first).to_be_visible()
    expect(page).to_have_url(re.compile(f"finding={finding['key']}"))
    assert finding["agency"] in unquote(page.url)
    wanted = view(page)
    other = browser.new_context(viewport={"width": 1440, "height": 900})
    theirs = other.new_page()
    theirs.goto(page.url)
    expect(theirs.locator("td.disputed").first).to_be_visible()
    assert view(theirs) == wanted
    assert theirs.url == page.url
    theirs.reload()
    expect(theirs.locator("td.disputed").first).to_be_visible()
    assert view(theirs) == wanted
    other.close()


@pytest.mark.parametrize(
    ("path", "heading", "left_out"),
    [
        ("", "示例省", ("省（区、市）", "报送进度", "CSV")),
        ("progress", "报送进度", ("省（区、市）", "显示", "复议诉讼", "CSV")),
        ("findings", "数据核查", ("机构名称含有", "省（区、市）", "核对工作簿", "复议诉讼")),
        ("agency", "年度", ("查找机构", "省（区、市）", "查找", "同类比较")),
    ],
)
def test_a_page_prints_on_a4_without_menus_and_boxes(
    office: Served, watched: Watched, path: str, heading: str, left_out: tuple[str, ...]
) -> None:
    page = watched.page
    page.goto(f"{office.address}/{path}?region={CITY}&year={YEAR}")
    title = page.get_by_role("heading", level=2)
    expect(title).to_contain_text(heading)
    expect(page.get_by_text("数据建成于")).to_be_visible()
    page.wait_for_timeout(1500)  # charts are drawn after the page
    words, sizes = printed(page)
    assert sizes
    for wide, high in sizes:
        assert abs(wide - A4[0]) <= 2
        assert abs(high - A4[1]) <= 2
    assert squeezed(title.inner_text()) in squeezed(words)
    assert "数据建成于" in squeezed(words)
    for word in left_out:
        assert squeezed(word) not in squeezed(words), word


def printed(page: Page) -> tuple[str, list[tuple[float, float]]]:
    """The words and the sizes (points) of the pages that the printer would be given."""
    document = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    words = "".join(one.get_textpage().get_text_range() for one in document)
    return words, [one.get_size() for one in document]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
