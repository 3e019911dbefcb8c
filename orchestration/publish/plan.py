"""What belongs into the published file, and the keys that hold there: told by dbt's manifest.

The build's database holds more: what a run that was killed left behind, and models that the project
has no longer. They are never published.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.ingest.schemas import SCHEMAS

Table = tuple[str, str]  # schema, table
_KEPT_BACK = ("prose",)  # hashes of sentences: only the build compares them


def quoted(table: Table) -> str:
    """A table's name in SQL."""
    return f'"{table[0]}"."{table[1]}"'


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


def load_plan(manifest: Path) -> Plan:
    """Read the plan off dbt's manifest: every mart that is a table, and schema `raw`, but for what
    says nothing to a reader."""
    project = json.loads(manifest.read_text(encoding="utf-8"))
    marts = {
        ("marts", node["alias"])
        for node in project["nodes"].values()
        if node["resource_type"] == "model"
        and node["schema"] == "marts"
        and node["config"]["materialized"] != "view"
    }
    raw = {("raw", table) for table in SCHEMAS if table not in _KEPT_BACK}
    tables = tuple(sorted(marts | raw))
    keys = {key for key in _keys(project) if key.table in tables}
    return Plan(tables, tuple(sorted(keys, key=lambda key: (key.table, key.rule, key.columns))))


def _keys(project: Mapping[str, Any]) -> Iterator[Key]:
    for node in project["nodes"].values():
        test = node.get("test_metadata") if node["resource_type"] == "test" else None
        if not test or test["name"] not in ("key", "filled"):
            continue
        if node["config"].get("where"):  # it holds for some rows only
            continue
        arguments = test["kwargs"]
        table, columns = _tested(node, project), tuple(arguments["columns"])
        if test["name"] == "key":
            yield Key(table, columns, "unique")
        filled = tuple(c for c in columns if c not in arguments.get("nullable", ()))
        if filled:
            yield Key(table, filled, "not_null")


def _tested(node: Mapping[str, Any], project: Mapping[str, Any]) -> Table:
    """The table that a test is about: a model, or a source where it hangs on none."""
    owner = node["attached_node"] or node["depends_on"]["nodes"][0]
    about = project["nodes"].get(owner) or project["sources"][owner]
    return about["schema"], about.get("alias") or about["identifier"]
