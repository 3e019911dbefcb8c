"""Places figures whose columns a page lost, by the identities of their table.

An identity strikes out what cannot be. What the remaining ways agree on is inferred; the rest
stays unknown. Blank counts as 0 in a sum, as in the checks. A page may add up wrongly: where
nothing but a row's own sums tells of it, one of them need not hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, islice

from orchestration.reading.cuts import cuts, cuts_with_total
from orchestration.reading.identities import Identity, Key

MOST_WAYS = 8_000
_WIDEST_SUMS = 400_000
_ZERO = Decimal(0)
_NOTHING = frozenset((0,))

Way = tuple[Decimal | None, ...]  # the value of each cell of a row; None is blank
Terms = tuple[tuple[int, int], ...]  # the columns of a row in an identity: column, sign
Options = dict[Key, frozenset[int]]


@dataclass(frozen=True, slots=True)
class LooseRow:
    """Values of one row, in order, whose columns are not known.

    `has_total`: the last cell is the row's total, which a row that prints more than a lone 0
    prints too.
    `digits`: the row's runs of digits, where the page glued its cells together; `values` then say
    nothing.
    """

    keys: tuple[Key, ...]
    values: tuple[Decimal, ...]
    has_total: bool = False
    digits: tuple[str, ...] = ()


def _terms(row: LooseRow, identity: Identity) -> Terms:
    """Where an identity's cells stand in the row, with 1 on its left side and -1 on its right."""
    signs = ((n, (k in identity.left) - (k in identity.right)) for n, k in enumerate(row.keys))
    return tuple((column, sign) for column, sign in signs if sign)


@lru_cache(maxsize=4096)
def _placed(values: tuple[Decimal, ...], width: int, has_total: bool) -> tuple[Way, ...]:
    """The ways to spread values over a row, or none where there are too many."""
    found: list[Way] = []
    for columns in combinations(range(width), len(values)):
        if has_total and columns and columns[-1] != width - 1:
            continue
        at = dict(zip(columns, values, strict=True))
        found.append(tuple(at.get(column) for column in range(width)))
        if len(found) > MOST_WAYS:
            return ()
    return tuple(found)


def _is_telling(values: tuple[Decimal, ...]) -> bool:
    """A lone 0 may stand in any cell; a row with more in it has its total."""
    return len(values) > 1 or any(values)


def _all_ways(row: LooseRow) -> Iterator[Way]:
    width = len(row.keys)
    if not row.digits:
        yield from _placed(row.values, width, row.has_total and _is_telling(row.values))
        return
    cut = cuts_with_total(row.digits, width) if row.has_total else cuts(row.digits, width)
    for values in cut:
        yield from _placed(values, width, row.has_total and _is_telling(values))


def _holds(way: Way, terms: Terms) -> bool:
    """Whether an identity holds in a row; one whose parts are all blank does not apply."""
    if all(way[column] is None for column, sign in terms if sign > 0):
        return True
    return sum(((way[column] or _ZERO) * sign for column, sign in terms), _ZERO) == 0


def _own(row: LooseRow, identities: Sequence[Identity]) -> list[Identity]:
    return [identity for identity in identities if set(row.keys).issuperset(identity.keys)]


def _may_break(row: LooseRow, identities: Sequence[Identity]) -> list[Identity]:
    """The identities of a row of which the page may break one."""
    own = _own(row, identities)
    return own if len(own) > 1 and not row.digits else []


def _ways(row: LooseRow, identities: Sequence[Identity]) -> list[Way]:
    """The ways to fill a row that its own identities allow; none where there are too many.

    Of several that are all there is (three blocks of a row, each with its total) one may be broken.
    """
    is_told_by_sums = not row.digits or row.has_total
    own = tuple(_terms(row, i) for i in _own(row, identities) if is_told_by_sums)
    most_broken = 1 if _may_break(row, identities) else 0
    anonymous = replace(row, keys=tuple((str(n), "") for n in range(len(row.keys))))
    return list(_ways_of(anonymous, own, most_broken))


@lru_cache(maxsize=4096)
def _ways_of(row: LooseRow, own: tuple[Terms, ...], most_broken: int) -> tuple[Way, ...]:
    """The ways to fill any row of these values; rows of few small figures come again and again."""
    looked_at = list(islice(_all_ways(row), MOST_WAYS + 1))
    if len(looked_at) > MOST_WAYS:
        return ()
    return tuple(
        way for way in looked_at if sum(not _holds(way, terms) for terms in own) <= most_broken
    )


