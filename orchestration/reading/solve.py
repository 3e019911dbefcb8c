"""Places figures whose columns a page lost, by the identities of their table.

An identity strikes out what cannot be. What the remaining placements agree on is inferred; the rest
stays unknown. Blank counts as 0 in a sum, as in the checks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from orchestration.reading.identities import Identity, Key

MOST_PLACEMENTS = 10_000
_MOST_SUMS = 5_000
_ZERO = Decimal(0)

Placement = tuple[int, ...]  # the column of each value


@dataclass(frozen=True, slots=True)
class LooseRow:
    """Values of one row, in order, fewer than its cells.

    `has_total`: the last cell is the row's total, which a row that prints any figure prints too.
    """

    keys: tuple[Key, ...]
    values: tuple[Decimal, ...]
    has_total: bool = False


def _value_at(row: LooseRow, placement: Placement, key: Key) -> Decimal:
    column = row.keys.index(key)
    return row.values[placement.index(column)] if column in placement else _ZERO


def _signs(row: LooseRow, identity: Identity) -> list[int]:
    """For each column of the row: 1 on the identity's left side, -1 on its right, else 0."""
    return [(key in identity.left) - (key in identity.right) for key in row.keys]


def _holds(row: LooseRow, placement: Placement, signs: list[int]) -> bool:
    pairs = zip(row.values, placement, strict=True)
    return sum((value * signs[column] for value, column in pairs), _ZERO) == 0


def _candidates(row: LooseRow, identities: Sequence[Identity]) -> list[Placement]:
    own = [_signs(row, i) for i in identities if set(i.left) | set(i.right) <= set(row.keys)]
    placements = combinations(range(len(row.keys)), len(row.values))
    found: list[Placement] = []
    for number, placement in enumerate(placements):
        if number >= MOST_PLACEMENTS:
            return []
        if row.has_total and placement[-1] != len(row.keys) - 1:
            continue
        if all(_holds(row, placement, signs) for signs in own):
            found.append(placement)
    return found


def _options(rows: Sequence[LooseRow], candidates: list[list[Placement]], key: Key) -> set[Decimal]:
    """The values that the loose rows leave open for one cell."""
    for row, placements in zip(rows, candidates, strict=True):
        if key in row.keys:
            return {_value_at(row, placement, key) for placement in placements}
    return {_ZERO}


def _sums(options: Sequence[set[Decimal]]) -> set[Decimal] | None:
    """Every sum that one choice from each set can make; None where there are too many."""
    sums = {_ZERO}
    for values in options:
        sums = {total + value for total in sums for value in values}
        if len(sums) > _MOST_SUMS:
            return None
    return sums


def _allowed(options: dict[Key, set[Decimal]], identity: Identity, key: Key) -> set[Decimal] | None:
    """The values of `key` for which the other cells can still make the identity hold."""
    signed: list[set[Decimal]] = []
    for side, sign in ((identity.left, 1), (identity.right, -1)):
        signed += [{sign * v for v in options[k]} for k in side if k != key]
    others = _sums(signed)
    if others is None:
        return None
    sign = 1 if key in identity.left else -1
    return {v for v in options[key] if -sign * v in others}


def _strike_out(
    rows: Sequence[LooseRow],
    candidates: list[list[Placement]],
    known: Mapping[Key, Decimal],
    identity: Identity,
) -> bool:
    """Drop placements that `identity` rules out; whether any was dropped."""
    keys = (*identity.left, *identity.right)
    options = {k: {known[k]} if k in known else _options(rows, candidates, k) for k in keys}
    dropped = False
    for number, row in enumerate(rows):
        for key in set(keys) & set(row.keys):
            allowed = _allowed(options, identity, key)
            if allowed is None or allowed == options[key]:
                continue
            kept = [p for p in candidates[number] if _value_at(row, p, key) in allowed]
            dropped |= len(kept) < len(candidates[number])
            candidates[number] = kept
            options[key] = allowed
    return dropped


def _touches(identity: Identity, keys: set[Key]) -> bool:
    return not keys.isdisjoint((*identity.left, *identity.right))


def solve(
    rows: Sequence[LooseRow], known: Mapping[Key, Decimal], identities: Sequence[Identity]
) -> list[list[Placement]]:
    """The placements of each loose row that no identity rules out.

    `known` are the figures of the table that were read at a certain place. An empty list says that
    nothing fits (the page's own arithmetic may be wrong) or that there are too many ways.
    """
    alone = [_candidates(row, identities) for row in rows]
    hopeless = {key for row, ways in zip(rows, alone, strict=True) if not ways for key in row.keys}
    open_keys = {key for row in rows for key in row.keys} - hopeless
    across = [i for i in identities if _touches(i, open_keys) and not _touches(i, hopeless)]
    candidates = list(alone)
    while sum(_strike_out(rows, candidates, known, identity) for identity in across):
        if any(ways and not left for ways, left in zip(alone, candidates, strict=True)):
            return alone  # the page breaks its own identities: trust each row by itself
    return candidates
