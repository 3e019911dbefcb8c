"""The fingerprint of a report's prose, to tell a text that was copied from another year's."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from orchestration.reading.reading import ProseSentence

LEAST_CHARACTERS = 12
MAX_SENTENCES = 1000
_SENTENCE_END = re.compile("[。！；]")
_TABLE = re.compile(r"[|｜]")
OPENING = re.compile(r"[一二三四五六七八九十]+、|[（(]|\d+[.、]|第[一二三四五六七八九十]+")
_ENDS = "。！？!?：:；;|｜…"
_LEAST_OF_A_CUT, _LONGEST = 30, 2000
# Figures in Chinese numerals, and all that is no Chinese character.
_LEFT_OUT = re.compile(
    "[零〇一二两三四五六七八九十百千万]+(?=[件条次个项份篇人年月日期场名])|[^\u4e00-\u9fff]+"
)
# What the official outline and the rules make everyone print.
_SET_PHRASE = re.compile(
    "统计期限|勾稽关系|信息公开条例|总体情况.*主动公开|编制本?报告|报告格式|电子版|如有疑问|疑问|"
    "国办公开办函|其他需要报告|收取信息处理费|收费|没有其他|虚构"
)


def paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines with their numbers from 1; one that a page broke in the middle of a sentence is put
    together again, under the number of its first part."""
    first, whole = 0, ""
    for number, line in enumerate(lines, 1):
        if whole and _is_cut(whole) and line and OPENING.match(line) is None:
            whole += line
            continue
        if whole:
            yield first, whole
        first, whole = number, line
    if whole:
        yield first, whole


def _is_cut(line: str) -> bool:
    return len(line) >= _LEAST_OF_A_CUT and line[-1] not in _ENDS and len(line) < _LONGEST


def fingerprint(lines: Iterable[str]) -> tuple[ProseSentence, ...]:
    """Each sentence of the prose once, in order; tables, headings and set phrases have none.

    Figures, years and all marks are left out, so that a text with new figures is the same text.
    """
    found: dict[int, ProseSentence] = {}
    for text in _sentences(lines):
        bare = _LEFT_OUT.sub("", text)
        if len(bare) >= LEAST_CHARACTERS and _SET_PHRASE.search(text) is None:
            digest = hashlib.blake2b(bare.encode(), digest_size=8).digest()
            one = ProseSentence(int.from_bytes(digest, "big", signed=True), len(bare))
            found.setdefault(one.digest, one)
            if len(found) >= MAX_SENTENCES:
                break
    return tuple(found.values())


def _sentences(lines: Iterable[str]) -> Iterator[str]:
    """What ends as a sentence does; what follows the last mark of a line is none."""
    for line in lines:
        if len(line) > LEAST_CHARACTERS and ("。" in line or "；" in line or "！" in line):
            for part in _TABLE.split(line):
                yield from _SENTENCE_END.split(part)[:-1]
