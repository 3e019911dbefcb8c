"""How a figure is printed: digits, signs, units, notes, and what of it a reader can be sure of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Literal

from orchestration.demo.figures import Figure, State
from orchestration.reading.form import FormCell
from orchestration.reading.number import YUAN_PER_UNIT

Basis = Literal["stated", "inferred", "lost"]

_NOT_APPLICABLE = ("-", "/", "—", "无", "不适用")
_FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_NOTES = ("①", "[1]", "②", "[注1]")


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as a page prints it.

    `basis` is what the page leaves of it: "stated" where its place and value are plain, "inferred"
    where a reader must deduce them, "lost" where it cannot.
    """

    value: Decimal | None
    state: State
    approximate: bool
    text: str
    basis: Basis = "stated"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a document prints its figures.

    `oddity` is the share of figures printed in an unusual way; `has_cells` says that a cell may
    hold blanks, line ends and notes without falling apart. `blank` is what a blank cell holds.
    """

    oddity: float = 0.0
    has_cells: bool = True
    has_thousands: bool = False
    is_full_width: bool = False
    not_applicable: str = "-"
    blank: str = ""


PLAIN = Manner()


def random_manner(rng: Random, *, has_cells: bool) -> Manner:
    """The habits of one document; those of most are plain."""
    return Manner(
        oddity=rng.choice((0.0, 0.0, 0.03, 0.1)),
        has_cells=has_cells,
        has_thousands=rng.random() < 0.15,
        is_full_width=rng.random() < 0.05,
        not_applicable=rng.choice(_NOT_APPLICABLE),
        blank="\u00a0" if has_cells and rng.random() < 0.3 else "",
    )


def digits(value: Decimal, *, thousands: bool = False) -> str:
    """A number without exponent and superfluous places."""
    text = format(abs(value), ",f" if thousands else "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def print_figure(
    cell: FormCell, figure: Figure, unit: str | None, manner: Manner, rng: Random
) -> Printed:
    """Print the figure of one cell.

    Args:
        unit: the unit of money that the head, the row or a column of units prints, if any.
    """
    if figure.state == "blank":
        return Printed(None, "blank", False, manner.blank)
    if figure.value is None:
        return Printed(None, "not_applicable", False, manner.not_applicable)
    if cell.column == "amount_yuan":
        printed = _print_amount(cell, figure, unit, manner, rng)
    else:
        text = _sign(figure.value, cell, manner, rng)
        text += digits(figure.value, thousands=manner.has_thousands)
        printed = Printed(figure.value, "number", figure.is_approximate, text)
        if figure.is_approximate:
            printed = replace(printed, text=f"约{text}")
    if manner.is_full_width:
        printed = replace(printed, text=printed.text.translate(_FULL_WIDTH))
    return _odd(cell, printed, manner, rng) if rng.random() < manner.oddity else printed


def _sign(value: Decimal, cell: FormCell, manner: Manner, rng: Random) -> str:
    if value < 0:
        is_change = cell.column == "items_change"
        return rng.choice(("-", "-", "－", "减")) if is_change and manner.oddity else "-"
    return "+" if value and cell.column == "items_change" and rng.random() < 0.3 else ""


def _print_amount(
    cell: FormCell, figure: Figure, unit: str | None, manner: Manner, rng: Random
) -> Printed:
    value = figure.value or Decimal(0)
    own = _own_unit(value, rng) if unit is None or rng.random() < manner.oddity else None
    if own is None and unit is None and value and rng.random() < 0.85:
        own = "万元"
    about = figure.is_approximate or (bool(value) and rng.random() < 0.03)
    text = digits(value / YUAN_PER_UNIT[own or unit or cell.unit or "万元"])
    if about:
        text = f"{rng.choice(('约', '≈'))}{text}"
    basis: Basis = "stated"
    if value and own is None and unit is None:
        basis = "inferred" if cell.unit else "lost"
    return Printed(value, "number", about, text + (own or ""), basis)


def _own_unit(value: Decimal, rng: Random) -> str | None:
    if not value:
        return rng.choice((None, "元", "万元"))
    if value >= 10**8 and value % 10**6 == 0:
        return "亿元"
    return rng.choice(("元", "万元", None))


def _odd(cell: FormCell, printed: Printed, manner: Manner, rng: Random) -> Printed:
    """A mark of a note behind a figure, a unit, a figure broken in two, full-width digits."""
    text = printed.text
    way = rng.random()
    if way < 0.3 or not manner.has_cells:
        return replace(printed, text=text.translate(_FULL_WIDTH))
    if way < 0.5:
        return replace(printed, text=text + rng.choice(_NOTES))
    if way < 0.7 and cell.unit and cell.column not in ("amount_yuan", "percent"):
        return replace(printed, text=text + cell.unit)
    if way < 0.85 and text.isdigit() and len(text) > 1:
        cut = rng.randint(1, len(text) - 1)
        broken = text[:cut] + rng.choice((" ", "\n")) + text[cut:]
        return replace(printed, text=broken, basis="inferred")
    return printed
