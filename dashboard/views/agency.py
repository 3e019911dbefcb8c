"""机构: one agency: its report of a year with every figure's source, its years, its peers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import polars as pl
import streamlit as st

from dashboard.parts import (
    address,
    agency_years,
    cards,
    figures,
    filters,
    finding,
    official_table,
    peers,
    revisions,
    tables,
)
from dashboard.queries import agencies, regions

Row = Mapping[str, Any]
SEVERITY_COLOURS: dict[str, Literal["red", "orange", "gray"]] = {
    "error": "red",
    "warning": "orange",
    "notice": "gray",
}
REPORT, YEARS, PEERS, REVISIONS = "年度报告", "历年对照", "同类比较", "修订记录"
PARTS = (REPORT, YEARS, PEERS, REVISIONS)
SEARCH = "agency-search"
OFFERED = 300
FINDINGS_AT_ONCE = 30
PLACES_AT_ONCE = 7


def render() -> None:
    """Draw the page."""
    if not regions.has_agencies():
        st.text("数据中还没有能够确定机构的报告。")
        return
    agency, year = _choose()
    if agency is None:
        st.text("没有找到这样的机构。")
        return
    if year is None:
        st.header(figures.plain(agency["agency"]), anchor=False)
        st.text("没有收到过这个机构的报告，它也没有应当报送的年度。")
        return
    st.header(figures.plain(f"{agency['agency']}　{year}年度"), anchor=False)
    found = agencies.report(agency["agency_id"], year)
    part = _choose_part()
    if part == YEARS:
        agency_years.show(agency)
    elif part == PEERS:
        peers.show(agency)
    elif part == REVISIONS:
        revisions.show(agency)
    elif found.is_empty():
        st.text(owed_words(agencies.obligation(agency["agency_id"], year)))
    else:
        show_report(agency, found.row(0, named=True))


def show_report(agency: Row, report: Row) -> None:
    """The report of the year: header, findings, tables, indicators, files."""
    agency_id, year = agency["agency_id"], report["year"]
    files = agencies.agency_files(agency_id, year)
    show_header(agency, report, files)
    findings = agencies.agency_findings(agency_id, year)
    still = findings.filter(pl.col("is_open"))
    show_findings(still)
    show_settled(findings.filter(~pl.col("is_open")))
    show_tables(report, still)
    show_indicators(agency_id, year)
    show_files(files)


def owed_words(obligation: pl.DataFrame) -> str:
    """Why there is no report to show."""
    if obligation.is_empty():
        return "这一年度没有收到该机构的报告。"
    row = obligation.row(0, named=True)
    due = figures.day(row["due_date"])
    if row["status"] == "not_collected":
        return (
            f"这一年度只收集到少数机构的报告，没有收到该机构的（时限 {due}），不能据此认定未报送。"
        )
    return f"这一年度没有收到该机构的报告（时限 {due}）。"


def _choose() -> tuple[Row | None, int | None]:
    tree = filters.RegionTree(regions.tree())
    region = filters.choose_region(st.columns([2, 2, 2]), tree, None, key="agency", may_be_all=True)
    boxes = st.columns([3, 5, 2])
    if SEARCH not in st.session_state:
        st.session_state[SEARCH] = st.query_params.get("q", "")
    part = boxes[0].text_input("查找机构", key=SEARCH, placeholder="名称中的几个字")
    words = " ".join(part.split())
    wanted = None if words else st.session_state.get("agency-id") or address.get("agency")
    found = agencies.found(region, words, wanted, OFFERED)
    if found.is_empty():
        return None, None
    names = agency_names(found)
    chosen = filters.choose(
        boxes[1], _offer_words(found), "agency-id", list(names), address.get("agency"),
        lambda code: names[code],
    )  # fmt: skip
    address.remember(agency=chosen, q=words)
    return agencies.one(chosen).row(0, named=True), _choose_year(boxes[2], chosen)


def _choose_year(box: Any, agency_id: str) -> int | None:
    """A year that was reported on or had to be; None where there is none."""
    years = agencies.years_of_agency(agency_id)
    if years.is_empty():
        return None
    received: dict[int, bool] = dict(years.iter_rows())
    year: int = filters.choose(
        box, "年度", "agency-year", list(received), address.number("year"),
        lambda one: f"{one}年" if received[one] else f"{one}年（未收到）",
    )  # fmt: skip
    address.remember(year=year)
    return year


def _offer_words(found: pl.DataFrame) -> str:
    """The label of the box: how many agencies there are, and whether all are on offer."""
    count = found["match_count"][0]
    more = f"，先列 {found.height} 个，可输入名称查找" if count > found.height else ""
    return f"机构（共 {figures.number(count)} 个{more}）"


def _choose_part() -> str:
    """Which part of the page the reader wants, kept in the address."""
    if st.session_state.get("agency-part") not in PARTS:
        wanted = address.get("part")
        st.session_state["agency-part"] = wanted if wanted in PARTS else REPORT
    part = st.radio("内容", PARTS, key="agency-part", horizontal=True, label_visibility="collapsed")
    address.remember(part=part if part != REPORT else None)
    return part


def agency_names(found: pl.DataFrame) -> dict[str, str]:
    """Names to choose from, by id; those that occur twice are told apart by their region."""
    twice = set(found.filter(pl.col("agency").is_duplicated())["agency"])
    return {
        row["agency_id"]: f"{row['agency']}（{row['region_name']}）"
        if row["agency"] in twice
        else row["agency"]
        for row in found.iter_rows(named=True)
    }


def show_header(agency: Row, report: Row, files: pl.DataFrame) -> None:
    """Who reported, when, on which forms, and from which documents this was read."""
    with st.container(border=True):
        cards.facts(header_facts(agency, report))
        document, digest = st.columns([3, 1], gap="small")
        with document.container(gap=None):
            st.caption("文件")
            st.text(report["document_path"])
            for path in files.filter(pl.col("role") == "attached")["document_path"]:
                st.text(f"附件：{path}")
        with digest.container(gap=None):
            st.caption("文件校验值（SHA-256）")
            with st.popover(report["sha256"][:12] + "…", type="tertiary"):
                st.code(report["sha256"], language=None, wrap_lines=True)
    if report["status"] != "read":
        status = figures.STATUSES.get(report["status"], "")
        st.warning(figures.plain(f"本报告{status}：{report['reason'] or '原因不详'}"))


def header_facts(agency: Row, report: Row) -> list[tuple[str, str]]:
    """Name and value of each fact in the header."""
    due = figures.day(report["due_date"])
    kind = figures.KINDS.get(agency["kind"], figures.NOTHING)
    level = figures.LEVELS.get(agency["level"], figures.NOTHING)
    return [
        ("标题", report["title"] or "（无标题）"),
        ("地区", agency["region_name"] or figures.NOTHING),
        ("级别与类别", f"{level}　{kind}"),
        ("统计范围", figures.SCOPES.get(report["scope"], figures.NOTHING)),
        (
            "公布日期",
            f"{figures.day(report['published'])}（{figures.on_time(report['is_on_time'])}）",
        ),
        ("公布时限", due),
        ("表格式样", form_words(report)),
        ("数据", figure_words(report)),
    ]


def form_words(report: Row) -> str:
    """The form of each table, said once where all three are the same."""
    tables = {name: report[f"form_{name}"] for name in ("proactive", "requests", "reviews")}
    words = {
        name: figures.FORMS.get(form, form) if form else "未找到" for name, form in tables.items()
    }
    if len(set(words.values())) == 1:
        return next(iter(words.values()))
    return "，".join(f"{figures.TABLES[name]}：{word}" for name, word in words.items())


def figure_words(report: Row) -> str:
    """How many figures, and how many of them are not plainly printed."""
    numbers = f"数字 {figures.number(report['figure_count'])} 项"
    within = _counts(report, {"inferred_count": "推断", "approximate_count": "约数"})
    others = {"blank_count": "空白", "not_applicable_count": "不适用", "unreadable_count": "读不出"}
    aside = "".join(f"，{words}" for words in _counts(report, others))
    return numbers + (f"（{'、'.join(within)}）" if within else "") + aside


def _counts(report: Row, names: Mapping[str, str]) -> list[str]:
    return [
        f"{word} {figures.number(report[name])}" for name, word in names.items() if report.get(name)
    ]


def show_findings(findings: pl.DataFrame) -> None:
    """What the checks found, gravest first."""
    st.subheader(f"核查发现（{findings.height}）", anchor=False)
    if findings.is_empty():
        st.caption("未发现问题。")
    for row in findings.head(FINDINGS_AT_ONCE).iter_rows(named=True):
        with st.container(horizontal=True, gap="small", vertical_alignment="top"):
            severity = row["severity"]
            st.badge(
                figures.SEVERITIES.get(severity, "提示"),
                color=SEVERITY_COLOURS.get(severity, "gray"),
            )
            with st.container(gap=None):
                st.text(row["message"])
                st.caption(figures.plain(finding_note(row)))
    if findings.height > FINDINGS_AT_ONCE:
        with st.expander(f"其余 {findings.height - FINDINGS_AT_ONCE} 条"):
            tables.show(finding_table(findings.tail(-FINDINGS_AT_ONCE)), "其余核查发现")


def show_settled(findings: pl.DataFrame) -> None:
    """Findings that a verdict settled, folded away: they mark no figure."""
    if findings.is_empty():
        return
    with st.expander(f"已有结论、不再计入的发现（{findings.height}）"):
        verdicts = findings.select(
            pl.col("verdict").replace_strict(finding.VERDICTS, default="").alias("结论"),
            pl.col("verdict_note").fill_null("").alias("说明"),
        )
        shown = pl.concat([finding_table(findings), verdicts], how="horizontal")
        tables.show(shown, "已有结论的核查发现")


def finding_note(row: Row) -> str:
    """The small print of a finding: the check's name, and where its figures stand."""
    places = row["places"].split("；") if row["places"] else []
    if not places:
        return str(row["check_name"])
    shown = "；".join(places[:PLACES_AT_ONCE])
    more = f" 等 {len(places)} 处" if len(places) > PLACES_AT_ONCE else ""
    return f"{row['check_name']}　位置：{shown}{more}"


