"""A report's tables in the layout of the official form, every figure with its source at a click.

The layout is made here as plain data (sections of head rows and body rows of cells) and drawn by
`official_table.js`, which sets text only as text: nothing a document says becomes markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from dashboard.parts import figures

Row = Mapping[str, Any]
Cell = dict[str, Any]
Section = dict[str, Any]

OUTCOMES = "三、本年度办理结果"
FLOW_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
GRID_FORMS = frozenset({"2019", "2021"})
PROCEEDINGS = {
    "review": "行政复议",
    "litigation.direct": "未经复议直接起诉",
    "litigation.after_review": "复议后起诉",
}
BASES = {"stated": "原文所载", "inferred": "推断，非原文所载", "corrected": "本单位更正"}

# What each mark looks like is in official_table.css; the words are here.
LEGEND = (
    ("stated", "12", "原文所载"),
    ("approximate", "约 12", "原文为约数"),
    ("inferred", "12", "推断，非原文所载"),
    ("corrected", "12", "本单位已更正，原文不同"),
    ("blank", "空白", "原文未填，不等于 0"),
    ("not_applicable", "/", "原文注明不适用"),
    ("unreadable", "读不出", "有字但不成数"),
    ("absent", "", "原文没有这一格"),
)

_FOLDER = Path(__file__).parent
_draw = st.components.v2.component(
    "gongkai_official_table",
    html='<div class="official"></div>',
    css=(_FOLDER / "official_table.css").read_text(encoding="utf-8"),
    js=(_FOLDER / "official_table.js").read_text(encoding="utf-8"),
)


def label(text: str, columns: int = 1, rows: int = 1, *, is_head: bool = False) -> Cell:
    """A cell that holds one of the form's own words."""
    return {"text": text, "columns": columns, "rows": rows, "kind": "head" if is_head else "label"}


def figure_cell(row: Row, disputed: frozenset[tuple[str, str]] = frozenset()) -> Cell:
    """A cell that holds a figure: its text, its mark and the source shown when it is opened."""
    mark = row["mark"]
    plain = figures.figure(row).removesuffix("〔推〕").removesuffix("〔更〕")
    text = {"unreadable": "读不出", "absent": ""}.get(mark, plain)
    return {
        "text": text,
        "kind": "figure",
        "mark": mark,
        "columns": 1,
        "rows": 1,
        "id": f"{row['row_code']}/{row['column_code']}",
        "disputed": (row["row_code"], row["column_code"]) in disputed,
        "source": [] if mark == "absent" else source_lines(row),
    }


def source_lines(row: Row) -> list[list[str]]:
    """What the opened figure says of itself: [name, text] pairs, in reading order."""
    lines = [
        ["指标", figure_name(row)],
        ["原文印作", row["printed_text"] or "（空白）"],
        ["读作", reading(row)],
    ]
    if row["column_code"] == "amount_yuan" and row["value"] is not None:
        lines.append(["折合", f"{figures.number(row['value'])} 元"])
    lines.append(["依据", BASES.get(row["basis"] or "", figures.NOTHING)])
    if row["correction_reason"]:
        decided = f"{row['corrected_by']}，{figures.day(row['corrected_on'])}"
        lines.append(["更正", f"{row['correction_reason']}（{decided}）"])
    if row["note"]:
        lines.append(["说明", row["note"]])
    lines.append(["位置", row["place"] or figures.NOTHING])
    lines.append(["文件", row["document_path"] or figures.NOTHING])
    return lines


def figure_name(row: Row) -> str:
    """A figure's name in the form's words: group, line and column."""
    group = row["line_group"] if row["line_group"] != OUTCOMES else None
    words = [group, row["line_label"], row["column_group"], row["column_label"]]
    return " · ".join(word for word in words if word)


def reading(row: Row) -> str:
    """How the printed text was understood, with its unit."""
    text = figures.figure(row)
    return f"{text} {row['unit'] or ''}".strip() if row["value"] is not None else text


def sections(
    cells: Sequence[Row], disputed: frozenset[tuple[str, str]] = frozenset()
) -> list[Section]:
    """Lay out the cells of one table of one form; `cells` in the form's order."""
    form, table = cells[0]["form"], cells[0]["table_name"]
    if form in GRID_FORMS and table == "requests":
        return [_requests(cells, disputed)]
    if form in GRID_FORMS and table == "reviews":
        return [_reviews(cells, disputed)]
    if form in GRID_FORMS and table == "proactive":
        return [_block(block, disputed) for block in _runs(cells, "block_no")]
    return [_list(cells, disputed)]


def _runs(cells: Iterable[Row], name: str) -> list[list[Row]]:
    return [list(run) for _, run in groupby(cells, key=lambda cell: cell[name])]


def _figures(cells: Iterable[Row], disputed: frozenset[tuple[str, str]]) -> list[Cell]:
    return [figure_cell(cell, disputed) for cell in cells]


def _block(cells: list[Row], disputed: frozenset[tuple[str, str]]) -> Section:
    lines = _runs(cells, "line_no")
    heads = [label(_with_unit(cell), is_head=True) for cell in lines[0]]
    return {
        "title": cells[0]["block_label"] or "",
        "shape": "block",
        "widths": ["28%"],
        "head": [[label("信息内容", is_head=True), *heads]],
        "body": [[label(line[0]["line_label"] or ""), *_figures(line, disputed)] for line in lines],
    }


def _with_unit(cell: Row) -> str:
    text, unit = cell["column_label"] or "", cell["unit"]
    return f"{text}（{unit}）" if unit in {"万元", "元", "亿元"} and unit not in text else text


