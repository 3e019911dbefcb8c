"""Figures that a blank or a line end broke in two, put together where the row then comes out."""

from __future__ import annotations

from orchestration.reading.words import Word


def joined(values: list[Word], width: int) -> list[Word]:
    """Values with those of one piece put together, where that makes a row of `width` whole."""
    whole: list[Word] = []
    for word in values:
        if whole and not word.piece.before:
            whole[-1] = _joined(whole[-1], word)
        else:
            whole.append(word)
    return whole if len(whole) == width else values


def _joined(first: Word, second: Word) -> Word:
    piece = first.piece._replace(text=f"{first.text} {second.text}")
    return first._replace(piece=piece)
