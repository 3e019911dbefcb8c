"""What a field of a ledger may hold: each parser gives the value, or says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from orchestration.reading.region import Region, load_regions

T = TypeVar("T")

KINDS = {
    "政府": "government", "部门": "department", "政府部门": "department",
    "事业单位": "institution", "企业": "institution", "国有企业": "institution", "其他": "other",
}  # fmt: skip
VERDICTS = {
    "属实": "confirmed", "已说明": "explained", "误报": "false_alarm", "已更正": "mended",
}  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1990, 2100
_YEAR = re.compile(r"(\d{4})(?:\.0+)?\s*年?(?:度)?")
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+0?0:00(?::00)?)?"
)
_KEY = re.compile(r"[A-Za-z0-9]{6,40}")


class FieldError(ValueError):
    """A field that cannot be used: what is wrong, and what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.column: str | None = None


def at(column: str, parse: Callable[..., T], *arguments: Any) -> T:
    """What `parse` gives; a problem that it meets is one of this column."""
    try:
        return parse(*arguments)
    except FieldError as error:
        error.column = column
        raise


def text(field: str) -> str:
    """Any text, its blanks at both ends left out."""
    return field


def year(field: str) -> int:
    """2023, 2023年, 2023年度."""
    hit = _YEAR.fullmatch(field)
    if hit is None or not FIRST_YEAR <= int(hit[1]) <= LAST_YEAR:
        raise FieldError(f"“{field}”不是年份", "请写成四位数字，如 2023")
    return int(hit[1])


def day(field: str) -> date:
    """2024-01-05, 2024/1/5, 2024年1月5日."""
    hit = _DATE.fullmatch(field)
    try:
        if hit is not None:
            return date(int(hit[1]), int(hit[2]), int(hit[3]))
    except ValueError:
        pass
    raise FieldError(f"“{field}”不是日期", "请写成 2024-01-05")


def region(field: str) -> str:
    """The code of a region, given as its code or as a name that only one region has."""
    found = _regions(field)
    if len(found) == 1:
        return found[0].code
    if not found:
        raise FieldError(f"没有名为“{field}”的地区", "请写六位行政区划代码，或省市县的全称")
    where = "、".join(f"{one.code} {full_name(one)}" for one in found[:6])
    raise FieldError(f"“{field}”不止一处（{where}）", "请写六位行政区划代码，或连同省、市的全称")


def _regions(field: str) -> list[Region]:
    regions = load_regions()
    if field.isascii() and field.isdigit():
        row = regions.get(field)
        return [row] if row else []
    found = {
        named.unit.code: named.unit for named in (*regions.named(field), *regions.shortened(field))
    }
    if not found:
        found = {row.code: row for row in regions if field in (full_name(row), _without_city(row))}
    present = [row for row in found.values() if not row.is_former]
    return present or list(found.values())


def full_name(row: Region) -> str:
    """Province, city and county, one after the other."""
    return f"{row.province}{row.city or ''}{row.county or ''}"


def _without_city(row: Region) -> str:
    return f"{row.province}{row.county or row.city or ''}"


def kind(field: str) -> str:
    """government, department, institution or other, or the Chinese words for them."""
    return _one_of(field, KINDS, "类别")


def verdict(field: str) -> str:
    """confirmed, explained, false_alarm or mended, or the Chinese words for them."""
    return _one_of(field.replace(" ", "_"), VERDICTS, "结论")


def _one_of(field: str, words: Mapping[str, str], name: str) -> str:
    found = words.get(field) or (field.lower() if field.lower() in words.values() else None)
    if found is None:
        pairs = "、".join(f"{chinese}（{english}）" for chinese, english in words.items())
        raise FieldError(f"{name}“{field}”不认识", f"请写其中之一：{pairs}")
    return found


def key(field: str) -> str:
    """The key of a finding, as the workbook of findings and fct_findings print it."""
    if _KEY.fullmatch(field) is None:
        raise FieldError(f"“{field}”不是核查发现的编号", "请从核查清单的“编号”一栏原样复制")
    return field


PARSERS: Mapping[str, Callable[[str], Any]] = {
    "text": text, "year": year, "date": day, "region": region, "kind": kind,
    "verdict": verdict, "key": key,
}  # fmt: skip
