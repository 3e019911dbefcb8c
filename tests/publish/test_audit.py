"""Each audit broken on purpose: nothing is published, the last file stays, the reason is told."""

import subprocess
import sys

import pytest

from orchestration.dbt import ensure_manifest
from orchestration.publish import publish as module
from orchestration.publish.audit import AUDITS, AuditError
from orchestration.publish.copying import copy_table
from orchestration.publish.declared import read_declared
from orchestration.publish.plan import load_plan
from orchestration.publish.publish import publish, published_build
from orchestration.settings import Settings
from tests.publish.conftest import Ask, Change

DUPLICATE = "insert into marts.{0} select * from marts.{0} order by all limit 1"
BROKEN = {
    "keys_hold": ("marts.fct_reports", DUPLICATE.format("fct_reports")),
    "nothing_is_lost": ("marts.fct_requests", "delete from marts.fct_requests"),
    "files_are_accounted_for": ("marts.fct_raw_files", "delete from marts.fct_raw_files"),
    "figures_have_documents": ("marts.fct_figures", "update marts.fct_figures set sha256 = 'x'"),
}


def refused(copy: Settings, version: str = "v2") -> AuditError:
    """The error of a publication that must fail and leave the published file as it is.

    Of version v1 it only writes what differs from the last, of another it copies everything.
    """
    before = copy.published.read_bytes()
    with pytest.raises(AuditError) as caught:
        publish(copy, version, "bad")
    assert copy.published.read_bytes() == before
    assert sorted(path.name for path in copy.home.iterdir()) == ["gongkai.duckdb", "work.duckdb"]
    return caught.value


@pytest.mark.parametrize("version", ["v1", "v2"])
@pytest.mark.parametrize("audit", BROKEN)
def test_a_build_that_breaks_an_audit_publishes_nothing_and_says_why(
    copy: Settings, change: Change, audit: str, version: str
) -> None:
    publish(copy, "v1", "good")
    table, statement = BROKEN[audit]
    change(statement)
    error = refused(copy, version)
    assert (audit, table) in [(breach.audit, breach.table) for breach in error.breaches]
    [declared] = [one for one in AUDITS if one.id == audit]
    assert f"【{declared.title}】{table}" in str(error)
    assert declared.remedy in str(error)
    record = published_build(copy.published)
    assert record is not None
    assert record.input_fingerprint == "good"


def test_a_copy_that_is_not_what_was_built_is_not_published(
    copy: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(copy, "v1", "good")

    def spoil(con, table, key) -> None:  # type: ignore[no-untyped-def]
        copy_table(con, table, key)
        if table == ("marts", "fct_figures"):
            con.execute("update marts.fct_figures set value = value + 1")

    monkeypatch.setattr(module, "copy_table", spoil)
    assert {(b.audit, b.table) for b in refused(copy).breaches} == {
        ("copy_is_built", "marts.fct_figures")
    }


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_table_that_was_not_built_is_missed(copy: Settings, change: Change, version: str) -> None:
    publish(copy, "v1", "good")
    change("drop table marts.region_gaps")
    breaches = refused(copy, version).breaches
    assert ("copy_is_built", "marts.region_gaps") in {(b.audit, b.table) for b in breaches}


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_key_that_is_empty_is_told_with_its_column(
    copy: Settings, change: Change, version: str
) -> None:
    publish(copy, "v1", "good")
    change("update marts.dim_agencies set agency_id = null where agency like '莱西市%'")
    error = refused(copy, version)
    assert '列 "agency_id" 不应为空，空的行数为（1）' in str(error)


def test_a_loss_that_is_wanted_is_published(copy: Settings, change: Change, ask: Ask) -> None:
    publish(copy, "v1", "good")
    change("delete from marts.fct_requests")
    with pytest.raises(AuditError, match="--accept-loss"):
        publish(copy, "v2", "less")
    publish(copy, "v2", "less", accept_loss=True)
    assert ask("select count(*) from marts.fct_requests") == [(0,)]


def test_half_is_no_loss_and_mended_findings_are_none(copy: Settings, change: Change) -> None:
    publish(copy, "v1", "good")
    change(
        "delete from marts.fct_findings",
        "delete from marts.fct_requests where applicant_code <> 'total' and rowid % 2 = 0",
    )
    publish(copy, "v2", "fewer")


def test_a_small_fact_may_go_with_one_report(copy: Settings, change: Change) -> None:
    publish(copy, "v1", "good")
    change("delete from marts.fct_procurement")
    publish(copy, "v2", "without procurement")


def test_only_what_the_project_has_is_published(copy: Settings, change: Change, ask: Ask) -> None:
    change(
        "create table marts.fct_figures__dbt_tmp as select 1 as x",
        "create table marts.removed_model as select 1 as x",
        "create table raw.removed_table as select 1 as x",
    )
    publish(copy, "v1", "good")
    tables = ask("select schema_name, table_name from duckdb_tables() order by all")
    published = [table for table in tables if table[0] != "meta"]
    assert published == list(load_plan(read_declared(ensure_manifest())).tables)


def test_every_mart_has_a_key_that_is_audited(built: Settings) -> None:
    plan = load_plan(read_declared(ensure_manifest()))
    assert [table for table in plan.tables if table[0] == "marts" and not plan.key(table)] == []
    assert plan.key(("raw", "cells")) == ("path", "report_no", "row_code", "column_code")


def test_a_file_held_open_for_writing_is_not_replaced(copy: Settings) -> None:
    publish(copy, "v1", "good")
    script = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(1, flush=True); input()"
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(copy.published)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    try:
        with pytest.raises(Exception, match="只读方式"):
            publish(copy, "v2", "second")
    finally:
        holder.communicate("\n")
    assert publish(copy, "v3", "third").build_no == 2
