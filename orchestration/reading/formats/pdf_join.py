"""Tables cut by a page break: the parts become one table, and a cut row or label is mended.

Rows are joined only where the cut shows, by the labels that the caller knows or by their numbering:
a figure joined to another's row would be wrong.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from orchestration.reading.formats.pdf_grid import RuledTable
from orchestration.reading.layout import Grid, GridCell

# Points by which the same edge differs from page to page.
_SAME_EDGE = 4.0
# The part of the fewer edges that the other page's table must share.
_SHARED = 0.6
_MOST_HEAD_ROWS = 6

_HAN = re.compile(r"[\u3400-\u9fff]")
_DIGIT = re.compile(r"\d")
_NUMBERED = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]?\d{1,2}[）).．、]|[①-⑳]|其中|第)"
)

_NOTE = re.compile(r"[\[［【〔(（]注\d{0,2}[\]］】〕)）]")
# No words, or a figure with its unit; a numbered label is none.
_VALUE = re.compile(
    r"[^\u3400-\u9fff]*|(?!\d{1,2}[)）.．、]\s*[\u3400-\u9fff])[+\-−＋－]?\d.*", re.DOTALL
)

Rows = Mapping[int, Sequence[GridCell]]
IsLabel = Callable[[str], bool]


def is_continued(above: RuledTable, below: RuledTable) -> bool:
    """Whether a table at the top of a page continues the one at the foot of the page before."""
    if below.page != (above.last_page or above.page) + 1 or below.is_picture != above.is_picture:
        return False
    shift = below.edges[0] - above.edges[0]
    if abs(below.edges[-1] - above.edges[-1] - shift) > _SAME_EDGE:
        return False
    fewer, more = sorted((above.edges, [edge - shift for edge in below.edges]), key=len)
    shared = sum(any(abs(a - b) <= _SAME_EDGE for b in more) for a in fewer)
    return shared >= max(2, _SHARED * len(fewer))


def join(above: RuledTable, below: RuledTable, is_label: IsLabel) -> RuledTable:
    """One table out of two parts; a head that the second part repeats is left out.

    `is_label` tells the labels that forms know, by which a row cut in two is known again.
    """
    shift = below.edges[0] - above.edges[0]
    edges = _united(above.edges, [edge - shift for edge in below.edges])
    upper = _respanned(above.cells, above.edges, edges)
    lower = _respanned(below.cells, [edge - shift for edge in below.edges], edges)
    repeated = _repeated_head(_by_row(upper), _by_row(lower))
    lower = [c._replace(row=c.row - repeated) for c in lower if c.row >= repeated]
    cells = _mended(upper, lower, is_label)
    return replace(above, edges=edges, levels=below.levels, cells=cells, last_page=below.page)


def _united(edges: Sequence[float], others: Sequence[float]) -> list[float]:
    new = [e for e in others if all(abs(e - known) > _SAME_EDGE for known in edges)]
    return sorted([*edges, *new])


def _respanned(
    cells: Sequence[GridCell], own: Sequence[float], edges: Sequence[float]
) -> list[GridCell]:
    """Cells counted in the columns of `edges` in place of those of their own."""
    at = [min(range(len(edges)), key=lambda n: abs(edges[n] - edge)) for edge in own]
    return [
        cell._replace(
            column=at[cell.column],
            column_span=at[cell.column + cell.column_span] - at[cell.column],
        )
        for cell in cells
    ]


def _by_row(cells: Sequence[GridCell]) -> dict[int, list[GridCell]]:
    rows: dict[int, list[GridCell]] = defaultdict(list)
    for cell in cells:
        rows[cell.row].append(cell)
    return rows


def _repeated_head(upper: Rows, lower: Rows) -> int:
    """How many rows at the top of the lower part are the head of the upper one again."""
    count = 0
    while count < _MOST_HEAD_ROWS and count + 1 < len(lower):
        head = upper.get(count)
        if not head or head != lower.get(count) or not _is_head(head):
            break
        count += 1
    while count and any(c.row + c.row_span > count for r in range(count) for c in lower[r]):
        count -= 1  # a cell of the head reaches into a row that is none
    return count


def _is_head(cells: Sequence[GridCell]) -> bool:
    texts = [cell.text for cell in cells if cell.text]
    return any(map(_HAN.search, texts)) and all(map(_HAN.search, texts))


def _mended(upper: list[GridCell], lower: list[GridCell], is_label: IsLabel) -> list[GridCell]:
    """The cells of both parts, the lower ones below, what the break cut made whole."""
    rows = max((cell.row + cell.row_span for cell in upper), default=0)
    last = {(c.column, c.column_span): c for c in upper if c.row + c.row_span == rows}
    first = {(c.column, c.column_span): c for c in lower if c.row == 0}
    if _is_cut_row(last, first, is_label):
        taken, rows = set(first), rows - 1
    else:
        taken = {at for at in first if at in last and _is_cut_label(last[at], first[at], first)}
    joined = {id(last[at]): _one(last[at], first[at], rows) for at in taken}
    gone = {id(first[at]) for at in taken}
    cells = [joined.get(id(cell), cell) for cell in upper]
    cells += [c._replace(row=c.row + rows) for c in lower if id(c) not in gone]
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _one(above: GridCell, below: GridCell, rows: int) -> GridCell:
    text = "\n".join(text for text in (above.text, below.text) if text)
    return above._replace(text=text, row_span=rows + below.row_span - above.row)


Place = tuple[int, int]


def _is_cut_row(
    last: Mapping[Place, GridCell], first: Mapping[Place, GridCell], is_label: IsLabel
) -> bool:
    """Whether the first row below is the rest of the last row above.

    That is: the same cells, and below no label, or a label's second half. An open rule at the
    break tells nothing, for browsers never draw one there.
    """
    if set(last) != set(first):
        return False
    pairs = [(last[at].text, first[at].text) for at in sorted(last)]
    if all(_is_value(below) for _, below in pairs):
        return _is_rest_of_figures(pairs)
    labels = [n for n, pair in enumerate(pairs) if all(map(_HAN.search, pair))]
    if not labels:
        return False
    above, below = pairs[labels[-1]]
    are_two = is_label(above) and is_label(below)
    if are_two or is_label(above + below):
        return not are_two
    figures = pairs[labels[-1] + 1 :]
    in_one_part = not all(any(pair[n] for pair in figures) for n in (0, 1))
    return bool(figures) and in_one_part and _is_broken(above, below)


def _is_rest_of_figures(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether a row without a label holds what did not fit above: under figures, beside a label."""
    below = [n for n, (_, text) in enumerate(pairs) if text]
    labels = [n for n, (above, _) in enumerate(pairs) if not _is_value(above)]
    if not below or not labels or labels[-1] > below[0]:
        return False
    return all(_is_value(pairs[n][0]) for n in below)


