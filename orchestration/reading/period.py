"""When: the year that a report is about, and the day that it was published.

The year comes from the title, the period of statistics and the prose, weighed together; never
from a date of publication. Digits and characters that a page lost (自201311日起至1231日) are
allowed for, dates of other documents are not counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

_HAN_DIGITS = {digit: str(value) for value, digit in enumerate("零一二三四五六七八九")}
_HAN_DIGITS |= dict.fromkeys("〇○ＯOo0Ο", "0")
_HAN_YEAR = re.compile("二[〇○零OoΟ0][〇○零一二三四五六七八九OoΟ0]{2}(?=年)")
_HAN_MONTH_DAY = re.compile("(?<=年)([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日")

YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")
_QUOTED = re.compile("《[^》\n]{0,80}》|〔20\\d\\d〕")
_PERIOD = re.compile(
    r"(20[0-3]\d)\s*年?\s*0?1\s*月?\s*0?1\s*日?\s*[起始]?[^\n。]{0,8}?(?:至|到|[-—~]+)[^\n。\d]{0,3}"
    r"(?:(20[0-3]\d)\s*年?\s*)?[^\n。\d]{0,3}12\s*月?\s*31\s*日?"
)
# A period that opens late in the year (a new bureau) is one only where statistics are spoken of.
_LATE_PERIOD = re.compile(
    r"(?:统计|数据|期限|时限)[^\n。]{0,30}?(20[0-3]\d)年\d{1,2}月\d{1,2}日[起始]?[^\n。]{0,3}(?:至|到|[-—~]+)"
    r"[^\n。\d]{0,3}(?:(20[0-3]\d)年)?12月31日"
)
_NAMED_YEAR = re.compile(
    r"(?<!\d)(20[0-3]\d)年?度?(?:政府|政务)信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)"
)
_PROSE_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)年(?:度|以来|来|全年|,|[我本全共]|$)")
_DATE = r"(20[0-3]\d)\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})(?!\d)\s*日?"
_ANY_DATE = re.compile(_DATE)
_PUBLISHED = re.compile(
    r"(?:发布|公开|公布|发稿|刊发|上网)(?:时间|日期|于)\s*[::]?\s*\|?\s*[\[【]?\s*" + _DATE
)
_DATED = re.compile(r"(?:时间|日期|更新于)\s*[::]?\s*\|?\s*[\[【]?\s*" + _DATE)
_DATE_LINE = re.compile(r"[\[【(]?\s*" + _DATE + r"\s*[\])】]?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?")
_CLOSING_DATE = re.compile(r"(20[0-3]\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*$")


def arabic(text: str) -> str:
    """The text with dates in Chinese numerals written in digits: 二〇二二年一月二十六日."""
    if "二" not in text:
        return text
    text = _HAN_YEAR.sub(lambda hit: "2" + "".join(_HAN_DIGITS[c] for c in hit[0][1:]), text)
    return _HAN_MONTH_DAY.sub(lambda hit: f"{_small(hit[1])}月{_small(hit[2])}日", text)


def _small(numeral: str) -> int:
    """1 to 99 from Chinese numerals."""
    tens, ten, ones = numeral.rpartition("十")
    value = int(_HAN_DIGITS[ones]) if ones in _HAN_DIGITS else 0
    if not ten:
        return value
    return 10 * (int(_HAN_DIGITS[tens]) if tens in _HAN_DIGITS else 1) + value


def title_year(title: str | None) -> int | None:
    """The year named in a title; the last before 信息公开 where there are several."""
    if not title:
        return None
    before, _, _ = title.partition("信息公开")
    found = YEAR.findall(before) or list(dict.fromkeys(YEAR.findall(title)))
    return int(found[-1]) if found and (before or len(found) == 1) else None


def period_year(text: str) -> int | None:
    """The year of the period of statistics; None where it is not stated or stated twice."""
    hits = [*_PERIOD.finditer(text)] or [*_LATE_PERIOD.finditer(text)]
    years = {int(hit[2] or hit[1]) for hit in hits}
    return years.pop() if len(years) == 1 else None


def prose_year(text: str) -> int | None:
    """The year that the prose mostly speaks of; None where two are near each other."""
    votes: Counter[int] = Counter()
    # Lines without a comma or stop are titles and links, this report's and others'.
    lines = (line for line in text.split("\n") if "," in line or "。" in line)
    plain = _QUOTED.sub("", "\n".join(lines))
    for hit in _NAMED_YEAR.finditer(plain):
        votes[int(hit[1])] += 3
    for hit in _PROSE_YEAR.finditer(plain):
        votes[int(hit[1])] += 1
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < 3:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] > ranked[1][1] else None


def report_year(title: str | None, text: str) -> tuple[int | None, str | None]:
    """The year reported on, or None with the reason in Chinese.

    Two of title, period and prose that agree outweigh the third: titles are dated by the year of
    publication, and periods are left standing from last year's report.
    """
    told = title_year(title)
    period = period_year(text)
    if told and told == period:
        return told, None
    prose = prose_year(text.replace(title, "") if title else text)
    first = told or period
    if first is None:
        return (prose, None) if prose else (None, "年度:标题、统计期限和正文都没有写明")
    if told and period and told != period:
        if prose in (told, period):
            return prose, None
        return None, f"年度:标题写 {told} 年,统计期限写 {period} 年,无从判断"
    if told is None and prose is not None and prose != period:
        return None, f"年度:统计期限写 {period} 年,正文写 {prose} 年,无从判断"
    return first, None


def _date(hit: re.Match[str]) -> date | None:
    try:
        return date(int(hit[1]), int(hit[2]), int(hit[3]))
    except ValueError:
        return None


def _at_head(head: Sequence[str]) -> date | None:
    lines = [line[:300] for line in head[:45]]
    for pattern in (_PUBLISHED, _DATED):
        for line in lines:
            hit = pattern.search(line)
            if hit is not None and (found := _date(hit)):
                return found
    for line in lines:
        if len(line) <= 60 and (hit := _DATE_LINE.match(line)) and not _has_prose(line, hit.end()):
            return _date(hit)
    return None


def _has_prose(line: str, start: int) -> bool:
    """Whether a sentence goes on after a date, which then is not the page's own."""
    return bool(re.match(r"\s*[,,起至到—~-]|\s*[^\s来信作阅浏点字编责发【\[(]", line[start:]))


def _at_end(tail: Sequence[str]) -> date | None:
    """The date signed: a line that is a date, or closes with one after the agency's name."""
    last = len(tail) - 1
    for place in range(last, -1, -1):
        line = tail[place]
        hit = _CLOSING_DATE.search(line[-60:])
        if hit is not None and (len(line) <= 50 or place >= last - 1):
            return _date(hit)
        hit = _DATE_LINE.fullmatch(line) if len(line) <= 30 and place == last else None
        if hit is not None:
            return _date(hit)
    return None


def published_on(head: Sequence[str], tail: Sequence[str], year: int | None) -> date | None:
    """The date of publication that the page prints, else the date signed at its end.

    `head` and `tail` are the first and last lines, cleaned. A date before December of the year
    reported on belongs to something else and is not taken.
    """
    for found in (_at_head(head), _at_end(tail)):
        if found is not None and (year is None or found >= date(year, 12, 1)):
            return found
    return None
