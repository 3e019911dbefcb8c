"""Errors planted in reports, each with the findings that it must lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from orchestration.demo.figures import FORMS, cells_of, identities_of_report
from orchestration.demo.province.history import AgencyYear, Values
from orchestration.reading.identities import Identity, Key

_SHARE_WRONG, _SHARE_CARRIED, _SHARE_LATE, _SHARE_MISSING = 0.04, 0.015, 0.03, 0.02
_APPLICANTS = ("natural_person", "company", "other_org")


@dataclass(frozen=True, slots=True)
class Planted:
    """A finding that a report must lead to: of which check, and where in the form's own words."""

    check: str
    agency: str
    year: int
    row_label: str | None = None
    column_label: str | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """A report as it is issued: what it prints, when, and what is wrong with it.

    `values` are the figures to print; None where no report is issued. `touched` are those that
    are not the true ones.
    """

    of: AgencyYear
    values: Values | None
    published: date | None
    planted: tuple[Planted, ...] = ()
    touched: frozenset[Key] = frozenset()


def issue(of: AgencyYear, is_first_year: bool, seed: int) -> Issue:
    """The report of one agency and year, perhaps late, missing or with an error planted in it."""
    rng = Random(f"plant/{seed}/{of.agency.name}/{of.year}")
    if not is_first_year and rng.random() < _SHARE_MISSING:
        return Issue(of, None, None, (_plant(of, "missing_report"),))
    published, is_late = _published(of, rng)
    late = (_plant(of, "late_report"),) if is_late else ()
    whole = Issue(of, of.values, published, late)
    if rng.random() < _SHARE_WRONG:
        return _with_broken_sum(whole, rng)
    if not is_first_year and of.form != "2014" and rng.random() < _SHARE_CARRIED:
        return _with_broken_carry(whole, rng)
    return whole


def _plant(of: AgencyYear, check: str, *where: str | None) -> Planted:
    return Planted(check, of.agency.name, of.year, *where)


def _due(of: AgencyYear) -> date:
    """The last day to publish: 31 March for governments, 31 January for others."""
    is_government = of.agency.kind == "government"
    return date(of.year + 1, 3, 31) if is_government else date(of.year + 1, 1, 31)


def _published(of: AgencyYear, rng: Random) -> tuple[date | None, bool]:
    """When the report was published, None where it prints no date; and whether that was late."""
    due = _due(of)
    if rng.random() < _SHARE_LATE:
        return due + timedelta(days=rng.randint(1, 60)), True
    if rng.random() < 0.05:
        return None, False
    first = date(of.year + 1, 1, 4)
    return first + timedelta(days=rng.randint(0, (due - first).days)), False


def _with_broken_sum(whole: Issue, rng: Random) -> Issue:
    """One figure of a sum changed: every identity that it is part of breaks."""
    identities = identities_of_report(FORMS[whole.of.form])
    identity = rng.choice([one for one in identities if one.relation == "equal"])
    key = rng.choice(identity.keys)
    values = dict(whole.of.values)
    values[key] += rng.choice((1, 1, 2, 3, 10))
    return _broken(whole, values, {key}, identities)


def _with_broken_carry(whole: Issue, rng: Random) -> Issue:
    """More carried in than was left open last year, all else in keeping with it."""
    column = rng.choice(_APPLICANTS)
    values = dict(whole.of.values)
    more = Decimal(rng.randint(1, 3))
    if values["requests.new", column] < more:
        return whole
    moved: dict[Key, Decimal] = {}
    for part in (column, "total"):
        moved["requests.carried_in", part] = more
        moved["requests.new", part] = -more
    for key, change in moved.items():
        values[key] += change
    return replace(whole, values=values, touched=frozenset(moved))


def _broken(
    whole: Issue, values: Values, touched: set[Key], identities: Sequence[Identity]
) -> Issue:
    found = tuple(_plant(whole.of, *where) for where in broken(values, identities))
    return replace(
        whole, values=values, planted=(*whole.planted, *found), touched=frozenset(touched)
    )


def broken(
    values: Mapping[Key, Decimal], identities: Sequence[Identity]
) -> Iterator[tuple[str, str | None, str | None]]:
    """The identities that figures break: check, row and column in the form's own words."""
    for identity in identities:
        left = sum(values[key] for key in identity.left)
        right = sum(values[key] for key in identity.right)
        is_kept = left == right if identity.relation == "equal" else left <= right
        if not is_kept:
            yield identity.check, identity.row_label, identity.column_label


def discontinued(before: Issue | None, now: Issue) -> Iterator[Planted]:
    """What a report does not take over from the same agency's report of the year before.

    The rules are written here once more, beside the warehouse's own: they are what proves it.
    """
    if before is None or before.values is None or now.values is None:
        return
    last, this = before.values, now.values
    labels = {(c.row, c.column): c.labels for c in cells_of(FORMS[now.of.form])}
    for check, key, expected in _expected(last, this):
        if key in this and expected != this[key]:
            yield Planted(check, now.of.agency.name, now.of.year, *labels[key])


def _expected(last: Values, this: Values) -> Iterator[tuple[str, Key, Decimal]]:
    """What this year's figures must be by those of last year, where both forms have them."""
    for (row, column), value in last.items():
        if row == "requests.carried_out":
            yield "carry_over", ("requests.carried_in", column), value
        elif column == "items_last_year":
            yield "items_continue", (row, column), value + last[row, "items_change"]
        elif column == "in_force" and (row, "issued") in this:
            now = value + this[row, "issued"] - this[row, "repealed"]
            yield "in_force_continues", (row, column), now
