"""The layout of the official forms, checked as data."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import published_fixture
import pytest

from dashboard.parts import official_table


def cells(form: str, table: str) -> list[dict[str, Any]]:
    figure = {"value": Decimal(3), "mark": "stated", "basis": "stated", "printed_text": "3"}
    return [
        row
        | figure
        | {"place": f"第 {row['line_no']} 行第 {row['column_no']} 格"}
        | {"note": None, "document_path": "a.html"}
        | {"correction_reason": None, "corrected_by": None, "corrected_on": None}
        for row in published_fixture.form_layout()
        if row["form"] == form and row["table_name"] == table
    ]


def widths(rows: list[list[dict[str, Any]]]) -> set[int]:
    """The width of each row, what hangs down from the rows above counted in."""
    hanging: list[tuple[int, int]] = []  # columns, rows still to come
    found = set()
    for row in rows:
        found.add(sum(c["columns"] for c in row) + sum(columns for columns, _ in hanging))
        hanging = [(columns, left - 1) for columns, left in hanging if left > 1]
        hanging += [(c["columns"], c["rows"] - 1) for c in row if c["rows"] > 1]
    assert not hanging
    return found


@pytest.mark.parametrize(("form", "lines"), [("2019", 23), ("2021", 25)])
def test_requests_have_the_rows_and_columns_of_their_form(form: str, lines: int) -> None:
    [section] = official_table.sections(cells(form, "requests"))
    assert len(section["body"]) == lines
    assert widths(section["body"]) == {10}
    assert widths(section["head"]) == {10}
    assert section["body"][2][0]["text"] == "三、本年度办理结果"
    assert section["body"][2][0]["rows"] == lines - 3


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_reviews_are_one_row_of_fifteen(form: str) -> None:
    [section] = official_table.sections(cells(form, "reviews"))
    assert [len(row) for row in section["body"]] == [15]
    assert widths(section["head"]) == {15}


def test_proactive_disclosure_is_laid_out_item_by_item() -> None:
    sections = official_table.sections(cells("2019", "proactive"))
    assert [section["title"] for section in sections] == [
        f"第二十条第（{number}）项" for number in "一五六八九"
    ]
    assert all(len(widths(s["head"] + s["body"])) == 1 for s in sections)


def test_a_figure_carries_its_source() -> None:
    row = cells("2019", "requests")[0] | {
        "mark": "inferred",
        "basis": "inferred",
        "printed_text": "<b>3</b>",
        "note": "页面丢失了空格",
        "document_path": "附件.docx",
    }
    cell = official_table.figure_cell(row)
    source = dict(cell["source"])
    assert (cell["mark"], cell["text"]) == ("inferred", "3")
    assert source["原文印作"] == "<b>3</b>"
    assert source["依据"].startswith("推断")
    assert source["说明"] == "页面丢失了空格"
    assert source["位置"] == row["place"]
    assert source["文件"] == "附件.docx"
    assert source["读作"] == "3〔推〕 件"


def test_a_corrected_figure_shows_what_was_printed_and_who_corrected_it() -> None:
    row = cells("2019", "requests")[0] | {
        "mark": "corrected",
        "basis": "corrected",
        "printed_text": "67",
        "correction_reason": "来函更正",
        "corrected_by": "张三",
        "corrected_on": date(2021, 3, 1),
    }
    cell = official_table.figure_cell(row)
    source = dict(cell["source"])
    assert (cell["mark"], cell["text"]) == ("corrected", "3")
    assert source["原文印作"] == "67"
    assert source["依据"] == "本单位更正"
    assert source["更正"] == "来函更正（张三，2021年3月1日）"


def test_a_certain_figure_needs_no_words() -> None:
    cell = official_table.figure_cell(cells("2019", "requests")[0])
    assert "说明" not in dict(cell["source"])


def test_a_cell_the_page_lacks_is_not_a_blank() -> None:
    row = cells("2019", "requests")[0] | {"mark": "absent", "value": None, "basis": None}
    cell = official_table.figure_cell(row)
    assert (cell["text"], cell["source"]) == ("", [])


def test_findings_mark_the_cells_that_they_name() -> None:
    findings = pl.DataFrame(
        {
            "severity": ["error", "notice", "error"],
            "places": ["第 9 行第 1 格；第 9 行第 2 格", "第 9 行第 3 格", "第 9 行第 4 格"],
            "document_path": ["a.html", "a.html", "another.docx"],
        }
    )
    assert official_table.disputed_cells(cells("2019", "requests"), findings) == {
        ("requests.new", "natural_person"),
        ("requests.new", "company"),
    }
