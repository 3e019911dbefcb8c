"""Whose report, for which year, from where: title, text and period of statistics together.

A title that names an agency decides; the text then only completes it (region left unsaid, short
forms, counties of one name). Without one, the agency is the name that the report signs, gives as
its author or repeats. What can't be told is None, and `doubts` says why.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from orchestration.reading.organ import (
    Organ,
    full_rest,
    is_bare_zone,
    is_government,
    is_office,
    is_short_for,
    is_zone,
    kind_of,
    kind_of_organ,
    level_of,
    national_name,
    official_name,
    parse_organ,
)
from orchestration.reading.period import published_on, report_year
from orchestration.reading.place import Document, organs_of, other_place, resolve
from orchestration.reading.region import Named, Region, Regions, short_name
from orchestration.reading.title import Title, find_title, read_page

_LABEL = re.compile("(?:机构|单位|机关|主体|部门|来源|作者|署名)(?:名称)?[:\\s|]*$")
_RELATIVE = re.compile(
    "([市区县])((?!委|政府|人民|级)[\u4e00-\u9fff]{1,20}?(?:局|委员会|办公室|委)(?![长限面部势员]))"
)
_BRANCH = re.compile("(?:局|支队|大队)([\u4e00-\u9fff]{2,8}?)分局$")
_LINE_END = re.compile(r"\n|$|\s*20\d\d[-年]")
_WRITES = re.compile("(?:负责)?(?:编制|撰写|编写)")
_BY = re.compile(r"由\s*$|是$")
_REPORTS = re.compile("20\\d\\d年?度?(?:政府)?信息公开")
_CONTACT = re.compile(r"(?:联系|咨询|与|致电)[::]?\s*$")
_SITE_WORDS = re.compile("(?:门户)?网站?$")
_ENOUGH = 3
_UNSAID = "机构:标题没有写明,正文也无从判断"


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report this is; a field that could not be told is None.

    `region_code` is the lowest of province, city and county, as it is called at present; the
    agency keeps the name that it bore. `doubts` holds, in Chinese, each field left None and why.
    """

    title: str | None
    agency: str | None
    year: int | None
    province: str | None
    city: str | None
    county: str | None
    region_code: str | None
    level: str | None
    kind: str | None
    scope: str | None
    published: date | None
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Whose:
    """What was found of the agency; `place` None with an agency is a national one."""

    agency: str | None = None
    place: Region | None = None
    level: str | None = None
    kind: str | None = None
    doubt: str | None = None


def identify(lines: Sequence[str], regions: Regions) -> Identity:
    """Tells agency, year and place of the report in a document's lines, in printed order.

    Never raises on any text; reads only the two ends of a long document.
    """
    page = read_page(lines)
    title = find_title(page)
    year, year_doubt = report_year(title.dated if title else None, page.text)
    document = Document(page, regions, year)
    whose = _whose(document, title)
    published, date_doubt = published_on(page.head, page.tail, year)
    place = whose.place
    doubts = [whose.doubt, year_doubt, date_doubt]
    return Identity(
        title=title.text if title else None,
        agency=whose.agency,
        year=year,
        province=place.province if place else None,
        city=place.city if place else None,
        county=place.county if place else None,
        region_code=place.code if place else None,
        level=whose.level,
        kind=whose.kind,
        scope=_scope(whose),
        published=published,
        doubts=tuple(doubt for doubt in doubts if doubt),
    )


def _scope(whose: _Whose) -> str | None:
    if whose.kind is None or whose.level is None:
        return None
    above_township = whose.level != "township"
    return "consolidated" if whose.kind == "government" and above_township else "own"


def _whose(document: Document, title: Title | None) -> _Whose:
    organ = _titled(document, title)
    if organ is None:
        return _from_text(document, title)
    # 某区2020年…报告 on a bureau's page: the region is where, not who.
    if title and _is_bare(title, organ) and _speaks_as_bureau(document.said):
        return _from_text(document, title)
    return _complete(document, organ)


