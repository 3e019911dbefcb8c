"""机构: what its forms and pages lack, year by year; who owes nothing; the band of its peers."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import opened
import polars as pl
import published_fixture
import pytest

from dashboard.parts import agency_years
from dashboard.queries import agencies
from orchestration.settings import Settings

BUREAU, OFFICE = published_fixture.BUREAU, published_fixture.OFFICE


@pytest.fixture
def home(province: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("GONGKAI_HOME", str(province.home))
    return province


def ask(home: Settings, query: str, *values: object) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home.published), read_only=True) as con:
        return con.execute(query, list(values)).fetchall()


def test_a_box_is_never_sent_everybody(home: Settings) -> None:
    [(count,)] = ask(home, "select count(*) from marts.dim_agencies")
    [(last,)] = ask(home, "select max(agency_id) from marts.dim_agencies")
    some = agencies.found("", "", last, 5)
    assert some.height == 5
    assert set(some["match_count"]) == {count}
    assert last in some["agency_id"]


@pytest.fixture
def silent(home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An agency that is known, from a succession, and neither reported nor had to."""
    published = tmp_path / home.published.name
    published.write_bytes(home.published.read_bytes())
    with duckdb.connect(str(published)) as con:
        con.execute(
            "insert into marts.dim_agencies by name select 'silent000001' as agency_id,"
            " '示例省沉默局' as agency, * exclude (agency_id, agency) from marts.dim_agencies"
            " where kind = 'department' order by agency_id limit 1"
        )
    monkeypatch.setenv("GONGKAI_HOME", str(tmp_path))
    return "silent000001"


def test_who_owes_nothing_and_never_reported_has_a_page(silent: str) -> None:
    app = opened.page("agency", agency=silent)
    assert "沉默局" in app.header[0].value
    assert "没有收到过这个机构的报告" in opened.words(app)


def test_a_year_that_was_not_received_says_so_in_its_box(published: Path) -> None:
    app = opened.page("agency", agency=OFFICE, year="2019")
    years = next(box for box in app.selectbox if box.label == "年度")
    assert years.options == ["2021年", "2020年", "2019年（未收到）"]
    assert "没有收到该机构的报告（时限 2020年1月31日）" in opened.words(app)


def test_years_stand_side_by_side_with_their_marks(published: Path) -> None:
    app = opened.page("agency", agency=BUREAU, part="历年对照", years=agency_years.TOTALS)
    shown = opened.table(app, "指标", "2020", "2021")
    rows = {row["指标"]: (row["2020"], row["2021"]) for row in shown.iter_rows(named=True)}
    assert rows["一、本年新收政府信息公开申请数量 · 总计"] == ("26", "26")
    assert rows["二、上年结转政府信息公开申请数量 · 总计"] == ("/", "/")
    assert rows["（一）予以公开 · 总计"][0].startswith("读不出")
    # a row that only the later form has, and one that only the earlier has
    assert rows["（六）其他处理 · 3.其他 · 总计"] == ("—", "0")
    assert rows["（六）其他处理 · 总计"] == ("0", "—")


def test_what_a_form_or_a_page_lacks_is_told_apart_from_blanks(published: Path) -> None:
    reviews = agencies.figures_over_years(OFFICE, "reviews")
    assert set(reviews.filter(pl.col("year") == 2020)["mark"]) == {"no_table"}
    assert "blank" in set(reviews.filter(pl.col("year") == 2021)["mark"])
    proactive = agencies.figures_over_years(OFFICE, "proactive")
    rules = proactive.filter(pl.col("row_code") == "proactive.rules", pl.col("year") == 2021)
    assert set(rules["mark"]) == {"absent", "not_on_form"}
    words = {
        agency_years.figure_words(row)
        for row in pl.concat([reviews, proactive]).iter_rows(named=True)
    }
    assert {"未找到表", "无此格", "—", "空白"} <= words


def test_the_file_of_the_years_is_exact_and_says_its_sources(published: Path) -> None:
    found = agencies.figures_over_years(published_fixture.GOVERNMENT, "proactive")
    exact = agency_years.exact_figures(found)
    [row] = exact.filter(pl.col("原文印作") == "6846.176002", pl.col("年度") == 2021).to_dicts()
    assert (row["数值"], row["单位"]) == (Decimal("68461760.0200"), "元")
    assert row["标记"] == "原文所载"
    assert row["文件"] == "2021/示例市人民政府.txt"
    assert row["位置"]


def test_indicators_have_a_chart_and_a_table(home: Settings) -> None:
    [(agency_id,)] = ask(
        home,
        "select agency_id from marts.indicators_by_agency where indicator_code = 'closure_rate'"
        " and value is not null order by agency_id limit 1",
    )
    app = opened.page("agency", agency=agency_id, part="历年对照", theme="办理比率")
    assert app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")
    assert "办结率" in opened.table(app, "指标", "2020")["指标"].to_list()


def test_the_band_is_that_of_the_peers_own_values(home: Settings) -> None:
    found = ask(
        home,
        "select agency_id, year, indicator_code, peers.scope, peer_code, level, province"
        " from marts.indicator_peers as peers join marts.dim_agencies as agencies"
        " using (province, level) join marts.indicators_by_agency as own"
        " using (agency_id, year, indicator_code)"
        " where peer_code = coalesce(organ_group_code, 'government') and peers.scope ="
        " (select scope from marts.fct_reports as reports where reports.agency_id ="
        " own.agency_id and reports.year = own.year) and value is not null"
        " order by all limit 1",
    )
    agency_id, year, code, scope, peer, level, province_name = found[0]
    values = ask(
        home,
        "select value from marts.indicators_by_agency join marts.dim_agencies using (agency_id)"
        " join marts.fct_reports using (agency_id, year) where year = ? and indicator_code = ?"
        " and fct_reports.scope = ? and coalesce(organ_group_code, 'government') = ?"
        " and level = ? and province = ? and value is not null order by value",
        year, code, scope, peer, level, province_name,
    )  # fmt: skip
    [row] = (
        agencies.indicator_years(agency_id)
        .filter(pl.col("year") == year, pl.col("indicator_code") == code)
        .to_dicts()
    )
    assert row["peer_count"] == len(values) >= 5
    assert (row["lowest"], row["highest"]) == (values[0][0], values[-1][0])
    assert row["median"] == values[(len(values) + 1) // 2 - 1][0]


def test_a_file_without_revisions_gives_a_clear_page(published: Path) -> None:
    app = opened.page("agency", agency=BUREAU, part="修订记录")
    assert app.header[-1].value == "暂时没有可以显示的数据"
    assert "数据文件与本页面的版本不符" in opened.words(app)
