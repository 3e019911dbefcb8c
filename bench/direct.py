"""A fictional province of any size, written straight into the build's database.

What reading 100,000 documents would leave there, without printing and reading them: the same
agencies, figures, errors, dates and ledgers that `gongkai demo` prints. No prose, no attachments.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl

from orchestration.build import publish_build
from orchestration.dbt import BUILD, run_dbt
from orchestration.demo.figures import FORMS, cells_of, tables_of
from orchestration.demo.province.agencies import Agency, agencies
from orchestration.demo.province.history import Values, history
from orchestration.demo.province.ledgers import write_ledgers
from orchestration.demo.province.plan import plan
from orchestration.demo.province.planting import Issue, issue
from orchestration.ingest.frames import reference_frames
from orchestration.ingest.ledgers.read import read_ledgers
from orchestration.ingest.scan import reader_version
from orchestration.ingest.schemas import frame
from orchestration.ingest.work import open_work
from orchestration.models_version import is_made_by_these_models, remember_models
from orchestration.reading.identities import Key
from orchestration.settings import Settings

YEARS = range(2010, 2024)  # the fictional regions hold 7,185 agencies at most
SEED = 1
_SCALE = 10_000  # values are handed over as whole numbers of 1/10,000

# Each cell of a form by its number there; `values` has the figures in that order.
_CELLS = """
insert into raw.cells
select reports.path, 1, layout.table_name, layout.form, layout.row_code, layout.column_code,
    cast(cast(reports.value as decimal(24, 0)) * 0.0001 as decimal(20, 4)),
    case when reports.value is null then 'blank' else 'number' end, 'stated', false,
    coalesce(cast(reports.value // 10000 as varchar), ''), '第 ' || layout.number || ' 格',
    layout.row_label, layout.column_label, null
from (
    select path, form, unnest(figures) as value, generate_subscripts(figures, 1) as number
    from reports
) as reports
inner join layout on layout.report_form = reports.form and layout.number = reports.number
"""


def fill(settings: Settings, reports: int) -> None:
    """Write a province of about so many reports into the build's database."""
    raw = settings.raw
    everyone = agencies(max(60, round(reports / len(YEARS))))
    raw.mkdir(parents=True, exist_ok=True)
    write_ledgers(raw / "ledgers", everyone, YEARS)
    with open_work(settings.work) as con:
        _fill(con, reference_frames() | read_ledgers(raw).frames())
        _fill_reports(con, everyone)
        con.execute("insert into state.untested_documents select path from raw.documents")


def build_models(settings: Settings) -> None:
    """Build and test the models over what is loaded, as a build does: only what has changed.

    Raises:
        RuntimeError: a model or a test fails.
    """
    arguments = [*BUILD]
    if not is_made_by_these_models(settings):
        arguments.append("--full-refresh")
    done = run_dbt(settings, arguments, lambda _: None)
    if not done.is_successful:
        failed = [one for one in done.results if one.status in ("fail", "error")]
        raise RuntimeError(f"dbt: {done.error} {failed}")
    remember_models(settings)


def publish_models(settings: Settings) -> None:
    """Build the models over what is filled in, and publish.

    Raises:
        RuntimeError: a model or a test fails.
    """
    build_models(settings)
    publish_build(settings)


def _fill(con: duckdb.DuckDBPyConnection, frames: dict[str, pl.DataFrame]) -> None:
    for table, rows in frames.items():
        con.execute(f"delete from raw.{table}")
        _insert(con, table, rows)


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: pl.DataFrame) -> None:
    con.register("added", rows)
    con.execute(f"insert into raw.{table} by name select * from added")


def _fill_reports(con: duckdb.DuckDBPyConnection, everyone: Sequence[Agency]) -> None:
    con.register("layout", _layout())
    kinds = plan(everyone, YEARS, SEED)
    before: dict[int, Values] = {}
    for year in history(everyone, YEARS, SEED):
        issues = [
            issue(of, kinds.get((of.agency.number, of.year)), before.get(of.agency.number), SEED)
            for of in year
        ]
        issued = [one for one in issues if one.values is not None]
        con.register("reports", _reports(issued))
        con.execute(_CELLS)
        _insert(con, "documents", frame("documents", map(_document, issued)))
        _insert(con, "readings", frame("readings", map(_reading, issued)))
        before = {of.agency.number: of.values for of in year}


def _keys(form: str) -> list[Key]:
    return [(cell.row, cell.column) for cell in cells_of(FORMS[form])]


def _layout() -> pl.DataFrame:
    """Every cell of every form in use, numbered from 1 in the form's order."""
    return pl.DataFrame(list(_layout_rows()), infer_schema_length=None)


def _layout_rows() -> Iterator[dict[str, object]]:
    for form in FORMS:
        number = 0
        for table in tables_of(FORMS[form]):
            for _, cell in table.cells():
                number += 1
                yield {
                    "report_form": form,
                    "number": number,
                    "table_name": table.name,
                    "form": table.form,
                    "row_code": cell.row,
                    "column_code": cell.column,
                    "row_label": cell.line.label if cell.line else None,
                    "column_label": cell.head.label if cell.head else None,
                }


def _reports(issued: Sequence[Issue]) -> pl.DataFrame:
    """Reports of a year: path, form, figures (whole numbers of 1/10,000, null for blank)."""
    keys = {form: _keys(form) for form in {one.of.form for one in issued}}
    return pl.DataFrame(
        {
            "path": [_path(one) for one in issued],
            "form": [one.of.form for one in issued],
            "figures": [
                [_scaled((one.values or {}).get(key)) for key in keys[one.of.form]]
                for one in issued
            ],
        },
        schema={"path": pl.String, "form": pl.String, "figures": pl.List(pl.Int64)},
    )


def _scaled(value: Decimal | None) -> int | None:
    return None if value is None else int(value * _SCALE)


def _path(one: Issue) -> str:
    region = one.of.agency.region
    folder = "/".join(part for part in (region.city, region.county) if part) or "省直"
    return f"{one.of.year}/{folder}/{one.of.agency.name}{one.of.year}年年度报告.html"


def _document(one: Issue) -> dict[str, object]:
    return {
        "path": _path(one),
        "sha256": f"{one.of.agency.number:032x}{one.of.year:032x}",
        "size_bytes": 50_000,
        "format": "html",
        "status": "read",
        "reason": None,
        "reader_version": reader_version(),
    }


def _reading(one: Issue) -> dict[str, object]:
    agency, forms = one.of.agency, FORMS[one.of.form]
    main = forms["proactive"]
    return {
        "path": _path(one),
        "report_no": 1,
        "status": "read",
        "reason": None,
        "title": f"{agency.name}{one.of.year}年政府信息公开工作年度报告",
        "agency": agency.name,
        "year": one.of.year,
        "province": agency.region.province,
        "city": agency.region.city,
        "county": agency.region.county,
        "region_code": agency.region.code,
        "level": agency.level,
        "kind": agency.kind,
        "scope": "consolidated" if agency.is_government else "own",
        "published": one.published,
        "form_proactive": main,
        "form_requests": forms.get("requests", main),
        "form_reviews": forms.get("reviews", main),
    }


def province(folder: Path, reports: int) -> Settings:
    """The settings of such a province under `folder`, written only where it is not there yet."""
    settings = Settings(folder / "raw", folder / "home")
    if not settings.published.exists():
        fill(settings, reports)
        publish_models(settings)
    return settings