def _requests(cells: Sequence[Row], disputed: frozenset[tuple[str, str]]) -> Section:
    lines = _runs(cells, "line_no")
    upper, lower = _grouped_heads(lines[0])
    first = label(FLOW_NOTE, 3, 3, is_head=True)
    top = label("申请人情况", len(lines[0]), is_head=True)
    body = []
    outcomes = [line for line in lines if _is_outcome(line[0])]
    for group in _runs_of_lines(lines):
        for place, line in enumerate(group):
            leading = _leading_labels(line[0], len(group) if place == 0 else 0)
            if outcomes and line is outcomes[0]:
                leading.insert(0, label(OUTCOMES, rows=len(outcomes)))
            body.append([*leading, *_figures(line, disputed)])
    return {
        "title": "",
        "shape": "requests",
        "widths": ["6.5em", "7em", "18em"],
        "head": [[first, top], upper, lower],
        "body": body,
    }


def _is_outcome(cell: Row) -> bool:
    return str(cell["row_code"]).startswith("disposition.")


def _group_of(cell: Row) -> str | None:
    group = cell["line_group"]
    return group if _is_outcome(cell) and group != OUTCOMES else None


def _runs_of_lines(lines: list[list[Row]]) -> list[list[list[Row]]]:
    # Lines of no group stand each for itself, so that they are never merged.
    keyed = groupby(lines, key=lambda line: _group_of(line[0]) or line[0]["line_no"])
    return [list(run) for _, run in keyed]


def _leading_labels(cell: Row, group_rows: int) -> list[Cell]:
    text = cell["line_label"] or ""
    if not _is_outcome(cell):
        return [label(text, 3)]
    group = _group_of(cell)
    if group is None:
        return [label(text, 2)]
    return [*([label(group, rows=group_rows)] if group_rows else []), label(text)]


def _grouped_heads(line: list[Row]) -> tuple[list[Cell], list[Cell]]:
    """Two head rows: grouped columns under their group's name, the others over both rows."""
    upper: list[Cell] = []
    lower: list[Cell] = []
    for group, run in groupby(line, key=lambda cell: cell["column_group"]):
        columns = list(run)
        names = [label(cell["column_label"] or "", is_head=True) for cell in columns]
        if group is None:
            upper.extend({**name, "rows": 2} for name in names)
        else:
            upper.append(label(group, len(columns), is_head=True))
            lower.extend(names)
    return upper, lower


def _reviews(cells: Sequence[Row], disputed: frozenset[tuple[str, str]]) -> Section:
    runs = _runs(cells, "row_code")
    titles = [run[0]["column_group"] or PROCEEDINGS.get(run[0]["row_code"], "") for run in runs]
    lawsuits = sum(len(run) for run in runs[1:])
    names = [[label(c["column_label"] or "", is_head=True) for c in run] for run in runs]
    review_names = [{**name, "rows": 2} for name in names[0]]
    return {
        "title": "",
        "shape": "reviews",
        "widths": [],
        "head": [
            [
                label(titles[0], len(runs[0]), is_head=True),
                label("行政诉讼", lawsuits, is_head=True),
            ],
            [
                *review_names,
                *(
                    label(t, len(r), is_head=True)
                    for t, r in zip(titles[1:], runs[1:], strict=True)
                ),
            ],
            [name for run in names[1:] for name in run],
        ],
        "body": [_figures(cells, disputed)],
    }


def _list(cells: Sequence[Row], disputed: frozenset[tuple[str, str]]) -> Section:
    body: list[list[Cell]] = []
    group: str | None = None
    for cell in cells:
        if cell["line_group"] not in (None, group):
            body.append([label(cell["line_group"], 3)])
        group = cell["line_group"]
        body.append(
            [
                label(cell["line_label"] or "", 1),
                label(cell["unit"] or ""),
                figure_cell(cell, disputed),
            ]
        )
    head = [label(text, is_head=True) for text in ("统计指标", "单位", "统计数")]
    return {
        "title": "",
        "shape": "list",
        "widths": ["auto", "72px", "160px"],
        "head": [head],
        "body": body,
    }


def disputed_cells(cells: Sequence[Row], findings: pl.DataFrame) -> frozenset[tuple[str, str]]:
    """Cells that an error or a warning speaks of, found by the places in a document it names.

    Findings that compare years name places of several reports: those of the finding's own year
    (its column `year`) are meant. Where a page has lost its cells, many figures are printed in one
    place: then those in the finding's row (its column `row_label`) are meant.
    """
    grave = findings.filter(pl.col("severity") != "notice", pl.col("places").is_not_null())
    printed: dict[tuple[str, str], list[Row]] = {}
    for cell in cells:
        printed.setdefault((cell["document_path"], cell["place"]), []).append(cell)
    return frozenset(
        (cell["row_code"], cell["column_code"])
        for finding in grave.iter_rows(named=True)
        for place in finding["places"].split("；")
        for cell in _meant(
            printed.get((finding["document_path"], place.removeprefix(_report_of(finding))), []),
            finding,
        )
    )


def _report_of(finding: Row) -> str:
    return f"{finding.get('year')}年报告"


def _meant(cells: Sequence[Row], finding: Row) -> Sequence[Row]:
    return [one for one in cells if one["line_label"] == finding.get("row_label")] or cells


def show(key: str, laid_out: list[Section], *, reveal: bool = False) -> None:
    """Draw sections; `reveal` moves a table that is wider than its place to its marked cells."""
    _draw(key=key, data={"sections": laid_out, "legend": [], "reveal": reveal})


def show_legend() -> None:
    """Draw what the marks mean, in the very looks they have in the tables."""
    legend = [{"mark": mark, "text": text, "meaning": meaning} for mark, text, meaning in LEGEND]
    _draw(key="official-legend", data={"sections": [], "legend": legend})
