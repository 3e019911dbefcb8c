"""Web pages: bytes to a page of text and grids.

The title comes first, then the text in printed order. Of the `<meta>` tags only `ArticleTitle` is
handed over, and only where the page prints it nowhere: `ContentSource` and `SiteName` often name
the site and not the author (a wrong agency is worse than none), and `PubDate` is not printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from selectolax.lexbor import LexborHTMLParser

from orchestration.reading.formats.decode import utf8_of
from orchestration.reading.formats.html_bounds import check_source
from orchestration.reading.formats.html_chrome import prune
from orchestration.reading.formats.html_lines import Line, lines_in, without_chrome
from orchestration.reading.formats.html_tables import Content, take_tables
from orchestration.reading.layout import Grid, Page, UnreadableError, page_of

# A page that prints less than this beside its frames or scripts waits for them to bring the rest.
_LEAST_CHARACTERS = 30

_FRAME = re.compile(rb"<i?frame\b", re.IGNORECASE)
_SCRIPT = re.compile(rb"<script\b", re.IGNORECASE)


def parse_html(data: bytes) -> Page:
    """Read a web page; see `html_bounds` for its limits.

    Raises:
        UnreadableError: too large, binary, in no known encoding, nested beyond all bounds, or
            without text of its own (only frames, or only scripts that would load it).
    """
    check_source(data)
    source = utf8_of(data)
    parser = LexborHTMLParser(source)
    title = _title(parser)
    body = parser.body
    if body is None:
        raise UnreadableError(_nothing(source))
    prune(body, source)
    tables = take_tables(body)
    lines = without_chrome(lines_in(body, tables))
    if not any(tables.values()) and sum(len(line.text) for line in lines) < _LEAST_CHARACTERS:
        _refuse_empty(source, lines)
    return page_of(_blocks(title, lines, tables))


def _title(parser: LexborHTMLParser) -> list[str]:
    head = parser.head
    node = parser.css_first("title")
    titles = [" ".join(node.text().split())] if node is not None else []
    meta = head.css_first('meta[name="ArticleTitle" i]') if head is not None else None
    article = " ".join((meta.attributes.get("content") or "").split()) if meta is not None else ""
    return [*filter(None, titles), article]


def _refuse_empty(source: bytes, lines: Sequence[Line]) -> None:
    if not any(line.text for line in lines) or _FRAME.search(source) or _SCRIPT.search(source):
        raise UnreadableError(_nothing(source))


def _nothing(source: bytes) -> str:
    if _FRAME.search(source):
        return "网页只有框架（frame），正文在另一个文件里"
    if _SCRIPT.search(source):
        return "网页的正文由脚本载入，文件里没有正文"
    return "网页没有正文"


def _blocks(
    title: Sequence[str], lines: Sequence[Line], tables: Mapping[int, Content]
) -> Iterator[str | Grid]:
    *printed, article = title
    if article and not _is_printed(article, printed, lines):
        printed.append(article)
    texts, number = printed, 0
    for line in lines:
        if not line.table:
            texts.append(line.text)
            continue
        content = tables[line.table]
        texts += content.lines
        if content.cells:
            number += 1
            if texts:
                yield "\n".join(texts)
            texts = []
            yield Grid(f"表 {number}", content.cells)
    if texts:
        yield "\n".join(texts)


def _is_printed(article: str, titles: Sequence[str], lines: Sequence[Line]) -> bool:
    wanted = "".join(article.split())
    return any(wanted in "".join(text.split()) for text in titles) or any(
        wanted in "".join(line.text.split()) for line in lines
    )
