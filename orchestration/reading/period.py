"""When: the year that a report is about, and the day that it was published.

The year comes from the title, the period of statistics and the prose, weighed together; never
from a date of publication. Digits and characters that a page lost (自201311日起至1231日) are
allowed for, dates of other documents are not counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

_HAN_DIGITS = {digit: str(value) for value, digit in enumerate("零一二三四五六七八九")}
_HAN_DIGITS |= dict.fromkeys("〇○ＯOo0Ο", "0")
_HAN_YEAR = re.compile("二[〇○零OoΟ0][〇○零一二三四五六七八九OoΟ0]{2}(?=年)")
_HAN_MONTH = re.compile("(?<=[年至到])([一二三四五六七八九十元]{1,2})(?=月)")
_HAN_DAY = re.compile("月([一二三四五六七八九十]{1,3})(?=日)")

# A date's numbers with what stands between them, digits and marks lost too: 201911日.
_TO = "(?:至|到|[-—~]+)"
_FROM_JANUARY = r"(20[0-3]\d)\s*[年.\-/]?\s*0?1\s*[月.\-/]?\s*0?1\s*日?"
YEAR = re.compile(r"20(?<!\d20)[0-3]\d(?!\d)")
_QUOTED = re.compile("《[^》\n]{0,80}》|〔20\\d\\d〕")
_PERIOD = re.compile(
    _FROM_JANUARY + r"[起始]?[^\n。]{0,8}?" + _TO + r"[^\n。\d]{0,3}"
    r"(?:(20[0-3]\d)\s*[年.\-/]?\s*)?[^\n。\d]{0,3}12\s*[月.\-/]?\s*31\s*日?"
)
_OF_STATISTICS = "(?:统计|数据|期限|时限)[^\n。]{0,30}?"
# A period that opens late in the year (a new bureau) counts only where statistics are spoken of.
_PERIODS = (
    _PERIOD,
    re.compile(
        _OF_STATISTICS
        + r"(20[0-3]\d)年\d{1,2}月\d{1,2}日[起始]?[^\n。]{0,3}"
        + _TO
        + r"[^\n。\d]{0,3}"
        r"(?:(20[0-3]\d)年)?12月31日"
    ),
    re.compile(_OF_STATISTICS + _FROM_JANUARY + r"[起始]?[^\n。\d]{0,3}(?:年底|年末|12月底)"),
    re.compile(_OF_STATISTICS + r"(20[0-3]\d)年0?1月?份?" + _TO + "12月"),
)
# Believed only where the title names no year.
_WEAK_PERIODS = tuple(
    re.compile("(?:统计(?:期限|时限|时间|范围|口径)|所列数据|数据统计)[^\n。,]{0,14}?" + end)
    for end in (
        r"截[至止]到?(20[0-3]\d)年12月(?:31日|底)",
        r"(20[0-3]\d)年?(?:财政|会计|财务)年?度",
        r"(20[0-3]\d)年(?:度|全年)",
    )
)
_NAMED_YEAR = re.compile(
    r"20(?<!\d20)([0-3]\d)年?度?(?:政府|政务)信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)"
)
# Not the year that comes: 2022年,我局将…; nor the one from which, or into which, work is carried.
_PROSE_YEAR = re.compile(
    r"20(?<!\d20)([0-3]\d)年(?!度?结转)(?:度|以来|来|全年|,|[我本全共]|$)(?![^。;\n]{0,12}(?:[将拟]|计划|打算|下一步))"
)
_RANGE = re.compile(rf"(20[0-3]\d)\s*年?度?\s*{_TO}\s*(20[0-3]\d)(?!\d)\s*学?年")
_DATE = (
    r"(20[0-3]\d)\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*"
    r"(\d\d(?=[0-2]\d:[0-5]\d)|\d{1,2}(?!\d))\s*日?"
)
_COMPACT = r"(20[0-3]\d)([01]\d)([0-3]\d)(?!\d)"
_BEHIND_LABEL = r"(?:时间|日期|于)\s*[\]】]?\s*[::]?\s*\|?\s*[\[【]?\s*"
_LABELLED = tuple(re.compile(_BEHIND_LABEL + shape) for shape in (_DATE, _COMPACT))
# The word before 日期 or 时间: the best first; a day of writing or of force is no publication.
_PUBLISHING = ("发布", "公布", "公开", "发稿", "刊发", "上网", "更新", "发文")
_NOT_PUBLISHING = (
    "成文",
    "生成",
    "有效",
    "生效",
    "实施",
    "施行",
    "截止",
    "统计",
    "制定",
    "起始",
    "受理",
)
_DATE_LINE = re.compile(r"[\[【(]?\s*" + _DATE + r"\s*[\])】]?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?")
_CLOSING_DATE = re.compile(r"(20[0-3]\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*$")
_SIGNER = re.compile("[局厅委会办室府署院部所站队处社校学司团镇乡心馆:]$")
_NAME = 40
_ENOUGH_VOTES = 3
_HEAD_LINES = 45
_HEAD_LINE = 300
_YEARS_AFTER = 10


def arabic(text: str) -> str:
    """The text with dates in Chinese numerals written in digits: 二〇二二年一月二十六日."""
    if "二" not in text:
        return text
    text = _HAN_YEAR.sub(lambda hit: "2" + "".join(_HAN_DIGITS[c] for c in hit[0][1:]), text)
    text = _HAN_MONTH.sub(lambda hit: "1" if hit[1] == "元" else str(_small(hit[1])), text)
    return _HAN_DAY.sub(lambda hit: f"月{_small(hit[1])}", text)


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
    if title_range(title):
        return None
    before, _, _ = title.partition("信息公开")
    found = YEAR.findall(before) or list(dict.fromkeys(YEAR.findall(title)))
    return int(found[-1]) if found and (before or len(found) == 1) else None


def title_range(title: str) -> tuple[int, int] | None:
    """The first and last year of a title that names several: 2008-2010年."""
    hit = _RANGE.search(title)
    return (int(hit[1]), int(hit[2])) if hit and hit[1] != hit[2] else None


def period_year(text: str) -> int | None:
    """The year of the period of statistics; None where it is not stated or stated twice."""
    return _one_year(text, _PERIODS)


def _one_year(text: str, patterns: Sequence[re.Pattern[str]]) -> int | None:
    for pattern in patterns:
        years = {int(hit[hit.lastindex or 1]) for hit in pattern.finditer(text)}
        if years:
            return years.pop() if len(years) == 1 else None
    return None


def prose_year(text: str) -> int | None:
    """The year that the prose mostly speaks of; None where two are near each other.

    A year named once or twice counts only where the prose names no other.
    """
    ranked = _prose_votes(text)
    return ranked[0][0] if ranked else None


def _prose_votes(text: str) -> list[tuple[int, int]]:
    """The year that the prose mostly speaks of with its votes, alone; empty where none is."""
    votes: Counter[int] = Counter()
    # Lines without a comma or stop are titles and links, this report's and others'.
    lines = (line for line in text.split("\n") if "," in line or "。" in line)
    plain = _QUOTED.sub("", "\n".join(lines))
    for hit in _NAMED_YEAR.finditer(plain):
        votes[2000 + int(hit[1])] += 3
    for hit in _PROSE_YEAR.finditer(plain):
        votes[2000 + int(hit[1])] += 1
    ranked = votes.most_common(2)
    if ranked and ranked[0][1] < _ENOUGH_VOTES:
        is_alone = {int(year) for year in YEAR.findall(plain)} == {ranked[0][0]}
        return ranked[:1] if is_alone else []
    is_clear = len(ranked) == 1 or (len(ranked) == 2 and ranked[0][1] > ranked[1][1])
    return ranked[:1] if is_clear else []


def _prose_alone(text: str) -> int | None:
    """The year that the prose speaks of where nothing else tells it.

    It may be last year's, that of a comparison, or the next, into which requests are carried: it
    must be that before a date on the page, or, where there is no date, be named often.
    """
    for year, votes in _prose_votes(text):
        lines = text.split("\n")
        dated = [*_at_head(lines), *filter(None, [_at_end([line for line in lines if line])])]
        if any(day.year == year + 1 for day in dated) or (not dated and votes >= _ENOUGH_VOTES):
            return year
    return None


def report_year(title: str | None, text: str) -> tuple[int | None, str | None]:
    """The year reported on, or None with the reason in Chinese.

    Two of title, period and prose that agree outweigh the third: titles are dated by the year of
    publication, and periods are left standing from last year's report.
    """
    told = title_year(title)
    period = period_year(text)
    several = title_range(title) if title else None
    if several and period not in range(several[0], several[1] + 1):
        return None, f"年度:标题写 {several[0]} 至 {several[1]} 年,不是一个年度"
    if told and told == period:
        return told, None
    prose = prose_year(text.replace(title, "") if title else text)
    period = period or (None if told else _one_year(text, _WEAK_PERIODS))
    first = told or period
    if first is None:
        alone = _prose_alone(text.replace(title, "") if title else text)
        return (alone, None) if alone else (None, "年度:标题、统计期限和正文都没有写明")
    if told and period and told != period:
        if prose in (told, period):
            return prose, None
        return None, f"年度:标题写 {told} 年,统计期限写 {period} 年,无从判断"
    if told is None and prose is not None and prose != period:
        return None, f"年度:统计期限写 {period} 年,正文写 {prose} 年,无从判断"
    return first, None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _at_head(head: Sequence[str]) -> Iterator[date]:
    """Dates that the page gives as its own, the likeliest first."""
    lines = [line[:_HEAD_LINE] for line in head[:_HEAD_LINES]]
    yield from _labelled(lines)
    for line in lines:
        if len(line) <= 60 and line[:1] in "2[【(" and (hit := _DATE_LINE.match(line)):
            found = None if _has_prose(line, hit.end()) else _date(hit[1], hit[2], hit[3])
            if found is not None:
                yield found


def _labelled(lines: Sequence[str]) -> list[date]:
    """Dates behind 发布日期, 发布时间, …日期; those of publication first."""
    ranked: list[tuple[int, date]] = []
    for place, line in enumerate(lines):
        if "日期" not in line and "时间" not in line and "于" not in line:
            continue
        # A label alone in its line has its date in the next.
        text = line if "20" in line else "\n".join(lines[place : place + 2])
        ranked += [found for pattern in _LABELLED for found in _behind_labels(pattern, text)]
    return [found for _, found in sorted(ranked, key=lambda one: one[0])]


def _behind_labels(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, date]]:
    for hit in pattern.finditer(text):
        word = text[max(0, hit.start() - 2) : hit.start()]
        found = _date(hit[1], hit[2], hit[3])
        known = word in _PUBLISHING
        if found is not None and (known or (hit[0][0] != "于" and word not in _NOT_PUBLISHING)):
            yield (_PUBLISHING.index(word) if known else len(_PUBLISHING)), found


def _has_prose(line: str, start: int) -> bool:
    """Whether a sentence goes on after a date, which then is not the page's own."""
    return bool(re.match(r"\s*[,,起至到—~-]|\s*[^\s来信作阅浏点字编责发【\[(]", line[start:]))