def _titled(document: Document, title: Title | None) -> Organ | None:
    if title is None:
        return None
    for part in (title.before, title.after):
        organ = parse_organ(part, document.regions)
        if organ is not None:
            return organ
    for part in title.site.split():
        organ = parse_organ(part, document.regions)
        if organ is not None and not is_government(organ.rest) and organ.units:
            return organ
    return None


def _is_bare(title: Title, organ: Organ) -> bool:
    """Whether the title names a region alone."""
    is_spelled_out = title.before.endswith(("政府", "公署"))
    return organ.rest == "人民政府" and bool(organ.units) and not is_spelled_out


def _speaks_as_bureau(said: Counter[str]) -> bool:
    bureau = said["局"] + said["委"] + said["厅"]
    return bureau >= _ENOUGH and bureau > 2 * _as_place(said)


def _speaks_as_place(said: Counter[str]) -> bool:
    return _as_place(said) >= _ENOUGH and _as_place(said) == said.total()


def _as_place(said: Counter[str]) -> int:
    return sum(said[word] for word in "市区县州旗省")


def _complete(document: Document, organ: Organ) -> _Whose:
    """The agency of an organ as printed in full or in part."""
    if not organ.units and organ.relative is None:
        return _Whose(national_name(organ.rest), None, "national", kind_of(organ.rest))
    named = resolve(document, organ)
    if named is None:
        return _unplaced(organ)
    other = other_place(document, named)
    if other is not None:
        doubt = (
            f"机构:标题写的是{named.name}{organ.rest},正文说的却是{other.name},可能照抄了别处的报告"
        )
        return _Whose(doubt=doubt)
    return _finish(document, organ, named)


def _is_vertical(organ: Organ) -> bool:
    return bool(organ.vertical) or organ.rest in ("海关", "海事局")


def _finish(document: Document, organ: Organ, named: Named) -> _Whose:
    # Zones and branches of national bodies carry the short name: 青岛海关, 国家统计局…调查队.
    if organ.relative == "short" and (is_zone(organ.rest) or _is_vertical(organ)):
        named = replace(named, name=short_name(named.name))
    rest = full_rest(organ.rest, organs_of(document, named))
    rest = re.sub("管委会$", "管理委员会", rest)
    if is_bare_zone(rest):
        rest += "管理委员会"
    text = document.page.text
    agency = official_name(organ, named, rest, text, document.regions)
    region = _branch_region(document.regions, rest, named) or named.region
    return _Whose(agency, region, level_of(region, rest), kind_of_organ(organ, rest))


def _branch_region(regions: Regions, rest: str, named: Named) -> Region | None:
    """The county that a branch is named after: 公安局宝山分局 sits in 宝山区."""
    hit = _BRANCH.search(rest)
    if hit is None:
        return None
    units = regions.narrow((*regions.named(hit[1]), *regions.shortened(hit[1])), (named,))
    return units[0].region if len({unit.region.code for unit in units}) == 1 else None


def _unplaced(organ: Organ) -> _Whose:
    """Kind and, where every candidate has the same one, level; but no name and no place."""
    kind = kind_of(organ.rest)
    if organ.rest.endswith("海关") and len(organ.rest) > len("海关"):
        # Named after a place of its own (拱北海关): the name is whole, the region unsaid.
        return _Whose(
            organ.rest, kind=kind, doubt=f"地区:{organ.rest}的名称不含行政区划,正文没有写明"
        )
    levels = {level_of(unit.region, organ.rest) for unit in organ.units}
    level = levels.pop() if len(levels) == 1 else None
    if len(organ.units) > 1:
        where = "、".join(sorted({_path(unit.region) for unit in organ.units})[:6])
        name = organ.units[0].name
        name = short_name(name) if organ.relative == "short" else name
        doubt = f"机构:{name}有几处同名({where}),正文没有写明是哪一处"
    else:
        place = organ.relative or ""
        if place == "short":
            place = short_name(organ.units[0].name)
        doubt = f"机构:只写“{place}{organ.rest}”,正文没有写明是哪个地方的"
    return _Whose(None, None, level, kind, doubt)


def _path(region: Region) -> str:
    return "".join(dict.fromkeys(filter(None, (region.province, region.city, region.county))))


