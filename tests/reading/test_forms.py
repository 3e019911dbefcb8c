"""The declared forms and identities against what the notices and domain tables say."""

from collections import Counter

import pytest

from orchestration.reading.form import Form, FormError, load_forms, parse_form
from orchestration.reading.identities import expand, load_identities


def form(name: str) -> Form:
    return next(form for form in load_forms() if form.id == name)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("2019", {"proactive": 22, "requests": 23 * 7, "reviews": 15}),
        ("2021", {"proactive": 10, "requests": 25 * 7, "reviews": 15}),
        ("2014", {"proactive": 8, "requests": 23, "reviews": 8, "other": 19}),
        ("shanghai-2008", {"proactive": 4, "requests": 24, "reviews": 6, "other": 15}),
    ],
)
def test_a_form_has_the_cells_of_its_notice(name: str, cells: dict[str, int]) -> None:
    counted = Counter(table.name for table in form(name).tables for _ in table.cells())
    assert dict(counted) == cells


def test_every_figure_of_a_form_has_its_own_code() -> None:
    for one in load_forms():
        codes = [(c.row, c.column) for table in one.tables for _, c in table.cells()]
        assert len(codes) == len(set(codes)), one.id


def test_identities_speak_of_cells_that_their_form_prints() -> None:
    for identity in load_identities():
        cells = {(c.row, c.column) for t in form(identity.form).tables for _, c in t.cells()}
        assert {*identity.left, *identity.right} <= cells
        assert not set(identity.left) & set(identity.right)


def test_each_rule_holds_for_as_many_rows_or_columns_as_its_form_has() -> None:
    counted = Counter((i.form, i.check) for i in load_identities())
    assert counted["2019", "row_total"] == 23
    assert counted["2021", "row_total"] == 25
    assert counted["2019", "flow_balance"] == counted["2021", "disposition_total"] == 7
    assert counted["2021", "litigation_total"] == 2


def test_outcomes_add_up_without_their_total() -> None:
    totals = [i for i in load_identities() if i.form == "2021" and i.check == "disposition_total"]
    assert {len(i.left) for i in totals} == {21}


def test_an_entry_without_codes_is_named() -> None:
    block = {"is_list": True, "lines": [{"row": "a.b", "label": "甲"}]}
    raw = {
        "id": "x",
        "years": [1],
        "source": "s",
        "tables": [{"name": "requests", "label": "表", "blocks": [block]}],
    }
    with pytest.raises(FormError, match="甲"):
        list(parse_form(raw, {}).tables[0].cells())


def test_a_rule_is_expanded_only_where_its_cells_exist() -> None:
    rule = {
        "check": "c",
        "forms": ["2019"],
        "table": "reviews",
        "relation": "equal",
        "severity": "error",
        "each": "row",
        "rows": ["requests.*"],
        "left": ["upheld"],
        "right": ["total"],
        "left_name": "l",
        "right_name": "r",
    }
    assert expand([rule], load_forms()) == ()
