"""Heads that a page set upright and a program read across: their characters, in no order.

Narrow columns break 结果维持 over two or four lines; read line by line, a row of such heads is
结果 结果 其他 尚未 总 维持 纠正 结果 审结 计.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from orchestration.reading.align import Match
from orchestration.reading.form import Block, Table
from orchestration.reading.label import label_key
from orchestration.reading.words import Word, Words

_MOST_WORDS = 80


def scrambled_heads(table: Table, words: Words) -> list[Match]:
    """The heads of a table whose row has no label, where all their characters and no others
    stand between the first group's label and the figures; nothing where they do not."""
    block = table.blocks[0]
    if len(table.blocks) > 1 or block.lines or not block.ignored:
        return []
    wanted = _characters(block)
    first = next(entry for entry in block.ignored if entry.label == block.heads[0].group)
    for key in first.keys:
        for start, _ in words.places_of(key):
            end = _figures_from(words, start)
            if end is not None and _counted(words[start:end]) == wanted:
                heads = range(len(block.heads))
                return [Match(start, number, end, is_exact=False) for number in heads]
    return []


def _characters(block: Block) -> Counter[str]:
    labels = [entry.label for entry in (*block.heads, *block.ignored)]
    return Counter("".join(map(label_key, labels)))


def _counted(words: Sequence[Word]) -> Counter[str]:
    return Counter("".join(label_key(word.text) for word in words))


def _figures_from(words: Words, start: int) -> int | None:
    """Where the first figure behind `start` stands."""
    near = range(start, min(start + _MOST_WORDS, len(words)))
    return next((at for at in near if words[at].is_figure), None)
