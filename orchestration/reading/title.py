"""The page cleaned for reading who, when and where; and the report's title in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from orchestration.reading.period import arabic, title_year

# Who and when stand at the two ends of a report; what is between is tables and prose.
_HEAD_CHARACTERS = 10_000
_TAIL_CHARACTERS = 3_000
_HEAD_LINES = 60
_TAIL_LINES = 25
_TAIL_LINES_READ = 400
_TITLE_WITHIN = 240
_SHORT_LINE = 45

_RESIDUE = re.compile(
    r"\[(?:bookmark|image|if|endif|HYPERLINK)[^\]]{0,200}\]|[\u200b-\u200f\ufeff\xad]"
)
_BLANKS = re.compile(r"[^\S\n]+")
_REPORT = re.compile(
    "(?:政府|政务)?(?:信息|政务)公开(?:(?!信息公开|政务公开)[^,。;、:!?《》|\n]){0,14}?(?:报告|年报)书?"
)
_BREAKS = re.compile(r"[_|>»›→]|\s[-–—]+\s|—{1,2}|--+|(?<=[\u4e00-\u9fff])-(?=[\u4e00-\u9fff])")
# The last character of an organ's or a region's name.
_NAMED = re.compile("[局厅委会办室府院部署所站队处社校学司团行区县市州省旗盟镇乡道心馆]$")
_SENTENCE = re.compile("[。;!?,]")
_LEAD = re.compile(
    "^(?:当前位置|您的位置|首页|政府信息公开|信息公开|政务公开|标题|名称|信息名称|附件|关于|公布|发布|下载|[:\\s.、《(\\[【•·*#]+)+"
)
_FRAME = re.compile("(?:关于|开展|落实|做好|年度|度)+$")


@dataclass(frozen=True, slots=True)
class Page:
    """A document's two ends: cleaned lines without blank ones, and their text together."""

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
    return arabic(_BLANKS.sub(" ", _RESIDUE.sub("", unicodedata.normalize("NFKC", text))))


def read_page(lines: Sequence[str]) -> Page:
    """The two ends of a document; time and memory bounded whatever the document's length."""
    first = _take(lines, _HEAD_CHARACTERS)
    head = _lines("\n".join(line[:_HEAD_CHARACTERS] for line in lines[:first]))
    if first == len(lines) and max(map(len, lines), default=0) <= _HEAD_CHARACTERS:
        return Page(tuple(head[:_HEAD_LINES]), tuple(head[-_TAIL_LINES:]), "\n".join(head))
    last = _take(lines[: -_TAIL_LINES_READ - 1 : -1], _TAIL_CHARACTERS)
    tail = _lines("\n".join(line[-_TAIL_CHARACTERS:] for line in lines[len(lines) - last :]))
    text = "\n".join(head + tail)
    return Page(tuple(head[:_HEAD_LINES]), tuple(tail[-_TAIL_LINES:]), text)


def _take(lines: Sequence[str], characters: int) -> int:
    """How many lines hold that many characters."""
    if sum(map(len, lines)) <= characters:
        return len(lines)
    size = 0
    for count, line in enumerate(lines):
        if size >= characters:
            return count
        size += len(line)
    return len(lines)


def _lines(text: str) -> list[str]:
    return [line for line in map(str.strip, clean(text).split("\n")) if line]


def find_title(page: Page) -> Title | None:
    """The report's title: of those that the page prints, the first that says most.

    A title may be cut over two or three lines, follow a breadcrumb, or open a page that is one
    long line. A sentence that speaks of the report is no title.
    """
    best: Title | None = None
    score = -1
    for lines in _spans(page.head):
        title = _title_of(lines)
        worth = _worth(title) if title is not None else -1
        if worth > score:
            best, score = title, worth
    return best


def _spans(head: Sequence[str]) -> Iterator[Sequence[str]]:
    """Single lines, and two or three short ones together, that may hold a title."""
    starts = [line[:_TITLE_WITHIN] for line in head]
    for place, start in enumerate(starts):
        for span in (1, 2, 3):
            joined = start if span == 1 else "".join(starts[place : place + span])
            if "公开" in joined and ("报告" in joined or "年报" in joined):
                yield head[place : place + span]
            if len(start) > _SHORT_LINE:
                break


def _worth(title: Title) -> int:
    named = bool(_NAMED.search(title.before) or _NAMED.search(title.after))
    return 2 * named + (title_year(title.dated) is not None)


def _title_of(lines: Sequence[str]) -> Title | None:
    if len(lines) > 1 and any(len(line) > _SHORT_LINE or _SENTENCE.search(line) for line in lines):
        return None
    line = "".join(lines)
    if len(lines) > 1 and (_REPORT.search(lines[0]) or not _REPORT.search(line)):
        return None
    parts = _BREAKS.split(line[:_TITLE_WITHIN])
    for part in parts:
        found = _parse(part)
        if found is not None:
            others = " ".join(other for other in parts if other != part)
            return replace(found, site=others)
    return None


def _parse(part: str) -> Title | None:
    squeezed = _squeeze(part)
    hit = _REPORT.search(squeezed)
    if hit is None or hit.start() > 60 or _SENTENCE.search(squeezed[: hit.end()]):
        return None
    rest = squeezed[hit.end() :]
    # More than a bracket or an extension behind it: a sentence, unless the page is one long line.
    if (len(rest) > 24 and hit.start() < 4) or re.match("[的中》由是]|编制", rest):
        return None
    before = squeezed[: hit.start()]
    text = _LEAD.sub("", before) + hit[0]
    if before.endswith("人民") and hit[0].startswith("政府"):
        before += "政府"
    after = rest if len(rest) <= 24 else ""
    return Title(text, _bare(before), _bare(after), "", text + after)


def _squeeze(part: str) -> str:
    """Without the blanks that set a title's characters apart."""
    return re.sub(r"(?<=[\u4e00-\u9fff\d]) (?=[\u4e00-\u9fff\d])", "", part.strip())


def _bare(part: str) -> str:
    """Without year, marks and the words around an agency's name."""
    part = re.sub(r"(?<!\d)20[0-3]\d(?!\d)\s*(?:年度|年)?|\.(?:pdf|docx?|wps|html?)$", "", part)
    return re.sub(r"[\s\d.,:;、《》()\[\]【】\"'“”·•]+", "", _FRAME.sub("", _LEAD.sub("", part)))
