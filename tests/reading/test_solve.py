from decimal import Decimal

from orchestration.reading.identities import Identity, Key
from orchestration.reading.solve import LooseRow, Way, solve


def identity(left: list[Key], right: list[Key]) -> Identity:
    about = ("f", "t", "check", "equal", "error", "left", "right", None, None)
    return Identity(*about, tuple(left), tuple(right))


def row_keys(row: str) -> tuple[Key, ...]:
    return ((row, "a"), (row, "b"), (row, "total"))


def row_total(row: str) -> Identity:
    return identity([(row, "a"), (row, "b")], [(row, "total")])


def numbers(*values: int) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, values))


def way(*values: int | None) -> Way:
    return tuple(None if value is None else Decimal(value) for value in values)


def test_the_total_is_certain_where_the_applicant_is_not() -> None:
    row = LooseRow(row_keys("r"), numbers(26, 26))
    assert solve([row], {}, [row_total("r")]) == [[way(26, None, 26), way(None, 26, 26)]]


def test_another_rows_known_figures_settle_the_applicant() -> None:
    row = LooseRow(row_keys("new"), numbers(5, 5))
    known = {("closed", "a"): Decimal(0), ("closed", "b"): Decimal(5)}
    across = [identity([("new", c)], [("closed", c)]) for c in ("a", "b")]
    assert solve([row], known, [row_total("new"), *across]) == [[way(None, 5, 5)]]


def test_a_row_that_breaks_its_own_total_is_left_open() -> None:
    row = LooseRow(row_keys("r"), numbers(3, 4))
    assert solve([row], {}, [row_total("r")]) == [[]]


def test_columns_that_break_their_identity_do_not_overrule_the_row() -> None:
    row = LooseRow(row_keys("new"), numbers(5, 5))
    known = {("closed", "a"): Decimal(7), ("closed", "b"): Decimal(8)}
    across = [identity([("new", c)], [("closed", c)]) for c in ("a", "b")]
    assert solve([row], known, [row_total("new"), *across]) == [[way(5, None, 5), way(None, 5, 5)]]


def test_a_row_with_a_total_puts_its_last_figure_there() -> None:
    row = LooseRow(row_keys("r"), numbers(0, 0), has_total=True)
    assert solve([row], {}, [row_total("r")]) == [[way(0, None, 0), way(None, 0, 0)]]


def test_glued_cells_are_cut_where_only_one_way_adds_up() -> None:
    row = LooseRow(row_keys("r"), (), has_total=True, digits=("23023",))
    assert solve([row], {}, [row_total("r")]) == [[way(23, 0, 23)]]


def test_a_gap_between_glued_figures_is_kept() -> None:
    row = LooseRow(row_keys("r"), (), has_total=True, digits=("11", "112"))
    assert solve([row], {}, [row_total("r")]) == [[way(11, 1, 12)]]


def test_glued_cells_without_an_identity_stay_open() -> None:
    row = LooseRow(row_keys("r"), (), digits=("898989",))
    assert len(solve([row], {}, [])[0]) > 1


def test_figures_too_far_apart_to_add_up_every_way_are_left_open() -> None:
    rows = [LooseRow(row_keys(name), (), digits=("9" * 13,)) for name in ("new", "closed")]
    across = [identity([("new", "a")], [("closed", "a"), ("closed", "b")])]
    assert all(len(ways) > 1 for ways in solve(rows, {}, across))