def _is_value(text: str) -> bool:
    return _VALUE.fullmatch(_NOTE.sub("", text)) is not None


def _is_broken(above: str, below: str) -> bool:
    """Whether a label is the second half of the one above: that is numbered, this is not."""
    return bool(_NUMBERED.match(above)) and not _NUMBERED.match(below) and not _DIGIT.match(below)


def _is_cut_label(above: GridCell, below: GridCell, row: Mapping[Place, GridCell]) -> bool:
    """Whether a label over several rows goes on below, in a row that has a label of its own.

    It may be printed on one side of the break alone; the cell of a label that merges no rows
    stays what it is.
    """
    if max(above.row_span, below.row_span) == 1:
        return False
    if not any(c.column > below.column and _HAN.search(c.text) for c in row.values()):
        return False
    if not above.text:
        return _HAN.search(below.text) is not None
    if not _HAN.search(above.text):
        return False
    return not below.text or _is_broken(above.text, below.text)


def grid_of(table: RuledTable) -> Grid:
    """A table as the reader takes it, with where it stands in words for an official."""
    pages = f"{table.page}–{table.last_page}" if table.last_page > table.page else f"{table.page}"
    name = f"第 {pages} 页表 {table.number}"
    return Grid(name, tuple(_without_seams(table.cells)), table.is_picture)


def _without_seams(cells: Sequence[GridCell]) -> list[GridCell]:
    """Without rows in which only blank cells begin beside text that reaches through them.

    Browsers print such strips where a page break parts the frames of neighbouring cells.
    """
    starts = _by_row(cells)
    seams = [
        row
        for row in starts
        if not any(cell.text for cell in starts[row])
        and any(c.text and c.row < row < c.row + c.row_span for c in cells)
    ]
    if not seams:
        return list(cells)
    kept: list[GridCell] = []
    for cell in cells:
        inside = sum(cell.row <= seam < cell.row + cell.row_span for seam in seams)
        before = sum(seam < cell.row for seam in seams)
        if inside < cell.row_span:
            kept.append(cell._replace(row=cell.row - before, row_span=cell.row_span - inside))
    return sorted(kept, key=lambda cell: (cell.row, cell.column))
