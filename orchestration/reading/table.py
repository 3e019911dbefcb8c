"""Reads one table of a form out of the words of a flattened page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from orchestration.reading.blanks import (
    Row,
    Rule,
    best_rule,
    has_gaps,
    is_unanimous,
    place,
    shows_blanks,
    without_boundary,
)
from orchestration.reading.cells import (
    CERTAIN,
    FIGURES_BROKEN,
    FIGURES_ELSEWHERE,
    GLUED_TO_LABEL,
    HEADS_NOT_FOUND,
    NO_FIGURE,
    NO_FIGURE_AT_ALL,
    PLACED_BY_POSITION,
    RULE_BROKEN,
    Doubt,
    inferred,
    read_cell,
)
from orchestration.reading.find import Found
from orchestration.reading.form import Table
from orchestration.reading.grid import GridRows, Slot
from orchestration.reading.grid_lines import label_columns
from orchestration.reading.identities import identities_of
from orchestration.reading.lines import Line, LineFinder
from orchestration.reading.loose import read_loose
from orchestration.reading.mend import is_overfull, is_split, mended, whole_ends
from orchestration.reading.number import parse_figure
from orchestration.reading.reading import Basis, Cell, Finding
from orchestration.reading.repeats import drops_repeats, left_over, loss_of
from orchestration.reading.ruler import Ruler, rulers_of
from orchestration.reading.unread import are_elsewhere, unread_rows, unread_words
from orchestration.reading.words import Words

_DOUBT: Mapping[Basis, Doubt] = {"stated": CERTAIN, "inferred": inferred(HEADS_NOT_FOUND)}


@dataclass(slots=True)
class TableReading:
    """The cells of one table and what was not understood of it."""

    cells: list[Cell] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_tables(
    tables: Sequence[Found], words: Words, grids: Sequence[GridRows] = ()
) -> list[TableReading]:
    """Read every figure of the tables that were found on a page.

    How the page tells its blank cells is judged over all of them, else table by table.
    """
    starts = {match.start for found in tables for match in found.matches}
    labels = label_columns(words, starts)
    finders = [LineFinder(f.table, f.entries, f.matches, words, grids, labels) for f in tables]
    lines = [list(finder.lines()) for finder in finders]
    if drops_repeats(tables, words):
        return [_left_over(*own) for own in zip(tables, finders, lines, strict=True)]
    rows = [line.row for table in lines for line in table if _is_loose(line)]
    lines = [[_opened(line, rows) for line in table] for table in lines]
    rows = [line.row for table in lines for line in table if _is_loose(line)]
    told = best_rule([row for row in rows if not is_split(row)])
    lines = [[_mended(line, told) for line in table] for table in lines]
    rows = [line.row for table in lines for line in table if _is_loose(line)]
    rule = best_rule(rows)
    doubt = inferred(RULE_BROKEN) if rule and not is_unanimous(rows, rule) else CERTAIN
    ends = whole_ends(rows)
    readings: list[TableReading] = []
    reported = [word for finder in finders for word in finder.reported]
    loose = are_elsewhere(tables, lines, reported, words)
    for found, finder, own, is_loose in zip(tables, finders, lines, loose, strict=True):
        own_rule = rule or best_rule([line.row for line in own if line.slots is None])
        overfull = [line for line in own if _is_loose(line) and is_overfull(line.row, rule, ends)]
        reading = _read(found, own, own_rule, doubt, overfull)
        reading.findings += finder.findings
        empty = [line for line in own if _prints_nothing(line, own_rule)]
        if empty and is_loose:
            _leave_open(found.table, empty, reading)
        readings.append(reading)
    _report_unread_rows(tables, finders, readings, words, grids)
    return readings


def _opened(line: Line, rows: Sequence[Row]) -> Line:
    """The line, of one without a label without what separates it from the row above."""
    if line.cells[0].line is not None or not line.values:
        return line
    first, *rest = line.values
    before = without_boundary(first.piece.before, rows)
    opened = first._replace(piece=first.piece._replace(before=before))
    return line._replace(values=(opened, *rest))


def _mended(line: Line, rule: Rule | None) -> Line:
    """The line with figures that a blank broke put together, where the page tells that it did."""
    if not _is_loose(line) or line.is_glued or line.stray:
        return line
    return line._replace(values=mended(line.row, rule))


def _left_over(found: Found, finder: LineFinder, lines: Sequence[Line]) -> TableReading:
    reading = TableReading(list(left_over(found.table, lines)), [loss_of(found.table)])
    reading.findings += [*finder.findings, *_missing_rows(found, lines)]
    return reading


def _report_unread_rows(
    tables: Sequence[Found],
    finders: Sequence[LineFinder],
    readings: Sequence[TableReading],
    words: Words,
    grids: Sequence[GridRows],
) -> None:
    labels: dict[tuple[int, int], Table] = {}
    for found in tables:
        for match in found.matches:
            piece = words[match.start].piece
            if piece.cell is not None:
                labels[piece.grid, piece.cell.row] = found.table
    used = {row for finder in finders for row in finder.grids.used}
    of_table = {id(f.table): reading for f, reading in zip(tables, readings, strict=True)}
    unread = (*unread_rows(grids, labels, used), *unread_words(words, tables))
    for table, finding in unread:
        of_table[id(table)].findings.append(finding)


def _leave_open(table: Table, empty: Sequence[Line], reading: TableReading) -> None:
    """Take back that rows are blank whose figures may stand elsewhere in the table."""
    keys = {(cell.row, cell.column) for line in empty for cell in line.cells}
    for number, cell in enumerate(reading.cells):
        if (cell.row, cell.column) in keys:
            note = FIGURES_ELSEWHERE
            reading.cells[number] = cell._replace(state="unreadable", basis="inferred", note=note)
    message = f"{table.label}：有 {len(empty)} 行，{FIGURES_ELSEWHERE}"
    reading.findings.append(Finding("unplaced_figure", "warning", message, table.label))


def _is_loose(line: Line) -> bool:
    """Whether the row's blank cells must be told from what separates its values."""
    return not line.is_list and line.slots is None


