"""How a figure is written: separators, units, marks. Decimal throughout, never a float."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

WAN = Decimal(10_000)
YI = Decimal(100_000_000)
NOTHING = "—"
FEN = Decimal("0.01")

LEVELS = {
    "national": "国家级",
    "province": "省级",
    "prefecture": "地市级",
    "county": "县级",
    "township": "乡镇级",
}
KINDS = {
    "government": "政府",
    "department": "政府部门",
    "institution": "事业单位、国有企业",
    "other": "其他",
}
SCOPES = {"own": "本机关", "consolidated": "汇总（含所属部门和下级政府）"}
STATUSES = {"read": "完整读取", "partial": "部分读取", "rejected": "未能读取"}
SEVERITIES = {"error": "错误", "warning": "疑似错误", "notice": "提示"}
FORMS = {
    "2021": "2021年式样",
    "2019": "2019年式样",
    "2014": "2014年式样",
    "shanghai-2008": "上海市2008年式样",
}
TABLES = {
    "proactive": "主动公开",
    "requests": "申请办理",
    "reviews": "复议诉讼",
    "other": "其他",
}


def decimal(value: Any) -> Decimal | None:
    """A value as handed over by the warehouse, as a Decimal; None stays None."""
    if value is None:
        return None
    return value if isinstance(value, Decimal) else Decimal(str(value))


def number(value: Any) -> str:
    """`1234567.5000` → `1,234,567.5`: separators, no idle zeros, all digits kept."""
    exact = decimal(value)
    if exact is None:
        return NOTHING
    text = f"{exact:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(yuan: Any) -> str:
    """Yuan written in 元, 万元 or 亿元, whichever reads best, with no digit lost.

    亿元 only where four decimals hold it: 12.3456789 亿元 is read worse than in 万元.
    """
    exact = decimal(yuan)
    if exact is None:
        return NOTHING
    if abs(exact) >= YI and exact % WAN == 0:
        return f"{number(exact / YI)} 亿元"
    if abs(exact) >= WAN:
        return f"{number(exact / WAN)} 万元"
    return f"{number(exact)} 元"


def in_unit(value: Any, unit: str | None) -> str:
    """A stored value in the unit that its form prints: money is stored in yuan."""
    exact = decimal(value)
    return NOTHING if exact is None else number(scaled(exact, unit))


def scaled(value: Decimal, unit: str | None) -> Decimal:
    """A stored value as a number of the form's unit: money is stored in yuan."""
    return value / {"万元": WAN, "亿元": YI}.get(unit or "", Decimal(1))


def percent(fraction: Any) -> str:
    """`0.404000` → `40.4%`, rounded half up to one decimal."""
    exact = decimal(fraction)
    if exact is None:
        return NOTHING
    return f"{_tenths(exact * 100)}%"


