"""Counts that the prose states: what of, how many, said of which year, in which sentence.

Only what is plain is read; a count of another year, of a part of the whole or of many years is kept
with the reason why it cannot be compared. See `claims.yaml` for the wordings.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from orchestration.reading.claim_rules import COUNT, Rules, Subject, claim_sums, load_rules
from orchestration.reading.identities import Key
from orchestration.reading.prose import OPENING
from orchestration.reading.reading import Claim

OTHER_YEAR = "说的是另一年"
SEVERAL_YEARS = "句中说到几个年度"
CUMULATIVE = "是多年累计或一段时间的数"
OTHER_SCOPE = "统计范围与本报告的表格不同"
OPEN_SCOPE = "没有写明是否本报告的统计范围"
RECOGNISED = "文字由图像识别而来"
TWO_COUNTS = "同一句中同一项有不同的数"

_LONGEST = 600
_LONGEST_CLAUSE = 80
_HEADING = 45
_LIKELY = re.compile(
    r"[\d０-９零〇一二两三四五六七八九十百千]\s*[件项份宗起例]|(?:未|没有|无)[收接发产出引被]"
)
_TOPICAL = re.compile("申请|公开|结转|办结|答复|复议|诉讼|文件|处理|提供|审结|维持|纠正")
_SENTENCE = re.compile(r"[^。！？!?\n|｜]+")
# Numbers side by side are cells of a table's row that a layout set as a sentence.
_CELLS = re.compile(r"[\d０-９]\s*[件项份宗起例]?\s+[\d０-９]")
_BLANKS = re.compile(r"[\s\u200b\ufeff“”\"「」『』‘’'《》<>【】\[\]*]+")
_BREAK = re.compile(r"[,;:()]|(?<=%)、")
_NONE = re.compile(r"(?:未|没有|无)(?=收到|接到|发生|产生|出现|引发|被申请|被提起)")
_CARRIED_IN = re.compile(
    r"(?:(?P<year>20\d\d)年度?|上一?年度?|去年)结转(?:[至到](?:20\d\d年度?|本年度?|今年|当年))?"
)
_CARRIED_OUT = re.compile(
    r"(?:依法|按规定)?(?:结转|转)(?:[至到])?(?:(?P<year>20\d\d)年度?|下一?年度?|次年|明年)(?:度)?"
)
_YEAR = re.compile(r"(20\d\d)年")
_PART_OF_COUNT = re.compile(r"^(?:政府信息公开|信息公开|依)?(?:申请|答复|件)*(?:当)?中")
_INCLUDING = re.compile(r"^\((?:[^()]{0,4})(?:含|包括|包含)")
_LISTED = re.compile(r"^[,、;和及与并]|^以及")
_HAN = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_ORGAN_END = re.compile("(?:局|委|厅|办|室|府|会|院|处|所|站|中心|乡|镇|街道|司|队|校|行)$")


class Reporter(NamedTuple):
    """Whose report it is: its name, its year, and whether it counts a whole area."""

    agency: str | None
    year: int | None
    is_consolidated: bool


@dataclass(slots=True)
class _Said:
    """What has been spoken of up to here, within a line (and the heading above it)."""

    topic: str | None = None
    scope: str | None = None
    other_year: int | None = None
    counted: set[str] = field(default_factory=set)


def read_claims(paragraphs: Iterable[tuple[int, str]], reporter: Reporter) -> tuple[Claim, ...]:
    """The counts stated in paragraphs, in order; each comes with the number of its line."""
    rules = load_rules()
    claims: list[Claim] = []
    heading = _Said()
    for number, line in paragraphs:
        if len(line) < 4 or not (_TOPICAL.search(line) or OPENING.match(line)):
            continue
        if _LIKELY.search(line):
            said = _Said(heading.topic, heading.scope, None, set(heading.counted))
            claims += _of_line(line, number, said, rules, reporter)
        elif len(line) <= _HEADING and "。" not in line:
            heading = _headed(line, reporter.is_consolidated)
    return tuple(claims)


@lru_cache(maxsize=4096)
def _headed(line: str, is_consolidated: bool) -> _Said:
    """What a heading speaks of: most are a form's labels, and the same on every page."""
    rules, text = load_rules(), _plain(line)
    topic = _topic(text, None, rules)
    said = _Said(topic, counted={topic} if topic else set())
    if is_consolidated and "依申请" in text:
        said.scope = _scope(text, None, rules, Reporter(None, None, is_consolidated))
    return said


def _of_line(
    line: str, number: int, said: _Said, rules: Rules, reporter: Reporter
) -> Iterator[Claim]:
    for match in _SENTENCE.finditer(line):
        sentence = match[0]
        if len(sentence) < 4 or _CELLS.search(sentence):
            continue
        text = _plain(sentence[:_LONGEST])
        found = list(_Sentence(text, said, rules, reporter).claims())
        said.topic = _topic(text, said.topic, rules)
        for claim in _without_doubles(found):
            yield claim._replace(sentence=sentence.strip() + "。", place=f"第 {number} 行")


