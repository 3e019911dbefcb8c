"""总览 of a whole province: eight indicators, what they rest on, and what the reader chose."""

from __future__ import annotations

from typing import Any

import duckdb
import opened
import polars as pl
import pytest

from dashboard.parts import cards, figures, years
from orchestration.settings import Settings

PROVINCE, CITY = "990000", "990100"
EIGHT = ["申请量", "办结率", "公开率", "不予公开率", "复议纠错率", "诉讼败诉率", "报送率", "按时率"]


@pytest.fixture(autouse=True)
def home(province: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_HOME", str(province.home))


def asked(province: Settings, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(province.published), read_only=True) as con:
        return con.execute(sql, list(parameters)).fetchall()


def test_eight_indicators_come_first() -> None:
    app = opened.page("overview", region=PROVINCE, year="2021")
    assert [metric.label for metric in app.metric][:8] == EIGHT


def test_the_basis_is_what_the_mart_says(province: Settings) -> None:
    [(due, missing, blanks, errors)] = asked(
        province,
        "select due_count, missing_count, blank_count, open_error_count from marts.region_basis"
        " where region_code = ? and year = 2021",
        PROVINCE,
    )
    app = opened.page("overview", region=PROVINCE, year="2021")
    said = opened.words(app)
    assert errors
    assert f"核查发现 {errors} 处错误尚待处理" in said
    assert f"{due} 份" in said
    assert f"空白 {figures.number(blanks)}" in said
    assert f"{missing} 份" in said


def test_years_before_the_chosen_first_one_are_left_out() -> None:
    app = opened.page("overview", region=PROVINCE, year="2021")
    assert set(opened.table(app, "申请人", "2019年").columns) == {
        "申请人", "2019年", "2020年", "2021年",
    }  # fmt: skip
    app = opened.choose(app, "历年自", 2020)
    assert app.query_params["from"] in (["2020"], "2020")
    assert "2019年" not in opened.table(app, "申请人", "2020年").columns


def test_applicants_are_those_of_the_mart(province: Settings) -> None:
    app = opened.page("overview", region=PROVINCE, year="2021")
    shown = opened.table(app, "申请人", "2021年")
    [(value,)] = asked(
        province,
        "select value from marts.region_figures where region_code = ? and year = 2021"
        " and row_code = 'requests.new' and column_code = 'natural_person'",
        PROVINCE,
    )
    [person] = shown.filter(shown["申请人"] == "自然人").to_dicts()
    assert person["2021年"].removesuffix("〔推〕").removeprefix("约 ") == figures.number(value)


def test_a_course_stops_at_years_that_cannot_be_compared() -> None:
    def year(number: int, value: int | None, comparable: bool) -> dict[str, Any]:
        return {
            "indicator_code": "count", "year": number, "value": value, "is_comparable": comparable,
        }  # fmt: skip

    history = pl.DataFrame(
        [year(2018, 9, False), year(2019, 8, False), year(2020, 7, True), year(2021, 6, True)]
    )
    row = {"indicator_code": "count", "value": 6}
    assert cards.course(history, row) == [8, 7, 6]
    broken = history.with_columns(
        value=pl.when(pl.col("year") == 2020).then(None).otherwise(pl.col("value"))
    )
    assert cards.course(broken, row) == []
    assert cards.course(history, row | {"value": None}) == []


def test_a_year_whose_form_lacks_an_indicator_says_so() -> None:
    row = {"value": None, "numerator": None, "withheld_reason": "所采用的报告都没有这一项"}
    assert years.words(row) == "无此项"
    assert years.words(row | {"withheld_reason": "所采用的报告中这一项均为空白"}) == "空白"
