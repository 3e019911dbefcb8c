"""Which pages are annual reports, and what the others are called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.reading.genre import refusal

T = "德州市水利局2021年政府信息公开工作年度报告"
PROSE = (
    "一、总体情况\n2021年,我局主动公开政府信息120条,收到申请3件,全部按时答复。\n"
    "二、存在的主要问题及改进情况\n人员多为兼职,将加强培训。"
)


@pytest.mark.parametrize(
    "page",
    [
        f"{T}\n{PROSE}",
        f"{T}\n附件:2021年政府信息公开情况统计表.xls",
        f"{T}\n附件下载:德州市水利局2021年政府信息公开工作年度报告.pdf",
        f"{T}",
        f"政府信息公开年报\n2021年政府信息公开工作年度报告\n{PROSE}",
        f"罗店镇2015年政府信息公开年报\n{PROSE.replace('我局', '我镇')}",
        f"德州市水利局2016年政务公开工作年度报告\n{PROSE}",
        f"关于2016年政府信息公开工作情况的报告\n市政府办公室:\n现将情况报告如下。{PROSE}",
        f"德州市水利局2016年信息公开工作总结\n{PROSE}",
        # No title, and a sentence that names samples.
        f"首页\n水利局编制政府信息公开年度报告。\n把供水作为重点,梳理往年答复形成样本库。\n{PROSE}",
        f"首页\n水利局编制政府信息公开年度报告。\n针对供水,抽取样本逐项核对,\n更为准确。\n{PROSE}",
        # A site's columns and links around a report are no headings of its own.
        f"首页\n政府信息公开指南\n政府信息公开制度\n法定主动公开内容\n财政预决算\n{T}\n{PROSE}",
        f"{T}\n{PROSE}\n相关链接\n关于做好2021年政府信息公开工作年度报告编制工作的通知\n德州市决算公开",
        f"{T}\n按照《关于做好2021年政府信息公开工作年度报告编制工作的通知》,现予公布。\n{PROSE}",
        f"{T}\n{PROSE}\n2020年政府信息公开年报\n2019年政府信息公开年报\n2018年政府信息公开年报\n"
        "2017年政府信息公开年报\n2016年政府信息公开年报",
        f"关于公布德州市水利局2021年政府信息公开工作年度报告的公告\n{T}\n{PROSE}",
        f"关于报送2016年政府信息公开工作总结的报告\n市政府办公室:\n{PROSE}",
        f"德州市水利局关于报送2021年政府信息公开工作年度报告的函\n市政府办公室:\n{PROSE}",
        f"莱西市第一中学2021年信息公开工作年度报告\n{PROSE.replace('我局', '我校')}",
        f"{T}\n联系电话:0534-XXXXXXX\n{PROSE}",
    ],
)
def test_a_report_without_tables_is_a_report(page: str) -> None:
    assert refusal(page.split("\n"), has_tables=False, has_figures=False) is None


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (
            "德州市水利局政府信息公开指南\n为了方便公民获取政府信息,编制本指南。年度报告每年公布。",
            "指南",
        ),
        (
            "政府信息公开指南\n政府信息公开年报\n本指南每年更新。指南可在网站查阅。受理机构:办公室",
            "指南",
        ),
        (
            "关于做好2021年政府信息公开工作年度报告编制工作的通知\n各县区人民政府,市直各部门:\n"
            "现将有关事项通知如下。内容包括总体情况、存在的主要问题。请于1月20日前报送我办。",
            "通知",
        ),
        (
            "德州市人民政府办公室关于编制报送2020年度政府信息公开年报的通知\n各单位:\n特此通知。",
            "通知",
        ),
        ("XX局2021年政府信息公开工作年度报告\n" + PROSE, "范文"),
        ("××局2021年政府信息公开工作年度报告\n" + PROSE, "范文"),
        ("某某镇2021年政府信息公开工作年度报告\n" + PROSE, "范文"),
        ("[行政机关名称]2021年政府信息公开工作年度报告\n" + PROSE, "范文"),
        (f"2021年政府信息公开工作总结范文(精选5篇)\n{PROSE}", "范文"),
        (f"政府信息公开年度报告\nXX局高度重视。XX市要求XX局公开。某某局努力。\n{PROSE}", "范文"),
        ("政府信息公开工作年度报告(模板)\n" + PROSE, "表样"),
        ("德州市水利局2021年部门决算公开\n政府信息公开\n决算报告\n收入支出决算总表", "预算、决算"),
        ("德州市水利局2022年部门预算\n信息公开\n按规定公开预算报告", "预算、决算"),
        (
            "政府信息公开年报\n德州市2021年政府信息公开年报\n陵城区2021年政府信息公开年报\n"
            "禹城市2021年政府信息公开年报\n乐陵市2021年政府信息公开年报\n临邑县2021年政府信息公开年报",
            "目录",
        ),
        ("我市发布2021年政府信息公开工作年度报告\n记者从市政府获悉,年度报告已经公布。", "新闻"),
        ("一图读懂:2021年政府信息公开工作年度报告\n点击查看大图", "新闻"),
        ("德州市水利局2021年法治政府建设年度报告\n推进政府信息公开,全年公开信息。", "法治政府"),
        ("德州市水利局2016年依法行政工作报告\n推进政务公开。", "依法行政"),
        ("政府网站工作年度报表\n(2021年度)\n信息公开目录 信息发布总数 年度报告", "网站"),
        ("2021年德州市生态环境状况公报\n信息公开\n年报", "环境"),
        ("德州市2021年国民经济和社会发展统计公报\n信息公开 年报", "统计公报"),
        ("德州市水利局2021年上半年政府信息公开工作总结\n" + PROSE, "半年"),
        ("德州市水利局2021年政府信息公开自查报告\n" + PROSE, "自查"),
        ("2021年政务公开工作要点\n一、总体要求\n做好信息公开年度报告工作", "制度"),
        ("德州市2021年政务公开工作要点落实情况报告\n" + PROSE, "自查"),
        ("政府信息公开工作年度报告格式\n" + PROSE, "表样"),
        (f"{T}\n404 页面不存在", "页面不存在"),
        ("登录\n用户名\n密码\n政府信息公开 年度报告", "栏目"),
        (
            "水利局\n政府信息公开目录\n政府信息公开年度报告\n2021年度报告 2022-01-20\n"
            "2020年度报告 2021-01-20",
            "目录",
        ),
        ("政府信息公开年报\n首页 上一页 下一页", "栏目"),
        ("联系我们\n政府信息公开\n工作报告\n网站地图", "没有年度报告的标题"),
        ("XX体育app官网下载\n欢迎使用", "不是"),
        ("", "不是"),
        ("某公司关于召开股东大会的公告", "不是"),
    ],
)
def test_refused(page: str, reason: str) -> None:
    told = refusal(page.split("\n"), has_tables=False, has_figures=False)
    assert told is not None
    assert reason in told


def test_blank_tables_are_a_report_and_a_blank_form_is_none() -> None:
    assert refusal([T], has_tables=True, has_figures=False) is None
    assert refusal(f"{T}\n{PROSE}".split("\n"), True, False) is None
    form = ["20__年政府信息公开工作年度报告", "XX单位", "统计期限自XX年1月1日起"]
    assert refusal(form, True, False) is not None
    annex = "关于做好2021年政府信息公开工作年度报告编制工作的通知\n各单位:\n请于1月20日前报送。"
    assert "通知" in (refusal(annex.split("\n"), True, False) or "")


def test_official_tables_with_figures_outweigh_the_headings_around_them() -> None:
    page = ["关于做好2021年政府信息公开工作年度报告编制工作的通知", "预算公开", T]
    assert refusal(page, has_tables=True) is None
    assert refusal(["二、主动公开政府信息情况"], has_tables=True) is None
    essay = refusal(["XX局2021年政府信息公开工作年度报告"], has_tables=True)
    assert "范文" in (essay or "")


def test_bounded_on_hostile_pages() -> None:
    assert refusal([T, "水" * 2_000_000, PROSE], False) is None
    assert refusal([T, *["水利"] * 200_000, "我局总体情况", "改进"], False) is None


@given(st.lists(st.text(max_size=60), max_size=12), st.booleans(), st.booleans())
def test_never_raises(lines: list[str], has_tables: bool, has_figures: bool) -> None:
    told = refusal(lines, has_tables, has_figures)
    assert told is None or told
