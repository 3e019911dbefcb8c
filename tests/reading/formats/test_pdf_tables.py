"""Ruled tables of PDF files: every cell exactly where it is printed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from orchestration.reading.form import load_forms
from orchestration.reading.formats.pdf import parse_pdf
from orchestration.reading.layout import Grid, GridCell, Page

FONT = "STSong-Light"
EMBEDDED = Path("/usr/share/ghostscript/10.00.0/Resource/CIDFSubst/DroidSansFallback.ttf")
LEFT, TOP, ROW = 60.0, 760.0, 24.0
"""Where a drawn table begins, and how high its rows are."""

WIDTHS = (50.0, 60.0, 110.0, *[36.0] * 7)


@pytest.fixture(scope="module", autouse=True)
def _font() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def text_rows(grid: Grid) -> list[list[str]]:
    """The texts of a grid, row by row; a cell stands where it begins."""
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return [rows[row] for row in sorted(rows)]


class Drawn:
    """A canvas on which cells are drawn one by one, each with its own four borders."""

    def __init__(self) -> None:
        self._file = io.BytesIO()
        self.canvas = Canvas(self._file, pagesize=A4)
        self.canvas.setFont(FONT, 9)

    def cells(self, cells: Sequence[GridCell], widths: Sequence[float], top: float = TOP) -> None:
        for cell in cells:
            left = LEFT + sum(widths[: cell.column])
            width = sum(widths[cell.column : cell.column + cell.column_span])
            high = ROW * cell.row_span
            bottom = top - ROW * cell.row - high
            self.border(left, bottom, width, high)
            for number, line in enumerate(cell.text.split("\n")):
                self.canvas.drawString(left + 3, bottom + high - 9.5 - 10.5 * number, line)

    def border(self, left: float, bottom: float, width: float, height: float) -> None:
        self.canvas.rect(left, bottom, width, height)

    def page(self) -> None:
        self.canvas.showPage()
        self.canvas.setFont(FONT, 9)

    def bytes(self) -> bytes:
        self.canvas.save()
        return self._file.getvalue()

    def read(self) -> Page:
        return parse_pdf(self.bytes())


class ThinRectangles(Drawn):
    """Borders as filled rectangles, as browsers draw them."""

    def border(self, left: float, bottom: float, width: float, height: float) -> None:
        for x, y, w, h in (
            (left, bottom, width, 0.7),
            (left, bottom + height, width, 0.7),
            (left, bottom, 0.7, height),
            (left + width, bottom, 0.7, height),
        ):
            self.canvas.rect(x, y, w, h, stroke=0, fill=1)


class Dotted(Drawn):
    """Borders of small squares."""

    def border(self, left: float, bottom: float, width: float, height: float) -> None:
        for step in range(int(width // 2) + 1):
            for y in (bottom, bottom + height):
                self.canvas.rect(left + 2 * step, y, 1, 1, stroke=0, fill=1)
        for step in range(int(height // 2) + 1):
            for x in (left, left + width):
                self.canvas.rect(x, bottom + 2 * step, 1, 1, stroke=0, fill=1)


class Dashed(Drawn):
    """Borders drawn with a dash pattern."""

    def border(self, left: float, bottom: float, width: float, height: float) -> None:
        self.canvas.setDash(3, 2)
        super().border(left, bottom, width, height)


class Doubled(Drawn):
    """Two lines for each border."""

    def border(self, left: float, bottom: float, width: float, height: float) -> None:
        super().border(left, bottom, width, height)
        super().border(left + 1.2, bottom + 1.2, width - 2.4, height - 2.4)


class Shaded(Drawn):
    """Cells with a background of their own under the borders."""

    def border(self, left: float, bottom: float, width: float, height: float) -> None:
        self.canvas.setFillColor(colors.lightgrey)
        self.canvas.rect(left, bottom, width, height, stroke=1, fill=1)
        self.canvas.setFillColor(colors.black)


class InForm(Drawn):
    """Borders in a form object that is moved into place."""

    def __init__(self) -> None:
        super().__init__()
        self._forms = 0

    def border(self, left: float, bottom: float, width: float, height: float) -> None:
        self._forms += 1
        name = f"border{self._forms}"
        self.canvas.beginForm(name, 0, 0, 2000, 2000)
        self.canvas.rect(0, 0, width / 2, height / 2)
        self.canvas.endForm()
        self.canvas.saveState()
        self.canvas.translate(left, bottom)
        self.canvas.scale(2, 2)
        self.canvas.doForm(name)
        self.canvas.restoreState()


class OnePath(Drawn):
    """All borders of a cell in one path of lines."""

    def border(self, left: float, bottom: float, width: float, height: float) -> None:
        path = self.canvas.beginPath()
        path.moveTo(left, bottom)
        path.lineTo(left + width, bottom)
        path.lineTo(left + width, bottom + height)
        path.lineTo(left, bottom + height)
        path.close()
        self.canvas.drawPath(path)


def requests_table() -> list[GridCell]:
    """The official table of requests (2021): three columns of labels, seven of figures."""
    table = next(
        t for form in load_forms() if form.id == "2021" for t in form.tables if t.name == "requests"
    )
    heads = [head.label for head in table.blocks[0].heads]
    cells = [
        GridCell("", 0, 0, 3, 3),
        GridCell("申请人情况", 0, 3, 1, 7),
        GridCell(heads[0], 1, 3, 2, 1),
        GridCell("法人或其他组织", 1, 4, 1, 5),
        GridCell(heads[6][:1] + "\n" + heads[6][1:], 1, 9, 2, 1),
    ]
    cells += [
        GridCell(head[:3] + "\n" * (len(head) > 3) + head[3:], 2, 4 + n)
        for n, head in enumerate(heads[1:6])
    ]
    lines = table.blocks[0].lines
    sizes = [sum(one.group == line.label for one in lines) for line in lines]
    row = 3
    for line, size in zip(lines, sizes, strict=True):
        if line.label.startswith("三、"):
            inside = [
                one for one in lines if one.names_figures and one.row != "requests.carried_out"
            ]
            cells.append(GridCell("三、本\n年度办\n理结果", row, 0, len(inside) - 2, 1))
        elif not line.names_figures:
            cells.append(GridCell(line.label[:5] + "\n" + line.label[5:], row, 1, size, 1))
        else:
            depth = 2 if line.group and line.group.startswith("（") else 1 if line.group else 0
            label = line.label[:10] if depth == 2 else line.label[:15]
            cells.append(GridCell(label, row, depth, 1, 3 - depth))
            cells += [GridCell(_printed(row, n), row, 3 + n) for n in range(7)]
            row += 1
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _printed(row: int, column: int) -> str:
    """A figure for each cell, blank ones and unusual ones among them."""
    if (row + column) % 9 == 4:
        return ""
    return ("/", "-", "1,113", "３")[column % 4] if row == 7 else str(row * 37 % 101 + column)


@pytest.mark.parametrize(
    "drawn", [Drawn, ThinRectangles, Dotted, Dashed, Doubled, Shaded, InForm, OnePath]
)
def test_every_cell_of_the_official_table_is_read_whatever_draws_its_rules(
    drawn: type[Drawn],
) -> None:
    page = drawn()
    page.cells(requests_table(), WIDTHS)
    assert page.read().grids == (Grid("第 1 页表 1", tuple(requests_table())),)


def test_the_other_official_tables() -> None:
    items = ["行政许可", "其他对外管理服务事项"]
    proactive = [
        GridCell("第二十条第（五）项", 0, 0, 1, 4),
        *[
            GridCell(t, 1, n)
            for n, t in enumerate(("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"))
        ],
        *[
            GridCell(text, 2 + row, n)
            for row, name in enumerate(items)
            for n, text in enumerate((name, "12", "+3" if row else "-8", ""))
        ],
    ]
    reviews = [
        GridCell("行政复议", 0, 0, 3, 5),
        GridCell("行政诉讼", 0, 5, 1, 10),
        GridCell("未经复议直接起诉", 1, 5, 1, 5),
        GridCell("复议后起诉", 1, 10, 1, 5),
        *[
            GridCell(t, 2, 5 + n)
            for n, t in enumerate(("维持", "纠正", "其他", "未结", "总计") * 2)
        ],
        *[GridCell(str(n * 7 % 10), 3, n) for n in range(15)],
    ]
    page = Drawn()
    page.cells(proactive, (120, 100, 100, 100))
    page.canvas.drawString(LEFT, 600, "四、政府信息公开行政复议、行政诉讼情况")
    page.cells(reviews, [30.0] * 15, 580)
    read = page.read()
    assert read.grids == (
        Grid("第 1 页表 1", tuple(proactive)),
        Grid("第 1 页表 2", tuple(reviews)),
    )
    assert "四、政府信息公开行政复议、行政诉讼情况" in read.lines


def test_a_table_within_a_table_keeps_its_own_text() -> None:
    page = Drawn()
    page.cells([GridCell("外", 0, 0, 6, 1), GridCell("旁", 0, 1, 6, 1)], (400, 60))
    inner = [GridCell(t, r, c) for r, row in enumerate(("甲1", "乙2")) for c, t in enumerate(row)]
    page.canvas.translate(40, -40)
    page.cells(inner, (60, 60))
    assert [text_rows(grid) for grid in page.read().grids] == [
        [["外", "旁"]],
        [["甲", "1"], ["乙", "2"]],
    ]


def test_a_frame_around_text_and_a_rule_under_it_are_no_tables() -> None:
    page = Drawn()
    page.canvas.rect(40, 40, 500, 750)
    page.canvas.drawString(LEFT, 700, "政府信息公开工作年度报告")
    page.canvas.line(LEFT, 695, 400, 695)
    read = page.read()
    assert (read.grids, read.lines) == ((), ("政府信息公开工作年度报告",))


def test_sides_that_are_left_open_are_closed() -> None:
    page = Drawn()
    for row in range(4):
        page.canvas.line(LEFT, TOP - ROW * row, LEFT + 200, TOP - ROW * row)
    page.canvas.line(LEFT + 100, TOP, LEFT + 100, TOP - 3 * ROW)
    for row in range(3):
        page.canvas.drawString(LEFT + 4, TOP - ROW * row - 15, "指标")
        page.canvas.drawString(LEFT + 104, TOP - ROW * row - 15, str(row))
    assert text_rows(page.read().grids[0]) == [["指标", "0"], ["指标", "1"], ["指标", "2"]]


def test_a_number_wider_than_its_cell_stays_whole() -> None:
    page = Drawn()
    page.cells([GridCell(t, 0, n) for n, t in enumerate(("收费", "96171.6", ""))], (60, 26, 60))
    assert text_rows(page.read().grids[0]) == [["收费", "96171.6", ""]]


def test_figures_that_touch_the_rule_between_them_stay_apart() -> None:
    page = Drawn()
    widths = (60.0, 9.0, 9.0)
    page.cells([GridCell("", 0, n) for n in range(3)], widths)
    width = pdfmetrics.stringWidth("12", FONT, 9)
    page.canvas.drawString(LEFT + 69 - width, TOP - 15, "12")
    page.canvas.drawString(LEFT + 69, TOP - 15, "34")
    assert text_rows(page.read().grids[0])[0][1:] == ["12", "34"]


def test_a_figure_broken_over_lines_keeps_the_line_end() -> None:
    page = Drawn()
    page.cells([GridCell("收费", 0, 0), GridCell("12\n3", 0, 1)], (60, 60))
    assert text_rows(page.read().grids[0]) == [["收费", "12\n3"]]


def test_two_figures_in_a_cell_are_not_joined() -> None:
    page = Drawn()
    page.cells([GridCell("收费", 0, 0), GridCell("12 34", 0, 1)], (60, 60))
    assert text_rows(page.read().grids[0]) == [["收费", "12 34"]]


def test_a_small_raised_number_marks_a_note() -> None:
    page = Drawn()
    page.cells([GridCell("收费", 0, 0), GridCell("12", 0, 1)], (60, 60))
    width = pdfmetrics.stringWidth("12", FONT, 9)
    page.canvas.setFont(FONT, 5)
    page.canvas.drawString(LEFT + 63 + width, TOP - 9.5 + 3.5, "1")
    assert text_rows(page.read().grids[0]) == [["收费", "12¹"]]


@pytest.mark.parametrize("is_turned", [False, True])
def test_an_upright_label_is_one_text(is_turned: bool) -> None:
    label = "三、本年度办理结果"
    page = Drawn()
    page.cells(
        [GridCell("", 0, 0, 6, 1), *[GridCell("规范性文件", r, 1) for r in range(6)]], (40, 60)
    )
    if is_turned:
        page.canvas.saveState()
        page.canvas.translate(LEFT + 24, TOP - 130)
        page.canvas.rotate(90)
        page.canvas.drawString(0, 0, label)
        page.canvas.restoreState()
    else:
        for number, char in enumerate(label):
            page.canvas.drawString(LEFT + 14, TOP - 14 - 14 * number, char)
    assert page.read().grids[0].cells[0] == GridCell(label, 0, 0, 6, 1)


def test_pages_turned_by_their_entry_or_by_their_text() -> None:
    for entry in (0, 90, 180, 270):
        page = Drawn()
        page.canvas.setPageRotation(entry)
        if entry:
            page.canvas.translate(*{90: (842, 0), 180: (595, 842), 270: (0, 595)}[entry])
            page.canvas.rotate(entry)
        page.cells(requests_table(), WIDTHS)
        assert page.read().grids[0].cells == tuple(requests_table()), entry


def test_what_is_cropped_is_not_read() -> None:
    page = Drawn()
    page.canvas.setCropBox((0, 700, 595, 842))
    page.canvas.drawString(LEFT, 750, "看得见")
    page.canvas.drawString(LEFT, 300, "看不见")
    assert page.read().lines == ("看得见",)


def test_imitated_bold_is_read_once() -> None:
    page = Drawn()
    cells = [GridCell("规范性文件", 0, 0), GridCell("11", 0, 1), GridCell("1,110.00", 0, 2)]
    page.cells(cells, (80, 60, 60))
    page.canvas.translate(0.3, 0.1)
    page.cells(cells, (80, 60, 60))
    assert page.read().grids[0].cells == tuple(cells)


@pytest.mark.skipif(not EMBEDDED.exists(), reason="no Chinese TrueType font here to embed")
def test_an_embedded_truetype_font() -> None:
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont("Embedded", str(EMBEDDED)))
    page = Drawn()
    page.canvas.setFont("Embedded", 9)
    cells = [GridCell("一、本年新收", 0, 0), GridCell("１２", 0, 1)]
    page.cells(cells, (80, 60))
    assert page.read().grids[0].cells == tuple(cells)
