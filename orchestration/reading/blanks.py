"""How a flattened page tells its blank cells: a rule is tried on all rows of a table at once.

A page that lost the grid still separates cells somehow: a pipe each, a tab each, so many line ends.
No page says which; but a right rule makes every row exactly as wide as its form, and a wrong one
hardly ever does.
"""

from __future__ import annotations

from collections import Counter as Counting
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from orchestration.reading.number import parse_figure
from orchestration.reading.words import Word

_EMPTY_ROW = 0.25  # what a row without any figure counts for

Counter = Callable[[str], int | None]


class Row(NamedTuple):
    """The words between two labels: values, what follows the last one, and the row's width.

    `has_total` says that the last column is the sum of the others, `ends_table` that what follows
    the last value separates more than rows.
    """

    label: str
    values: tuple[Word, ...]
    after: str
    width: int
    has_total: bool = False
    ends_table: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to count the blank cells in what separates two values, and after the last value.

    Either count is None where the separators contradict the rule. `at_end` gives no count or more
    than one where they do not tell; `ends_row` says whether they may stand behind a whole row.
    """

    name: str
    between: Counter
    at_end: Callable[[str], tuple[int, ...]]
    ends_row: Callable[[str], bool] = lambda after: True


def _by_pipes(before: str) -> int | None:
    return before.count("|") - 1 if "|" in before else None


def _by_pipes_in_line(before: str) -> int | None:
    return None if "\n" in before else _by_pipes(before)


def _is_closed(after: str) -> bool:
    return "|" in after.split("\n", 1)[0]


def _is_open(after: str) -> bool:
    return not _is_closed(after)


def _pipes_before_closing(after: str) -> tuple[int, ...]:
    return (after.split("\n", 1)[0].count("|") - 1,)


def _pipes_to_line_end(after: str) -> tuple[int, ...]:
    return (after.split("\n", 1)[0].count("|"),)


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
    Rule("pipes-closing-lines", _by_pipes_in_line, _pipes_before_closing, _is_closed),
    Rule("pipes-in-lines", _by_pipes_in_line, _pipes_to_line_end, _is_open),
    Rule("tabs", _by_tabs, _tabs_to_row_end),
    _line_rule(2, 1),
    _line_rule(2, 2),
    _line_rule(1, 1),
)
MARKED = RULES[:4]  # those that count marks, not line ends


def place(row: Row, rule: Rule) -> tuple[int, ...] | None:
    """The column of each value under `rule`, or None where the row does not come out."""
    columns = _columns(row, rule)
    if columns is None:
        return None
    used = columns[-1] + 1 if columns else 0
    return columns if _room_for(row.width - used, row, rule) else None


def _columns(row: Row, rule: Rule) -> tuple[int, ...] | None:
    """The same, whatever follows the last value."""
    columns: list[int] = []
    at = 0
    for word in row.values:
        blanks = rule.between(word.piece.before)
        if blanks is None:
            return None
        at += blanks
        columns.append(at)
        at += 1
    return tuple(columns) if at <= row.width else None


def without_boundary(before: str, rows: Sequence[Row]) -> str:
    """What separates the first value of a row without label, less what ends the row above it.

    What the page puts between two rows and between two cells is learnt from the whole rows.
    """
    full = [row for row in rows if row.values and len(row.values) == row.width]
    between = Counting(word.piece.before for row in full for word in row.values)
    behind = Counting(row.after for row in full if row.after and before.startswith(row.after))
    if not behind:
        return before
    boundary, cell = behind.most_common(1)[0][0], between.most_common(1)[0][0]
    return cell + before[len(boundary) :]


def shows_blanks(row: Row, rule: Rule | None) -> bool:
    """Whether the page shows the cells of a row without figures.

    Where no rule was found, only marks that do nothing else speak for blank cells; there may be
    more of them than cells.
    """
    if rule is None:
        return any(n >= row.width for one in MARKED for n in one.at_end(row.after))
    return row.width in rule.at_end(row.after)


def has_gaps(row: Row, rule: Rule) -> bool:
    """Whether the page shows blank cells among the values of a row."""
    return any(rule.between(word.piece.before) for word in row.values if word.piece.before)


def _room_for(blanks: int, row: Row, rule: Rule) -> bool:
    counts = rule.at_end(row.after)
    return blanks == 0 or blanks in counts or (row.ends_table and any(n > blanks for n in counts))


def _evidence(row: Row, rule: Rule) -> float:
    """How much a row speaks for a rule (above 0) or against it.

    A row without blanks can only speak against a rule that finds some in it.
    Figures pushed to the left say nothing, for that is how a page looks that lost its blanks and
    filled up its rows; with the total missing they speak against it, unless they are all zero.
    """
    if len(row.values) == row.width:
        blanks = (rule.between(word.piece.before) for word in row.values)
        return -2.0 if any(blanks) or not rule.ends_row(row.after) else 0.0
    columns = place(row._replace(ends_table=False) if row.ends_table else row, rule)
    if columns is None:
        return 0.0 if row.ends_table else -2.0
    if columns == tuple(range(len(columns))):
        has_figures = any(parse_figure(word.text).value for word in row.values)
        return -2.0 if row.has_total and has_figures else 0.0
    return 1.0


def is_unanimous(rows: Sequence[Row], rule: Rule) -> bool:
    """Whether no row of a page speaks against the rule."""
    return all(_evidence(row, rule) >= 0 for row in rows if 0 < len(row.values) <= row.width)


def _has_neighbours(rows: Sequence[Row], rule: Rule) -> bool:
    """Whether some value stands right behind another cell: no page has a blank before each."""
    return any(rule.between(word.piece.before) == 0 for row in rows for word in row.values)


def best_rule(rows: Sequence[Row]) -> Rule | None:
    """The rule under which the rows with blanks come out, if one does for nearly all of them."""
    short = [row for row in rows if 0 < len(row.values) < row.width]
    if not short:
        return None
    full = [row for row in rows if row.values and len(row.values) == row.width]
    empty = [row for row in rows if not row.values]
    best, best_score = None, 0.0
    for rule in RULES:
        if not _has_neighbours((*short, *full), rule):
            continue
        score = sum(_evidence(row, rule) for row in short)
        if score > 0:  # rows without blanks can only speak against it
            score += sum(_evidence(row, rule) for row in full)
        if score <= 0:
            continue
        score += sum(_EMPTY_ROW if place(row, rule) is not None else -_EMPTY_ROW for row in empty)
        if score > best_score:
            best, best_score = rule, score
    return best if best is not None and _is_sure(best, short, full) else None


def _is_sure(best: Rule, short: Sequence[Row], full: Sequence[Row]) -> bool:
    """Whether no other rule puts the figures elsewhere as well.

    What follows the row that ends a table tells nothing: without a row inside the table that shows
    blanks, one rule is as good as another that the gaps of that row allow.
    """
    inside = [row for row in short if not row.ends_table]
    if any(_evidence(row, best) > 0 for row in inside):
        return True
    for rule in RULES:
        if rule is best or not _has_neighbours((*short, *full), rule):
            continue
        if any(_evidence(row, rule) < 0 for row in (*inside, *full)):
            continue
        placed = [(_columns(row, best), _columns(row, rule)) for row in short if row.ends_table]
        if any(theirs is not None and theirs != ours for ours, theirs in placed):
            return False
    return True
