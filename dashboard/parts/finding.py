"""One finding: the table with its cells marked, and beside it what is printed there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from dashboard.parts import address, cards, figures, filters, official_table, tables
from dashboard.queries import agencies, findings

Row = Mapping[str, Any]
NONE = ""
UNKNOWN_AGENCY = "（未能确定机构）"
VERDICTS = {
    "none": "尚无结论",
    "confirmed": "属实",
    "explained": "已说明",
    "false_alarm": "误报",
    "mended": "已更正",
}
# How a check of the prose ends its message: with the sentence that was printed.
SENTENCE = re.compile(r"原句（(?P<place>正文.*?)）：「(?P<sentence>.*)」$", re.DOTALL)
SOURCE_COLUMNS = ("指标", "原文印作", "读作", "位置")
PLACES_SHOWN = 2


def show(found: pl.DataFrame) -> None:
    """A box over the findings listed, and the chosen one with its source."""
    if found.is_empty():
        return
    st.subheader("查看一条发现", anchor=False)
    names = {row["finding_key"]: _name(row) for row in found.iter_rows(named=True)}
    wanted = address.get("finding")
    if wanted and wanted not in names:
        linked = findings.one(wanted)
        names |= {row["finding_key"]: _name(row) for row in linked.iter_rows(named=True)}
    key = filters.choose(
        st.container(), "发现", "findings-one", [NONE, *names], wanted,
        lambda one: names.get(one, "请选择"),
    )  # fmt: skip
    address.remember(finding=key)
    if key:
        show_one(findings.one(key).row(0, named=True))


def _name(row: Row) -> str:
    return f"{row['agency'] or UNKNOWN_AGENCY}：{row['message']}"


def where(row: Row) -> str:
    """The table, row and column that a finding names."""
    words = [row["table_label"], row["row_label"], row["column_label"]]
    return " · ".join(word for word in words if word)


def short_places(places: str | None) -> str:
    """Where the figures of a finding stand, the first ones named and the others counted."""
    listed = places.split("；") if places else []
    more = f" 等 {len(listed)} 处" if len(listed) > PLACES_SHOWN else ""
    return "；".join(listed[:PLACES_SHOWN]) + more


def show_one(row: Row) -> None:
    """The finding in words, then its table on the left and its source on the right."""
    with st.container(border=True):
        cards.facts(_facts(row))
        st.text(row["message"])
        if row["check_definition"]:
            st.caption(figures.plain(f"应当：{row['check_definition']}"))
    if not row["agency_id"] or row["year"] is None:
        st.text(f"文件：{row['document_path'] or figures.NOTHING}")
        return
    cells = agencies.report_tables(row["agency_id"], row["year"])
    named = findings.disputed_figures(row["finding_key"])
    own = named.filter(pl.col("year") == row["year"])
    marked = frozenset(own.select("row_code", "column_code").iter_rows())
    with st.container(key="sides-finding"):
        table, source = st.columns([2, 1], gap="small")
        with table:
            _show_tables(cells, marked)
        with source:
            _show_source(named, row)


def _facts(row: Row) -> list[tuple[str, str]]:
    verdict = VERDICTS.get(row["verdict"] or "none", "")
    if row["verdict_by"]:
        verdict += f"（{row['verdict_by']}，{figures.day(row['verdict_date'])}）"
    year = f"{row['year']}年度" if row["year"] else "年度不详"
    return [
        ("机构", f"{row['agency'] or UNKNOWN_AGENCY}　{year}"),
        ("核查", row["check_name"]),
        ("程度", figures.SEVERITIES.get(row["severity"], "提示")),
        ("结论", verdict),
    ]


def _show_tables(cells: pl.DataFrame, marked: frozenset[tuple[str, str]]) -> None:
    shown = 0
    for table in cells.partition_by("form", "table_label", maintain_order=True):
        rows = table.to_dicts()
        if not any((cell["row_code"], cell["column_code"]) in marked for cell in rows):
            continue
        st.caption(figures.plain(rows[0]["table_label"]))
        official_table.show(f"finding-{shown}", official_table.sections(rows, marked), reveal=True)
        shown += 1
    if not shown:
        st.caption("这一发现没有指明表中的某一格。")


def _show_source(named: pl.DataFrame, row: Row) -> None:
    """What is printed of the figures in question, report by report, and the prose's sentence."""
    st.caption("原文")
    sentence = SENTENCE.search(row["message"])
    if sentence:
        st.text(f"{sentence['place']}：{sentence['sentence']}")
    parts = named.partition_by("year", "document_path", maintain_order=True)
    for part in parts:
        year, path = part["year"][0], part["document_path"][0]
        if len(parts) > 1 or path != row["document_path"]:
            st.caption(figures.plain(f"{year}年报告，文件：{path}"))
        name = f"{row['agency'] or UNKNOWN_AGENCY}{year}年核查发现的原文"
        tables.draw(
            tables.frame([_printed(cell) for cell in part.to_dicts()], SOURCE_COLUMNS), name
        )
    if named.is_empty():
        st.text(row["places"] or "这一发现没有指明位置。")
    if row["document_path"]:
        st.text(f"文件：{row['document_path']}")
        st.page_link(
            "views/agency.py", label="打开该机构的报告", icon=":material/arrow_forward:",
            query_params={"agency": row["agency_id"], "year": str(row["year"])},
        )  # fmt: skip


def _printed(cell: Row) -> dict[str, str]:
    return {
        "指标": official_table.figure_name(cell),
        "原文印作": cell["printed_text"] or "（空白）",
        "读作": figures.figure(cell),
        "位置": cell["place"] or figures.NOTHING,
    }
