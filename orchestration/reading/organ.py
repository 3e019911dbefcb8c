"""Names of organs: whose region, which organ, what kind; and one official name for each.

An organ's printed name is a region (or 市, 区, 县 for one left unsaid) and what follows it:
襄州区 + 民政局. Short forms are spelled out by the full form in the same document, else by
dbt_project/seeds/agency_names.csv, which holds only those with a single full form.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from orchestration.reading.region import (
    MUNICIPALITIES,
    Mention,
    Named,
    Region,
    Regions,
    short_name,
)

NAMES_CSV = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds" / "agency_names.csv"

_GOVERNMENT = re.compile("(?:市|区|县|州|省|旗)?(?:人民)?政府|行政公署|行署")
_OFFICE = re.compile("(?:人民)?政府办公[室厅]|(?:人民)?政府办")
TOWNSHIP = re.compile(
    "[\u4e00-\u9fff]{1,10}?(?:街道办事处|街道办|街道|(?:镇|乡|苏木)(?:人民政府|政府)?)"
)
_ZONE = re.compile(
    "开发区|高新区|经开区|新区|示范区|度假区|园区|保税区|保税港区|风景区|风景名胜区|管理区|试验区|实验区|"
    "合作区|旅游区|工业区|自贸区|新城|产业园|科技园|工业园|物流园"
)
_ZONE_IN_TEXT = re.compile(
    "(?:^|[^\u4e00-\u9fff]|(?<=[由与和在将]))([\u4e00-\u9fff]{2,14}?(?:开发区|高新区|经开区|园区|保税区|示范区|度假区|新区)"
    "(?:管理委员会|管委会)?)",
    re.MULTILINE,
)
_COMMITTEE = re.compile("(?:管理委员会|管委会)(?:办公室)?$")
_INSTITUTION = re.compile(
    "(?:医院|卫生院|保健院|学校|中学|小学|大学|学院|幼儿园|公司|集团|中心|馆|银行|研究院|研究所|科学院|"
    "出版社|广播电视台|电视台|总站|水厂|公积金管理部)$"
)
_OTHER = re.compile(
    "(?:联合会|联合社|协会|学会|红十字会|总工会|总商会|工商联|工商业联合会|团委|妇联|残联|党校)$"
)
_SUFFIX = (
    "(?:局|厅|委员会|委|办公室|办公厅|办|署|部|中心|院|馆|站|所|队|处|社|会|校|学|公司|集团|厂|银行|支行|分行|"
    "海关|基地|园|台|庭|党校|残联|妇联|团委|政府)"
)
_BOUNDED = re.compile(f"[\u4e00-\u9fffA-Za-z()]{{0,40}}{_SUFFIX}")
# In running text only the commonest endings are taken, and no word of a sentence in between.
_IN_TEXT = re.compile(
    "人民政府(?:办公[室厅])?|政府办公室|行政公署|"
    "(?:(?!人民政府|政府|关于|全面|开展|推进|领导小组|门户|网站|信息公开|政务公开|方案|[的了在等各及其为将按从于我本是对年把被])"
    "[\u4e00-\u9fff、]){1,24}?"
    "(?:局(?![长限面部势委])|厅(?!长)|委员会(?![主委])|管委会|办公室(?!主任)|总队|支队|"
    "中心(?![城工校组])|医院|学院|大学|公司|街道办事处|镇人民政府|乡人民政府)(?:[\u4e00-\u9fff]{2,8}分局)?"
)
_DEPARTMENT = re.compile("(?:局|厅|委|委员会|海关|支队|总队|调查队|政府|办公室)$")
_SITE = re.compile("网站|门户|网$|首页|专栏|平台$")
_VERTICAL = re.compile(
    "中共|国家税务总局|国家统计局|中国人民银行|中华人民共和国|国家|共青团|政协|中国(?=..自由贸易)"
)
_SITE_BEFORE = re.compile("^人民政府(?!信访|办公)(?=[\u4e00-\u9fff]{2,12}局$)")
_TAX = "国家税务总局"
_GROUPS = ("共青团", "政协")
_MINISTRY = re.compile(
    "外交部|国防部|教育部|科学技术部|科技部|工业和信息化部|公安部|民政部|司法部|财政部|自然资源部|"
    "生态环境部|环境保护部|住房和城乡建设部|交通运输部|水利部|农业农村部|农业部|商务部|文化和旅游部|"
    "文化部|人力资源和社会保障部|国土资源部|退役军人事务部|应急管理部|审计署|中国人民银行|海关总署"
)
_NATIONAL = re.compile(
    "(?:国家|国务院|中国)[\u4e00-\u9fff]{2,22}(?:局|委员会|委|总局|办公室|署|部)$"
)


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ as printed: the units that its region may mean, and the name that follows.

    `units` is empty where the region is left unsaid (区民政局: `relative` is 区) or there is
    none (国家…: `rest` is the whole name). `vertical` stands before the region (国家税务总局).
    """

    rest: str
    units: tuple[Named, ...] = ()
    outer: tuple[Named, ...] = ()
    relative: str | None = None
    vertical: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """Neighbouring region names, 襄阳市襄州区, narrowed to the last one's possible units."""

    start: int
    end: int
    units: tuple[Named, ...]
    outer: tuple[Named, ...]


