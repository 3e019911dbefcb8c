"""Is a page an annual report on information disclosure at all, and why not.

A page with the official tables and figures in them is one, unless it names nobody on purpose (a
model essay). Any other is judged by its headings and by the words that only a report, only a
notice or only a guide uses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from orchestration.reading.title import Page, Title, find_title, is_generic, read_page

_HEADING = 80
_HEADINGS_READ = 40
_LISTED_TITLES = 4
_PLACEHOLDERS = 2
_OWN_WORDS = 2
_OWN_WORDS_ALONE = 4

NOT_ABOUT = "不是政府信息公开工作年度报告"
NOTHING = "没有年度报告的标题，也没有年度报告的表格"
MODEL = "是范文或模板（机构用“XX”“某某”代替），不是某一机构的报告"
BLANK_FORM = "是空白的表样或模板，没有填写数字"
LIST = "是年度报告的目录（链接列表），不是报告"
GONE = "页面不存在或已删除，没有报告的内容"
COLUMN = "只有栏目名称，没有报告的内容"

# A name that stands for any: XX局, 某某镇, [行政机关名称], (单位名称).
_ANYBODY = re.compile(
    r"(?:[X×✕Ｘ○〇*＊_□]{2,}|某某?)\s*(?:省|市|区|县|旗|州|局|委|厅|镇|乡|街道|单位|部门|机关|学校|公司)"
    r"|[\[(【][^\])】\n]{0,6}(?:机关|单位|部门|机构)(?:名称|全称)[\])】]"
    r"|(?:单位|机关|部门)(?:名称|全称)\s*[X×_]{2}"
)
_BLANK_LEFT = re.compile(r"[X×✕]{2,}|_{3,}|某某|□□|\[[^\]\n]{0,12}(?:名称|年份|日期)\]")
_ESSAY = re.compile(
    "范文|精选[0-9一二三四五六七八九十]+篇|[(][0-9一二三四五六七八九十]+篇[)]|通用版"
)
_SAMPLE = re.compile("模板|模版|范本|样本|样表|样式|参考文本|格式文本|参考格式")

_SPOKEN = re.compile("[。,;]")
_NOTICE = re.compile(
    "(?:编制|编报|编写|编辑|报送|上报|填报|撰写|做好|公布|发布|印发|修改|调整|开展|核对|催报)"
    "[^。]{0,50}(?:年度报告|年报|格式)[^。]{0,30}的?(?:通知|函|通报|公告|意见|方案|提示|要求)"
    "|(?:年度报告|年报)[^。]{0,30}的?(?:通知|函|通报|工作方案|工作提示)(?![^)]{0,4}要求)"
)
_NOTICE_BODY = re.compile(
    "通知如下|特此通知|函告如下|通报如下|请(?:各|于|按|认真|遵照|参照|抓紧|在)|"
    "各[^\n。,:]{2,40}(?:单位|部门|政府|街道|乡镇|镇街|委办局|机构|直属)[^\n。,]{0,20}:"
)
_GUIDE = re.compile(
    "(?:信息|政务)公开(?:工作)?(?:指南|目录|制度|须知|申请表|申请流程|工作要点|规定|办法)"
)
_BUDGET = re.compile("预算|决算|三公|收支总表|绩效评价|绩效自评")
_NEWS = re.compile(
    "(?:年度报告|年报)(?:正式|全部|全文|集中)?(?:发布|公布|出炉|亮相|公开发布|解读|新闻|上线|评议|点评|来了)|"
    "(?:发布|公布|出炉|晒出|亮出|晒)[^。]{0,20}(?:年度报告|年报)(?!的|全文)|一图读懂|图解|解读"
)
_PART_YEAR = re.compile("上半年|下半年|半年度|[一二三四1-4]季度|季度|前三季|[1-9]月份|月报")
_OTHER_PAPER = re.compile(
    "(?:要点|自查|评估|考核|整改|调研|测评|检查|述职|巡察|审查|督查|交流|培训|调查|第三方)[^。]{0,6}(?:报告|总结)"
)
# Other yearly papers of the same agencies, each with the name that an official knows it by.
_OTHER_REPORTS = (
    (
        re.compile("法治政府建设|依法行政|法治建设|依法治[市区县省]|普法"),
        "法治政府建设（依法行政）年度报告",
    ),
    (
        re.compile("(?:政府|政务)?网站(?:工作|监管)?年度(?:工作)?报[表告]|网站工作报表"),
        "政府网站工作年度报表",
    ),
    (re.compile("环境(?:状况|质量|保护)?(?:状况)?(?:公报|年报)|生态环境状况"), "环境状况公报"),
    (re.compile("统计公报|统计年鉴|国民经济和社会发展"), "统计公报"),
    (re.compile("政府工作报告|财政(?:预算)?执行|审计工作报告|审计结果"), "其他工作报告"),
    (re.compile("行政执法(?:统计)?(?:年度|年报|数据)|行政处罚年度|双随机"), "行政执法年度报告"),
    (re.compile("社会责任报告|企业年报|信用信息公示|质量年度报告|水质|就业质量"), "其他年度报告"),
)
_OWN = (
    *(
        "统计期限",
        "统计时限",
        "本年度报告",
        "本报告",
        "报告如下",
        "总结如下",
        "汇报如下",
        "总体情况",
    ),
    *("基本情况", "概述", "主要问题", "存在问题", "存在的问题", "不足", "改进", "需要报告", "我局"),
    *("我镇", "我委", "我乡", "我街道", "我办", "我市", "我区", "我县", "全年", "依申请公开情况"),
)
_GONE = re.compile(
    "页面不存在|页面未找到|页面找不到|文章不存在|内容不存在|已被删除|404|无权访问|没有权限"
)
_GONE_WITHIN = 300
_FORM_BEHIND = re.compile(r"\(?(?:格式|模板|模版|范本|样本|样表|样式|提纲|填报说明|编制说明)")
_ATTACHED = re.compile(r"附件|下载|\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar)\b", re.IGNORECASE)
_LISTED = re.compile("公开[^。,;]{0,14}(?:年度报告|年报)|年度报告[^。,;]{0,12}公开")


def refusal(lines: Sequence[str], has_tables: bool, has_figures: bool = True) -> str | None:
    """Why a page is no annual report on information disclosure; None where it is one.

    Args:
        lines: the page's lines in printed order, in simplified characters.
        has_tables: an official table of any form was found on it, blank or not.
        has_figures: a figure was read in these tables.

    Returns:
        A Chinese reason that an official sees, or None. A report in prose alone, one whose tables
        are blank and one whose tables are only attached are reports.

    Never raises; looks only at the two ends of a long document.
    """
    page = read_page(lines)
    title = find_title(page)
    headings = [line for line in page.head[:_HEADINGS_READ] if len(line) <= _HEADING]
    if _is_model(page, title, headings):
        return MODEL
    if has_tables and has_figures:
        return None
    if not has_tables and not _is_about(page):
        return _named_otherwise(headings, None) or NOT_ABOUT
    if has_tables:
        return _blank_form(page, headings)
    return _prose_refusal(page, title, headings)


def _is_about(page: Page) -> bool:
    text = page.text
    if "信息公开" not in text and "政务公开" not in text:
        text = text.replace(" ", "").replace("\n", "")
    if "信息公开" not in text and "政务公开" not in text:
        return False
    return any(word in text for word in ("年度报告", "年报", "报告", "总结"))


def _is_model(page: Page, title: Title | None, headings: Sequence[str]) -> bool:
    """Names nobody where its agency should stand, or is offered as an essay to copy."""
    if any("公开" in line and _ESSAY.search(line) for line in headings[:1]):
        return True
    if any(
        _ANYBODY.search(line, 0, line.find("公开")) for line in headings[:10] if _is_titled(line)
    ):
        return True
    return bool(title and is_generic(title) and len(_ANYBODY.findall(page.text)) > _PLACEHOLDERS)


def _is_titled(line: str) -> bool:
    return "公开" in line and ("报告" in line or "年报" in line or "总结" in line)


def _blank_form(page: Page, headings: Sequence[str]) -> str | None:
    """A table without a figure is a form where the page says so, or is a notice's annex."""
    if any(_is_sample(line) for line in headings):
        return BLANK_FORM
    if len(_BLANK_LEFT.findall(page.text)) >= _PLACEHOLDERS:
        return BLANK_FORM
    if any(_NOTICE.search(line) for line in headings) and _NOTICE_BODY.search(page.text):
        return _is("通知，要求编制年度报告")
    return None


