"""The page cleaned for reading who, when and where; and the report's title in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from orchestration.reading.period import arabic, title_year

# Who and when stand at the two ends of a report; what is between is tables and prose.
HEAD_CHARACTERS = 6_000
TAIL_CHARACTERS = 2_500
HEAD_LINES_READ = 1_500
TAIL_LINES_READ = 400
_WHOLE_CHARACTERS = 60_000
_WHOLE_LINES = 6_000
_HEAD_LINES = 60
_TAIL_LINES = 25
_TITLE_WITHIN = 240
_SHORT_LINE = 45
_BEST = 3

_RESIDUE = re.compile(r"\[(?:bookmark|image|if|endif|HYPERLINK)[^\]]{0,200}\]")
# What NFKC does to the marks that every page has, done at a thirtieth of its time.
_MARKS = (
    *zip("，：（）；？！～．％／－｜\u3000\xa0\t\r", ",:();?!~.%/-|    ", strict=True),
    *(("…", "..."), ("\u200b", ""), ("\ufeff", ""), ("\xad", "")),
)
_EMPTY_CELLS = re.compile(r"\|{2,}")
_ODD = re.compile(r"[^\x00-\x7f\u4e00-\u9fff、。“”《》〔〕【】·—]")
# The official tables name nobody: what stands between their first and last labels is left out.
_TABLES_BEGIN = ("制发件数", "新制作数", "统计指标", "本年新收政府信息公开申请数")
_TABLES_END = ("尚未审结", "结转下年度继续办理", "接受行政申诉")
_REPORT_WORDS = ("报告", "年报", "总结")
_REPORT = re.compile(
    "(?:政府|政务)?(?:信息|政务)公开(?:(?!信息公开|政务公开|目录|指南)[^,。;、:!?《》|\n]){0,14}?"
    "(?:报告|年报|工作总结|年度总结|年终总结)书?"
)
_YEAR_LINE = re.compile(r"\(?\s*(20[0-3]\d年?度?)\s*\)?")
_BREAKS = re.compile(
    r"[_|>»›→]|\s[-–—]+\s|(?<!\d)—{1,2}|—{1,2}(?!\d)|--+|(?<=[\u4e00-\u9fff)》])-(?=[\u4e00-\u9fff《])|"
    r"(?<=[\u4e00-\u9fff])(?<![年月日度])-(?=20\d\d)"
)
# The last character of an organ's or a region's name.
_NAMED = re.compile("[局厅委会办室府院部署所站队处社校学司团行区县市州省旗盟镇乡道心馆]$")
_SENTENCE = re.compile("[。;!?,]")
_NO_TITLE = re.compile("预算|决算|公报|报表")
# What a report is based on is another's: 根据…办公厅关于…年度报告有关要求的通知.
_BASIS = re.compile("根据|依据|按照|遵照")
_LEAD = re.compile(
    "^(?:印发|当前位置|您的位置|首页|政府信息公开|信息公开|政务公开|标题|名称|信息名称|附件|关于|公布|发布|下载|[:\\s.、《(\\[【•·*#]+)+"
)
# Not a notice that hands the report itself out: 关于印发…年度报告的通知.
_GOES_ON = re.compile("[中》由是的]|编制")
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|\d{1,2}[.、]|\([一二三四五六七八九十]")
_HANDED_OUT = re.compile("关于(?:印发|公布|发布|公开)")
_NOTICE_END = re.compile("的(?:通知|公告|通告)$")
_PUBLIC_NOTICE = re.compile("的(?:公告|通告)$")
_ASKS = re.compile("做好|编制|编报|报送|填报")
# A second name or a second sign: …局(市行政审批局), 黄埔区(广州开发区).
_SECOND_NAME = re.compile(
    "(?<=[\u4e00-\u9fff])\\((?:[^()]{2,24}[局委办室心区会队]|本级(?:机关)?|机关)\\)|(?<=海关)关区"
)
_YEAR_WITHIN = re.compile("20[0-3]\\d(?!\\d)\\s*(?:年度|年)?")
_FIRST_SECTION = re.compile(r"(?:^|\s)[一1][、.]")
_BEHIND = re.compile("相关(?:阅读|链接|信息|文章|新闻|稿件|文档)|[上下]一[篇条]|(?:推荐|延伸)阅读")
_FRAME = re.compile("(?:关于|开展|落实|做好|年度|度)+$")


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A document's two ends: cleaned lines without blank ones, and their text together.

    The official tables, which name nobody, are left out where they were seen.
    """

    head: tuple[str, ...]
    tail: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed, and what stands around the words 政府信息公开…报告 in it.

    `dated` is the title with what stands behind it, where the year may be;
    `before` and `after` have no year left in them; `site` is what the title's line holds behind
    an underscore or dash, such as the site's name.
    """

    text: str
    before: str
    after: str
    site: str
    dated: str


def clean(text: str) -> str:
    """Text in half-width marks and digits, Chinese dates in digits, without Word's residue.

    Lines stay lines; blanks within one become one space.
    """
    if "[" in text:
        text = _RESIDUE.sub("", text)
    for mark, plain in _MARKS:
        text = text.replace(mark, plain)
    if not unicodedata.is_normalized("NFKC", text):
        for odd in set(_ODD.findall(text)):
            text = text.replace(odd, unicodedata.normalize("NFKC", odd))
    if "||" in text:
        text = _EMPTY_CELLS.sub("|", text)
    while "  " in text:
        text = text.replace("    ", " ").replace("  ", " ")
    return arabic(text)


def read_page(lines: Sequence[str]) -> Page:
    """The two ends of a document; time and memory bounded whatever the document's length.

    The last page read is kept, so that several may ask for it.
    """
    if len(lines) <= _WHOLE_LINES and sum(map(len, lines)) <= _WHOLE_CHARACTERS:
        text = _without_tables("\n".join(lines))
        if len(text) <= HEAD_CHARACTERS + TAIL_CHARACTERS:
            return _page_of(text, "")
        return _page_of(text[:HEAD_CHARACTERS], text[-TAIL_CHARACTERS:])
    head = "\n".join(line[:HEAD_CHARACTERS] for line in lines[:HEAD_LINES_READ])
    tail = "\n".join(line[-TAIL_CHARACTERS:] for line in lines[-TAIL_LINES_READ:])
    return _page_of(
        _without_tables(head)[:HEAD_CHARACTERS], _without_tables(tail)[-TAIL_CHARACTERS:]
    )


@lru_cache(maxsize=1)
def _page_of(head: str, tail: str) -> Page:
    first = _article(_lines(head))
    last = _article(_lines(tail), has_begun=True) if tail else first
    text = "\n".join(first + last if tail else first)
    return Page(tuple(first[:_HEAD_LINES]), tuple(last[-_TAIL_LINES:]), text)


def _without_tables(text: str) -> str:
    found = (text.find(label, 0, HEAD_CHARACTERS) for label in _TABLES_BEGIN)
    begin = min((at for at in found if at > 0), default=0)
    end = max(text.rfind(label) for label in _TABLES_END) if begin else 0
    return f"{text[:begin]}\n{text[end:]}" if 0 < begin < end else text


def _article(lines: list[str], *, has_begun: bool = False) -> list[str]:
    """The lines up to what a site prints behind its article: links to other reports."""
    for number, line in enumerate(lines):
        has_begun = has_begun or _FIRST_SECTION.search(line) is not None
        if has_begun and _BEHIND.match(line):
            return lines[:number]
    return lines


def _lines(text: str) -> list[str]:
    return [line for line in map(str.strip, clean(text).split("\n")) if line]


@lru_cache(maxsize=1)
def find_title(page: Page) -> Title | None:
    """The report's title: of those that the page prints, the first that says most.

    A title may be cut over two or three lines, follow a breadcrumb, or open a page that is one
    long line. A sentence that speaks of the report is no title.
    """
    best: Title | None = None
    score, behind = -1, 0
    # Set apart, 年 度 报 告, a title's characters are many single ones.
    head = [_squeeze(line) if line[:_TITLE_WITHIN].count(" ") > 3 else line for line in page.head]
    for place, lines in _spans(head):
        title = _title_of(lines)
        worth = _worth(title) if title is not None else -1
        # A column's name and the next line's make no title.
        if worth > score and (worth or len(lines) == 1):
            best, score, behind = title, worth, place + len(lines)
        if score == _BEST:
            break
    if best is None or title_year(best.dated) is not None:
        return best
    # (2021年度) on the next line.
    year = next((_YEAR_LINE.fullmatch(line) for line in page.head[behind : behind + 1]), None)
    return replace(best, dated=best.dated + year[1]) if year else best


def _spans(head: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Single lines that may hold a title, then two short ones together, then three.

    In this order, so that a column's name above a whole title is not read as its beginning.
    """
    starts = [line[:_TITLE_WITHIN] for line in head]
    ends = [place for place, start in enumerate(starts) if "报" in start or "总结" in start]
    for place in ends:
        if "公开" in starts[place] and any(word in starts[place] for word in _REPORT_WORDS):
            yield place, head[place : place + 1]
    for span in (2, 3):
        for place in sorted({end - back for end in ends for back in range(span) if end >= back}):
            if any(len(start) > _SHORT_LINE for start in starts[place : place + span]):
                continue
            joined = "".join(starts[place : place + span])
            if "公开" in joined and any(word in joined for word in _REPORT_WORDS):
                yield place, head[place : place + span]


