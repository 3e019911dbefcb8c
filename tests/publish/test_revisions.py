"""The history in the published file: builds, and what each changed, old and new."""

from decimal import Decimal

import duckdb
import pytest

from orchestration.publish.last import DAMAGED, NO_FILE, WITHOUT_HISTORY
from orchestration.publish.publish import publish
from orchestration.settings import Settings
from tests.publish.conftest import Ask, Change

LAIXI = "(select agency_id from marts.dim_agencies where agency = '莱西市人民政府')"
CELL = f"agency_id = {LAIXI} and row_code = 'requests.new' and column_code = 'total'"
FIGURE = """
    select build_no, row_code, column_code, old_value, old_state, new_value, new_state, cause
    from meta.figure_revisions
"""
REPLACE = (
    f"update marts.fct_reports set sha256 = 'new' where agency_id = {LAIXI}",
    f"update marts.fct_figures set sha256 = 'new' where agency_id = {LAIXI}",
    "update raw.documents set sha256 = 'new' where path like '%莱西%'",
    "update marts.fct_raw_files set sha256 = 'new' where document_path like '%莱西%'",
)


def test_the_first_build_adds_every_report_and_changes_no_figure(copy: Settings, ask: Ask) -> None:
    record = publish(copy, "v1", "first")
    assert (record.build_no, record.is_compared, record.note) == (1, False, NO_FILE)
    assert record.reports_added == record.reports == 5
    query = (
        "select distinct build_no, kind, old_sha256, new_sha256 is null from meta.report_revisions"
    )
    assert ask(query) == [(1, "added", None, False)]
    assert ask("select count(*) from meta.figure_revisions") == [(0,)]


def test_a_build_without_changes_logs_none(copy: Settings, ask: Ask) -> None:
    publish(copy, "v1", "first")
    record = publish(copy, "v2", "second")
    assert (record.build_no, record.is_compared) == (2, True)
    assert (record.reports_added, record.reports_gone, record.figures_changed) == (0, 0, 0)
    query = "select build_no, code_version, input_fingerprint from meta.builds order by 1"
    assert ask(query) == [(1, "v1", "first"), (2, "v2", "second")]
    assert ask("select * from meta.build") == ask("select * from meta.builds where build_no = 2")


def test_rows_of_every_table_are_kept_build_by_build(copy: Settings, ask: Ask) -> None:
    publish(copy, "v1", "first")
    publish(copy, "v1", "second")
    query = """select build_no, row_count from meta.build_rows
               where table_name = 'fct_figures' order by 1"""
    [(count,)] = ask("select count(*) from marts.fct_figures")
    assert ask(query) == [(1, count), (2, count)]


def test_reports_added_replaced_and_gone_are_logged_with_old_and_new(
    copy: Settings, change: Change, ask: Ask
) -> None:
    gone = "(select min(agency_id) from marts.dim_agencies where agency <> '莱西市人民政府')"
    change(
        "create schema kept",
        f"create table kept.r as from marts.fct_reports where agency_id = {gone}",
        f"delete from marts.fct_reports where agency_id = {gone}",
    )
    publish(copy, "v1", "first")
    change("insert into marts.fct_reports from kept.r", *REPLACE)
    record = publish(copy, "v1", "second")
    assert (record.reports_added, record.reports_replaced, record.reports_gone) == (1, 1, 0)
    change(f"delete from marts.fct_reports where agency_id = {gone}")
    record = publish(copy, "v1", "third")
    assert (record.reports_added, record.reports_replaced, record.reports_gone) == (0, 0, 1)
    query = """select build_no, kind, old_sha256 is null, new_sha256 from meta.report_revisions
               where build_no > 1 and (kind = 'replaced' or new_sha256 is null) order by 1"""
    assert ask(query) == [(2, "replaced", False, "new"), (3, "gone", False, None)]


@pytest.mark.parametrize(
    ("also", "code", "cause"),
    [
        ((), "v1", "other_input"),
        ((), "v2", "code_changed"),
        (("update raw.documents set reader_version = 'other'",), "v2", "reader_changed"),
        (REPLACE, "v1", "report_replaced"),
        ((f"update marts.fct_figures set basis = 'corrected' where {CELL}",), "v1", "correction"),
    ],
)
def test_a_changed_figure_is_logged_old_and_new_with_its_cause(
    copy: Settings, change: Change, ask: Ask, also: tuple[str, ...], code: str, cause: str
) -> None:
    publish(copy, "v1", "first")
    [(old,)] = ask(f"select value from marts.fct_figures where {CELL}")
    change(f"update marts.fct_figures set value = value + 1 where {CELL}", *also)
    assert publish(copy, code, "second").figures_changed == 1
    assert ask(FIGURE) == [
        (2, "requests.new", "total", old, "number", old + Decimal(1), "number", cause)
    ]


