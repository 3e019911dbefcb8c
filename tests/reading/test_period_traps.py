"""Which year, and when published: one made-up page for each trap."""

from __future__ import annotations

from datetime import date

import pytest

from orchestration.reading.agency import Identity, identify
from orchestration.reading.period import arabic, period_year
from orchestration.reading.region import load_regions

NO_YEAR = "德州市水利局政府信息公开工作年度报告"
TITLE = "德州市水利局2021年政府信息公开工作年度报告"


def _identify(page: str) -> Identity:
    return identify(page.split("\n"), load_regions())


@pytest.mark.parametrize(
    ("page", "year"),
    [
        ("德州市水利局二〇二一年政府信息公开工作年度报告", 2021),
        ("德州市水利局二○二一年度政府信息公开工作年度报告", 2021),
        ("德州市水利局二零二一年政府信息公开工作年度报告", 2021),
        ("德州市水利局2021年度政府信息公开年报", 2021),
        ("德州市水利局2021政府信息公开工作年度报告", 2021),
        ("德州市水利局２０２１年政府信息公开工作年度报告", 2021),
        ("德州市水利局政府信息公开工作2021年度报告", 2021),
        (f"{NO_YEAR}(2021年度)", 2021),
        (f"{NO_YEAR}\n(2021年度)\n一、总体情况", 2021),
        ("2021年度\n德州市水利局\n政府信息公开工作年度报告", 2021),
        # Published, revised, numbered in other years.
        (f"{TITLE}\n发布日期:2022-01-20\n国办发〔2019〕60号。根据2019年修订的《条例》", 2021),
        ("关于2021年政府信息公开工作情况的报告\n德州市水利局\n2022年1月20日", 2021),
        ("德州市水利局2021年政府信息公开工作年度报告(2022年1月发布)", 2021),
        ("2022年公布德州市水利局2021年政府信息公开工作年度报告", 2021),
        (f"{TITLE}\n2022年,我局将加强培训。2022年,我局将改进。2022年,我局将公开。", 2021),
        (
            f"{TITLE}\n与2020年相比增加。2020年,我局收到3件。2020年度政府信息公开工作报告已公布。",
            2021,
        ),
        # The period alone, in many wordings and with digits lost.
        (f"{NO_YEAR}\n统计期限自201911日起至1231日止。", 2019),
        (f"{NO_YEAR}\n统计期限为202311日至1231日。", 2023),
        (f"{NO_YEAR}\n统计期限为202311日至20231231日。", 2023),
        (f"{NO_YEAR}\n所列数据统计期限从2021年1月1日开始到2021年12月31日为止。", 2021),
        (f"{NO_YEAR}\n统计期限为2021.1.1-2021.12.31。", 2021),
        (f"{NO_YEAR}\n统计期限为2021-01-01至2021-12-31。", 2021),
        (f"{NO_YEAR}\n统计期限为2021年1月1日—12月31日。", 2021),
        (f"{NO_YEAR}\n统计期限为 2021 年 1 月 1 日至 12 月 31 日。", 2021),
        (f"{NO_YEAR}\n本报告数据统计时间为2021年1月至12月。", 2021),
        (f"{NO_YEAR}\n数据统计时间段为2021年1-12月。", 2021),
        (f"{NO_YEAR}\n本报告所列数据截至2021年12月31日。", 2021),
        (f"{NO_YEAR}\n统计期限自2021年1月1日起至年底。", 2021),
        (f"{NO_YEAR}\n所列数据为2021财政年度的数据。", 2021),
        (f"{NO_YEAR}\n统计期限自二〇二一年一月一日起至十二月三十一日止。", 2021),
        # The prose alone: often, or in the year before the page's date.
        (f"{NO_YEAR}\n2021年,我局公开信息。\n德州市水利局\n2022年1月20日", 2021),
        (f"{NO_YEAR}\n2021年,我局公开信息。", None),
        (f"{NO_YEAR}\n2020年度被申请行政复议3件。\n德州市水利局\n2022年1月20日", None),
        (f"{NO_YEAR}\n结转到2022年度继续办理3件。\n德州市水利局\n2022年1月20日", None),
        (
            f"{NO_YEAR}\n2012年以来,累计收到3件,2012年以来,办结2件,2012年以来,公开2件。\n2022年1月20日",
            None,
        ),
        (f"{NO_YEAR}\n2021年,我局公开信息。2021年,我局收到申请。2021年,全局努力。", 2021),
        (
            f"{NO_YEAR}\n2021年,我局公开信息。2021年以来,我局收到申请。2021年度,全局努力。"
            "2022年,我局将公开。2022年,我局将改进。2022年,我局将努力。2022年,我局将加强。",
            2021,
        ),
        # A title with a range of years.
        (
            "德州市水利局2008—2009年度政府信息公开年报\n统计期限自2009年1月1日至2009年12月31日。",
            2009,
        ),
        ("德州市水利局2008-2010年政府信息公开工作年度报告", None),
        ("德州市水利局2008年至2010年政府信息公开工作年度报告", None),
        # Nothing but years of other things.
        (f"{NO_YEAR}\n发布日期:2022-01-20\n根据2019年修订的条例和国办发〔2019〕60号", None),
        (f"{NO_YEAR}\n《2021年政务公开工作要点》印发。\n2022年1月20日", None),
        (f"{NO_YEAR}\n2022年,我局将公开。2022年,我局将改进。2022年,我局将努力。", None),
        (f"{NO_YEAR}\n2019年5月15日起施行的条例。2019年5月15日。2019年5月15日。", None),
    ],
)
def test_year(page: str, year: int | None) -> None:
    identity = _identify(page)
    assert identity.year == year
    assert any(doubt.startswith("年度") for doubt in identity.doubts) == (year is None)


