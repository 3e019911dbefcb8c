"""How fast each format is read on one core, as a ratio to the library underneath, and on all."""

from __future__ import annotations

import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.documents import of_format, realistic_pages
from bench.timing import median_ratio, median_seconds, show
from orchestration.demo.document import Document
from orchestration.ingest.pool import read_paths
from orchestration.reading.formats.decode import decode
from orchestration.reading.formats.text import parse_text
from orchestration.reading.report import read

_PAGES_OF_A_PDF = 6  # what a real report has
_ON_ALL_CORES = 240

Row = tuple[str, str, str, str, str]


def bench_formats() -> None:
    """Reports read a second on one core, by format, and the ratio to merely opening the bytes."""
    rows = [
        _web_pages("web page, as generated", _data("html", 240)),
        _web_pages("web page, as a real site's", realistic_pages(96)),
        _texts(_data("text", 220)),
        _word(_data("docx", 90)),
        _pdf(_data("pdf", 50)),
    ]
    heads = ("reading on one core", "reports", "KB each", "reports/s", "times the bare library")
    show("Reading", heads, rows)


def _data(format_: str, count: int) -> list[bytes]:
    return [made.data for made in of_format(format_, count)]


def _row(
    label: str,
    data: Sequence[bytes],
    name: str,
    bare: Callable[[bytes], object],
    what: str,
    units: float | None = None,
) -> Row:
    """`units` is how many reports the data amount to, where it is not one each."""
    seconds, ratio = median_ratio(
        lambda: [read(one, name) for one in data], lambda: [bare(one) for one in data]
    )
    size = statistics.mean(map(len, data)) / 1024
    rate = (units or len(data)) / seconds
    return label, str(len(data)), f"{size:.0f}", f"{rate:.0f}", f"{ratio:.1f} × {what}"


def _web_pages(label: str, data: Sequence[bytes]) -> Row:
    from selectolax.lexbor import LexborHTMLParser

    return _row(label, data, "a.html", LexborHTMLParser, "selectolax")


def _texts(data: Sequence[bytes]) -> Row:
    return _row("text", data, "a.txt", lambda one: parse_text(decode(one)), "cutting it in pieces")


def _word(data: Sequence[bytes]) -> Row:
    import docx

    def bare(one: bytes) -> object:
        return docx.Document(io.BytesIO(one))

    return _row(".docx", data, "a.docx", bare, "python-docx opening")


def _pdf(data: Sequence[bytes]) -> Row:
    """A generated PDF is shorter than a real one: the rate is by pages, six to a report."""
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

    def bare(one: bytes) -> object:
        return [page.get_textpage().get_text_range() for page in PdfDocument(one)]

    pages = sum(len(PdfDocument(one)) for one in data)
    label = f"PDF, a report of {_PAGES_OF_A_PDF} pages"
    return _row(label, data, "a.pdf", bare, "pypdfium2's text", pages / _PAGES_OF_A_PDF)


def bench_all_cores() -> None:
    """Reports read a second through the pool of workers, its start included; wall time."""
    shares = {"html": 0.6, "docx": 0.15, "pdf": 0.15, "text": 0.1}
    made = [one for kind, part in shares.items() for one in of_format(kind, _count(part))]
    with tempfile.TemporaryDirectory() as folder:
        paths = [_written(Path(folder), number, one) for number, one in enumerate(made)]
        clock = time.perf_counter
        all_cores = median_seconds(lambda: list(read_paths(paths)), 2, clock)
        one_core = median_seconds(lambda: [read(one.data, one.name) for one in made], 2, clock)
    rows = [
        ("one core", f"{len(made) / one_core:.0f}", ""),
        (
            f"{os.cpu_count()} cores, workers started and stopped",
            f"{len(made) / all_cores:.0f}",
            f"{one_core / all_cores:.2f} × one core",
        ),
    ]
    mixed = ", ".join(f"{kind} {part:.0%}" for kind, part in shares.items())
    show(f"{len(made)} reports: {mixed}", ("reading by", "reports/s", "gain"), rows)


def _count(part: float) -> int:
    return round(part * _ON_ALL_CORES)


def _written(folder: Path, number: int, made: Document) -> Path:
    path = folder / f"{number:05d}{Path(made.name).suffix}"
    path.write_bytes(made.data)
    return path
