"""What a copy must be before it is published: each audit a small function, with its remedy.

Audits guard against faults of the build. What a report prints wrongly is a finding and breaks none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from orchestration.database import own_name
from orchestration.errors import UserError
from orchestration.publish.content import table_content
from orchestration.publish.declared import Table, quoted
from orchestration.publish.plan import Key, Plan
from orchestration.publish.updating import ALL, Rows

_REBUILD = "请重新运行 gongkai build；仍然如此，请删除 work.duckdb 后再构建，并告知维护者。"
_REPORT = "请把这段信息告知维护者。"
_LOSS = (
    "如果报告确实少了这么多（例如有意移走），请运行 gongkai build --accept-loss；"
    "否则请检查 raw/ 下的文件是否齐全。"
)
# A small fact may lose most of its rows with one report; documents and figures are always compared.
_SMALLEST_FACT = 20
_ALWAYS_COMPARED = (("raw", "documents"), ("marts", "fct_reports"), ("marts", "fct_figures"))
_NOT_COMPARED = (("marts", "fct_findings"),)  # that errors have been mended is no loss
_MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Copy:
    """The finished copy, open as `con`'s own database; the build's is attached as `work`."""

    con: duckdb.DuckDBPyConnection
    plan: Plan
    is_compared: bool  # the last published file is attached as `last`
    accept_loss: bool
    changed: Mapping[Table, Rows]  # which rows of each table are not those of the last file

    def rows(self, query: str) -> list[tuple[object, ...]]:
        return self.con.execute(query).fetchall()


@dataclass(frozen=True, slots=True)
class Breach:
    """One broken audit: in which table, what was found in place of what (Chinese)."""

    audit: str
    table: str
    message: str


@dataclass(frozen=True, slots=True)
class Audit:
    """`look` yields table and message for whatever breaks the audit."""

    id: str
    title: str
    description: str
    remedy: str
    look: Callable[[Copy], Iterator[tuple[str, str]]]


class AuditError(UserError):
    """A copy that breaks audits; nothing was published."""

    def __init__(self, breaches: list[Breach]) -> None:
        self.breaches = breaches
        lines = ["审核未通过，没有发布；上一次发布的数据保持不变。"]
        for audit in AUDITS:
            broken = [breach for breach in breaches if breach.audit == audit.id]
            lines += [f"【{audit.title}】{one.table}：{one.message}" for one in broken]
            lines += [f"  处理：{audit.remedy}"] if broken else []
        super().__init__("\n".join(lines))


def audit(copy: Copy, audits: Sequence[Audit]) -> None:
    """Look at a copy with these audits.

    Raises:
        AuditError: one of them is broken.
    """
    breaches = [
        Breach(one.id, table, message) for one in audits for table, message in one.look(copy)
    ]
    if breaches:
        raise AuditError(breaches)


def _shown(rows: list[tuple[object, ...]]) -> str:
    """The first few rows in one line."""
    shown = ["（" + "，".join("空" if v is None else str(v) for v in row) + "）" for row in rows]
    return "、".join(shown[:_MOST_SHOWN]) + (" 等" if len(shown) > _MOST_SHOWN else "")


def _copy_is_built(copy: Copy) -> Iterator[tuple[str, str]]:
    for table in copy.plan.tables:
        built = table_content(copy.con, "work", table)
        copied = table_content(copy.con, own_name(copy.con), table)
        if built == "absent":
            yield ".".join(table), "构建结果里没有这张表。"
        elif built != copied:
            yield ".".join(table), f"复制出的内容是 {copied}，应为 {built}。"


def _keys_hold(copy: Copy) -> Iterator[tuple[str, str]]:
    for key in copy.plan.keys:
        columns = ", ".join(f'"{column}"' for column in key.columns)
        rows = f"{quoted(key.table)} where {_unaudited(copy, key)}"
        if key.rule == "unique":
            query = (
                f"select {columns}, count(*) from {rows} "
                f"group by {columns} having count(*) > 1 order by all limit {_MOST_SHOWN + 1}"
            )
            expected = "应当各不相同，重复的有"
        else:
            empty = " or ".join(f'"{column}" is null' for column in key.columns)
            query = f"select count(*) from {rows} and ({empty}) having count(*) > 0"
            expected = "不应为空，空的行数为"
        found = copy.rows(query)
        if found:
            yield ".".join(key.table), f"列 {columns} {expected}{_shown(found)}。"


def _unaudited(copy: Copy, key: Key) -> Rows:
    """The rows in which a key may be broken: those that the audits of the last file did not see.

    Two of the same key are both among them where the key tells what they were chosen by.
    """
    is_told = key.rule == "not_null" or {"year", "path"} & set(key.columns)
    return copy.changed[key.table] if is_told else ALL


def _nothing_is_lost(copy: Copy) -> Iterator[tuple[str, str]]:
    if not copy.is_compared or copy.accept_loss:
        return
    there = copy.rows(
        "select schema_name, table_name from duckdb_tables() where database_name = 'last'"
    )
    for table in copy.plan.tables:
        is_fact = table[1].startswith("fct_") and table not in _NOT_COMPARED
        if table not in there or not (is_fact or table in _ALWAYS_COMPARED):
            continue
        name = quoted(table)
        [(before, now)] = copy.con.execute(
            f"select (select count(*) from last.{name}), (select count(*) from {name})"
        ).fetchall()
        is_counted = table in _ALWAYS_COMPARED or before >= _SMALLEST_FACT
        if is_counted and now * 2 < before:
            yield ".".join(table), f"上一次发布时有 {before} 行，这一次只有 {now} 行，不到一半。"


_UNACCOUNTED = """
select coalesce(documents.path, files.document_path) as path
from raw.documents as documents
full outer join marts.fct_raw_files as files
    on documents.path = files.document_path and documents.sha256 = files.sha256