def _read(
    found: Found,
    lines: Sequence[Line],
    rule: Rule | None,
    rule_doubt: Doubt,
    overfull: Sequence[Line],
) -> TableReading:
    """Read a table; `rule_doubt` is about the blank cells that `rule` tells, `overfull` are whole
    rows whose figures may be parts of others."""
    reading = TableReading()
    loose: list[Line] = []
    rulers = rulers_of([line.row for line in lines if line.slots is None])
    by_position = inferred(PLACED_BY_POSITION)
    is_broken = any(line.slots is None and len(line.values) > len(line.cells) for line in lines)
    for line in lines:
        if line.slots is not None:
            reading.cells.extend(_slot_cells(found.table, line, line.slots))
        elif line in overfull and not _adds_up(line):
            loose.append(line)
        elif (columns := _columns(line, rule)) is not None:
            doubt = _doubt_of(line, rule, rule_doubt)
            if is_broken and doubt == CERTAIN and not _adds_up(line):
                doubt = inferred(FIGURES_BROKEN)
            reading.cells.extend(_placed_cells(found.table, line, columns, doubt))
        elif (columns := _measured(line, rulers)) is not None:
            reading.cells.extend(_placed_cells(found.table, line, columns, by_position))
        else:
            loose.append(line)
    cells, findings = read_loose(found.table, loose, reading.cells)
    reading.cells += cells
    reading.findings += findings
    _doubt_broken(found.table, reading)
    reading.findings += _missing_rows(found, lines)
    if lines and all(_prints_nothing(line, rule) for line in lines):
        message = f"{found.table.label}：{NO_FIGURE_AT_ALL}"
        reading.findings.append(Finding("unplaced_figure", "warning", message, found.table.label))
    return reading


def _adds_up(line: Line) -> bool:
    """Whether a whole row ends in the sum of its other figures."""
    *parts, total = (parse_figure(word.text).value or 0 for word in line.values or (line.label,))
    return line.row.has_total and len(line.values) == len(line.cells) and sum(parts) == total


