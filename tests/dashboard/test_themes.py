"""申请办理, 行政执法, 采购与收费 and 复议诉讼: the marts' figures, none where the form has none."""

from __future__ import annotations

import duckdb
import opened
import pytest

from dashboard.parts import figures
from orchestration.settings import Settings

PROVINCE = "990000"
FIRST = {
    "requests": "requests_received",
    "enforcement": "licensing_decisions",
    "procurement": "fee_amount",
    "disputes": "review_correction_rate",
}


@pytest.fixture(autouse=True)
def home(province: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_HOME", str(province.home))


@pytest.mark.parametrize(("page", "code"), FIRST.items())
def test_regions_below_show_what_the_mart_says(province: Settings, page: str, code: str) -> None:
    app = opened.page(page, region=PROVINCE, year="2021")
    with duckdb.connect(str(province.published), read_only=True) as con:
        rows = con.execute(
            "select region_name, numerator from marts.indicators_by_region"
            " join marts.dim_regions using (region_code)"
            " where parent_code = ? and year = 2021 and indicator_code = ?"
            " order by dim_regions.sort_order",
            [PROVINCE, code],
        ).fetchall()
    shown = opened.table(app, "地区", "分子")
    assert rows
    assert shown["地区"].to_list() == [name for name, _ in rows]
    assert shown["分子"].to_list() == [figures.number(count) for _, count in rows]


def test_years_whose_form_has_no_procurement_say_so() -> None:
    app = opened.page("procurement", region=PROVINCE, year="2021")
    years = opened.table(app, "指标", "2019", "2021")
    [bought] = years.filter(years["指标"] == "采购金额").to_dicts()
    assert bought["2021"] == "无此项"
    assert bought["2019"] != "无此项"
    assert "采购金额只见于 2019、2020 年度的报告" in opened.words(app)
