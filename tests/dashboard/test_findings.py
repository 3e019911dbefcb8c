"""数据核查: every finding of a region and year, narrowed, counted and led to its report."""

from __future__ import annotations

import duckdb
import opened
import pytest

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
