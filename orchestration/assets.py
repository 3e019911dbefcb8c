"""The assets: raw tables read from documents, dbt's models over them, and the published file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets
from dagster_dbt.asset_utils import get_updated_cli_invocation_params_for_context
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage

from orchestration.build import publish_build
from orchestration.dbt import BUILD, dbt_run, ensure_manifest
from orchestration.dbt_failures import failures
from orchestration.errors import UserError
from orchestration.ingest.load import ingest
from orchestration.locking import build_lock
from orchestration.models_version import is_made_by_these_models, remember_models
from orchestration.progress import report
from orchestration.publish.audit import AUDITS, AuditError, Breach
from orchestration.resources import BuildPlaces

_PREVIEW_ROWS = 5

_RAW_TABLES = {
    "documents": "Every file under raw/ with its SHA-256, status and reason.",
    "readings": "One row for each report found in a document: whose, for which year, which forms.",
    "cells": "Every cell of the recognised tables: value, state, basis, printed text and place.",
    "findings": "What the reader did not understand or doubts.",
    "claims": "Counts that the prose states, with their sentences.",
    "prose": "A fingerprint of the prose: a hash for each sentence, figures aside.",
    "attachments": "Which file is an attachment of which page, by their names and folders.",
    "form_cells": "Reference: every cell that the official forms print, in their layout.",
    "identity_terms": "Reference: the arithmetic identities expanded over the forms' cells.",
    "claim_sums": "Reference: which cells each count in prose may mean, by form.",
    "roster": "Ledger: who must report, under whom, in which years.",
    "successions": "Ledger: which agency took the place of which, from which year.",
    "corrections": "Ledger: figures that are printed wrongly, and what they should be.",
    "finding_reviews": "Ledger: the office's verdict on findings.",
    "ledger_files": "The ledgers that were read, with their SHA-256.",
    "ledger_problems": "Lines of the ledgers that could not be used, with the remedy.",
}


def _preview(con: duckdb.DuckDBPyConnection, schema: str, table: str) -> Mapping[str, Any]:
    """Row count and first rows of a table, as asset metadata.

    A view has none: each look would compute it anew, and DuckDB 2.0 never returns from a `limit`
    without `order by` over a common table expression that is used twice.
    """
    tables = "select 1 from duckdb_tables() where schema_name = ? and table_name = ?"
    if not con.execute(tables, [schema, table]).fetchall():
        return {}
    name = f'"{schema}"."{table}"'
    [(count,)] = con.execute(f"select count(*) from {name}").fetchall()
    relation = con.sql(f"select * from {name} limit {_PREVIEW_ROWS}")
    rows = [
        "| " + " | ".join(str(v)[:40].replace("|", "/") for v in row) + " |"
        for row in relation.fetchall()
    ]
    head = ["| " + " | ".join(relation.columns) + " |", "|" + "---|" * len(relation.columns)]
    return {
        "dagster/row_count": dg.MetadataValue.int(int(count)),
        "preview": dg.MetadataValue.md("\n".join([*head, *rows])),
    }


@dg.multi_asset(
    name="read_reports",
    group_name="raw",
    specs=[
        dg.AssetSpec(["raw", table], description=text, kinds={"python", "polars", "duckdb"})
        for table, text in _RAW_TABLES.items()
    ],
    check_specs=[
        dg.AssetCheckSpec(
            "every_document_is_accounted_for",
            asset=["raw", "documents"],
            description="Each document is read, partial or rejected, the latter two with a reason.",
        )
    ],
)
def read_reports(places: BuildPlaces) -> Iterator[dg.MaterializeResult[Any] | dg.AssetCheckResult]:
    """Read what is new or changed under raw/ and load it into schema raw."""
    settings = places.settings()
    with build_lock(settings.lock):
        done = ingest(settings, anew=places.anew)
        with duckdb.connect(str(settings.work), read_only=True) as con:
            for table in _RAW_TABLES:
                metadata = dict(_preview(con, "raw", table)) if places.is_shown else {}
                if table == "documents":
                    metadata |= {"read_now": done.read, "gone": done.gone, "unchanged": done.kept}
                yield dg.MaterializeResult(asset_key=["raw", table], metadata=metadata)
            yield _accounted_for(con)


def _accounted_for(con: duckdb.DuckDBPyConnection) -> dg.AssetCheckResult:
    query = "select status, count(*), count(*) - count(reason) from raw.documents group by all"
    rows = con.execute(query).fetchall()
    silent = sum(without for status, _, without in rows if status != "read")
    return dg.AssetCheckResult(
        asset_key=["raw", "documents"],
        check_name="every_document_is_accounted_for",
        passed=silent == 0,
        metadata={str(status): int(count) for status, count, _ in rows},
    )


class Translator(DagsterDbtTranslator):
    """Groups dbt's assets by their layer and names them `layer/model`, as in the database."""

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True))

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        if dbt_resource_props["resource_type"] in ("model", "seed"):
            return dg.AssetKey([dbt_resource_props["schema"], dbt_resource_props["name"]])
        return super().get_asset_key(dbt_resource_props)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        return str(dbt_resource_props["schema"])


