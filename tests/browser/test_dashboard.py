"""The dashboard as an official meets it, in Chromium."""

from __future__ import annotations

import os
import re
from pathlib import Path

import published_fixture
import pytest
from playwright.sync_api import Locator, Page, expect
from serving import pick

CITY, BUREAU = published_fixture.CITY, published_fixture.BUREAU


def choose(page: Page, label: str, option: str) -> None:
    """Open the select box of that label and take an option."""
    box = page.get_by_test_id("stSelectbox").filter(has_text=label).get_by_role("combobox")
    pick(box, page.get_by_role("option", name=option, exact=True))


def card(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stMetric").filter(has_text=label)


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=2)).to_have_text(re.compile(text))


def cell(page: Page, code: str) -> Locator:
    return page.locator(f'button[data-cell="{code}"]')


def test_overview_changes_region_and_year(served, watched, tmp_path: Path) -> None:
    page = watched.page
    page.goto(served.address)
    heading(page, "示例省.*2021年度")
    expect(page.get_by_text("不完整", exact=True)).to_be_visible()
    expect(card(page, "申请量")).to_contain_text("1,500 件")
    choose(page, "市（州、盟）", "示例市")
    heading(page, "示例省示例市.*2021年度")
    expect(page.get_by_text("用示例市人民政府的汇总报告").first).to_be_visible()
    expect(page.get_by_text("不完整", exact=True)).to_have_count(0)
    choose(page, "年度", "2020年")
    expect(card(page, "申请量")).to_contain_text("1,200 件")
    expect(card(page, "公开率")).to_contain_text("75.0%")
    expect(page).to_have_url(re.compile(f"region={CITY}&year=2020"))
    page.screenshot(path=tmp_path / "overview.png", full_page=True)
    assert (tmp_path / "overview.png").stat().st_size > 20_000


def test_agency_page_shows_the_form_and_the_source_of_a_figure(
    served, watched, tmp_path: Path
) -> None:
    page = watched.page
    page.goto(served.address)
    page.get_by_role("link", name="机构").click()
    heading(page, "示例市人民政府.*2021年度")
    expect(cell(page, "requests.new/total")).to_have_text("1,500")
    expect(cell(page, "proactive.fees/amount_yuan")).to_have_text("6,846.176002")
    choose(page, "机构（共", "示例市统计局")
    heading(page, "示例市统计局.*2021年度")
    expect(cell(page, "requests.new/natural_person")).to_have_text("26")
    expect(cell(page, "requests.new/company")).to_have_text("空白")
    cell(page, "requests.new/natural_person").click()
    source = page.get_by_role("dialog", name="数据出处")
    expect(source).to_contain_text("推断")
    expect(source).to_contain_text("2021/示例市统计局.txt")
    page.keyboard.press("Escape")
    expect(source).to_have_count(0)
    choose(page, "年度", "2020年")
    heading(page, "示例市统计局.*2020年度")
    expect(page.get_by_text("政府集中采购")).to_be_visible()
    page.screenshot(path=tmp_path / "agency.png", full_page=True)
    assert (tmp_path / "agency.png").stat().st_size > 20_000


def test_text_of_documents_stays_text(served, watched) -> None:
    page = watched.page
    page.goto(f"{served.address}/agency?agency={BUREAU}&year=2021")
    cell(page, "disposition.disclosed/total").click()
    source = page.get_by_role("dialog", name="数据出处")
    expect(source).to_contain_text(published_fixture.HOSTILE)
    expect(source.locator("b, a")).to_have_count(0)
    expect(page.get_by_text("现行有效件数小于本年制发件数 :red[x] <i>y</i>")).to_be_visible()


def test_an_address_opens_the_same_page_for_someone_else(served, watched) -> None:
    watched.page.goto(f"{served.address}/?region={CITY}&year=2020")
    heading(watched.page, "示例省示例市.*2020年度")


@pytest.mark.parametrize("path", ["/", f"/agency?agency={BUREAU}&year=2020"])
def test_a_narrow_screen_needs_no_sideways_scrolling(served, watched, path: str) -> None:
    page = watched.page
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto(served.address + path)
    heading(page, "年度")
    wider = page.evaluate(
        "() => { const m = document.querySelector('[data-testid=stMain]');"
        " return m.scrollWidth - m.clientWidth; }"
    )
    assert wider <= 1


def test_new_data_appear_by_themselves(served, watched) -> None:
    page = watched.page
    page.goto(f"{served.address}/?region={CITY}&year=2021")
    expect(card(page, "申请量")).to_contain_text("1,500 件")
    new = published_fixture.write(served.published.with_name("new.duckdb"), received=1777)
    os.replace(new, served.published)
    expect(card(page, "申请量")).to_contain_text("1,777 件")
    page.reload()
    expect(card(page, "申请量")).to_contain_text("1,777 件")


def test_a_missing_file_is_explained_and_its_return_noticed(served, watched) -> None:
    page = watched.page
    page.goto(served.address)
    heading(page, "示例省")
    served.published.unlink()
    expect(page.get_by_text("暂时没有可以显示的数据")).to_be_visible()
    expect(page.get_by_text("gongkai build")).to_be_visible()
    published_fixture.write(served.published)
    heading(page, "示例省")
