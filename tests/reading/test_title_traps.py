"""Whose report, told from a title and what stands around it: one made-up page for each trap."""

from __future__ import annotations

import pytest

from orchestration.reading.agency import Identity, identify
from orchestration.reading.region import load_regions

R = "2021年政府信息公开工作年度报告"
OUR = "我局高度重视政府信息公开工作。我局成立领导小组。\n"

# page, agency, region code, level, kind
TOLD: list[tuple[str, str, str, str, str]] = [
    # A government's office: the government's report, or its own.
    (
        f"莱西市人民政府{R}\n发布机构:市政府办公室 发布日期:2022-03-30",
        "莱西市人民政府",
        "370285",
        "county",
        "government",
    ),
    (
        f"{R}\n发布机构:莱西市人民政府办公室\n我市、我市、我市",
        "莱西市人民政府",
        "370285",
        "county",
        "government",
    ),
    (
        f"{R}\n发布机构:莱西市人民政府办公室\n我办认真落实。我办公开信息。",
        "莱西市人民政府办公室",
        "370285",
        "county",
        "department",
    ),
    (f"莱西市政府办公室{R}\n我办", "莱西市人民政府办公室", "370285", "county", "department"),
    (f"山东省人民政府办公厅{R}", "山东省人民政府办公厅", "370000", "province", "department"),
    (f"山东省{R}", "山东省人民政府", "370000", "province", "government"),
    (f"广西壮族自治区人民政府{R}", "广西壮族自治区人民政府", "450000", "province", "government"),
    (f"延边州{R}", "延边朝鲜族自治州人民政府", "222400", "prefecture", "government"),
    # Branches sit in the county that they are named after.
    (f"青岛市公安局市南分局{R}", "青岛市公安局市南分局", "370202", "county", "department"),
    (f"青岛市生态环境局莱西分局{R}", "青岛市生态环境局莱西分局", "370285", "county", "department"),
    (
        f"聊城市生态环境局东阿县分局{R}",
        "聊城市生态环境局东阿县分局",
        "371524",
        "county",
        "department",
    ),
    (f"北京市公安局朝阳分局{R}", "北京市公安局朝阳分局", "110105", "county", "department"),
    (
        f"长沙市自然资源和规划局雨花分局{R}",
        "长沙市自然资源和规划局雨花分局",
        "430111",
        "county",
        "department",
    ),
    (
        f"青岛市生态环境局高新区分局{R}",
        "青岛市生态环境局高新区分局",
        "370200",
        "prefecture",
        "department",
    ),
    (
        f"市公安局历城区分局{R}\n济南市公安局历城区分局认真落实。",
        "济南市公安局历城区分局",
        "370112",
        "county",
        "department",
    ),
    (
        f"{R}\n索引号:37021 发布机构:青岛市自然资源和规划局崂山分局\n我局",
        "青岛市自然资源和规划局崂山分局",
        "370212",
        "county",
        "department",
    ),
    # National systems.
    (
        f"国家税务总局上海市宝山区税务局{R}",
        "国家税务总局上海市宝山区税务局",
        "310113",
        "county",
        "department",
    ),
    (
        f"国家税务总局山东省税务局{R}",
        "国家税务总局山东省税务局",
        "370000",
        "province",
        "department",
    ),
    (
        f"国家税务总局莱西市税务局{R}",
        "国家税务总局莱西市税务局",
        "370285",
        "county",
        "department",
    ),
    (
        f"国家税务总局德州经济技术开发区税务局{R}",
        "国家税务总局德州经济技术开发区税务局",
        "371400",
        "prefecture",
        "department",
    ),
    (f"东阿县税务局{R}", "国家税务总局东阿县税务局", "371524", "county", "department"),
    (f"青岛海关{R}", "青岛海关", "370200", "prefecture", "department"),
    (
        f"中华人民共和国青岛海关{R}",
        "中华人民共和国青岛海关",
        "370200",
        "prefecture",
        "department",
    ),
    (f"德州市气象局{R}", "德州市气象局", "371400", "prefecture", "department"),
    (f"德州市烟草专卖局{R}", "德州市烟草专卖局", "371400", "prefecture", "department"),
    (f"德州市消防救援支队{R}", "德州市消防救援支队", "371400", "prefecture", "department"),
    (
        f"陵城区消防救援大队{R}",
        "德州市陵城区消防救援大队",
        "371403",
        "county",
        "department",
    ),
    (f"国家统计局德州调查队{R}", "国家统计局德州调查队", "371400", "prefecture", "department"),
    # Districts of municipalities lie in no prefecture.
    (f"北京市朝阳区人民政府{R}", "北京市朝阳区人民政府", "110105", "county", "government"),
    (f"天津市和平区教育局{R}", "天津市和平区教育局", "120101", "county", "department"),
    (f"天津市滨海新区人民政府{R}", "天津市滨海新区人民政府", "120116", "county", "government"),
    (f"上海市浦东新区民政局{R}", "上海市浦东新区民政局", "310115", "county", "department"),
    (f"万州区{R}", "重庆市万州区人民政府", "500101", "county", "government"),
    # Development zones are of the place that they lie in.
    (
        f"青岛高新技术产业开发区管理委员会{R}",
        "青岛高新技术产业开发区管理委员会",
        "370200",
        "prefecture",
        "other",
    ),
    (f"苏州工业园区管委会{R}", "苏州工业园区管理委员会", "320500", "prefecture", "other"),
    (
        f"莱西经济开发区管委会{R}\n莱西市、莱西市",
        "莱西经济开发区管理委员会",
        "370285",
        "county",
        "other",
    ),
    (
        f"陕西省西咸新区开发建设管理委员会{R}",
        "陕西省西咸新区开发建设管理委员会",
        "610000",
        "province",
        "other",
    ),
    (
        f"武汉东湖新技术开发区管委会{R}\n武汉市",
        "武汉东湖新技术开发区管理委员会",
        "420100",
        "prefecture",
        "other",
    ),
    (
        f"临沂市高新区市场监督管理局{R}",
        "临沂市高新区市场监督管理局",
        "371300",
        "prefecture",
        "department",
    ),
    # Names that repeat: the page's other words tell which.
    (
        f"鼓楼区{R}\n在福州市委、市政府领导下",
        "福州市鼓楼区人民政府",
        "350102",
        "county",
        "government",
    ),
    (f"朝阳区民政局{R}\n长春市民政局指导", "长春市朝阳区民政局", "220104", "county", "department"),
    (f"城关区卫生健康局{R}\n兰州市", "兰州市城关区卫生健康局", "620102", "county", "department"),
    (f"新城区水务局{R}\n西安市\n陕西省", "西安市新城区水务局", "610102", "county", "department"),
    (f"市中区审计局{R}\n枣庄市审计局", "枣庄市市中区审计局", "370402", "county", "department"),
    (
        f"普陀区司法局{R}_上海市普陀区人民政府",
        "上海市普陀区司法局",
        "310107",
        "county",
        "department",
    ),
    # Renamed and merged places keep the name of their time.
    ("襄樊市2009年政府信息公开年报", "襄樊市人民政府", "420600", "prefecture", "government"),
    ("文登市人民政府2012年政府信息公开年报", "文登市人民政府", "371003", "county", "government"),
    (
        "莱芜市人民政府2017年政府信息公开工作年度报告",
        "莱芜市人民政府",
        "371200",
        "prefecture",
        "government",
    ),
    (
        "莱芜市莱城区民政局2016年政府信息公开年报",
        "莱芜市莱城区民政局",
        "370116",
        "county",
        "department",
    ),
    ("章丘市水利局2015年政府信息公开年报", "章丘市水利局", "370114", "county", "department"),
    ("崇文区2008年政府信息公开年度报告", "北京市崇文区人民政府", "110101", "county", "government"),
    (
        "即墨市国土资源局2016年政府信息公开年度报告",
        "即墨市国土资源局",
        "370215",
        "county",
        "department",
    ),
    (
        "德州市文化广电新闻出版局2017年政府信息公开年度报告",
        "德州市文化广电新闻出版局",
        "371400",
        "prefecture",
        "department",
    ),
    # Townships and streets.
    (f"莱西市南墅镇人民政府{R}", "莱西市南墅镇人民政府", "370285", "township", "government"),
    (f"庙行镇{R}\n上海市宝山区", "上海市宝山区庙行镇人民政府", "310113", "township", "government"),
    (
        f"朝外街道{R}_北京市朝阳区人民政府门户网站",
        "北京市朝阳区朝外街道办事处",
        "110105",
        "township",
        "government",
    ),
    (
        f"恩施市芭蕉侗族乡人民政府{R}",
        "恩施市芭蕉侗族乡人民政府",
        "422801",
        "township",
        "government",
    ),
    (
        f"{R}\n我镇落实区政府部署。我镇主动公开信息。\n上海市宝山区罗店镇人民政府\n2022年1月12日",
        "上海市宝山区罗店镇人民政府",
        "310113",
        "township",
        "government",
    ),
    # Institutions.
    (f"莱西市第一中学{R}", "莱西市第一中学", "370285", "county", "institution"),
    (f"德州市人民医院{R}", "德州市人民医院", "371400", "prefecture", "institution"),
    (f"德州市水务集团有限公司{R}", "德州市水务集团有限公司", "371400", "prefecture", "institution"),
]


