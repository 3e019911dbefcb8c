"""Figures recognised in pictures: inferred, until the sums of row and column confirm them.

One figure misread breaks the sum of its row and that of its column, so where both hold, it is what
the page prints, and as certain as one read from text. Five limits to that:

- A sum of nothing but zeros and blanks says nothing, and one of a single figure only that two
  figures look alike: of the two sums, neither may be the former, nor both the latter.
- Sums cannot tell a blank cell from a 0, a dash or a slash: only numbers are confirmed.
- A figure in a broken sum may be the one misread. It is unreadable, unless another sum vouches
  for it: then it stays inferred, and the page itself may have the sum wrong.
- A count with a fraction is one whose comma was taken for a point.
- A table whose sums run one way only (四, and the forms before 2019) confirms nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from orchestration.reading.form import Table
from orchestration.reading.identities import Identity, Key, load_identities
from orchestration.reading.layout import ILLEGIBLE, Page
from orchestration.reading.reading import Cell, Finding

RECOGNISED = "从图片识别，没有勾稽关系可以核对"
CONFIRMED = "从图片识别，有两项勾稽关系与它相符"
_NOT_LEGIBLE = "图片上看不清"
_NOT_WHOLE = "从图片识别为“{raw}”，数量不会有小数，不能确定"
_CONTRADICTED = "从图片识别为“{raw}”，与勾稽关系不符，不能确定"

# Columns of money and shares; all others count.
_MAY_BE_BROKEN = ("amount_yuan", "percent")

Values = Mapping[Key, Decimal | None]


def weigh_pictures(
    table: Table, cells: Sequence[Cell], page: Page
) -> tuple[list[Cell], list[Finding]]:
    """The cells of a table with those out of pictures marked for what they are worth."""
    if not page.has_pictures:
        return list(cells), []
    typed = tuple(f"{grid.name} " for grid in page.grids if not grid.is_picture)
    values = {(c.row, c.column): c.value for c in cells if c.state != "unreadable"}
    own = [i for i in load_identities() if (i.form, i.table) == (table.form, table.name)]
    told = [i for i in own if values.keys() >= set(i.keys) and _tells(i, values)]
    weighed = [
        cell if cell.place.startswith(typed) else _weighed(cell, told, values) for cell in cells
    ]
    return weighed, list(_findings(table, weighed))


def _weighed(cell: Cell, told: Sequence[Identity], values: Values) -> Cell:
    if cell.state == "unreadable":
        return cell._replace(note=_NOT_LEGIBLE) if ILLEGIBLE in cell.raw else cell
    if cell.column not in _MAY_BE_BROKEN and cell.value is not None and cell.value % 1:
        return _unreadable(cell, _NOT_WHOLE)
    key = (cell.row, cell.column)
    about = [identity for identity in told if key in identity.keys]
    sound = [i for i in about if i.relation == "equal" and i.holds(values) and _adds(i, values)]
    if not all(_is_kept(identity, values) for identity in about) and not sound:
        return _unreadable(cell, _CONTRADICTED)
    if cell.basis == "inferred":
        return cell
    is_sound = all(_is_kept(identity, values) for identity in about)
    if is_sound and cell.state == "number" and _is_confirmed(key, sound, values):
        return cell._replace(note=CONFIRMED)
    return cell._replace(basis="inferred", note=RECOGNISED)


def _unreadable(cell: Cell, note: str) -> Cell:
    said = note.format(raw=cell.raw)
    return cell._replace(value=None, state="unreadable", basis="inferred", note=said)


def _tells(identity: Identity, values: Values) -> bool:
    """Whether a sum has figures on both sides: some pages print totals alone."""
    sides = (identity.left, identity.right)
    return all(any(values[key] is not None for key in side) for side in sides)


def _is_kept(identity: Identity, values: Values) -> bool:
    if identity.relation == "equal":
        return identity.holds(values)
    left, right = (
        sum(values[key] or 0 for key in side) for side in (identity.left, identity.right)
    )
    return left <= right


def _adds(identity: Identity, values: Values) -> int:
    """How many figures other than 0 the fuller side of a sum has."""
    return max(sum(bool(values[key]) for key in side) for side in (identity.left, identity.right))


def _is_confirmed(key: Key, sound: Sequence[Identity], values: Values) -> bool:
    """Whether two sums that meet in no other cell hold, and one of them does add."""
    return any(
        set(a.keys) & set(b.keys) == {key} and max(_adds(a, values), _adds(b, values)) > 1
        for a, b in combinations(sound, 2)
    )


def _findings(table: Table, cells: Sequence[Cell]) -> Iterator[Finding]:
    """What of a table could not be told, row by row."""
    rows: dict[str, list[str]] = {}
    for cell in cells:
        if cell.state == "unreadable" and cell.note.startswith((_NOT_LEGIBLE, RECOGNISED[:5])):
            rows.setdefault(cell.row_label, []).append(f"{cell.column_label}{cell.note}")
    for label, doubts in rows.items():
        message = f"{table.label}，{label}：{'；'.join(doubts)}"
        yield Finding("unplaced_figure", "warning", message, table.label, label)
