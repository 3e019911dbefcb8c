"""Whose report, for which year, from where: title, text and period of statistics together.

A title that names an agency decides; the text then only completes it (region left unsaid, short
forms, counties of one name). Without one, the agency is the name that the report signs, gives as
its author or repeats. What can't be told is None, and `doubts` says why.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from orchestration.reading.organ import (
    Organ,
    full_rest,
    is_bare_zone,
    is_government,
    is_township,
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
from orchestration.reading.witness import (
    as_place,
    keep_self,
    merge,
    speaks_as_place,
    vote_key,
    witnesses,
)

_BRANCH = re.compile("(?:局|支队|大队)([\u4e00-\u9fff]{2,8}?)分局$")
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
    return bureau >= _ENOUGH and bureau > 2 * as_place(said)


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
    region = _branch_region(document.regions, rest, named) or _zone_region(
        document.regions, rest, named
    )
    return _Whose(agency, region, level_of(region, rest), kind_of_organ(organ, rest))


def _branch_region(regions: Regions, rest: str, named: Named) -> Region | None:
    """The county that a branch is named after: 公安局宝山分局 sits in 宝山区."""
    hit = _BRANCH.search(rest)
    if hit is None:
        return None
    units = regions.narrow((*regions.named(hit[1]), *regions.shortened(hit[1])), (named,))
    return units[0].region if len({unit.region.code for unit in units}) == 1 else None


def _zone_region(regions: Regions, rest: str, named: Named) -> Region:
    """The unit that a zone is named after within another: 重庆巫溪工业园区 lies in 巫溪县."""
    if is_zone(rest):
        for length in range(5, 1, -1):
            units = regions.narrow(regions.shortened(rest[:length]), (named,))
            if len({unit.region.code for unit in units}) == 1:
                return units[0].region
    return named.region


def _unplaced(organ: Organ) -> _Whose:
    """Kind and, where every candidate has the same one, level; but no name and no place."""
    kind = kind_of(organ.rest)
    if organ.rest.endswith("海关") and len(organ.rest) > len("海关"):
        # Named after a place of its own (拱北海关): the name is whole, the region unsaid.
        return _Whose(
            organ.rest, kind=kind, doubt=f"地区:{organ.rest}的名称不含行政区划,正文没有写明"
        )
    levels = {level_of(unit.region, organ.rest) for unit in organ.units}
    if is_township(organ.rest):
        levels = {"township"}
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
    for organ, named, weight in witnesses(document):
        key = vote_key(organ, named)
        votes[key] += weight
        sample.setdefault(key, (organ, named))
    merge(votes)
    keep_self(votes, document.said)
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < _ENOUGH:
        return _of_site(document, title) or _Whose(doubt=_UNSAID)
    if len(ranked) > 1 and 3 * ranked[1][1] > 2 * ranked[0][1]:
        names = "、".join(f"{sample[key][1].name}{key[1]}" for key, _ in ranked)
        return _Whose(doubt=f"机构:标题没有写明,正文提到{names},无从判断")
    return _finish(document, *sample[ranked[0][0]])


def _of_site(document: Document, title: Title | None) -> _Whose | None:
    """The government whose site it is, where the report speaks of 我市, 我区 alone."""
    if title is None or not speaks_as_place(document.said):
        return None
    for part in title.site.split():
        organ = parse_organ(_SITE_WORDS.sub("", part), document.regions)
        if organ is not None and organ.units and is_government(organ.rest):
            named = resolve(document, organ)
            if named is not None and document.said[named.name[-1]]:
                return _finish(document, organ, named)
    return None