@pytest.mark.parametrize(
    ("lines", "published"),
    [
        ("发布日期:2022-01-21", date(2022, 1, 21)),
        ("发布日期:2022年1月21日", date(2022, 1, 21)),
        ("发布日期: 2022/1/21", date(2022, 1, 21)),
        ("发布时间:2022.01.21 16:30", date(2022, 1, 21)),
        ("发布时间:2022-01-2116:30", date(2022, 1, 21)),
        ("发布时间:2022-01-21 16:30:25 来源:办公室", date(2022, 1, 21)),
        ("发布时间:2022年01月21日16:30", date(2022, 1, 21)),
        ("发布日期:20220121", date(2022, 1, 21)),
        ("发布日期\n2022-01-21", date(2022, 1, 21)),
        ("发布日期:\n2022-01-21\n浏览次数:8", date(2022, 1, 21)),
        ("发布日期|2022-01-21|", date(2022, 1, 21)),
        ("发文日期:2022-01-21", date(2022, 1, 21)),
        ("日期:2022-01-21 字号:大 中 小", date(2022, 1, 21)),
        ("时间:2022-01-21", date(2022, 1, 21)),
        ("信息来源:水利局 发布日期:2022-1-9 点击:30", date(2022, 1, 9)),
        ("成文日期:2022-01-05\n公开日期:2022-01-21", date(2022, 1, 21)),
        ("2022-01-21 16:30", date(2022, 1, 21)),
        ("2022-01-21 来源:水利局", date(2022, 1, 21)),
        ("一、总体情况\n德州市水利局\n2022年1月20日", date(2022, 1, 20)),
        ("一、总体情况\n德州市水利局\n二〇二二年一月二十日", date(2022, 1, 20)),
        ("一、总体情况\n德州市水利局\n二○二二年元月二十日", date(2022, 1, 20)),
        ("一、总体情况\n德州市水利局\n2022年 1 月 20 日", date(2022, 1, 20)),
        ("一、总体情况\n德州市水利局\n2022.1.20", date(2022, 1, 20)),
        ("一、总体情况\n2022年1月20日\n附件:统计表.xls\n打印\n关闭窗口", date(2022, 1, 20)),
        ("发布日期:2018-01-21\n一、总体情况\n德州市水利局\n2022年1月20日", date(2022, 1, 20)),
        # Another thing's date.
        ("成文日期:2022-01-05", None),
        ("有效期至:2026-01-05", None),
        ("统计期限自2021年1月1日起至2021年12月31日止", None),
        ("发布日期:2021-05-01", None),
        ("发布日期:2035-05-01", None),
        ("发布日期:2022-02-30", None),
        ("发布时间:2022-01-216:30", None),
        ("2022年3月1日起施行《办法》。", None),
        ("发布日期:", None),
    ],
)
def test_published(lines: str, published: date | None) -> None:
    identity = _identify(f"{TITLE}\n{lines}")
    assert (identity.published, identity.year) == (published, 2021)
    assert any(doubt.startswith("发布日期") for doubt in identity.doubts) == (published is None)


def test_a_doubted_date_is_told() -> None:
    early = _identify(f"{TITLE}\n发布日期:2021-05-01")
    assert any("2021-05-01" in doubt for doubt in early.doubts)


def test_numerals() -> None:
    assert arabic("二○二二年元月十日") == "2022年1月10日"
    assert arabic("二〇二二年十二月二十日") == "2022年12月20日"
    assert period_year("2020年1月1日至2021年12月31日") == 2021
    assert period_year("2021年3月1日至5月1日") is None
