"""What the reports as printed must lead to: every finding, told from figures alone.

The rules are written here once more, beside the warehouse's own: they are what proves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from orchestration.demo.figures import FORMS, cells_of, identities_of_report, tables_of
from orchestration.demo.prose import labels_of
from orchestration.demo.province.history import Values
from orchestration.demo.province.planting import Issue, due, figures_of
from orchestration.reading.identities import Identity, Key
from orchestration.reading.report import TABLE_LABELS

_FACTOR, _DIFFERENCE = 10, 100
_LEAST_MONEY_FACTOR, _MOST_MONEY_FACTOR = 2_000, 50_000
_COMPARED = ("requests.", "disposition.", "review", "litigation")
_MONEY, _PERCENT = "amount_yuan", "percent"


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that must be there: of which check, about whom, where in the form's own words.

    `kind` is the error planted in that report, if any: others follow from an error elsewhere.
    `row` and `column` are the cell's codes, where it is about one.
    `is_across`: it holds a report against that of an agency with another name before.
    `due`: of a report that is missing, the last day to publish it.
    """

    check: str
    agency: str
    region_code: str
    year: int
    kind: str | None = None
    table_label: str | None = None
    row_label: str | None = None
    column_label: str | None = None
    row: str | None = None
    column: str | None = None
    is_across: bool = False
    due: date | None = None


@lru_cache(maxsize=16)
def _labels(form: str) -> Mapping[Key, tuple[str, str]]:
    return {(cell.row, cell.column): cell.labels for cell in cells_of(FORMS[form])}


def _expected(
    issue: Issue, check: str, row: str | None = None, column: str | None = None
) -> Expected:
    agency = issue.of.agency
    return Expected(
        check, agency.name, agency.region.code, issue.of.year, issue.kind, None, row, column
    )


def _about_cell(issue: Issue, check: str, key: Key) -> Expected:
    found = _expected(issue, check, *_labels(issue.of.form)[key])
    return replace(found, row=key[0], column=key[1])


def overdue(expected: Iterable[Expected], last: date) -> list[Expected]:
    """What is left when nothing was published after `last`: what was due then may still come."""
    return [one for one in expected if one.due is None or one.due < last]


def found_alone(issue: Issue) -> Iterator[Expected]:
    """What a report leads to by itself."""
    if issue.values is None:
        yield replace(_expected(issue, "missing_report"), due=due(issue.of))
        return
    if issue.is_late:
        yield _expected(issue, "late_report")
    if issue.kind == "missing_table":
        yield _missing_table(issue)
    if issue.kind == "unread_row":
        yield _expected(issue, "unread_row", issue.extra_row or _row_label(issue))
    if issue.claim is not None:
        labels = labels_of(figures_of(issue), issue.claim.subject)
        yield _expected(issue, "narrative_agrees", *labels)
    if issue.kind == "narrative_copied":
        yield _expected(issue, "narrative_copied")
    for where in broken(issue.values, identities_of_report(FORMS[issue.of.form])):
        yield _expected(issue, *where)
    for key in _odd_counts(issue.values):
        yield _about_cell(issue, "count_is_whole", key)


def _missing_table(issue: Issue) -> Expected:
    tables = tables_of(FORMS[issue.of.form])
    (table,) = (table for table in tables if table.label == issue.dropped)
    agency = issue.of.agency
    return Expected(
        "missing_table", agency.name, agency.region.code, issue.of.year, issue.kind,
        TABLE_LABELS.get(table.name, table.label),
    )  # fmt: skip


def _row_label(issue: Issue) -> str:
    return next(
        where[0] for key, where in _labels(issue.of.form).items() if key[0] == issue.dropped
    )


def broken(
    values: Values, identities: Sequence[Identity]
) -> Iterator[tuple[str, str | None, str | None]]:
    """The identities that figures break: check, row and column in the form's own words."""
    for identity in identities:
        if not all(key in values for key in identity.keys):
            continue
        left = sum(values[key] for key in identity.left)
        right = sum(values[key] for key in identity.right)
        is_kept = left == right if identity.relation == "equal" else left <= right
        if not is_kept:
            yield identity.check, identity.row_label, identity.column_label


