"""Reads one table of a form out of the words of a flattened page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from orchestration.reading.align import Match, align
from orchestration.reading.blanks import Rule, best_rule, place
from orchestration.reading.form import Entry, FormCell, Table
from orchestration.reading.grid import GridRows, Slot
from orchestration.reading.identities import Key, identities_of
from orchestration.reading.lines import Line, LineFinder
from orchestration.reading.number import BLANK, UNREADABLE, Figure, in_yuan, parse_figure
from orchestration.reading.reading import Basis, Cell, Finding
from orchestration.reading.ruler import Ruler, rulers_of
from orchestration.reading.solve import LooseRow, Way, solve
from orchestration.reading.unread import unread_rows
from orchestration.reading.words import Word, Words

_LEAST_SHARE = 0.4
LEAST_KNOWN_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Found:
    """A table found on a page: where its labels stand. `score` compares the forms it may follow."""

    table: Table
    entries: tuple[Entry, ...]
    matches: tuple[Match, ...]
    score: float


@dataclass(slots=True)
class TableReading:
    """The cells of one table and what was not understood of it."""

    cells: list[Cell] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def known_share(table: Table, words: Words) -> float:
    """How many of the labels that name figures the page prints somewhere, from 0 to 1."""
    return sum(map(words.knows, table.naming)) / len(table.naming)


def find(table: Table, words: Words) -> Found | None:
    """Look for `table` on the page; None where too few of its labels are there."""
    entries, figures = table.entries, len(table.naming)
    matches = align(entries, words)
    matched = sum(entries[m.label].names_figures for m in matches)
    if matched < max(2, figures * _LEAST_SHARE):
        return None
    exact = sum(m.is_exact for m in matches)
    score = (matched + 0.1 * exact - 0.6 * (figures - matched)) / figures
    return Found(table, entries, tuple(matches), score)


def read_tables(
    tables: Sequence[Found], words: Words, grids: Sequence[GridRows] = ()
) -> list[TableReading]:
    """Read every figure of the tables that were found on a page.

    How the page tells its blank cells is judged over all of them, else table by table.
    """
    labels = {match.start for found in tables for match in found.matches}
    finders = [LineFinder(f.table, f.entries, f.matches, words, grids, labels) for f in tables]
    lines = [list(finder.lines()) for finder in finders]
    rule = best_rule([line.row for table in lines for line in table if _is_loose(line)])
    readings: list[TableReading] = []
    for found, finder, own in zip(tables, finders, lines, strict=True):
        own_rule = rule or best_rule([line.row for line in own if line.slots is None])
        reading = _read(found, own, own_rule)
        reading.findings += finder.findings
        readings.append(reading)
    _report_unread_rows(tables, finders, readings, words, grids)
    return readings


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
    for table, finding in unread_rows(grids, labels, used):
        of_table[id(table)].findings.append(finding)


def _is_loose(line: Line) -> bool:
    """Whether the row's blank cells must be told from what separates its values."""
    return not line.is_list and line.slots is None


def _read(found: Found, lines: Sequence[Line], rule: Rule | None) -> TableReading:
    reading = TableReading()
    loose: list[Line] = []
    rulers = rulers_of([line.row for line in lines if line.slots is None])
    for line in lines:
        if line.slots is not None:
            reading.cells.extend(_slot_cells(found.table, line, line.slots))
        elif (columns := _columns(line, rule)) is not None:
            reading.cells.extend(_placed_cells(found.table, line, columns, line.basis))
        elif (columns := _measured(line, rulers)) is not None:
            reading.cells.extend(_placed_cells(found.table, line, columns, "inferred"))
        else:
            loose.append(line)
    _read_loose(found.table, loose, reading)
    _doubt_broken(found.table, reading)
    reading.findings += _missing_rows(found, lines)
    return reading


