"""数据核查: every finding of a region and year, narrowed, counted and led to its report."""

from __future__ import annotations

import io
from typing import Any

import duckdb
import opened
import openpyxl
import pytest

from dashboard.parts import send_back
from dashboard.queries import findings
from dashboard.queries.findings import Chosen
from orchestration.export.findings import Wanted
from orchestration.settings import Settings

YEAR, PROVINCE = "2020", "990000"


@pytest.fixture(autouse=True)
def home(province: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_HOME", str(province.home))


def keys(province: Settings, condition: str) -> set[str]:
    with duckdb.connect(str(province.published), read_only=True) as con:
        rows = con.execute(
            f"select finding_key from marts.fct_findings where {condition}"
        ).fetchall()
    return {key for (key,) in rows}


def test_every_finding_of_the_year_is_listed(province: Settings) -> None:
    app = opened.page("findings", year=YEAR)
    listed = opened.table(app, "编号", "内容")
    wanted = keys(province, f"year = {YEAR} and is_open")
    assert len(wanted) > 10
    assert set(listed["编号"]) == wanted


def test_the_checks_add_up_to_the_list(province: Settings) -> None:
    app = opened.page("findings", year=YEAR)
    counts = opened.table(app, "核查", "发现")["发现"]
    assert sum(int(one.replace(",", "")) for one in counts) == len(keys(province, f"year = {YEAR}"))


def test_one_check_alone_stands_in_the_address(province: Settings) -> None:
    app = opened.page("findings", year=YEAR)
    app = opened.choose(app, "核查", "row_total")
    assert set(opened.table(app, "编号", "内容")["编号"]) == keys(
        province, f"year = {YEAR} and check_id = 'row_total'"
    )
    assert app.query_params["check"] in (["row_total"], "row_total")


def test_a_finding_leads_to_the_report_it_is_about() -> None:
    app = opened.page("findings", year=YEAR, check="row_total")
    links = opened.table(app, "编号", "详情")["详情"]
    assert links.str.contains(r"agency\?agency=[0-9a-f]{12}&year=2020").all()


def test_reports_that_are_missing_have_no_page_to_open() -> None:
    app = opened.page("findings", year=YEAR, check="missing_report")
    links = opened.table(app, "编号", "详情")["详情"].drop_nulls()
    assert not links.str.contains("agency").any()


def test_findings_are_narrowed_by_the_name_of_the_agency(province: Settings) -> None:
    app = opened.page("findings", year=YEAR)
    name = opened.table(app, "编号", "内容")["机构"][0]
    [search] = [one for one in app.text_input if one.label == "机构名称含有"]
    search.set_value(name).run()
    assert not app.exception
    assert set(opened.table(app, "编号", "内容")["机构"]) == {name}


def test_a_finding_shows_its_cells_and_what_is_printed_there(province: Settings) -> None:
    with duckdb.connect(str(province.published), read_only=True) as con:
        [(key, path, places)] = con.execute(
            "select finding_key, document_path, places from marts.fct_findings"
            f" where year = {YEAR} and check_id = 'row_total' and places is not null"
            " order by finding_key limit 1"
        ).fetchall()
    app = opened.page("findings", year=YEAR, finding=key)
    source = opened.table(app, "原文印作", "位置")
    assert set(source["位置"]) == set(places.split("；"))
    assert f"文件：{path}" in opened.words(app)
    assert "应当：" in opened.words(app)


def test_the_workbook_to_send_back_has_the_findings_that_are_shown(province: Settings) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(send_back.book(Wanted(year=int(YEAR), check_id="row_total")))
    )
    rows = list(book["全部发现"].iter_rows(values_only=True))
    listed = {str(row[-1]) for row in rows[1:] if row[-1]}
    assert listed == keys(province, f"year = {YEAR} and check_id = 'row_total' and is_open")


def test_a_long_list_is_shown_page_by_page_and_handed_over_whole(
    province: Settings,
) -> None:
    chosen = Chosen("", int(YEAR))
    count = len(keys(province, f"year = {YEAR} and is_open"))
    first, second = findings.findings(chosen, 10), findings.findings(chosen, 10, 10)
    assert findings.count(chosen) == count
    assert not set(first["finding_key"]) & set(second["finding_key"])
    assert findings.findings(chosen, 10_000).height == count


def rows(settings: Settings, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(settings.published), read_only=True) as con:
        return con.execute(query).fetchall()


def test_figures_of_both_years_are_shown(province: Settings) -> None:
    found = rows(
        province,
        "select finding_key, year, left_value, right_value from marts.fct_findings"
        " where check_id = 'carry_over'",
    )
    assert found
    for key, year, left, right in found:
        values = dict(findings.disputed_figures(key).select("year", "value").iter_rows())
        assert values == {year - 1: left, year: right}
    key, year, *_ = found[0]
    app = opened.page("findings", year=str(year), finding=key)
    assert len([one for one in opened.tables(app) if "原文印作" in one.columns]) == 2


def test_every_place_that_a_check_names_leads_to_one_figure(province: Settings) -> None:
    checks = ("row_total", "flow_balance", "disposition_total", "review_total", "items_continue")
    found = rows(province, f"select finding_key from marts.fct_findings where check_id in {checks}")
    assert len(found) > 5
    for (key,) in found:
        named = findings.disputed_figures(key)
        keyed = named.select("year", "table_name", "row_code", "column_code")
        assert named.height
        assert not keyed.is_duplicated().any()


def test_the_sentence_of_the_prose_is_shown(province: Settings) -> None:
    [(key, year, message)] = rows(
        province,
        "select finding_key, year, message from marts.fct_findings"
        " where check_id = 'narrative_agrees' order by finding_key limit 1",
    )
    app = opened.page("findings", year=str(year), finding=key)
    sentence = message.partition("：「")[2].removesuffix("」")
    assert sentence
    assert any(one.value.endswith(f"：{sentence}") for one in app.text)


def test_another_list_begins_at_its_first_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "count", lambda chosen: 1000)
    app = opened.page("findings", year=YEAR, page="2")
    box = next(one for one in app.selectbox if one.label == "页")
    assert box.value == 2
    app = opened.choose(app, "程度", "error")
    box = next(one for one in app.selectbox if one.label == "页")
    assert box.value == 1
    assert "page" not in app.query_params