@dbt_assets(manifest=ensure_manifest(), name="dbt_models", dagster_dbt_translator=Translator())
def dbt_models(context: dg.AssetExecutionContext, places: BuildPlaces) -> Iterator[Any]:
    """Build and test every model; the tests are asset checks."""
    settings = places.settings()
    total = len(context.selected_asset_keys) + len(context.selected_asset_check_keys)
    asked = get_updated_cli_invocation_params_for_context(context, {}, Translator())
    arguments = [*BUILD, *asked.selection_args]
    if asked.indirect_selection:
        arguments += ["--indirect-selection", asked.indirect_selection]
    with build_lock(settings.lock):
        if places.anew or not is_made_by_these_models(settings):
            arguments.append("--full-refresh")
        with dbt_run(settings, arguments, partial(_report, total)) as done:
            events = [
                event
                for told in done.events
                for event in DbtCoreCliEventMessage(told, {}).to_default_asset_events(
                    asked.manifest, asked.dagster_dbt_translator, context
                )
            ]
            if not places.is_shown:  # a preview needs the database, which is not free yet
                yield from events
        with duckdb.connect(str(settings.work), read_only=True) as con:
            if places.is_shown:
                yield from (_with_preview(context, con, event) for event in events)
            if not done.is_successful:
                raise UserError("\n".join(failures(done.results, con)) or done.error)
        _report(total, total)
        if not context.is_subset:
            remember_models(settings)


def _report(total: int, done: int) -> None:
    report("计算与检查", done, max(done, total))


def _with_preview(
    context: dg.AssetExecutionContext, con: duckdb.DuckDBPyConnection, event: Any
) -> Any:
    if not isinstance(event, dg.Output):
        return event
    schema, table = context.asset_key_for_output(event.output_name).path[-2:]
    return event.with_metadata({**event.metadata, **_preview(con, schema, table)})


def _mart_keys() -> list[dg.AssetKey]:
    return sorted(key for key in dbt_models.keys if key.path[0] == "marts")


_PUBLISHED = dg.AssetKey(["published", "gongkai"])


@dg.asset(
    key=_PUBLISHED,
    group_name="published",
    deps=[*_mart_keys(), ["raw", "documents"], ["raw", "cells"]],
    kinds={"duckdb"},
    check_specs=[
        dg.AssetCheckSpec(one.id, asset=_PUBLISHED, description=one.description, blocking=True)
        for one in AUDITS
    ],
)
def published_warehouse(
    places: BuildPlaces,
) -> Iterator[dg.MaterializeResult[Any] | dg.AssetCheckResult]:
    """The file that the dashboard and analysts open: audited, then swapped in at once."""
    settings = places.settings()
    try:
        with build_lock(settings.lock):
            record = publish_build(settings, accept_loss=places.accept_loss, anew=places.anew)
    except AuditError as error:
        yield from _audited(error.breaches)
        raise
    report("发布", 1, 1)
    built = {name: value for name, value in asdict(record).items() if value is not None}
    built |= {"path": dg.MetadataValue.path(settings.published), "built_at": str(record.built_at)}
    yield dg.MaterializeResult(asset_key=_PUBLISHED, metadata=built)
    yield from _audited([])


def _audited(breaches: Sequence[Breach]) -> Iterator[dg.AssetCheckResult]:
    for one in AUDITS:
        broken = [breach for breach in breaches if breach.audit == one.id]
        yield dg.AssetCheckResult(
            asset_key=_PUBLISHED,
            check_name=one.id,
            passed=not broken,
            metadata={breach.table: breach.message for breach in broken},
        )
