"""What the published file of the tests says of its regions: sets, counts, indicators."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

PROVINCE, CITY, COUNTY = "990000", "990100", "990121"
GOVERNMENT, BUREAU, OFFICE = "a00000000001", "a00000000002", "a00000000003"
YEARS = (2020, 2021)

Row = dict[str, Any]


def basis(region: str, year: int) -> Row:
    counts = {"due": 4, "missing": 1, "late": 1, "not_collected": 0, "received": 3, "counted": 1,
              "partial": 1, "figure": 190, "blank": 12, "inferred": 2, "approximate": 1,
              "unreadable": 1, "open_error": 2, "commonest_check": 1}  # fmt: skip
    return {"region_code": region, "year": year} | {
        f"{name}_count": count for name, count in counts.items()
    } | {"agencies_with_errors": 1, "commonest_check_id": "row_total",
         "commonest_check": "申请人合计"}  # fmt: skip


def new_requests(year: int, received: int) -> Row:
    return {
        "region_code": CITY, "year": year, "row_code": "requests.new", "row_name": "本年新收",
        "column_code": "natural_person", "value": Decimal(received), "mark": "stated",
        "withheld_reason": None, "blank_parts": 0, "inferred_parts": 0, "approximate_parts": 0,
        "unreadable_parts": 0,
    }  # fmt: skip


def region_dispositions(year: int) -> list[Row]:
    named = [
        ("disclosed", "予以公开", "group", 900, "0.75"),
        ("refused", "不予公开", "group", 300, "0.25"),
        ("refused.state_secret", "属于国家秘密", "part", 300, "0.25"),
        ("not_provided", "无法提供", "group", None, None),
        ("total", "总计", "total", 1200, "1"),
    ]
    return [
        {"region_code": region, "year": year, "disposition_code": f"disposition.{code}",
         "disposition": name, "row_kind": kind, "sort_order": order,
         "group_label": "不予公开" if kind == "part" else name, "request_count": count,
         "group_code": "disposition.refused" if kind == "part" else f"disposition.{code}",
         "blank_parts": 1 if count is None else 0, "inferred_parts": 0, "unreadable_parts": 0,
         "share": Decimal(share) if share else None}
        for region in (CITY, PROVINCE)
        for order, (code, name, kind, count, share) in enumerate(named)
    ]  # fmt: skip


def enforcement(year: int) -> list[Row]:
    return [
        {"region_code": region, "year": year, "enforcement_code": f"proactive.{code}",
         "enforcement": name, "decisions": decisions, "blank_parts": int(decisions is None),
         "approximate_parts": int(code == "penalty"), "unreadable_parts": 0}
        for region in (CITY, PROVINCE)
        for code, name, decisions in (
            ("licensing", "行政许可", 45678),
            ("penalty", "行政处罚", 220000),
            ("coercion", "行政强制", None),
        )
    ]  # fmt: skip


def region_reports() -> list[Row]:
    counted = [(PROVINCE, GOVERNMENT), (CITY, GOVERNMENT), (COUNTY, OFFICE)]
    covered = [(PROVINCE, BUREAU), (PROVINCE, OFFICE), (CITY, BUREAU), (CITY, OFFICE)]
    return [
        {"region_code": r, "year": y, "agency_id": a, "role": role, "covered_by": by}
        for y in YEARS
        for pairs, role, by in ((counted, "counted", None), (covered, "covered", GOVERNMENT))
        for r, a in pairs
    ]


def gaps() -> list[Row]:
    gaps = [(PROVINCE, PROVINCE, "示例省", "no_government_report"),
            (PROVINCE, "990200", "空城市", "none"),
            (COUNTY, COUNTY, "甲县", "no_government_report")]  # fmt: skip
    return [
        {"region_code": r, "year": y, "missing_region_code": m, "missing_region_name": n, "gap": g}
        for y in YEARS
        for r, m, n, g in gaps
    ]


def region_indicators(received: int) -> list[Row]:
    rows = []
    for region, complete, note in (
        (PROVINCE, False, "由 1 个市的汇总报告相加；缺省级政府和空城市"),
        (CITY, True, "用示例市人民政府的汇总报告"),
        (COUNTY, False, "只有 1 个部门的报告；缺甲县人民政府"),
    ):
        figures = {2020: (1200, 900, 1200), 2021: (received, 900, received)}
        if region == COUNTY:
            figures = {2020: (20, 12, 20), 2021: (26, 0, 26)}
        extra = {
            "region_code": region,
            "report_count": 1,
            "is_complete": complete,
            "set_note": note,
        }
        rows.extend(indicators(extra, figures))
    return rows


def indicators(key: Row, figures: dict[int, tuple[int, int, int]]) -> list[Row]:
    rows: list[Row] = []
    for year, (received, disclosed, closed) in figures.items():
        before = figures.get(year - 1)
        common = key | {"year": year, "inferred_parts": 0, "unreadable_parts": 0,
                        "is_comparable": before is not None}  # fmt: skip
        rows.append(common | _plain("requests_received", "申请量", "件", 1, received, before))
        rows.append(common | _rate(disclosed, closed, before))
        rows.append(
            common | _plain("fee_amount", "收费金额", "元", 3, Decimal("68461760.02"), None)
        )
        rows.append(
            common
            | _plain("coercion_decisions", "强制决定", "件", 4, None, None)
            | {"blank_parts": 1}
        )
    return rows


def _plain(code: str, name: str, unit: str, order: int, value: Any, before: Any) -> Row:
    previous = Decimal(before[0]) if before else None
    value = None if value is None else Decimal(value)
    return {
        "indicator_code": code, "indicator": name, "unit": unit, "sort_order": order,
        "numerator": value, "denominator": None, "value": value, "is_rate": False,
        "withheld_reason": None, "blank_parts": 0, "approximate_parts": 0,
        "previous_value": previous, "previous_numerator": previous,
        "change": value - previous if previous and value else None,
        "change_ratio": Decimal("0.25") if previous and value else None,
        "formula": f"{name}，各报告相加",
    }  # fmt: skip


def _rate(disclosed: int, closed: int, before: Any) -> Row:
    shown = closed >= 30
    rate = Decimal(disclosed) / Decimal(closed) if shown else None
    previous = Decimal(before[1]) / Decimal(before[2]) if before and before[2] >= 30 else None
    return {
        "indicator_code": "disclosure_rate", "indicator": "公开率", "unit": "%", "sort_order": 2,
        "numerator": Decimal(disclosed), "denominator": Decimal(closed), "value": rate,
        "is_rate": True, "withheld_reason": None if shown else "分母不足 30，不列比率",
        "blank_parts": 0, "approximate_parts": 0, "previous_value": previous,
        "previous_numerator": Decimal(before[1]) if before else None,
        "change": rate - previous if rate is not None and previous is not None else None,
        "change_ratio": None, "formula": "（予以公开 + 部分公开）÷ 办理结果总计",
    }  # fmt: skip
