"""A web page's text as lines in printed order, without the lines of its menus and footers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from orchestration.reading.formats.html_chrome import DETAILS
from orchestration.reading.formats.html_nodes import (
    BREAK,
    HARD_BLANK,
    HARD_TAB,
    LINE_END,
    LINK,
    PARAGRAPH,
    TABLE,
    TEXT,
    Places,
    kinds,
    nodes_in,
)

# Fewer links in a row may be attachments or a report's own; menus have more.
FEWEST_LINKS = 3
_LONGEST_LINK = 60
_LONGEST_SEPARATOR = 6

_SOURCE_BLANKS = " \t\r\n\f"
_COLLAPSED = re.compile(f"[{_SOURCE_BLANKS}]+")
_CHROME = re.compile(
    r"[\s\[【|·•>»]*(?:分享(?:到|至)?(?:[:：\s]|$)|打印(?:本页|本文|文章|此页)?\s*(?:$|[\]】|\s])"
    "|关闭(?:本页|窗口|此页)?\\s*(?:$|[\\]】|\\s])|(?:上|下)一(?:篇|条|页)|返回(?:首页|顶部|列表)"
    "|相关(?:链接|阅读|文章|信息|新闻|稿件|文档)\\s*(?:$|[:：])|(?:当前|所在)位置"
    "|您(?:的|现在的|当前的|当前|所在的|现在所在的)?位置|您现在所在|友情链接|网站地图|扫一扫|无障碍"
    "|(?:浏览|点击|访问|阅读)(?:次数|数|量|率)?\\s*[:：]|(?:字体|字号)(?:大小)?\\s*[:：\\[【]"
    "|版权所有|主办(?:单位)?\\s*[:：]|承办(?:单位)?\\s*[:：]|协办|技术支持|网站标识码|备案号"
    "|[\u4e00-\u9fff]?ICP备|[\u4e00-\u9fff]?公网安备|Copyright|©)",
    re.IGNORECASE,
)
_LEADS_LINKS = re.compile("相关|上一|下一|友情|位置|分享")
_CRUMBS = re.compile(r"[>»›→/|＞]")
_KEPT = re.compile(
    rf"附[件表]|\.(?:docx?|pdf|xlsx?|wps|et|zip|rar)\b|{DETAILS.pattern}", re.IGNORECASE
)
_SEPARATORS = re.compile(r"[\s>»›→/|＞·•\[\]【】,，、]+")


@dataclass(slots=True)
class Line:
    """A line, how many of its characters are links, and the table that stands in its place."""

    text: str
    linked: int = 0
    links: int = 0
    table: int = 0


def lines_in(root: LexborNode, tables: Mapping[int, object]) -> list[Line]:
    """The lines of a page; a table in `tables` is one, without text.

    A blank paragraph is a blank line, as it may be a blank cell.
    """
    writer = _Writer(root)
    nodes, tags, texts = nodes_in(root)
    kind_of, at = kinds(), 0
    for node, tag in zip(nodes, tags, strict=True):
        kind = kind_of.get(tag)
        if kind is None:
            continue
        if kind == TEXT:
            writer.add(node, texts[at])
            at += 1
        elif kind == TABLE and node.mem_id in tables:
            writer.close()
            writer.lines.append(Line("", table=node.mem_id))
        elif kind == PARAGRAPH:
            writer.close()
            writer.is_open = True
        elif kind < LINK:
            writer.close(kind == BREAK)
    writer.close()
    return writer.lines


class _Writer:
    def __init__(self, root: LexborNode) -> None:
        self.lines: list[Line] = []
        self.is_open = False  # a paragraph in which nothing stands yet
        self._places = Places(root)
        self._parts: list[str] = []
        self._block = 0
        self._linked = self._links = 0

    def add(self, node: LexborNode, text: str) -> None:
        if (not text or text.isspace()) and LINE_END not in text:
            if self._parts:
                self._parts.append(text)
            return
        block, is_link = self._places.of(node)
        if self._parts and block != self._block:
            self.close()
        self._block = block
        self._parts.append(text)
        if is_link:
            self._linked += len("".join(text.split()))
            self._links += 1

    def close(self, is_break: bool = False) -> None:
        if self._parts:
            text = "".join(self._parts)
            if LINE_END in text or HARD_BLANK in text or HARD_TAB in text:
                self.lines += [Line(_hard(part)) for part in _hard_lines(text)]
            elif not text.isspace():
                self.lines.append(Line(_collapsed(text), self._linked, self._links))
            self._parts = []
            self._linked = self._links = 0
        elif is_break or self.is_open:
            self.lines.append(Line(""))
        self.is_open = False


def _hard_lines(text: str) -> list[str]:
    return text.rstrip(_SOURCE_BLANKS).removesuffix(LINE_END).split(LINE_END)


def _hard(text: str) -> str:
    return _collapsed(text).replace(HARD_BLANK, " ").replace(HARD_TAB, "\t")


def _collapsed(text: str) -> str:
    bare = text.strip(_SOURCE_BLANKS)
    if bare.isprintable() and "  " not in bare:
        return bare
    return _COLLAPSED.sub(" ", bare)


def without_chrome(lines: Sequence[Line]) -> list[Line]:
    """Leave out menus, breadcrumbs, lists of links and a site's boilerplate.

    A link or two in a row stay, unless a line such as 相关链接 leads them. Where whole sentences
    are links, somebody forgot to close one, and links say nothing.
    """
    says_nothing = any("。" in line.text and _is_link(line) for line in lines)
    kept: list[Line] = []
    run: list[Line] = []
    is_led = False
    for line in lines:
        if not says_nothing and not line.table and (not line.text or _is_menu(line)):
            run.append(line)
            continue
        if not is_led:
            kept += _without_menu(run)
        run, is_led = [], False
        if _is_chrome(line):
            is_led = bool(_LEADS_LINKS.search(line.text))
        elif not _is_crumbs(line):
            kept.append(line)
    return kept if is_led else kept + _without_menu(run)


def _without_menu(run: list[Line]) -> list[Line]:
    is_menu = sum(line.links for line in run) >= FEWEST_LINKS
    return [line for line in run if not line.text] if is_menu else run


def _is_link(line: Line) -> bool:
    return line.links > 0 and line.linked >= len(_SEPARATORS.sub("", line.text))


def _is_menu(line: Line) -> bool:
    """A link, links side by side, or the marks between them."""
    if not line.links:
        return len(line.text) <= _LONGEST_SEPARATOR and not _SEPARATORS.sub("", line.text)
    is_short = len(line.text) <= _LONGEST_LINK or line.links >= FEWEST_LINKS
    return is_short and _is_link(line) and not _KEPT.search(line.text)


def _is_chrome(line: Line) -> bool:
    text = line.text
    if len(text) > 120 or "。" in text or not _CHROME.match(text):
        return False
    return not DETAILS.search(text)


def _is_crumbs(line: Line) -> bool:
    if line.links < 2 or not _CRUMBS.search(line.text) or DETAILS.search(line.text):
        return False
    return line.linked * 2 > len(line.text)
