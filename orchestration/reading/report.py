"""The one public function of the reader: bytes in, a reading out. No disk, no clock, no network."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from orchestration.reading.agency import Identity, identify
from orchestration.reading.claim import RECOGNISED, Reporter, read_claims, terms_of
from orchestration.reading.find import LEAST_KNOWN_SHARE, Found, find, known_share
from orchestration.reading.form import Table, load_forms
from orchestration.reading.formats.parse import parse
from orchestration.reading.genre import NOT_ABOUT, refusal
from orchestration.reading.grid import GridRows
from orchestration.reading.layout import Page, UnreadableError
from orchestration.reading.parts import split
from orchestration.reading.pictures import weigh_pictures
from orchestration.reading.prose import fingerprint, paragraphs
from orchestration.reading.reading import Cell, Claim, Finding, Reading, Severity, Status
from orchestration.reading.region import load_regions
from orchestration.reading.table import TableReading, read_tables
from orchestration.reading.words import Words, words_of

TABLE_NAMES = ("proactive", "requests", "reviews")
TABLE_LABELS = {
    "proactive": "主动公开政府信息情况",
    "requests": "收到和处理政府信息公开申请情况",
    "reviews": "政府信息公开行政复议、行政诉讼情况",
}
_CLEARLY_LESS = 0.35


def read(data: bytes, name: str) -> Reading:
    """Read one document.

    Args:
        data: the bytes of the document.
        name: its file name; it helps to tell the format where the bytes do not.

    Returns:
        A reading whose status is `read`, `partial` (something of the report was not understood,
        see `reason` and `findings`) or `rejected` (no report, or not readable; see `reason`).
        A document of several reports gives the first, and the rest as its `others`.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        format_, page = parse(data, name)
    except UnreadableError as error:
        return Reading(sha256, "rejected", str(error))
    return read_reports(page, Reading(sha256, "rejected", None, format_))


def read_reports(page: Page, blank: Reading) -> Reading:
    """Read the report or reports of a page; `blank` says what document it is."""
    words = words_of(page)
    likely = list(_likely(words))
    requests = next((table for table in likely if table.name == "requests"), None)
    parts = split(page, words, requests) if requests else [page]
    if len(parts) == 1:
        return _read_page(page, words, likely, blank)
    of_part = ((part, words_of(part)) for part in parts)
    readings = [_read_page(part, own, list(_likely(own)), blank) for part, own in of_part]
    return _together([reading for reading in readings if reading.status != "rejected"], blank)


def _together(readings: Sequence[Reading], blank: Reading) -> Reading:
    """The first of several reports with the others; one printed twice counts once."""
    own: dict[tuple[object, ...], Reading] = {}
    for reading in readings:
        figures = tuple((c.row, c.column, c.value, c.state) for c in reading.cells)
        own.setdefault((reading.agency, reading.year, figures), reading)
    if not own:
        return replace(blank, reason=NOT_ABOUT)
    first, *others = own.values()
    return replace(first, others=tuple(others))


def _read_page(page: Page, words: Words, likely: Sequence[Table], blank: Reading) -> Reading:
    identity = identify(page.lines, load_regions())
    found = _tables(words, likely, identity.year)
    grids = [GridRows(grid) for grid in page.grids]
    tables = list(zip(found, read_tables(found, words, grids), strict=True))
    for one, table in tables:
        table.cells, doubts = weigh_pictures(one.table, table.cells, page)
        table.findings += doubts
    cells = [cell for _, table in tables for cell in table.cells]
    has_figures = any(c.value is not None or c.state == "unreadable" for c in cells)
    reason = refusal(page.lines, bool(tables), has_figures)
    if reason is not None:
        return replace(blank, reason=reason)
    whole = _reading(blank, identity, tables)
    prose = list(paragraphs(page.lines))
    claims = _claims(prose, page, whole)
    return replace(whole, claims=claims, prose=fingerprint(text for _, text in prose))


def _claims(prose: Sequence[tuple[int, str]], page: Page, reading: Reading) -> tuple[Claim, ...]:
    """What the prose counts, with the cells of this report's forms that it may mean."""
    reporter = Reporter(reading.agency, reading.year, reading.scope == "consolidated")
    forms = {form for _, form in reading.forms}
    claims = read_claims(prose, reporter)
    if page.has_pictures:  # a misread figure would be taken for a contradiction
        claims = tuple(claim._replace(reason=claim.reason or RECOGNISED) for claim in claims)
    return tuple(c._replace(sums=terms_of(c.subject, forms)) for c in claims)


def _tables(words: Words, likely: Sequence[Table], year: int | None) -> list[Found]:
    """The tables of a page, each under the form whose labels fit it best.

    Where two forms print the same table, the one that the page's other tables follow is taken,
    else the one in use in `year`.
    """
    found = list(_find_all(words, likely))
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


def _find_all(words: Words, likely: Sequence[Table]) -> Iterator[Found]:
    """Every table found; one that two forms share is looked for once."""
    looked_for: dict[int, Found | None] = {}
    for table in likely:
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
    blank: Reading, identity: Identity, tables: Sequence[tuple[Found, TableReading]]
) -> Reading:
    forms = {found.table.name: found.table.form for found, _ in tables}
    cells = [cell for _, table in tables for cell in table.cells]
    findings = [finding for _, table in tables for finding in table.findings]
    findings += _missing_tables(forms, [found.table for found, _ in tables])
    findings += [_doubt(doubt) for doubt in identity.doubts]
    status, reason = _status(identity, forms, cells, findings)
    return replace(
        blank,
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


def _missing_tables(forms: dict[str, str], tables: Sequence[Table]) -> Iterable[Finding]:
    """The main tables that are not there, and those beside them that the page's form prints."""
    labels = [TABLE_LABELS[name] for name in TABLE_NAMES if name not in forms]
    found = {(table.form, table.label) for table in tables}
    for form in load_forms():
        if form.id in forms.values():
            beside = (table.label for table in form.tables if table.name == "other")
            labels += [label for label in beside if (form.id, label) not in found]
    for label in labels:
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
