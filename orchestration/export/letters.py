"""One workbook for each agency, ready to be sent back to it, in folders by region."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path, PurePosixPath

from orchestration.export.findings import SEVERITIES, Finding, open_findings
from orchestration.export.sheet import Book, Heading
from orchestration.export.source import DEMO_NOTICE, Source
from orchestration.export.workbook import (
    ANSWER_HEADINGS,
    FINDING_HEADINGS,
    KEY_HEADING,
    add_answers,
    finding_cells,
)

_HEADINGS = (Heading("序号", 5), *FINDING_HEADINGS, *ANSWER_HEADINGS, KEY_HEADING)
_TITLE = "政府信息公开工作年度报告核对单"
_SIGNED = "核对人：　　　　　　　　联系电话：　　　　　　　　　　核对日期：　　　　　　　　"
_LONGEST_NAME = 60  # letters; of Chinese ones a file system takes 85
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f\\/:*?"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def safe_name(name: str, instead: str) -> str:
    """A name that every file system takes, as near to the given one as can be."""
    kept = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name))
    kept = kept[:_LONGEST_NAME].strip(" .").lstrip("~-")
    if not kept.strip("_"):
        return instead
    return f"_{kept}" if _RESERVED.fullmatch(kept) else kept


def write_letters(source: Source, folder: Path) -> dict[str, str]:
    """Write every agency's workbook; its path below the folder, by agency_id.

    Findings on files that no agency could be told of are in the workbook of all findings only.
    """
    written: dict[str, str] = {}
    taken: set[str] = set()
    for agency_id, group in groupby(open_findings(source), key=lambda found: found.agency_id):
        if agency_id is None:
            continue
        findings = list(group)
        path = _path(findings[0], agency_id, taken)
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        _write_letter(source, findings, folder / path)
        written[agency_id] = path
    return written


def _path(finding: Finding, agency_id: str, taken: set[str]) -> str:
    region = [safe_name(name, "地区不明") for name in finding.region] or ["地区不明"]
    name = safe_name(finding.agency, agency_id)
    path = str(PurePosixPath(*region, f"{name}.xlsx"))
    if path.casefold() in taken:
        path = str(PurePosixPath(*region, f"{name}-{agency_id}.xlsx"))
    taken.add(path.casefold())
    return path


def _write_letter(source: Source, findings: Sequence[Finding], path: Path) -> None:
    book = Book(path, _TITLE, source.built_at)
    try:
        sheet = book.add_sheet("核对单", _HEADINGS, len(_HEADINGS) - 1)
        last = len(_HEADINGS) - 2  # what is printed; the key behind it is for the computer
        head = 0
        for text, height, looks in _letter(findings, source.is_demo):
            sheet.merge_range(head, 0, head, last, text, book.look(text_wrap=True, **looks))
            sheet.set_row(head, height)
            head += 1
        book.write_head(sheet, head, _HEADINGS)
        for number, finding in enumerate(findings, 1):
            cells = (number, *finding_cells(finding), None, None, finding.key)
            book.write_row(sheet, head + number, cells, _HEADINGS)
        end = head + len(findings)
        sheet.set_row(end + 1, 32)
        sheet.merge_range(end + 1, 0, end + 1, last, _SIGNED, book.look(font_size=12))
        sheet.autofilter(head, 0, end, len(_HEADINGS) - 1)
        sheet.print_area(0, 0, end + 1, last)
        add_answers(book, sheet, head + 1, end, last - 1)
    finally:
        book.close()


def _letter(
    findings: Sequence[Finding], is_demo: bool
) -> list[tuple[str, float, dict[str, object]]]:
    """The lines above the table, each with its height and looks."""
    counts = Counter(finding.severity for finding in findings)
    told = "、".join(
        f"{word} {counts[code]} 条" for code, word in SEVERITIES.items() if counts[code]
    )
    years = sorted({finding.year for finding in findings if finding.year})
    span = "" if not years else f" {'、'.join(map(str, years))} 年度"
    request = (
        f"在你单位{span}政府信息公开工作年度报告中发现以下 {len(findings)} 个问题（{told}），"
        "请核对，在“核对结果”“核对说明”两栏填写后退回。"
    )
    note = (
        "左值、右值为应当相符的两个数，差额为左值减右值，金额单位为元；"
        "最右一栏“编号”用于登记核对结果，请勿改动。"
    )
    lines: list[tuple[str, float, dict[str, object]]] = [
        (_TITLE, 32, {"bold": True, "font_size": 16, "align": "center"}),
        (f"{' '.join(findings[0].agency.split())}：", 22, {"font_size": 12, "bold": True}),
        (request, 36, {"font_size": 12, "indent": 2}),
        (note, 20, {"font_color": "#595959"}),
    ]
    if is_demo:
        lines.insert(1, (DEMO_NOTICE, 20, {"font_color": "#C00000", "align": "center"}))
    return lines
