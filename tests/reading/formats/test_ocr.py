"""Pictures of pages: refused where OCR is not installed, else read, within declared limits."""

from __future__ import annotations

import io
from random import Random

import pytest
from PIL import Image

from orchestration.demo.corpus import document
from orchestration.demo.layouts import Layout
from orchestration.demo.writers.scan import Wear, chinese_fonts, scan
from orchestration.reading.formats import ocr
from orchestration.reading.formats.parse import parse
from orchestration.reading.layout import Page, UnreadableError
from orchestration.reading.report import read

needs_ocr = pytest.mark.skipif(
    not ocr.is_installed(), reason="the extra ocr is not installed (make setup-ocr)"
)
KINDS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")


def picture(kind: str, size: tuple[int, int] = (40, 60), frames: int = 1) -> bytes:
    stream = io.BytesIO()
    pages = [Image.new("L", size, 255 - n) for n in range(frames)]
    more = {"save_all": True, "append_images": pages[1:]} if frames > 1 else {}
    pages[0].save(stream, kind, **more)
    return stream.getvalue()


def reason(data: bytes) -> str:
    with pytest.raises(UnreadableError) as error:
        parse(data, "a")
    return str(error.value)


def scanned_report(kind: str, wear: Wear) -> bytes:
    try:
        chinese_fonts()
    except FileNotFoundError:
        pytest.skip("no Chinese font is installed to draw scans with")
    layout = Layout("scan", "scan", ".tif", scan(kind, wear=lambda rng: wear))
    return document("a", "2021", layout, Random(3)).data


def as_png(data: bytes, change: object = None) -> bytes:
    """The first page of a TIFF, perhaps changed."""
    stream = io.BytesIO()
    first = Image.open(io.BytesIO(data)).convert("L")
    (change(first) if callable(change) else first).save(stream, "PNG")
    return stream.getvalue()


def texts(page: Page) -> str:
    return "".join(cell.text for grid in page.grids for cell in grid.cells)


@pytest.mark.parametrize("kind", KINDS)
def test_without_ocr_a_picture_is_refused_as_a_scan(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    assert reason(picture(kind)) == f"扫描件：文件是图片（{kind}），没有文字，需要 OCR"


@needs_ocr
@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_of_nothing(kind: str) -> None:
    assert reason(picture(kind)) == f"扫描件：文件是图片（{kind}），OCR 没有认出文字"


@needs_ocr
def test_declared_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    many = picture("TIFF", frames=ocr.MAX_PICTURES + 1)
    assert "16 页的上限" in reason(many)
    monkeypatch.setattr(ocr, "MAX_DOTS", 1_000_000)
    assert "百万像素的上限" in reason(picture("PNG", (1001, 1000)))


@needs_ocr
def test_a_damaged_picture() -> None:
    whole = as_png(picture("TIFF", (400, 600)))
    assert "已损坏" in reason(whole[: len(whole) // 2])
    assert "已损坏" in reason(b"\x89PNG\r\n\x1a\n")


@needs_ocr
@pytest.mark.parametrize("kind", ["PDF", "TIFF"])
def test_a_scanned_report_is_read(kind: str) -> None:
    reading = read(scanned_report(kind, Wear(200, tilt=1.1, noise=4)), "a")
    assert reading.status in ("read", "partial")
    assert dict(reading.forms) == dict.fromkeys(("proactive", "requests", "reviews"), "2021")
    places = {cell.basis: cell.place for cell in reading.cells}
    assert places["stated"].startswith("第 1")
    stated = [cell for cell in reading.cells if cell.basis == "stated"]
    assert {cell.table for cell in stated} == {"requests"}  # the only one with sums both ways


@needs_ocr
def test_a_page_on_its_side_is_turned() -> None:
    data = scanned_report("TIFF", Wear(200))
    upright = texts(parse(as_png(data), "a")[1])
    for way in (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270):
        turned = as_png(data, lambda image, way=way: image.transpose(way))
        assert texts(parse(turned, "a")[1])[:200] == upright[:200]
