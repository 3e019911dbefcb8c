"""A report's tables as the official forms lay them out: boxes with spans, knowing no format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from random import Random
from typing import Literal, NamedTuple

from orchestration.demo.figures import Figures, tables_of
from orchestration.demo.printing import Manner, Printed, print_figure
from orchestration.demo.wording import Wording
from orchestration.reading.form import Block, Entry, FormCell, Table
from orchestration.reading.identities import Key
from orchestration.reading.number import unit_in

BoxKind = Literal["head", "label", "value", "note"]

_LABEL_LEVELS = 3
_LIST_HEADS = {"2014": ("统计指标", "单位", "统计数"), "shanghai-2008": ("指标", "单位", "数量")}


class Box(NamedTuple):
    """A cell as the official table has it; `key` names the figure in it."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    kind: BoxKind = "head"
    key: Key | None = None


@dataclass(frozen=True)
class Sheet:
    """One printed table: its heading, its boxes in reading order, and how many rows are head."""

    heading: str
    boxes: tuple[Box, ...]
    head_rows: int

    @property
    def height(self) -> int:
        return max(box.row + box.row_span for box in self.boxes)

    @property
    def width(self) -> int:
        return max(box.column + box.column_span for box in self.boxes)

    def rows(self) -> list[list[Box]]:
        """The boxes by the row in which they start."""
        rows: list[list[Box]] = [[] for _ in range(self.height)]
        for box in self.boxes:
            rows[box.row].append(box)
        return rows


@dataclass
class Sheets:
    """The tables of a report and every figure printed in them."""

    sheets: list[Sheet] = field(default_factory=list)
    printed: dict[Key, Printed] = field(default_factory=dict)
    unknown_rows: tuple[str, ...] = ()


@dataclass
class _Builder:
    figures: Figures
    wording: Wording
    manner: Manner
    rng: Random
    year: int
    printed: dict[Key, Printed] = field(default_factory=dict)

    def label(self, entry: Entry) -> str:
        return self.wording.label(entry, self.rng, self.year)

    def value(self, cell: FormCell, unit: str | None) -> tuple[str, Key]:
        key = (cell.row, cell.column)
        self.printed[key] = print_figure(cell, self.figures.cells[key], unit, self.manner, self.rng)
        return self.printed[key].text, key


def sheets_of(figures: Figures, wording: Wording, manner: Manner, rng: Random, year: int) -> Sheets:
    """Lay out the tables of a report on `year` in the official way."""
    builder = _Builder(figures, wording, manner, rng, year)
    tables = tables_of(figures.forms)
    if figures.form == "2014":
        sheets = [_list_sheet(builder, tables, "政府信息公开情况统计表")]
    elif figures.form in _LIST_HEADS:
        sheets = [_list_sheet(builder, [table], table.label) for table in tables]
    else:
        makers = {"proactive": _proactive, "requests": _requests, "reviews": _reviews}
        sheets = [makers[table.name](builder, table) for table in tables]
    unknown = (wording.extra_row,) if wording.extra_row and "proactive" in figures.forms else ()
    return Sheets(sheets, builder.printed, unknown if figures.form not in _LIST_HEADS else ())


def _list_sheet(builder: _Builder, tables: Sequence[Table], heading: str) -> Sheet:
    heads = _LIST_HEADS[builder.figures.form]
    boxes = [Box(text, 0, column) for column, text in enumerate(heads)]
    row = 1
    for table in tables:
        for block in table.blocks:
            for line in block.lines:
                boxes += _list_row(builder, block, line, row)
                row += 1
    return Sheet(heading, tuple(boxes), 1)


def _list_row(builder: _Builder, block: Block, line: Entry, row: int) -> Iterator[Box]:
    yield Box(builder.label(line), row, 0, kind="label")
    if not line.names_figures:
        yield Box("", row, 1, kind="note")
        yield Box("", row, 2, kind="note")
        return
    (cell,) = block.cells(line)
    unit = builder.wording.money_unit if cell.column == "amount_yuan" else line.unit
    yield Box(unit or "", row, 1, kind="note")
    text, key = builder.value(cell, unit if cell.column == "amount_yuan" else None)
    yield Box(text, row, 2, kind="value", key=key)


def _spread(count: int, width: int) -> list[int]:
    """The official spans of `count` cells over `width` columns: the last takes what is left."""
    return [1] * (count - 1) + [width - count + 1]


def _proactive(builder: _Builder, table: Table) -> Sheet:
    boxes: list[Box] = []
    row = 0
    for block in table.blocks:
        boxes.append(Box(builder.wording.dress(block.label or ""), row, 0, 1, 4))
        heads = _proactive_heads(builder, block, row + 1)
        units = [unit_in(head.text) for head in heads]
        depth = 1
        if builder.wording.has_two_levels:
            heads, depth = _in_two_levels(heads)
        boxes.append(Box("信息内容", row + 1, 0, depth))
        boxes += heads
        row += 1 + depth
        for line in block.lines:
            boxes += _proactive_row(builder, block, line, row, units)
            row += 1
        if builder.wording.extra_row and block is table.blocks[0]:
            boxes += _extra_row(builder, row)
            row += 1
    head_rows = boxes[1].row + boxes[1].row_span
    return Sheet(table.label, tuple(boxes), head_rows)


def _proactive_heads(builder: _Builder, block: Block, row: int) -> list[Box]:
    heads: list[Box] = []
    column = 1
    for entry, span in zip(block.heads, _spread(len(block.heads), 3), strict=True):
        heads.append(Box(builder.label(entry), row, column, 1, span))
        column += span
    return heads


