"""Which of a web page's tables hold data, and what becomes of the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice

from selectolax.lexbor import LexborNode

from orchestration.reading.formats.html_chrome import DETAILS, is_boilerplate
from orchestration.reading.formats.html_nodes import LINE_END, TABLE, kinds
from orchestration.reading.formats.html_table import HtmlTable, read_table
from orchestration.reading.layout import GridCell

# A cell with this much prose holds an article, unless a whole table stands around it.
_ARTICLE_CHARACTERS = 150
_ARTICLE_STOPS = 4
_FEWEST_CELLS = 12
_LONGEST_CELL = 200
_LONGEST_DETAIL = 10
_MOST_DETAILS = 40

_FIGURE = re.compile(r"[+\-−]?[\d０-９][\d０-９,.，]*")


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in a table's place: lines, then a grid's cells. A menu leaves nothing."""

    lines: tuple[str, ...] = ()
    cells: tuple[GridCell, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.lines or self.cells)


def take_tables(body: LexborNode) -> dict[int, Content]:
    """Read the tables of a page and empty them; `mem_id` tells them again.

    A table that holds tables or an article is a layout: it stays in the page as blocks of text.
    """
    tables = body.css("table")
    outer = _enclosing(body, tables)
    layouts: set[int] = set()
    taken: dict[int, Content] = {}
    # A table stands behind the one that holds it.
    for table in reversed(tables):
        number = table.mem_id
        holder = outer[number]
        if number in layouts:
            layouts.add(holder)
            continue
        raw = read_table(table)
        if holder and _is_one_short_cell(raw):
            _put_text(table, raw)
            continue
        layouts.add(holder)
        content = _content(raw, table)
        if content is not None:
            taken[number] = content
            for child in list(table.iter()):
                child.decompose(recursive=False)
    return taken


def _enclosing(body: LexborNode, tables: list[LexborNode]) -> dict[int, int]:
    """For each table the number of the one that holds it, or 0; each element climbed once."""
    table_kind, kind_of = TABLE, kinds()
    known: dict[int, int] = {body.mem_id: 0}
    outer: dict[int, int] = {}
    for table in tables:
        path: list[int] = []
        node, found = table.parent, 0
        while node is not None:
            number = node.mem_id
            if number in known:
                found = known[number]
                break
            path.append(number)
            if kind_of.get(node.tag_id) == table_kind:
                found = number
                break
            node = node.parent
        known.update(dict.fromkeys(path, found))
        outer[table.mem_id] = found
    return outer


def _is_one_short_cell(raw: HtmlTable) -> bool:
    texts = raw.texts
    return len(raw.cells) <= 1 and not raw.loose and sum(map(len, texts)) <= _LONGEST_CELL


def _put_text(table: LexborNode, raw: HtmlTable) -> None:
    """A cell that is drawn as a table is a cell; a blank one a blank, as an empty text is none."""
    text = "".join(raw.texts).replace("\n", LINE_END) or " "
    holder = table.parent
    is_alone = holder is None or not "".join(holder.text().split()).replace(text, "", 1)
    table.replace_with(text if is_alone else f"{LINE_END}{text}{LINE_END}")


def _content(raw: HtmlTable, table: LexborNode) -> Content | None:
    """What a table says; None where it is a layout, whose text stays where it is."""
    texts = raw.texts
    if len(raw.cells) == 1 or _is_article(texts):
        return None
    if not texts or _is_chrome(table, texts):
        return Content(raw.loose)
    if len(texts) <= _MOST_DETAILS and sum(map(_is_detail, texts)) > 1:
        return Content((*raw.loose, *_details(raw)))
    if any(cell.column for cell in raw.cells):
        return Content(_split(raw.loose), raw.cells)
    return Content(_split((*raw.loose, *(cell.text for cell in raw.cells))))


def _split(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for text in texts for line in text.split("\n"))


def _is_article(texts: list[str]) -> bool:
    if len(texts) > _FEWEST_CELLS:
        return False
    return any(len(t) > _ARTICLE_CHARACTERS and t.count("。") >= _ARTICLE_STOPS for t in texts)


def _is_chrome(table: LexborNode, texts: list[str]) -> bool:
    figures = filter(_FIGURE.fullmatch, texts)
    if sum(1 for _ in islice(figures, len(texts) // 5 + 1)) * 5 > len(texts):
        return False
    links = len(table.css("a[href]"))
    if links > 2 and links * 5 > len(texts) * 3:
        return True
    return len(texts) <= _FEWEST_CELLS and is_boilerplate("\n".join(texts))


def _is_detail(text: str) -> bool:
    return len(text) <= _LONGEST_DETAIL and DETAILS.match(text) is not None


def _details(raw: HtmlTable) -> Iterator[str]:
    """The page's own details, each as `label：value`."""
    for _, row in groupby(raw.cells, key=lambda cell: cell.row):
        parts: list[str] = []
        for cell in row:
            if parts and _is_detail(cell.text):
                yield "".join(parts)
                parts = []
            text = cell.text.replace("\n", " ")
            is_bare = _is_detail(text) and not text.endswith((":", "："))
            parts.append(f"{text}：" if is_bare else text)
        yield "".join(parts)