def _from_text(document: Document, title: Title | None) -> _Whose:
    """The agency of a report whose title names none."""
    votes: Counter[tuple[str, str]] = Counter()
    sample: dict[tuple[str, str], tuple[Organ, Named]] = {}
    for organ, named, weight in _evidence(document):
        organ = _author(organ, document.said)
        key = (named.region.code, organ.rest)
        votes[key] += weight
        sample.setdefault(key, (organ, named))
    _merge(votes)
    _keep_self(votes, document.said)
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < _ENOUGH:
        return _of_site(document, title) or _Whose(doubt=_UNSAID)
    if len(ranked) > 1 and 3 * ranked[1][1] > 2 * ranked[0][1]:
        names = "、".join(f"{sample[key][1].name}{key[1]}" for key, _ in ranked)
        return _Whose(doubt=f"机构:标题没有写明,正文提到{names},无从判断")
    return _finish(document, *sample[ranked[0][0]])


def _of_site(document: Document, title: Title | None) -> _Whose | None:
    """The government whose site it is, where the report speaks of 我市, 我区 alone."""
    if title is None or not _speaks_as_place(document.said):
        return None
    for part in title.site.split():
        organ = parse_organ(_SITE_WORDS.sub("", part), document.regions)
        if organ is not None and organ.units and is_government(organ.rest):
            named = resolve(document, organ)
            if named is not None and document.said[named.name[-1]]:
                return _finish(document, organ, named)
    return None


def _author(organ: Organ, said: Counter[str]) -> Organ:
    """A government's office writes the government's report, unless it speaks of itself."""
    if is_office(organ.rest) and not said["办"]:
        return replace(organ, rest="人民政府")
    return organ


def _merge(votes: Counter[tuple[str, str]]) -> None:
    """Adds the votes of short forms to the full form of the same place."""
    for short in sorted(votes, key=lambda key: len(key[1])):
        for full in sorted(votes):
            if full[0] == short[0] and is_short_for(short[1], full[1]):
                votes[full] += votes.pop(short)
                break


def _keep_self(votes: Counter[tuple[str, str]], said: Counter[str]) -> None:
    """Drops what the report can't be where it speaks of 我局, 我委, 我厅."""
    for word in ("局", "委", "厅"):
        if said[word] >= 2 and said[word] == max(said.values()):
            for key in list(votes):
                if not key[1].endswith((word, "委员会" if word == "委" else word)):
                    del votes[key]


def _evidence(document: Document) -> Iterator[tuple[Organ, Named, int]]:
    """Organs that the text names, each with its place and what the way of naming it is worth."""
    text = document.page.text
    speaks_as_place = _speaks_as_place(document.said)
    known: dict[str, Named | None] = {}
    for start, end, organ in (*document.organs, *_relatives(text)):
        weight = _weight(text, start, end, organ)
        weight += speaks_as_place and is_government(organ.rest)
        if not weight:
            continue
        printed = text[start:end]
        if printed not in known:
            known[printed] = resolve(document, organ)
        named = known[printed]
        if named is not None:
            yield organ, named, weight


def _relatives(text: str) -> Iterator[tuple[int, int, Organ]]:
    """区民政局, 市水利局: organs whose region is left unsaid."""
    for hit in _RELATIVE.finditer(text):
        if not "\u4e00" <= text[hit.start() - 1 : hit.start()] <= "\u9fff":
            yield hit.start(), hit.end(), Organ(hit[2], (), (), hit[1])


def _weight(text: str, start: int, end: int, organ: Organ) -> int:
    before = text[max(0, start - 12) : start]
    is_labelled = _LABEL.search(before) is not None
    if organ.relative is not None:
        return 4 if is_labelled else 1
    if (not before or before[-1] == "\n") and _LINE_END.match(text, end):
        return 8
    if _WRITES.match(text, end) and _BY.search(before):
        return 6
    if _REPORTS.match(text, end):
        return 6
    if is_labelled:
        return 4
    if _CONTACT.search(before):
        return 2
    return 0 if is_government(organ.rest) or is_office(organ.rest) else 1
