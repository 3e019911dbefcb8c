"""The files in which a report is published: alone, twice, corrected, or a page with attachments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from pathlib import PurePosixPath
from random import Random
from typing import Literal

from orchestration.demo import shape
from orchestration.demo.compose import compose
from orchestration.demo.document import Report
from orchestration.demo.figures import BLANK, FORMS, Figure, Figures, tables_of
from orchestration.demo.identity import Identity
from orchestration.demo.layouts import Layout, layouts
from orchestration.demo.printing import Manner, Printed, random_manner
from orchestration.demo.province.history import AgencyYear
from orchestration.demo.province.planting import Issue
from orchestration.demo.sheets import Sheet, sheets_of
from orchestration.demo.wording import Wording, random_wording
from orchestration.reading.identities import Key

NOTICE = "演示数据，纯属虚构"
Role = Literal["report", "copy", "superseded", "attachment"]

# How reports are published: in these formats, and in each in layouts of any kind.
_SHARES = {"html": 0.72, "docx": 0.12, "pdf": 0.12, "text": 0.04}
# Layouts from which every figure is read for certain, with the words of the form.
_PLAIN = ("html-official", "html-empty-cells", "html-word", "docx-merged", "docx-split-runs")
_TWICE_SHARE, _CORRECTED_SHARE, _ATTACHED_SHARE = 0.03, 0.02, 0.05
_BLANK_SHARE = 0.25
_SUPERSEDED_BY = 2  # more closed than came in: a version that its agency had to correct


@dataclass(frozen=True)
class Made:
    """A file of a report, its place below raw/, and what part it plays there.

    `is_plain`: its layout keeps every figure's place and the form's words.
    """

    path: PurePosixPath
    data: bytes
    role: Role
    layout: str
    is_plain: bool


@dataclass(frozen=True)
class Published:
    """All files of a report, and the figures as the one that counts prints them."""

    files: tuple[Made, ...]
    cells: Mapping[Key, Printed]


@dataclass(frozen=True)
class _Draft:
    """A report before it is laid out, with all its figures as printed."""

    report: Report
    sheets: Sequence[Sheet]
    printed: Mapping[Key, Printed]


def publish(issue: Issue, seed: int, *, plainly: bool = False) -> Published | None:
    """Write a report that is issued, in one file or several; None where there is none.

    Args:
        plainly: lay out a report with an error in it so that nothing of it is lost.
    """
    if issue.values is None:
        return None
    rng = Random(f"write/{seed}/{issue.of.agency.name}/{issue.of.year}")
    is_whole = issue.dropped is None and issue.extra_row is None
    way = rng.random()
    if is_whole and way < _ATTACHED_SHARE:
        return _with_attachments(issue, rng)
    way -= _ATTACHED_SHARE
    if issue.kind is None and 0 <= way < _TWICE_SHARE:
        return _twice(issue, rng)
    way -= _TWICE_SHARE
    if issue.kind is None and 0 <= way < _CORRECTED_SHARE and _may_be_corrected(issue):
        return _corrected(issue, rng)
    is_plain = not is_whole or (plainly and issue.kind is not None)
    layout = _plain_layout(rng) if is_plain else _any_layout(rng)
    draft = _draft(issue, rng, is_plain=is_plain, has_cells=layout.has_cells)
    made = _made(issue, layout, draft, rng, is_plain=is_plain)
    return Published((made,), layout.leaves(draft.sheets, draft.printed))


def _any_layout(rng: Random) -> Layout:
    (kind,) = rng.choices(list(_SHARES), list(_SHARES.values()))
    return rng.choice([one for one in layouts() if one.format == kind and not one.is_traditional])


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, Layout]:
    return {one.name: one for one in layouts()}


def _plain_layout(rng: Random) -> Layout:
    return _by_name()[rng.choice(_PLAIN)]


def _draft(issue: Issue, rng: Random, *, is_plain: bool, has_cells: bool = True) -> _Draft:
    figures = _printed_figures(issue, rng)
    wording = replace(random_wording(rng), extra_row=issue.extra_row)
    manner = random_manner(rng, has_cells=has_cells)
    if is_plain:
        wording, manner = _plain_habits(wording, manner)
    sheets = sheets_of(figures, wording, manner, rng, issue.of.year)
    left = _less_dropped(issue, sheets.sheets)
    printed = {key: one for key, one in sheets.printed.items() if key in (issue.values or {})}
    identity = identity_of(issue)
    report = compose(identity, figures, tuple(left), rng, fiction=f"{NOTICE}。")
    return _Draft(report, left, printed)


def _plain_habits(wording: Wording, manner: Manner) -> tuple[Wording, Manner]:
    """Labels as the form has them, figures as most print them."""
    unit = wording.money_unit or "万元"
    plain = replace(wording, typo=False, has_two_levels=False, money_unit=unit)
    return plain, replace(manner, oddity=0.0)


def identity_of(issue: Issue) -> Identity:
    """Whose report it is, and when it was published."""
    agency, region = issue.of.agency, issue.of.agency.region
    return Identity(
        agency=agency.name,
        region_name=agency.name.removesuffix(agency.organ),
        organ=agency.organ,
        year=issue.of.year,
        province=region.province,
        city=region.city,
        county=region.county,
        level=agency.level,
        kind=agency.kind,
        published=issue.published,
    )


def _printed_figures(issue: Issue, rng: Random) -> Figures:
    """The figures, with zeros left blank in some tables, as many agencies do."""
    forms = FORMS[issue.of.form]
    values = issue.values or {}
    cells: dict[Key, Figure] = {}
    for table in tables_of(forms):
        is_blank = rng.random() < _BLANK_SHARE
        keys = [(cell.row, cell.column) for _, cell in table.cells()]
        told = {row for row, column in keys if values.get((row, column), 0) != 0}
        for key in keys:
            value = values.get(key)
            # Who prints a part of a row prints its total.
            may_be_blank = key not in issue.touched and (key[1] != "total" or key[0] not in told)
            is_left_out = value is None or (is_blank and value == 0 and may_be_blank)
            cells[key] = BLANK if is_left_out else Figure(value)
    broken = issue.touched | (values.keys() ^ cells.keys())
    return Figures(issue.of.form, forms, cells, tuple(sorted(broken)))


def _less_dropped(issue: Issue, sheets: Sequence[Sheet]) -> list[Sheet]:
    """The tables less the one, or the row, that the report leaves out."""
    kept = [sheet for sheet in sheets if sheet.heading != issue.dropped]
    return [shape.without_row(sheet, issue.dropped) if issue.dropped else sheet for sheet in kept]


def _folder(of: AgencyYear) -> PurePosixPath:
    region = of.agency.region
    parts = [part for part in (region.city, region.county) if part]
    return PurePosixPath(str(of.year), *(parts or ["省直"]))


def _stem(of: AgencyYear) -> str:
    return f"{of.agency.name}{of.year}年年度报告"


def _made(
    issue: Issue, layout: Layout, draft: _Draft, rng: Random, *, is_plain: bool, note: str = ""
) -> Made:
    path = _folder(issue.of) / f"{_stem(issue.of)}{note}{layout.suffix}"
    return Made(path, layout.write(draft.report, rng), "report", layout.name, is_plain)


def _twice(issue: Issue, rng: Random) -> Published:
    """The same report in another folder too: the same file, or the same figures in another one.

    Of two that say the same in full, the one whose path sorts last counts.
    """
    layout = _plain_layout(rng)
    draft = _draft(issue, rng, is_plain=True)
    first = _made(issue, layout, draft, rng, is_plain=True)
    path = PurePosixPath("转载", *first.path.parts)
    other = replace(first, path=path)
    if rng.random() < 0.5:
        layout = _plain_layout(rng)
        other = _made(issue, layout, draft, rng, is_plain=True)
        other = replace(other, path=path.with_suffix(layout.suffix))
    last, first = sorted((first, other), key=lambda made: str(made.path), reverse=True)
    return Published((last, replace(first, role="copy")), draft.printed)


def _may_be_corrected(issue: Issue) -> bool:
    is_early = issue.published is None or (issue.published.month, issue.published.day) < (1, 10)
    return not is_early and ("disposition.total", "total") in (issue.values or {})


def _corrected(issue: Issue, rng: Random) -> Published:
    """A version with a wrong sum, and the one published some days later in its place."""
    assert issue.published is not None
    layout = _plain_layout(rng)
    draft = _draft(issue, rng, is_plain=True)
    made = _made(issue, layout, draft, rng, is_plain=True)
    key = ("disposition.total", "total")
    values = dict(issue.values or {})
    values[key] += _SUPERSEDED_BY
    day = issue.published - timedelta(days=rng.randint(1, 5))
    before = replace(issue, values=values, touched=frozenset((key,)), published=day)
    wrong = _made(
        before, layout, _draft(before, rng, is_plain=True), rng, is_plain=True, note="（更正前）"
    )
    return Published((made, replace(wrong, role="superseded")), draft.printed)


def _with_attachments(issue: Issue, rng: Random) -> Published:
    """A page with the prose, its tables in one or two files that say nothing of whose they are."""
    draft = _draft(issue, rng, is_plain=True)
    page = replace(draft, report=replace(draft.report, sheets=()))
    made = _made(issue, _by_name()["html-official"], page, rng, is_plain=True)
    files = [made, *_attached(made.path, draft, rng)]
    return Published(tuple(files), draft.printed)


def _attached(page: PurePosixPath, draft: _Draft, rng: Random) -> Iterator[Made]:
    sheets = draft.sheets
    cut = rng.randint(2, len(sheets)) if len(sheets) > 2 else len(sheets)
    parts = [part for part in (sheets[:cut], sheets[cut:]) if part]
    in_folder = rng.random() < 0.3
    for number, part in enumerate(parts, 1):
        layout = _by_name()[rng.choice(("docx-merged", "docx-split-runs", "pdf-ruled"))]
        title = f"附件{number}"
        report = replace(
            draft.report,
            title=title,
            before=(),
            sheets=tuple(part),
            after=(NOTICE,),
            host="",
            info="",
        )
        name = f"{title}{layout.suffix}"
        path = page.with_suffix("") / name if in_folder else page.with_name(f"{page.stem}_{name}")
        is_plain = layout.format != "pdf"  # a page may break in a label
        yield Made(path, layout.write(report, rng), "attachment", layout.name, is_plain)
