"""Tables of PDF files that page breaks cut, and tables as a browser prints them."""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from orchestration.reading.formats.pdf import parse_pdf
from orchestration.reading.layout import GridCell, Page
from tests.printer import CHROMIUM, print_to_pdf
from tests.reading.formats.test_pdf_tables import (
    FONT,
    LEFT,
    ROW,
    TOP,
    Drawn,
    requests_table,
    text_rows,
)


@pytest.fixture(scope="module", autouse=True)
def _font() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


STYLE = ParagraphStyle("cell", fontName=FONT, fontSize=9, leading=12, wordWrap="CJK")


def built(*parts: Table | Spacer | Paragraph) -> Page:
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A4, topMargin=72, bottomMargin=72).build(list(parts))
    return parse_pdf(file.getvalue())


def _ruled(rows: Sequence[Sequence[object]], widths: Sequence[float], **options: object) -> Table:
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), FONT, 9)]
    return Table(rows, colWidths=widths, style=style, **options)


def test_a_table_over_several_pages_is_one_grid() -> None:
    rows = [[f"{n}.属于第{n}种情形", str(n), "", str(n * n)] for n in range(1, 91)]
    page = built(Spacer(1, 300), _ruled(rows, (150, 60, 60, 60)))
    assert [grid.name for grid in page.grids] == ["第 1–3 页表 1"]
    assert text_rows(page.grids[0]) == rows


def test_a_head_repeated_on_each_page_stands_once() -> None:
    head = ["指标", "单位", "数量"]
    rows = [head, *[[f"指标{n}", "件", str(n)] for n in range(60)]]
    page = built(_ruled(rows, (150, 60, 60), repeatRows=1))
    assert len(page.grids) == 1
    assert text_rows(page.grids[0]) == rows


def test_a_row_cut_by_the_page_break_is_one_row() -> None:
    label = "4.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
    rows = [
        ["1.甲", "1"],
        ["2.乙", "2"],
        ["3.丙", "3"],
        [Paragraph(label, STYLE), "4"],
        ["5.丁", "5"],
    ]
    page = built(Spacer(1, 588), _ruled(rows, (90, 60), splitInRow=1))
    assert len(page.grids) == 1
    joined = [["".join(text.split()) for text in row] for row in text_rows(page.grids[0])]
    assert joined == [["1.甲", "1"], ["2.乙", "2"], ["3.丙", "3"], [label, "4"], ["5.丁", "5"]]


def test_a_label_over_rows_that_the_break_cuts_is_one_label() -> None:
    widths = (60.0, 140.0, 40.0)
    upper = [GridCell("（四）无", 0, 0), GridCell("1.本机关不掌握", 0, 1), GridCell("0", 0, 2)]
    lower = [
        GridCell("法提供", 0, 0, 2, 1), GridCell("2.没有现成信息", 0, 1), GridCell("3", 0, 2),
        GridCell("3.补正后仍不明确", 1, 1), GridCell("", 1, 2),
    ]  # fmt: skip
    page = Drawn()
    page.cells(upper, widths, 100)
    page.page()
    page.cells(lower, widths)
    (grid,) = page.read().grids
    assert grid.cells[0] == GridCell("（四）无\n法提供", 0, 0, 3, 1)
    assert text_rows(grid)[1:] == [["2.没有现成信息", "3"], ["3.补正后仍不明确", ""]]


@pytest.mark.parametrize("label", ["（四）无法", "四、无"])
def test_a_label_printed_below_the_break_alone_counts_above_it_too(label: str) -> None:
    widths = (60.0, 140.0, 40.0)
    upper = [GridCell("", 0, 0), GridCell("1.本机关不掌握", 0, 1), GridCell("0", 0, 2)]
    lower = [
        GridCell(label, 0, 0, 2, 1), GridCell("2.没有现成信息", 0, 1), GridCell("3", 0, 2),
        GridCell("3.补正后仍不明确", 1, 1), GridCell("", 1, 2),
    ]  # fmt: skip
    page = Drawn()
    page.cells(upper, widths, 100)
    page.page()
    page.cells(lower, widths)
    (grid,) = page.read().grids
    assert grid.cells[0] == GridCell(label, 0, 0, 3, 1)
    assert text_rows(grid)[1:] == [["2.没有现成信息", "3"], ["3.补正后仍不明确", ""]]


def test_a_label_that_stands_in_its_first_row_alone_does_not_reach_above_the_break() -> None:
    widths = (60.0, 140.0, 40.0)
    page = Drawn()
    page.cells([GridCell("", 0, 0), GridCell("8.属于查询", 0, 1), GridCell("0", 0, 2)], widths, 100)
    page.page()
    page.cells(
        [
            GridCell("（四）无法", 0, 0), GridCell("1.本机关不掌握", 0, 1), GridCell("3", 0, 2),
            GridCell("", 1, 0), GridCell("2.没有现成信息", 1, 1), GridCell("1", 1, 2),
        ],
        widths,
    )  # fmt: skip
    (grid,) = page.read().grids
    assert text_rows(grid)[:2] == [
        ["", "8.属于查询", "0"],
        ["（四）无法", "1.本机关不掌握", "3"],
    ]


WIDTHS = (60.0, 140.0, 40.0, 40.0)


