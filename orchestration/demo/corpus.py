"""The generated corpus: every form in every layout, the same bytes for the same seed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from random import Random

from orchestration.demo import rejects, traps
from orchestration.demo.compose import compose
from orchestration.demo.document import Document, Report, Truth
from orchestration.demo.figures import FORMS, Figures, random_figures
from orchestration.demo.identity import Identity, load_regions, random_identity, year_of
from orchestration.demo.layouts import Layout, layouts, scans
from orchestration.demo.printing import random_manner
from orchestration.demo.prose import Told
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
SHARE_OF_TRAPS = 0.06
REJECT_EVERY = 40


def corpus(seed: int, count: int) -> Iterator[Document]:
    """Invented documents, the same for the same seed; forms and layouts take turns.

    Every `REJECT_EVERY`th is no report; of the rest, the first `len(FORMS) * len(layouts())`
    have every form in every layout.
    """
    return (numbered(seed, number) for number in range(count))


def numbered(seed: int, number: int) -> Document:
    """The document of that number, from 0, in the corpus of `seed`; it needs none before it."""
    rng = Random(f"{seed}/{number}")
    round_number, turn = divmod(number, REJECT_EVERY)
    if turn == REJECT_EVERY - 1:
        kinds = list(rejects.PAGES)
        identity = random_identity(rng, YEARS["2021"], load_regions())
        return rejects.reject(f"{number:05d}", kinds[round_number % len(kinds)], identity, rng)
    pairs = [(form, layout) for form in FORMS for layout in layouts()]
    form, layout = pairs[(number - round_number) % len(pairs)]
    return document(f"{number:05d}", form, layout, rng, share_of_traps=SHARE_OF_TRAPS)


def scanned(seed: int, number: int) -> Document:
    """The scan of that number, from 0: forms take turns, and for each form the layouts."""
    round_number, turn = divmod(number, len(FORMS))
    layout = scans()[(round_number + turn) % len(scans())]
    return document(f"{number:05d}", tuple(FORMS)[turn], layout, Random(f"scan/{seed}/{number}"))


def document(
    name: str, form: str, layout: Layout, rng: Random, *, share_of_traps: float = 0.0
) -> Document:
    """One invented report of `form` in `layout`, perhaps with an identity that is hard to tell."""
    figures = random_figures(form, rng, with_errors=rng.random() < SHARE_WITH_ERRORS)
    regions = [r for r in load_regions() if form != "shanghai-2008" or r.province == "上海市"]
    is_trap = rng.random() < share_of_traps
    trap = rng.choice((*traps.AGENCIES, *traps.PAGES)) if is_trap else ""
    identity = random_identity(rng, YEARS[form], traps.regions_for(trap, regions))
    if trap in traps.AGENCIES:
        identity = traps.AGENCIES[trap](identity, rng) or identity
    return write(name, figures, identity, layout, rng, retitle=traps.PAGES.get(trap))


def write(
    name: str,
    figures: Figures,
    identity: Identity,
    layout: Layout,
    rng: Random,
    *,
    retitle: traps.Retitle | None = None,
    told: Told | None = None,
) -> Document:
    """Write given figures of a given agency in `layout`, with wording and habits at random.

    `told` is its prose; without it, prose is made up.

    Raises:
        ValueError: the agency has no year to report on.
    """
    wording = replace(random_wording(rng), has_years=False) if retitle else random_wording(rng)
    manner = random_manner(rng, has_cells=layout.has_cells)
    sheets = sheets_of(figures, wording, manner, rng, year_of(identity))
    report = compose(identity, figures, tuple(sheets.sheets), rng, told)
    if retitle is not None:
        report = retitle(report, rng)
    if not report.sheets:
        figures, sheets = Figures(figures.form, {}, {}), Sheets()
    truth = replace(_truth(report.identity, figures, sheets, layout), stated=report.stated)
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
        open_fields=identity.open_fields,
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
