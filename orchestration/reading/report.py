"""The one public function of the reader: bytes in, a reading out. No disk, no clock, no network."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from orchestration.reading.agency import Identity, identify
from orchestration.reading.form import Table, load_forms
from orchestration.reading.formats.text import decode, parse_text
from orchestration.reading.grid import GridRows
from orchestration.reading.layout import Page, UnreadableError
from orchestration.reading.reading import Cell, Finding, Reading, Severity, Status
from orchestration.reading.region import load_regions
from orchestration.reading.table import (
    LEAST_KNOWN_SHARE,
    Found,
    TableReading,
    find,
    known_share,
    read_tables,
)
from orchestration.reading.words import Words, words_of

TABLE_NAMES = ("proactive", "requests", "reviews")
TABLE_LABELS = {
    "proactive": "主动公开政府信息情况",
    "requests": "收到和处理政府信息公开申请情况",
    "reviews": "政府信息公开行政复议、行政诉讼情况",
}
_CLEARLY_LESS = 0.35
_TEXT_SUFFIXES = frozenset(("", ".txt", ".text", ".md"))


def read(data: bytes, name: str) -> Reading:
    """Read one report.

    Args:
        data: the bytes of the document.
        name: its file name; the suffix tells the format.

    Returns:
        A reading whose status is `read`, `partial` (something of the report was not understood,
        see `reason` and `findings`) or `rejected` (no report, or not readable; see `reason`).
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        page = _page(data, name)
    except UnreadableError as error:
        return Reading(sha256, "rejected", str(error))
    return _read_page(page, sha256)


def _page(data: bytes, name: str) -> Page:
    suffix = PurePath(name).suffix.lower()
    if suffix not in _TEXT_SUFFIXES:
        raise UnreadableError(f"暂不支持 {suffix} 格式，请另存为文本（.txt）")
    return parse_text(decode(data))


def _read_page(page: Page, sha256: str) -> Reading:
    if not _is_about_disclosure(page):
        return Reading(sha256, "rejected", "不是政府信息公开工作年度报告")
    identity = identify(page.lines, load_regions())
    words = words_of(page)
    found = _tables(words, identity.year)
    grids = [GridRows(grid) for grid in page.grids]
    tables = list(zip(found, read_tables(found, words, grids), strict=True))
    if not tables and identity.title is None:
        return Reading(sha256, "rejected", "没有年度报告的标题，也没有年度报告的表格")
    return _reading(sha256, identity, tables)


def _is_about_disclosure(page: Page) -> bool:
    text = "".join("".join(page.lines).split())
    return "信息公开" in text and ("年度报告" in text or "年报" in text)


def _tables(words: Words, year: int | None) -> list[Found]:
    """The tables of a page, each under the form whose labels fit it best.

    Where two forms print the same table, the one that the page's other tables follow is taken,
    else the one in use in `year`.
    """
    found = list(_find_all(words))
    weights: dict[str, float] = {form.id: 0.001 * (year in form.years) for form in load_forms()}
    for one in found:
        weights[one.table.form] += one.score / 100
    best: dict[tuple[str, str], Found] = {}
    for one in found:
        slot = _slot(one.table)
        rival = best.get(slot)
        if rival is None or _rank(one, weights) > _rank(rival, weights):
            best[slot] = one
    main_form = max((f.table.form for f in best.values()), key=weights.__getitem__, default=None)
    return [f for f in best.values() if f.table.name != "other" or f.table.form == main_form]


def _find_all(words: Words) -> Iterator[Found]:
    """Every table found; one that two forms share is looked for once."""
    looked_for: dict[int, Found | None] = {}
    for table in _likely(words):
        shared = id(table.blocks)
        if shared not in looked_for:
            looked_for[shared] = find(table, words)
        found = looked_for[shared]
        if found is not None:
            yield replace(found, table=table)


def _likely(words: Words) -> Iterator[Table]:
    """The tables that the page may print: of those that exclude each other, the likelier ones."""
    tables = [(known_share(t, words), t) for form in load_forms() for t in form.tables]
    best: dict[tuple[str, str], float] = defaultdict(float)
    for share, table in tables:
        best[_slot(table)] = max(share, best[_slot(table)])
    for share, table in tables:
        if share >= max(LEAST_KNOWN_SHARE, best[_slot(table)] - _CLEARLY_LESS):
            yield table


def _slot(table: Table) -> tuple[str, str]:
    """Tables of one slot exclude each other; those beside the three main ones stand alone."""
    return (table.name, table.label if table.name == "other" else "")


def _rank(found: Found, weights: dict[str, float]) -> float:
    return found.score + weights[found.table.form]


def _reading(
    sha256: str, identity: Identity, tables: Sequence[tuple[Found, TableReading]]
) -> Reading:
    forms = {found.table.name: found.table.form for found, _ in tables}
    cells = [cell for _, table in tables for cell in table.cells]
    findings = [finding for _, table in tables for finding in table.findings]
    findings += _missing_tables(forms)
    findings += [_doubt(doubt) for doubt in identity.doubts]
    status, reason = _status(identity, forms, cells, findings)
    return Reading(
        sha256=sha256,
        status=status,
        reason=reason,
        title=identity.title,
        agency=identity.agency,
        year=identity.year,
        province=identity.province,
        city=identity.city,
        county=identity.county,
        region_code=identity.region_code,
        level=identity.level,
        kind=identity.kind,
        scope=identity.scope,
        published=identity.published,
        forms=tuple((name, forms.get(name)) for name in TABLE_NAMES),
        cells=tuple(cells),
        findings=tuple(findings),
    )


def _doubt(doubt: str) -> Finding:
    """A field of the identity that cannot be told; without a date a report is still whole."""
    severity: Severity = "notice" if doubt.startswith("发布日期") else "error"
    return Finding("unknown_identity", severity, doubt)


def _missing_tables(forms: dict[str, str]) -> Iterable[Finding]:
    for name in TABLE_NAMES:
        if name not in forms:
            label = TABLE_LABELS[name]
            yield Finding("missing_table", "error", f"没有找到“{label}”的表格", label)


def _status(
    identity: Identity, forms: dict[str, str], cells: Sequence[Cell], findings: Sequence[Finding]
) -> tuple[Status, str | None]:
    reasons: list[str] = []
    if identity.agency is None or identity.year is None:
        doubts = [f.message for f in findings if f.check == "unknown_identity"]
        reasons += doubts or ["不能确定是哪个机构、哪一年的报告"]
    if not forms:
        reasons.append("只有文字，没有可读的表格")
    elif missing := [TABLE_LABELS[name] for name in TABLE_NAMES if name not in forms]:
        reasons.append("缺表：" + "、".join(missing))
    if rows := sum(f.check == "unread_row" for f in findings):
        reasons.append(f"有 {rows} 处表头或行未读懂")
    if unread := sum(cell.state == "unreadable" for cell in cells):
        reasons.append(f"有 {unread} 格的数字不能确定")
    return ("partial", "；".join(reasons)) if reasons else ("read", None)
