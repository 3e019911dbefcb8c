"""The published file as exports see it: one build, its tables, columns, keys and descriptions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from orchestration.errors import UserError

DEMO_NOTICE = "演示数据，纯属虚构"

_COLUMNS = """
select table_name, column_name, data_type, comment
from duckdb_columns()
where database_name = 'warehouse' and schema_name = 'marts'
order by table_name, column_index
"""
_TABLES = """
select table_name, comment from duckdb_tables()
where database_name = 'warehouse' and schema_name = 'marts'
order by table_name
"""
# 99 is no province: only the fictional one has it
_IS_DEMO = "select count(*) > 0 from warehouse.marts.dim_agencies where region_code like '99%'"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a mart; `kind` is DuckDB's name of its type."""

    name: str
    kind: str
    description: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """What the build's tests have shown of a mart: see `orchestration.publish.dictionary`."""

    rule: str
    columns: tuple[str, ...]
    to_table: str | None
    to_column: str | None
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mart:
    """A table of schema marts with all that the published file says of it."""

    name: str
    description: str | None
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Source:
    """An open published file. Whatever is built meanwhile, it stays the build it was opened at."""

    con: duckdb.DuckDBPyConnection
    path: Path
    built_at: datetime
    code_version: str
    is_demo: bool
    marts: tuple[Mart, ...]

    def mart(self, name: str) -> Mart:
        """The mart of that name.

        Raises:
            UserError: there is none; the message lists those there are.
        """
        for mart in self.marts:
            if mart.name == name:
                return mart
        names = "、".join(mart.name for mart in self.marts)
        raise UserError(f"没有数据表“{name}”。可导出的有：{names}。")


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """Open the published file read-only.

    Raises:
        UserError: there is none, it is no warehouse, or one of an older make.
    """
    if not path.is_file():
        raise UserError(f"还没有数据文件 {path}：请先运行 gongkai build。")
    with duckdb.connect() as con:
        try:
            quoted = str(path).replace("'", "''")
            con.execute(f"attach '{quoted}' as warehouse (read_only)")
        except duckdb.Error as error:
            raise UserError(f"数据文件 {path} 打不开：请重新运行 gongkai build。") from error
        try:
            source = _read(con, path)
        except (duckdb.CatalogException, duckdb.BinderException, ValueError) as error:
            raise UserError(
                f"数据文件 {path} 由旧版本构建，缺少导出所需的说明：请先运行 gongkai build。"
            ) from error
        yield source


def _read(con: duckdb.DuckDBPyConnection, path: Path) -> Source:
    [(built_at, code_version)] = con.execute(
        "select built_at, code_version from warehouse.meta.build"
    ).fetchall()
    [(is_demo,)] = con.execute(_IS_DEMO).fetchall()
    return Source(con, path, built_at, code_version, is_demo, tuple(_marts(con)))


def _marts(con: duckdb.DuckDBPyConnection) -> Iterator[Mart]:
    columns: dict[str, list[Column]] = {}
    for table, *about in con.execute(_COLUMNS).fetchall():
        columns.setdefault(table, []).append(Column(*about))
    rules: dict[str, list[Rule]] = {}
    for table, rule, names, to_table, to_column, allowed in con.execute(
        """
        select table_name, rule, column_names, to_table, to_column, allowed
        from warehouse.meta.keys
        """
    ).fetchall():
        made = Rule(rule, tuple(names), to_table, to_column, tuple(allowed or ()))
        rules.setdefault(table, []).append(made)
    for table, description in con.execute(_TABLES).fetchall():
        yield Mart(table, description, tuple(columns[table]), tuple(rules.get(table, ())))


def chosen(source: Source, names: Sequence[str]) -> tuple[Mart, ...]:
    """The marts of those names in the order of the file; all where none is named.

    Raises:
        UserError: there is no such mart.
    """
    wanted = {source.mart(name).name for name in names}
    return tuple(mart for mart in source.marts if not wanted or mart.name in wanted)
