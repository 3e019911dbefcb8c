"""What is read in the benchmarks: the generated corpus, and its pages as real sites serve them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import cycle, islice, product
from random import Random

from orchestration.demo.corpus import document
from orchestration.demo.document import Document
from orchestration.demo.figures import FORMS
from orchestration.demo.layouts import Layout, layouts

SEED = 20260131
_CELL = (
    'width="64" style="width:48.0pt;border:solid windowtext 1.0pt;border-left:none;'
    'padding:0cm 5.4pt 0cm 5.4pt"'
)
_RUN = (
    '<span style="font-size:12.0pt;font-family:仿宋_GB2312;mso-hansi-font-family:宋体" '
    'lang="EN-US">'
)


def of_format(format_: str, count: int) -> list[Document]:
    """Reports of one format: its layouts and the forms take turns."""
    return _made([layout for layout in layouts() if layout.format == format_], FORMS, count)


def _made(kinds: Iterable[Layout], forms: Iterable[str], count: int) -> list[Document]:
    pairs = cycle(product(kinds, forms))
    return [
        document(f"{number:05d}", form, layout, Random(f"bench/{SEED}/{layout.name}/{number}"))
        for number, (layout, form) in enumerate(islice(pairs, count))
    ]


def realistic_pages(count: int) -> list[bytes]:
    """Pages of 40 to 100 KB: Word's attributes on each cell, a site's style, scripts and links."""
    kinds = [layout for layout in layouts() if layout.name in ("html-official", "html-split-head")]
    made = _made(kinds, ("2014", "2019", "2021", "mixed"), count)
    return [_on_a_site(one.data, number) for number, one in enumerate(made)]


def _on_a_site(data: bytes, number: int) -> bytes:
    """The page with what editors and content systems add around the same words."""
    encoding = _encoding(data)
    markup = data.decode(encoding)
    rng = Random(f"site/{number}")
    if rng.random() < 0.6:  # pasted from Word: each cell with its own style
        markup = markup.replace("<td", f"<td {_CELL}").replace("</td>", "</span></p></td>")
        markup = _after_each_opening(markup, '<p class="MsoNormal" align="center">' + _RUN)
    markup = markup.replace("</head>", _style(rng) + "</head>", 1)
    at = markup.find("<body>") + len("<body>")
    markup = markup[:at] + _menu(rng) + markup[at:]
    return markup.replace("</body>", _scripts(rng) + "</body>", 1).encode(encoding, "replace")


def _encoding(data: bytes) -> str:
    try:
        data.decode()
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _after_each_opening(markup: str, text: str) -> str:
    pieces = markup.split("<td ")
    return "<td ".join([pieces[0], *(piece.replace(">", ">" + text, 1) for piece in pieces[1:])])


def _style(rng: Random) -> str:
    rules = (
        f".c{n} .item-{rng.randint(1, 99)} a:hover{{color:#{rng.randrange(16**6):06x};"
        f"padding:{n}px;background:url(/images/{n}.png) no-repeat}}"
        for n in range(120)
    )
    return "<style>" + "\n".join(rules) + "</style>"


def _menu(rng: Random) -> str:
    names = ("政务公开", "机构职能", "政策文件", "规划计划", "统计数据", "互动交流", "办事服务")
    items = "".join(
        f'<li class="item-{n}"><a href="/col/col{rng.randint(1000, 99999)}/index.html" '
        f'target="_blank" title="{escape(names[n % 7])}">{names[n % 7]}</a></li>'
        for n in range(60)
    )
    return f'<div class="header"><ul class="nav">{items}</ul></div>'


def _scripts(rng: Random) -> str:
    lines = (
        f'var v{n}=document.getElementById("id{n}");if(v{n}&&{rng.randint(1, 9999)}>{n})'
        f'{{v{n}.innerHTML="<a href=\\"#\\">{rng.randint(1, 9999)}</a>";}}'
        for n in range(150)
    )
    return "<script>" + "\n".join(lines) + "</script>"