def _identify(page: str) -> Identity:
    return identify(page.split("\n"), load_regions())


@pytest.mark.parametrize(("page", "agency", "code", "level", "kind"), TOLD)
def test_told(page: str, agency: str, code: str, level: str, kind: str) -> None:
    identity = _identify(page)
    assert (identity.agency, identity.region_code) == (agency, code)
    assert (identity.level, identity.kind) == (level, kind)


def test_names_in_the_regions_fields() -> None:
    chaoyang = _identify(f"北京市朝阳区人民政府{R}")
    assert (chaoyang.province, chaoyang.city, chaoyang.county) == ("北京市", None, "朝阳区")
    zone = _identify(f"苏州工业园区管委会{R}")
    assert (zone.province, zone.city, zone.county) == ("江苏省", "苏州市", None)
    wendeng = _identify("文登市人民政府2012年政府信息公开年报")
    assert (wendeng.city, wendeng.county) == ("威海市", "文登区")
    assert (wendeng.scope, zone.scope) == ("consolidated", "own")


def test_a_customs_house_named_after_no_region_keeps_its_name_and_says_so() -> None:
    identity = _identify(f"拱北海关{R}")
    assert (identity.agency, identity.kind) == ("拱北海关", "department")
    assert (identity.province, identity.level) == (None, None)
    assert any(doubt.startswith("地区") for doubt in identity.doubts)
