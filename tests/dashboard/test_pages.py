"""Both pages on the invented province, run without a browser."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import polars as pl
import published_fixture
import pytest
from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "dashboard" / "app.py"


def overview(**address: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def agency(**address: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    app.switch_page("views/agency.py")
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def metrics(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def captions(app: AppTest) -> str:
    return "\n".join(caption.value.replace("\\", "") for caption in app.caption)


def frames(app: AppTest) -> list[pl.DataFrame]:
    """Every table of the page, scrolling and static ones, as the reader sees their text."""
    shown = [*app.dataframe, *app.table]
    return [
        pl.from_pandas(one.value).with_columns(pl.col(pl.String).str.replace_all(r"\\|\u200c", ""))
        for one in shown
    ]


def texts(app: AppTest) -> list[str]:
    return [text.value for text in app.text]


def choose(app: AppTest, label: str, value: object) -> AppTest:
    box = next(box for box in app.selectbox if box.label.startswith(label))
    box.set_value(value).run()
    assert not app.exception
    return app


def test_overview_opens_on_the_widest_province_and_says_it_is_incomplete(published: Path) -> None:
    app = overview()
    assert app.header[0].value == "示例省　2021年度"
    assert any("缺省级政府和空城市" in text for text in texts(app))
    assert metrics(app)["申请量"] == "1,500 件"
    assert "不完整" in "".join(markdown.value for markdown in app.markdown)


def test_a_complete_region_is_not_called_incomplete(published: Path) -> None:
    app = overview(region=published_fixture.CITY, year="2021")
    assert "不完整" not in "".join(markdown.value for markdown in app.markdown)
    assert any("用示例市人民政府的汇总报告" in text for text in texts(app))


def test_indicator_shows_parts_change_and_exact_money(published: Path) -> None:
    app = overview(region=published_fixture.CITY, year="2021")
    assert metrics(app)["公开率"] == "60.0%"
    assert metrics(app)["收费金额（万元）"] == "6,846.176002"
    said = captions(app)
    assert "900 ÷ 1,500" in said
    assert "较上年 −15.0 个百分点" in said
    assert "较上年 +300 件（+25.0%）" in said


def test_a_blank_is_never_a_zero(published: Path) -> None:
    app = overview(region=published_fixture.CITY, year="2021")
    assert metrics(app)["强制决定"] == "空白"
    cells = [cell for table in frames(app) for row in table.rows() for cell in row]
    assert cells.count("空白") == 2  # 无法提供; 强制决定 among all indicators
    assert "0" not in cells


def test_a_rate_on_few_requests_is_withheld_with_its_reason(published: Path) -> None:
    app = overview(region=published_fixture.COUNTY, year="2021")
    assert metrics(app)["公开率"] == "0 / 26"
    assert "分母不足 30，不列比率" in captions(app)


def test_region_and_year_can_be_changed_and_stand_in_the_address(published: Path) -> None:
    app = choose(overview(), "市", published_fixture.CITY)
    assert "示例省示例市" in app.header[0].value
    app = choose(app, "年度", 2020)
    assert metrics(app)["申请量"] == "1,200 件"
    assert app.query_params["region"] in ([published_fixture.CITY], published_fixture.CITY)
    assert app.query_params["year"] in (["2020"], "2020")


def test_an_address_that_names_nothing_known_still_opens(published: Path) -> None:
    app = overview(region="'; drop table x; --", year="二〇二一")
    assert "示例省" in app.header[0].value


def test_gaps_and_covered_reports_are_listed(published: Path) -> None:
    app = overview(region=published_fixture.PROVINCE, year="2021", reports="缺少的报告")
    gaps = next(table for table in frames(app) if "缺少" in table.columns)
    assert gaps.rows() == [("示例省", "没有本级政府的汇总报告"), ("空城市", "没有任何报告")]
    app = choose(app, "显示", "已含在上级汇总中")
    assert "reports" in app.query_params
    covered = next(table for table in frames(app) if "已含在" in table.columns)
    assert covered["机构"].to_list() == ["示例市统计局", "甲县民政局"]
    assert covered["是否按时"].to_list() == ["按时", "逾期"]


def test_agency_page_names_report_document_and_findings(published: Path) -> None:
    app = agency(agency=published_fixture.BUREAU, year="2021")
    assert "示例市统计局" in app.header[0].value
    said = texts(app)
    assert "2021/示例市统计局.txt" in said
    assert "示例省示例市" in said
    assert any("六类申请人之和 22，总计 23，相差 1" in text for text in said)
    assert f"附件：{published_fixture.ANNEX}" in said
    files = next(table for table in frames(app) if "采用与否" in table.columns)
    assert files["文件"].to_list() == [
        "2021/示例市统计局.txt",
        published_fixture.ANNEX,
        "2021/副本.txt",
    ]
    assert files["采用与否"].to_list() == ["已采用", "已采用（附件）", "未采用，已被取代"]


def test_every_figure_is_listed_with_its_printed_text(published: Path) -> None:
    app = agency(agency=published_fixture.BUREAU, year="2021")
    figures = next(f.value for f in app.dataframe if "原文印作" in f.value.columns)
    shown = set(figures["数据"])
    assert {"26〔推〕", "空白", "/", f"读不出「{published_fixture.HOSTILE}」"} <= shown


def test_a_doubtful_figure_says_why_and_each_figure_where(published: Path) -> None:
    app = agency(agency=published_fixture.BUREAU, year="2021")
    figures = next(f.value for f in app.dataframe if "原文印作" in f.value.columns)
    [note] = set(figures["说明"][figures["数据"] == "26〔推〕"])
    assert note == published_fixture.NOTES["inferred"]
    assert set(figures["说明"][figures["依据"] == "原文所载"]) == {
        "",
        published_fixture.NOTES["unreadable"],
    }
    assert set(figures["文件"]) == {"2021/示例市统计局.txt", published_fixture.ANNEX}


def test_a_partly_read_report_says_why(published: Path) -> None:
    app = agency(agency=published_fixture.OFFICE, year="2020")
    assert "没有找到复议诉讼表" in app.warning[0].value
    assert any("复议诉讼：未找到" in text for text in texts(app))


def test_agency_and_its_year_can_be_changed(published: Path) -> None:
    app = choose(agency(), "机构", published_fixture.OFFICE)
    assert "甲县民政局" in app.header[0].value
    app = choose(app, "年度", 2020)
    assert "2020/甲县民政局.txt" in texts(app)
    app = choose(app, "省", published_fixture.PROVINCE)
    app = choose(app, "市", published_fixture.CITY)
    app = choose(app, "县", published_fixture.COUNTY)
    box = next(box for box in app.selectbox if box.label.startswith("机构"))
    assert box.options == ["甲县民政局"]


def test_text_of_documents_is_never_markdown(published: Path) -> None:
    app = agency(agency=published_fixture.BUREAU, year="2021")
    markdown = [m.value for m in (*app.markdown, *app.caption, *app.header, *app.subheader)]
    assert not any(":red[x]" in value or "<i>" in value for value in markdown)
    assert "现行有效件数小于本年制发件数 :red[x] <i>y</i>" in texts(app)


def test_a_replaced_file_is_shown_without_a_restart(published: Path) -> None:
    app = overview(region=published_fixture.CITY, year="2021")
    assert metrics(app)["申请量"] == "1,500 件"
    new = published_fixture.write(published.with_name("new.duckdb"), received=1777)
    os.replace(new, published)
    app.run()
    assert metrics(app)["申请量"] == "1,777 件"


@pytest.mark.parametrize("state", ["missing", "junk", "empty", "old"])
def test_without_usable_data_the_page_says_what_to_run(published: Path, state: str) -> None:
    published.unlink()
    if state == "junk":
        published.write_bytes(b"no database" * 1000)
    if state == "empty":
        duckdb.connect(str(published)).close()
    if state == "old":
        published_fixture.write(published)
        with duckdb.connect(str(published)) as connection:
            connection.execute("alter table marts.dim_regions rename full_name to name")
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not app.exception
    assert app.header[0].value == "暂时没有可以显示的数据"
    assert app.code[0].value == "gongkai build"


def test_every_page_says_that_a_demonstration_is_fictional(published: Path) -> None:
    for is_demonstration in (False, True):
        published_fixture.write(published, is_demonstration=is_demonstration)
        for app in (overview(), agency()):
            notices = [one for one in app.warning if published_fixture.NOTICE in one.value]
            assert len(notices) == is_demonstration


def test_each_of_several_builds_is_shown_in_its_turn(published: Path) -> None:
    app = overview(region=published_fixture.CITY, year="2021")
    for received in (1601, 1602, 1603):
        published_fixture.write(published, received=received)
        app.run()
        assert not app.exception
        assert metrics(app)["申请量"] == f"1,{received - 1000} 件"
