"""A small published file for tests of the dashboard: an invented province, three agencies.

示例省 / 示例市 / 甲县. Every name and figure is made up. Tests count on what it holds:
- 示例市人民政府 (consolidated) and 示例市统计局 (own) for 2020 and 2021, 甲县民政局 (own) too;
- so 示例市 stands complete, 示例省 and 甲县 do not;
- blanks, an approximate, an inferred and an unreadable figure, markup in printed text;
- findings of all three severities, a superseded document, and an attachment of 示例市统计局's
  report for 2021, from which its table of reviews is taken.
"""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from published_regions import (
    BUREAU,
    CITY,
    COUNTY,
    GOVERNMENT,
    OFFICE,
    PROVINCE,
    YEARS,
    Row,
    basis,
    enforcement,
    gaps,
    indicators,
    new_requests,
    region_dispositions,
    region_indicators,
    region_reports,
)

from orchestration.reading.form import load_forms

AGENCIES = {
    GOVERNMENT: ("示例市人民政府", CITY, "prefecture", "government", "consolidated"),
    BUREAU: ("示例市统计局", CITY, "prefecture", "department", "own"),
    OFFICE: ("甲县民政局", COUNTY, "county", "department", "own"),
}
NOTICE = "演示数据，纯属虚构"
HOSTILE = "<b>12</b> :red[x] $y$ [z](http://example.invalid)"
ANNEX = "2021/示例市统计局_附件.docx"
NOTES = {
    "inferred": "页面丢失了空格，所在列由勾稽关系推断",
    "approximate": "原文写明是约数",
    "unreadable": "“<b>12</b>”不是数字",
}
FORM_OF = {2020: "2019", 2021: "2021"}


