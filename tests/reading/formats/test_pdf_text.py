"""Text of PDF files outside tables, and what is no text: furniture, scans, locks and damage."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Callable

import pytest
from reportlab.lib.colors import Color, black, navy, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from orchestration.reading.formats import pdf, pdf_drawing, pdf_raw
from orchestration.reading.formats.pdf import MAX_PAGES, parse_pdf
from orchestration.reading.formats.pdf_flow import glue
from orchestration.reading.formats.pdf_text import character
from orchestration.reading.layout import UnreadableError

FONT = "STSong-Light"
SENTENCE = "本局认真贯彻落实《中华人民共和国政府信息公开条例》，全年共收到申请12件，"
Draw = Callable[[Canvas], None]


@pytest.fixture(scope="module", autouse=True)
def _font() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def drawn(*pages: Draw, **options: object) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, **options)
    for draw in pages:
        canvas.setFont(FONT, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def lines(*texts: str, top: float = 700, left: float = 72, step: float = 24) -> Draw:
    def draw(canvas: Canvas) -> None:
        for number, text in enumerate(texts):
            canvas.drawString(left, top - step * number, text)

    return draw


def both(*parts: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for part in parts:
            part(canvas)

    return draw


def scanned(canvas: Canvas) -> None:
    """A picture that covers the page."""
    pixel = b"P6 2 2 255 " + bytes([200, 190, 180] * 4)
    canvas.drawImage(ImageReader(io.BytesIO(pixel)), 0, 0, 595, 842)


def hidden(canvas: Canvas) -> None:
    """The layer of text that a scanner's software adds."""
    text = canvas.beginText(72, 600)
    text.setFont(FONT, 12)
    text.setTextRenderMode(3)
    for _ in range(10):
        text.textLine(SENTENCE)
    canvas.drawText(text)


def reason(data: bytes) -> str:
    with pytest.raises(UnreadableError) as error:
        parse_pdf(data)
    return str(error.value)


def test_the_wrapped_lines_of_a_paragraph_are_one_and_paragraphs_stay_apart() -> None:
    style = ParagraphStyle("p", fontName=FONT, fontSize=12, leading=22, firstLineIndent=24)
    style.wordWrap = "CJK"
    texts = ["一、总体情况", SENTENCE * 3 + "完。", SENTENCE * 40 + "完。", "二、问题", SENTENCE]
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A4).build([Paragraph(text, style) for text in texts])
    assert parse_pdf(file.getvalue()).lines == tuple(texts)


def test_a_number_is_not_made_of_two_where_a_line_ends() -> None:
    assert (glue("收到12", "34件"), glue("收到", "12件")) == ("收到12 34件", "收到12件")


@pytest.mark.parametrize("number", ["- {} -", "—{}—", "第 {} 页 共 4 页", "第{}页", "{}", "{} / 4"])
def test_headers_footers_and_page_numbers_are_left_out(number: str) -> None:
    def page(count: int) -> Draw:
        own = lines(f"第{count}段，共收到{count}件")
        header = lines("某某市政府信息公开年报", top=810)
        return both(header, own, lines(number.format(count), top=36, left=280))

    expected = tuple(f"第{count}段，共收到{count}件" for count in (1, 2, 3, 4))
    assert parse_pdf(drawn(*map(page, (1, 2, 3, 4)))).lines == expected


def test_bare_page_numbers_are_told_by_counting_the_pages() -> None:
    pages = [both(lines(f"甲{n}"), lines(str(n + 4), top=40, left=290)) for n in range(3)]
    assert parse_pdf(drawn(*pages)).lines == ("甲0", "甲1", "甲2")
    figures = [both(lines(f"收到{n}"), lines(str(n), top=680, left=290)) for n in range(1, 4)]
    assert len(parse_pdf(drawn(*figures)).lines) == 6
    at_the_end = [lines("收到", *map(str, range(n, n + 4)), top=130, step=20) for n in (1, 2, 3)]
    assert len(parse_pdf(drawn(*at_the_end)).lines) == 15
    alone = both(lines("收到申请（件）"), lines("57", top=40, left=290))
    assert parse_pdf(drawn(alone)).lines == ("收到申请（件）", "57")


def test_columns_set_by_blanks_keep_their_places() -> None:
    def table(canvas: Canvas) -> None:
        for row, texts in enumerate(
            (("指标", "单位", "数量"), ("收到申请数", "件", "12"), ("办结数", "", "7"))
        ):
            for text, left in zip(texts, (72, 300, 420), strict=True):
                canvas.drawString(left, 700 - 24 * row, text)

    page = parse_pdf(drawn(table))
    assert [line.split() for line in page.lines] == [
        ["指标", "单位", "数量"],
        ["收到申请数", "件", "12"],
        ["办结数", "7"],
    ]
    places = {piece.text: piece.centre - _width(piece.text) for piece in page.pieces}
    assert places["单位"] == places["件"]
    assert places["数量"] == places["12"] == places["7"]


def test_narrow_columns_of_figures_are_not_glued() -> None:
    def table(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "收到申请数")
        for number, left in enumerate((300, 326.5, 353)):
            canvas.drawString(left, 700, f"{1405 + number}")

    page = parse_pdf(drawn(table))
    assert [piece.text for piece in page.pieces] == ["收到申请数", "1405", "1406", "1407"]


def _width(text: str) -> int:
    return sum(1 if char.isascii() else 2 for char in text)


def test_radicals_are_read_as_the_characters_they_look_like() -> None:
    assert "".join(map(character, map(ord, "⼈⺠⻚⽉⻄\uf91d"))) == "人民页月西欄"


