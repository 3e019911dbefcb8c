"""The benchmark against other readers counts fairly."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bench.by_hand import ByHand
from bench.rival import measure, ours, pages, score
from orchestration.demo.province.write import write_province

TRUTH = {("a", "x"): Decimal(1), ("a", "y"): Decimal(2), ("b", "x"): Decimal(3), ("b", "y"): None}


@pytest.mark.parametrize(
    ("found", "counts"),
    [
        ({("a", "x"): Decimal(1), ("a", "y"): Decimal(2), ("b", "x"): Decimal(3)}, (3, 0, 0)),
        ({("a", "x"): Decimal(1), ("a", "y"): Decimal(7)}, (1, 1, 1)),
        ({("b", "y"): Decimal(0)}, (0, 1, 3)),  # a blank cell is no zero
        ({("c", "z"): Decimal(5)}, (0, 0, 3)),
    ],
)
def test_figures_are_right_wrong_or_missing(
    found: dict[tuple[str, str], Decimal], counts: tuple[int, int, int]
) -> None:
    assert score(found, TRUTH) == counts


def test_plain_tables_are_read_by_hand_too(tmp_path: Path) -> None:
    write_province(tmp_path, 12, range(2020, 2023), 2)
    given = pages(tmp_path, 30)
    assert len(given) > 10
    own, other = measure(ours, given), measure(ByHand().read, given)
    assert own.wrong == 0
    assert own.right > other.right > own.right / 4
    assert min(own.pages_a_second, other.pages_a_second) > 0