def test_a_cell_that_came_or_went_has_no_state_on_one_side(
    copy: Settings, change: Change, ask: Ask
) -> None:
    publish(copy, "v1", "first")
    change(
        "create schema kept",
        f"create table kept.f as from marts.fct_figures where {CELL}",
        f"delete from marts.fct_figures where {CELL}",
    )
    publish(copy, "v1", "second")
    change("insert into marts.fct_figures from kept.f")
    publish(copy, "v1", "third")
    states = [(old, new) for _, _, _, _, old, _, new, _ in ask(FIGURE + " order by build_no")]
    assert states == [("number", None), (None, "number")]


def test_figures_of_added_and_gone_reports_are_not_listed(
    copy: Settings, change: Change, ask: Ask
) -> None:
    publish(copy, "v1", "first")
    change(
        f"delete from marts.fct_reports where agency_id = {LAIXI}",
        f"delete from marts.fct_figures where agency_id = {LAIXI}",
    )
    assert publish(copy, "v1", "second").reports_gone == 1
    assert ask("select count(*) from meta.figure_revisions") == [(0,)]


def test_a_replaced_attachment_replaces_the_report(
    copy: Settings, change: Change, ask: Ask
) -> None:
    attach = """
        insert into marts.fct_raw_files by name
        select document_path || '.附件' as document_path, '{0}' as sha256, size_bytes, format,
            status, reason, agency_id, agency, year, 'attached' as role,
            document_path as attached_to, role_reason
        from marts.fct_raw_files where document_path like '%莱西%'
    """
    listed = """insert into raw.documents by name
        select path || '.附件' as path, '{0}' as sha256, size_bytes, format, status, reason,
        reader_version from raw.documents where path like '%莱西%'"""
    change(attach.format("a"), listed.format("a"))
    publish(copy, "v1", "first")
    change(
        "update marts.fct_raw_files set sha256 = 'b' where sha256 = 'a'",
        "update raw.documents set sha256 = 'b' where sha256 = 'a'",
    )
    assert publish(copy, "v1", "second").reports_replaced == 1


def test_history_begins_anew_after_a_damaged_file_and_says_so(copy: Settings, ask: Ask) -> None:
    publish(copy, "v1", "first")
    content = bytearray(copy.published.read_bytes())
    for start in range(len(content) // 4, len(content), 4096):
        content[start : start + 64] = b"\xff" * 64
    copy.published.write_bytes(content)
    record = publish(copy, "v2", "second")
    assert (record.build_no, record.note) == (1, DAMAGED)
    copy.published.write_bytes(b"not a database" * 500)
    record = publish(copy, "v3", "third")
    assert (record.build_no, record.note) == (1, DAMAGED)
    assert ask("select build_no from meta.builds") == [(1,)]


def test_a_file_of_a_version_without_history_is_compared_and_begins_it(
    copy: Settings, change: Change, ask: Ask
) -> None:
    publish(copy, "v1", "first")
    with duckdb.connect(str(copy.published)) as con:
        for table in ("builds", "build_rows", "report_revisions", "figure_revisions"):
            con.execute(f"drop table meta.{table}")
        con.execute("alter table meta.build drop column build_no")
    change(f"update marts.fct_figures set value = 1 where {CELL}")
    record = publish(copy, "v2", "second")
    assert (record.build_no, record.note, record.figures_changed) == (1, WITHOUT_HISTORY, 1)


def test_a_file_whose_tables_had_other_columns_keeps_its_history(copy: Settings, ask: Ask) -> None:
    publish(copy, "v1", "first")
    with duckdb.connect(str(copy.published)) as con:
        con.execute("alter table marts.fct_figures drop column mark")
        con.execute("alter table meta.builds drop column reports")
    record = publish(copy, "v2", "second")
    assert (record.build_no, record.is_compared) == (2, False)
    assert record.note is not None
    assert ask("select build_no, reports from meta.builds order by 1") == [(1, None), (2, 5)]


def test_every_column_of_meta_is_described(copy: Settings, ask: Ask) -> None:
    publish(copy, "v1", "first")
    query = """select count(*), count(comment) from duckdb_columns()
               where database_name = 'warehouse' and schema_name = 'meta'"""
    [(columns, described)] = ask(query)
    assert described == columns > 60
