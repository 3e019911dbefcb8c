"""Pages with tables and lines made one document: furniture left out, what breaks cut joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from orchestration.reading.formats.pdf_flow import (
    Line,
    Paragraph,
    continues,
    extend,
    paragraphs,
    without_furniture,
)
from orchestration.reading.formats.pdf_grid import RuledTable
from orchestration.reading.formats.pdf_join import IsLabel, grid_of, is_continued, join
from orchestration.reading.formats.pdf_raw import Box
from orchestration.reading.layout import Grid


@dataclass(slots=True)
class Sheet:
    """A page as read: its tables, its lines outside them, and how much of it could be read.

    `is_scan`: it is a picture that was not read, `is_picture`: one that was.
    """

    box: Box
    tables: list[RuledTable] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    count: int = 0
    unmapped: int = 0
    hidden: int = 0
    is_scan: bool = False
    is_drawn: bool = False
    is_picture: bool = False


def blocks_of(sheets: Sequence[Sheet], is_label: IsLabel) -> list[str | Grid]:
    """All pages in reading order, what a page break cut made whole; see `join` for `is_label`."""
    kept = without_furniture([s.lines for s in sheets], [s.box for s in sheets])
    blocks: list[Paragraph | RuledTable] = []
    for sheet, lines in zip(sheets, kept, strict=True):
        own = _in_order(sheet, lines)
        if own and blocks and (whole := _across_break(blocks[-1], own[0], is_label)):
            blocks[-1:] = [whole]
            own = own[1:]
        blocks += own
    return [grid_of(block) if isinstance(block, RuledTable) else block.text for block in blocks]


def _in_order(sheet: Sheet, lines: Sequence[Line]) -> list[Paragraph | RuledTable]:
    """The blocks of a page from top to bottom; a paragraph ends where a table begins."""
    blocks: list[Paragraph | RuledTable] = []
    rest = list(lines)
    for table in sheet.tables:
        above = [line for line in rest if line.top > table.levels[0]]
        rest = [line for line in rest if line.top <= table.levels[0]]
        blocks += [*paragraphs(above, sheet.box), table]
    return [*blocks, *paragraphs(rest, sheet.box)]


def _across_break(
    above: Paragraph | RuledTable, below: Paragraph | RuledTable, is_label: IsLabel
) -> Paragraph | RuledTable | None:
    """One block out of the last of a page and the first of the next, if the break cut it."""
    if isinstance(above, RuledTable) and isinstance(below, RuledTable):
        return join(above, below, is_label) if is_continued(above, below) else None
    if isinstance(above, Paragraph) and isinstance(below, Paragraph) and continues(above, below):
        extend(above, below)
        return above
    return None
