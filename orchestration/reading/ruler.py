"""Columns that a page of text sets by blanks: where its whole rows stand, the others stand too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from orchestration.reading.blanks import Row
from orchestration.reading.words import Word

# Twice the half characters by which a figure's middle may miss what whole rows showed.
_FARTHEST = 8
# Two whole rows may look like columns where each figure only stands behind the one before it.
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Ruler:
    """The places that each column of a table was seen at, as first and last middle."""

    spans: tuple[tuple[int, int], ...]

    def columns(self, values: Sequence[Word]) -> tuple[int, ...] | None:
        """The column of each value, or None where one stands between two columns."""
        found: list[int] = []
        for word in values:
            column = self._column(word.piece.centre)
            if column is None or (found and column <= found[-1]):
                return None
            found.append(column)
        return tuple(found)

    def _column(self, centre: int) -> int | None:
        """The nearest column, if it is nearer by far than the next."""
        if centre < 0:
            return None
        distances = [max(low - centre, centre - high, 0) for low, high in self.spans]
        nearest = min(range(len(distances)), key=distances.__getitem__)
        if distances[nearest] > _FARTHEST:
            return None
        others = [d for n, d in enumerate(distances) if n != nearest]
        return nearest if all(d > 2 * distances[nearest] + 2 for d in others) else None


def rulers_of(rows: Sequence[Row]) -> Mapping[int, Ruler]:
    """A ruler for each width of row, from the rows that print all their cells."""
    whole: dict[int, list[list[int]]] = defaultdict(list)
    for row in rows:
        centres = [word.piece.centre for word in row.values]
        if row.width > 1 and len(centres) == row.width and min(centres) >= 0:
            whole[row.width].append(centres)
    rulers = {width: _ruler(centres) for width, centres in whole.items() if len(centres) >= _FEWEST}
    return {width: ruler for width, ruler in rulers.items() if ruler is not None}


def _ruler(rows: Sequence[Sequence[int]]) -> Ruler | None:
    """None where the columns of different rows run into one another."""
    spans = tuple((min(column), max(column)) for column in zip(*rows, strict=True))
    apart = all(a[1] < b[0] for a, b in pairwise(spans))
    return Ruler(spans) if apart else None
