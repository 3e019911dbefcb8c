"""What became of an agency's figures from build to build, and what the office corrected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import polars as pl
import streamlit as st

from dashboard.parts import figures, tables
from dashboard.queries import agencies

Row = Mapping[str, Any]
KINDS = {"added": "新收到", "replaced": "换了文件", "gone": "文件已不在"}
CAUSES = {
    "report_replaced": "换了文件",
    "correction": "本单位更正",
    "reader_changed": "读取方法改进",
    "code_changed": "计算方法改进",
    "other_input": "其他资料变动",
}


def show(agency: Row) -> None:
    """Draw the three lists: corrections, changed figures, reports that came and went."""
    agency_id, name = agency["agency_id"], agency["agency"]
    st.subheader("本单位的更正", anchor=False)
    tables.show(
        correction_table(agencies.corrections(agency_id)), f"{name}的更正", empty="没有更正。"
    )
    st.subheader("变动的数字", anchor=False)
    st.caption("同一份数据文件前后两次建成时不同的数字。")
    tables.show(
        figure_table(agencies.figure_revisions(agency_id)), f"{name}变动的数字",
        numbers=("原来", "现在"), empty="没有变动。",
    )  # fmt: skip
    st.subheader("报告的变动", anchor=False)
    tables.show(
        report_table(agencies.revisions(agency_id)), f"{name}报告的变动", empty="没有变动。"
    )


def correction_table(found: pl.DataFrame) -> pl.DataFrame:
    """Corrections as shown: 年度, 指标, 原文印作, 更正为, 原因, 更正人, 日期."""
    rows = [
        {
            "年度": f"{row['year']}年",
            "指标": _name(row),
            "原文印作": row["printed_text"] or "（空白）",
            "更正为": figures.figure(row),
            "原因": row["correction_reason"] or "",
            "更正人": row["corrected_by"] or "",
            "日期": figures.day(row["corrected_on"]),
        }
        for row in found.iter_rows(named=True)
    ]
    return tables.frame(rows, ("年度", "指标", "原文印作", "更正为", "原因", "更正人", "日期"))


def figure_table(found: pl.DataFrame) -> pl.DataFrame:
    """Changed figures as shown: 建成时间, 年度, 指标, 原来, 现在, 原因."""
    rows = [
        {
            "建成时间": moment(row["built_at"]),
            "年度": f"{row['year']}年",
            "指标": _name(row),
            "原来": _value(row, "old"),
            "现在": _value(row, "new"),
            "原因": CAUSES.get(row["cause"] or "", row["cause"] or ""),
        }
        for row in found.iter_rows(named=True)
    ]
    return tables.frame(rows, ("建成时间", "年度", "指标", "原来", "现在", "原因"))


def report_table(found: pl.DataFrame) -> pl.DataFrame:
    """Reports that came and went as shown: 建成时间, 年度, 变动, 原文件, 现文件."""
    rows = [
        {
            "建成时间": moment(row["built_at"]),
            "年度": f"{row['year']}年",
            "变动": KINDS.get(row["kind"], row["kind"]),
            "原文件": row["old_document_path"] or "",
            "现文件": row["new_document_path"] or "",
        }
        for row in found.iter_rows(named=True)
    ]
    return tables.frame(rows, ("建成时间", "年度", "变动", "原文件", "现文件"))


def moment(built_at: datetime) -> str:
    """When a build was made, in local time."""
    return f"{built_at.replace(tzinfo=UTC).astimezone():%Y年%m月%d日 %H:%M}"


def _name(row: Row) -> str:
    return " · ".join(word for word in (row["row_label"], row["column_label"]) if word)


def _value(row: Row, side: str) -> str:
    mark = row[f"{side}_mark"] or "absent"
    if row[f"{side}_value"] is None:
        words = {"blank": "空白", "not_applicable": "不适用", "unreadable": "读不出"}
        return words.get(mark, "无此格")
    value = row[f"{side}_value"]
    text = figures.money(value) if row["column_code"] == "amount_yuan" else figures.number(value)
    return figures.with_marks(text, mark)