where documents.path is null or files.document_path is null
    or (documents.status <> 'read' and coalesce(documents.reason, '') = '')
order by path
"""
_ORPHANS = """
select distinct path from raw.{table} anti join raw.documents using (path) order by path
"""
_WITHOUT_DOCUMENT = """
select distinct facts.document_path
from marts.{table} as facts
left join raw.documents as documents on facts.document_path = documents.path
where {condition}
order by 1
"""
_SAME_BYTES = "documents.path is null or documents.sha256 is distinct from facts.sha256"
_DOCUMENTED = {
    "fct_figures": _SAME_BYTES,
    "fct_reports": _SAME_BYTES,
    "fct_findings": "facts.document_path is not null and documents.path is null",
}


def _files_are_accounted_for(copy: Copy) -> Iterator[tuple[str, str]]:
    lost = copy.rows(_UNACCOUNTED)
    if lost:
        message = f"有 {len(lost)} 个原始文件没有下落，或没有写明未采用的原因：{_shown(lost)}。"
        yield "marts.fct_raw_files", message
    for table in ("readings", "cells", "findings"):
        orphans = copy.rows(_ORPHANS.format(table=table))
        if orphans:
            yield f"raw.{table}", f"来自 raw.documents 中没有的文件：{_shown(orphans)}。"


def _figures_have_documents(copy: Copy) -> Iterator[tuple[str, str]]:
    for table, condition in _DOCUMENTED.items():
        found = copy.rows(_WITHOUT_DOCUMENT.format(table=table, condition=condition))
        if found:
            message = f"出处在 raw.documents 中找不到，或内容已不同：{_shown(found)}。"
            yield f"marts.{table}", message


COMPLETE = Audit(
    "copy_is_built",
    "复制完整",
    "Every table is in the copy, with the content that was built.",
    _REBUILD,
    _copy_is_built,
)
# The first says that there is something to look at; the others come after it.
AUDITS = (
    COMPLETE,
    Audit(
        "keys_hold",
        "主键",
        "In the copy, keys are unique and no column that must be filled is NULL.",
        _REPORT,
        _keys_hold,
    ),
    Audit(
        "nothing_is_lost",
        "数据量",
        "Documents, reports, figures and facts have not fallen below half of the last build's.",
        _LOSS,
        _nothing_is_lost,
    ),
    Audit(
        "files_are_accounted_for",
        "原始文件",
        "Every file under raw/ is read, or set aside with its reason.",
        _REBUILD,
        _files_are_accounted_for,
    ),
    Audit(
        "figures_have_documents",
        "出处",
        "Every figure, report and finding comes from a document that the file lists.",
        _REBUILD,
        _figures_have_documents,
    ),
)
