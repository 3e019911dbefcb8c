"""How a flattened page tells its blank cells: a rule is tried on all rows of a table at once.

A page that lost the grid still separates cells somehow: a pipe each, a tab each, so many line ends.
No page says which; but a right rule makes every row exactly as wide as its form, and a wrong one
hardly ever does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from orchestration.reading.words import Word

Counter = Callable[[str], int | None]


@dataclass(frozen=True, slots=True)
class Row:
    """The words between two labels: values, what follows the last one, and the row's width.

    `has_total` says that the last column is the sum of the others.
    """

    label: str
    values: tuple[Word, ...]
    after: str
    width: int
    has_total: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to count the blank cells in what separates two values, and after the last value.

    Either count is None where the separators contradict the rule. `at_end` may give two counts,
    where a page may or may not close its rows.
    """

    name: str
    between: Counter
    at_end: Callable[[str], tuple[int, ...]]


def _by_pipes(before: str) -> int | None:
    return before.count("|") - 1 if "|" in before else None


def _by_pipes_in_line(before: str) -> int | None:
    return None if "\n" in before else _by_pipes(before)


def _pipes_to_line_end(after: str) -> tuple[int, ...]:
    pipes = after.split("\n", 1)[0].count("|")
    return (pipes - 1, pipes) if pipes else (0,)


def _by_tabs(before: str) -> int | None:
    return before.count("\t") - 1 if "\t" in before else None


def _tabs_to_row_end(after: str) -> tuple[int, ...]:
    return (after.split("\n\n", 1)[0].count("\t"),)


def _by_lines(base: int, step: int) -> Counter:
    def count(before: str) -> int | None:
        extra = before.count("\n") - base
        return extra // step if extra >= 0 and extra % step == 0 else None

    return count


def _same(counter: Counter) -> Callable[[str], tuple[int, ...]]:
    def at_end(after: str) -> tuple[int, ...]:
        count = counter(after)
        return () if count is None else (count,)

    return at_end


def _line_rule(base: int, step: int) -> Rule:
    counter = _by_lines(base, step)
    return Rule(f"lines-{base}-{step}", counter, _same(counter))


RULES = (
    Rule("pipes", _by_pipes, _same(_by_pipes)),
    Rule("pipes-in-line", _by_pipes_in_line, _pipes_to_line_end),
    Rule("tabs", _by_tabs, _tabs_to_row_end),
    _line_rule(2, 1),
    _line_rule(2, 2),
    _line_rule(1, 1),
)


def place(row: Row, rule: Rule) -> tuple[int, ...] | None:
    """The column of each value under `rule`, or None where the row does not come out."""
    columns: list[int] = []
    at = 0
    for word in row.values:
        blanks = rule.between(word.piece.before)
        if blanks is None:
            return None
        at += blanks
        columns.append(at)
        at += 1
    if at > row.width or (at < row.width and row.width - at not in rule.at_end(row.after)):
        return None
    if row.has_total and columns and columns[-1] != row.width - 1:
        return None  # figures without their total: rather a page that pushed its figures together
    return tuple(columns)


def best_rule(rows: Sequence[Row]) -> Rule | None:
    """The rule under which the rows with blanks come out, if one does for nearly all of them.

    Rows without any blank, or without any value, say nothing for or against a rule.
    """
    telling = [row for row in rows if 0 < len(row.values) < row.width]
    empty = [row for row in rows if not row.values]
    best, best_score = None, 0.0
    for rule in RULES:
        fits = sum(place(row, rule) is not None for row in telling)
        score = float(fits - 2 * (len(telling) - fits))
        score += sum(place(row, rule) is not None for row in empty) / (len(empty) + 1)
        if score > best_score and (fits or not telling):
            best, best_score = rule, score
    return best if telling else None
