"""Reports whose identity is hard to tell, with what can be told of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random

from orchestration.demo.compose import opening, signature
from orchestration.demo.document import Report
from orchestration.demo.identity import MUNICIPALITIES, Identity, Region, year_of

NAME = "政府信息公开工作年度报告"
Trap = Callable[[Identity, Random], Identity | None]
Retitle = Callable[[Report, Random], Report]


def _in_district(identity: Identity) -> bool:
    return identity.level == "county" and (identity.county or "").endswith("区")


def office(identity: Identity, rng: Random) -> Identity | None:
    """人民政府办公室 is a department, not the government."""
    if identity.level == "province":
        return None
    organ = "人民政府办公室"
    name = identity.region_name + organ
    return replace(identity, agency=name, organ=organ, kind="department")


def tax_office(identity: Identity, rng: Random) -> Identity | None:
    """国家税务总局X税务局, as they are called since 2018."""
    if year_of(identity) < 2018:
        return None
    name = f"国家税务总局{identity.region_name}税务局"
    return replace(identity, agency=name, organ="税务局", kind="department")


def municipal_district(identity: Identity, rng: Random) -> Identity | None:
    """A district of a municipality has no prefecture."""
    return identity if identity.province in MUNICIPALITIES and _in_district(identity) else None


def zone(identity: Identity, rng: Random) -> Identity | None:
    """A development zone is no administrative division; level and kind are left open."""
    if identity.level != "prefecture":
        return None
    organ = "经济技术开发区管理委员会"
    return replace(
        identity,
        agency=identity.region_name + organ,
        organ=organ,
        open_fields=frozenset(("level", "kind", "county")),
    )


def branch(identity: Identity, rng: Random) -> Identity | None:
    """A branch of a city's bureau in a district; its level is left open."""
    if not _in_district(identity) or identity.city is None or len(identity.county or "") < 3:
        return None
    agency = f"{identity.city}公安局{(identity.county or '').removesuffix('区')}分局"
    organ = agency.removeprefix(identity.city)
    return replace(
        identity,
        agency=agency,
        region_name=identity.city,
        organ=organ,
        kind="department",
        open_fields=frozenset(("level", "county", "kind")),
    )


def regions_for(trap: str, regions: Sequence[Region]) -> Sequence[Region]:
    """The regions that a trap is about; the others cannot make it."""
    if trap in ("municipal-district", "branch"):
        is_municipal = trap == "municipal-district"
        return [
            region
            for region in regions
            if region.level == "county"
            and region.name.endswith("区")
            and (region.province in MUNICIPALITIES) == is_municipal
        ] or regions
    return [r for r in regions if r.level == "prefecture"] or regions if trap == "zone" else regions


AGENCIES: Mapping[str, Trap] = {
    "office": office,
    "tax-office": tax_office,
    "municipal-district": municipal_district,
    "zone": zone,
    "branch": branch,
}


def no_agency_in_title(report: Report, rng: Random) -> Report:
    """The title has the year alone; the name stands in the text."""
    return replace(report, title=f"{report.identity.year}年{NAME}")


def no_year_in_title(report: Report, rng: Random) -> Report:
    """The title has the agency alone; the period stands in the text."""
    return replace(report, title=f"{report.identity.agency}{NAME}")


def bare_title(report: Report, rng: Random) -> Report:
    """The title has neither; both stand in the text."""
    return replace(report, title=NAME)


def site_behind_title(report: Report, rng: Random) -> Report:
    """Another site's name behind the title."""
    site = rng.choice(("政务公开_中国虚构网", "信息公开-某市政务云", "年度报告|门户集群"))
    return replace(report, title=f"{report.title}_{site}")


def other_years(report: Report, rng: Random) -> Report:
    """Years of other documents and of the year before in the prose."""
    year = year_of(report.identity)
    extra = (
        f"与{year - 1}年相比，受理数量有所变化；{year - 3}年印发的管理办法继续有效。",
        f"按照{year + 1}年工作要点，{year - 2}年以前的文件已经清理。",
    )
    return replace(report, before=(*report.before, *extra))


def nameless(report: Report, rng: Random) -> Report:
    """Nobody is named anywhere: only 我局."""
    identity = replace(
        report.identity,
        agency=None,
        province=None,
        city=None,
        county=None,
        open_fields=frozenset(("level", "kind")),
    )
    before = (opening(replace(report.identity, agency="我局")), *report.before[1:])
    after = tuple(text for text in report.after if text != report.identity.agency)
    return replace(
        report,
        title=f"{identity.year}年{NAME}",
        before=before,
        after=after,
        identity=identity,
        host="",
    )


_WITHOUT_COUNTS = 4  # paragraphs before those that state counts, and the year of each


def yearless(report: Report, rng: Random) -> Report:
    """No year is told but that of publication, from which it is never taken."""
    identity = replace(report.identity, year=None)
    first = f"根据《中华人民共和国政府信息公开条例》的规定，{identity.agency}编制本报告。本文虚构。"
    return replace(
        report,
        title=f"{identity.agency}{NAME}",
        before=(first, *report.before[1:_WITHOUT_COUNTS]),
        after=(*report.after[:5], *signature(identity)),
        identity=identity,
        stated=(),
    )


def prose_only(report: Report, rng: Random) -> Report:
    """No tables: a report in prose alone."""
    count = rng.randint(1, 400)
    texts = (
        f"二、主动公开政府信息情况：全年公开信息{count}条。",
        f"三、收到和处理申请情况：收到申请{count // 7}件，均已答复。",
        "四、行政复议、行政诉讼情况：没有发生。",
    )
    return replace(report, sheets=(), before=(*report.before, *texts))


def attached(report: Report, rng: Random) -> Report:
    """The tables are only attached."""
    texts = (*report.after, "附件：政府信息公开工作年度报告统计表.xls")
    return replace(report, sheets=(), after=texts)


PAGES: Mapping[str, Retitle] = {
    "no-agency-in-title": no_agency_in_title,
    "no-year-in-title": no_year_in_title,
    "bare-title": bare_title,
    "site-behind-title": site_behind_title,
    "other-years": other_years,
    "nameless": nameless,
    "yearless": yearless,
    "prose-only": prose_only,
    "attached": attached,
}