def finding_table(findings: pl.DataFrame) -> pl.DataFrame:
    """Findings as a table: 程度, 核查, 内容, 位置."""
    return findings.select(
        pl.col("severity").replace_strict(figures.SEVERITIES, default="提示").alias("程度"),
        pl.col("check_name").alias("核查"),
        pl.col("message").alias("内容"),
        pl.col("places").fill_null("").alias("位置"),
    )


def show_tables(report: Row, findings: pl.DataFrame) -> None:
    """Every table of the report as its form prints it, then all figures as a list."""
    frame = agencies.report_tables(report["agency_id"], report["year"])
    if frame.is_empty():
        st.text("本报告没有读出任何表格。")
        return
    st.subheader("报告表格", anchor=False)
    st.caption("点击任一数据可查看原文、位置和文件。红框：核查发现所指的数据。")
    official_table.show_legend()
    for number, table in enumerate(frame.partition_by("form", "table_label", maintain_order=True)):
        cells = table.to_dicts()
        first = cells[0]
        st.subheader(figures.plain(first["table_label"]), anchor=False)
        st.caption(figures.FORMS.get(first["form"], first["form"]))
        disputed = official_table.disputed_cells(cells, findings)
        laid_out = official_table.sections(cells, disputed)
        official_table.show(f"official-{number}", laid_out)
    with st.expander(f"全部数据及其原文（{figures.number(frame.height)} 项）"):
        tables.show(figure_list(frame), "全部数据及其原文", numbers=["数据"])


