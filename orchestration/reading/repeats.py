"""Pages from which a program took every text that stood there before: most figures are gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from orchestration.reading.cells import figure_of, inferred, make_cell
from orchestration.reading.find import Found
from orchestration.reading.form import FormCell, Table
from orchestration.reading.lines import Line
from orchestration.reading.number import UNREADABLE, parse_figure
from orchestration.reading.reading import Cell, Finding
from orchestration.reading.words import Words

_FEWEST_TEXTS = 15
_FEWEST_FIGURES = 10
_FEWEST_REPEATED = 1
_LOST = "页面去掉了与前文重复的文字，本格的数字可能已经丢失"
_LEFT = "页面去掉了与前文重复的文字，只留下首次出现的"


def drops_repeats(tables: Sequence[Found], words: Words) -> bool:
    """Whether nothing stands twice in the tables, though heads or figures must."""
    first = min((found.matches[0].start for found in tables), default=0)
    last = max((found.matches[-1].end for found in tables), default=0)
    region = words[first:last]
    if len(region) < _FEWEST_TEXTS or any(word.piece.cell for word in region):
        return False
    if len({word.text for word in region}) < len(region):
        return False
    labels = Counter(entry.label for found in tables for entry in found.entries)
    units = sum(found.entries[m.label].unit is not None for found in tables for m in found.matches)
    return (
        sum(labels.values()) - len(labels) >= _FEWEST_REPEATED
        or sum(word.is_figure for word in region) >= _FEWEST_FIGURES
        or (units >= _FEWEST_FIGURES and any(word.is_unit for word in region))
    )


def left_over(table: Table, lines: Sequence[Line]) -> Iterator[Cell]:
    """The cells of rows from which repeated figures were taken: only whole rows tell anything.

    Where the label of the next row was taken as well, a figure may be that row's.
    """
    order = [entry for block in table.blocks for entry in block.rows]
    left = {line.cells[0].line for line in lines}
    cut = {entry for entry, following in pairwise(order) if following not in left}
    for line in lines:
        is_whole = len(line.values) == len(line.cells) and not line.stray
        is_whole &= line.cells[0].line not in cut
        printed = " | ".join(word.text for word in (*line.values, *line.stray))
        place = line.label.piece.place
        for number, cell in enumerate(line.cells):
            if is_whole and not _lacks_unit(cell, line, number):
                word = line.values[number]
                figure, _ = figure_of(cell, word.text, line.unit)
                yield make_cell(table, cell, figure, inferred(_LEFT), word.text, word.piece.place)
            else:
                yield make_cell(table, cell, UNREADABLE, inferred(_LOST), printed, place)


def _lacks_unit(cell: FormCell, line: Line, number: int) -> bool:
    """Whether a figure is money whose unit may have been taken away."""
    own = parse_figure(line.values[number].text)
    return cell.column == "amount_yuan" and bool(own.value) and not (own.unit or line.unit)


def loss_of(table: Table) -> Finding:
    """The finding that says what became of the table."""
    message = f"{table.label}：{_LEFT}，未留下的数字不能确定"
    return Finding("unplaced_figure", "warning", message, table.label)