def over_the_break(upper: Sequence[str], lower: Sequence[str], *known: str) -> list[list[str]]:
    """The rows of a table whose last row on one page is `upper`, its first on the next `lower`."""
    page = Drawn()
    page.cells([GridCell(text, 0, n) for n, text in enumerate(upper)], WIDTHS, 100)
    page.page()
    page.cells([GridCell(text, 0, n) for n, text in enumerate(lower)], WIDTHS)
    (grid,) = parse_pdf(page.bytes(), lambda text: "".join(text.split()) in known).grids
    return [["".join(text.split()) for text in row] for row in text_rows(grid)]


def test_a_row_without_a_number_is_known_by_its_whole_label() -> None:
    parts = ["", "涉及", "0", ""], ["", "个人隐私", "", ""]
    assert over_the_break(*parts, "涉及个人隐私") == [["", "涉及个人隐私", "0", ""]]
    assert over_the_break(*parts) == [list(part) for part in parts]


def test_two_labels_that_forms_know_are_two_rows_over_the_break() -> None:
    upper, lower = ["", "2.兼职人员数", "人", "1"], ["", "处理信息公开的经费", "", ""]
    assert over_the_break(upper, lower) == [["", "2.兼职人员数处理信息公开的经费", "人", "1"]]
    assert over_the_break(upper, lower, upper[1], lower[1]) == [upper, lower]


def test_a_figure_cut_with_its_row_is_one_figure() -> None:
    upper, lower = ["", "（七）总计", "2,69", "14"], ["", "", "7", "[注1]"]
    assert over_the_break(upper, lower) == [["", "（七）总计", "2,697", "14[注1]"]]


def test_figures_without_a_label_below_heads_are_a_row() -> None:
    upper, lower = ["结果维持", "结果纠正", "其他结果", "总计"], ["", "1", "", "1"]
    assert over_the_break(upper, lower) == [upper, lower]


def test_rows_that_may_be_whole_are_not_joined_over_the_break() -> None:
    page = Drawn()
    page.cells([GridCell("规章", 0, 0), GridCell("", 0, 1), GridCell("", 0, 2)], (90, 60, 60), 100)
    page.page()
    page.cells(
        [GridCell("规范性文件", 0, 0), GridCell("1", 0, 1), GridCell("", 0, 2)], (90, 60, 60)
    )
    (grid,) = page.read().grids
    assert text_rows(grid) == [["规章", "", ""], ["规范性文件", "1", ""]]


def test_tables_with_text_between_them_or_of_other_columns_stay_apart() -> None:
    row = [GridCell("规章", 0, 0), GridCell("1", 0, 1)]
    for widths, text in (((90.0, 60.0), "三、下一张表"), ((70.0, 30.0), "")):
        page = Drawn()
        page.cells(row, (90, 60), 100)
        page.page()
        page.canvas.drawString(LEFT, 700, text)
        page.cells(row, widths, 680)
        assert [grid.name for grid in page.read().grids] == ["第 1 页表 1", "第 2 页表 1"]


def test_tables_that_touch_are_two_where_one_is_narrower() -> None:
    page = Drawn()
    page.cells([GridCell("其中：较上年度增加", 0, 0), GridCell("12", 0, 1)], (150, 60), 700)
    page.cells([GridCell("规章", 0, 0), GridCell("8", 0, 1)], (70, 40), 700 - ROW)
    first, second = page.read().grids
    assert text_rows(first) == [["其中：较上年度增加", "12"]]
    assert text_rows(second) == [["规章", "8"]]


def test_page_numbers_and_headers_do_not_part_a_table() -> None:
    page = Drawn()
    for number in (1, 2):
        page.canvas.drawString(200, 815, "某某市人民政府")
        page.canvas.drawString(280, 30, f"- {number} -")
        page.cells(
            [GridCell(f"{number}.甲", 0, 0), GridCell("8", 0, 1)],
            (90, 60),
            110 if number == 1 else TOP,
        )
        page.page()
    read = page.read()
    assert [grid.name for grid in read.grids] == ["第 1–2 页表 1"]
    assert read.lines == ("1.甲 8", "2.甲 8")


def as_html(cells: Sequence[GridCell]) -> str:
    rows: dict[int, str] = {}
    for cell in cells:
        spans = f"rowspan={cell.row_span} colspan={cell.column_span}"
        text = html.escape("".join(cell.text.split()))
        rows[cell.row] = rows.get(cell.row, "") + f"<td {spans}>{text}</td>"
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows.values()) + "</table>"


def places(cells: Sequence[GridCell]) -> set[tuple[str, int, int]]:
    """Every text, and every figure's cell even if blank, with its row and column.

    A browser cuts a label's frame at the break, which may leave blank cells beside the figures.
    """
    return {
        ("".join(cell.text.split()), cell.row, cell.column)
        for cell in cells
        if cell.text or cell.column > 2
    }


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize(
    "style",
    [
        "table{border-collapse:collapse} td{border:1px solid}",
        "table{border-spacing:2px;border:1px solid} td{border:1px dotted}",
    ],
)
def test_what_a_browser_prints_over_several_pages(style: str, tmp_path: Path) -> None:
    prose = "<p>本机关认真贯彻落实条例，不断加强政府信息公开工作。</p>" * 14
    page = parse_pdf(
        print_to_pdf(
            f"<style>{style}</style>{prose}{as_html(requests_table())}<p>完。</p>", tmp_path
        )
    )
    (grid,) = page.grids
    assert "–" in grid.name
    assert places(grid.cells) == places(requests_table())
    assert page.lines[-1] == "完。"
