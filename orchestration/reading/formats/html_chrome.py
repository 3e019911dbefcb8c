"""What of a web page is not its article: scripts, hidden parts, menus, footers, share buttons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from selectolax.lexbor import LexborNode

from orchestration.reading.formats.html_nodes import (
    BLOCKS,
    HARD_BLANK,
    HARD_TAB,
    LINE_END,
    clean_texts,
    kinds,
    tag_numbers,
)
from orchestration.reading.layout import UnreadableError

# Blocks looked into because of their name; a page with more is chrome all over.
MAX_NOMINATED = 200
# Marks above and below a line: each is compared with the block that it stands in.
MAX_NOTES = 1000

_NAME = re.compile(
    r"nav|menu|foot|aside|crumb|share|copyright|sidebar|relat|friend|toolbar|position|location|dqwz|mbx"
    r"|xglj|xgxx|xgwz|xgyd|fenxiang|wzdh|dibu|header|banner|bottom|search|login|qrcode|ewm"
    r"|(?:^|[\s_-])(?:top|head|path|links?|tools?|pager?|prev|next|print|ad|sp|hot|tab)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    "主办(?:单位)?[:：]|承办(?:单位)?[:：]|技术支持|网站地图"
    "|分享到|上一篇|下一篇|上一条|下一条|相关(?:链接|阅读|文章|信息|新闻|稿件|文档)"
    "|当前位置|您(?:的|现在的|所在的)?位置|扫一扫|友情链接|无障碍|打印本页|关闭窗口|返回顶部"
)
# What a page's own details are called: a block with one of them is no chrome.
DETAILS = re.compile(
    "(?:发布|公开|制作|责任|信息)(?:机构|机关|单位|部门|来源|日期|时间|主体)|索引号?[:：]"
    "|索\\s*引\\s*号|(?:来源|作者|日期|时间|成文|生成)[^\\n]{0,4}[:：]|文\\s*号[:：]"
)
_ARTICLE_DETAILS = re.compile("索\\s*引\\s*号|(?:发布|公开|信息)(?:机构|日期|来源)")
_FOOTER = re.compile("ICP备|版权所有|网站标识码|公网安备")
_LONGEST_MENU = 20_000
_LONGEST_FOOTER = 1_500
_MOST_CELLS = 40
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MAY_BE_HIDDEN = '[hidden],[style*="display" i],[style*="visibility" i]'
_NOTE_MARK = re.compile(r"[\[(（〔【]?\s*(?:\d{1,2}|[①-⑳*＊※†‡a-z]|注\s*\d*)\s*[\])）〕】]?")
_CELL_NAMES = re.compile(r"(?:^|[\s_-])(?:cell|td|th|col|column)(?:$|[\s_\d-])|table-cell", re.I)


_DROPPED: Final = 1
_NOTE: Final = 2
_PREFORMATTED: Final = 3
_NAMED: Final = 4
_SPECIAL = {
    _DROPPED: "script style noscript template title select option optgroup button input textarea"
    " datalist iframe frame noframes object embed applet svg math canvas audio video map progress"
    " meter del s strike head link meta",
    _NOTE: "sup sub",
    _PREFORMATTED: "pre xmp listing plaintext",
    _NAMED: "div section header footer nav aside ul ol dl",
}


@lru_cache(maxsize=1)
def _special() -> dict[int, int]:
    return tag_numbers(_SPECIAL)


def prune(body: LexborNode, source: bytes) -> None:
    """Take out of a page what it does not print, and what it prints around its article.

    Raises:
        UnreadableError: too many broken characters, or more raised marks than the declared limit.
    """
    kind_of = _special()
    found: dict[int, list[LexborNode]] = {kind: [] for kind in _SPECIAL}
    for node in body.traverse():
        kind = kind_of.get(node.tag_id)
        if kind is not None:
            found[kind].append(node)
    _detach_all(found[_DROPPED])
    if b"<xml" in source:
        _detach_all(body.css("xml"))
    _drop_hidden(body)
    clean_texts(body)
    _drop_notes(found[_NOTE])
    _keep_line_ends(found[_PREFORMATTED])
    _split_drawn_cells(body, source)
    _drop_chrome(found[_NAMED])


def _detach(node: LexborNode) -> None:
    # Not freed, so that nodes inside it that are known already stay valid.
    node.decompose(recursive=False)


def _detach_all(nodes: Iterable[LexborNode]) -> None:
    for node in nodes:
        _detach(node)


def _drop_notes(notes: Sequence[LexborNode]) -> None:
    """A raised footnote mark behind a figure is no part of the figure; a raised figure alone is."""
    if len(notes) > MAX_NOTES:
        raise UnreadableError(f"网页的上标和下标超过 {MAX_NOTES} 个的上限")
    kind_of, held = kinds(), dict[int, str]()
    for node in notes:
        mark = node.text().strip()
        if not _NOTE_MARK.fullmatch(mark):
            continue
        holder = node.parent
        while holder is not None and kind_of.get(holder.tag_id) not in BLOCKS:
            holder = holder.parent
        if holder is None:
            continue
        if holder.mem_id not in held:
            held[holder.mem_id] = holder.text().strip()
        if held[holder.mem_id] != mark:
            _detach(node)


def _keep_line_ends(preformatted: Sequence[LexborNode]) -> None:
    done: set[int] = set()
    for holder in preformatted:
        if holder.mem_id in done:
            continue
        for node in list(holder.traverse(include_text=True)):
            done.add(node.mem_id)
            if node.is_text_node:
                text = (node.text_content or "").replace("\r\n", "\n").replace("\n", LINE_END)
                node.replace_with(text.replace(" ", HARD_BLANK).replace("\t", HARD_TAB))


def _drop_hidden(body: LexborNode) -> None:
    for node in body.css(_MAY_BE_HIDDEN):
        attributes = node.attributes
        if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
            _detach(node)


def _split_drawn_cells(body: LexborNode, source: bytes) -> None:
    """Spans drawn as cells stand apart although a span is inline."""
    spans = body.css("span[class]") if b"<span class" in source else []
    if b"table-cell" in source:
        spans += body.css('span[style*="table-cell"]:not([class])')
    for node in spans:
        attributes = node.attributes
        if _is_drawn_cell(f"{attributes.get('class')} {attributes.get('style')}"):
            node.insert_after(LINE_END)


def _drop_chrome(named: Iterable[LexborNode]) -> None:
    nominated = 0
    for node in named:
        attributes = node.attributes
        name = f"{node.tag} {attributes.get('class')} {attributes.get('id')}"
        if _is_nominated(name):
            nominated += 1
            if nominated <= MAX_NOMINATED and _is_chrome(node):
                _detach(node)
        elif _is_drawn_cell(f"{name} {attributes.get('style')}") and not node.text().strip():
            node.insert_child(LINE_END)


# The names of a site's blocks are few.
@lru_cache(maxsize=4096)
def _is_nominated(name: str) -> bool:
    return _NAME.search(name) is not None


@lru_cache(maxsize=4096)
def _is_drawn_cell(name: str) -> bool:
    return _CELL_NAMES.search(name) is not None


def _is_chrome(node: LexborNode) -> bool:
    """A name only nominates: what stands in the block decides."""
    text = "".join(node.text().split())
    if len(text) > _LONGEST_MENU or text.count("。") > 2 or _holds_data(node):
        return False
    if is_boilerplate(text):
        return True
    links = node.css("a[href]")
    linked = sum(len("".join(link.text().split())) for link in links)
    return len(links) > 1 and linked * 2 > len(text) and not DETAILS.search(text)


def is_boilerplate(text: str) -> bool:
    """Whether a block's text is a site's own, such as a footer with its sponsor."""
    if len(text) > _LONGEST_FOOTER or text.count("。") > 2 or _ARTICLE_DETAILS.search(text):
        return False
    if _FOOTER.search(text):
        return True
    return _BOILERPLATE.search(text) is not None and not DETAILS.search(text)


def _holds_data(node: LexborNode) -> bool:
    cells = node.css("td")
    if len(cells) > _MOST_CELLS:
        return True
    return 4 * sum(cell.text().strip().isdigit() for cell in cells) > len(cells) > 0
