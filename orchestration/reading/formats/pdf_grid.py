"""Rules that meet to a table: its rows, columns and cells, merged ones where a rule is missing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from orchestration.reading.formats.pdf_raw import Box
from orchestration.reading.formats.pdf_rules import Lattice, Rule, clusters
from orchestration.reading.formats.pdf_text import PageText, Run, text_of
from orchestration.reading.layout import GridCell

# More is a drawing: the largest official table has 40 rows and 15 columns.
MAX_CELLS = 10_000
# Points. The lines of a double rule lie closer than this, two rows or columns never.
_SAME_EDGE = 4.0
# How far rules reach beyond the outermost one across them where a table's side is open.
_OPEN_SIDE = 6.0
# The part of a character's width by which a rule must cut into it to strike it.
_STRUCK = 0.12


@dataclass(slots=True)
class RuledTable:
    """A table as its rules draw it, the table `number` of `page`, both from 1.

    `edges` and `levels` are its columns' and rows' bounds.

    `edges` run from left to right, `levels` from top to bottom (falling). `last_page`
    is where a table ends that goes on over page breaks. `is_picture`: it was scanned.
    """

    page: int
    edges: list[float]
    levels: list[float]
    cells: list[GridCell] = field(default_factory=list)
    number: int = 1
    last_page: int = 0
    is_picture: bool = False

    @property
    def box(self) -> Box:
        return Box(self.edges[0], self.levels[-1], self.edges[-1], self.levels[0])


class Frame:
    """The cells that a lattice bounds, before any text is in them."""

    def __init__(self, lattice: Lattice, page: int) -> None:
        edges = _snapped(lattice.uprights)
        levels = _snapped(lattice.levels)
        _open_sides(edges, lattice.levels)
        _open_sides(levels, lattice.uprights)
        levels.reverse()
        self.table = RuledTable(page, edges, levels)
        self.rows, self.columns = len(levels) - 1, len(edges) - 1
        self.is_table = self.rows > 0 and self.columns > 1
        self.is_table = self.is_table and self.rows * self.columns <= MAX_CELLS
        self.owner: list[list[int]] = []
        self.spans: list[tuple[int, int, int, int]] = []
        if self.is_table:
            self._bound(lattice)

    def _bound(self, lattice: Lattice) -> None:
        """Find each cell's extent: a rectangle that no rule cuts."""
        ruled = _covered(lattice.levels, self.table.levels, self.table.edges)
        walls = _covered(lattice.uprights, self.table.edges, self.table.levels)
        self.owner = [[-1] * self.columns for _ in range(self.rows)]
        for row in range(self.rows):
            for column in range(self.columns):
                if self.owner[row][column] < 0:
                    self._take(row, column, ruled, walls)

    def _take(
        self, row: int, column: int, ruled: set[tuple[int, int]], walls: set[tuple[int, int]]
    ) -> None:
        last = column + 1
        while last < self.columns and (last, row) not in walls and self.owner[row][last] < 0:
            last += 1
        end = row + 1
        while end < self.rows and self._is_open(end, column, last, ruled, walls):
            end += 1
        for taken in range(row, end):
            self.owner[taken][column:last] = [len(self.spans)] * (last - column)
        self.spans.append((row, column, end - row, last - column))

    def _is_open(
        self,
        row: int,
        first: int,
        last: int,
        ruled: set[tuple[int, int]],
        walls: set[tuple[int, int]],
    ) -> bool:
        """Whether nothing parts columns `first` to `last` of a row from the row above."""
        return (
            not any((row, column) in ruled for column in range(first, last))
            and not any((column, row) in walls for column in range(first + 1, last))
            and (first == 0 or (first, row) in walls or self.owner[row][first - 1] >= 0)
            and (last == self.columns or (last, row) in walls)
        )

    def cell_at(self, x: float, y: float) -> int:
        """The number of the cell at a point, -1 outside the table."""
        column = bisect_right(self.table.edges, x) - 1
        row = bisect_right(self.table.levels, -y, key=_negative) - 1
        if 0 <= column < self.columns and 0 <= row < self.rows:
            return self.owner[row][column]
        return -1

    def fill(self, page: PageText, runs: Sequence[tuple[int, Run]]) -> RuledTable:
        """Put the runs, each with the number of its cell, into the cells."""
        held: list[list[Run]] = [[] for _ in self.spans]
        for number, run in runs:
            held[number].append(run)
        cells = [
            GridCell(text_of(page, inside).strip() if inside else "", *span)
            for span, inside in zip(self.spans, held, strict=True)
        ]
        self.table.cells = without_margins(cells, self.columns)
        return self.table


def without_margins(cells: list[GridCell], columns: int) -> list[GridCell]:
    """Without blank strips above and below, which the frame of a table leaves at a page break."""
    while cells and not cells[-1].text and cells[-1].column_span == columns:
        cells = cells[:-1]
    while cells and not cells[0].text and cells[0].column_span == columns:
        cells = [cell._replace(row=cell.row - cells[0].row_span) for cell in cells[1:]]
    return cells


