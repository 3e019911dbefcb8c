"""Pictures of pages to text, where the extra `ocr` is installed; nothing of it is loaded before.

What was recognised is marked as such (`is_picture`), and worth less than text: see `pictures`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pypdfium2  # type: ignore[import-untyped]

from orchestration.reading.formats.pdf_join import IsLabel
from orchestration.reading.formats.pdf_sheet import Sheet, blocks_of
from orchestration.reading.layout import Page, UnreadableError, page_of

if TYPE_CHECKING:
    from orchestration.reading.formats.ocr_picture import Picture

# A page takes up to four seconds of a worker's ninety. A report has 6 pages.
MAX_PICTURES = 16
# An A3 page at 600 dots an inch has 70 million; each takes up to 8 bytes on the way.
MAX_DOTS = 80_000_000
_NEEDED = ("rapidocr", "onnxruntime", "cv2", "PIL")
_DOTS_A_POINT = 3.0  # 216 an inch: the letters as large as the model wants them
_MOST_DOTS = 2600  # of the shorter side


@lru_cache(maxsize=1)
def is_installed() -> bool:
    """Whether the extra `ocr` is there."""
    return all(find_spec(name) is not None for name in _NEEDED)


def lack() -> str:
    """Why a picture gave no text, as the end of a reason."""
    return "OCR 没有认出文字" if is_installed() else "需要 OCR"


def parse_picture(data: bytes, kind: str, is_label: IsLabel) -> Page:
    """Read a file that is a picture, or several (TIFF).

    Args:
        kind: the format in words, for the reason.
        is_label: tells the labels that forms know.

    Raises:
        UnreadableError: OCR is not installed, the file is damaged, or one of the declared limits.
    """
    if not is_installed():
        raise UnreadableError(f"扫描件：文件是图片（{kind}），没有文字，{lack()}")
    from orchestration.reading.formats.ocr_sheet import read_picture

    sheets = [read_picture(one, n) for n, one in enumerate(_frames(data, kind), 1)]
    if all(sheet.is_scan for sheet in sheets):
        raise UnreadableError(f"扫描件：文件是图片（{kind}），{lack()}")
    return page_of(blocks_of(sheets, is_label), has_pictures=True)


def _frames(data: bytes, kind: str) -> Iterator[Picture]:
    """The pictures of a file in grey; transparent parts are white."""
    import numpy as np
    from PIL import Image, ImageSequence

    try:
        with Image.open(io.BytesIO(data)) as file:
            count = 1 if kind == "GIF" else getattr(file, "n_frames", 1)
            _refuse_many(count)
            for frame, _ in zip(ImageSequence.Iterator(file), range(count), strict=False):
                if frame.width * frame.height > MAX_DOTS:
                    raise UnreadableError(f"图片超过 {MAX_DOTS // 10**6} 百万像素的上限")
                yield np.asarray(_grey(frame))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableError(f"图片（{kind}）已损坏，无法打开") from error


def _grey(frame: Any) -> Any:
    from PIL import Image, ImageOps

    frame = ImageOps.exif_transpose(frame)
    if frame.mode in ("LA", "RGBA", "PA") or "transparency" in frame.info:
        paper = Image.new("RGBA", frame.size, "white")
        return Image.alpha_composite(paper, frame.convert("RGBA")).convert("L")
    if frame.mode.startswith("I;16"):
        return frame.point(lambda value: value / 256).convert("L")
    return frame.convert("L")


def _refuse_many(count: int) -> None:
    if count > MAX_PICTURES:
        raise UnreadableError(f"扫描件：有 {count} 页图像，超过 OCR {MAX_PICTURES} 页的上限")


def with_pictures_read(
    document: pypdfium2.PdfDocument, sheets: Sequence[Sheet], numbers: Sequence[int]
) -> list[Sheet]:
    """The sheets of a PDF, those of the given numbers (from 0) read off the pictures of the pages.

    Raises:
        UnreadableError: more pictures than the declared limit, and nothing else.
    """
    if not numbers or not is_installed():
        return list(sheets)
    if len(numbers) > MAX_PICTURES and len(numbers) < len(sheets):
        return list(sheets)
    _refuse_many(len(numbers))
    read = {number: _read_page(document, number) for number in numbers}
    return [read.get(number, sheet) for number, sheet in enumerate(sheets)]


def _read_page(document: pypdfium2.PdfDocument, number: int) -> Sheet:
    import numpy as np

    from orchestration.reading.formats.ocr_sheet import read_picture

    with closing(document[number]) as page:
        scale = min(_DOTS_A_POINT, _MOST_DOTS / max(1.0, min(page.get_size())))
        longest = max(page.get_size()) * scale
        scale *= min(1.0, _MOST_DOTS * 4 / longest)
        with closing(page.render(scale=scale, grayscale=True)) as bitmap:
            dots = bitmap.to_numpy()
            return read_picture(np.array(dots.reshape(dots.shape[:2])), number + 1)
