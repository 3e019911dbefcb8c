"""Reports as web pages: tables and no tables, as editors, Word and content systems write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from random import Random

from orchestration.demo.document import Report
from orchestration.demo.shape import cut_anywhere, with_other_spans, without_row_spans
from orchestration.demo.sheets import Box, Sheet
from orchestration.demo.writers.encoding import encode
from orchestration.demo.writers.site import wrap

TableWriter = Callable[[Sheet, Random], str]

_NOTE = re.compile(r"\[[^\]]*\]$")


def page(write: TableWriter) -> Callable[[Report, Random], bytes]:
    """A writer of whole pages that prints tables with `write`."""

    def write_page(report: Report, rng: Random) -> bytes:
        paragraph = rng.choice(("p", "p", "div"))
        body = "\n".join(_body(report, rng, write, paragraph))
        return encode(wrap(report, body, rng), rng)

    return write_page


def _body(report: Report, rng: Random, write: TableWriter, tag: str) -> Iterable[str]:
    if report.info:
        yield f'<div class="info">{escape(report.info)}</div>'
    yield from (f"<{tag}>{escape(text)}</{tag}>" for text in report.before)
    for sheet in report.sheets:
        if sheet.heading:
            yield f"<{tag}><b>{escape(sheet.heading)}</b></{tag}>"
        yield write(sheet, rng)
    yield from (f"<{tag}>{escape(text)}</{tag}>" for text in report.after)


def inner(text: str) -> str:
    """The text of a cell as markup."""
    note = _NOTE.search(text)
    bare = text[: note.start()] if note and text[:1].isdigit() else text
    markup = escape(bare).replace("\n", "<br>").replace("\u00a0", "&nbsp;")
    return markup + (f"<sup>{note[0]}</sup>" if note and bare is not text else "")


def _spans(box: Box) -> str:
    rows = f' rowspan="{box.row_span}"' if box.row_span > 1 else ""
    return rows + (f' colspan="{box.column_span}"' if box.column_span > 1 else "")


def _table(sheet: Sheet, cell: Callable[[Box], str], attributes: str = ' border="1"') -> str:
    rows = ("".join(map(cell, row)) for row in sheet.rows())
    return f"<table{attributes}>\n" + "\n".join(f"<tr>{row}</tr>" for row in rows) + "\n</table>"


def _td(box: Box) -> str:
    return f"<td{_spans(box)}>{inner(box.text)}</td>"


def official(sheet: Sheet, rng: Random) -> str:
    """The official table with its merged cells."""
    tag = rng.choice(("td", "th"))

    def cell(box: Box) -> str:
        name = tag if box.kind == "head" else "td"
        return f"<{name}{_spans(box)}>{inner(box.text)}</{name}>"

    return _table(sheet, cell)


def other_spans(sheet: Sheet, rng: Random) -> str:
    """Spans placed differently in head and value rows."""
    return _table(with_other_spans(sheet, rng), _td)


def empty_cells(sheet: Sheet, rng: Random) -> str:
    """Empty cells in place of merged ones."""
    return _table(without_row_spans(sheet), _td)


def in_layout_tables(sheet: Sheet, rng: Random) -> str:
    """The table inside tables that only place it on the page."""
    table = official(sheet, rng)
    for _ in range(rng.randint(1, 3)):
        side = "<td>&nbsp;</td>" if rng.random() < 0.5 else ""
        table = f'<table width="100%"><tr>{side}<td valign="top">{table}</td></tr></table>'
    return table


def split_repeating_head(sheet: Sheet, rng: Random) -> str:
    """The table cut by a page break, its head printed again."""
    parts = cut_anywhere(sheet, rng, repeats_head=True)
    return "\n".join(_table(part, _td) for part in parts)


def split(sheet: Sheet, rng: Random) -> str:
    """The table cut by a page break, going on without a head."""
    parts = cut_anywhere(sheet, rng, repeats_head=False)
    return "\n".join(_table(part, _td) for part in parts)


def word_paste(sheet: Sheet, rng: Random) -> str:
    """What Word leaves behind: nested spans that split numbers, a paragraph in each cell."""

    def runs(text: str) -> str:
        if text.isdigit() and len(text) > 1:
            at = rng.randint(1, len(text) - 1)
            first, rest = text[:at], text[at:]
            return f'<span lang="EN-US">{first}<span style="mso-spacerun:yes"></span>{rest}</span>'
        return (
            f'<span style="font-family:仿宋">{inner(text)}</span>' if text else "<o:p>&nbsp;</o:p>"
        )

    def cell(box: Box) -> str:
        style = 'style="border:solid windowtext 1.0pt;mso-border-alt:solid .5pt"'
        content = f'<p class="MsoNormal" align="center"><span>{runs(box.text)}</span></p>'
        return f'<td width="64" {style}{_spans(box)}>{content}</td>'

    return _table(sheet, cell, ' class="MsoTableGrid" border="1"')


def _cells(sheet: Sheet) -> Sequence[str]:
    return [box.text for row in sheet.rows() for box in row]


def paragraphs(sheet: Sheet, rng: Random) -> str:
    """No table: a paragraph for each cell, a blank one for a blank cell."""
    return "\n".join(f"<p>{inner(text) or '&nbsp;'}</p>" for text in _cells(sheet))


def paragraphs_without_blanks(sheet: Sheet, rng: Random) -> str:
    """No table: a paragraph for each cell that prints something."""
    return "\n".join(f"<p>{inner(text)}</p>" for text in _cells(sheet) if text.strip())


def line_breaks(sheet: Sheet, rng: Random) -> str:
    """No table: a line for each cell, an empty one for a blank cell."""
    return "<div>" + "<br>\n".join(inner(text) for text in _cells(sheet)) + "<br></div>"


def divisions(sheet: Sheet, rng: Random) -> str:
    """A table of <div>, a row each, with its cells inside."""
    rows = ("".join(f'<div class="cell">{inner(b.text)}</div>' for b in r) for r in sheet.rows())
    return '<div class="table">' + "\n".join(f'<div class="row">{r}</div>' for r in rows) + "</div>"
