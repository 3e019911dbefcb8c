from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.reading.cuts import LONGEST_LONE_TOTAL, LONGEST_RUN, cuts, cuts_with_total

RUNS = st.lists(st.text("0123456789", min_size=1, max_size=6), min_size=1, max_size=3)


@pytest.mark.parametrize(
    ("runs", "most", "expected"),
    [
        (("000",), 3, [(0, 0, 0)]),
        (("000",), 2, []),
        (("12",), 2, [(1, 2), (12,)]),
        (("1", "02"), 4, [(1, 0, 2)]),
    ],
)
def test_cuts(runs: tuple[str, ...], most: int, expected: list[tuple[int, ...]]) -> None:
    assert sorted(cuts(runs, most)) == sorted(tuple(map(Decimal, way)) for way in expected)


@given(runs=RUNS, most=st.integers(1, 8))
def test_every_cut_prints_the_same_digits(runs: list[str], most: int) -> None:
    for figures in cuts(runs, most):
        assert "".join(map(str, figures)) == "".join(runs)
        assert len(runs) <= len(figures) <= most


@given(runs=RUNS, most=st.integers(2, 8))
def test_cuts_with_a_total_are_the_cuts_that_add_up(runs: list[str], most: int) -> None:
    ways = set(cuts(runs, most))
    adding_up = {way for way in ways if sum(way[:-1]) == way[-1]}
    lone = {way for way in ways if len(way) == 1 and 0 < way[0] < 10**LONGEST_LONE_TOTAL}
    assert set(cuts_with_total(runs, most)) == adding_up | lone


def test_an_endless_run_is_not_cut() -> None:
    assert list(cuts(["1" * (LONGEST_RUN + 1)], 7)) == []