def is_generic(title: Title) -> bool:
    """Whether a title names neither a year nor an organ, as the name of a site's column does."""
    return _worth(title) == 0


def _worth(title: Title) -> int:
    named = bool(_NAMED.search(title.before) or _NAMED.search(title.after))
    return 2 * named + (title_year(title.dated) is not None)


def _title_of(lines: Sequence[str]) -> Title | None:
    if len(lines) > 1 and any(len(line) > _SHORT_LINE or _SENTENCE.search(line) for line in lines):
        return None
    line = "".join(lines)
    if len(lines) > 1 and not _is_one_title(lines):
        return None
    parts = _BREAKS.split(line[:_TITLE_WITHIN])
    for part in parts:
        found = _parse(part) if "公开" in part else None
        if found is not None:
            others = " ".join(other for other in parts if other != part)
            return replace(found, site=others)
    return None


def _is_one_title(lines: Sequence[str]) -> bool:
    """Whether the lines together are one title, cut where its place on the page ended."""
    hit = _REPORT.search("".join(lines))
    if hit is None or _REPORT.search(lines[0]) or any(_NUMBERED.match(line) for line in lines[1:]):
        return False
    rest = "".join(lines)[hit.end() :]
    return not rest or rest[0] in "([<" or _BREAKS.match(rest) is not None


