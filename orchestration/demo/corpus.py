"""The generated corpus: every form in every layout, the same bytes for the same seed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from random import Random

from orchestration.demo.compose import compose
from orchestration.demo.document import Document, Report, Truth
from orchestration.demo.figures import FORMS, Figures, random_figures
from orchestration.demo.identity import Identity, load_regions, random_identity
from orchestration.demo.layouts import Layout, layouts
from orchestration.demo.printing import random_manner
from orchestration.demo.sheets import Box, Sheet, Sheets, sheets_of
from orchestration.demo.wording import random_wording

YEARS: Mapping[str, tuple[int, ...]] = {
    "2014": (2014, 2015, 2016, 2017, 2018),
    "shanghai-2008": (2008, 2009, 2010, 2011, 2012, 2013),
    "2019": (2019, 2020),
    "2021": (2021, 2022, 2023, 2024),
    "mixed": (2021, 2022, 2023),
}
SHARE_WITH_ERRORS = 0.08


def corpus(seed: int, count: int) -> Iterator[Document]:
    """Invented documents, the same for the same seed; forms and layouts take turns.

    The first `len(FORMS) * len(layouts())` of them have every form in every layout.
    """
    pairs = [(form, layout) for form in FORMS for layout in layouts()]
    for number in range(count):
        form, layout = pairs[number % len(pairs)]
        rng = Random(f"{seed}/{number}")
        yield document(f"{number:05d}", form, layout, rng)


def document(name: str, form: str, layout: Layout, rng: Random) -> Document:
    """One invented report of `form` in `layout`."""
    figures = random_figures(form, rng, with_errors=rng.random() < SHARE_WITH_ERRORS)
    regions = [r for r in load_regions() if form != "shanghai-2008" or r.province == "上海市"]
    identity = random_identity(rng, YEARS[form], regions)
    return write(name, figures, identity, layout, rng)


def write(name: str, figures: Figures, identity: Identity, layout: Layout, rng: Random) -> Document:
    """Write given figures of a given agency in `layout`, with wording and habits at random."""
    wording = random_wording(rng)
    manner = random_manner(rng, has_cells=layout.has_cells)
    sheets = sheets_of(figures, wording, manner, rng, identity.year)
    report = compose(identity, figures, tuple(sheets.sheets), rng)
    truth = _truth(identity, figures, sheets, layout)
    if layout.is_traditional:
        report = _traditional(report)
    data = layout.write(report, rng)
    return Document(name + layout.suffix, data, truth, layout.name, layout.format, figures.form)


def _truth(identity: Identity, figures: Figures, sheets: Sheets, layout: Layout) -> Truth:
    return Truth(
        agency=identity.agency,
        year=identity.year,
        province=identity.province,
        city=identity.city,
        county=identity.county,
        level=identity.level,
        kind=identity.kind,
        published=identity.published,
        forms=figures.forms,
        cells=layout.leaves(sheets.sheets, sheets.printed),
        unknown_rows=sheets.unknown_rows,
    )


@lru_cache(maxsize=1)
def _converter() -> object:
    from opencc import OpenCC

    return OpenCC("s2t")


def _traditional(report: Report) -> Report:
    """The report in traditional characters."""

    def put(text: str) -> str:
        return str(_converter().convert(text))  # type: ignore[attr-defined]

    def put_box(box: Box) -> Box:
        return box._replace(text=put(box.text))

    def put_sheet(sheet: Sheet) -> Sheet:
        return replace(sheet, heading=put(sheet.heading), boxes=tuple(map(put_box, sheet.boxes)))

    return replace(
        report,
        title=put(report.title),
        before=tuple(map(put, report.before)),
        after=tuple(map(put, report.after)),
        sheets=tuple(map(put_sheet, report.sheets)),
        host=put(report.host),
    )
