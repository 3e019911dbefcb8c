"""The generic tests of tables (key, filled, references, one_of) find what they are there for."""

from __future__ import annotations

import shutil

import duckdb
import pytest

from orchestration.dbt import NodeResult, run_dbt
from orchestration.dbt_failures import failures
from orchestration.settings import Settings

# What is broken, the test that must say so, and how it names the rows.
BREACHES = [
    (
        "insert into marts.fct_requests from marts.fct_requests order by all limit 1",
        "key_fct_requests",
        "occurrences=2",
    ),
    ("update marts.dim_checks set check_id = null", "key_dim_checks", "check_id=空"),
    (
        "update marts.fct_raw_files set role_reason = null",
        "filled_fct_raw_files",
        "column_name=role_reason",
    ),
    (
        "update marts.fct_reports set agency_id = 'nobody' where rowid = 0",
        "references_fct_reports",
        "column_name=agency_id，value=nobody",
    ),
    (
        "update marts.fct_raw_files set superseded_by = 'nowhere'",
        "references_fct_raw_files",
        "column_name=superseded_by，value=nowhere",
    ),
    (
        "update marts.fct_findings set severity = 'grave'",
        "one_of_fct_findings",
        "column_name=severity，value=grave",
    ),
]


@pytest.fixture(scope="module")
def told(built: Settings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Name → what is told, of every generic test that fails on a warehouse with these breaches."""
    settings = Settings(built.raw, tmp_path_factory.mktemp("breached"))
    shutil.copy(built.work, settings.work)
    with duckdb.connect(str(settings.work)) as con:
        for breach, _, _ in BREACHES:
            con.execute(breach)
    done = run_dbt(settings, ["test", "--select", "test_type:generic"], lambda _: None)
    failed = [one for one in done.results if one.status in ("fail", "error")]
    with duckdb.connect(str(settings.work), read_only=True) as con:
        return {name(one): "\n".join(failures([one], con)) for one in failed}


def name(one: NodeResult) -> str:
    return one.unique_id.split(".")[2]


@pytest.mark.parametrize(("_", "test", "rows"), BREACHES, ids=[test for _, test, _ in BREACHES])
def test_what_breaks_a_table_is_found(told: dict[str, str], _: str, test: str, rows: str) -> None:
    [found] = [text for name, text in told.items() if name.startswith(f"{test}_")]
    assert rows in found


def test_nothing_else_is_found(told: dict[str, str]) -> None:
    expected = {test for _, test, _ in BREACHES} | {"references_fct_findings"}  # to dim_checks
    assert all(any(name.startswith(test) for test in expected) for name in told), told.keys()
