"""What dbt's manifest declares of the published tables: the marts, and the tests of every row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Table = tuple[str, str]  # schema, table


def quoted(table: Table) -> str:
    """A table's name in SQL."""
    return f'"{table[0]}"."{table[1]}"'


@dataclass(frozen=True, slots=True)
class DeclaredTest:
    """A generic test of a table: `name` as in dbt_project/tests/generic, and what it is given."""

    table: Table
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Declared:
    """`marts`: each with whether it is a view; `tests`: those that hold for every row."""

    marts: Mapping[Table, bool]
    tests: tuple[DeclaredTest, ...]


def read_declared(manifest: Path) -> Declared:
    """Read what dbt's manifest says of marts and of generic tests.

    Tests that hold for some rows only (`where`) are left out: nobody could check them who has the
    table alone.
    """
    project = json.loads(manifest.read_text(encoding="utf-8"))
    marts = {
        (node["schema"], node["alias"]): node["config"]["materialized"] == "view"
        for node in project["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] == "marts"
    }
    return Declared(marts, tuple(_tests(project)))


def _tests(project: Mapping[str, Any]) -> Iterator[DeclaredTest]:
    for node in project["nodes"].values():
        test = node.get("test_metadata") if node["resource_type"] == "test" else None
        if test and not node["config"].get("where"):
            yield DeclaredTest(_tested(node, project), test["name"], test["kwargs"])


def _tested(node: Mapping[str, Any], project: Mapping[str, Any]) -> Table:
    """The table that a test is about: a model, or a source where it hangs on none."""
    owner = node["attached_node"] or node["depends_on"]["nodes"][0]
    about = project["nodes"].get(owner) or project["sources"][owner]
    return about["schema"], about.get("alias") or about["identifier"]
