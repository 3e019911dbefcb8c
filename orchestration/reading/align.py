"""Finds a form's table in a page: the form's labels and the page's words as two sequences.

Labels of a form come in a fixed order, so they are matched together and not one by one: what
`其他` or `总计` means is told by where it stands, and a mistyped or split label is held in place by
its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from orchestration.reading.form import Entry, Table
from orchestration.reading.label import number_of
from orchestration.reading.words import Word, Words, joined_key

_LOOK_BACK = 80
_MOST_PLACES = 60
_FAR = 40
_OWN_NUMBER = 0.05
_ALIKE = 62.0
_CLEARLY = 8.0


class Match(NamedTuple):
    """Label number `label` stands at the words from `start` to `end` (exclusive)."""

    start: int
    label: int
    end: int
    is_exact: bool = True


Hit = tuple[int, int, int]
"""A place where a label may stand, as in `Match`; plain tuples sort in a third of the time."""


def _hits(table: Table, words: Words) -> list[Hit]:
    return sorted(
        [
            (start, number, end)
            for number, places in words.places(table.label_numbers)
            for start, end in places[:_MOST_PLACES]
        ]
    )


def _weights(hits: Sequence[Hit], numberings: Sequence[str], words: Words) -> list[float]:
    """What each hit counts for: a little more where its numbering is the label's own.

    So that `3.其他` is the row and not the head `其他` that a page break repeats beside it.
    """
    own = 1.0 + _OWN_NUMBER
    return [
        own if number_of(words[start].piece.text) == numberings[label] else 1.0
        for start, label, _ in hits
    ]


def _longest_chains(hits: Sequence[Hit], weights: Sequence[float]) -> list[list[Match]]:
    """The chains of hits, in order on both sides, that explain most labels most closely.

    There are two where the last words may as well be later labels of the same wording.
    """
    scores: list[float] = []
    highest: list[float] = []  # of all scores so far: tells when looking further back is idle
    previous = [-1] * len(hits)
    top = 0.0
    for i, (start, label, _) in enumerate(hits):
        own = best = weights[i]
        for j in range(i - 1, max(-1, i - _LOOK_BACK - 1), -1):
            if highest[j] + own <= best:
                break
            score = scores[j] + own
            if score <= best:
                continue
            _, before, end = hits[j]
            if before >= label or end > start:
                continue
            score -= min(start - end, _FAR) / (_FAR * 2)
            if score > best:
                best, previous[i] = score, j
        scores.append(best)
        top = max(top, best)
        highest.append(top)
    ends = [at for at, score in enumerate(scores) if score == top]
    return [_chain(hits, previous, at) for at in sorted({*ends[:1], *ends[-1:]})]


def _chain(hits: Sequence[Hit], previous: Sequence[int], end: int) -> list[Match]:
    chain: list[Match] = []
    at = end
    while at >= 0:
        chain.append(Match(*hits[at]))
        at = previous[at]
    return chain[::-1]


def _likeness(keys: Sequence[str], entry: Entry) -> float:
    return max((fuzz.ratio(a, b) for a in keys for b in entry.keys), default=0.0)


def _readings(words: Sequence[Word], span: range) -> Iterator[tuple[int, int, Sequence[str]]]:
    """Each word in `span`, and each two neighbours joined: start, end and keys."""
    for at in span:
        if words[at].known or not words[at].keys:
            continue  # a label that some form knows is no other one mistyped
        if len(words[at].text) > 2:
            yield at, at + 1, words[at].keys
        if at + 1 in span:
            yield at, at + 2, (joined_key(words[at : at + 2]),)


def _best_word(
    number: int, entry: Entry, rivals: Sequence[Entry], words: Sequence[Word], span: range
) -> Match | None:
    """The words in `span` that are `entry` mistyped: alike, and clearly more so than any rival."""
    best, found = _ALIKE, None
    for start, end, keys in _readings(words, span):
        likeness = _likeness(keys, entry)
        if likeness <= best:
            continue
        if all(likeness >= _likeness(keys, rival) + _CLEARLY for rival in rivals):
            best, found = likeness, Match(start, number, end, is_exact=False)
    return found


def _fill_gaps(chain: list[Match], labels: Sequence[Entry], words: Sequence[Word]) -> list[Match]:
    """Match the labels between two neighbours of the chain to the unexplained words there."""
    filled: list[Match] = []
    bounds = [*chain, Match(min(chain[-1].end + _FAR, len(words)), len(labels), len(words))]
    after = Match(0, -1, max(0, chain[0].start - _FAR))
    for match in bounds:
        at = after.end
        missing = range(after.label + 1, match.label)
        for number in missing:
            rivals = [labels[n] for n in missing if n != number]
            found = _best_word(number, labels[number], rivals, words, range(at, match.start))
            if found is not None:
                filled.append(found)
                at = found.end
        filled.append(match)
        after = match
    return filled[:-1]


def align(table: Table, words: Words) -> list[Match]:
    """Where each label of a table stands, in order; labels that the page lacks are left out."""
    hits = _hits(table, words)
    chains = _longest_chains(hits, _weights(hits, table.numberings, words))
    filled = (_fill_gaps(chain, table.entries, words) for chain in chains)
    return max(filled, key=len, default=[])