def chains(text: str, regions: Regions) -> Iterator[Chain]:
    """Region names in a text, those that follow each other and lie in each other as one."""
    current: Chain | None = None
    for mention in regions.mentions(text):
        grown = _grow(current, mention, regions)
        if grown is None:
            if current is not None:
                yield current
            grown = Chain(mention.start, mention.end, mention.units, ())
        current = grown
    if current is not None:
        yield current


def _grow(chain: Chain | None, mention: Mention, regions: Regions) -> Chain | None:
    if chain is None or chain.end != mention.start:
        return None
    inner = regions.narrow(mention.units, chain.units)
    return Chain(chain.start, mention.end, inner, chain.units) if inner else None


def organs_in(text: str, found: Sequence[Chain]) -> Iterator[tuple[int, int, Organ]]:
    """Organs in running text, each with its place: a region's name and a common ending."""
    behind = 0
    for chain in found:
        # 市公安局渝中区分局: the district in an organ's name begins no other.
        hit = _IN_TEXT.match(text, chain.end) if chain.start >= behind else None
        if hit is not None:
            behind = hit.end()
            vertical = _TAX if text.endswith(_TAX, 0, chain.start) else ""
            start = chain.start - len(vertical)
            yield start, hit.end(), Organ(hit[0], chain.units, chain.outer, None, vertical)


def zones_in(text: str, regions: Regions) -> Iterator[tuple[int, int, Organ]]:
    """Development zones in running text, which bear a place's short name: 番禺经济技术开发区."""
    for hit in _ZONE_IN_TEXT.finditer(text):
        organ = _by_short_name(hit[1], regions)
        if organ is not None:
            yield hit.start(1), hit.end(1), organ


def organs_after(text: str, region: str) -> Iterator[str]:
    """What organs follow a region's name in running text."""
    at = text.find(region)
    while at >= 0:
        hit = _IN_TEXT.match(text, at + len(region))
        if hit is not None:
            yield hit[0]
        at = text.find(region, at + len(region))


def parse_organ(printed: str, regions: Regions) -> Organ | None:
    """The organ of a name that stands alone, as in a title; None where it is no organ's name.

    A region alone is its government.
    """
    name = printed.strip()
    if not name or len(name) > 60 or _SITE.search(name):
        return None
    if _MINISTRY.fullmatch(name):
        return Organ(name)
    chain = _leading(name, regions)
    if chain is not None:
        return _with_region(name, chain, regions)
    return (
        _by_short_name(name, regions)
        or (Organ(name) if _NATIONAL.fullmatch(name) else None)
        or _relative(name)
    )


def _leading(name: str, regions: Regions) -> Chain | None:
    """The region that the organ's name opens with.

    Of several, the last that follows another organ (site and agency printed in one line); but
    a region inside one organ's name (…局东阿县分局) is not its beginning.
    """
    best: Chain | None = None
    for chain in chains(name, regions):
        # 公安局历城区分局: the region is the branch's.
        if best is None and "分局" in name and _DEPARTMENT.search(name[: chain.start]):
            return None
        between = name[best.end : chain.start] if best is not None else "网"
        is_branch = re.search("分局|大队|支队", name) is not None
        if between.endswith(("人民政府", "网", "网站")) or (
            between.endswith("局") and not is_branch
        ):
            best = chain
    return best


