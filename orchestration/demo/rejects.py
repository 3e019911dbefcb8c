"""Pages beside the reports that are none: guides, notices, blank forms, model essays, budgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from random import Random

from orchestration.demo.document import Document
from orchestration.demo.figures import BLANK, Figures, random_figures
from orchestration.demo.identity import Identity
from orchestration.demo.printing import PLAIN
from orchestration.demo.sheets import sheets_of
from orchestration.demo.wording import PLAIN_WORDING
from orchestration.demo.writers.html import official

Page = tuple[str, list[str], str]  # title, paragraphs, markup of a table


def guide(identity: Identity, rng: Random) -> Page:
    """A guide to information disclosure."""
    texts = [
        f"为便于公众获取政府信息，{identity.agency}编制本指南（虚构样本）。",
        "一、公开范围：机构职能、规范性文件、年度报告等。",
        "二、依申请公开：申请人可以当面、信函或者网络方式提出申请。",
        "三、受理机构：办公室，工作日受理，收到申请后二十个工作日内答复。",
    ]
    return f"{identity.agency}政府信息公开指南", texts, ""


def notice(identity: Identity, rng: Random) -> Page:
    """A notice on how to write the reports."""
    year = identity.year or 2021
    texts = [
        "各有关单位：",
        f"现就做好{year}年政府信息公开工作年度报告编制和发布工作通知如下（虚构样本）。",
        f"一、各单位于{year + 1}年1月31日前公布本单位年度报告。",
        "二、报告应当数据准确，勾稽关系正确。",
        f"{identity.region_name}人民政府办公室",
        f"{year + 1}年1月4日",
    ]
    title = f"关于做好{year}年政府信息公开工作年度报告编制发布工作的通知"
    return title, texts, ""


def blank_form(identity: Identity, rng: Random) -> Page:
    """The official form with nothing filled in."""
    made = random_figures("2021", rng)
    figures = Figures("2021", made.forms, dict.fromkeys(made.cells, BLANK))
    sheets = sheets_of(figures, PLAIN_WORDING, PLAIN, rng, 2021).sheets
    tables = "\n".join(f"<p>{escape(s.heading)}</p>{official(s, rng)}" for s in sheets)
    texts = ["（单位名称）", "本格式供各单位填报时参照，样本虚构。"]
    return "政府信息公开工作年度报告格式（模板）", texts, tables


def model_essay(identity: Identity, rng: Random) -> Page:
    """A model essay, as sites of essays offer them."""
    texts = [
        "政府信息公开工作年度报告怎么写？下面整理了三篇范文，供大家参考（虚构样本）。",
        "篇一：×××局政府信息公开工作年度报告范文",
        "一年来，我局认真落实要求，公开信息若干条。",
        "篇二：政府信息公开工作总结范文",
    ]
    return "政府信息公开工作年度报告范文（精选三篇）", texts, ""


def budget(identity: Identity, rng: Random) -> Page:
    """A budget page."""
    rows = "".join(
        f"<tr><td>{name}</td><td>{rng.randint(10, 9999)}</td></tr>"
        for name in ("一般公共预算拨款收入", "基本支出", "项目支出", "合计")
    )
    texts = [f"一、{identity.agency}主要职能", "二、部门预算表（虚构样本），单位：万元"]
    return f"{identity.agency}{identity.year}年部门预算公开", texts, f"<table>{rows}</table>"


PAGES: Mapping[str, Callable[[Identity, Random], Page]] = {
    "guide": guide,
    "notice": notice,
    "blank-form": blank_form,
    "model-essay": model_essay,
    "budget": budget,
}


def reject(name: str, kind: str, identity: Identity, rng: Random) -> Document:
    """A page of `kind` (a key of `PAGES`), as HTML; its truth is None."""
    title, texts, table = PAGES[kind](identity, rng)
    body = "\n".join(f"<p>{escape(text)}</p>" for text in texts)
    markup = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
        f"<body><h1>{escape(title)}</h1>\n{body}\n{table}</body></html>"
    )
    return Document(f"{name}.html", markup.encode(), None, f"reject-{kind}", "html", "none")
