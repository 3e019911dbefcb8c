"""Whose report it is where its title does not say: what the text itself tells, and how surely."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from orchestration.reading.organ import (
    Organ,
    full_rest,
    is_government,
    is_office,
    is_short_for,
    is_township,
    parse_organ,
    zones_in,
)
from orchestration.reading.place import Document, resolve
from orchestration.reading.region import Named
from orchestration.reading.title import bare_name

_LABEL = re.compile("(?:机构|单位|机关|主体|部门|来源|作者|署名)(?:名称)?[:\\s|\\]】]*$")
_RELATIVE = re.compile(
    "([市区县])((?!委|政府|人民|级)[\u4e00-\u9fff]{1,20}?(?:局|委员会|办公室|委)(?![长限面部势员]))"
)
_LINE_END = re.compile(r"\n|$|\s*20\d\d[-年]")
_WRITES = re.compile("[^。;\n]{0,60}?(?:编制|撰写|编写|汇总|综合)")
_BY = re.compile(r"由\s*$|是$")
_REPORTS = re.compile("20\\d\\d年?度?(?:政府)?信息公开")
_CONTACT = re.compile(r"(?:联系|咨询|与|致电)[::]?\s*$")
_OWN_GUIDE = re.compile("(?:机关)?政府信息(?:主动)?公开(?:工作)?(?:指南|申请)")
_OWN_SITE = re.compile("(?:门户)?网站|官网|公众号")
# The sentence that hands the report out: 现公布某市某局(以下简称我局)2021年政府信息公开年度报告.
_ANNOUNCED = re.compile(
    "(?:公布|公开|发布|编制|编写|现将)\\s*《?([^。,;:、《》\\n]{2,48}?)"
    "(?:20[0-3]\\d年?度?)?(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报|情况)"
)
_ASIDE = re.compile(r"\([^()]{2,20}\)")
# A report made up of those of the departments and places below is a government's.
_GATHERED = re.compile("(?:综合|汇总)[^。\n]{0,60}(?:编制|编写|撰写|而成)|为基础编制")
_GATHERS = re.compile("(?:综合|汇总|以)[^。\n]{0,12}$")
_PARTS = re.compile("各(?!类|项|种|界)")
_PLACES = "市区县州旗省"
_SELVES = (("局", ("局",)), ("委", ("委", "委员会")), ("厅", ("厅",)))
_TOWNSHIPS = ("镇", "乡", "街道")


def speaks_as_place(said: Counter[str], least: int = 3) -> bool:
    """Whether the report calls itself 我市, 我区 and nothing else."""
    place = as_place(said)
    return place >= least and place == said.total()


def as_place(said: Counter[str]) -> int:
    """How often the report speaks of 我市, 我区."""
    return sum(said[word] for word in _PLACES)


def witnesses(document: Document) -> Iterator[tuple[Organ, Named, int]]:
    """Organs that the text names, each with its place and what the way of naming it is worth."""
    text = document.page.text
    is_gathered = _GATHERED.search(text) is not None
    is_place = is_gathered or speaks_as_place(document.said, 2)
    known: dict[str, Named | None] = {}
    for start, end, organ in (
        *document.organs,
        *_relatives(text),
        *zones_in(text, document.regions),
    ):
        weight = _weight(text, start, end, organ)
        weight += is_place and is_government(organ.rest)
        if not weight:
            continue
        printed = text[start:end]
        if printed not in known:
            known[printed] = resolve(document, organ)
        named = known[printed]
        if named is not None:
            yield _author(organ, document.said), named, weight
    yield from _announced(document)
    if is_gathered:
        yield from _gathering(document)


def _announced(document: Document) -> Iterator[tuple[Organ, Named, int]]:
    """Whose report a sentence hands out; an office named there is the one that reports."""
    for hit in _ANNOUNCED.finditer(document.page.text):
        organ = parse_organ(bare_name(_ASIDE.sub("", hit[1])), document.regions)
        named = resolve(document, organ) if organ is not None else None
        if organ is not None and named is not None:
            yield organ, named, 8


def _gathering(document: Document) -> Iterator[tuple[Organ, Named, int]]:
    """The place whose parts' reports were gathered: 综合某市各部门的年度报告编制而成."""
    text = document.page.text
    for chain in document.chains:
        if _PARTS.match(text, chain.end) and _GATHERS.search(
            text, max(0, chain.start - 20), chain.start
        ):
            organ = Organ("人民政府", chain.units, chain.outer)
            named = resolve(document, organ)
            if named is not None:
                yield organ, named, 6


def _author(organ: Organ, said: Counter[str]) -> Organ:
    """A government's office writes the government's report, unless it speaks of itself."""
    if is_office(organ.rest) and not said["办"]:
        return replace(organ, rest="人民政府")
    return organ


def _relatives(text: str) -> Iterator[tuple[int, int, Organ]]:
    """区民政局, 市水利局: organs whose region is left unsaid."""
    for hit in _RELATIVE.finditer(text):
        if not "\u4e00" <= text[hit.start() - 1 : hit.start()] <= "\u9fff":
            yield hit.start(), hit.end(), Organ(hit[2], (), (), hit[1])


def _weight(text: str, start: int, end: int, organ: Organ) -> int:
    before = text[max(0, start - 12) : start]
    is_labelled = _LABEL.search(before) is not None
    if organ.relative is not None and organ.relative in _PLACES:
        return 4 if is_labelled else 1
    if (not before or before[-1] == "\n") and _LINE_END.match(text, end):
        return 8
    if _BY.search(before) and _WRITES.match(text, end):
        return 6
    if _REPORTS.match(text, end):
        return 6
    if is_labelled:
        return 4
    return _passing(text, end, before, organ)


def _passing(text: str, end: int, before: str, organ: Organ) -> int:
    """What a naming in the middle of the prose is worth."""
    is_high = is_government(organ.rest) or is_office(organ.rest)
    if _CONTACT.search(before):
        return 2
    if _OWN_GUIDE.match(text, end):
        return 2 if is_high else 3
    if is_high:
        return 0
    return 2 if _OWN_SITE.match(text, end) else 1


def merge(votes: Counter[tuple[str, str]]) -> None:
    """Adds the votes of short forms to the full form of the same place."""
    for short in sorted(votes, key=lambda key: len(key[1])):
        for full in sorted(votes):
            if full[0] == short[0] and is_short_for(short[1], full[1]):
                votes[full] += votes.pop(short)
                break


def keep_self(votes: Counter[tuple[str, str]], said: Counter[str]) -> None:
    """Drops what the report can't be where it speaks of 我局, 我委, 我镇."""
    most = max(said.values(), default=0)
    for word, endings in _SELVES:
        if said[word] >= 2 and said[word] == most:
            _keep(votes, {key for key in votes if key[1].endswith(endings)})
    if any(said[word] >= 2 and said[word] == most for word in _TOWNSHIPS):
        _keep(votes, {key for key in votes if is_township(key[1])})


def _keep(votes: Counter[tuple[str, str]], kept: set[tuple[str, str]]) -> None:
    for key in list(votes):
        if key not in kept:
            del votes[key]


def vote_key(organ: Organ, named: Named) -> tuple[str, str]:
    """What one agency's namings are counted under: its place, and one form of its name."""
    is_whole = is_township(organ.rest) or is_government(organ.rest)
    return named.region.code, full_rest(organ.rest, ()) if is_whole else organ.rest
