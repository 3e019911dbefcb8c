"""What pages do to a table's geometry leaves every figure in it."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from orchestration.demo import shape
from orchestration.demo.figures import FORMS, random_figures
from orchestration.demo.printing import Manner
from orchestration.demo.sheets import Sheet, Sheets, sheets_of
from orchestration.demo.wording import random_wording


def _sheets(form: str, seed: int) -> Sheets:
    rng = Random(seed)
    return sheets_of(random_figures(form, rng), random_wording(rng), Manner(), rng, 2021)


def _covered(sheet: Sheet) -> Counter[tuple[int, int]]:
    return Counter(
        (row, column)
        for box in sheet.boxes
        for row in range(box.row, box.row + box.row_span)
        for column in range(box.column, box.column + box.column_span)
    )


def _keys(*sheets: Sheet) -> Counter[object]:
    return Counter(box.key for sheet in sheets for box in sheet.boxes if box.key)


@pytest.mark.parametrize("form", FORMS)
def test_boxes_fill_the_table_without_overlap(form: str) -> None:
    for seed in range(20):
        for sheet in _sheets(form, seed).sheets:
            for made in (
                sheet,
                shape.without_row_spans(sheet),
                shape.with_other_spans(sheet, Random(seed)),
                *shape.cut_anywhere(sheet, Random(seed), repeats_head=True),
                *shape.cut_anywhere(sheet, Random(seed), repeats_head=False),
            ):
                covered = _covered(made)
                assert set(covered.values()) == {1}
                assert len(covered) == made.width * made.height


@pytest.mark.parametrize("form", FORMS)
def test_every_figure_stays(form: str) -> None:
    for seed in range(20):
        for sheet in _sheets(form, seed).sheets:
            wanted = _keys(sheet)
            assert _keys(*shape.cut_anywhere(sheet, Random(seed), repeats_head=True)) == wanted
            assert _keys(shape.with_other_spans(sheet, Random(seed))) == wanted
            assert _keys(shape.without_row_spans(sheet)) == wanted
            assert _keys(shape.with_flat_labels(sheet)) == wanted


def test_flat_labels_put_each_label_in_one_column() -> None:
    sheet = shape.with_flat_labels(_sheets("2021", 3).sheets[1])
    labels = [box for box in sheet.boxes if box.kind == "label"]
    assert {box.column for box in labels} == {0}
    assert len({box.row for box in labels}) == len(labels)


def test_lost_blanks_leave_no_place_certain_in_a_row_with_some() -> None:
    for seed in range(30):
        made = _sheets("2021", seed)
        left = shape.lose_blanks(made.sheets, made.printed)
        for row in (row for sheet in made.sheets for row in shape.value_rows(sheet)):
            states = [made.printed[box.key].state for box in row if box.key]
            bases = {left[box.key].basis for box in row if box.key}
            if "blank" in states and set(states) != {"blank"}:
                assert "stated" not in bases
            else:
                assert bases == {made.printed[box.key].basis for box in row if box.key}
