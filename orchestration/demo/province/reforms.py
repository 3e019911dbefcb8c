"""How the bureaus of the fictional province were renamed, merged, founded and abolished, as data.

A reform holds for every government that has the bureau, and from the report on `year` on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Bureaus as a county has them, the most usual first, under their last names; a province has 厅.
BUREAUS = (
    "财政局", "文化和旅游局", "住房和城乡建设局", "人民防空办公室", "城市管理局", "教育局",
    "民政局", "市场监督管理局", "大数据管理局", "重点项目建设办公室", "自然资源局",
    "卫生健康委员会", "人力资源和社会保障局", "司法局", "退役军人事务局", "水利局", "审计局",
    "统计局", "交通运输局", "生态环境局", "农业农村局", "商务局", "发展和改革委员会",
    "应急管理局", "林业局", "医疗保障局", "信访局", "体育局", "公安局", "科学技术局",
    "工业和信息化局", "行政审批服务局",
)  # fmt: skip
# Bureaus that keep their name at a province.
KEEP_NAME = frozenset(
    ("审计局", "统计局", "市场监督管理局", "林业局", "医疗保障局", "信访局", "体育局", "城市管理局",
     "大数据管理局", "城市管理行政执法局", "工商行政管理局", "质量技术监督局", "旅游局",
     "安全生产监督管理局")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reform:
    """From the report on `year` on, `after` reports in place of `before`."""

    year: int
    before: tuple[str, ...]
    after: str


# One `before` is renamed, several are merged; what one was called before that is listed too.
REFORMS = (
    Reform(2014, ("卫生局", "人口和计划生育委员会"), "卫生和计划生育委员会"),
    Reform(2019, ("卫生和计划生育委员会",), "卫生健康委员会"),
    Reform(2019, ("文化局", "旅游局"), "文化和旅游局"),
    Reform(2019, ("工商行政管理局", "质量技术监督局"), "市场监督管理局"),
    Reform(2019, ("国土资源局",), "自然资源局"),
    Reform(2019, ("环境保护局",), "生态环境局"),
    Reform(2019, ("农业局",), "农业农村局"),
    Reform(2019, ("安全生产监督管理局",), "应急管理局"),
    Reform(2021, ("城市管理行政执法局",), "城市管理局"),
)
# The last report of a bureau whose work another takes over, and whose.
TAKEN_OVER: Mapping[str, tuple[int, str]] = {"人民防空办公室": (2020, "住房和城乡建设局")}
ABOLISHED: Mapping[str, int] = {"重点项目建设办公室": 2020}
FOUNDED: Mapping[str, int] = {
    "退役军人事务局": 2019, "医疗保障局": 2019, "行政审批服务局": 2016, "大数据管理局": 2021,
}  # fmt: skip

ALL_NAMES = frozenset((*BUREAUS, *(name for one in REFORMS for name in one.before)))


def reform_of(after: str) -> Reform | None:
    """The reform that gave a bureau its name, if it once had another."""
    return next((one for one in REFORMS if one.after == after), None)