def _negative(value: float) -> float:
    return -value


def _snapped(rules: Sequence[Rule]) -> list[float]:
    groups = clusters(sorted(rules), _SAME_EDGE)
    return [sum(rule.at for rule in group) / len(group) for group in groups]


def _open_sides(edges: list[float], across: Sequence[Rule]) -> None:
    """Add an edge where two rules or more reach beyond the outermost one across them."""
    low = [rule.start for rule in across if rule.start < edges[0] - _OPEN_SIDE]
    high = [rule.end for rule in across if rule.end > edges[-1] + _OPEN_SIDE]
    if len(low) > 1:
        edges.insert(0, min(low))
    if len(high) > 1:
        edges.append(max(high))


def _covered(
    rules: Iterable[Rule], edges: Sequence[float], across: Sequence[float]
) -> set[tuple[int, int]]:
    """The inner edges that a rule paints: (number of the edge, number of the row or column)."""
    middles = [(a + b) / 2 for a, b in pairwise(across)]
    covered: set[tuple[int, int]] = set()
    for rule in rules:
        distances = [abs(edge - rule.at) for edge in edges]
        number = distances.index(min(distances))
        covered.update(
            (number, m) for m, middle in enumerate(middles) if rule.start <= middle <= rule.end
        )
    return covered


def tables_of(
    page: PageText, found: Iterable[Lattice], page_number: int
) -> tuple[list[RuledTable], list[Run]]:
    """The tables of a page, from top to bottom, and the runs outside them.

    Text in a table within a table belongs to the inner one.
    """
    frames = [frame for lattice in found if (frame := Frame(lattice, page_number)).is_table]
    frames.sort(key=_area)
    held: list[list[tuple[int, Run]]] = [[] for _ in frames]
    outside: list[Run] = []
    for run in page.runs:
        for frame, inside in zip(frames, held, strict=True):
            parts = _placed(page, frame, run)
            if parts:
                inside += parts
                break
        else:
            outside.append(run)
    tables = [f.fill(page, inside) for f, inside in zip(frames, held, strict=True) if inside]
    tables.sort(key=lambda table: (-table.levels[0], table.edges[0]))
    for number, table in enumerate(tables, 1):
        table.number = number
    return tables, outside


def _area(frame: Frame) -> float:
    box = frame.table.box
    return (box.right - box.left) * (box.top - box.bottom)


def _placed(page: PageText, frame: Frame, run: Run) -> list[tuple[int, Run]]:
    """A run with its cell; its parts with theirs where it reaches over a rule between figures."""
    boxes, middle = page.characters, run.middle
    first = frame.cell_at((boxes.lefts[run.start] + boxes.rights[run.start]) / 2, middle)
    if run.end - run.start == 1:
        return [(first, run)] if first >= 0 else []
    end = run.end - 1
    last = frame.cell_at((boxes.lefts[end] + boxes.rights[end]) / 2, middle)
    if first == last:
        return [(first, run)] if first >= 0 else []
    return _cut(page, frame, run)


def _cut(page: PageText, frame: Frame, run: Run) -> list[tuple[int, Run]]:
    """Cut a run at the rules between its characters.

    A number too wide for its cell is printed over the rule: where the rule strikes a character,
    or one stroke of the pen wrote both sides, the run stays whole, in the cell that has most of it.
    """
    boxes = page.characters
    cells = [
        frame.cell_at((boxes.lefts[at] + boxes.rights[at]) / 2, run.middle)
        for at in range(run.start, run.end)
    ]
    parts: list[tuple[int, int]] = []
    start = run.start
    for at in range(run.start + 1, run.end):
        is_border = cells[at - run.start] != cells[at - 1 - run.start]
        if is_border and (_is_seam(page, run, at) or not _is_written_over(page, frame, at)):
            parts.append((start, at))
            start = at
    parts.append((start, run.end))
    placed: list[tuple[int, Run]] = []
    for start, end in parts:
        inside = [cell for cell in cells[start - run.start : end - run.start] if cell >= 0]
        if inside:
            placed.append((max(inside, key=inside.count), page.run(start, end)))
    return placed


def _is_seam(page: PageText, run: Run, at: int) -> bool:
    """Whether two texts of several characters meet here, each on its side of the rule.

    They are two cells filled to the brim, though the rule may touch a character.
    """
    if not run.start + 2 <= at <= run.end - 2:
        return False
    owner = page.characters.object_of
    return owner(at - 2) == owner(at - 1) != owner(at) == owner(at + 1)


def _is_written_over(page: PageText, frame: Frame, at: int) -> bool:
    """Whether the rule between a character and the one before it does not part them."""
    boxes = page.characters
    left, right = boxes.lefts[at - 1], boxes.rights[at]
    edge = next((e for e in frame.table.edges if left < e < right), left)
    for number in (at - 1, at):
        width = boxes.rights[number] - boxes.lefts[number]
        if min(edge - boxes.lefts[number], boxes.rights[number] - edge) > _STRUCK * width:
            return True
    return boxes.object_of(at - 1) == boxes.object_of(at)
