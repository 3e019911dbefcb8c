"""Every layout that the generator writes: its format, its writer, and what it leaves of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from orchestration.demo import shape
from orchestration.demo.document import Report
from orchestration.demo.sheets import Sheet
from orchestration.demo.writers import docx, html, pdf, scan, text

Leaves = Callable[[Sequence[Sheet], shape.Printing], shape.Printing]


@dataclass(frozen=True)
class Layout:
    """A way to write a report.

    `has_cells`: a cell may hold line ends and notes without falling apart. `leaves` tells for each
    figure whether its place is plain in this layout.
    """

    name: str
    format: str
    suffix: str
    write: Callable[[Report, Random], bytes]
    has_cells: bool = True
    leaves: Leaves = shape.keep
    is_traditional: bool = False


@lru_cache(maxsize=1)
def layouts() -> tuple[Layout, ...]:
    """Every layout, in a fixed order."""
    return (*_html(), *_text(), *_docx(), *_pdf())


@lru_cache(maxsize=1)
def scans() -> tuple[Layout, ...]:
    """The layouts that only OCR reads, not among `layouts`; drawn with this machine's fonts."""
    return (
        Layout("scan-pdf", "scan", ".pdf", scan.scan("PDF")),
        Layout("scan-tiff", "scan", ".tif", scan.scan("TIFF", cuts_cells=True)),
    )


def _html() -> tuple[Layout, ...]:
    def one(name: str, write: html.TableWriter) -> Layout:
        return Layout(f"html-{name}", "html", ".html", html.page(write))

    def loose(name: str, write: html.TableWriter, leaves: Leaves = shape.keep) -> Layout:
        return Layout(f"html-{name}", "html", ".html", html.page(write), False, leaves)

    return (
        one("official", html.official),
        one("other-spans", html.other_spans),
        one("empty-cells", html.empty_cells),
        one("layout-tables", html.in_layout_tables),
        one("word", html.word_paste),
        one("split", html.split),
        one("split-head", html.split_repeating_head),
        one("divisions", html.divisions),
        loose("paragraphs", html.paragraphs),
        loose("paragraphs-lost", html.paragraphs_without_blanks, shape.lose_blanks),
        loose("breaks", html.line_breaks),
        Layout("html-traditional", "html", ".html", html.page(html.official), is_traditional=True),
    )


def _text() -> tuple[Layout, ...]:
    def one(name: str, flatten: text.Flatten, leaves: Leaves = shape.keep) -> Layout:
        return Layout(f"text-{name}", "text", ".txt", text.text(flatten), False, leaves)

    return (
        one("pipes", text.pipes),
        one("pipes-lost", text.pipes_without_blanks, shape.lose_blanks),
        one("markdown", text.markdown),
        one("tabs", text.tabs),
        one("one-line", text.one_line),
        one("lines", text.cell_a_line),
        one("spaced-lines", text.spaced_lines),
        one("columns", text.columns, shape.lose_blanks),
        one("glued", text.glued, shape.lose_bounds),
        one("half-glued", text.half_glued, shape.lose_bounds),
        one("other-spans", text.markdown_with_other_spans),
        one("filled-up", text.filled_up, shape.lose_blanks),
        one("filled-up-pipes", text.filled_up_between_pipes, shape.lose_blanks),
        one("single-blanks", text.single_blanks, shape.lose_blanks),
        one("one-breath", text.in_one_breath, shape.lose_blanks),
        Layout(
            "text-said-once",
            "text",
            ".txt",
            text.text(text.lines_of_cells, finish=text.said_once),
            has_cells=False,
            leaves=shape.lose_repeats,
        ),
        Layout(
            "text-traditional",
            "text",
            ".txt",
            text.text(text.tabs),
            has_cells=False,
            is_traditional=True,
        ),
    )


def _docx() -> tuple[Layout, ...]:
    def one(name: str, write: docx.SheetWriter, *, has_cells: bool = True) -> Layout:
        return Layout(f"docx-{name}", "docx", ".docx", docx.word(write), has_cells)

    return (
        one("merged", docx.merged),
        one("nested", docx.nested),
        one("split-runs", docx.split_runs),
        one("tracked", docx.tracked),
        one("text-box", docx.text_box),
        one("tabs", docx.tabs, has_cells=False),
    )


def _pdf() -> tuple[Layout, ...]:
    def one(
        name: str,
        *,
        ruled: bool = True,
        cuts: bool = False,
        head_again: bool = False,
        size: float = 9.0,
    ) -> Layout:
        write = pdf.pdf(is_ruled=ruled, cuts_cells=cuts, repeats_head=head_again, size=size)
        leaves = shape.keep if ruled else shape.lose_blanks
        return Layout(f"pdf-{name}", "pdf", ".pdf", write, ruled, leaves)

    return (
        one("ruled"),
        one("cut", cuts=True),
        one("head-again", head_again=True),
        one("broken-labels", size=11.5),
        one("no-rules", ruled=False),
    )