def figure_list(frame: pl.DataFrame) -> pl.DataFrame:
    """Every figure with its source: 表, 指标, 数据, 单位, 原文印作, 依据, 说明, 位置, 文件."""
    return pl.DataFrame(
        [
            {
                "表": row["table_label"],
                "指标": official_table.figure_name(row),
                "数据": figures.figure(row),
                "单位": row["unit"] or "",
                "原文印作": row["printed_text"] or "",
                "依据": official_table.BASES.get(row["basis"] or "", ""),
                "说明": row["note"] or "",
                "位置": row["place"] or "",
                "文件": row["document_path"] or "",
            }
            for row in frame.iter_rows(named=True)
        ]
    )


def show_indicators(agency_id: str, year: int) -> None:
    """The agency's own indicators, folded away."""
    indicators = agencies.agency_indicators(agency_id, year)
    if indicators.is_empty():
        return
    with st.expander("本机构指标"):
        cards.indicator_cards(indicators)


def show_files(files: pl.DataFrame) -> None:
    """All files read for this agency and year, where there is more than the one used."""
    if files.height < 2:
        return
    st.subheader("同一年度的全部文件", anchor=False)
    tables.show(file_table(files), "同一年度的全部文件")


def file_table(files: pl.DataFrame) -> pl.DataFrame:
    """Files as shown: 文件, 采用与否, 原因, SHA-256."""
    roles = {
        "used": "已采用",
        "attached": "已采用（附件）",
        "superseded": "未采用，已被取代",
        "rejected": "未能读取",
    }
    return files.select(
        pl.col("document_path").alias("文件"),
        pl.col("role").replace_strict(roles, default="未采用").alias("采用与否"),
        pl.col("role_reason").alias("原因"),
        pl.col("superseded_by").fill_null("").alias("被何文件取代"),
        pl.col("sha256").alias("SHA-256"),
    )


render()
