"""机构: found by part of its name, its years side by side, its peers, its revisions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import opened
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.parts import figures, peers, revisions
from orchestration.settings import Settings


@pytest.fixture(autouse=True)
def home(province: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_HOME", str(province.home))


@pytest.fixture
def con(province: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(province.published), read_only=True) as con:
        yield con


def search(app: AppTest, text: str) -> AppTest:
    [box] = [one for one in app.text_input if one.label == "查找机构"]
    box.set_value(text).run()
    assert not app.exception
    return app


def offered(app: AppTest) -> list[str]:
    return list(next(one for one in app.selectbox if one.label.startswith("机构")).options)


def test_an_agency_is_found_by_every_word_given(con: duckdb.DuckDBPyConnection) -> None:
    app = search(opened.page("agency"), " 示例省  财政 ")
    wanted = con.execute(
        "select count(*) from marts.dim_agencies"
        " where contains(agency, '示例省') and contains(agency, '财政')"
    ).fetchone()
    names = offered(app)
    assert wanted
    assert len(names) == wanted[0] > 0
    assert all("示例省" in name and "财政" in name for name in names)
    assert "".join(app.query_params["q"]) == "示例省 财政"


@pytest.mark.parametrize("text", ["%", "_", "'; drop table x; --", "没有这样的机构"])
def test_what_is_searched_for_is_taken_as_it_stands(text: str) -> None:
    app = search(opened.page("agency"), text)
    assert "没有找到这样的机构。" in opened.words(app)


def test_one_that_did_not_report_says_by_when_it_had_to(con: duckdb.DuckDBPyConnection) -> None:
    [(agency, year, due)] = con.execute(
        "select agency_id, year, due_date from marts.fct_obligations"
        " where status = 'missing' order by agency_id, year limit 1"
    ).fetchall()
    app = opened.page("agency", agency=agency, year=str(year))
    assert f"没有收到该机构的报告（时限 {figures.day(due)}）" in opened.words(app)


def test_years_stand_side_by_side(con: duckdb.DuckDBPyConnection) -> None:
    [(agency,)] = con.execute(
        "select agency_id from marts.fct_reports group by agency_id"
        " having count(*) = 3 order by agency_id limit 1"
    ).fetchall()
    found = con.execute(
        "select year, value, mark from marts.fct_figures where agency_id = ?"
        " and row_code = 'requests.new' and column_code = 'total' order by year",
        [agency],
    ).fetchall()
    app = opened.page("agency", agency=agency, part="历年对照", years="申请办理（只列总计）")
    shown = opened.table(app, "指标", "2019", "2021")
    [row] = shown.filter(pl.col("指标").str.contains("新收")).to_dicts()
    for year, value, mark in found:
        if mark == "stated":
            assert row[str(year)] == figures.number(value)
    app = opened.choose(app, "内容", "指标")
    assert "申请量" in opened.table(app, "指标", "2019", "2021")["指标"].to_list()


def test_peers_are_those_of_the_mart(con: duckdb.DuckDBPyConnection) -> None:
    [(agency, year, count)] = con.execute(
        """
        select agency_id, year, peer_count
        from marts.indicator_peers join marts.dim_agencies using (province, level)
        join marts.fct_reports using (agency_id, year)
        where peer_code = 'government' and dim_agencies.kind = 'government'
            and indicator_peers.scope = fct_reports.scope
            and indicator_code = 'requests_received'
        order by year desc, agency_id limit 1
        """
    ).fetchall()
    app = opened.page("agency", agency=agency, year=str(year), part="同类比较")
    shown = opened.table(app, "年度", "同类中位数", "同类机构数")
    [row] = shown.filter(pl.col("年度") == f"{year}年").to_dicts()
    assert row["同类机构数"] == figures.number(count)
    assert "同类：" in opened.words(app)


def test_the_first_build_is_in_the_revisions(con: duckdb.DuckDBPyConnection) -> None:
    [(agency, years)] = con.execute(
        "select agency_id, count(*) from marts.fct_reports group by all order by agency_id limit 1"
    ).fetchall()
    app = opened.page("agency", agency=agency, part="修订记录")
    shown = opened.table(app, "建成时间", "变动", "现文件")
    assert shown.height == years
    assert set(shown["变动"]) == {"新收到"}


def test_a_revision_says_what_changed_and_why() -> None:
    row: dict[str, Any] = {
        "built_at": datetime(2024, 2, 1), "year": 2021, "row_label": "行政处罚",
        "column_label": "本年处理决定数量", "column_code": "decisions",
        "old_value": None, "old_mark": "unreadable",
        "new_value": Decimal(1200), "new_mark": "inferred", "cause": "reader_changed",
    }  # fmt: skip
    [shown] = revisions.figure_table(pl.DataFrame([row])).to_dicts()
    assert shown["原来"] == "读不出"
    assert shown["现在"] == "1,200〔推〕"
    assert shown["原因"] == "读取方法改进"
    assert shown["指标"] == "行政处罚 · 本年处理决定数量"


def test_a_correction_shows_what_was_printed_and_who_decided() -> None:
    row = {
        "year": 2021, "row_label": "行政处罚", "column_label": None, "unit": None,
        "column_code": "decisions", "printed_text": "12O", "value": Decimal(120),
        "mark": "corrected", "correction_reason": "字母 O 误作 0", "corrected_by": "某某",
        "corrected_on": date(2024, 3, 1),
    }  # fmt: skip
    [shown] = revisions.correction_table(pl.DataFrame([row])).to_dicts()
    assert (shown["原文印作"], shown["更正为"]) == ("12O", "120〔更〕")
    assert shown["日期"] == "2024年3月1日"


def test_where_an_agency_stands_is_told_in_words() -> None:
    row: dict[str, Any] = {
        "year": 2021, "indicator": "办结率", "unit": "%", "is_rate": True,
        "value": Decimal("0.95"), "numerator": Decimal(95), "denominator": Decimal(100),
        "approximate_parts": 0, "median": Decimal("0.8"), "lower_quartile": Decimal("0.7"),
        "upper_quartile": Decimal("0.9"), "lowest": Decimal("0.5"), "highest": Decimal("0.95"),
        "peer_count": 9, "standing": "above",
    }  # fmt: skip
    [shown] = peers.peer_table(pl.DataFrame([row]), "指标").to_dicts()
    assert shown["四分位范围"] == "70.0% 至 90.0%"
    assert shown["位置"] == "高于四分之三的同类机构"
