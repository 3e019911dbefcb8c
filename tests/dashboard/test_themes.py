"""申请办理, 行政执法, 采购与收费 and 复议诉讼: the marts' figures, none where the form has none."""

from __future__ import annotations

from typing import Any

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
            "select region_name, numerator, denominator, unit from marts.indicators_by_region"
            " join marts.dim_regions using (region_code)"
            " where parent_code = ? and year = 2021 and indicator_code = ?"
            " order by dim_regions.sort_order",
            [PROVINCE, code],
        ).fetchall()
    shown = opened.table(app, "地区", "分子")
    assert rows
    assert shown["地区"].to_list() == [name for name, *_ in rows]
    for line, (_, count, base, unit) in zip(shown.iter_rows(named=True), rows, strict=True):
        if base is None:
            assert figures.quantity(count, unit) in line["数值"]
        assert line["分子"] == ("—" if base is None else figures.number(count))


def test_years_whose_form_has_no_procurement_say_so() -> None:
    app = opened.page("procurement", region=PROVINCE, year="2021")
    years = opened.table(app, "指标", "2019", "2021")
    [bought] = years.filter(years["指标"] == "采购金额").to_dicts()
    assert bought["2021"] == "无此项"
    assert bought["2019"] != "无此项"
    assert "采购金额只见于 2019、2020 年度的报告" in opened.words(app)


def test_only_what_the_reports_of_the_year_have_is_offered() -> None:
    def offered(year: str) -> list[str]:
        app = opened.page("procurement", region=PROVINCE, year=year)
        return next(box.options for box in app.selectbox if box.label == "指标")

    assert offered("2021") == ["收费金额"]
    assert "收费金额" not in offered("2020")
    assert "采购金额" in offered("2020")


def rows(province: Settings, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(province.published), read_only=True) as con:
        return con.execute(sql, list(parameters)).fetchall()


def test_what_came_in_is_what_became_of_it(province: Settings) -> None:
    app = opened.page("requests", region=PROVINCE, year="2021")
    shown = opened.table(app, "环节", "内容", "件数")
    [(carried,)] = rows(
        province,
        "select value from marts.region_figures where region_code = ? and year = 2021"
        " and row_code = 'requests.carried_out' and column_code = 'total'",
        PROVINCE,
    )
    [last] = shown.filter(shown["内容"] == "结转下年度继续办理").to_dicts()
    assert last["环节"] == "去向"
    assert number(last["件数"]) == carried
    parts = {
        step: sum(number(one) for one in shown.filter(shown["环节"] == step)["件数"])
        for step in ("来件", "去向")
    }
    assert parts["来件"] == parts["去向"]


def number(text: str) -> int:
    """The count in `12,545 件` or `1,820 件，占 14.5%`."""
    return int(text.removeprefix("约 ").partition(" ")[0].removesuffix("〔推〕").replace(",", ""))


def test_regions_by_outcome_end_with_their_total(province: Settings) -> None:
    app = opened.page("requests", region=PROVINCE, year="2021")
    shown = opened.table(app, "地区", "予以公开", "总计")
    assert shown.columns[-1] == "总计"
    found = rows(
        province,
        "select request_count from marts.region_dispositions"
        " join marts.dim_regions using (region_code)"
        " where parent_code = ? and year = 2021 and row_kind = 'total'"
        " order by dim_regions.sort_order",
        PROVINCE,
    )
    assert shown["总计"].to_list() == [figures.number(count) for (count,) in found]


def test_agencies_can_be_compared_and_the_choice_is_in_the_address(province: Settings) -> None:
    app = opened.page("requests", region=PROVINCE, year="2021")
    app = opened.choose(app, "比较", "机构")
    [part] = [one for one in app.text_input if one.label == "名称含有"]
    part.set_value("人民政府").run()
    [box] = [one for one in app.multiselect if one.label == "对象"]
    assert box.options
    assert all("人民政府" in name for name in box.options)
    box.set_value(box.options[:2]).run()
    assert not app.exception
    assert opened.table(app, "名称", "2021")["名称"].to_list() == sorted(
        box.options[:2], key=opened.table(app, "名称", "2021")["名称"].to_list().index
    )
    assert app.query_params["compare"] in (["机构"], "机构")
    assert len("".join(app.query_params["with"]).split(",")) == 2


def test_a_link_opens_the_same_comparison(province: Settings) -> None:
    found = rows(
        province,
        "select agency_id, agency from marts.indicators_by_agency"
        " join marts.dim_agencies using (agency_id)"
        " where year = 2021 and indicator_code = 'requests_received' order by agency_id limit 2",
    )
    app = opened.page(
        "requests", region=PROVINCE, year="2021", compare="机构",
        **{"with": ",".join(code for code, _ in found)},
    )  # fmt: skip
    assert set(opened.table(app, "名称", "2021")["名称"]) == {name for _, name in found}


def test_systems_are_ranked_by_the_mart(province: Settings) -> None:
    app = opened.page("enforcement", region=PROVINCE, year="2021")
    found = rows(
        province,
        "select organ_group from marts.indicators_by_group"
        " join marts.dim_agency_groups using (organ_group_code)"
        " where region_code = ? and year = 2021 and indicator_code = 'licensing_decisions'"
        " order by value desc nulls last, organ_group collate zh",
        PROVINCE,
    )
    assert opened.table(app, "系统", "数值")["系统"].to_list() == [name for (name,) in found]


def test_the_largest_agencies_say_what_the_checks_found(province: Settings) -> None:
    app = opened.page("procurement", region=PROVINCE, year="2021")
    shown = opened.table(app, "名次", "累计占比", "核查")
    found = rows(
        province,
        "select agency, open_finding_count from marts.largest_agencies"
        " join marts.dim_agencies using (agency_id)"
        " where largest_agencies.region_code = ? and year = 2021"
        " and indicator_code = 'fee_amount' order by place",
        PROVINCE,
    )
    assert shown["机构"].to_list() == [name for name, _ in found]
    assert shown["核查"].to_list() == [
        f"有待处理 {count} 条" if count else "" for _, count in found
    ]


def test_disputes_are_the_official_table(province: Settings) -> None:
    app = opened.page("disputes", region=PROVINCE, year="2021")
    shown = opened.table(app, "类别", "尚未审结", "总计")
    found = rows(
        province,
        "select row_name, value from marts.region_figures where region_code = ? and year = 2021"
        " and row_code in ('review', 'litigation.direct', 'litigation.after_review')"
        " and column_code = 'pending'",
        PROVINCE,
    )
    assert {
        (row["类别"], int(row["尚未审结"].removesuffix("〔推〕").replace(",", "")))
        for row in shown.to_dicts()
    } == {(name, int(value)) for name, value in found}
