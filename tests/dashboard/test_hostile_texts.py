"""What documents and ledgers say is text on every page, whatever it looks like."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import hostile_names
import opened
import openpyxl
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import warehouse
from dashboard.parts import downloads, figures
from orchestration.settings import Settings

YEAR = str(hostile_names.YEAR)
# Elements whose text is read as Markdown; a page's own style sheet is the only HTML there is.
MARKDOWN_ELEMENTS = (
    "header", "subheader", "title", "caption", "markdown", "warning", "info", "error", "success",
    "metric", "html",
)  # fmt: skip
LABELLED = (
    "selectbox", "text_input", "button", "download_button", "radio", "multiselect", "expander",
    "metric", "checkbox", "toggle",
)  # fmt: skip


@pytest.fixture(scope="module")
def spoilt(
    province: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """The names of the spoilt agencies by id, in a home where the dashboard looks for it."""
    home = tmp_path_factory.mktemp("hostile")
    names = hostile_names.write(province, home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GONGKAI_HOME", str(home))
        yield names


def marked_up(app: AppTest) -> list[str]:
    """All that a page hands over to be read as Markdown or HTML."""
    said = [
        str(one.value) for kind in MARKDOWN_ELEMENTS for one in app.get(kind) if _has_value(one)
    ]
    said += [str(one.label) for kind in LABELLED for one in app.get(kind) if hasattr(one, "label")]
    for table in app.table:
        said += [str(cell) for row in table.value.itertuples(index=False) for cell in row]
    return said


def _has_value(element: object) -> bool:
    return getattr(element, "value", None) is not None


def plainly(app: AppTest) -> str:
    """All that a page says, as its reader sees it, tables and boxes included."""
    said = [opened.words(app)]
    said += [str(cell) for table in opened.tables(app) for row in table.rows() for cell in row]
    said += [str(option) for box in app.selectbox for option in box.options]
    return "\n".join(said)


def assert_safe(app: AppTest) -> None:
    raw = ("<img src", "<script", "javascript:", "**b**", ":red[", "$x$", "![i]", "](http", "`d`")
    for text in marked_up(app):
        bare = text.replace("\\\\", "").replace("\\<", "").replace("\\[", "").replace("\\:", "")
        bare = bare.replace("\\*", "").replace("\\$", "").replace("\\]", "").replace("\\`", "")
        assert not [sign for sign in raw if sign in bare], text


@pytest.mark.parametrize("name", opened.NAMES)
def test_no_name_becomes_markup(name: str, spoilt: dict[str, str]) -> None:
    assert_safe(opened.page(name, region="990000", year=YEAR))


@pytest.mark.parametrize("name", ["findings", "progress"])
def test_the_names_are_shown_as_they_are(name: str, spoilt: dict[str, str]) -> None:
    said = plainly(opened.page(name, region="990000", year=YEAR, show="全部应报机构"))
    for agency in spoilt.values():
        assert agency in said


@pytest.mark.parametrize("number", range(len(hostile_names.NAMES)))
@pytest.mark.parametrize("part", ["年度报告", "历年对照", "同类比较", "修订记录"])
def test_every_part_of_an_agency_shows_text(number: int, part: str, spoilt: dict[str, str]) -> None:
    agency_id, name = list(spoilt.items())[number]
    app = opened.page("agency", agency=agency_id, year=YEAR, part=part)
    assert_safe(app)
    assert name in opened.words(app)


def test_a_finding_of_a_hostile_report_is_text(spoilt: dict[str, str]) -> None:
    for agency_id, name in spoilt.items():
        listed = opened.page("findings", region="990000", year=YEAR, q=name)
        rows = opened.table(listed, "编号", "机构").filter(pl.col("机构") == name)
        app = opened.page("findings", region="990000", year=YEAR, q=name, finding=rows["编号"][0])
        assert_safe(app)
        assert name in opened.words(app), agency_id


def test_a_hostile_region_is_text_in_headings_and_boxes(spoilt: dict[str, str]) -> None:
    app = opened.page(
        "findings", region=hostile_names.county(warehouse.published_path()), year=YEAR
    )
    assert_safe(app)
    assert hostile_names.MARKDOWN in app.header[0].value.replace("\\", "").replace("\u200c", "")
    county = next(box for box in app.selectbox if box.label.startswith("县"))
    assert hostile_names.MARKDOWN in county.options


def test_the_check_itself_sees_markup(
    spoilt: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "plain", lambda text: text)
    agency_id = next(iter(spoilt))
    with pytest.raises(AssertionError):
        assert_safe(opened.page("agency", agency=agency_id, year=YEAR))


@pytest.mark.parametrize("name", hostile_names.NAMES)
def test_downloads_hold_the_names_as_text(name: str) -> None:
    frame = pl.DataFrame({"机构": [name]})
    text = downloads.csv_bytes(frame).decode("utf-8-sig")
    [_, [cell]] = list(csv.reader(io.StringIO(text)))
    assert cell == ("'" + name if name.startswith("=") else name)
    sheet = openpyxl.load_workbook(io.BytesIO(downloads.xlsx_bytes(frame, name))).active
    assert sheet is not None
    assert (sheet["A2"].value, sheet["A2"].data_type) == (name, "s")
    assert sheet["A2"].hyperlink is None