def _without_doubles(claims: Sequence[Claim]) -> Iterable[Claim]:
    """Where a sentence says two counts of one thing, neither is plain."""
    counts = Counter((c.subject) for c in {(c.subject, c.number): c for c in claims}.values())
    for claim in claims:
        is_double = counts[claim.subject] > 1 and claim.reason is None
        yield claim._replace(reason=TWO_COUNTS) if is_double else claim


def _plain(text: str) -> str:
    """A sentence with half-width marks, without blanks and quotation marks."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


def _topic(text: str, before: str | None, rules: Rules) -> str | None:
    last = before
    for match in rules.topic.finditer(text):
        last = match.lastgroup
    return last


def _scope(text: str, before: str | None, rules: Rules, reporter: Reporter) -> str | None:
    """Why a count said behind `text` would be of another scope; None where it is the report's."""
    words = rules.words
    if not reporter.is_consolidated:
        if words["beyond_own"].search(text):
            return OTHER_SCOPE
        return None if words["own"].search(text) else before
    if words["part_of_whole"].search(_without_name(text)):
        return OTHER_SCOPE
    return None if words["whole"].search(text) else before


def _without_name(text: str) -> str:
    """Who else is named only in passing, as where the rules come from or the report is kept."""
    return re.sub(r"(?:根据|按照|依据|对照|落实|贯彻|完善)[^,;]*", "", text)


