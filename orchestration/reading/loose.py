"""Rows whose columns a page lost: what the identities settle is inferred, the rest unreadable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from orchestration.reading.cells import (
    CUT_BY_SUMS,
    PLACED_BY_SUMS,
    figure_of,
    inferred,
    make_cell,
)
from orchestration.reading.form import FormCell, Table
from orchestration.reading.identities import Identity, Key, identities_of
from orchestration.reading.lines import Line
from orchestration.reading.number import BLANK, UNREADABLE, Figure, parse_figure
from orchestration.reading.reading import Cell, Finding
from orchestration.reading.solve import LooseRow, Way, solve
from orchestration.reading.words import Word

_NOT_SETTLED = "页面只留下“{printed}”，各格的数字不能确定"


def read_loose(
    table: Table, lines: Sequence[Line], placed: Sequence[Cell]
) -> tuple[list[Cell], list[Finding]]:
    """Place what the identities settle.

    Args:
        lines: the rows whose columns are not known.
        placed: the table's cells that were read at a certain place.
    """
    if not lines:
        return [], []
    usable = [line for line in lines if _is_solvable(line)]
    rows = [_loose_row(line) for line in usable]
    known = {(c.row, c.column): c.value for c in placed if c.value is not None}
    unknown = {(c.row, c.column) for c in placed if c.state == "unreadable"}
    unknown |= {key for key, value in known.items() if value % 1}
    unknown |= {key for line in lines if line not in usable for key in _keys(line)}
    identities = [i for i in identities_of(table.form, table.name) if unknown.isdisjoint(i.keys)]
    solved = solve(rows, known, identities)
    settled = _without_unconfirmed(usable, solved, known, identities)
    ways = dict(zip(map(id, usable), settled, strict=True))
    cells = [cell for line in lines for cell in _cells(table, line, ways.get(id(line), []))]
    return cells, list(_findings(table, lines, ways))


def _without_unconfirmed(
    lines: Sequence[Line],
    solved: Sequence[Sequence[Way]],
    known: Mapping[Key, Decimal],
    identities: Sequence[Identity],
) -> list[Sequence[Way]]:
    """Drop the ways to cut glued rows that no column confirms.

    Among the many cuts of a row one adds up by chance where the page's own sum is wrong. A cut is
    taken only if it is the only one there is, or if the sums of its columns come out as well.
    """
    values: dict[Key, Decimal | None] = dict(known)
    for line, ways in zip(lines, solved, strict=True):
        if len(ways) == 1:
            values.update(zip(_keys(line), ways[0], strict=True))
    told = [
        i for i in identities if values.keys() >= set(i.keys) and len({k[0] for k in i.keys}) > 1
    ]
    held = {key for identity in told if identity.holds(values) for key in identity.keys}
    broken = {key for identity in told if not identity.holds(values) for key in identity.keys}
    return [
        ways if not line.is_glued or _is_sure(line, ways, held, broken) else []
        for line, ways in zip(lines, solved, strict=True)
    ]


def _is_sure(line: Line, ways: Sequence[Way], held: set[Key], broken: set[Key]) -> bool:
    keys = set(_keys(line))
    if not line.row.has_total:
        return True  # cut without the help of sums
    return len(ways) == 1 and keys <= held and keys.isdisjoint(broken)


def _is_solvable(line: Line) -> bool:
    if line.lacks_cells:
        return False
    is_count = all(cell.column != "amount_yuan" for cell in line.cells)
    if line.is_glued:
        is_told = line.has_heads or line.row.has_total
        is_digits = all(word.text.isdecimal() for word in line.values)
        return is_count and is_told and is_digits and not line.stray
    is_whole = not any((parse_figure(word.text).value or 0) % 1 for word in line.values)
    return is_count and is_whole and not line.stray and len(line.values) < len(line.cells)


def _keys(line: Line) -> tuple[Key, ...]:
    return tuple((cell.row, cell.column) for cell in line.cells)


def _loose_row(line: Line) -> LooseRow:
    if line.is_glued:
        digits = tuple(word.text for word in line.values)
        return LooseRow(_keys(line), (), line.row.has_total, digits)
    values = (parse_figure(word.text).value for word in line.values)
    return LooseRow(_keys(line), tuple(v or Decimal(0) for v in values), line.row.has_total)


def _cells(table: Table, line: Line, ways: Sequence[Way]) -> Iterator[Cell]:
    printed = " | ".join(word.text for word in (*line.values, *line.stray))
    open_doubt = inferred(_NOT_SETTLED.format(printed=printed))
    doubt = inferred(CUT_BY_SUMS if line.is_glued else PLACED_BY_SUMS)
    for number, cell in enumerate(line.cells):
        agreed = {way[number] for way in ways}
        said = _said(cell, line, ways, number) if len(agreed) == 1 else None
        if said is None:
            yield make_cell(table, cell, UNREADABLE, open_doubt, printed, line.label.piece.place)
            continue
        figure, word = said
        raw = word.text if word else "" if figure == BLANK else printed
        yield make_cell(table, cell, figure, doubt, raw, (word or line.label).piece.place)


def _said(
    cell: FormCell, line: Line, ways: Sequence[Way], column: int
) -> tuple[Figure, Word | None] | None:
    """What ways that agree on a cell's value put into it, and the word that says it.

    There is no word where the cells are glued, and nothing said where one way has a 0 and another
    a sign for "not applicable".
    """
    value = ways[0][column]
    if value is None:
        return BLANK, None
    if line.is_glued:
        return Figure(value, "number"), None
    holders = {sum(other is not None for other in way[:column]) for way in ways}
    figures = {figure_of(cell, line.values[n].text, line.unit)[0] for n in holders}
    return (figures.pop(), line.values[min(holders)]) if len(figures) == 1 else None


def _findings(
    table: Table, lines: Sequence[Line], ways: Mapping[int, Sequence[Way]]
) -> Iterator[Finding]:
    """A finding for each row that stays open, and one for all that the identities settled."""
    settled = [line for line in lines if len(ways.get(id(line), ())) == 1]
    for line in lines:
        if line not in settled:
            yield _finding(table, line)
    if settled:
        message = f"{table.label}：有 {len(settled)} 行的数字粘连或丢了空格，由勾稽关系推断"
        yield Finding("unplaced_figure", "warning", message, table.label)


def _finding(table: Table, line: Line) -> Finding:
    printed = "、".join(word.text for word in (*line.values, *line.stray))
    where = "，".join(filter(None, (table.label, line.name)))
    message = f"{where}：页面只留下“{printed}”，本行应有 {len(line.cells)} 格，不能确定的格未填数"
    return Finding("unplaced_figure", "warning", message, table.label, line.name or None)