def _in_two_levels(heads: list[Box]) -> tuple[list[Box], int]:
    """What the first two heads begin with printed once over both, e.g. 本年新 over 制作数量."""
    if len(heads) < 3:
        return heads, 1
    pairs = zip(heads[0].text, heads[1].text, strict=False)
    prefix = "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    if len(prefix) < 2:
        return heads, 1
    top = Box(prefix, heads[0].row, heads[0].column, 1, 2)
    low = [h._replace(text=h.text.removeprefix(prefix), row=h.row + 1) for h in heads[:2]]
    return [top, *(h._replace(row_span=2) for h in heads[2:]), *low], 2


def _proactive_row(
    builder: _Builder, block: Block, line: Entry, row: int, units: Sequence[str | None]
) -> Iterator[Box]:
    yield Box(builder.label(line), row, 0, kind="label")
    cells = block.cells(line)
    column = 1
    for cell, span, unit in zip(cells, _spread(len(cells), 3), units, strict=True):
        text, key = builder.value(cell, unit)
        yield Box(text, row, column, 1, span, "value", key)
        column += span


def _extra_row(builder: _Builder, row: int) -> Iterator[Box]:
    """A row that no form knows; its figures belong to nothing."""
    yield Box(builder.wording.extra_row or "", row, 0, kind="label")
    for column in (1, 2, 3):
        yield Box(str(builder.rng.randint(1, 99)), row, column, kind="note")


def _requests(builder: _Builder, table: Table) -> Sheet:
    (block,) = table.blocks
    boxes = list(_requests_head(builder, block))
    depths = _depths(block)
    for number in range(len(block.lines)):
        boxes += _requests_row(builder, block, number, depths)
    if builder.wording.repeats_results:
        boxes = _repeat_results(boxes, builder.rng)
    return Sheet(table.label, tuple(sorted(boxes, key=lambda b: (b.row, b.column))), 3)


def _repeat_results(boxes: Sequence[Box], rng: Random) -> list[Box]:
    """三、本年度办理结果 printed twice, as where a page broke inside its merged cell."""
    results = next(b for b in boxes if b.column == 0 and b.kind == "label" and b.row_span > 1)
    starts = sorted({b.row for b in boxes if b.column == 1 and b.row > results.row})
    at = rng.choice([row for row in starts if row < results.row + results.row_span])
    end = results.row + results.row_span
    upper = results._replace(row_span=at - results.row)
    lower = results._replace(row=at, row_span=end - at)
    return [b for b in boxes if b is not results] + [upper, lower]


def _requests_head(builder: _Builder, block: Block) -> Iterator[Box]:
    note = f"（{block.ignored[1].label}）"
    yield Box(builder.wording.dress(note), 0, 0, 3, _LABEL_LEVELS)
    yield Box(block.ignored[0].label, 0, _LABEL_LEVELS, 1, len(block.heads))
    column = _LABEL_LEVELS
    group_seen: set[str] = set()
    for entry in block.heads:
        if entry.group is None:
            yield Box(builder.wording.dress(entry.label), 1, column, 2)
        else:
            if entry.group not in group_seen:
                size = sum(head.group == entry.group for head in block.heads)
                yield Box(builder.wording.dress(entry.group), 1, column, 1, size)
            group_seen.add(entry.group)
            yield Box(builder.wording.dress(entry.label), 2, column)
        column += 1


def _depths(block: Block) -> Mapping[int, int]:
    """How deep each line stands: 0 for 一、二、三、四, 1 for （一）…, 2 for 1. …"""
    by_label = {line.label: line for line in block.lines if not line.names_figures}

    def depth(line: Entry) -> int:
        return 0 if line.group is None else 1 + depth(by_label[line.group])

    return {number: depth(line) for number, line in enumerate(block.lines)}


def _requests_row(
    builder: _Builder, block: Block, number: int, depths: Mapping[int, int]
) -> Iterator[Box]:
    """A line's boxes; a group's label spans the rows of its lines and stands in the first."""
    line, depth = block.lines[number], depths[number]
    row = 3 + sum(entry.names_figures for entry in block.lines[:number])
    if not line.names_figures:
        inside = _size_of_group(block, number, depths)
        yield Box(builder.label(line), row, depth, inside, 1, "label")
        return
    yield Box(builder.label(line), row, depth, 1, _LABEL_LEVELS - depth, "label")
    for column, cell in enumerate(block.cells(line), _LABEL_LEVELS):
        text, key = builder.value(cell, None)
        yield Box(text, row, column, kind="value", key=key)


def _size_of_group(block: Block, number: int, depths: Mapping[int, int]) -> int:
    size = 0
    for later in range(number + 1, len(block.lines)):
        if depths[later] <= depths[number]:
            break
        size += block.lines[later].names_figures
    return size


def _reviews(builder: _Builder, table: Table) -> Sheet:
    (block,) = table.blocks
    groups = list(dict.fromkeys(head.group or "" for head in block.heads))
    boxes = [Box(groups[0], 0, 0, 2, 5), Box("行政诉讼", 0, 5, 1, 10)]
    boxes += [Box(builder.wording.dress(g), 1, 5 * n, 1, 5) for n, g in enumerate(groups) if n]
    boxes += [Box(builder.wording.dress(h.label), 2, n) for n, h in enumerate(block.heads)]
    for column, cell in enumerate(block.cells(None)):
        text, key = builder.value(cell, None)
        boxes.append(Box(text, 3, column, kind="value", key=key))
    return Sheet(table.label, tuple(boxes), 3)
