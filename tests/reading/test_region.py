"""The region table: its shape, and the names known to mislead."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.reading.region import Region, load_regions, short_name

REGIONS = load_regions()
ROWS = list(REGIONS)


def _codes(name: str) -> set[str]:
    return {named.region.code for named in REGIONS.named(name)}


def test_codes_are_unique_sorted_and_point_to_known_rows() -> None:
    codes = [row.code for row in ROWS]
    assert codes == sorted(set(codes))
    for row in ROWS:
        assert (row.parent_code is None) == (row.level == "province")
        assert row.parent_code is None or REGIONS.get(row.parent_code) is not None
        successor = REGIONS.get(row.successor_code) if row.successor_code else None
        assert successor is None or (row.is_former and not successor.is_former)


def test_counts_of_present_units() -> None:
    """34 provinces; 333 prefectures (GB/T 2260); counties within what the years 2008-2025 had."""
    present = [row for row in ROWS if not row.is_former and not row.code.startswith("99")]
    by_level = {
        level: sum(row.level == level for row in present) for level in ("province", "prefecture")
    }
    assert by_level == {"province": 34, "prefecture": 333}
    assert 2840 <= sum(row.level == "county" for row in present) <= 2870


def test_the_fictional_provinces_names_are_no_real_places() -> None:
    fictional = {row.name for row in ROWS if row.code.startswith("99")}
    assert len(fictional) == 1 + 16 + 144
    assert fictional.isdisjoint(row.name for row in ROWS if not row.code.startswith("99"))


def test_no_pseudo_units() -> None:
    assert not [row.name for row in ROWS if row.name in ("市辖区", "县") or "直辖" in row.name]
    assert not [row.name for row in ROWS if "开发区" in row.name or "产业园" in row.name]


def test_counties_without_a_prefecture() -> None:
    baoshan, jiyuan = REGIONS.get("310113"), REGIONS.get("419001")
    assert baoshan is not None
    assert jiyuan is not None
    assert (baoshan.level, baoshan.city, baoshan.parent_code) == ("county", None, "310000")
    assert (jiyuan.level, jiyuan.city, jiyuan.parent_code) == ("county", None, "410000")


@pytest.mark.parametrize(
    ("former", "code", "name"),
    [
        ("襄樊市", "420600", "襄阳市"),
        ("襄阳区", "420607", "襄州区"),
        ("文登市", "371003", "文登区"),
        ("崇文区", "110101", "东城区"),
        ("闸北区", "310106", "静安区"),
        ("绍兴县", "330603", "柯桥区"),
        ("莱城区", "370116", "莱芜区"),
        ("梅列区", "350404", "三元区"),
    ],
)
def test_former_names_lead_to_the_present_unit(former: str, code: str, name: str) -> None:
    assert [(named.region.code, named.region.name) for named in REGIONS.named(former)] == [
        (code, name)
    ]


def test_a_table_of_other_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "regions.csv"
    path.write_text("code,name\n110000,北京市\n", encoding="utf-8")
    with pytest.raises(ValueError, match="region_code"):
        load_regions(path)


def test_names_that_repeat() -> None:
    assert _codes("鼓楼区") == {"320106", "320302", "350102", "410204"}
    assert {"110105", "220104"} <= _codes("朝阳区")
    assert len(_codes("城区")) > 2


def test_short_names() -> None:
    assert short_name("恩施土家族苗族自治州") == "恩施"
    assert short_name("内蒙古自治区") == "内蒙古"
    assert short_name("沙县") == "沙县"
    assert _codes("黔南州") == {"522700"}
    assert short_name("滨海新区") == "滨海"
    assert short_name("神农架林区") == "神农架"
    assert short_name("大柴旦行政委员会") == "大柴旦行政委员会"
    assert short_name("长阳土家族自治县") == "长阳"
    assert _codes("前郭县") == {"220721"}


def test_mentions_take_the_longest_name_and_no_part_of_a_word() -> None:
    text = "公安县与新安县、沙县;城市老城区"
    assert [text[hit.start : hit.end] for hit in REGIONS.mentions(text)] == [
        "公安县",
        "新安县",
        "沙县",
        "老城区",
    ]


@given(st.text(alphabet="市区县旗州省沙安城公新北京上海 \n", max_size=60))
def test_mentions_are_in_order_and_named(text: str) -> None:
    end = 0
    for hit in REGIONS.mentions(text):
        assert 0 <= hit.start < hit.end
        assert hit.end > end
        assert REGIONS.named(text[hit.start : hit.end]) == hit.units
        end = hit.end


@given(st.sampled_from(ROWS))
def test_every_row_is_found_by_its_full_path(row: Region) -> None:
    path = "".join(filter(None, (row.city, row.county))) or row.province
    last = REGIONS.mentions(path)[-1]
    found = [named.region for named in last.units]
    taken_over = any(region.name == row.name and not region.is_former for region in found)
    assert REGIONS.present(row) in found or (row.is_former and taken_over)
