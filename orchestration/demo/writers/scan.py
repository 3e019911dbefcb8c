"""Reports as scans: pages drawn as pictures and worn by paper, machine and compression."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from orchestration.demo.document import Report
from orchestration.demo.writers.pdf import HEIGHT, WIDTH, Rule, Text, lay_out, pages_of

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

_FONT_FOLDER = Path("/usr/share/fonts")
_FONTS = ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc", "uming.ttc", "wqy-zenhei.ttc")
_SIMPLIFIED = 2  # the face of a Noto collection for the mainland's characters
_PAPER = 255


class Wear(NamedTuple):
    """What copying and scanning do to a page. Lengths are in dots, `tilt` in degrees."""

    dpi: int
    tilt: float = 0.0
    blur: float = 0.0
    noise: float = 0.0
    ink: int = 0
    paper: int = _PAPER
    quality: int = 90
    is_two_toned: bool = False


def random_wear(rng: Random) -> Wear:
    """The wear of one document, from a clean print to a poor copy."""
    dpi = rng.choice((150, 200, 200, 300))
    return Wear(
        dpi=dpi,
        tilt=rng.choice((0.0, rng.uniform(-2, 2))),
        blur=rng.choice((0.0, rng.uniform(0.3, 0.9))) * dpi / 200,
        noise=rng.choice((0.0, rng.uniform(2, 14))),
        ink=rng.randint(0, 90),
        paper=rng.randint(215, _PAPER),
        quality=rng.randint(45, 90),
        is_two_toned=rng.random() < 0.15,
    )


@lru_cache(maxsize=1)
def chinese_fonts() -> tuple[Path, ...]:
    """The Chinese fonts of this machine that scans are drawn with.

    Raises:
        FileNotFoundError: there is none.
    """
    found = {path.name: path for path in _FONT_FOLDER.rglob("*.tt[cf]") if path.name in _FONTS}
    if not found:
        raise FileNotFoundError(f"none of {', '.join(_FONTS)} below {_FONT_FOLDER}")
    return tuple(found[name] for name in _FONTS if name in found)


def scan(
    kind: str, *, wear: Callable[[Random], Wear] = random_wear, cuts_cells: bool = False
) -> Callable[[Report, Random], bytes]:
    """A writer of scans.

    Args:
        kind: `PDF` or `TIFF`, of as many pages as it takes.
        wear: what is done to a document's pages.
        cuts_cells: as for the writer of PDF.
    """

    def write(report: Report, rng: Random) -> bytes:
        strip = lay_out(
            report, rng, is_ruled=True, repeats_head=False, size=rng.choice((9.0, 10.5))
        )
        own, font = wear(rng), rng.choice(chinese_fonts())
        pages = [
            _worn(_drawn(rules, texts, number, font, own.dpi), own, rng)
            for number, (rules, texts) in enumerate(pages_of(strip, cuts_cells), 1)
        ]
        return _file(pages, kind, own)

    return write


def _drawn(rules: list[Rule], texts: list[Text], number: int, font: Path, dpi: int) -> Image:
    from PIL import Image, ImageDraw

    scale = dpi / 72
    page = Image.new("L", (round(WIDTH * scale), round(HEIGHT * scale)), _PAPER)
    pen = ImageDraw.Draw(page)
    for rule in rules:
        left, top = rule.left * scale, rule.top * scale
        right, bottom = left + rule.width * scale, top + rule.height * scale
        pen.rectangle((left, top, right, bottom), outline=0, width=max(1, round(0.7 * scale)))
    for text in (*texts, Text(f"- {number} -", WIDTH / 2 - 10, HEIGHT - 30, 9)):
        at = (text.x * scale, text.top * scale)
        pen.text(at, text.text, fill=0, font=_face(font, round(text.size * scale)))
    return page


@lru_cache(maxsize=64)
def _face(font: Path, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(font, size, index=_SIMPLIFIED if "Noto" in font.name else 0)


def _worn(page: Image, wear: Wear, rng: Random) -> Image:
    import numpy as np
    from PIL import Image, ImageFilter

    if wear.tilt:
        page = page.rotate(wear.tilt, Image.Resampling.BICUBIC, fillcolor=_PAPER)
    if wear.blur:
        page = page.filter(ImageFilter.GaussianBlur(wear.blur))
    grey = np.asarray(page, dtype=np.float32)
    grey = wear.ink + grey * ((wear.paper - wear.ink) / _PAPER)
    if wear.noise:
        dots = np.random.default_rng(rng.getrandbits(32))
        grey = grey + dots.normal(0, wear.noise, grey.shape).astype(np.float32)
    worn = Image.fromarray(grey.clip(0, 255).astype(np.uint8))
    if wear.is_two_toned:
        middle = (wear.ink + wear.paper) // 2 + 20
        return worn.point(lambda value: 255 * (value > middle)).convert("1")
    return worn


def _file(pages: list[Image], kind: str, wear: Wear) -> bytes:
    stream = io.BytesIO()
    if kind == "PDF":
        more: dict[str, object] = {"resolution": wear.dpi, "creationDate": None, "modDate": None}
        if not wear.is_two_toned:
            more["quality"] = wear.quality
    else:
        more = {"dpi": (wear.dpi, wear.dpi), "compression": "tiff_lzw"}
    pages[0].save(stream, kind, save_all=True, append_images=pages[1:], **more)
    return stream.getvalue()
