"""What any form knows: the keys of all labels, and whether a text is one of them."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz, process

from orchestration.reading.form import load_forms
from orchestration.reading.label import label_keys
from orchestration.reading.number import is_unit, parse_figure

LONGEST_LABEL = 120
LONGEST_FIGURE = 30
_ALIKE = 85.0


@lru_cache(maxsize=1)
def known_keys() -> frozenset[str]:
    """The keys of every label of every form."""
    keys: set[str] = set()
    for form in load_forms():
        for table in form.tables:
            keys.update(label_keys(table.label))
            for block in table.blocks:
                keys.update(label_keys(block.label) if block.label else ())
                for entry in (*block.heads, *block.lines, *block.ignored):
                    keys.update(entry.keys)
    return frozenset(keys)


@lru_cache(maxsize=1)
def row_keys() -> frozenset[str]:
    """The keys of every label that names a row of figures, if no head is known by them too."""
    blocks = [block for form in load_forms() for table in form.tables for block in table.blocks]
    heads = {key for block in blocks for head in block.heads for key in head.keys}
    rows = {key for block in blocks for line in block.rows for key in line.keys}
    return frozenset(rows - heads)


def is_label(text: str) -> bool:
    """Whether a text is a label of some form."""
    return len(text) <= LONGEST_LABEL and not known_keys().isdisjoint(label_keys(text))


def is_nearly_label(text: str) -> bool:
    """Whether a text is a label, or one mistyped."""
    keys = label_keys(text) if len(text) <= LONGEST_LABEL else ()
    return any(
        process.extractOne(key, known_keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        for key in keys
    )


def is_known(text: str) -> bool:
    """Whether a text is a label, a unit or one figure."""
    if len(text) <= LONGEST_FIGURE and (is_unit(text) or _is_one_figure(text)):
        return True
    return is_label(text)


def _is_one_figure(text: str) -> bool:
    figure = parse_figure(text)
    return figure.state in ("number", "not_applicable") and not figure.is_broken
