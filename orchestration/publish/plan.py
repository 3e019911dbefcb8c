"""What belongs into the published file, and the keys that hold there: told by dbt's manifest.

The build's database holds more: what a run that was killed left behind, and models that the project
has no longer. They are never published.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from orchestration.ingest.schemas import SCHEMAS
from orchestration.publish.declared import Declared, DeclaredTest, Table

_KEPT_BACK = ("prose",)  # hashes of sentences: only the build compares them


@dataclass(frozen=True, slots=True)
class Key:
    """Columns of a table that are never NULL (`not_null`) or no two rows share (`unique`)."""

    table: Table
    columns: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The tables to publish, and their keys."""

    tables: tuple[Table, ...]
    keys: tuple[Key, ...]

    def key(self, table: Table) -> tuple[str, ...]:
        """The columns that tell a table's rows apart; empty where none are declared."""
        found = (key.columns for key in self.keys if key.table == table and key.rule == "unique")
        return max(found, key=len, default=())


def load_plan(declared: Declared) -> Plan:
    """Every mart that is a table, and schema `raw`, but for what says nothing to a reader."""
    marts = {table for table, is_view in declared.marts.items() if not is_view}
    raw = {("raw", table) for table in SCHEMAS if table not in _KEPT_BACK}
    tables = tuple(sorted(marts | raw))
    keys = {key for test in declared.tests if test.table in tables for key in _keys(test)}
    return Plan(tables, tuple(sorted(keys, key=lambda key: (key.table, key.rule, key.columns))))


def _keys(test: DeclaredTest) -> Iterator[Key]:
    if test.name not in ("key", "filled"):
        return
    columns = tuple(test.arguments["columns"])
    if test.name == "key":
        yield Key(test.table, columns, "unique")
    filled = tuple(c for c in columns if c not in test.arguments.get("nullable", ()))
    if filled:
        yield Key(test.table, filled, "not_null")
