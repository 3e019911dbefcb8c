"""The file that was published last: whether it can be opened, and its history carried on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.database import attach, columns
from orchestration.errors import UserError
from orchestration.publish.content import contents
from orchestration.publish.meta_schema import CARRIED, TABLES

# What changes are told from; a file without these is of a version too old to be compared.
_COMPARED = {
    ("raw", "documents"): {"path", "sha256", "reader_version"},
    ("marts", "dim_agencies"): {"agency_id", "agency"},
    ("marts", "fct_reports"): {"agency_id", "year", "document_path", "sha256"},
    ("marts", "fct_raw_files"): {"document_path", "sha256", "attached_to"},
    ("marts", "fct_figures"): {
        *("agency_id", "year", "row_code", "column_code", "row_label", "column_label"),
        *("value", "state", "basis", "mark", "document_path", "sha256"),
    },
}

NO_FILE = "这是第一次发布。"
DAMAGED = "上一次发布的文件已损坏，读不出来：修订记录从这一次重新开始。"
WITHOUT_HISTORY = "上一次发布的文件出自没有修订记录的旧版本：修订记录从这一次开始。"
NOT_COMPARABLE = "上一次发布的文件出自旧版本，表的结构不同：这一次的改动没有逐项比较。"


@dataclass(frozen=True, slots=True)
class Last:
    """The last published file, attached as `last` where `is_readable`."""

    is_readable: bool
    is_comparable: bool
    build_no: int
    note: str | None


def attach_last(con: duckdb.DuckDBPyConnection, published: Path) -> Last:
    """Attach the last published file as `last`, if there is one that opens.

    Raises:
        UserError: another program holds it open for writing; its history would be lost.
    """
    if not published.exists():
        return Last(False, False, 0, NO_FILE)
    try:
        attach(con, published, "last")
    except duckdb.Error as error:
        if "set lock" in str(error):
            raise UserError(
                f"{published} 正被另一个程序以可写方式打开，未发布新数据。"
                "请关闭那个程序（查询时请用只读方式：duckdb -readonly），再重新构建。"
            ) from None
        return Last(False, False, 0, DAMAGED)
    return _described(con)


def _described(con: duckdb.DuckDBPyConnection) -> Last:
    comparable = all(
        needed <= set(columns(con, "last", *table)) for table, needed in _COMPARED.items()
    )
    if "build_no" not in columns(con, "last", "meta", "builds"):
        note = WITHOUT_HISTORY if comparable else WITHOUT_HISTORY + NOT_COMPARABLE
        return Last(True, comparable, 0, note)
    [(build_no,)] = con.execute("select max(build_no) from last.meta.builds").fetchall()
    return Last(True, comparable, build_no or 0, None if comparable else NOT_COMPARABLE)


def is_damaged(published: Path) -> bool:
    """Whether a published file is there that can't be read through."""
    if not published.exists():
        return False
    try:
        contents(published, ("raw", "marts", "meta"))
    except duckdb.Error:
        return True
    return False


def carry_history(con: duckdb.DuckDBPyConnection) -> None:
    """Take over the history of `last`; columns that it has not yet stay NULL."""
    for table in CARRIED:
        known = columns(con, "last", "meta", table)
        shared = ", ".join(f'"{name}"' for name in TABLES[table][1] if name in known)
        if shared:
            con.execute(
                f"insert into meta.{table} by name select {shared} from last.meta.{table} "
                "order by rowid"
            )