def test_soft_hyphens_and_controls_are_no_text() -> None:
    assert character(0xAD) == character(0x200B) != ""
    assert character(0x07) == " "
    assert character(0xE123) == character(0) == "\ufffd"


def test_fonts_without_a_code_table_are_refused() -> None:
    data = drawn(lines(*[SENTENCE] * 5), pageCompression=0)
    bad = data.replace(b"/UniGB-UCS2-H", b"/Identity-H   ").replace(b"(GB1)", b"(Own)")
    assert bad != data
    assert "字体" in reason(bad)


def test_white_text_is_read_on_a_colour_and_not_on_white() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFillColor(navy)
        canvas.rect(60, 690, 200, 30, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.drawString(72, 700, "白字蓝底")
        canvas.drawString(72, 500, "白字白底")
        canvas.setFillColor(Color(0, 0, 0, alpha=0))
        canvas.drawString(72, 400, "透明")
        canvas.setFillColor(black)
        canvas.drawString(72, 300, "黑字")

    assert parse_pdf(drawn(page)).lines == ("白字蓝底", "黑字")


def test_scans_are_refused_as_such() -> None:
    assert reason(drawn(scanned, scanned)).startswith("扫描件：")
    watermark = both(scanned, lines("扫描全能王 创建", top=30))
    assert reason(drawn(watermark)).startswith("扫描件：")
    layered = reason(drawn(both(scanned, hidden)))
    assert layered.startswith("扫描件：")
    assert "识别文字" in layered


def test_of_a_file_with_a_scanned_page_the_rest_is_read() -> None:
    assert parse_pdf(drawn(lines(*[SENTENCE] * 3), scanned)).lines == (SENTENCE * 3,)


def test_a_file_without_text() -> None:
    assert reason(drawn(lambda canvas: None)) == "PDF 是空白的，没有文字"
    assert reason(drawn(lambda canvas: canvas.circle(100, 100, 50))).startswith("扫描件：")


def test_locked_files() -> None:
    open_to_all = StandardEncryption("", ownerPassword="owner", canPrint=0)
    assert parse_pdf(drawn(lines("正文"), encrypt=open_to_all)).lines == ("正文",)
    assert "密码" in reason(drawn(lines("正文"), encrypt=StandardEncryption("secret")))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n%%EOF", b"<html>%%EOF", b"\0" * 5000])
def test_no_pdf_at_all(data: bytes) -> None:
    assert reason(data).startswith("PDF ")


def test_a_file_cut_short_is_refused_for_a_row_might_be_cut_too() -> None:
    data = drawn(lines(SENTENCE), lines(SENTENCE))
    for cut in range(0, len(data) - 8, 97):
        assert reason(data[:cut]).startswith("PDF ")


def _damaged(data: bytes, seed: int) -> bytes:
    chance = random.Random(seed)
    damaged = bytearray(data)
    for _ in range(chance.randrange(1, 30)):
        at = chance.randrange(len(damaged))
        match chance.randrange(3):
            case 0:
                damaged[at] = chance.randrange(256)
            case 1:
                del damaged[at : at + chance.randrange(200)]
            case _:
                damaged[at:at] = damaged[: chance.randrange(300)]
    return bytes(damaged) + b"%%EOF"


def _outcome(data: bytes) -> str:
    try:
        parse_pdf(data)
    except UnreadableError as error:
        return "reason" if str(error) else "no reason"
    return "page"


@pytest.mark.parametrize("compression", [0, 1])
def test_damage_gives_a_page_or_a_reason(compression: int) -> None:
    data = drawn(
        both(lines(SENTENCE), lambda canvas: canvas.grid([72, 200, 300], [400, 430, 460])),
        lines(SENTENCE),
        pageCompression=compression,
    )
    outcomes = {_outcome(_damaged(data, seed)) for seed in range(150)}
    assert outcomes == {"page", "reason"}


def test_too_many_pages_are_refused_at_once() -> None:
    data = drawn(*[lines("页")] * (MAX_PAGES + 1))
    assert str(MAX_PAGES) in reason(data)


@pytest.mark.parametrize(
    ("module", "limit"),
    [
        (pdf, "MAX_BYTES"),
        (pdf, "MAX_TOTAL_CHARACTERS"),
        (pdf_raw, "MAX_CHARACTERS"),
        (pdf_drawing, "MAX_OBJECTS"),
    ],
)
def test_limits_are_kept_and_named(
    monkeypatch: pytest.MonkeyPatch, module: object, limit: str
) -> None:
    data = drawn(lines(*[SENTENCE] * 10))
    assert parse_pdf(data).lines
    monkeypatch.setattr(module, limit, 5)
    assert "上限" in reason(data)


def test_forms_within_forms_are_bounded() -> None:
    """Each form draws the next one fifteen times."""

    def page(canvas: Canvas) -> None:
        canvas.beginForm("f0")
        canvas.line(0, 0, 100, 0)
        canvas.endForm()
        for level in range(1, 5):
            canvas.beginForm(f"f{level}")
            for _ in range(15):
                canvas.doForm(f"f{level - 1}")
            canvas.endForm()
        canvas.doForm("f4")

    assert "上限" in reason(drawn(page))


def test_a_stream_that_swells_is_bounded() -> None:
    data = drawn(lines(SENTENCE), pageCompression=0)
    start = data.index(b"stream\n") + 7
    end = data.index(b"endstream", start)
    swollen = zlib.compress(b"0 0 m 9 9 l S\n" * 400_000, 9)
    head = data[: start - 7].rpartition(b"<<")[0]
    entries = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(swollen)
    assert "上限" in reason(head + entries + swollen + b"\n" + data[end:])
