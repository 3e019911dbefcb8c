"""数据下载: the marts, the dictionary and the SQL box, over a whole province."""

from __future__ import annotations

import io
import json

import duckdb
import opened
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import sandbox
from dashboard.parts import sql_box
from orchestration.settings import Settings


@pytest.fixture
def home(province: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("GONGKAI_HOME", str(province.home))
    return province


def run(app: AppTest, sql: str) -> AppTest:
    app.text_area[0].set_value(sql).run()
    next(one for one in app.button if one.label == "运行").click().run()
    assert not app.exception
    return app


def test_every_mart_is_on_offer_with_its_chinese_name(home: Settings) -> None:
    app = opened.page("data")
    box = next(one for one in app.selectbox if one.label == "数据表")
    with duckdb.connect(str(home.published), read_only=True) as con:
        marts = con.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts'"
        ).fetchall()
    assert {one.partition("　")[2] for one in box.options} == {name for (name,) in marts}
    assert all(one.partition("　")[0] for one in box.options)


def test_the_longest_figure_of_a_column_has_room(home: Settings) -> None:
    """Clipped on the left, 448,620 is read as 48,620."""
    [table] = opened.page("data", table="indicators_by_region").dataframe
    told = json.loads(table.proto.columns)
    right = [name for name, one in told.items() if one.get("alignment") == "right"]
    longest = {name: max(len(text) for text in table.value[name].fillna("")) for name in right}
    assert longest["value"] > 8
    assert all(told[name]["width"] >= 9 * longest[name] for name in right)


def test_a_mart_is_headed_in_chinese_with_the_names_for_sql_beside(home: Settings) -> None:
    [table] = opened.page("data", table="fct_procurement").dataframe
    told = json.loads(table.proto.columns)
    assert set(told) - {"_index"} == set(table.value.columns)
    assert all(not told[name]["label"].isascii() for name in table.value.columns)
    assert all(told[name]["help"].startswith(f"{name}：") for name in table.value.columns)


def test_a_mart_is_shown_by_year(home: Settings) -> None:
    app = opened.page("data", table="fct_reports", year="2020")
    with duckdb.connect(str(home.published), read_only=True) as con:
        [count] = con.execute(
            "select count(*) from marts.fct_reports where year = 2020"
        ).fetchone() or [None]
    assert f"{count} 行" in opened.words(app)
    assert set(opened.table(app, "agency_id", "year")["year"]) == {"2020"}


def test_the_dictionary_knows_every_column_of_the_file(home: Settings) -> None:
    with duckdb.connect(str(home.published), read_only=True) as con:
        lacking = con.execute(
            "select table_name, column_name from duckdb_columns() where schema_name = 'marts'"
            " except select table_name, column_name from marts.dictionary"
        ).fetchall()
    assert not lacking, (
        f"without a Chinese name: {lacking}; add them to"
        " dbt_project/seeds/column_labels.csv (and a table to table_labels.csv)"
    )


def test_the_dictionary_is_searched(home: Settings) -> None:
    app = opened.page("data", part="数据字典")
    [search] = app.text_input
    search.set_value("逾期天数").run()
    assert opened.table(app, "列", "定义")["列"].to_list() == ["days_late"]
    assert "q" in app.query_params
    assert opened.table(app, "指标", "算法").height > 15
    assert opened.table(app, "核查", "内容").height > 10


@pytest.mark.parametrize("title", sql_box.examples())
def test_every_example_runs(home: Settings, title: str) -> None:
    answer = sandbox.run(home.published, sql_box.examples()[title], 100)
    assert answer.frame.width > 1


def test_a_query_runs_when_asked_and_stands_in_the_address(home: Settings) -> None:
    app = opened.page("data", part="SQL 查询")
    assert not app.dataframe
    app = run(app, "select year, form from marts.dim_years order by year")
    shown = opened.table(app, "year", "form")
    assert shown["year"].to_list() == ["2019", "2020", "2021"]
    assert "".join(app.query_params["sql"]).startswith("select year, form")


def test_a_link_fills_the_box_and_runs_nothing(home: Settings) -> None:
    app = opened.page("data", part="SQL 查询", sql="select 42 as answer")
    assert app.text_area[0].value == "select 42 as answer"
    assert not any("answer" in one.columns for one in opened.tables(app))


def test_what_is_refused_says_why(home: Settings) -> None:
    app = run(opened.page("data", part="SQL 查询"), "drop table marts.fct_reports")
    assert "只能查询" in app.error[0].value.replace("\\", "")
    app = run(app, "select * from read_csv('/etc/passwd')")
    assert "不能读写其他文件" in app.error[0].value.replace("\\", "")


def test_an_example_is_put_into_the_box(home: Settings) -> None:
    app = opened.page("data", part="SQL 查询")
    title, sql = list(sql_box.examples().items())[3]
    app = opened.choose(app, "示例", title)
    assert app.text_area[0].value == sql


def test_values_are_shown_exactly() -> None:
    frame = pl.DataFrame(
        {"yuan": ["68461760.0200", None]}, schema={"yuan": pl.String}
    ).with_columns(pl.col("yuan").cast(pl.Decimal(20, 4)))
    assert sql_box.as_text(frame)["yuan"].to_list() == ["68,461,760.02", ""]
    assert sql_box.number_columns(frame) == ["yuan"]
    parquet = io.BytesIO()
    frame.write_parquet(parquet)
    assert pl.read_parquet(io.BytesIO(parquet.getvalue())).equals(frame)


def test_whether_something_holds_is_told_in_chinese() -> None:
    assert sql_box.as_text(pl.DataFrame({"holds": [True, False, None]}))["holds"].to_list() == [
        "是",
        "否",
        "",
    ]
