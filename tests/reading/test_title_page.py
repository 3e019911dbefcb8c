"""Whose report, where the title says less or other than the page: one made-up page a trap."""

from __future__ import annotations

import pytest

from orchestration.reading.agency import Identity, identify
from orchestration.reading.region import load_regions

R = "2021年政府信息公开工作年度报告"
OUR = "我局高度重视政府信息公开工作。我局成立领导小组。\n"

# page, agency, region code, level, kind
TOLD: list[tuple[str, str, str, str, str]] = [
    # The site's name beside the title.
    (
        f"{R}_政府信息公开年报_上海市宝山区人民政府门户网站\n机构名称: 区水务局\n{OUR}",
        "上海市宝山区水务局",
        "310113",
        "county",
        "department",
    ),
    (
        f"北京市朝阳区人民政府-{R}\n我区推进公开。我区回应关切。我区改进服务。",
        "北京市朝阳区人民政府",
        "110105",
        "county",
        "government",
    ),
    (
        f"北京市朝阳区人民政府-{R}\n信息来源:北京市朝阳区民政局\n{OUR}北京市朝阳区民政局",
        "北京市朝阳区民政局",
        "110105",
        "county",
        "department",
    ),
    (
        f"北京市朝阳区人民政府-朝阳区教育委员会{R}",
        "北京市朝阳区教育委员会",
        "110105",
        "county",
        "department",
    ),
    (f"德州市水利局{R}|德州市人民政府网", "德州市水利局", "371400", "prefecture", "department"),
    (f"德州市水利局{R}—德州市人民政府", "德州市水利局", "371400", "prefecture", "department"),
    (
        f"德州市水利局 政府信息公开年报 {R}\n{R}\n发布机构:德州市水利局",
        "德州市水利局",
        "371400",
        "prefecture",
        "department",
    ),
    # The agency stands in the index, the author's line or the signature alone.
    (
        f"{R}\n索 引 号:DZ10\n发布机构:\n德州市水利局\n发文日期:2022-01-10\n{OUR}",
        "德州市水利局",
        "371400",
        "prefecture",
        "department",
    ),
    (
        f"{R}\n信息来源:德州市审计局 点击数:12\n{OUR}",
        "德州市审计局",
        "371400",
        "prefecture",
        "department",
    ),
    (f"{R}\n{OUR}德州市审计局 2022年1月9日", "德州市审计局", "371400", "prefecture", "department"),
    (
        f"{R}\n{OUR}德州市审计局二〇二二年一月九日",
        "德州市审计局",
        "371400",
        "prefecture",
        "department",
    ),
    (
        f"我局{R}\n发布机构:德州市审计局\n{OUR}",
        "德州市审计局",
        "371400",
        "prefecture",
        "department",
    ),
    (
        f"市市场监管局{R}\n来源:德州市市场监督管理局\n{OUR}",
        "德州市市场监督管理局",
        "371400",
        "prefecture",
        "department",
    ),
    (
        f"区民政局{R}\n襄阳市襄州区人民政府门户网站\n{OUR}",
        "襄阳市襄州区民政局",
        "420607",
        "county",
        "department",
    ),
    # Something else in the name's place on a hijacked mirror.
    (
        f"爱游戏体育app官网下载{R}\n{OUR}\n德州市水利局\n2022年1月9日",
        "德州市水利局",
        "371400",
        "prefecture",
        "department",
    ),
    (
        f"澳门新葡京官网-德州市水利局{R}-真人视讯平台\n{OUR}",
        "德州市水利局",
        "371400",
        "prefecture",
        "department",
    ),
    # Names with more than a name in them.
    (
        f"关于公布德州市水利局{R}的公告\n{OUR}",
        "德州市水利局",
        "371400",
        "prefecture",
        "department",
    ),
    (f"黄埔区、广州开发区{R}", "广州市黄埔区人民政府", "440112", "county", "government"),
    (
        f"德州市政务服务管理局(市行政审批局){R}",
        "德州市政务服务管理局",
        "371400",
        "prefecture",
        "department",
    ),
    (f"共青团德州市委{R}", "共青团德州市委", "371400", "prefecture", "other"),
    (
        f"中国人民银行德州市中心支行{R}",
        "中国人民银行德州市中心支行",
        "371400",
        "prefecture",
        "department",
    ),
    (
        f"XX网站首页\n政务公开\n德州市水利局{R}\n{OUR}",
        "德州市水利局",
        "371400",
        "prefecture",
        "department",
    ),
    (
        "德 州 市 水 利 局 2 0 2 1 年 政 府 信 息 公 开 工 作 年 度 报 告",
        "德州市水利局",
        "371400",
        "prefecture",
        "department",
    ),
    # A prefecture until 2011, a county-level city since.
    (f"巢湖市人民政府{R}", "巢湖市人民政府", "340181", "county", "government"),
    (f"东阿县人民政府 司法局 {R}", "东阿县司法局", "371524", "county", "department"),
    # Another place spoken of once is no copied body.
    (
        f"德州市水利局{R}\n{OUR}赴聊城市水利局学习。德州市水利局将改进。",
        "德州市水利局",
        "371400",
        "prefecture",
        "department",
    ),
]


def _identify(page: str) -> Identity:
    return identify(page.split("\n"), load_regions())


@pytest.mark.parametrize(("page", "agency", "code", "level", "kind"), TOLD)
def test_told(page: str, agency: str, code: str, level: str, kind: str) -> None:
    identity = _identify(page)
    assert (identity.agency, identity.region_code) == (agency, code)
    assert (identity.level, identity.kind) == (level, kind)


COPIED = (
    "聊城市水利局主动公开信息。聊城市水利局收到申请5件。聊城市水利局落实聊城市人民政府部署。\n"
    "本报告由聊城市水利局编制。"
)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (f"城关区卫生健康局{R}\n{OUR}", "同名"),
        (f"国家税务总局朝阳区税务局{R}", "同名"),
        (f"新城区水务局{R}\n西安市、呼和浩特市两地交流", "同名"),
        (f"民政局{R}\n{OUR}", "没有写明是哪个地方"),
        (f"市市场监管局{R}\n{OUR}", "没有写明是哪个地方"),
        (f"城关镇{R}\n我镇、我镇、我镇", "没有写明是哪个地方"),
        (f"第一中学{R}\n我校、我校", "没有写明是哪个地方"),
        (f"我局{R}\n{OUR}", "标题没有写明"),
        (f"{R}\n{OUR}{OUR}", "标题没有写明"),
        (f"爱游戏体育app官网下载{R}\n{OUR}", "标题没有写明"),
        (f"XX体育app官网下载_{R}\n欢迎您", "标题没有写明"),
        ("巢湖市人民政府2009年政府信息公开年度报告", "同名"),
        (f"德州市水利局{R}\n{COPIED}", "照抄"),
        (f"德州市陵城区民政局{R}\n{COPIED}", "照抄"),
    ],
)
def test_not_told(page: str, reason: str) -> None:
    identity = _identify(page)
    assert (identity.agency, identity.region_code) == (None, None)
    assert any(reason in doubt for doubt in identity.doubts if doubt.startswith("机构"))
