"""The site around a report: navigation, related links, scripts, hidden parts, footers."""

from __future__ import annotations

from html import escape
from random import Random

from orchestration.demo.document import Report

_SECTIONS = ("首页", "政务公开", "政务服务", "互动交流", "数据开放", "走进本地")
_OTHERS = ("芜湖市审计局", "绵阳市涪城区教育局", "大理市人民政府", "烟台市莱山区统计局")


def wrap(report: Report, body: str, rng: Random) -> str:
    """A whole page around `body`; `{charset}` stands where its encoding is declared."""
    head, foot = rng.choice((_bare, _portal, _portal, _columns))(report, rng)
    title, heading = _titles(report, rng)
    return (
        f"<!DOCTYPE html>\n<html><head>{{charset}}<title>{title}</title>{_head_scripts(rng)}</head>"
        f'\n<body>{head}\n<div class="article">{heading}\n{body}\n</div>\n{foot}\n</body></html>\n'
    )


def _titles(report: Report, rng: Random) -> tuple[str, str]:
    """What stands in <title> and over the text; the report's own title in one of them at least."""
    own, host = escape(report.title), escape(report.host)
    way = rng.random()
    if way < 0.15 and host:
        return f"{own}_{host}", ""
    title = rng.choice((own, f"{own}_{host}", f"{own}-{host}", host)) if host else own
    return title, rng.choice(
        (f"<h1>{own}</h1>", f'<div class="title">{own}</div>', f"<p>{own}</p>")
    )


def _head_scripts(rng: Random) -> str:
    numbers = ",".join(str(rng.randint(1, 9999)) for _ in range(6))
    decoy = "<table><tr><td>规章</td><td>7</td></tr></table>"
    return f'<script>var counts=[{numbers}];var t="{decoy}";</script>'


def _bare(report: Report, rng: Random) -> tuple[str, str]:
    return "", ""


def _portal(report: Report, rng: Random) -> tuple[str, str]:
    links = "".join(f'<li><a href="/{n}.html">{name}</a></li>' for n, name in enumerate(_SECTIONS))
    crumbs = " &gt; ".join(f'<a href="#">{name}</a>' for name in _SECTIONS[:2])
    head = f'<div class="header"><ul class="nav">{links}</ul></div>'
    head += f'<div class="crumb">当前位置：{crumbs}</div>'
    share = '<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>'
    return head, share + _hidden(rng) + _related(rng) + _footer(report, rng)


def _columns(report: Report, rng: Random) -> tuple[str, str]:
    """A page set by a layout table, the links in its left column."""
    links = "<br>".join(f'<a href="#">{name}</a>' for name in _SECTIONS)
    head = f'<table width="960"><tr><td class="left" width="180">{links}</td><td class="main">'
    return head, f"</td></tr></table>{_related(rng)}{_footer(report, rng)}"


def _hidden(rng: Random) -> str:
    """A decoy that no visitor sees: a table of the form with other figures."""
    if rng.random() < 0.5:
        return ""
    rows = "".join(
        f"<tr><td>{name}</td><td>{rng.randint(1, 99)}</td><td>5</td><td>6</td></tr>"
        for name in ("规章", "行政规范性文件", "行政许可")
    )
    return f'<div style="display:none"><table>{rows}</table></div>'


def _related(rng: Random) -> str:
    names = rng.sample(_OTHERS, k=2)
    items = "".join(
        f'<li><a href="#">{name}{year}年政府信息公开工作年度报告</a>'
        f"<span>{year + 1}-01-20</span></li>"
        for name, year in zip(names, (2016, 2022), strict=True)
    )
    return f'<div class="related"><h3>相关阅读</h3><ul>{items}</ul></div>'


def _footer(report: Report, rng: Random) -> str:
    host = escape(report.identity.region_name) if report.host else "某地"
    return (
        f'<div class="footer">主办单位：{host}人民政府办公室 版权所有<br>'
        f"备案号：{rng.randint(10000000, 99999999)}号</div>"
    )
