"""The pieces of a page as words that a form may know: labels, figures, units, anything else."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from orchestration.reading.form import LabelNumbers
from orchestration.reading.glued import unglue
from orchestration.reading.known import (
    LONGEST_FIGURE,
    LONGEST_LABEL,
    is_known,
    is_label,
    known_keys,
)
from orchestration.reading.label import label_key, label_keys
from orchestration.reading.layout import Page, Piece, made
from orchestration.reading.number import is_figure, is_unit

_LONGEST_NUMBER = 15
_GLUED_CELLS = 2
_MOST_PARTS = 5000
_PUNCTUATION = "、.．,，)）"
# A bracket that closes only in the next word: the label goes on there.
_OPEN_BRACKET = re.compile(r"[（(][^）)]*$")


class Word(NamedTuple):
    """A piece and what it can be: `keys` are empty for figures, units and prose.

    A figure `is_glued` where nothing stood between it and the label before it. `known` is the one
    of its keys that some form knows, or nothing.
    """

    piece: Piece
    keys: tuple[str, ...]
    is_figure: bool = False
    is_unit: bool = False
    is_glued: bool = False
    known: str = ""

    @property
    def text(self) -> str:
        return self.piece.text

    @property
    def is_value(self) -> bool:
        return self.is_figure or self.is_unit


def _split(text: str) -> Sequence[str]:
    """Cut a piece at blanks where labels or figures stand side by side in it."""
    if " " not in text and "\u3000" not in text and "\u00a0" not in text:
        return (text,)
    parts = text.split()
    if is_known(text) and not _has_value_beside(parts):
        return (text,)
    prose: list[str] = []
    if len(parts) > _MOST_PARTS:  # prose run together with the labels that follow it
        prose = [" ".join(parts[:-_MOST_PARTS])]
        parts = parts[-_MOST_PARTS:]
    return [*prose, *_join_known(parts)]


def _has_value_beside(parts: Sequence[str]) -> bool:
    """Whether a figure stands before or behind a label: `6 2、其他` is no number 62."""
    if len(parts) == 1:
        return False
    return is_figure(parts[-1]) or (is_figure(parts[0]) and parts[1][0] not in _PUNCTUATION)


def _join_known(parts: list[str]) -> Iterator[str]:
    loose: list[str] = []
    at = 0
    while at < len(parts):
        end = next(
            (e for e in range(min(at + 6, len(parts)), at + 1, -1) if _is_label(parts[at:e])),
            None,
        )
        if end is None and is_known(parts[at]):
            end = at + 1
        if end is None:
            loose.append(parts[at])
            at += 1
            continue
        if loose:
            yield " ".join(loose)
            loose = []
        yield " ".join(parts[at:end])
        at = end
    if loose:
        yield " ".join(loose)


def _is_label(parts: Sequence[str]) -> bool:
    """Whether parts make up a label; figures side by side are no longer figure."""
    return is_label("".join(parts)) and not any(map(is_figure, parts))


@lru_cache(maxsize=65536)
def _kind(text: str) -> tuple[tuple[str, ...], bool, bool, bool, str]:
    """What a word is by its text: all that follows the piece in `Word`."""
    if len(text) <= LONGEST_FIGURE:
        if is_unit(text):
            return (), False, True, False, ""
        if _is_run(text):
            return (), True, False, True, ""
        if is_figure(text):
            return (), True, False, False, ""
    keys = label_keys(text) if len(text) <= LONGEST_LABEL else ()
    known = known_keys()
    return keys, False, False, False, next((key for key in keys if key in known), "")


def _is_run(text: str) -> bool:
    """Whether digits are more than one figure: none is that long, and none begins with 0."""
    return text.isdecimal() and (
        len(text) > _LONGEST_NUMBER or (len(text) > 1 and text[0] in "0０")
    )


def _glued_words(piece: Piece, parts: Sequence[tuple[str, bool]]) -> list[Word]:
    words: list[Word] = []
    for text, is_run in parts:
        own = piece._replace(text=text, before="" if words else piece.before)
        run = Word(own, (), is_figure=True, is_glued=True)
        words.append(run if is_run else Word(own, *_kind(text)))
    return words


class Words(tuple[Word, ...]):
    """The words of a page in reading order, with an index of the labels that any form knows.

    A label that the page broke over two or three words is in the index as well. `is_glued`: cells
    are glued to their labels, and so perhaps to one another.
    """

    _places: dict[str, list[tuple[int, int]]]
    is_glued: bool

    def __new__(cls, words: Iterable[Word]) -> Words:
        """Index the words."""
        self = super().__new__(cls, words)
        places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._places = places
        glued = 0
        for at, (piece, keys, _, _, is_glued, known) in enumerate(self):
            if known:
                if not _OPEN_BRACKET.search(piece.text) or not self._index_joined(at):
                    places[known].append((at, at + 1))
            elif keys:
                self._index_joined(at)
            elif is_glued:
                glued += 1
        self.is_glued = glued >= _GLUED_CELLS
        return self

    def _index_joined(self, at: int) -> bool:
        """Index a label that goes on in the next words, if it does."""
        known = known_keys()
        for end in (at + 2, at + 3):
            if end > len(self) or not self[end - 1].keys:
                return False  # the end, a value or prose
            key = joined_key(self[at:end])
            if key in known:
                self._places[key].append((at, end))
                return True
        return False

    def places_of(self, key: str) -> Sequence[tuple[int, int]]:
        """Where a label's key stands: start and end (exclusive) in words."""
        return self._places.get(key, ())

    def places(self, labels: LabelNumbers) -> Iterator[tuple[int, Sequence[tuple[int, int]]]]:
        """For each of the labels that the page prints, under each of its wordings, its number and
        where it stands: start and end (exclusive) in words."""
        for key in self._places.keys() & labels.keys():
            for number in labels[key]:
                yield number, self._places[key]


def words_of(page: Page) -> Words:
    """The words of a page."""
    words: list[Word] = []
    for piece in page.pieces:
        if piece.cell is not None:
            words.append(made(Word, (piece, *_kind(piece.text))))
            continue
        glued = unglue(piece.text)
        if glued:
            words += _glued_words(piece, glued)
            continue
        parts = _split(piece.text)
        if len(parts) == 1:
            words.append(Word(piece, *_kind(piece.text)))
            continue
        before = piece.before
        for text in parts:
            own = piece._replace(text=text, before=before, centre=-1)
            words += _glued_words(own, unglue(text)) or (Word(own, *_kind(text)),)
            before = ""
    return Words(words)


def joined_key(words: Sequence[Word]) -> str:
    """The key of a label that the page broke into several words; nothing where it cannot be one."""
    if any(word.is_value or not word.keys for word in words):
        return ""
    text = "".join(word.text for word in words)
    return label_key(text) if len(text) <= LONGEST_LABEL else ""
