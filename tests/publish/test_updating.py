"""A publication that continues the last one: only what differs is written, and all is as built."""

from pathlib import Path

import duckdb
import pytest

from orchestration.dbt import ensure_manifest
from orchestration.publish import publish as module
from orchestration.publish.content import contents
from orchestration.publish.declared import Table, read_declared
from orchestration.publish.plan import load_plan
from orchestration.publish.publish import publish
from orchestration.publish.updating import ALL, NONE, Rows
from orchestration.settings import Settings
from tests.publish.conftest import Change

# What a later build may have changed, and which rows of which table must be written for it.
CHANGES: dict[str, tuple[tuple[str, ...], dict[str, Rows]]] = {
    "nothing": ((), {}),
    "a figure of a year": (
        ("update marts.fct_figures set note = 'x' where year = 2020",),
        {"marts.fct_figures": "(year in (2020))"},
    ),
    "a year that is gone": (
        ("delete from marts.fct_requests where year = 2020",),
        {"marts.fct_requests": "(year in (2020))"},
    ),
    "a finding on no year": (
        ("insert into marts.fct_findings (finding_key, check_id) values ('F1', 'x')",),
        {"marts.fct_findings": "(year is null)"},
    ),
    "a table without years": (
        ("update marts.dim_agencies set agency = agency || '甲'",),
        {"marts.dim_agencies": ALL},
    ),
    "a document": (
        (
            "update raw.documents set sha256 = sha256 || 'x' where path like '%聊城%'",
            "update raw.cells set note = 'x' where path like '%聊城%'",
        ),
        dict.fromkeys(
            ("raw.cells", "raw.claims", "raw.documents", "raw.findings", "raw.readings"),
            "path in (select path from temp.changed_documents)",
        ),
    ),
}


def publish_and_watch(copy: Settings, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Rows]]:
    """Publish as the same code does; what each attempt to write only what differs wrote."""
    written: list[dict[str, Rows]] = []
    update = module.update_tables

    def watched(*arguments) -> dict[Table, Rows] | None:  # type: ignore[no-untyped-def]
        found = update(*arguments)
        written.append({".".join(t): rows for t, rows in (found or {}).items() if rows != NONE})
        return found

    monkeypatch.setattr(module, "update_tables", watched)
    # these changes break audits that are tried elsewhere
    monkeypatch.setattr(module, "AUDITS", (module.COMPLETE,))
    publish(copy, "v1", "later")
    return written


def as_built(copy: Settings) -> dict[str, str]:
    plan = {".".join(table) for table in load_plan(read_declared(ensure_manifest())).tables}
    return {name: text for name, text in contents(copy.work).items() if name in plan}


@pytest.mark.parametrize("change_of", CHANGES)
def test_only_what_differs_is_written(
    copy: Settings, change: Change, monkeypatch: pytest.MonkeyPatch, change_of: str
) -> None:
    publish(copy, "v1", "first")
    statements, expected = CHANGES[change_of]
    change(*statements)
    assert publish_and_watch(copy, monkeypatch) == [expected]
    assert contents(copy.published) == as_built(copy)


def test_what_could_not_be_told_from_documents_is_copied_as_a_whole(
    copy: Settings, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(copy, "v1", "first")
    change("update raw.cells set note = 'x'")
    assert publish_and_watch(copy, monkeypatch) == [{}]
    assert contents(copy.published) == as_built(copy)


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_file_grows_no_larger_than_a_new_one_by_much(
    copy: Settings, change: Change, version: str
) -> None:
    publish(copy, "v1", "first")
    size = copy.published.stat().st_size
    for number in range(5):
        change(f"update marts.fct_figures set note = 'x{number}'")
        publish(copy, version, f"{number}")
    assert copy.published.stat().st_size < size * 1.5


def test_another_code_or_a_wish_copies_everything(
    copy: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(copy, "v1", "first")
    monkeypatch.setattr(module, "update_tables", None)
    publish(copy, "v2", "second")
    publish(copy, "v2", "third", anew=True)
    assert contents(copy.published) == as_built(copy)


def test_a_last_file_that_is_damaged_is_not_continued(copy: Settings) -> None:
    publish(copy, "v1", "first")
    spoil(copy.published)
    publish(copy, "v1", "second")
    assert contents(copy.published) == as_built(copy)


def spoil(path: Path) -> None:
    """Overwrite blocks of the file, but for its head and what says which tables it has."""
    with duckdb.connect(str(path), read_only=True) as con:
        blocks = con.execute(
            "select distinct block_id from pragma_storage_info('marts.fct_figures') "
            "where block_id >= 0"
        ).fetchall()
        [(size,)] = con.execute("select block_size from pragma_database_size()").fetchall()
    with path.open("r+b") as file:
        for (block,) in blocks:
            file.seek(3 * 4096 + block * size + 64)
            file.write(b"spoilt" * 100)