@lru_cache(maxsize=1024)
def _parse(part: str) -> Title | None:
    squeezed = _squeeze(part)
    hit = _REPORT.search(squeezed)
    if hit is None or hit.start() > 60 or _SENTENCE.search(squeezed[: hit.end()]):
        return None
    before = squeezed[: hit.start()]
    if _NO_TITLE.search(squeezed[: hit.end()]) or _BASIS.search(before):
        return None
    rest = squeezed[hit.end() :]
    if _hands_out(before, rest):
        rest = ""
    # More than a bracket or an extension behind it: a sentence, unless the page is one long line.
    if (len(rest) > 24 and hit.start() < 4) or _GOES_ON.match(rest):
        return None
    text = _LEAD.sub("", before) + hit[0]
    if before.endswith("人民") and hit[0].startswith("政府"):
        before += "政府"
    after = rest if len(rest) <= 24 else ""
    return Title(text, bare_name(_of_agency(before)), bare_name(after), "", text + after)


def _hands_out(before: str, rest: str) -> bool:
    """Whether the line is a notice that the report itself follows: 关于公布…年度报告的通知."""
    if _HANDED_OUT.search(before):
        return _NOTICE_END.match(rest) is not None
    is_asking = _ASKS.search(before) is not None
    return "关于" in before and not is_asking and _PUBLIC_NOTICE.match(rest) is not None


def _of_agency(before: str) -> str:
    """Without what stands between the year and 信息公开 and is no agency's name: 海关 in
    海关总署2010年海关信息公开年度报告."""
    hit = _YEAR_WITHIN.search(before)
    if hit is None or not _NAMED.search(before[: hit.start()]):
        return before
    field = bare_name(before[hit.end() :])
    return before if not field or _NAMED.search(field) else before[: hit.start()]


def _squeeze(part: str) -> str:
    """Without the blanks that set a title's characters apart."""
    return re.sub(r"(?<=[\u4e00-\u9fff\d]) (?=[\u4e00-\u9fff\d])", "", part.strip())


def bare_name(part: str) -> str:
    """Without year, marks, a second name and the words around an agency's name."""
    part = _SECOND_NAME.sub("", part)
    part = re.sub(r"(?<!\d)20[0-3]\d(?!\d)\s*(?:年度|年)?|\.(?:pdf|docx?|wps|html?)$", "", part)
    part = _FRAME.sub("", _LEAD.sub("", part))
    # 教育部办公厅关于2016年教育部…的公告: the one that it is about.
    issuer, _, subject = part.partition("关于")
    part = _LEAD.sub("", subject) or issuer
    return re.sub(r"[\s\d.,:;、《》()\[\]【】\"'“”·•]+", "", part)
