"""Invented figures for a report: random, of realistic sizes, in keeping with every identity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from random import Random
from typing import Literal

from orchestration.reading.form import FormCell, Table, load_forms
from orchestration.reading.identities import Identity, Key, load_identities

FORMS: Mapping[str, Mapping[str, str]] = {
    "2014": {"proactive": "2014", "requests": "2014", "reviews": "2014"},
    "shanghai-2008": dict.fromkeys(("proactive", "requests", "reviews"), "shanghai-2008"),
    "2019": {"proactive": "2019", "requests": "2019", "reviews": "2019"},
    "2021": {"proactive": "2021", "requests": "2021", "reviews": "2021"},
    # A later report that still prints the older table of requests.
    "mixed": {"proactive": "2021", "requests": "2019", "reviews": "2021"},
}
_SIZES = (1, 3, 12, 60, 400, 2500, 20000)
_SIZE_WEIGHTS = (20, 25, 25, 15, 9, 4, 2)
_ITEMS = frozenset(("made", "disclosed", "total_public", "issued", "repealed", "in_force"))

State = Literal["number", "blank", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a report. `value` is None unless `state` is "number"; money is in yuan."""

    value: Decimal | None
    state: State = "number"
    is_approximate: bool = False


BLANK = Figure(None, "blank")


@dataclass(frozen=True)
class Figures:
    """All figures of a report, the form each of its tables follows, and the form's name here.

    `broken` names cells whose printed figure contradicts the others (a printed error).
    """

    form: str
    forms: Mapping[str, str]
    cells: Mapping[Key, Figure]
    broken: tuple[Key, ...] = ()


def tables_of(forms: Mapping[str, str]) -> tuple[Table, ...]:
    """The tables that a report prints whose tables follow `forms`, in order."""
    by_id = {form.id: form for form in load_forms()}
    names = dict(forms)
    main = by_id[names["proactive"]]
    chosen: list[Table] = []
    for table in main.tables:
        source = by_id[names.get(table.name, main.id)]
        other = next((t for t in source.tables if t.name == table.name), table)
        chosen.append(table if table.name == "other" else other)
    return tuple(chosen)


def cells_of(forms: Mapping[str, str]) -> Iterator[FormCell]:
    """Every cell of the tables that follow `forms`."""
    for table in tables_of(forms):
        for _, cell in table.cells():
            yield cell


def random_figures(form: str, rng: Random, *, with_errors: bool = False) -> Figures:
    """Figures of one invented report.

    Args:
        form: a key of `FORMS`.
        with_errors: plant one or two figures that break the sums.
    """
    forms = FORMS[form]
    size = rng.choices(_SIZES, _SIZE_WEIGHTS)[0]
    zeros = rng.choice((0.35, 0.7, 0.9))
    leaves = {(c.row, c.column): _random_leaf(c, size, zeros, rng) for c in cells_of(forms)}
    values = complete(forms, leaves)
    broken = _break(forms, values, rng) if with_errors else ()
    cells = {key: Figure(value) for key, value in values.items()}
    _leave_out(forms, cells, broken, rng)
    return Figures(form, forms, cells, broken)


def _random_leaf(cell: FormCell, size: int, zeros: float, rng: Random) -> Decimal:
    if cell.column == "amount_yuan":
        return _random_amount(rng)
    if rng.random() < zeros:
        return Decimal(0)
    if cell.column == "percent":
        return Decimal(rng.randint(-400, 900)) / 10
    if cell.column == "items_change":
        return Decimal(rng.randint(-9, 12))
    most = size * (rng.choice((1, 5, 30)) if cell.row.startswith("proactive.") else 1)
    if cell.column in _ITEMS:
        most = min(most, 300)
    return Decimal(rng.randint(1, max(1, most)))


def _random_amount(rng: Random) -> Decimal:
    kind = rng.random()
    if kind < 0.4:
        return Decimal(0)
    if kind < 0.7:
        return Decimal(rng.randint(1, 99999)) * 100  # whole hundreds: two places in 万元
    if kind < 0.9:
        return Decimal(rng.randint(1, 9_999_999)) * 10
    return Decimal(rng.randint(1, 9_999_999_999)) / 100


@lru_cache(maxsize=16)
def _identities(forms: tuple[tuple[str, str], ...]) -> tuple[Identity, ...]:
    tables = {(table.form, table.name) for table in tables_of(dict(forms))}
    return tuple(i for i in load_identities() if (i.form, i.table) in tables)


