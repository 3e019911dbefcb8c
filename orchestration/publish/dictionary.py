"""What dbt declares and tests of the marts, kept in the published file: keys, references, words.

Descriptions are comments of the tables and columns themselves; DuckDB has no such place for keys of
tables made by `create table as`, so they are a table, `meta.keys`. Whoever has the published file
can then describe it without the dbt project.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

import duckdb

from orchestration.publish.declared import Declared, DeclaredTest, Table

_CREATE = """
create table meta.keys (
    table_name varchar not null,
    rule varchar not null,
    column_names varchar[] not null,
    to_table varchar,
    to_column varchar,
    allowed varchar[]
)
"""
_COMMENTS = {
    "table_name": "A table of schema marts.",
    "rule": "key (unique and never NULL), unique, not_null, reference or one_of.",
    "column_names": "The columns that the rule is about.",
    "to_table": "Of a reference: the table of marts that holds the value.",
    "to_column": "Of a reference: the column there.",
    "allowed": "Of one_of: the only values there are.",
}


class Rule(NamedTuple):
    """One thing that dbt tests of a mart, in every build."""

    table_name: str
    rule: str
    column_names: list[str]
    to_table: str | None = None
    to_column: str | None = None
    allowed: list[str] | None = None


def read_rules(declared: Declared) -> list[Rule]:
    """The rules of all marts, in a fixed order.

    References to tables outside marts are left out: a reader of the marts could not check them.
    """
    rules = (rule for test in declared.tests for rule in _rules(test, declared.marts))
    return sorted(rules, key=str)


def _rules(test: DeclaredTest, marts: Collection[Table]) -> Iterator[Rule]:
    if test.table not in marts:
        return
    table, given = test.table[1], test.arguments
    match test.name:
        case "key":
            rule = "unique" if given.get("nullable") else "key"
            yield Rule(table, rule, list(given["columns"]))
        case "filled":
            for column in given["columns"]:
                yield Rule(table, "not_null", [column])
        case "references":
            for column, to in given["columns"].items():
                target, there = to.split("'")[-2], given.get("named_there", {}).get(column, column)
                if ("marts", target) in marts:
                    yield Rule(table, "reference", [column], target, there)
        case "one_of":
            for column, allowed in given["allowed"].items():
                yield Rule(table, "one_of", [column], allowed=[str(value) for value in allowed])


def write_rules(con: duckdb.DuckDBPyConnection, declared: Declared) -> None:
    """Create and fill `meta.keys`; the schema `meta` is there already."""
    con.execute(_CREATE)
    con.executemany("insert into meta.keys values (?, ?, ?, ?, ?, ?)", read_rules(declared))
    con.execute("comment on table meta.keys is 'What dbt tests of every mart in each build.'")
    for column, text in _COMMENTS.items():
        con.execute(f"comment on column meta.keys.{column} is '{text}'")