def _with_region(name: str, chain: Chain, regions: Regions) -> Organ | None:
    vertical = _VERTICAL.search(name[: chain.start])
    rest = name[chain.end :]
    if _is_joint_zone(rest, chain, regions):
        rest = ""
    # The site and the bureau in one line: 东阿县人民政府 司法局.
    rest = _SITE_BEFORE.sub("", rest)
    if rest and not (_BOUNDED.fullmatch(rest) or TOWNSHIP.fullmatch(rest) or is_zone(rest)):
        return None
    return Organ(
        rest or "人民政府", chain.units, chain.outer, None, vertical[0] if vertical else ""
    )


def _is_joint_zone(rest: str, chain: Chain, regions: Regions) -> bool:
    """Whether a district's name is followed by that of the zone it shares its government with:
    黄埔区、广州开发区."""
    above = (outer for unit in chain.units for outer in regions.ancestors(unit.unit))
    return is_bare_zone(rest) and any(rest.startswith(short_name(outer.name)) for outer in above)


def _by_short_name(name: str, regions: Regions) -> Organ | None:
    """聊城人社局, 聊城经济技术开发区管委会: the region without its 市, 县."""
    vertical = _VERTICAL.match(name)
    begin = vertical.end() if vertical else 0
    for length in range(8, 1, -1):
        units = regions.shortened(name[begin : begin + length])
        rest = name[begin + length :]
        fits = len(rest) > 1 and (_BOUNDED.fullmatch(rest) or is_zone(rest))
        if units and fits and not re.match("[和与及]|中心$", rest):
            return Organ(rest, units, (), "short", vertical[0] if vertical else "")
    return None


def _relative(name: str) -> Organ | None:
    """区民政局, 民政局: the region left unsaid; 我局 says nothing at all."""
    hit = re.fullmatch("(?:我|本|全)?([市区县州省旗])?(.+)", name)
    if hit is None or len(hit[2]) < 2 or re.match("[我本该各]", hit[2]):
        return None
    if len(hit[2]) > 24 or not (_BOUNDED.fullmatch(hit[2]) or TOWNSHIP.fullmatch(hit[2])):
        return None
    return Organ(hit[2], (), (), hit[1] or "")


def is_of_department(organ: Organ) -> bool:
    """Whether a name behind a region's short name is surely that region's organ: 聊城人社局,
    青岛海关, 苏州工业园区管委会; but 东方医院 is not 东方市's."""
    return bool(organ.vertical) or is_zone(organ.rest) or _DEPARTMENT.search(organ.rest) is not None


@lru_cache(maxsize=4096)
def is_zone(rest: str) -> bool:
    """Whether the name is a development zone's or of an organ within one."""
    hit = _ZONE.search(rest)
    return hit is not None and bool(hit.end() == len(rest) or _BOUNDED.fullmatch(rest[hit.end() :]))


def is_bare_zone(rest: str) -> bool:
    """Whether the name is a development zone's alone, which stands for its committee."""
    hits = list(_ZONE.finditer(rest))
    return bool(hits) and hits[-1].end() == len(rest)


@lru_cache(maxsize=4096)
def is_government(rest: str) -> bool:
    """Whether this is the government itself, of county level and above."""
    return _GOVERNMENT.fullmatch(rest) is not None


@lru_cache(maxsize=4096)
def is_office(rest: str) -> bool:
    """Whether this is a government's office, which writes the government's report."""
    return _OFFICE.fullmatch(rest) is not None


@lru_cache(maxsize=4096)
def is_township(rest: str) -> bool:
    """Whether this is a township's or street's own government."""
    return not is_zone(rest) and TOWNSHIP.fullmatch(rest) is not None


