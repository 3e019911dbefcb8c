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
    chains,
    full_rest,
    is_bare_zone,
    is_government,
    is_office,
    is_short_for,
    is_zone,
    kind_of,
    level_of,
    official_name,
    organs_in,
    parse_organ,
)
from orchestration.reading.period import published_on, report_year
from orchestration.reading.place import Document, organs_of, resolve
from orchestration.reading.region import Named, Region, Regions, short_name
from orchestration.reading.title import Title, find_title, read_page

_SELF = re.compile("[我本](局|委|厅|办|署|院|镇|乡|街道|公司|中心|校|市|区|县|州|旗|省)")
_LABEL = re.compile("(?:机构|单位|机关|主体|部门|来源|作者|署名)(?:名称)?[:\\s|]*$")
_RELATIVE = re.compile(
    "(?<![\u4e00-\u9fff])([市区县])((?!委|政府|人民|级)[\u4e00-\u9fff]{1,20}?(?:局|委员会|办公室|委)(?![长限面部势员]))"
)
_BRANCH = re.compile("(?:局|支队|大队)([\u4e00-\u9fff]{2,8}?)分局$")
_LINE_END = re.compile(r"\n|$|\s*20\d\d[-年]")
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
    found = tuple(chains(page.text, regions))
    document = Document(page, regions, found, tuple(organs_in(page.text, found)))
    whose = _whose(document, title)
    year, year_doubt = report_year(title.dated if title else None, page.text)
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
        return _from_text(document)
    # 某区2020年…报告 on a bureau's page: the region is where, not who.
    if title and _is_bare(title, organ) and _speaks_as_bureau(document.page.text):
        return _from_text(document)
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


def _speaks_as_bureau(text: str) -> bool:
    said = Counter(_SELF.findall(text))
    bureau = said["局"] + said["委"] + said["厅"]
    return bureau >= _ENOUGH and bureau > 2 * (said["市"] + said["区"] + said["县"] + said["州"])


def _speaks_as_place(text: str) -> bool:
    said = Counter(_SELF.findall(text))
    place = said["市"] + said["区"] + said["县"] + said["州"] + said["旗"] + said["省"]
    return place >= _ENOUGH and place == said.total()


def _complete(document: Document, organ: Organ) -> _Whose:
    """The agency of an organ as printed in full or in part."""
    if not organ.units and organ.relative is None:
        return _Whose(organ.rest, None, "national", kind_of(organ.rest))
    named = resolve(document, organ)
    if named is None:
        return _unplaced(organ)
    # Zones and branches of national bodies carry the short name: 青岛海关, 国家统计局…调查队.
    if organ.relative == "short" and (is_zone(organ.rest) or _is_vertical(organ)):
        named = replace(named, name=short_name(named.name))
    return _finish(document, organ, named)


def _is_vertical(organ: Organ) -> bool:
    return bool(organ.vertical) or organ.rest in ("海关", "海事局")


def _finish(document: Document, organ: Organ, named: Named) -> _Whose:
    rest = full_rest(organ.rest, organs_of(document, named.region))
    rest = re.sub("管委会$", "管理委员会", rest)
    if is_bare_zone(rest):
        rest += "管理委员会"
    text = document.page.text
    agency = official_name(organ, named, rest, text, document.regions)
    region = _branch_region(document.regions, rest, named) or named.region
    return _Whose(agency, region, level_of(region, rest), kind_of(rest))


def _branch_region(regions: Regions, rest: str, named: Named) -> Region | None:
    """The county that a branch is named after: 公安局宝山分局 sits in 宝山区."""
    hit = _BRANCH.search(rest)
    if hit is None:
        return None
    units = regions.narrow((*regions.named(hit[1]), *regions.shortened(hit[1])), (named,))
    return units[0].region if len({unit.region.code for unit in units}) == 1 else None


def _unplaced(organ: Organ) -> _Whose:
    """Kind and, where every candidate has the same one, level; but no name and no place."""
    levels = {level_of(unit.region, organ.rest) for unit in organ.units}
    level = levels.pop() if len(levels) == 1 else None
    if len(organ.units) > 1:
        where = "、".join(sorted({_path(unit.region) for unit in organ.units})[:6])
        doubt = f"机构:{organ.units[0].name}有几处同名({where}),正文没有写明是哪一处"
    else:
        doubt = f"机构:只写“{organ.relative or ''}{organ.rest}”,正文没有写明是哪个地方的"
    return _Whose(None, None, level, kind_of(organ.rest), doubt)


def _path(region: Region) -> str:
    return "".join(dict.fromkeys(filter(None, (region.province, region.city, region.county))))


def _from_text(document: Document) -> _Whose:
    """The agency of a report whose title names none."""
    votes: Counter[tuple[str, str]] = Counter()
    sample: dict[tuple[str, str], tuple[Organ, Named]] = {}
    said = Counter(_SELF.findall(document.page.text))
    for organ, named, weight in _evidence(document):
        organ = _author(organ, said)
        key = (named.region.code, organ.rest)
        votes[key] += weight
        sample.setdefault(key, (organ, named))
    _merge(votes)
    _keep_self(votes, said)
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < _ENOUGH:
        return _Whose(doubt=_UNSAID)
    if len(ranked) > 1 and 3 * ranked[1][1] > 2 * ranked[0][1]:
        names = "、".join(f"{sample[key][1].name}{key[1]}" for key, _ in ranked)
        return _Whose(doubt=f"机构:标题没有写明,正文提到{names},无从判断")
    return _finish(document, *sample[ranked[0][0]])


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
    speaks_as_place = _speaks_as_place(text)
    for start, end, organ in document.organs:
        weight = _weight(text, start, end, organ)
        weight += speaks_as_place and is_government(organ.rest)
        named = resolve(document, organ) if weight else None
        if named is not None:
            yield organ, named, weight
    for hit in _RELATIVE.finditer(text):
        organ = Organ(hit[2], (), (), hit[1])
        named = resolve(document, organ)
        if named is not None:
            yield (
                organ,
                named,
                4 if _LABEL.search(text[max(0, hit.start() - 12) : hit.start()]) else 1,
            )


def _weight(text: str, start: int, end: int, organ: Organ) -> int:
    before = text[max(0, start - 12) : start]
    after = text[end : end + 24]
    if (not before or before.endswith("\n")) and (
        not after or re.match("\n|\\s*20\\d\\d[-年]", after)
    ):
        return 8
    if re.match("(?:负责)?(?:编制|撰写|编写)", after) and re.search("由\\s*$|是$", before):
        return 6
    if re.match("20\\d\\d年?度?(?:政府)?信息公开", after):
        return 6
    if _LABEL.search(before):
        return 4
    if re.search("(?:联系|咨询|与|致电)[::]?\\s*$", before):
        return 2
    return 0 if is_government(organ.rest) or is_office(organ.rest) else 1