def _tenths(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def quantity(value: Any, unit: str | None) -> str:
    """A value with its unit: money readable, rates in percent, counts with 件 and the like."""
    if value is None:
        return NOTHING
    if unit == "元":
        return money(value)
    if unit and unit.startswith("元/"):
        return money(value.quantize(FEN) if isinstance(value, Decimal) else value) + unit[1:]
    if unit == "%":
        return percent(value)
    return f"{number(value)} {unit or ''}".strip()


def indicator_value(row: Mapping[str, Any]) -> str:
    """What an indicator's card says in large: its value, else the counts a rate was not made of."""
    about = "约 " if row.get("approximate_parts") else ""
    if row["value"] is not None:
        return about + quantity(row["value"], "%" if row["is_rate"] else row["unit"])
    if row["is_rate"] and row["numerator"] is not None and row["denominator"] is not None:
        return f"{number(row['numerator'])} / {number(row['denominator'])}"
    return no_value(row)


def no_value(row: Mapping[str, Any]) -> str:
    """Why a sum has no value: one of its parts can't be read, or all of them are blank."""
    if row.get("unreadable_parts"):
        return "读不出"
    return "空白" if row.get("blank_parts") else NOTHING


def counted(row: Mapping[str, Any], name: str) -> str:
    """A count of a sum, or why there is none; 约 where a part of it is approximate."""
    if row[name] is None:
        return no_value(row)
    return ("约 " if row.get("approximate_parts") else "") + number(row[name])


def indicator_change(row: Mapping[str, Any]) -> str:
    """The change from the year before, or the reason why none is shown."""
    if row["value"] is None:
        return "" if row["withheld_reason"] else "本年无数，不比上年"
    if row["previous_value"] is None:
        if row["is_rate"] and row.get("previous_numerator") is not None:
            return "上年分母不足，不比"
        return "无上年数据"
    if not row["is_comparable"]:
        return "两年计入的机构不同，不可比"
    change = decimal(row["change"])
    if change is None:
        return "不可比"
    return f"较上年 {_signed_change(change, row)}"


def change_words(row: Mapping[str, Any]) -> str:
    """A change that the warehouse gives, with its share; why there is none."""
    change = decimal(row["change"])
    return (
        "无可比的上年数据" if change is None else _signed_change(change, {**row, "is_rate": False})
    )


def _signed_change(change: Decimal, row: Mapping[str, Any]) -> str:
    sign = "+" if change > 0 else "−" if change < 0 else ""
    if row["is_rate"]:
        points = _tenths(abs(change) * 100)
        if change and not points:
            return "变化不足 0.1 个百分点"
        return "持平" if not change else f"{sign}{points} 个百分点"
    if not change:
        return "持平"
    ratio = decimal(row.get("change_ratio"))
    share = "" if ratio is None else f"（{sign}{percent(abs(ratio))}）"
    return f"{sign}{quantity(abs(change), row['unit'])}{share}"


def indicator_parts(row: Mapping[str, Any]) -> list[str]:
    """What the figure stands on that isn't plainly printed: blanks, inferences, approximations."""
    words = {
        "blank_parts": "空白",
        "inferred_parts": "推断",
        "approximate_parts": "约数",
        "unreadable_parts": "读不出",
    }
    return [f"{word} {row[name]} 项" for name, word in words.items() if row.get(name)]


def figure(row: Mapping[str, Any]) -> str:
    """A cell of a report as text alone, marks spelled out, for lists and for reading aloud."""
    mark = row["mark"]
    if mark == "blank":
        return "空白"
    if mark == "absent":
        return "无此格"
    if mark == "not_applicable":
        return row["printed_text"] or "不适用"
    if mark == "unreadable":
        return f"读不出「{row['printed_text'] or ''}」"
    if row["column_code"] == "amount_yuan" and not row["unit"]:
        return with_marks(money(row["value"]), mark)  # the form leaves the unit to the writer
    return with_marks(in_unit(row["value"], row["unit"]), mark)


def with_marks(text: str, mark: str) -> str:
    """A number's text with 约 before it where approximate, 〔推〕 or 〔更〕 after it where inferred
    or corrected by the office."""
    about = "约 " if "approximate" in mark else ""
    basis = "〔推〕" if mark.startswith("inferred") else "〔更〕" if mark == "corrected" else ""
    return f"{about}{text}{basis}"


def day(value: date | None) -> str:
    """A date as 2024年1月31日."""
    return NOTHING if value is None else f"{value.year}年{value.month}月{value.day}日"


def on_time(value: bool | None) -> str:
    """Whether a report met its deadline: 按时, 逾期, or 日期不详."""
    return {True: "按时", False: "逾期", None: "日期不详"}[value]


def plain(text: str) -> str:
    """Text from a document, made safe for the elements that read Markdown.

    Every ASCII mark is escaped; a colon is followed by a joiner of no width, since Streamlit's
    `:name:` is looked for after escapes are resolved.
    """
    escaped = "".join(f"\\{c}" if c.isascii() and not c.isalnum() and c > " " else c for c in text)
    return escaped.replace("\\:", "\\:\u200c").replace("\n", " ")