def _odd_counts(values: Values) -> Iterator[Key]:
    for key, value in values.items():
        is_odd = value % 1 != 0 or (value < 0 and key[1] != "items_change")
        if is_odd and key[1] not in (_MONEY, _PERCENT):
            yield key


def found_between(
    before: Sequence[Issue], now: Issue, *, is_across: bool = False
) -> Iterator[Expected]:
    """What a report does not take over from the reports of the year before, added up.

    Args:
        before: the same agency's report, or those of all whose work it took over.
        is_across: there are reports of agencies with other names among them.
    """
    if now.values is None or not before or any(one.values is None for one in before):
        return
    last = _added_up([one.values or {} for one in before])
    for check, key, expected in _continued(last, now.values):
        if expected != now.values[key]:
            yield replace(_about_cell(now, check, key), is_across=is_across)
    if not is_across:
        for key in _leaps(last, now.values):
            yield _about_cell(now, "year_on_year", key)


def _added_up(all_values: Sequence[Values]) -> Values:
    """The sums of the cells that all of them print."""
    first, *rest = all_values
    shared = (key for key in first if all(key in other for other in rest))
    return {key: sum((one[key] for one in all_values), Decimal(0)) for key in shared}


def _continued(last: Values, this: Values) -> Iterator[tuple[str, Key, Decimal]]:
    """What this year's figures must be by those of last year, where both reports print them."""
    for (row, column), value in last.items():
        if row == "requests.carried_out":
            check, key, expected = "carry_over", ("requests.carried_in", column), value
        elif column == "items_last_year":
            check, key = "items_continue", (row, column)
            expected = value + last[row, "items_change"]
        elif column == "in_force" and (row, "issued") in this:
            check, key = "in_force_continues", (row, column)
            expected = value + this[row, "issued"] - this[row, "repealed"]
        else:
            continue
        if key in this:
            yield check, key, expected


def _leaps(last: Values, this: Values) -> Iterator[Key]:
    """Figures above nothing in both years that changed more than a year's work can explain."""
    for key, now in this.items():
        before = last.get(key, Decimal(0))
        if before <= 0 or now <= 0:
            continue
        factor = max(now / before, before / now)
        if key[1] == _MONEY:
            is_leap = _LEAST_MONEY_FACTOR <= factor <= _MOST_MONEY_FACTOR
        else:
            is_total = key[0].startswith(_COMPARED) and key[1] == "total"
            is_compared = is_total or key[1] == "decisions"
            is_leap = is_compared and factor > _FACTOR and abs(now - before) > _DIFFERENCE
        if is_leap:
            yield key


def found_above(government: Issue, parts: Mapping[int, Sequence[Issue]]) -> Iterator[Expected]:
    """Figures of a government's report that are not what its parts' reports come to.

    They are at least the sum of the parts that reported, and just that where all parts did. For a
    government that did not report its own parts stand.

    Args:
        parts: the reports of the parts of each government, by its agency's number.
    """
    number = government.of.agency.number
    if government.values is None or number not in parts:
        return
    reported = [one.values or {} for one in _standing(parts, number)]
    have_all_reported = all(one.values is not None for one in parts[number])
    for key, value in government.values.items():
        printed = [values[key] for values in reported if key in values]
        total = sum(printed, Decimal(0))
        are_all = have_all_reported and len(printed) == len(reported)
        if key[1] != _PERCENT and ((printed and value < total) or (are_all and value != total)):
            yield _about_cell(government, "roll_up", key)


def _standing(parts: Mapping[int, Sequence[Issue]], number: int) -> Iterator[Issue]:
    """The reports that stand for the parts of a government."""
    for one in parts.get(number, ()):
        if one.values is not None:
            yield one
        else:
            yield from _standing(parts, one.of.agency.number)
