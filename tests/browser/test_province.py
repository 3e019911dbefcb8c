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
import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Locator, expect
from serving import Served, Watched, pick, serve, settled

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
    expect(page.get_by_text("个机构。")).to_be_visible()
    settled(page)
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


def test_from_a_finding_to_its_source(office: Served, watched: Watched) -> None:
    """In the list, beside its table, and in the agency's report."""
    with duckdb.connect(str(office.published), read_only=True) as con:
        [(key, year, agency, message, place)] = con.execute(
            "select finding_key, year, agency, message, places[:strpos(places || '；', '；') - 1]"
            " from marts.fct_findings join marts.dim_agencies using (agency_id)"
            " where check_id = 'row_total' and is_open and places is not null"
            " order by finding_key limit 1"
        ).fetchall()
    page = watched.page
    page.goto(f"{office.address}/findings?year={year}&check=row_total")
    boxes = page.get_by_test_id("stSelectbox")
    box = boxes.filter(has=page.get_by_text("发现", exact=True)).get_by_role("combobox")
    pick(box, page.get_by_role("option", name=f"{agency}：{message}", exact=True))
    marked = page.locator("td.disputed button")
    expect(marked.first).to_be_visible()
    expect(page.get_by_role("cell", name=place).first).to_be_visible()
    expect(page).to_have_url(re.compile(f"finding={key}"))
    marked.first.click()
    expect(page.get_by_role("dialog", name="数据出处")).to_contain_text("原文印作")
    page.keyboard.press("Escape")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="查看", exact=True).first.click()
    report = opened.value
    expect(report.get_by_role("heading", level=2)).to_have_text(re.compile(f"{year}年度"))
    report.locator("td.disputed button").first.click()
    expect(report.get_by_role("dialog", name="数据出处")).to_contain_text("位置")


SHARED = (
    f"/?region={CITY}&year=2020&from=2020&below=closure_rate",
    f"/requests?region={CITY}&year=2020&measure=closure_rate",
    "/findings?year=2020&check=row_total&severity=error",
    f"/progress?region={CITY}&year=2020&show=按时",
    "/data?table=fct_reports&year=2020",
)


@pytest.mark.parametrize("address", SHARED)
def test_a_link_shows_a_colleague_the_same_view(
    office: Served, watched: Watched, address: str
) -> None:
    """Opened by somebody else, and after a reload, a view is what it was."""
    page = watched.page

    def seen() -> list[str]:
        expect(page.get_by_text("数据建成于")).to_be_visible()
        expect(page.locator("[data-test-script-state=notRunning]")).to_be_visible()
        expect(page.get_by_test_id("stSelectbox").first).to_be_visible()
        boxes = page.get_by_test_id("stSelectbox").all()
        return [page.get_by_role("heading", level=2).inner_text(), *map(_chosen, boxes)]

    page.goto(office.address + address)
    first = seen()
    assert any("2020" in one for one in first)
    link = page.url
    assert all(part in link for part in re.findall(r"[\w]+=\w+", address) if part.isascii())
    page.reload()
    assert seen() == first
    page.goto("about:blank")
    page.goto(link)
    assert seen() == first


def _chosen(box: Locator) -> str:
    return box.get_by_role("combobox").input_value() or box.inner_text()


@pytest.mark.parametrize(
    "path", ["/", "/progress", "/findings", "/agency", f"/summary?region={CITY}&year=2021"]
)
def test_a_page_prints_on_clean_sheets(
    office: Served, watched: Watched, tmp_path: Path, path: str
) -> None:
    """A4, upright, without menu and boxes, with the heading and the figures."""
    page = watched.page
    page.goto(office.address + path)
    expect(page.get_by_text("数据建成于")).to_be_visible()
    heading = page.get_by_role("heading", level=2).inner_text()
    page.wait_for_timeout(1000)
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    with pdfium.PdfDocument(tmp_path / "page.pdf") as printed:
        assert {sheet(one) for one in printed} == {(595, 842)}
        text = "".join(one.get_textpage().get_text_range() for one in printed)
    plain = re.sub(r"\s", "", text)
    assert re.sub(r"\s", "", heading) in plain
    assert "数据建成于" in plain
    assert "演示数据" in plain
    assert not {"市（州、盟）", "汇总报表数据下载", "CSV"} & set(re.findall(BOXES, plain))


BOXES = r"市（州、盟）|汇总报表数据下载|CSV"


def sheet(page: pdfium.PdfPage) -> tuple[int, int]:
    """Width and height of a sheet in points."""
    return round(page.get_width()), round(page.get_height())