def _options(row: LooseRow, ways: Sequence[Way]) -> Options:
    """The values that the ways leave open for each cell."""
    columns = zip(*ways, strict=True)
    return {
        key: frozenset(int(value or 0) for value in set(values))
        for key, values in zip(row.keys, columns, strict=True)
    }


def _sums(choices: Sequence[tuple[frozenset[int], int]]) -> tuple[int, int] | None:
    """Every sum that one choice from each set makes, each set with its sign.

    Returns:
        A set of bits and the sum that bit 0 stands for; None where the sums range too far.
    """
    bits, lowest = 1, 0
    for values, sign in choices:
        signed = [sign * value for value in values]
        low = min(signed)
        if bits.bit_length() + max(signed) - low > _WIDEST_SUMS:
            return None
        shifted = 0
        for value in signed:
            shifted |= bits << (value - low)
        bits, lowest = shifted, lowest + low
    return bits, lowest


def _is_reached(sums: tuple[int, int], wanted: int) -> bool:
    bits, lowest = sums
    return wanted >= lowest and bool(bits >> (wanted - lowest) & 1)


def _allowed(identity: Identity, options: Mapping[Key, frozenset[int]]) -> Options:
    """For each cell left open, the values with which the others can still make the identity hold.

    Cells of which every value is allowed are left out.
    """
    fixed, loose = 0, list[tuple[Key, int]]()
    for keys, sign in ((identity.left, 1), (identity.right, -1)):
        for key in keys:
            values = options.get(key, _NOTHING)
            if len(values) == 1:
                fixed += sign * next(iter(values))
            else:
                loose.append((key, sign))
    allowed: Options = {}
    for key, sign in loose:
        sums = _sums([(options[k], s) for k, s in loose if k != key])
        if sums is None:
            continue
        kept = frozenset(v for v in options[key] if _is_reached(sums, -(sign * v + fixed)))
        if len(kept) < len(options[key]):
            allowed[key] = kept
    return allowed


class _Search:
    """The ways still open for each row, struck out by one identity after the other."""

    def __init__(
        self, rows: Sequence[LooseRow], ways: list[list[Way]], known: Mapping[Key, Decimal]
    ) -> None:
        self.rows = rows
        self.ways = ways
        self.row_of = {key: n for n, row in enumerate(rows) for key in row.keys}
        self.options: Options = {key: frozenset((int(value),)) for key, value in known.items()}
        for row, own in zip(rows, ways, strict=True):
            if own:
                self.options.update(_options(row, own))

    def strike_out(self, identity: Identity) -> bool:
        """Drop the ways that `identity` rules out; whether any was dropped."""
        allowed = _allowed(identity, self.options)
        for key, values in allowed.items():
            number = self.row_of[key]
            column = self.rows[number].keys.index(key)
            kept = [way for way in self.ways[number] if int(way[column] or 0) in values]
            self.ways[number] = kept
            self.options.update(_options(self.rows[number], kept) if kept else {})
        return bool(allowed)

    def may_hold(self, identity: Identity) -> bool:
        """Whether the ways still open let an identity hold."""
        choices = [(self.options.get(key, _NOTHING), 1) for key in identity.left]
        choices += [(self.options.get(key, _NOTHING), -1) for key in identity.right]
        sums = _sums(choices)
        return sums is None or _is_reached(sums, 0)


def solve(
    rows: Sequence[LooseRow], known: Mapping[Key, Decimal], identities: Sequence[Identity]
) -> list[list[Way]]:
    """The ways to fill each loose row that no identity rules out.

    All figures are whole: `known`, those of the table that were read at a certain place, and those
    of the rows. An empty list says that
    nothing fits (the page's own arithmetic may be wrong) or that there are too many ways.
    """
    alone = [_ways(row, identities) for row in rows]
    hopeless = {key for row, ways in zip(rows, alone, strict=True) if not ways for key in row.keys}
    open_keys = {key for row in rows for key in row.keys} - hopeless
    may_break = [own for row in rows for own in _may_break(row, identities)]
    told = [i for i in identities if hopeless.isdisjoint(i.keys) and i not in may_break]
    across = [i for i in told if not open_keys.isdisjoint(i.keys)]
    search = _Search(rows, list(alone), known)
    while sum(search.strike_out(identity) for identity in across):
        if any(ways and not left for ways, left in zip(alone, search.ways, strict=True)):
            return alone  # the page breaks its own identities: trust each row by itself
    if not all(map(search.may_hold, told)):
        return alone
    return search.ways
