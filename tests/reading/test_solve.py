from decimal import Decimal

from orchestration.reading.identities import Identity, Key
from orchestration.reading.solve import LooseRow, solve


def identity(left: list[Key], right: list[Key]) -> Identity:
    about = ("f", "t", "check", "equal", "error", "left", "right", None, None)
    return Identity(*about, tuple(left), tuple(right))


def row_keys(row: str) -> tuple[Key, ...]:
    return ((row, "a"), (row, "b"), (row, "total"))


def row_total(row: str) -> Identity:
    return identity([(row, "a"), (row, "b")], [(row, "total")])


def numbers(*values: int) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, values))


def test_the_total_is_certain_where_the_applicant_is_not() -> None:
    row = LooseRow(row_keys("r"), numbers(26, 26))
    assert solve([row], {}, [row_total("r")]) == [[(0, 2), (1, 2)]]


def test_another_rows_known_figures_settle_the_applicant() -> None:
    row = LooseRow(row_keys("new"), numbers(5, 5))
    known = {("closed", "a"): Decimal(0), ("closed", "b"): Decimal(5)}
    across = [identity([("new", c)], [("closed", c)]) for c in ("a", "b")]
    assert solve([row], known, [row_total("new"), *across]) == [[(1, 2)]]


def test_a_row_that_breaks_its_own_total_is_left_open() -> None:
    row = LooseRow(row_keys("r"), numbers(3, 4))
    assert solve([row], {}, [row_total("r")]) == [[]]


def test_columns_that_break_their_identity_do_not_overrule_the_row() -> None:
    row = LooseRow(row_keys("new"), numbers(5, 5))
    known = {("closed", "a"): Decimal(7), ("closed", "b"): Decimal(8)}
    across = [identity([("new", c)], [("closed", c)]) for c in ("a", "b")]
    assert solve([row], known, [row_total("new"), *across]) == [[(0, 2), (1, 2)]]


def test_a_row_with_a_total_puts_its_last_figure_there() -> None:
    row = LooseRow(row_keys("r"), numbers(0, 0), has_total=True)
    assert solve([row], {}, [row_total("r")]) == [[(0, 2), (1, 2)]]