def _is_sample(heading: str) -> bool:
    """Offers a form to fill in; a sentence only speaks of one, or of samples drawn."""
    return _SAMPLE.search(heading) is not None and _SPOKEN.search(heading) is None


def _prose_refusal(page: Page, title: Title | None, headings: Sequence[str]) -> str | None:
    own = sum(word in page.text for word in _OWN)
    named = title is not None and not is_generic(title)
    reason = _notice(page, title, headings, own)
    if reason is None and title is not None:
        reason = _titled_otherwise(title)
    if reason is None and not named:
        reason = _named_otherwise(headings, page)
    if reason is None and own < _OWN_WORDS_ALONE:
        reason = _thin(page, title, headings, own)
    if reason is None and any(_is_sample(line) for line in headings[:3]):
        reason = BLANK_FORM
    return reason


def _notice(page: Page, title: Title | None, headings: Sequence[str], own: int) -> str | None:
    """A notice that asks for reports: headed so before any report's title, and speaking so."""
    at = next((place for place, line in enumerate(headings) if _NOTICE.search(line)), None)
    if at is None:
        return None
    if title is not None and not is_generic(title):
        place = next((n for n, line in enumerate(headings) if title.text in line), len(headings))
        at = at if at < place else None
    if at is None or not (own < _OWN_WORDS or _NOTICE_BODY.search(page.text)):
        return None
    return _is("通知，要求编制年度报告")


