"""What the readers of a web page share: kinds of elements, texts of a subtree, whose line it is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from orchestration.reading.formats.decode import check_replaced

# Characters that no page prints stand for line ends and blanks that must outlive collapsing.
LINE_END, HARD_BLANK, HARD_TAB = "\x1d", "\x1c", "\x1a"
BETWEEN = "\x1f"
_MARKS = (LINE_END, HARD_BLANK, HARD_TAB, BETWEEN)
_TEXT_TAG = 2
# Zero width blanks and joiners, marks of direction, the soft hyphen.
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad"

# What an element does to the text in it; one that is not here is inline. Plain numbers, as they
# are compared for every node of a page.
TEXT: Final = 1
BREAK: Final = 2
BLOCK: Final = 3
PREFORMATTED: Final = 4
PARAGRAPH: Final = 5
TABLE: Final = 6
GROUP: Final = 7
ROW: Final = 8
CELL: Final = 9
LINK: Final = 10
CAPTION: Final = 11

_TAGS = {
    BREAK: "br",
    BLOCK: "html body div section article main header footer nav aside ul ol dl li dt dd h1 h2"
    " h3 h4 h5 h6 center form fieldset legend blockquote address figure figcaption details summary"
    " dir menu colgroup frameset hr",
    PARAGRAPH: "p",
    LINK: "a",
    TABLE: "table",
    GROUP: "thead tbody tfoot",
    ROW: "tr",
    CELL: "td th",
    PREFORMATTED: "pre xmp listing plaintext",
    CAPTION: "caption",
}


@lru_cache(maxsize=1)
def kinds() -> dict[int, int]:
    """The kind of an element by its tag's number."""
    return {_TEXT_TAG: TEXT, **tag_numbers(_TAGS)}


def tag_numbers(tags: Mapping[int, str]) -> dict[int, int]:
    """The numbers that the parser gives to tags, each with the key that the tag stands under."""
    parser = LexborHTMLParser("")
    return {
        parser.create_node(tag).tag_id: key for key, names in tags.items() for tag in names.split()
    }


BLOCKS = frozenset((BLOCK, PREFORMATTED, PARAGRAPH, TABLE, GROUP, ROW, CELL, CAPTION))


def nodes_in(root: LexborNode) -> tuple[list[LexborNode], list[int], list[str]]:
    """What is below `root` in printed order: nodes, their tags' numbers, and its texts."""
    nodes = list(root.traverse(include_text=True))
    tags = [node.tag_id for node in nodes]
    joined = root.text(separator=BETWEEN)
    return nodes, tags, joined.split(BETWEEN) if joined else []


def clean_texts(root: LexborNode) -> None:
    """Take out of all texts what nobody sees, and what this module uses as marks.

    Raises:
        UnreadableError: too many of the characters are broken.
    """
    text = root.text()
    check_replaced(text)
    found = [character for character in (*INVISIBLE, *_MARKS) if character in text]
    if not found:
        return
    table = dict.fromkeys(map(ord, found))
    for node in [one for one in root.traverse(include_text=True) if one.is_text_node]:
        content = node.text_content or ""
        clean = content.translate(table)
        if clean != content:
            node.replace_with(clean)


class Places:
    """Tells which block's line a node is on, and whether it is part of a link.

    Each element is climbed over once, however deep the page is nested.
    """

    def __init__(self, root: LexborNode) -> None:
        self._known: dict[int, tuple[int, bool]] = {root.mem_id: (root.mem_id, False)}

    def of(self, text: LexborNode) -> tuple[int, bool]:
        """The number of the block that holds a text, and whether the text is a link."""
        known = self._known
        node = text.parent
        hit = known.get(node.mem_id) if node is not None else None
        if hit is not None:
            return hit
        kind_of, path, found = kinds(), list[LexborNode](), (0, False)
        while node is not None:
            hit = known.get(node.mem_id)
            if hit is not None:
                found = hit
                break
            path.append(node)
            node = node.parent
        for node in reversed(path):
            kind = kind_of.get(node.tag_id)
            if kind in BLOCKS:
                found = (node.mem_id, found[1])
            elif kind == LINK and node.attributes.get("href"):
                found = (found[0], True)
            known[node.mem_id] = found
        return found