def _at_end(tail: Sequence[str]) -> date | None:
    """The date signed: a line that is a date, or closes with one after the agency's name."""
    last = len(tail) - 1
    for place in range(last, -1, -1):
        line = tail[place]
        hit = _CLOSING_DATE.search(line[-60:])
        if hit is not None and (place >= last - 1 or _is_signed(line, hit[0])):
            return _date(hit[1], hit[2], hit[3])
        hit = _DATE_LINE.fullmatch(line) if len(line) <= 30 and place == last else None
        if hit is not None:
            return _date(hit[1], hit[2], hit[3])
    return None


def _is_signed(line: str, dated: str) -> bool:
    """Whether nothing but a name stands before the date that closes a line."""
    before = line.removesuffix(dated).strip()
    return not before or (len(before) <= _NAME and _SIGNER.search(before) is not None)


def published_on(
    head: Sequence[str], tail: Sequence[str], year: int | None
) -> tuple[date | None, str | None]:
    """The date of publication that the page prints, else the date signed at its end; or None with
    the reason in Chinese.

    `head` and `tail` are the first and last lines, cleaned. A date before the last month of the
    year reported on, or more than ten years after it, belongs to something else and is not taken.
    """
    doubted: date | None = None
    signed = _at_end(tail)
    for found in (*_at_head(head), *([signed] if signed else [])):
        if year is None or date(year, 12, 1) <= found < date(year + _YEARS_AFTER + 1, 1, 1):
            return found, None
        doubted = doubted or found
    if doubted is None:
        return None, "发布日期:页面没有写明"
    return None, f"发布日期:页面写的是 {doubted.isoformat()},与报告年度 {year} 年不相称"