def _columns(line: Line, rule: Rule | None) -> tuple[int, ...] | None:
    """The column of each value where the page tells it, else None."""
    width = len(line.cells)
    if line.stray or len(line.values) > width or (line.is_glued and width > 1):
        return None
    if len(line.values) in (0, width):
        return tuple(range(len(line.values)))
    return place(line.row, rule) if rule else None


def _measured(line: Line, rulers: Mapping[int, Ruler]) -> tuple[int, ...] | None:
    """The column of each value by where it stands in its line, if columns are set by blanks."""
    ruler = rulers.get(len(line.cells))
    return None if ruler is None or line.stray else ruler.columns(line.values)


def _slot_cells(table: Table, line: Line, slots: Sequence[Slot | None]) -> Iterator[Cell]:
    for cell, slot in zip(line.cells, slots, strict=True):
        if slot is None:
            continue
        figure, basis = _figure(cell, line, slot.text)
        stronger = basis if slot.basis == "stated" else "inferred"
        yield _cell(table, cell, figure, stronger, slot.text, slot.place)


def _figure(cell: FormCell, line: Line, text: str) -> tuple[Figure, Basis]:
    """The figure a text says in a cell; inferred where the unit is the form's, not the page's."""
    figure = parse_figure(text)
    basis: Basis = "inferred" if figure.is_broken else line.basis
    if cell.column != "amount_yuan":
        return figure, basis
    has_unit = not figure.value or figure.unit or line.unit
    return in_yuan(figure, line.unit or cell.unit), basis if has_unit else "inferred"


def _placed_cells(
    table: Table, line: Line, columns: tuple[int, ...], basis: Basis
) -> Iterator[Cell]:
    by_column = dict(zip(columns, line.values, strict=True))
    for number, cell in enumerate(line.cells):
        word = by_column.get(number)
        if word is None:
            yield _cell(table, cell, BLANK, basis, "", line.label.piece.place)
            continue
        figure, own_basis = _figure(cell, line, word.text)
        stronger = basis if own_basis == "stated" else "inferred"
        yield _cell(table, cell, figure, stronger, word.text, word.piece.place)


def _cell(table: Table, cell: FormCell, figure: Figure, basis: Basis, raw: str, place: str) -> Cell:
    row_label, column_label = labels_of(cell)
    return Cell(
        table=table.name,
        form=table.form,
        row=cell.row,
        column=cell.column,
        value=figure.value,
        state=figure.state,
        basis=basis,
        approximate=figure.is_approximate,
        raw=raw,
        place=place,
        row_label=row_label,
        column_label=column_label,
    )


def labels_of(cell: FormCell) -> tuple[str, str]:
    """Row and column in the form's own words; a row without a label goes by its group of heads."""
    head = cell.head.label if cell.head else "数量"
    if cell.line is not None:
        return cell.line.label, head
    return (cell.head.group or "") if cell.head else "", head


def _read_loose(table: Table, lines: Sequence[Line], reading: TableReading) -> None:
    """Place what the identities settle; the rest is unreadable, and said to be."""
    usable = [line for line in lines if _is_solvable(line)]
    rows = [_loose_row(line) for line in usable]
    known, unknown = _known(reading.cells)
    unknown |= {key for line in lines if line not in usable for key in _keys(line)}
    identities = [
        i for i in identities_of(table.form, table.name) if unknown.isdisjoint((*i.left, *i.right))
    ]
    solved = solve(rows, known, identities)
    ways = dict(zip(map(id, usable), solved, strict=True))
    for line in lines:
        reading.cells.extend(_loose_cells(table, line, ways.get(id(line), [])))
    if lines:
        reading.findings.extend(_unplaced(table, line) for line in lines)


def _is_solvable(line: Line) -> bool:
    figures = [parse_figure(word.text) for word in line.values]
    is_count = all(cell.column != "amount_yuan" for cell in line.cells)
    return is_count and not line.stray and (line.is_glued or len(figures) < len(line.cells))


