"""The workbook of findings: an index by agency and year, and all findings behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from orchestration.export.findings import (
    EVERYTHING,
    SEVERITIES,
    Finding,
    Wanted,
    open_findings,
)
from orchestration.export.sheet import MOST_ROWS, Book, Heading
from orchestration.export.source import DEMO_NOTICE, Source

FILE = "检查发现.xlsx"
ANSWERS = ("属实，已更正", "属实，待更正", "有说明", "检查有误")
_MOST_LINKS = 65_000  # Excel takes 65,530 in a sheet

FINDING_HEADINGS = (
    Heading("年度", 6),
    Heading("检查", 11),
    Heading("严重程度", 9),
    Heading("表", 14),
    Heading("行", 16),
    Heading("列", 9),
    Heading("左值", 10),
    Heading("右值", 10),
    Heading("差额", 9),
    Heading("说明", 40),
    Heading("文件", 16),
    Heading("位置", 23),
)
ANSWER_HEADINGS = (Heading("核对结果", 11, is_answer=True), Heading("核对说明", 18, is_answer=True))
KEY_HEADING = Heading("编号", 36)
_ALL_HEADINGS = (
    Heading("地区", 16),
    Heading("机关", 20),
    *FINDING_HEADINGS,
    *ANSWER_HEADINGS,
    KEY_HEADING,
)
_INDEX_HEADINGS = (
    Heading("地区", 26),
    Heading("机关", 44),
    Heading("年度", 8),
    *(Heading(name, 8) for name in SEVERITIES.values()),
    Heading("合计", 8),
    Heading("明细", 10),
)


@dataclass(slots=True)
class Entry:
    """A line of the index: an agency and year, and where its findings begin."""

    first: Finding
    sheet: str
    row: int
    counts: Counter[str] = field(default_factory=Counter)


def finding_cells(finding: Finding) -> tuple[object, ...]:
    """The cells under FINDING_HEADINGS."""
    return (
        finding.year,
        finding.check,
        SEVERITIES.get(finding.severity, finding.severity),
        finding.table,
        finding.row,
        finding.column,
        finding.left,
        finding.right,
        finding.difference,
        finding.message,
        finding.document,
        finding.places,
    )


def add_answers(book: Book, sheet: Worksheet, first: int, last: int, column: int) -> None:
    """Let the agency choose its answer from a list, or write another one."""
    if last >= first:
        words = {"validate": "list", "source": list(ANSWERS), "error_type": "information"}
        sheet.data_validation(first, column, last, column, words)


def write_workbook(
    source: Source,
    folder: Path,
    letters: Mapping[str, str] | None = None,
    wanted: Wanted = EVERYTHING,
) -> int:
    """Write the workbook into the folder; the number of findings in it.

    `letters` names for each agency_id its own workbook, relative to the folder: the index links it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    book = Book(folder / FILE, "政府信息公开工作年度报告检查发现", source.built_at)
    try:
        headings = (*_INDEX_HEADINGS, Heading("核对单", 10)) if letters else _INDEX_HEADINGS
        index = book.add_sheet("目录", headings, len(headings))
        entries = list(_write_all(book, open_findings(source, wanted)))
        _write_index(book, index, headings, entries, letters or {}, source.is_demo)
    finally:
        book.close()
    return sum(entry.counts.total() for entry in entries)


def _write_all(book: Book, findings: Iterable[Finding]) -> Iterator[Entry]:
    """Every finding on a row; further sheets where one does not hold them all."""
    sheets = _Sheets(book)
    for _, group in groupby(findings, key=lambda finding: (finding.agency_id, finding.year)):
        entry: Entry | None = None
        for finding in group:
            sheet, row = sheets.next_row()
            entry = entry or Entry(finding, sheet.get_name(), row)
            entry.counts[finding.severity] += 1
            _write_finding(book, sheet, row, finding)
        if entry:
            yield entry
    sheets.finish()


class _Sheets:
    """The sheets 全部发现, 全部发现 2, … with the row to be written next."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._count = 0
        self._begin()

    def _begin(self) -> None:
        self._count += 1
        name = "全部发现" if self._count == 1 else f"全部发现 {self._count}"
        self._sheet = self._book.add_sheet(name, _ALL_HEADINGS, len(_ALL_HEADINGS) - 1)
        self._book.write_head(self._sheet, 0, _ALL_HEADINGS)
        self._row = 0

    def next_row(self) -> tuple[Worksheet, int]:
        if self._row == MOST_ROWS - 1:
            self.finish()
            self._begin()
        self._row += 1
        return self._sheet, self._row

    def finish(self) -> None:
        last = len(_ALL_HEADINGS) - 1
        self._sheet.autofilter(0, 0, self._row, last)
        self._sheet.print_area(0, 0, self._row, last - 1)
        add_answers(self._book, self._sheet, 1, self._row, last - len(ANSWER_HEADINGS))


def _write_finding(book: Book, sheet: Worksheet, row: int, finding: Finding) -> None:
    cells = ("".join(finding.region), finding.agency, *finding_cells(finding), None, None)
    book.write_row(sheet, row, (*cells, finding.key), _ALL_HEADINGS)


def _write_index(
    book: Book,
    sheet: Worksheet,
    headings: Sequence[Heading],
    entries: list[Entry],
    letters: Mapping[str, str],
    is_demo: bool,
) -> None:
    last = len(headings) - 1
    counts = sum((entry.counts for entry in entries), Counter[str]())
    title = "政府信息公开工作年度报告检查发现"
    sheet.merge_range(0, 0, 0, last, title, book.look(bold=True, font_size=16, align="center"))
    sheet.set_row(0, 30)
    told = "，".join(f"{word} {counts[code]}" for code, word in SEVERITIES.items())
    text = f"{DEMO_NOTICE}。" if is_demo else ""
    text += f"共 {counts.total()} 条：{told}。已有结论（误报、已说明、已更正）的不列。"
    sheet.merge_range(
        1, 0, 1, last, text, book.look(font_color="#C00000") if is_demo else book.look()
    )
    sheet.set_row(1, 20)
    book.write_head(sheet, 2, headings)
    for number, entry in enumerate(entries):
        _write_entry(book, sheet, 3 + number, entry, headings, letters)
    sheet.autofilter(2, 0, 2 + len(entries), last)
    sheet.print_area(0, 0, 2 + len(entries), last)


def _write_entry(
    book: Book,
    sheet: Worksheet,
    row: int,
    entry: Entry,
    headings: Sequence[Heading],
    letters: Mapping[str, str],
) -> None:
    counts = (entry.counts[code] for code in SEVERITIES)
    first = entry.first
    cells = ("".join(first.region), first.agency, first.year, *counts, entry.counts.total())
    links = [("查看", f"internal:'{entry.sheet}'!A{entry.row + 1}")]
    if letters:
        letter = letters.get(first.agency_id or "")
        links.append(("打开", f"external:{letter}") if letter else ("", ""))
    book.write_row(sheet, row, (*cells, *(None for _ in links)), headings)
    look = book.look(border=1, align="center", font_color="#0563C1", underline=1)
    for column, (text, place) in enumerate(links, len(cells)):
        if place and row * len(links) < _MOST_LINKS:
            sheet.write_url(row, column, place, look, text)
