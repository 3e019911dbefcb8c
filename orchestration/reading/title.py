"""The page cleaned for reading who, when and where; and the report's title in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.reading.period import arabic, title_year

# Who and when stand at the two ends of a report; what is between is tables and prose.
_HEAD_CHARACTERS = 16_000
_TAIL_CHARACTERS = 3_000
_HEAD_LINES = 60
_TAIL_LINES = 25

_RESIDUE = re.compile(
    r"\[(?:bookmark|image|if|endif|HYPERLINK)[^\]]{0,200}\]|[\u200b-\u200f\ufeff\xad]"
)
_BLANKS = re.compile(r"[\s\xa0]+")
_REPORT = re.compile(
    "(?:政府|政务)?(?:信息|政务)公开(?:(?!信息公开|政务公开)[^,。;、:!?《》|\n]){0,14}?(?:报告|年报)书?"
)
_BREAKS = re.compile(r"[_|>»›→]|\s[-–—]+\s|—{1,2}|--+|(?<=[\u4e00-\u9fff])-(?=[\u4e00-\u9fff])")
# The last character of an organ's or a region's name.
_NAMED = re.compile("[局厅委会办室府院部署所站队处社校学司团行区县市州省旗盟镇乡道心馆]$")
_SENTENCE = re.compile("[。;!?,]")
_LEAD = re.compile(
    "^(?:当前位置|您的位置|首页|标题|名称|信息名称|附件|关于|公布|发布|下载|[:\\s.、《(\\[【•·*#]+)+"
)


@dataclass(frozen=True, slots=True)
class Page:
    """A document's two ends: cleaned lines without blank ones, and their text together."""

    head: tuple[str, ...]
    tail: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed, and what stands around the words 政府信息公开…报告 in it.

    `before` and `after` have no year left in them; `site` is what the title's line holds behind
    an underscore or dash, such as the site's name.
    """

    text: str
    before: str
    after: str
    site: str


def clean(line: str) -> str:
    """One line in half-width marks and digits, without residue of Word and repeated blanks."""
    return _BLANKS.sub(" ", _RESIDUE.sub("", unicodedata.normalize("NFKC", line))).strip()


def read_page(lines: Sequence[str]) -> Page:
    """The two ends of a document; time and memory bounded whatever the document's length."""
    head: list[str] = []
    size = 0
    for line in lines:
        if size >= _HEAD_CHARACTERS:
            break
        cleaned = arabic(clean(line[:_HEAD_CHARACTERS]))
        size += len(cleaned)
        if cleaned:
            head.append(cleaned)
    tail = _tail(lines)
    text = "\n".join(head)
    if size >= _HEAD_CHARACTERS:
        text += "\n" + "\n".join(tail)
    return Page(tuple(head[:_HEAD_LINES]), tail, text)


def _tail(lines: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    size = 0
    for line in reversed(lines):
        if size >= _TAIL_CHARACTERS or len(found) >= _TAIL_LINES:
            break
        cleaned = arabic(clean(line[-_TAIL_CHARACTERS:]))
        size += len(cleaned)
        if cleaned:
            found.append(cleaned)
    return tuple(reversed(found))


def find_title(page: Page) -> Title | None:
    """The report's title: of those that the page prints, the first that says most.

    A title may be cut over two or three lines, follow a breadcrumb, or open a page that is one
    long line. A sentence that speaks of the report is no title.
    """
    best: Title | None = None
    score = -1
    for place in range(len(page.head)):
        for span in (1, 2, 3):
            title = _title_of(page.head[place : place + span])
            worth = _worth(title) if title is not None else -1
            if worth > score:
                best, score = title, worth
    return best


def _worth(title: Title) -> int:
    named = bool(_NAMED.search(title.before) or _NAMED.search(title.after))
    return 2 * named + (title_year(title.text) is not None)


def _title_of(lines: Sequence[str]) -> Title | None:
    if len(lines) > 1 and any(len(line) > 45 or _SENTENCE.search(line) for line in lines):
        return None
    if len(lines) > 1 and (_REPORT.search(lines[0]) or not _REPORT.search("".join(lines))):
        return None
    line = "".join(lines) if len(lines) > 1 else lines[0]
    parts = _BREAKS.split(line[:240])
    for part in parts:
        found = _parse(part)
        if found is not None:
            others = " ".join(other for other in parts if other != part)
            return Title(found.text, found.before, found.after, others)
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
    return Title(text, _bare(before), _bare(after), "")


def _squeeze(part: str) -> str:
    """Without the blanks that set a title's characters apart."""
    return re.sub(r"(?<=[\u4e00-\u9fff\d]) (?=[\u4e00-\u9fff\d])", "", part.strip())


def _bare(part: str) -> str:
    """Without year, leading words and marks."""
    part = re.sub(r"(?<!\d)20[0-3]\d(?!\d)\s*(?:年度|年)?|\.(?:pdf|docx?|wps|html?)$|度$", "", part)
    return re.sub(r"[\s\d.,:;、《》()\[\]【】\"'“”·•]+", "", _LEAD.sub("", part))