def _keys(line: Line) -> tuple[Key, ...]:
    return tuple((cell.row, cell.column) for cell in line.cells)


def _loose_row(line: Line) -> LooseRow:
    if line.is_glued:
        digits = tuple(word.text for word in line.values)
        return LooseRow(_keys(line), (), line.row.has_total, digits)
    values = (parse_figure(word.text).value for word in line.values)
    return LooseRow(_keys(line), tuple(v or Decimal(0) for v in values), line.row.has_total)


def _known(cells: Sequence[Cell]) -> tuple[dict[Key, Decimal], set[Key]]:
    known = {(c.row, c.column): c.value for c in cells if c.value is not None}
    unknown = {(c.row, c.column) for c in cells if c.state == "unreadable"}
    return known, unknown


def _loose_cells(table: Table, line: Line, ways: Sequence[Way]) -> Iterator[Cell]:
    """Cells of a row whose geometry is lost: inferred where all ways agree, else unreadable."""
    printed = " | ".join(word.text for word in (*line.values, *line.stray))
    for number, cell in enumerate(line.cells):
        said = {_said(cell, line, way, number) for way in ways}
        if len({figure for figure, _ in said}) == 1:
            figure, word = min(said, key=lambda pair: pair[1].piece.number if pair[1] else 0)
            raw = "" if figure == BLANK else printed
            at = word or line.label
            yield _cell(table, cell, figure, "inferred", word.text if word else raw, at.piece.place)
        else:
            yield _cell(table, cell, UNREADABLE, "inferred", printed, line.label.piece.place)


def _said(cell: FormCell, line: Line, way: Way, column: int) -> tuple[Figure, Word | None]:
    """What a way puts into a cell, and the word that says it unless the cells are glued."""
    value = way[column]
    if value is None:
        return BLANK, None
    if line.is_glued:
        return Figure(value, "number"), None
    word = line.values[sum(other is not None for other in way[:column])]
    return _figure(cell, line, word.text)[0], word


def _doubt_broken(table: Table, reading: TableReading) -> None:
    """Take back figures put together from two parts where every identity they are in breaks."""
    broken = [n for n, c in enumerate(reading.cells) if c.value and parse_figure(c.raw).is_broken]
    if not broken:
        return
    values = {(c.row, c.column): c.value for c in reading.cells if c.state != "unreadable"}
    identities = [i for i in identities_of(table.form, table.name) if values.keys() >= set(i.keys)]
    for number in broken:
        cell = reading.cells[number]
        own = [i for i in identities if (cell.row, cell.column) in i.keys]
        if own and not any(i.holds(values) for i in own):
            reading.cells[number] = cell._replace(value=None, state="unreadable")
            where = f"{table.label}，{cell.row_label}，{cell.column_label}"
            message = f"{where}：“{cell.raw}”是一个数还是几个数，不能确定"
            reading.findings.append(
                Finding("unplaced_figure", "warning", message, table.label, cell.row_label)
            )


def _unplaced(table: Table, line: Line) -> Finding:
    printed = "、".join(word.text for word in (*line.values, *line.stray))
    where = "，".join(filter(None, (table.label, line.name)))
    message = f"{where}：页面只留下“{printed}”，本行应有 {len(line.cells)} 格，不能确定的格未填数"
    return Finding("unplaced_figure", "warning", message, table.label, line.name or None)


def _missing_rows(found: Found, lines: Sequence[Line]) -> Iterator[Finding]:
    present = {(cell.row, cell.column) for line in lines for cell in line.cells}
    seen: set[str] = set()
    for _, cell in found.table.cells():
        row_label = labels_of(cell)[0]
        if (cell.row, cell.column) not in present and row_label not in seen:
            seen.add(row_label)
            message = f"{found.table.label}：没有找到“{row_label}”一行"
            yield Finding("unread_row", "error", message, found.table.label, row_label)