def write(path: Path, *, received: int = 1500, is_demonstration: bool = False) -> Path:
    """Write the published file to `path`; `received`: requests to 示例市人民政府 in 2021."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".writing")
    with duckdb.connect(
        str(fresh), config={"storage_compatibility_version": "v1.5.0"}
    ) as connection:
        for schema in ("marts", "meta"):
            connection.execute(f"create schema {schema}")
        for name, rows in _tables(received, is_demonstration).items():
            _store(connection, name, rows)
    os.replace(fresh, path)  # as a build does
    return path


def _store(connection: duckdb.DuckDBPyConnection, name: str, rows: list[Row]) -> None:
    frame = pl.DataFrame(rows, infer_schema_length=None)
    casts = ", ".join(
        f"{column}::{_type(column, kind)} as {column}" for column, kind in frame.schema.items()
    )
    connection.execute(f"create table {name} as select {casts} from frame")


def _type(column: str, kind: pl.DataType) -> str:
    if column in {"published", "due_date", "corrected_on"}:
        return "date"
    if column in {"value", "previous_value", "change", "change_ratio", "share"}:
        return "decimal(20,6)"
    if column in {"numerator", "denominator", "amount_yuan", "previous_numerator"}:
        return "decimal(20,4)"
    if kind == pl.Boolean or column.startswith("is_"):
        return "boolean"
    if kind.is_integer() or column.endswith(("_count", "_parts")) or column == "decisions":
        return "bigint"
    return "timestamp" if column == "built_at" else "varchar"


def _tables(received: int, is_demonstration: bool) -> dict[str, list[Row]]:
    layout = form_layout()
    figures = [f for y in YEARS for a in AGENCIES for f in _figures(layout, a, y, received)]
    return {
        "marts.form_layout": layout,
        "marts.dim_regions": _regions(),
        "marts.dim_agencies": [_agency(a) for a in AGENCIES],
        "marts.fct_reports": [_report(a, y) for y in YEARS for a in AGENCIES],
        "marts.fct_raw_files": _files(),
        "marts.fct_figures": figures,
        "marts.fct_findings": _findings(),
        "marts.indicators_by_agency": indicators(
            {"agency_id": BUREAU}, {2020: (20, 12, 20), 2021: (24, 10, 24)}
        ),
        "marts.indicators_by_region": region_indicators(received),
        "marts.region_reports": region_reports(),
        "marts.region_gaps": gaps(),
        "marts.region_basis": [basis(r, y) for y in YEARS for r in (PROVINCE, CITY, COUNTY)],
        "marts.region_figures": [new_requests(y, received) for y in YEARS],
        "marts.agency_regions": [
            {"agency_id": a, "region_code": region}
            for a, (_, own, *_) in AGENCIES.items()
            for region in (PROVINCE, CITY, COUNTY)
            if region in (PROVINCE, CITY, own)
        ],
        "marts.dim_agency_groups": [{"organ_group_code": "k", "organ_group": "统计局"}],
        "marts.fct_obligations": [
            {"agency_id": OFFICE, "year": 2019, "status": "missing", "due_date": date(2020, 1, 31)}
        ],
        "marts.dictionary": [
            {"table_name": "fct_reports", "column_label": "标题", "definition": "报告所印的标题"}
        ],
        "marts.dim_applicants": [
            {"applicant_code": "natural_person", "applicant": "自然人", "sort_order": 1}
        ],
        "marts.region_dispositions": [r for y in YEARS for r in region_dispositions(y)],
        "marts.region_enforcement": [r for y in YEARS for r in enforcement(y)],
        "marts.region_procurement": [
            {"region_code": CITY, "year": 2020, "projects": 6,
             "amount_yuan": Decimal("68461760.0200"), "blank_parts": 0,
             "approximate_parts": 1, "unreadable_parts": 0},
        ],
        "marts.warehouse_notice": [
            {"is_demonstration": is_demonstration, "notice": NOTICE if is_demonstration else None,
             "demonstration_reports": 6 if is_demonstration else 0},
        ],
        "meta.build": [
            {"built_at": "2024-02-01 08:30:00", "code_version": "0.1.0", "input_fingerprint": "f",
             "documents": 8, "read": 6, "partial": 1, "rejected": 1,
             "figures": len(figures), "findings": 3},
        ],
    }  # fmt: skip


def form_layout() -> list[Row]:
    """The cells of the forms in use in 2020 and 2021, as marts.form_layout holds them."""
    rows = []
    for form in load_forms():
        if form.id not in FORM_OF.values():
            continue
        for table in form.tables:
            last = rows[-1]["line_no"] if rows and rows[-1]["form"] == form.id else 0
            rows.extend(_layout_of(table, last))
    return rows


def _layout_of(table: Any, line_no: int) -> list[Row]:
    rows: list[Row] = []
    for block_no, block in enumerate(table.blocks, 1):
        for line in block.rows or (None,):
            line_no += 1
            for column_no, cell in enumerate(block.cells(line), 1):
                rows.append(_layout_cell(table, block_no, block, line_no, column_no, cell))
    return rows


def _layout_cell(
    table: Any, block_no: int, block: Any, line_no: int, column_no: int, cell: Any
) -> Row:
    return {
        "form": table.form,
        "table_name": table.name,
        "table_label": table.label,
        "block_no": block_no,
        "block_label": block.label,
        "line_no": line_no,
        "line_label": cell.line.label if cell.line else None,
        "line_group": cell.line.group if cell.line else None,
        "column_no": column_no,
        "column_label": cell.head.label if cell.head else None,
        "column_group": cell.head.group if cell.head else None,
        "row_code": cell.row,
        "column_code": cell.column,
        "unit": cell.unit or ("万元" if cell.column == "amount_yuan" else None),
    }


def _regions() -> list[Row]:
    named = [(PROVINCE, "示例省", "示例省", "province", None),
             (CITY, "示例市", "示例省示例市", "prefecture", PROVINCE),
             (COUNTY, "甲县", "示例省示例市甲县", "county", CITY),
             ("990200", "空城市", "示例省空城市", "prefecture", PROVINCE)]  # fmt: skip
    names = ("region_code", "region_name", "full_name", "region_level", "parent_code")
    return [dict(zip(names, row, strict=True)) | {"sort_order": n} for n, row in enumerate(named)]


def _agency(agency_id: str) -> Row:
    agency, region, level, kind, scope = AGENCIES[agency_id]
    return {"agency_id": agency_id, "agency": agency, "region_code": region, "level": level,
            "kind": kind, "scope": scope, "province": "示例省",
            "organ_group_code": None}  # fmt: skip


def _path(agency_id: str, year: int) -> str:
    return f"{year}/{AGENCIES[agency_id][0]}.txt"


def _report(agency_id: str, year: int) -> Row:
    agency = AGENCIES[agency_id]
    partial = (agency_id, year) == (OFFICE, 2020)
    due = date(year + 1, 3, 31) if agency[3] == "government" else date(year + 1, 1, 31)
    late = agency_id == OFFICE
    return {
        "agency_id": agency_id, "year": year, "document_path": _path(agency_id, year),
        "report_no": 1, "sha256": f"{year}" + "ab" * 30,
        "status": "partial" if partial else "read",
        "reason": "没有找到复议诉讼表" if partial else None,
        "title": f"{agency[0]}{year}年政府信息公开工作年度报告 :red[x]",
        "published": date(year + 1, 2, 9) if late else date(year + 1, 1, 20),
        "due_date": due, "is_on_time": not late, "scope": agency[4],
        "form_proactive": FORM_OF[year], "form_requests": FORM_OF[year],
        "form_reviews": None if partial else FORM_OF[year],
        "figure_count": 190, "blank_count": 12, "inferred_count": 2, "unreadable_count": 1,
        "approximate_count": 1, "error_count": 1 if agency_id == BUREAU else 0,
        "warning_count": 0, "notice_count": 1 if late else 0, "other_document_count": 0,
        "attachment_count": 1 if (agency_id, year) == (BUREAU, 2021) else 0,
    }  # fmt: skip


def _files() -> list[Row]:
    used = [
        {"document_path": _path(a, y), "sha256": f"{y}" + "ab" * 30, "format": "text",
         "status": "read", "reason": None, "agency_id": a, "year": y, "role": "used",
         "superseded_by": None, "role_reason": "唯一的文件"}
        for y in YEARS for a in AGENCIES
    ]  # fmt: skip
    copy = used[4] | {
        "document_path": "2021/副本.txt", "role": "superseded",
        "superseded_by": used[4]["document_path"], "role_reason": "另一份读出的数据更多",
    }  # fmt: skip
    annex = used[4] | {
        "document_path": ANNEX, "role": "attached", "attached_to": used[4]["document_path"],
        "role_reason": f"是“{used[4]['document_path']}”的附件",
    }  # fmt: skip
    return [*({"attached_to": None} | row for row in (*used, copy)), annex]


def _figures(layout: list[Row], agency_id: str, year: int, received: int) -> list[Row]:
    own = {"agency_id": agency_id, "year": year, "document_path": _path(agency_id, year),
           "report_no": 1, "sha256": f"{year}" + "ab" * 30}  # fmt: skip
    special = _special(agency_id, year, received)
    rows = []
    for number, cell in enumerate(c for c in layout if c["form"] == FORM_OF[year]):
        key = f"{cell['row_code']}/{cell['column_code']}"
        if (agency_id, year, cell["table_name"]) == (OFFICE, 2020, "reviews"):
            continue
        if cell["row_code"] == "proactive.rules" and agency_id == OFFICE:
            continue
        value, mark, printed = special.get(key, (Decimal(0), "stated", "0"))
        place = {"place": f"第 {number + 1} 格"}
        if (agency_id, year, cell["table_name"]) == (BUREAU, 2021, "reviews"):
            place["document_path"] = ANNEX
        rows.append(own | _figure(cell, value, mark, printed) | place)
    return rows


def _figure(cell: Row, value: Decimal | None, mark: str, printed: str) -> Row:
    state = mark if mark in {"blank", "not_applicable", "unreadable"} else "number"
    return {
        "form": cell["form"], "table_name": cell["table_name"],
        "row_code": cell["row_code"], "column_code": cell["column_code"], "unit": cell["unit"],
        "value": value, "state": state, "mark": mark, "printed_text": printed,
        "note": NOTES.get(mark),
        "basis": "inferred" if mark.startswith("inferred") else "stated",
        "correction_reason": None, "corrected_by": None, "corrected_on": None,
    }  # fmt: skip


def _special(agency_id: str, year: int, received: int) -> dict[str, tuple[Any, str, str]]:
    count = received if year == 2021 else 1200
    if agency_id == GOVERNMENT:
        return {
            "requests.new/natural_person": (Decimal(count), "stated", str(count)),
            "requests.new/total": (Decimal(count), "stated", str(count)),
            "disposition.disclosed/total": (Decimal(900), "stated", "900"),
            "proactive.fees/amount_yuan": (Decimal("68461760.02"), "stated", "6846.176002"),
            "proactive.procurement/amount_yuan": (Decimal(7390000), "approximate", "约739万元"),
            "proactive.penalty/decisions": (Decimal(220000), "approximate", "≈220000"),
        }
    return {
        "requests.new/natural_person": (Decimal(26), "inferred", "26"),
        "requests.new/company": (None, "blank", ""),
        "requests.new/total": (Decimal(26), "stated", "26"),
        "requests.carried_in/total": (None, "not_applicable", "/"),
        "disposition.disclosed/total": (None, "unreadable", HOSTILE),
        "review/upheld": (None, "blank", ""),
    }


def _findings() -> list[Row]:
    common = {"agency_id": BUREAU, "year": 2021, "document_path": _path(BUREAU, 2021),
              "verdict": None, "verdict_note": None, "is_open": True}  # fmt: skip
    requests = {"table_name": "requests", "table_label": "三、收到和处理政府信息公开申请情况"}
    return [
        common | requests | {
            "check_id": "row_total", "check_name": "申请人合计", "severity": "error",
            "row_label": "（一）予以公开", "column_label": None, "places": "第 60 格",
            "message": "（一）予以公开：六类申请人之和 22，总计 23，相差 1",
        },
        common | requests | {
            "check_id": "document_counts", "check_name": "文件数量", "severity": "warning",
            "row_label": None, "column_label": None, "places": None,
            "message": "现行有效件数小于本年制发件数 :red[x] <i>y</i>",
        },
        common | requests | {
            "check_id": "late_report", "check_name": "逾期公布", "severity": "notice",
            "row_label": None, "column_label": None, "places": None,
            "message": "晚于 1 月 31 日公布",
        },
    ]  # fmt: skip