def _prints_nothing(line: Line, rule: Rule | None) -> bool:
    """Whether a row has neither a figure nor a blank cell that the page shows."""
    is_empty = line.slots is None and not line.values and not line.stray
    return is_empty and not shows_blanks(line.row, rule)


def _columns(line: Line, rule: Rule | None) -> tuple[int, ...] | None:
    """The column of each value where the page tells it, else None."""
    width = len(line.cells)
    if (
        line.stray
        or len(line.values) > width
        or (line.is_glued and not (width == 1 and line.has_heads))
    ):
        return None
    if not line.values:
        return ()
    if len(line.values) == width and not (rule and has_gaps(line.row, rule)):
        return tuple(range(width))
    return place(line.row, rule) if rule else None


def _measured(line: Line, rulers: Mapping[int, Ruler]) -> tuple[int, ...] | None:
    """The column of each value by where it stands in its line, if columns are set by blanks."""
    ruler = rulers.get(len(line.cells))
    return None if ruler is None or line.stray else ruler.columns(line.values)


def _slot_cells(table: Table, line: Line, slots: Sequence[Slot | None]) -> list[Cell]:
    unit = line.unit
    return [
        read_cell(table, cell, slot.text, slot.place, unit, _DOUBT[slot.basis])
        for cell, slot in zip(line.cells, slots, strict=True)
        if slot is not None
    ]


def _placed_cells(
    table: Table, line: Line, columns: tuple[int, ...], doubt: Doubt
) -> Iterator[Cell]:
    by_column = dict(zip(columns, line.values, strict=True))
    for number, cell in enumerate(line.cells):
        word = by_column.get(number)
        piece = (word or line.label).piece
        yield read_cell(table, cell, word.text if word else "", piece.place, line.unit, doubt)


def _doubt_of(line: Line, rule: Rule | None, rule_doubt: Doubt) -> Doubt:
    """Why a row whose columns are told is not certain all the same."""
    if _prints_nothing(line, rule):
        return inferred(NO_FIGURE)
    if line.basis == "stated":
        return rule_doubt if 0 < len(line.values) < len(line.cells) else CERTAIN
    return inferred(GLUED_TO_LABEL if line.is_glued else HEADS_NOT_FOUND)


def _doubt_broken(table: Table, reading: TableReading) -> None:
    """Take back figures put together from two parts where every identity they are in breaks."""
    broken = [n for n, cell in enumerate(reading.cells) if _is_broken(cell)]
    if not broken:
        return
    values = {(c.row, c.column): c.value for c in reading.cells if c.state != "unreadable"}
    identities = [i for i in identities_of(table.form, table.name) if values.keys() >= set(i.keys)]
    for number in broken:
        cell = reading.cells[number]
        own = [i for i in identities if (cell.row, cell.column) in i.keys]
        if own and not any(i.holds(values) for i in own):
            note = f"“{cell.raw}”是一个数还是几个数，不能确定"
            reading.cells[number] = cell._replace(value=None, state="unreadable", note=note)
            message = f"{table.label}，{cell.row_label}，{cell.column_label}：{note}"
            reading.findings.append(
                Finding("unplaced_figure", "warning", message, table.label, cell.row_label)
            )


def _is_broken(cell: Cell) -> bool:
    # A figure that is broken is never stated: this spares looking at most of them.
    return cell.basis == "inferred" and bool(cell.value) and parse_figure(cell.raw).is_broken


def _missing_rows(found: Found, lines: Sequence[Line]) -> Iterator[Finding]:
    present = {id(line.cells) for line in lines}
    missing = [cells for cells in found.table.rows if id(cells) not in present]
    if not missing:
        return
    keys = {(cell.row, cell.column) for line in lines for cell in line.cells}
    labels = (c.labels[0] for cells in missing for c in cells if (c.row, c.column) not in keys)
    for label in dict.fromkeys(labels):
        message = f"{found.table.label}：没有找到“{label}”一行"
        yield Finding("unread_row", "error", message, found.table.label, label)