def identities_of_report(forms: Mapping[str, str]) -> tuple[Identity, ...]:
    """Every identity that a report must keep whose tables follow `forms`."""
    return _identities(tuple(sorted(forms.items())))


def _results(identity: Identity) -> tuple[Key, ...]:
    """The cells that an identity determines: its sum; of 新收 + 上年结转 = …, the left side."""
    return identity.left if len(identity.right) == 2 else identity.right


@lru_cache(maxsize=16)
def _steps(forms: tuple[tuple[str, str], ...]) -> tuple[Identity, ...]:
    """The identities in an order of adding up; those that follow from others are left out."""
    return tuple(_in_order(list(identities_of_report(dict(forms)))))


def _in_order(waiting: list[Identity]) -> Iterator[Identity]:
    by_row = {key for i in waiting if i.row_label for key in _results(i)}
    waiting = [i for i in waiting if i.row_label or not by_row & set(_results(i))]
    while waiting:
        open_results = {key for i in waiting for key in _results(i)}
        ready = [i for i in waiting if not open_results & (set(i.keys) - set(_results(i)))]
        if not ready:
            raise ValueError("the identities of a form depend on each other in a circle")
        yield from ready
        waiting = [i for i in waiting if i not in ready]


def complete(forms: Mapping[str, str], leaves: Mapping[Key, Decimal]) -> dict[Key, Decimal]:
    """Figures that keep every identity: what is a sum is added up from `leaves`."""
    values = dict(leaves)
    for identity in _steps(tuple(sorted(forms.items()))):
        total = sum((values[key] for key in identity.left), Decimal(0))
        if len(identity.right) == 2:
            _balance(identity, values)
        elif identity.relation == "at_most":
            values[identity.right[0]] = max(values[identity.right[0]], total)
        else:
            values[identity.right[0]] = total
    return values


def _balance(identity: Identity, values: dict[Key, Decimal]) -> None:
    """新收 + 上年结转 = 总计 + 结转下年: the first of the left side is what the others leave."""
    new, carried_in = identity.left
    done = sum((values[key] for key in identity.right), Decimal(0))
    values[carried_in] = min(values[carried_in], done)
    values[new] = done - values[carried_in]


def _break(forms: Mapping[str, str], values: dict[Key, Decimal], rng: Random) -> tuple[Key, ...]:
    equal = [i for i in identities_of_report(forms) if i.relation == "equal"]
    broken: list[Key] = []
    for identity in rng.sample(equal, k=rng.choice((1, 1, 2))):
        key = identity.right[0]
        values[key] = values[key] + rng.choice((1, 1, 2, 10))
        broken.append(key)
    return tuple(broken)


def _leave_out(
    forms: Mapping[str, str], cells: dict[Key, Figure], broken: Sequence[Key], rng: Random
) -> None:
    """Print zeros as blanks or signs, whole tables blank, totals without their parts."""
    for table in tables_of(forms):
        keys = [(cell.row, cell.column) for _, cell in table.cells()]
        way = rng.random()
        if way < 0.04 and not set(keys) & set(broken):
            cells.update(dict.fromkeys(keys, BLANK))
        elif way < 0.30:
            share = rng.choice((0.5, 1.0, 1.0, 1.0))
            totals = {key: cells[key] for key in keys if key[1] == "total"}
            _replace_zeros(cells, keys, BLANK, share, rng)
            _keep_totals(cells, keys, totals)
        elif way < 0.36:
            _replace_zeros(cells, keys, Figure(None, "not_applicable"), 1.0, rng)
        elif way < 0.40 and table.name == "requests" and not broken:
            cells.update({k: BLANK for k in keys if k[1] != "total"})


def _keep_totals(
    cells: dict[Key, Figure], keys: Sequence[Key], totals: Mapping[Key, Figure]
) -> None:
    """Who prints a part of a row prints its total."""
    for row, column in keys:
        total = (row, "total")
        if column != "total" and total in totals and cells[row, column] != BLANK:
            cells[total] = totals[total]


def _replace_zeros(
    cells: dict[Key, Figure], keys: Sequence[Key], by: Figure, share: float, rng: Random
) -> None:
    for key in keys:
        if cells[key].value == 0 and rng.random() < share:
            cells[key] = by
