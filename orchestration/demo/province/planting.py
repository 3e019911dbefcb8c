"""Errors planted in reports: what is printed in place of the truth, or left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from orchestration.demo.figures import FORMS, identities_of_report, tables_of
from orchestration.demo.province.history import AgencyYear, Values
from orchestration.demo.province.plan import DECISIONS, MONEY, printed_by
from orchestration.reading.identities import Identity, Key

_APPLICANTS = ("natural_person", "company", "other_org")
_ITEM_ROWS = ("proactive.licensing", "proactive.penalty", "proactive.coercion")
_NO_DATE_SHARE = 0.05
_YUAN_IN_WAN = 10_000
# A row that no form knows, and rows whose loss leaves the table's other labels as they are.
UNKNOWN_ROW = "其他主动公开文件"
_ROWS_TO_DROP = (
    "disposition.partly_disclosed", "disposition.refused.third_party_rights",
    "disposition.refused.internal_affairs", "disposition.not_provided.needs_creation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Issue:
    """A report as it is issued: what it prints, when, and what is wrong with it.

    `values` are the figures that it prints; None where no report is issued. `touched` are those
    that are not the true ones. `kind` is the error planted, if any. `dropped` names a table or a
    row of the form that is left out (its figures are in no `values`), `extra_row` one that no form
    knows.
    """

    of: AgencyYear
    values: Values | None
    published: date | None
    kind: str | None = None
    touched: frozenset[Key] = frozenset()
    dropped: str | None = None
    extra_row: str | None = None

    @property
    def is_late(self) -> bool:
        """Whether it is published after its last day."""
        return self.published is not None and self.published > due(self.of)


@dataclass(frozen=True, slots=True)
class _Case:
    """What a planter works on: the report's form, its figures, last year's and its own dice."""

    form: str
    values: dict[Key, Decimal]
    last: Values
    rng: Random


Planter = Callable[[_Case], set[Key]]


def issue(of: AgencyYear, kind: str | None, last: Values | None, seed: int) -> Issue:
    """The report of one agency and year, with an error of `kind` planted in it.

    Args:
        last: the true figures of the same agency's year before, if it had one.
    """
    rng = Random(f"plant/{seed}/{of.agency.name}/{of.year}")
    published = _published(of, kind == "late_report", rng)
    printed = printed_by(of.form)
    values = {key: value for key, value in of.values.items() if key in printed}
    whole = Issue(of, values, published, kind)
    if kind is None or kind == "late_report":
        return whole
    if kind == "missing_report":
        return replace(whole, values=None, published=None)
    if kind in _OMISSIONS:
        return _OMISSIONS[kind](whole, rng)
    changed = dict(values)
    touched = _planter(kind)(_Case(of.form, changed, last or {}, rng))
    return replace(whole, values=changed, touched=frozenset(touched))


def due(of: AgencyYear) -> date:
    """The last day to publish: 31 March for governments, 31 January for others."""
    is_government = of.agency.kind == "government"
    return date(of.year + 1, 3, 31) if is_government else date(of.year + 1, 1, 31)


def _published(of: AgencyYear, is_late: bool, rng: Random) -> date | None:
    """When the report was published; None where it prints no date."""
    last = due(of)
    if is_late:
        return last + timedelta(days=rng.randint(1, 60))
    if rng.random() < _NO_DATE_SHARE:
        return None
    first = date(of.year + 1, 1, 4)
    return first + timedelta(days=rng.randint(0, (last - first).days))


def _planter(kind: str) -> Planter:
    return _PLANTERS.get(kind, lambda case: _break_sum(kind, case))


def _break_sum(check: str, case: _Case) -> set[Key]:
    """One figure of a sum changed: every identity that it is part of breaks."""
    identities = identities_of_report(FORMS[case.form])
    identity = case.rng.choice([one for one in identities if one.check == check])
    if identity.relation == "at_most":
        key = identity.left[0]
        case.values[key] += _slack(identity, case.values) + case.rng.randint(1, 5)
    else:
        key = case.rng.choice(identity.keys)
        case.values[key] += case.rng.choice((1, 1, 2, 3, 10))
    return {key}


def _slack(identity: Identity, values: Mapping[Key, Decimal]) -> Decimal:
    right = sum((values[key] for key in identity.right), Decimal(0))
    return right - sum((values[key] for key in identity.left), Decimal(0))


def _odd_count(case: _Case) -> set[Key]:
    """A count below nothing or with a fraction."""
    keys = [k for k in case.values if k[1] not in ("amount_yuan", "percent", "items_change")]
    key = case.rng.choice(sorted(keys))
    value = case.values[key]
    is_negative = case.rng.random() < 0.5
    case.values[key] = -max(value, Decimal(1)) if is_negative else value + Decimal("0.5")
    return {key}


def _carry_in_more(case: _Case) -> set[Key]:
    """More carried in, and closed, than was left open last year; all sums hold."""
    rows = ("requests.carried_in", "disposition.disclosed", "disposition.total")
    return _shift(case, rows, Decimal(case.rng.randint(1, 3)))


def _add_up_wrongly(case: _Case) -> set[Key]:
    """A government counts requests that none of its parts has, or leaves some out."""
    rows = ("requests.new", "disposition.disclosed", "disposition.total")
    return _shift(case, rows, Decimal(case.rng.choice((-2, -1, 1, 2))))


def _shift(case: _Case, rows: tuple[str, ...], change: Decimal) -> set[Key]:
    """Some rows changed alike for one kind of applicant and in total; up where there is little."""
    column = case.rng.choice(_APPLICANTS)
    if any(case.values[row, column] + change < 0 for row in rows):
        change = -change
    keys = {(row, part) for row in rows for part in (column, "total")}
    for key in keys:
        case.values[key] += change
    return keys


def _forget_items(case: _Case) -> set[Key]:
    key = (case.rng.choice(_ITEM_ROWS), "items_last_year")
    case.values[key] += case.rng.randint(1, 9)
    return {key}


def _find_documents(case: _Case) -> set[Key]:
    key = ("proactive.normative_documents", "in_force")
    case.values[key] += case.rng.randint(1, 9)
    return {key}


def _leap(case: _Case) -> set[Key]:
    """A count that grows more than tenfold and by more than 100."""
    key = _largest(case, DECISIONS)
    case.values[key] = case.last[key] * case.rng.randint(11, 30) + 200
    return {key}


def _mistake_unit(case: _Case) -> set[Key]:
    """An amount in yuan printed as if it were in 万元."""
    key = _largest(case, MONEY)
    case.values[key] *= _YUAN_IN_WAN
    return {key}


def _largest(case: _Case, keys: tuple[Key, ...]) -> Key:
    """Of the cells that this year and the last have, the one that had most."""
    return max((key for key in keys if key in case.values), key=lambda k: case.last.get(k, 0))


def _leave_out_table(whole: Issue, rng: Random) -> Issue:
    tables = tables_of(FORMS[whole.of.form])
    table = rng.choice(tables)
    keys = {(cell.row, cell.column) for _, cell in table.cells()}
    return _without(whole, keys, table.label)


def _misprint_row(whole: Issue, rng: Random) -> Issue:
    """A row that no form knows, or one of the form's left out."""
    if rng.random() < 0.5:
        return replace(whole, extra_row=UNKNOWN_ROW)
    row = rng.choice(_ROWS_TO_DROP)
    keys = {key for key in whole.values or {} if key[0] == row}
    return _without(whole, keys, row)


def _without(whole: Issue, keys: set[Key], name: str) -> Issue:
    left = {key: value for key, value in (whole.values or {}).items() if key not in keys}
    return replace(whole, values=left, dropped=name)


_OMISSIONS: Mapping[str, Callable[[Issue, Random], Issue]] = {
    "missing_table": _leave_out_table,
    "unread_row": _misprint_row,
}
_PLANTERS: Mapping[str, Planter] = {
    "count_is_whole": _odd_count,
    "carry_over": _carry_in_more,
    "succession": _carry_in_more,
    "roll_up": _add_up_wrongly,
    "items_continue": _forget_items,
    "in_force_continues": _find_documents,
    "year_on_year": _leap,
    "unit": _mistake_unit,
}
