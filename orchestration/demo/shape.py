"""What pages do to an official table's geometry: cut it, shift its spans, fill its merged cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

from orchestration.demo.printing import Printed
from orchestration.demo.sheets import Box, Sheet
from orchestration.reading.identities import Key


def cut(sheet: Sheet, at: int, *, repeats_head: bool) -> tuple[Sheet, Sheet]:
    """A table cut in two before row `at`, as by a page break; a merged cell goes on blank."""
    upper: list[Box] = []
    lower: list[Box] = []
    shift = at - (sheet.head_rows if repeats_head else 0)
    if repeats_head:
        lower += [box for box in sheet.boxes if box.row < sheet.head_rows]
    for box in sheet.boxes:
        end = box.row + box.row_span
        if end <= at:
            upper.append(box)
        elif box.row >= at:
            lower.append(box._replace(row=box.row - shift))
        else:
            upper.append(box._replace(row_span=at - box.row))
            rest = box._replace(text="", row=at - shift, row_span=end - at, kind="note")
            lower.append(rest)
    lower.sort(key=lambda box: (box.row, box.column))
    head_rows = sheet.head_rows if repeats_head else 0
    return replace(sheet, boxes=tuple(upper)), Sheet("", tuple(lower), head_rows)


def cut_anywhere(sheet: Sheet, rng: Random, *, repeats_head: bool) -> tuple[Sheet, ...]:
    """The table cut at a random row behind its head, if it has enough rows."""
    if sheet.height < sheet.head_rows + 3:
        return (sheet,)
    at = rng.randint(sheet.head_rows + 1, sheet.height - 1)
    return cut(sheet, at, repeats_head=repeats_head)


def without_row_spans(sheet: Sheet) -> Sheet:
    """Empty cells in place of those that a merged cell would cover."""
    boxes: list[Box] = []
    for box in sheet.boxes:
        boxes.append(box._replace(row_span=1))
        for row in range(box.row + 1, box.row + box.row_span):
            boxes.append(box._replace(text="", row=row, row_span=1, kind="note", key=None))
    return replace(sheet, boxes=tuple(sorted(boxes, key=lambda b: (b.row, b.column))))


def with_other_spans(sheet: Sheet, rng: Random) -> Sheet:
    """Every column made two, and the bounds between values shifted against those of the heads."""
    shifted: list[Box] = []
    for row in sheet.rows():
        values = [box for box in row if box.kind == "value"]
        starts = {
            box: 2 * box.column + (rng.randint(0, 1) if n else 0) for n, box in enumerate(values)
        }
        ends = {a: starts[b] for a, b in pairwise(values)}
        for box in row:
            start = starts.get(box, 2 * box.column)
            end = ends.get(box, 2 * (box.column + box.column_span))
            shifted.append(box._replace(column=start, column_span=end - start))
    return replace(sheet, boxes=tuple(shifted))


def without_row(sheet: Sheet, code: str) -> Sheet:
    """The table less the row whose figures have that row code; what spans over it closes up."""
    at = next((box.row for box in sheet.boxes if box.key and box.key[0] == code), None)
    if at is None:
        return sheet
    boxes: list[Box] = []
    for box in sheet.boxes:
        covers = box.row <= at < box.row + box.row_span
        if covers and box.row_span > 1:
            boxes.append(box._replace(row_span=box.row_span - 1))
        elif not covers:
            boxes.append(box._replace(row=box.row - (box.row > at)))
    return replace(sheet, boxes=tuple(sorted(boxes, key=lambda box: (box.row, box.column))))


def value_rows(sheet: Sheet) -> list[list[Box]]:
    """The rows of figures: for each, its boxes in order."""
    rows = ([box for box in row if box.kind == "value"] for row in sheet.rows())
    return [row for row in rows if row]


Printing = Mapping[Key, Printed]


def keep(sheets: Sequence[Sheet], printed: Printing) -> Printing:
    """What a layout leaves that keeps every cell's place."""
    return printed


def lose_blanks(sheets: Sequence[Sheet], printed: Printing) -> Printing:
    """What a layout leaves that drops blank cells: in a row with some, no place is certain."""
    left = dict(printed)
    for row in (row for sheet in sheets for row in value_rows(sheet)):
        blank = sum(printed[box.key].state == "blank" for box in row if box.key)
        if 0 < blank < len(row):
            _mark(left, row)
    return left


def lose_bounds(sheets: Sequence[Sheet], printed: Printing) -> Printing:
    """What a layout leaves that glues cells together: a row's one figure, but not several."""
    left = dict(printed)
    for row in (row for sheet in sheets for row in value_rows(sheet)):
        if len(row) > 1 and any(printed[box.key].state != "blank" for box in row if box.key):
            _mark(left, row)
    return left


def lose_repeats(sheets: Sequence[Sheet], printed: Printing) -> Printing:
    """What a layout leaves that prints nothing twice: no place is certain."""
    left = dict(printed)
    for row in (row for sheet in sheets for row in value_rows(sheet)):
        _mark(left, row)
    return left


def _mark(left: dict[Key, Printed], row: Sequence[Box]) -> None:
    for box in row:
        if box.key is not None and left[box.key].basis == "stated":
            left[box.key] = replace(left[box.key], basis="inferred")


def with_flat_labels(sheet: Sheet) -> Sheet:
    """The label columns of 三 made one: a group's label in a row of its own above its lines."""
    if sheet.width != 10:
        return sheet
    groups = [b for b in sheet.boxes if b.kind == "label" and b.column + b.column_span < 3]
    firsts = sorted(box.row for box in groups)

    def moved(row: int) -> int:
        return row + sum(first <= row for first in firsts)

    boxes: list[Box] = []
    for box in sheet.boxes:
        if box in groups:
            above = sum(other.row == box.row and other.column > box.column for other in groups)
            row = moved(box.row) - 1 - above
            boxes.append(box._replace(row=row, column=0, row_span=1, column_span=1))
        elif box.column < 3:
            boxes.append(box._replace(row=moved(box.row), column=0, column_span=1))
        else:
            boxes.append(box._replace(row=moved(box.row), column=box.column - 2))
    return replace(sheet, boxes=tuple(sorted(boxes, key=lambda b: (b.row, b.column))))
