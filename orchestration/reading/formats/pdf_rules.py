"""Painted lines to rules: pieces joined, doubles and dots made one, and rules that meet grouped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from orchestration.reading.formats.pdf_drawing import MAX_THICKNESS
from orchestration.reading.formats.pdf_raw import Box

# Points. Pieces of one line differ less than a line's width; dots and dashes lie closer than these.
_SAME_LINE = 1.2
_SAME_PIECE = 3.5
_MEET = 3.5
_SHORTEST = 6.0
# The lines of a double rule lie closer than this; the sides of two tables further apart than that.
_SAME_EDGE = 4.0
_LEAST_STEP = 8.0


class Rule(NamedTuple):
    """A straight line at `at` (y of a level one, x of an upright one), from `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Lattice:
    """Rules that meet one another: a table's lines, or a frame, or a chart."""

    levels: tuple[Rule, ...]
    uprights: tuple[Rule, ...]


def lattices(strokes: Iterable[Box]) -> list[Lattice]:
    """The groups of rules that meet."""
    levels, uprights = list[Rule](), list[Rule]()
    for left, bottom, right, top in strokes:
        width, height = right - left, top - bottom
        is_dot = width <= MAX_THICKNESS and height <= MAX_THICKNESS
        if height <= width or is_dot:
            levels.append(Rule((bottom + top) / 2, left, right))
        if width < height or is_dot:
            uprights.append(Rule((left + right) / 2, bottom, top))
    return _meeting(_joined(levels), _joined(uprights))


def _joined(pieces: list[Rule]) -> list[Rule]:
    """Pieces that continue one another on one line made one; what stays too short is no rule."""
    rules: list[Rule] = []
    for group in clusters(sorted(pieces), _SAME_LINE):
        group.sort(key=_start)
        at = sum(piece.at for piece in group) / len(group)
        _, start, end = group[0]
        for piece in group[1:]:
            if piece.start > end + _SAME_PIECE:
                rules.append(Rule(at, start, end))
                start = piece.start
            end = max(end, piece.end)
        rules.append(Rule(at, start, end))
    return [rule for rule in rules if rule.end - rule.start >= _SHORTEST]


def clusters(rules: Sequence[Rule], reach: float) -> list[list[Rule]]:
    """Rules in order of place, cut where the next is further than `reach` from the first."""
    groups: list[list[Rule]] = []
    first = 0.0
    for rule in rules:
        if groups and rule.at - first <= reach:
            groups[-1].append(rule)
        else:
            groups.append([rule])
            first = rule.at
    return groups


def _start(rule: Rule) -> float:
    return rule.start


def _meeting(levels: Sequence[Rule], uprights: Sequence[Rule]) -> list[Lattice]:
    """Union-find over the rules: level ones are numbered first."""
    parents = list(range(len(levels) + len(uprights)))

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    for number, (x, low, high) in enumerate(uprights, len(levels)):
        for other, (y, start, end) in enumerate(levels):
            if low - _MEET <= y <= high + _MEET and start - _MEET <= x <= end + _MEET:
                parents[root(other)] = root(number)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for number, rule in enumerate((*levels, *uprights)):
        groups[root(number)][number >= len(levels)].append(rule)
    return _with_lone_sides(list(groups.values()))


def _with_lone_sides(groups: Sequence[tuple[list[Rule], list[Rule]]]) -> list[Lattice]:
    """The groups that cross, each with the uprights as high as itself that nothing meets.

    Such is the side of a label's cell that reaches from one page break to the next.
    """
    lone = [upright for levels, uprights in groups if not levels for upright in uprights]
    found: list[Lattice] = []
    for levels, uprights in groups:
        if not levels or not uprights or len(levels) + len(uprights) < 3:
            continue
        low = min(rule.start for rule in uprights)
        high = max(rule.end for rule in uprights)
        sides = [
            rule for rule in lone if abs(rule.start - low) < _MEET and abs(rule.end - high) < _MEET
        ]
        found += _stacked(Lattice(tuple(levels), (*uprights, *sides)))
    return found


def _stacked(lattice: Lattice) -> list[Lattice]:
    """The tables of a lattice that stand on one another with not a gap: each as wide as its rows.

    A row is narrower than the lattice where both its walls and a rule above or below it are.
    """
    heights = [group[0].at for group in clusters(sorted(lattice.levels), _SAME_EDGE)]
    bands = list(pairwise(heights))
    widths = [_width_of(lattice, low, high) for low, high in bands]
    cuts = [n for n in range(1, len(bands)) if _differ(widths[n - 1], widths[n])]
    if not cuts:
        return [lattice]
    bounds = [heights[0], *(bands[n][0] for n in cuts), heights[-1]]
    at = [0, *cuts]
    return [
        _part(lattice, low, high, widths[at[n]]) for n, (low, high) in enumerate(pairwise(bounds))
    ]


def _width_of(lattice: Lattice, low: float, high: float) -> tuple[float, float]:
    """The sides of the row between two heights."""
    middle = (low + high) / 2
    walls = [rule.at for rule in lattice.uprights if rule.start <= middle <= rule.end]
    across = [[r for r in lattice.levels if abs(r.at - y) <= _SAME_EDGE] for y in (low, high)]
    left = max(min((rule.start for rule in rules), default=middle) for rules in across)
    right = min(max((rule.end for rule in rules), default=middle) for rules in across)
    return min([*walls, left]), max([*walls, right])


def _differ(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) > _LEAST_STEP


def _part(lattice: Lattice, low: float, high: float, sides: tuple[float, float]) -> Lattice:
    """What of a lattice lies between two heights and two sides."""
    left, right = sides
    levels = (r for r in lattice.levels if low - _SAME_EDGE <= r.at <= high + _SAME_EDGE)
    uprights = (r for r in lattice.uprights if min(r.end, high) - max(r.start, low) > _SAME_EDGE)
    return Lattice(
        tuple(Rule(r.at, max(r.start, left), min(r.end, right)) for r in levels),
        tuple(Rule(r.at, max(r.start, low), min(r.end, high)) for r in uprights),
    )
