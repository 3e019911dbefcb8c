"""What a format hands over: the pieces of a page in reading order. Knows nothing of reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that the page keeps apart from its neighbours.

    `before` is what separates it from the previous piece, in order: `|`, tab, newline, and a
    blank for each stretch that held nothing but blanks. Nothing (`""`) means blanks within a line.
    """

    text: str
    line: int
    number: int
    before: str

    @property
    def place(self) -> str:
        """Where it stands, in words for an official: line of the document, piece in the line."""
        return f"第 {self.line} 行第 {self.number} 格"


@dataclass(frozen=True, slots=True)
class Page:
    """A flattened page: its pieces, what follows the last of them, and its lines of text."""

    pieces: tuple[Piece, ...]
    after: str
    lines: tuple[str, ...]


class UnreadableError(Exception):
    """The bytes are no readable document; the message (Chinese) is the reason an official sees."""