def _titled_otherwise(title: Title) -> str | None:
    if _FORM_BEHIND.match(title.after):
        return BLANK_FORM
    whole = title.before + title.text + title.after
    if _PART_YEAR.search(whole):
        return "是半年或季度的材料，不是年度报告"
    if _OTHER_PAPER.search(title.text):
        return _is("自查、评估、考核一类的材料")
    return None


def _named_otherwise(headings: Sequence[str], page: Page | None) -> str | None:
    """What a page without a report's title is by its first headings."""
    for line in headings[:12]:
        for pattern, name in _OTHER_REPORTS:
            if pattern.search(line):
                return _is(name)
        if _BUDGET.search(line) and not (page and _LISTED.search(line)):
            return _is("预算、决算公开材料")
        if _GUIDE.search(line) and (
            page is None or page.text.count("指南") > 2 or line in headings[:2]
        ):
            return _is("信息公开指南、目录或制度")
    return None


def _thin(page: Page, title: Title | None, headings: Sequence[str], own: int) -> str | None:
    """Too few of a report's own words: a list, news of a report, a column's name, or its page
    with the report attached."""
    if len(page.text) <= _GONE_WITHIN and own < _OWN_WORDS and _GONE.search(page.text):
        return GONE
    listed = {
        line for line in page.text.split("\n") if len(line) <= _HEADING and _LISTED.search(line)
    }
    if len(listed) >= _LISTED_TITLES and own < _OWN_WORDS:
        return LIST
    if any(_NEWS.search(line) for line in headings[:6]) and not _ATTACHED.search(page.text):
        return _is("关于年度报告的新闻或解读")
    if title is None:
        return NOTHING
    if is_generic(title) and own < _OWN_WORDS and not _ATTACHED.search(page.text):
        return COLUMN
    return None


def _is(what: str) -> str:
    return f"是{what}，不是政府信息公开工作年度报告"
