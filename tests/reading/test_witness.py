"""Whose report it is where no title says so: what the text tells, and what it does not."""

from __future__ import annotations

from datetime import date

import pytest

from orchestration.reading.agency import Identity, identify
from orchestration.reading.region import load_regions

REGIONS = load_regions()
REPORT = "2021年政府信息公开工作年度报告"


def _identify(text: str) -> Identity:
    return identify(text.split("\n"), REGIONS)


@pytest.mark.parametrize(
    ("text", "agency", "code"),
    [
        # The sentence that hands the report out, and who wrote it.
        (
            f"年报\n现公布德州市水利局(以下简称我局){REPORT}。\n我局完善了栏目。",
            "德州市水利局",
            "371400",
        ),
        (
            f"{REPORT}\n本报告由德州市人民政府办公室根据各县区的年度报告汇总编制。\n我市完善了栏目。",
            "德州市人民政府",
            "371400",
        ),
        (
            f"{REPORT}\n本报告综合德州市各部门的年度报告编制而成。\n我市完善了栏目。",
            "德州市人民政府",
            "371400",
        ),
        # Zones, townships and branches.
        (
            f"{REPORT}\n2021年,番禺经济技术开发区管委会完善了栏目。\n"
            "(一)番禺经济技术开发区管委会公开了信息。\n番禺经济技术开发区管委会设有专栏。",
            "番禺经济技术开发区管理委员会",
            "440113",
        ),
        (
            f"重庆市公安局渝中区分局{REPORT}\n渝中区水利局协助。",
            "重庆市公安局渝中区分局",
            "500103",
        ),
        (f"耿马自治县人民政府{REPORT}", "耿马傣族佤族自治县人民政府", "530926"),
        # What stands beside an agency's name in the title.
        (f"德州市水利局(本级){REPORT}", "德州市水利局", "371400"),
        (f"教育部办公厅关于2021年教育部{REPORT[5:]}的公告", "教育部", None),
        (
            f"根据山东省人民政府办公厅关于编制{REPORT}有关要求的通知，现将情况报告如下\n"
            f"我局完善了栏目。\n德州市水利局\n2022年1月5日",
            "德州市水利局",
            "371400",
        ),
    ],
)
def test_agency(text: str, agency: str, code: str | None) -> None:
    identity = _identify(text)
    assert (identity.agency, identity.region_code) == (agency, code)


def test_a_prefix_of_a_zone_tells_its_county() -> None:
    identity = _identify(f"重庆巫溪工业园区管理委员会{REPORT}\n落实重庆市的部署。")
    assert (identity.agency, identity.county) == ("重庆巫溪工业园区管理委员会", "巫溪县")


def test_a_township_in_no_certain_county_is_a_township_all_the_same() -> None:
    identity = _identify(f"城关镇{REPORT}\n我镇完善了栏目。")
    assert (identity.agency, identity.level) == (None, "township")


def test_a_year_named_once_counts_where_no_other_is_named() -> None:
    signed = "\n德州市水利局\n2022年1月20日"
    once = "政府信息公开年度报告\n2021年，德州市水利局完善了栏目，公开了信息。"
    assert _identify(once + signed).year == 2021
    assert _identify(once + "\n与2020年相比，公开更多。" + signed).year is None


def test_a_report_may_be_published_in_the_last_month_of_its_year() -> None:
    text = f"德州市水利局{REPORT}\n发布日期】2021-12-20"
    assert _identify(text).published == date(2021, 12, 20)


def test_links_behind_the_article_name_no_agency() -> None:
    body = "根据条例的规定，德州市水利局编制本报告。\n一、总体情况\n我局完善了栏目。"
    links = "相关阅读\n芜湖市审计局2016年政府信息公开工作年度报告2017-01-20"
    identity = _identify(f"首页\n{body}\n{links}")
    assert identity.agency in (None, "德州市水利局")
    beside = body.replace("\n一、", "\n互动交流  一、")
    assert _identify(f"首页\n{beside}\n{links}").agency in (None, "德州市水利局")
    before = f"相关链接\n政务公开\n德州市水利局{REPORT}\n{body}\n{links}"
    assert _identify(before).agency == "德州市水利局"