def number_in(text: str) -> int:
    """A whole number in digits or in Chinese numerals.

    Raises:
        ValueError: it is no number.
    """
    digits = text.replace(",", "")
    if digits.isdigit():
        return int(digits)
    if not set(text) & set(_HAN_UNITS):
        return int("".join(str(_HAN[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        if char in _HAN_UNITS:
            total, digit = total + (digit or 1) * _HAN_UNITS[char], 0
        else:
            digit = _HAN[char]
    return total + digit


class _Count(NamedTuple):
    """A count where it is printed; `lead` and `tail` are its clause on both sides of it."""

    value: int
    start: int
    end: int
    lead: str
    tail: str


class _Sentence:
    """One sentence: its counts, and what is said of each."""

    def __init__(self, text: str, said: _Said, rules: Rules, reporter: Reporter) -> None:
        self.rules, self.reporter, self.said = rules, reporter, said
        self.is_of_another = False
        self.printed: dict[str, str] = {}
        self.text = _CARRIED_IN.sub(self._carried_in, text)
        self.text = _CARRIED_OUT.sub(self._carried_out, self.text)

    def _carried_in(self, match: re.Match[str]) -> str:
        year = self.reporter.year
        is_last = match["year"] is None or (year is not None and int(match["year"]) == year - 1)
        return self._as("上年结转", match[0]) if is_last else match[0]

    def _carried_out(self, match: re.Match[str]) -> str:
        year = self.reporter.year
        is_next = match["year"] is None or (year is not None and int(match["year"]) == year + 1)
        return self._as("结转下年", match[0]) if is_next else match[0]

    def _as(self, words: str, printed: str) -> str:
        """The one wording that `printed` is read as."""
        self.printed.setdefault(words, printed)
        return words

    def claims(self) -> Iterator[Claim]:
        """Each plain count of the sentence."""
        is_subgroup = is_closed = False
        counts = sorted(self._counts(), key=lambda one: one.start)
        for before, one in zip((None, *counts), counts, strict=False):
            segment = self.text[: one.start]
            if before is not None and ";" in self.text[before.end : one.start]:
                is_subgroup = False
            if "其中" in one.lead or "其中" in self._between(before, one):
                is_closed = is_closed or is_subgroup
            found = None if is_closed else self._match(one)
            is_closed = is_closed or self.is_of_another
            if found is None:
                is_subgroup = True
                is_part = bool(self.rules.words["subgroup"].search(one.lead))
                is_closed = is_closed or is_part or bool(_PART_OF_COUNT.match(one.tail))
                continue
            subject, phrase = found
            if subject.id.startswith("disposition.") and "主动公开" in segment:
                continue
            is_whole = subject.id.startswith("requests.") or subject.id == "disposition.total"
            if _PART_OF_COUNT.match(one.tail) and not is_whole:
                is_closed = True
                continue
            yield self._claim(subject, phrase, one)

    def _between(self, before: _Count | None, one: _Count) -> str:
        return self.text[before.end if before else 0 : one.start]

    def _counts(self) -> Iterator[_Count]:
        text = self.text
        matches = list(self.rules.count.finditer(text))
        for number, match in enumerate(matches):
            first = matches[number - 1].end() if number else 0
            last = matches[number + 1].start() if number + 1 < len(matches) else len(text)
            lead, tail = text[first : match.start()], text[match.end() : last]
            lead = _BREAK.split(lead)[-1]
            yield _Count(number_in(match["digits"] or match["han"]), match.start(), match.end(),
                         lead, tail)  # fmt: skip
        for match in _NONE.finditer(text):
            clause = _BREAK.split(text[match.end() :])[0]
            lead = _BREAK.split(text[: match.start()])[-1] + clause
            if self.rules.count.search(clause) is None:
                end = match.end() + len(clause)
                yield _Count(0, match.start(), end, lead, "")

    def _match(self, one: _Count) -> tuple[Subject, str] | None:
        """What a count is of, and the words that say so; None where that is not plain."""
        lead = re.sub("^(?:以及|[、和及与并])", "", one.lead)
        if len(lead) > _LONGEST_CLAUSE or _INCLUDING.match(one.tail):
            return None
        clause = _BREAK.split(one.tail)[0]
        if _LISTED.match(clause):
            clause = ""
        match = self.rules.wording.fullmatch(lead + COUNT + clause)
        if match is None and clause and _PART_OF_COUNT.match(clause):
            match = self.rules.wording.fullmatch(lead + COUNT)
        if match is None:
            return None
        if not self._is_reporter(match["who"]):
            self.is_of_another, self.said.scope = True, OTHER_SCOPE
            return None
        name = next(name for name, text in match.groupdict().items() if text and name[0] == "s")
        subject = self.rules.subjects[int(name[1:])]
        upto = self.text[: one.end] + clause
        if _topic(upto, self.said.topic, self.rules) != subject.topic:
            return None
        if subject.topic not in self.said.counted and not self._names_topic(match[name], subject):
            return None  # 办结, 维持: of what was never said to be counted
        phrase = match[name].replace(COUNT, self._printed(one))
        for words, printed in self.printed.items():
            phrase = phrase.replace(words, printed)
        return subject, phrase

    def _names_topic(self, phrase: str, subject: Subject) -> bool:
        """Whether the words themselves say what is counted, and not how it ended."""
        is_outcome = subject.id.count(".") and subject.topic in ("review", "litigation")
        named = self.rules.topic.search(phrase) is not None
        return named and (not is_outcome or "诉" in subject.label[-2:])

    def _printed(self, one: _Count) -> str:
        printed = self.text[one.start : one.end]
        return printed if self.rules.count.fullmatch(printed) else "0件"

    def _is_reporter(self, who: str) -> bool:
        """Whether who is named is nobody else: the agency, short or in full, or a scope's words."""
        words = self.rules.words
        rest = words["whole"].sub("", words["own"].sub("", who), count=1)
        rest = re.sub("^(?:行政机关|行政|的)+", "", rest)
        others = words["part_of_whole" if self.reporter.is_consolidated else "beyond_own"]
        if not rest or others.search(rest):
            return True  # whose it is, its scope says
        letters = iter(self.reporter.agency or "")
        return bool(_ORGAN_END.search(rest)) and all(char in letters for char in rest)

    def _claim(self, subject: Subject, phrase: str, one: _Count) -> Claim:
        year, reason = self._year(one)
        scope = self._scope(subject, one)
        self.said.scope = scope
        self.said.counted.add(subject.topic)
        reason = reason or scope
        return Claim(subject.id, one.value, year, reason, phrase)

    def _scope(self, subject: Subject, one: _Count) -> str | None:
        text = self.text[: one.start]
        scope = _scope(text, self.said.scope, self.rules, self.reporter)
        if scope is None and subject.topic == "documents":
            if self.rules.words["documents_of_office"].search(self.text):
                return OTHER_SCOPE
            if self.reporter.is_consolidated and not self.rules.words["whole"].search(text):
                return OPEN_SCOPE
        return scope

    def _year(self, one: _Count) -> tuple[int | None, str | None]:
        """The year that a count is said of, and why that is not the report's."""
        own, words = self.reporter.year, self.rules.words
        text = self.text[: one.start]
        bare = text.replace("上年结转", "").replace("结转下年", "")
        if words["cumulative"].search(self.text):
            return own, CUMULATIVE
        years = {int(year) for year in _YEAR.findall(self.text)}
        if words["last_year"].search(bare):
            return own, SEVERAL_YEARS if words["this_year"].search(bare) else OTHER_YEAR
        if len(years) > 1:
            return own, SEVERAL_YEARS
        if years and own not in years:
            self.said.other_year = next(iter(years))
            return self.said.other_year, OTHER_YEAR
        if years or words["this_year"].search(text):
            self.said.other_year = None
        if self.said.other_year is not None:
            return self.said.other_year, OTHER_YEAR
        return own, None


def terms_of(subject: str, forms: Iterable[str | None]) -> tuple[tuple[Key, ...], ...]:
    """The sums that a subject's count may mean in a report whose tables follow `forms`."""
    wanted = set(forms)
    sums = (one.keys for one in claim_sums() if one.subject == subject and one.form in wanted)
    return tuple(dict.fromkeys(sums))
