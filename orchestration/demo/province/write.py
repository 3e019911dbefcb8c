"""Writes the province's reports into a raw folder, and the truth beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import polars as pl

from orchestration.demo.corpus import write
from orchestration.demo.document import Document
from orchestration.demo.figures import BLANK, FORMS, Figure, Figures, tables_of
from orchestration.demo.identity import Identity
from orchestration.demo.layouts import Layout, layouts
from orchestration.demo.province.agencies import Agency, agencies
from orchestration.demo.province.history import AgencyYear, history
from orchestration.demo.province.planting import Issue, Planted, discontinued, issue
from orchestration.demo.province.prose import Chronicle

NOTICE = "演示数据，纯属虚构"
# How reports are published: in these formats, and in each in layouts of any kind.
_SHARES = {"html": 0.72, "docx": 0.12, "pdf": 0.12, "text": 0.04}
_README = f"""{NOTICE}

此文件夹由 gongkai demo 生成：示例省及其机关、报告和数字均不存在。
truth/ 里是每份报告的真实数字和故意写错的地方，供检验之用。
"""

FIGURES = {
    "agency": pl.String, "year": pl.Int32, "row": pl.String, "column": pl.String,
    "value": pl.Decimal(20, 4), "state": pl.String, "printed_text": pl.String, "basis": pl.String,
}  # fmt: skip
DOCUMENTS = {
    "path": pl.String, "agency": pl.String, "region_code": pl.String, "level": pl.String,
    "kind": pl.String, "parent": pl.String, "year": pl.Int32, "published": pl.Date,
    "form": pl.String, "layout": pl.String,
}  # fmt: skip
ERRORS = {
    "check": pl.String, "agency": pl.String, "year": pl.Int32, "row_label": pl.String,
    "column_label": pl.String,
}  # fmt: skip
# What every agency truly did, whether it was printed, printed wrongly or not at all.
TOTALS = {
    "agency": pl.String, "year": pl.Int32, "row": pl.String, "column": pl.String,
    "value": pl.Decimal(20, 4),
}  # fmt: skip

Progress = Callable[[int, int], None]
Row = dict[str, Any]


def write_province(
    out: Path, count: int, years: Sequence[int], seed: int, progress: Progress | None = None
) -> int:
    """Write the reports of `count` agencies over `years` under `out`; the same for the same seed.

    `out/raw` holds the documents, `out/truth` what they say, in Parquet: `documents`, `errors`
    (each finding that was planted), and a file a year of `figures` (as printed) and `totals` (as
    they truly are). Money is in yuan.

    Returns:
        The number of documents.

    Raises:
        ValueError: too few or too many agencies, or years without a form.
    """
    everyone = agencies(count)
    truth = out / "truth"
    truth.mkdir(parents=True, exist_ok=True)
    (out / "raw").mkdir(exist_ok=True)
    (out / "README.txt").write_text(_README, encoding="utf-8")
    documents: list[Row] = []
    errors: list[Row] = []
    before: dict[int, Issue] = {}
    chronicle = Chronicle(seed)
    for done, year in enumerate(history(everyone, years, seed)):
        figures: list[Row] = []
        for of in year:
            one = issue(of, is_first_year=not done, seed=seed)
            planted = (*one.planted, *discontinued(before.get(of.agency.number), one))
            before[of.agency.number] = one
            made, told_wrongly = _document(one, seed, chronicle)
            errors += map(_error, (*planted, *told_wrongly))
            if made is not None:
                path = _save(out / "raw", made, of)
                documents.append(_document_row(one, made, path, everyone))
                figures += _figure_rows(of, made)
            if progress is not None:
                progress(done * count + of.agency.number + 1, count * len(years))
        name = str(year[0].year)
        _table(truth / f"figures-{name}.parquet", figures, FIGURES)
        _table(truth / f"totals-{name}.parquet", _total_rows(year), TOTALS)
    _table(truth / "documents.parquet", documents, DOCUMENTS)
    _table(truth / "errors.parquet", errors, ERRORS)
    return len(documents)


def _document(
    one: Issue, seed: int, chronicle: Chronicle
) -> tuple[Document | None, tuple[Planted, ...]]:
    if one.values is None:
        return None, ()
    of = one.of
    rng = Random(f"write/{seed}/{of.agency.name}/{of.year}")
    figures = _printed_figures(one, rng)
    layout = _layout(rng)
    name = f"{of.agency.name}{of.year}年年度报告"
    identity = _identity(of, one.published)
    told, planted = chronicle.tell(figures, identity, is_touched=bool(one.touched))
    return write(name, figures, identity, layout, rng, told=told), planted


def _layout(rng: Random) -> Layout:
    (kind,) = rng.choices(list(_SHARES), list(_SHARES.values()))
    return rng.choice([one for one in layouts() if one.format == kind and not one.is_traditional])


def _identity(of: AgencyYear, published: date | None) -> Identity:
    agency = of.agency
    return Identity(
        agency=agency.name,
        region_name=agency.name.removesuffix(agency.organ),
        organ=agency.organ,
        year=of.year,
        province=agency.region.province,
        city=agency.region.city,
        county=agency.region.county,
        level=agency.level,
        kind=agency.kind,
        published=published,
    )


def _printed_figures(one: Issue, rng: Random) -> Figures:
    """The figures with zeros left blank in some tables, as many agencies do."""
    forms = FORMS[one.of.form]
    cells = {key: Figure(value) for key, value in (one.values or {}).items()}
    for table in tables_of(forms):
        keys = [(cell.row, cell.column) for _, cell in table.cells()]
        if rng.random() < 0.25:
            for key in keys:
                if cells[key].value == 0 and key not in one.touched:
                    cells[key] = BLANK
    return Figures(one.of.form, forms, cells, tuple(one.touched))


def _save(raw: Path, made: Document, of: AgencyYear) -> Path:
    region = of.agency.region
    parts = [part for part in (region.city, region.county) if part]
    folder = raw.joinpath(str(of.year), *(parts or ["省直"]))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / made.name
    path.write_bytes(made.data)
    return path.relative_to(raw)


def _document_row(one: Issue, made: Document, path: Path, everyone: Sequence[Agency]) -> Row:
    agency = one.of.agency
    return {
        "path": path.as_posix(),
        "agency": agency.name,
        "region_code": agency.region.code,
        "level": agency.level,
        "kind": agency.kind,
        "parent": None if agency.parent is None else everyone[agency.parent].name,
        "year": one.of.year,
        "published": one.published,
        "form": made.form,
        "layout": made.layout,
    }


def _figure_rows(of: AgencyYear, made: Document) -> Iterator[Row]:
    assert made.truth is not None
    for (row, column), printed in made.truth.cells.items():
        yield {
            "agency": of.agency.name,
            "year": of.year,
            "row": row,
            "column": column,
            "value": printed.value,
            "state": printed.state,
            "printed_text": printed.text,
            "basis": printed.basis,
        }


def _total_rows(year: Sequence[AgencyYear]) -> list[Row]:
    return [
        {"agency": of.agency.name, "year": of.year, "row": row, "column": column, "value": value}
        for of in year
        for (row, column), value in of.values.items()
        if value != Decimal(0)
    ]


def _error(planted: Any) -> Row:
    return {name: getattr(planted, name) for name in ERRORS}


def _table(path: Path, rows: Sequence[Row], schema: Any) -> None:
    pl.DataFrame(list(rows), schema=schema).write_parquet(path)
