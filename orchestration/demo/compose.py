"""Puts a report together: title, a few sentences of prose, tables, the end; no layout yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from orchestration.demo.document import Report
from orchestration.demo.figures import Figures
from orchestration.demo.identity import Identity
from orchestration.demo.sheets import Sheet

FICTION = "本文为测试样本，所列数字均属虚构。"
_TITLES = (
    "{agency}{year}年政府信息公开工作年度报告",
    "{agency}{year}年度政府信息公开工作年度报告",
    "{agency}{year}年政府信息公开年度报告",
    "{year}年{agency}政府信息公开工作年度报告",
)
_GENERAL = (
    "全年坚持以公开为常态、不公开为例外，公开目录按月更新。",
    "完善了申请办理流程，专人登记、专人答复。",
    "对公众关心的事项逐项作了解读，答复更加规范。",
    "结合机构职能，对栏目作了整理，便于群众查找。",
)
_PROBLEMS = (
    "公开的时效还需加强，解读的形式比较单一。",
    "部分栏目更新不够及时，业务培训有待深入。",
)
_NEXT = ("下一步将充实人员，做好日常维护。", "今后将细化责任，及时回应关切。")


def compose(
    identity: Identity,
    figures: Figures,
    sheets: tuple[Sheet, ...],
    rng: Random,
    *,
    fiction: str = FICTION,
) -> Report:
    """A report of the agency on its year with the given tables; `fiction` says what it is."""
    title = rng.choice(_TITLES).format(agency=identity.agency, year=identity.year)
    signed, info = _dates(identity, rng)
    return Report(
        title=title,
        before=(*_before(identity, fiction, rng), *_counts(figures, rng)),
        sheets=sheets,
        after=_after(replace(identity, published=signed), rng),
        identity=identity,
        host=f"{identity.region_name}人民政府门户网站",
        info=info,
    )


def _dates(identity: Identity, rng: Random) -> tuple[date | None, str]:
    """The date signed, and the line under the title, which has the date of publication."""
    published = identity.published
    if published is None or rng.random() < 0.5:
        return published, ""
    signed = published - timedelta(days=rng.randint(0, 3)) if rng.random() < 0.5 else None
    day = rng.choice((published.isoformat(), f"{published:%Y/%m/%d}", chinese_date(published)))
    clock = rng.choice(("", " 09:30", " 16:05:12"))
    clicks = f"浏览次数：{rng.randint(1, 9999)}"
    return signed, f"{rng.choice(('发布时间', '发布日期'))}：{day}{clock} {clicks}"


def opening(identity: Identity, fiction: str = FICTION) -> str:
    """The first paragraph: who reports, on which period; and that none of it is real."""
    year = identity.year
    return (
        f"根据《中华人民共和国政府信息公开条例》的规定，{identity.agency}编制本报告。"
        f"所列数据的统计期限自{year}年1月1日起，至{year}年12月31日止。{fiction}"
    )


def _before(identity: Identity, fiction: str, rng: Random) -> tuple[str, ...]:
    return (opening(identity, fiction), "一、总体情况", *rng.sample(_GENERAL, k=2))


def _counts(figures: Figures, rng: Random) -> tuple[str, ...]:
    """Counts of the tables told in prose, as they are in the tables."""
    new = figures.cells.get(("requests.new", "total"))
    done = figures.cells.get(("disposition.total", "total"))
    if new is None or done is None or new.value is None or done.value is None:
        return ()
    if figures.broken or rng.random() < 0.5:
        return ()
    return (f"本年新收政府信息公开申请{new.value}件，办理答复{done.value}件。",)


def signature(identity: Identity) -> tuple[str, ...]:
    """Who signed and when, where the page prints it."""
    if identity.published is None:
        return ()
    return (identity.agency or "", chinese_date(identity.published))


def _after(identity: Identity, rng: Random) -> tuple[str, ...]:
    ends = ["五、存在的主要问题及改进情况", rng.choice(_PROBLEMS), rng.choice(_NEXT)]
    ends += ["六、其他需要报告的事项", "没有其他需要报告的事项。"]
    return (*ends, *signature(identity))


def chinese_date(day: date) -> str:
    """2022年1月5日."""
    return f"{day.year}年{day.month}月{day.day}日"
