"""What is printed in one cell of a form, as a `Cell` with its basis and, in words, its doubt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from orchestration.reading.form import FormCell, Table
from orchestration.reading.number import BLANK, Figure, in_yuan, parse_figure
from orchestration.reading.reading import Basis, Cell

HEADS_NOT_FOUND = "没有找到全部表头，所在列按顺序推断"
PLACED_BY_SUMS = "页面丢失了空格，所在列由勾稽关系推断"
CUT_BY_SUMS = "页面上各格数字粘连，由勾稽关系拆分"
PLACED_BY_POSITION = "所在列按数字在行中的位置推断"
RULE_BROKEN = "页面各行的空格排法不一，所在列按多数行推断"
GLUED_TO_LABEL = "数字与项目名称连在一起，由此拆出"
_APPROXIMATE = "原文写明是约数"
NO_FIGURE = "项目名称旁没有数字，页面也没有显示空格，按空白读"
FIGURES_ELSEWHERE = "项目名称旁没有数字，表中另有数字不知属于哪一行"
NO_FIGURE_AT_ALL = "页面印了表头和项目，没有留下任何数字，按空白读，数字可能已经丢失"
FIGURES_BROKEN = "表中别的行数字多于格数，页面可能把数字断开了"
_BROKEN = "数字中间有空格或换行，按一个数读"
_FORMS_UNIT = "页面没有印单位，按表式的单位“{unit}”计算"
_NO_UNIT = "页面和表式都没有单位，金额不能确定"
_NOT_A_FIGURE = "“{text}”不是数字"


@dataclass(frozen=True, slots=True)
class Doubt:
    """How far a cell is from certain: its basis, and why in words ("" where it is stated)."""

    basis: Basis = "stated"
    note: str = ""


CERTAIN = Doubt()


def inferred(note: str) -> Doubt:
    """A doubt that makes a cell inferred."""
    return Doubt("inferred", note)


def figure_of(cell: FormCell, text: str, unit: str | None) -> tuple[Figure, Doubt]:
    """The figure that a printed text says in a cell of the form, money in yuan.

    Args:
        unit: the unit of money printed beside the figure or over it, if any.
    """
    figure, doubt = _count_of(text)
    if figure.state == "unreadable" or cell.column != "amount_yuan":
        return figure, doubt
    if figure.value and not figure.unit and not unit:
        doubt = inferred(_FORMS_UNIT.format(unit=cell.unit) if cell.unit else _NO_UNIT)
    return in_yuan(figure, unit or cell.unit), doubt


@lru_cache(maxsize=8192)
def _count_of(text: str) -> tuple[Figure, Doubt]:
    figure = parse_figure(text)
    if figure.state == "unreadable":
        return figure, Doubt("stated", _NOT_A_FIGURE.format(text=text))
    return figure, inferred(_BROKEN) if figure.is_broken else CERTAIN


def make_cell(
    table: Table, cell: FormCell, figure: Figure, doubt: Doubt, raw: str, place: str
) -> Cell:
    """The cell of a reading for a cell of the form."""
    about = _APPROXIMATE if figure.is_approximate else ""
    return Cell(
        table.name,
        table.form,
        cell.row,
        cell.column,
        figure.value,
        figure.state,
        doubt.basis,
        figure.is_approximate,
        raw,
        place,
        *cell.labels,
        "；".join(filter(None, (doubt.note, about))) if about else doubt.note,
    )


def read_cell(
    table: Table, cell: FormCell, text: str, place: str, unit: str | None, doubt: Doubt
) -> Cell:
    """The cell that a printed text makes; `doubt` is about where it stands."""
    figure, own = figure_of(cell, text, unit) if text else (BLANK, CERTAIN)
    if own is not CERTAIN:
        doubt = Doubt(doubt.basis, own.note) if own.basis == "stated" else own
    return make_cell(table, cell, figure, doubt, text, place)
