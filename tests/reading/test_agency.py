"""Who, when and where: one short made-up text for each trap, and the real reports."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.reading.agency import Identity, identify
from orchestration.reading.organ import is_short_for, kind_of
from orchestration.reading.period import arabic, period_year, title_year
from orchestration.reading.region import MUNICIPALITIES, Region, load_regions

REGIONS = load_regions()
SHARED = Path(__file__).resolve().parents[3] / "shared"
REPORT = "2021年政府信息公开工作年度报告"


def _identify(text: str) -> Identity:
    return identify(text.split("\n"), REGIONS)


@pytest.mark.parametrize(
    ("text", "agency", "code"),
    [
        # In full, in part, and with what the text adds.
        (f"德州市陵城区水利局{REPORT}", "德州市陵城区水利局", "371403"),
        (f"陵城区水利局{REPORT}", "德州市陵城区水利局", "371403"),
        (f"山东省德州市水利局{REPORT}", "德州市水利局", "371400"),
        (f"青岛市莱西市教育和体育局{REPORT}", "莱西市教育和体育局", "370285"),
        (f"重庆市渝北区水利局{REPORT}", "重庆市渝北区水利局", "500112"),
        (f"济源市水利局{REPORT}", "济源市水利局", "419001"),
        (f"恩施州水利局{REPORT}", "恩施土家族苗族自治州水利局", "422800"),
        (
            f"陵城区人社局{REPORT}\n德州市陵城区人力资源和社会保障局",
            "德州市陵城区人力资源和社会保障局",
            "371403",
        ),
        (f"德州卫健委{REPORT}\n德州市人民政府", "德州市卫生健康委员会", "371400"),
        # Left unsaid in the title.
        (f"区水利局{REPORT}\n按照陵城区人民政府要求", "德州市陵城区水利局", "371403"),
        (f"市市场监管局{REPORT}\n德州市市场监督管理局编制", "德州市市场监督管理局", "371400"),
        (f"{REPORT}\n我局高度重视\n德州市水利局\n2022年1月5日", "德州市水利局", "371400"),
        (f"{REPORT}(德州市水利局)", "德州市水利局", "371400"),
        (
            f"{REPORT}_部门年报_陵城区人民政府网站\n陵城区水利局\n{REPORT}",
            "德州市陵城区水利局",
            "371403",
        ),
        ("德州市水利局\n2021年政府信息公开\n工作年度报告", "德州市水利局", "371400"),
        (f"某某娱乐{REPORT}\n现公布德州市水利局{REPORT}\n我局", "德州市水利局", "371400"),
        (f"德州市{REPORT}\n我局、我局、我局\n本报告由德州市水利局编制", "德州市水利局", "371400"),
        # Names that repeat, and places renamed.
        (f"鼓楼区水利局{REPORT}\n落实徐州市的部署", "徐州市鼓楼区水利局", "320302"),
        (f"襄樊市水利局{REPORT}", "襄樊市水利局", "420600"),
        (f"文登市水利局{REPORT}", "文登市水利局", "371003"),
        # Branches, national systems, zones.
        (f"上海市公安局宝山分局{REPORT}", "上海市公安局宝山分局", "310113"),
        (f"国家税务总局陵城区税务局{REPORT}", "国家税务总局德州市陵城区税务局", "371403"),
        (f"德州市高新区财政局{REPORT}", "德州市高新区财政局", "371400"),
        (f"德州经济技术开发区管委会{REPORT}\n德州市", "德州经济技术开发区管理委员会", "371400"),
        # Governments, their offices, townships.
        ("2021年德州市政府信息公开工作年度报告", "德州市人民政府", "371400"),
        ("德州市人民政府信息公开2021年度报告", "德州市人民政府", "371400"),
        (f"德州市人民政府办公室{REPORT}", "德州市人民政府办公室", "371400"),
        (f"{REPORT}\n本报告由德州市人民政府办公室编制", "德州市人民政府", "371400"),
        (f"锡林郭勒盟{REPORT}", "锡林郭勒盟行政公署", "152500"),
        (f"罗店镇{REPORT}\n上海市宝山区人民政府", "上海市宝山区罗店镇人民政府", "310113"),
        (f"陵城区临齐街道{REPORT}", "德州市陵城区临齐街道办事处", "371403"),
        (f"国家能源局{REPORT}", "国家能源局", None),
    ],
)
def test_agency(text: str, agency: str, code: str | None) -> None:
    identity = _identify(text)
    assert (identity.agency, identity.region_code, identity.year) == (agency, code, 2021)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"鼓楼区水利局{REPORT}", "同名"),
        (f"区水利局{REPORT}", "没有写明"),
        (f"{REPORT}\n我局高度重视", "机构"),
        (f"我局{REPORT}", "机构"),
        (f"罗店镇{REPORT}", "没有写明"),
    ],
)
def test_an_agency_that_cannot_be_told_is_none(text: str, reason: str) -> None:
    identity = _identify(text)
    assert (identity.agency, identity.region_code) == (None, None)
    assert any(reason in doubt for doubt in identity.doubts)


@pytest.mark.parametrize(
    ("name", "level", "kind", "scope"),
    [
        ("山东省人民政府", "province", "government", "consolidated"),
        ("上海市水务局", "province", "department", "own"),
        ("青岛市人民政府", "prefecture", "government", "consolidated"),
        ("上海市宝山区人民政府", "county", "government", "consolidated"),
        ("德州市陵城区临齐街道办事处", "township", "government", "own"),
        ("平度市仁兆镇人民政府", "township", "government", "own"),
        ("莱西市人民医院", "county", "institution", "own"),
        ("青岛市公交集团有限公司", "prefecture", "institution", "own"),
        ("德州市残疾人联合会", "prefecture", "other", "own"),
        ("莱西市人民政府办公室", "county", "department", "own"),
        ("国家能源局", "national", "department", "own"),
    ],
)
def test_level_kind_scope(name: str, level: str, kind: str, scope: str) -> None:
    identity = _identify(f"{name}{REPORT}")
    assert (identity.agency, identity.level) == (name, level)
    assert (identity.kind, identity.scope) == (kind, scope)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("德州市水利局政府信息公开年度报告(2019年)", 2019),
        ("二〇一九年德州市水利局政府信息公开年度报告", 2019),
        ("德州市水利局政府信息公开年报\n统计期限自201911日起至1231日止", 2019),
        ("德州市水利局政府信息公开年报\n数据统计时限为2019年5月10日至12月31日", 2019),
        ("德州市水利局政府信息公开年报\n按《2021年工作要点》,编制2019年度政府信息公开报告", 2019),
        # Dated by the year of publication: period and prose agree against the title.
        (
            "德州市水利局2020年政府信息公开年报\n自2019年1月1日至2019年12月31日。"
            "2019年,我局努力。2019年,全局努力。2019年度政府信息公开报告",
            2019,
        ),
        ("德州市水利局2020年政府信息公开年报\n自2019年1月1日至2019年12月31日", None),
        ("德州市水利局政府信息公开年报\n发布时间:2020-01-20", None),
    ],
)
def test_year(text: str, year: int | None) -> None:
    identity = _identify(text)
    assert identity.year == year
    assert any(doubt.startswith("年度") for doubt in identity.doubts) == (year is None)


@pytest.mark.parametrize(
    ("lines", "published"),
    [
        ("发布时间:2022-01-20 10:22 来源:办公室", date(2022, 1, 20)),
        ("成文日期:2022年1月9日\n发布日期:2022年1月11日", date(2022, 1, 11)),
        ("2022年01月11日 来源:水利局 字号:大 中 小", date(2022, 1, 11)),
        ("[2022-01-11]", date(2022, 1, 11)),
        ("一、概述\n其他事项\n德州市水利局\n二〇二二年一月二十六日", date(2022, 1, 26)),
        ("一、概述\n德州市水利局 2022年1月26日", date(2022, 1, 26)),
        ("2022年1月5日,省政府印发通知,我局落实。", None),
        ("统计期限自2021年1月1日起至2021年12月31日止", None),
        ("发布日期:2022-13-45", None),
    ],
)
def test_published(lines: str, published: date | None) -> None:
    identity = _identify(f"德州市水利局{REPORT}\n{lines}")
    assert (identity.published, identity.year) == (published, 2021)


def test_small_parts() -> None:
    assert arabic("二○二二年十月三十一日") == "2022年10月31日"
    assert title_year("2022年公布的2021年度政府信息公开报告") == 2021
    assert period_year("自2020年1月1日起至12月31日止") == 2020
    assert is_short_for("人社局", "人力资源和社会保障局")
    assert is_short_for("应急局", "应急管理局")
    assert not is_short_for("教育局", "教育和体育局")
    assert not is_short_for("公安局", "公安厅")
    assert kind_of("经济开发区管理委员会") == "other"


def _seeds() -> list[Path]:
    return sorted((SHARED / "truth").glob("*.json"))


@pytest.mark.skipif(not _seeds(), reason="the real reports (../shared) are not here")
def test_real_reports() -> None:
    for path in _seeds():
        truth = json.loads(path.read_text(encoding="utf-8"))
        page = (SHARED / "seeds" / path.with_suffix(".txt").name).read_text(encoding="utf-8")
        identity = _identify(page)
        published = identity.published.isoformat() if identity.published else None
        told = (identity.agency, identity.year, identity.province, identity.city, identity.county)
        assert told == tuple(truth[key] for key in ("agency", "year", "province", "city", "county"))
        assert (identity.level, identity.kind, published) == (
            truth["level"],
            truth["kind"],
            truth["published"],
        )
        assert identity.scope == truth.get("scope", identity.scope)


def test_a_long_line_is_read_at_its_two_ends() -> None:
    page = f"德州市水利局{REPORT} 一、概述 " + "水" * 3_000_000 + "\n2022年1月5日"
    identity = _identify(page)
    assert (identity.agency, identity.published) == ("德州市水利局", date(2022, 1, 5))


@given(st.lists(st.text(max_size=80), max_size=12))
def test_never_raises_on_any_text(lines: list[str]) -> None:
    identify(lines, REGIONS)


_WORDS = (
    "区|市|县|德州|鼓楼区|上海市|人民政府|民政局|办公室|分局|镇|街道|2021年|20|1月|日|二〇二一年|"
    "政府信息公开|年度报告|《|》|(|)|_|-|由|编制|我局|开发区|管委会|国家税务总局|\n|发布时间:|"
    "2022-01-33|至|12月31日"
)
_PIECES = st.sampled_from(_WORDS.split("|"))


@given(st.lists(_PIECES, max_size=30))
def test_never_raises_on_shuffled_pieces(pieces: list[str]) -> None:
    identity = identify("".join(pieces).split("\n"), REGIONS)
    assert identity.agency or identity.doubts
    assert (identity.region_code is None) == (identity.province is None)


def _full_name(region: Region) -> str:
    """City or municipality before a district; nothing before a county or a city."""
    if region.level != "county":
        return region.city or region.province
    is_district = region.name.endswith("区")
    seat = region.city or (region.province if region.parent_code in MUNICIPALITIES else "")
    return f"{seat if is_district else ''}{region.name}"


_PRESENT = [row for row in REGIONS if not row.is_former and row.code[:2] not in ("71", "81", "82")]
_UNIQUE = [row for row in _PRESENT if row.name.endswith("区") or len(REGIONS.named(row.name)) == 1]


@given(
    st.sampled_from(_UNIQUE),
    st.sampled_from(["民政局", "卫生健康委员会", "住房和城乡建设局", "人民政府办公室", "人民政府"]),
    st.integers(2008, 2025),
)
def test_full_titles_round_trip(region: Region, organ: str, year: int) -> None:
    identity = _identify(f"{_full_name(region)}{organ}{year}年政府信息公开工作年度报告")
    assert (identity.region_code, identity.year) == (region.code, year)
    assert identity.level == region.level
    is_area_office = organ == "人民政府" and region.name.endswith(("盟", "地区"))
    expected = "行政公署" if is_area_office else organ
    assert identity.agency == f"{_full_name(region)}{expected}"