def kind_of(rest: str) -> str:
    """government, department, institution or other, by the name behind the region.

    A development zone's committee is `other`: it is no government of an administrative division,
    and its figures must never stand for those of the division that it lies in.
    """
    if is_government(rest) or is_township(rest):
        return "government"
    if _COMMITTEE.search(rest) and (is_zone(_COMMITTEE.sub("", rest)) or _ZONE.search(rest)):
        return "other"
    if _INSTITUTION.search(rest):
        return "institution"
    return "other" if _OTHER.search(rest) else "department"


@lru_cache(maxsize=4096)
def is_short_for(short: str, full: str) -> bool:
    """Whether one name is a shortening of the other: 人社局 of 人力资源和社会保障局.

    Same beginning and ending, characters in order; but 教育局 is not 教育和体育局: what is
    added at the end must be no further field of work.
    """
    brief, brief_end = _split(short)
    whole, whole_end = _split(full)
    if brief_end != whole_end or not brief or len(brief) >= len(whole) or brief[0] != whole[0]:
        return False
    rest = iter(whole)
    if not all(character in rest for character in brief):
        return False
    added = whole[len(brief) :] if whole.startswith(brief) else ""
    return not added or re.fullmatch("(?:监督|管理|事务|运输|服务|保障)+", added) is not None


def _split(name: str) -> tuple[str, str]:
    hit = re.fullmatch("(.*?)(局|厅|委员会|委|办公室|办|中心|处|署|部)", name)
    if hit is None:
        return name, ""
    return hit[1], {"委员会": "委", "办公室": "办"}.get(hit[2], hit[2])


@lru_cache(maxsize=1)
def _full_names(path: Path = NAMES_CSV) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["short_name"]: row["full_name"] for row in csv.DictReader(file)}


def full_rest(rest: str, others: Sequence[str]) -> str:
    """The full form of a name: from the document's own names, else from the table.

    `others` are names of organs of the same region in the document, the commonest first.
    """
    if is_government(rest):
        return rest if rest == "行政公署" else "人民政府"
    if is_township(rest):
        return _full_township(rest)
    longer = [other for other in others if is_short_for(rest, other)]
    return longer[0] if longer else _full_names().get(rest, rest)


def _full_township(rest: str) -> str:
    rest = rest.removeprefix("人民政府") or rest
    if rest.endswith(("街道", "街道办")):
        return rest.removesuffix("办") + "办事处"
    bare = rest.removesuffix("人民政府").removesuffix("政府")
    return rest if rest.endswith("办事处") else bare + "人民政府"


def official_name(organ: Organ, named: Named, rest: str, text: str, regions: Regions) -> str:
    """The one full name of an organ, whatever part of it was printed.

    Districts carry their city's or municipality's name, counties and county-level cities do
    not. A former region's name is kept as it was then (襄樊市…), its codes are the present
    unit's. `text` tells which of a city's names was in use.
    """
    if rest == "人民政府" and named.name.endswith(("盟", "地区")):
        rest = "行政公署"
    # Since the two tax services became one in 2018, 税务局 is the national one's.
    vertical = organ.vertical or (_TAX if rest == "税务局" else "")
    return f"{vertical}{_seat(organ, named, text, regions)}{named.name}{rest}"


def _seat(organ: Organ, named: Named, text: str, regions: Regions) -> str:
    """The city or municipality that stands before a district's name."""
    unit = named.unit
    if unit.level != "county" or not named.name.endswith("区"):
        return ""
    parent = regions.get(unit.parent_code or "")
    if parent is None or (parent.level == "province" and parent.code not in MUNICIPALITIES):
        return ""
    outer = [above.name for above in organ.outer if above.unit.code == parent.code]
    if outer:
        return outer[0]
    former = [name for name in parent.former_names if name in text and parent.name not in text]
    return former[0] if former else parent.name


def kind_of_organ(organ: Organ, rest: str) -> str:
    """The kind of an organ under its full name."""
    return "other" if organ.vertical in _GROUPS else kind_of(rest)


def national_name(printed: str) -> str:
    """国家发展改革委 in full; any other as printed."""
    full = _full_names().get(printed.removeprefix("国家"))
    return f"国家{full}" if full and printed.startswith("国家") else printed


def level_of(region: Region, rest: str) -> str:
    """The level of the government that an organ belongs to."""
    return "township" if is_township(rest) else region.level
