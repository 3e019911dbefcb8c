"""`gongkai read`: what is understood of single reports, as a table or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from orchestration.errors import UserError
from orchestration.ingest.pool import read_paths
from orchestration.ingest.scan import report_paths
from orchestration.reading.reading import Cell, Claim, Finding, Reading

_STATUS = {"read": "已读", "partial": "部分读出", "rejected": "未采用"}
_STATES = {"blank": "空白", "not_applicable": "不适用", "unreadable": "读不出"}
_SEVERITIES = {"error": "错误", "warning": "警告", "notice": "提示"}
_IDENTITY = ("province", "city", "county", "level", "kind", "scope")


def _files(paths: Sequence[str]) -> Iterator[Path]:
    for text in paths:
        path = Path(text)
        if path.is_dir():
            yield from report_paths(path)
        elif path.is_file():
            yield path
        else:
            raise UserError(f"找不到文件或文件夹 {text}。")


def read_command(paths: Sequence[str], *, as_json: bool) -> int:
    """Print a reading for each file; with `as_json`, one object a line (the public contract)."""
    console = Console()
    files = list(_files(paths))
    for path, reading in zip(files, read_paths(files), strict=True):
        if as_json:
            line = json.dumps(to_json(str(path), reading), ensure_ascii=False)
            sys.stdout.write(line + "\n")
        else:
            for report in (reading, *reading.others):
                _show(console, path, report)
    return 0


def plain(value: Decimal | None) -> str | None:
    """A decimal string without exponent or needless zeros; None stays None."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def to_json(path: str, reading: Reading) -> dict[str, Any]:
    """A reading as the object that `gongkai read --json` prints (documented in the README)."""
    others = [to_json(path, other) for other in reading.others]
    return {
        "path": path,
        "sha256": reading.sha256,
        "status": reading.status,
        "reason": reading.reason,
        "title": reading.title,
        "agency": reading.agency,
        "year": reading.year,
        **{name: getattr(reading, name) for name in _IDENTITY},
        "published": reading.published.isoformat() if reading.published else None,
        "forms": dict(reading.forms) or dict.fromkeys(("proactive", "requests", "reviews")),
        "cells": [_cell(cell) for cell in reading.cells],
        "findings": [_finding(finding) for finding in reading.findings],
        "claims": [_claim(claim) for claim in reading.claims],
        **({"others": others} if others else {}),
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "row": cell.row,
        "column": cell.column,
        "value": plain(cell.value),
        "state": cell.state,
        "basis": cell.basis,
        "approximate": cell.approximate,
        "raw": cell.raw,
        "place": cell.place,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    names = ("check", "severity", "message", "table", "row", "column")
    return {name: getattr(finding, name) for name in names}


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "subject": claim.subject,
        "count": claim.number,
        "year": claim.year,
        "sums": [[{"row": row, "column": column} for row, column in keys] for keys in claim.sums],
        "reason": claim.reason,
        "phrase": claim.phrase,
        "sentence": claim.sentence,
        "place": claim.place,
    }


def agreement(claim: Claim, cells: Mapping[tuple[str, str], Cell]) -> str:
    """In words, whether the tables have the count that a claim states; a blank counts as 0."""
    if claim.reason is not None:
        return f"不比较：{claim.reason}"
    sums: list[Decimal] = []
    for keys in claim.sums:
        found = [cells[key] for key in keys if key in cells]
        if len(found) < len(keys) or any(cell.state == "unreadable" for cell in found):
            continue
        if any(cell.state == "number" for cell in found) or claim.number == 0:
            sums.append(sum((cell.value or Decimal(0) for cell in found), Decimal(0)))
    if claim.number in sums:
        return "与表格一致"
    if not sums or len(sums) < len(claim.sums):
        return "表格没有可比的数字"
    return f"与表格不符：表中为 {plain(sums[0])}"


def _claims(reading: Reading) -> Iterator[str]:
    """A line for each count that the prose states."""
    cells = {(cell.row, cell.column): cell for cell in reading.cells}
    for claim in reading.claims:
        yield f"{claim.phrase}（{claim.place}）：{agreement(claim, cells)}"


def _show(console: Console, path: Path, reading: Reading) -> None:
    console.rule(escape(str(path)))
    for label, text in _facts(reading):
        console.print(f"[bold]{label}[/]　{escape(text)}", highlight=False)
    if reading.cells:
        console.print(_figures(reading.cells))
    for line in doubts(reading.cells):
        console.print(f"[yellow]存疑[/]　{escape(line)}", highlight=False)
    for line in _claims(reading):
        console.print(f"[bold]正文[/]　{escape(line)}", highlight=False)
    for finding in reading.findings:
        label = _SEVERITIES[finding.severity]
        console.print(f"[yellow]{label}[/]　{escape(finding.message)}", highlight=False)


def _facts(reading: Reading) -> Iterator[tuple[str, str]]:
    yield "状态", _STATUS[reading.status] + (f"：{reading.reason}" if reading.reason else "")
    if reading.status == "rejected":
        return
    region = "".join(filter(None, (reading.province, reading.city, reading.county)))
    forms = "、".join(f"{table} {form or '无'}" for table, form in reading.forms)
    yield (
        "机构",
        f"{reading.agency or '不能确定'}（{region or '地区不能确定'}，{reading.level or '—'}）",
    )
    yield "年度", f"{reading.year or '不能确定'}　发布 {reading.published or '未印明'}"
    yield "表式", forms


def doubts(cells: Sequence[Cell]) -> Iterator[str]:
    """A line for each doubtful figure: row, columns, what is made of it, what is printed, and why.

    Cells of a row that share what is printed and why share a line.
    """
    doubtful = (cell for cell in cells if cell.note)
    for (row, printed, note), run in groupby(
        doubtful, key=lambda cell: (cell.row_label, _printed(cell), cell.note)
    ):
        figures = "、".join(f"{cell.column_label} {_figure(cell)}" for cell in run)
        heading = "，".join(filter(None, (row, figures)))
        yield f"{heading}：{printed}，{note}"


def _printed(cell: Cell) -> str:
    return f"印作“{' '.join(cell.raw.split())}”" if cell.raw.strip() else "没有印字"


def _figure(cell: Cell) -> str:
    return plain(cell.value) or _STATES[cell.state]


def _figures(cells: Sequence[Cell]) -> Table:
    table = Table(show_lines=False)
    for heading in ("行", "列", "数字", "说明", "原文", "位置"):
        table.add_column(heading, justify="right" if heading == "数字" else "left")
    for cell in cells:
        marks = [_STATES.get(cell.state, "")]
        marks += ["约数"] if cell.approximate else []
        marks += ["推断"] if cell.basis == "inferred" else []
        value = plain(cell.value) or ""
        texts = (cell.row_label, cell.column_label, value, " ".join(filter(None, marks)))
        table.add_row(*(escape(text) for text in (*texts, cell.raw, cell.place)))
    return table
