"""Names and texts that would be markup, Markdown, scripts or formulas are shown as they stand."""

from __future__ import annotations

import csv
import io

import duckdb
import opened
import openpyxl
import pytest

from dashboard.parts import downloads, figures, send_back
from orchestration.export.findings import Wanted
from orchestration.settings import Settings


@pytest.fixture(autouse=True)
def home(hostile_province: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("GONGKAI_HOME", str(hostile_province.home))
    return hostile_province


@pytest.fixture
def hostile(home: Settings) -> list[tuple[str, str]]:
    """agency_id and name of the agencies with hostile names."""
    with duckdb.connect(str(home.published), read_only=True) as con:
        return con.execute(
            "select agency_id, agency from marts.dim_agencies"
            " where agency similar to '.*[<=*].*' order by agency"
        ).fetchall()


@pytest.mark.parametrize("name", opened.NAMES)
def test_no_page_hands_a_name_to_markdown(name: str, hostile: list[tuple[str, str]]) -> None:
    assert len(hostile) == 3
    app = opened.page(name, region="990000", year="2021")
    drawn = [*app.markdown, *app.caption, *app.header, *app.subheader, *app.warning, *app.error]
    for one in drawn:
        assert "<img" not in one.value.replace("\\<", "")
        assert "<script" not in one.value.replace("\\<", "")
        assert ":red[" not in one.value
        assert "](javascript" not in one.value
    for table in app.table:
        for cell in table.value.to_numpy().ravel():
            assert "<" not in str(cell).replace("\\<", "")


def test_an_agency_is_shown_by_whatever_name_it_has(hostile: list[tuple[str, str]]) -> None:
    for code, name in hostile:
        app = opened.page("agency", agency=code, year="2021")
        assert name in opened.words(app)
        assert app.header[0].value.startswith(figures.plain(name))
        for part in ("历年对照", "同类比较", "修订记录"):
            assert opened.page("agency", agency=code, year="2021", part=part).header


def test_findings_and_their_workbook_hold_the_names_as_text(
    hostile: list[tuple[str, str]],
) -> None:
    names = {name for _, name in hostile}
    app = opened.page("findings", region="990000", year="2021")
    listed = opened.table(app, "编号", "机构")
    assert names <= set(listed["机构"])
    book = openpyxl.load_workbook(io.BytesIO(send_back.book(Wanted(year=2021))))
    cells = [cell for row in book["全部发现"].iter_rows() for cell in row if cell.value in names]
    assert {cell.value for cell in cells} == names
    assert all(cell.data_type == "s" for cell in cells)


def test_files_hold_no_formula(hostile: list[tuple[str, str]]) -> None:
    app = opened.page("findings", region="990000", year="2021")
    frame = opened.table(app, "编号", "机构")
    rows = list(csv.reader(io.StringIO(downloads.csv_bytes(frame).decode("utf-8-sig"))))
    assert not any(cell.startswith(("=", "@", "+", "-")) for row in rows[1:] for cell in row)
    book = openpyxl.load_workbook(io.BytesIO(downloads.xlsx_bytes(frame, "t")))
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)
