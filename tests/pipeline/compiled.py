"""dbt's models run on small tables made by a test: compiled once, then plain SQL in memory.

A dbt call takes seconds, a model over a few rows milliseconds.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from orchestration.dbt import dbt_executable, environment
from orchestration.settings import DBT_PROJECT, Settings

Row = Mapping[str, Any]


@dataclass(frozen=True, repr=False)
class Compiled:
    """Models in the order they are to be run, and the relations that a test must fill."""

    models: tuple[tuple[str, str], ...]  # relation, SQL
    inputs: Mapping[str, str]  # name, relation

    def run(self, con: duckdb.DuckDBPyConnection, inputs: Mapping[str, pl.DataFrame]) -> None:
        """Fill the inputs and build each model; relations are named as in the warehouse."""
        for name, relation in self.inputs.items():
            frame = inputs[name]  # noqa: F841  DuckDB finds it by its name
            con.execute(f"create or replace table {relation} as select * from frame")
        for relation, sql in self.models:
            con.execute(f"create or replace table {relation} as {sql}")


def compile_models(work: Path, targets: Sequence[str], inputs: Iterable[str]) -> Compiled:
    """Compile `targets` and whatever stands between them and `inputs`; `work` is for dbt."""
    command = [dbt_executable(), "compile", "--quiet", "--select", *(f"+{t}" for t in targets)]
    command += ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
    command += ["--target-path", str(work / "target"), "--log-path", str(work / "logs")]
    env = environment(Settings(work, work))
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 0, done.stdout
    manifest = json.loads((work / "target" / "manifest.json").read_text(encoding="utf-8"))
    nodes = manifest["nodes"] | manifest["sources"]
    by_name = {n["name"]: n for n in nodes.values() if n["resource_type"] in ("model", "seed")}
    given = set(inputs)
    ordered: dict[str, dict[str, Any]] = {}

    def visit(node: dict[str, Any]) -> None:
        if node["name"] in given or node["name"] in ordered:
            return
        for parent in node["depends_on"]["nodes"]:
            visit(nodes[parent])
        ordered[node["name"]] = node

    for target in targets:
        visit(by_name[target])
    compiled = work / "target" / "compiled" / "gongkai"
    return Compiled(
        tuple(
            (node["relation_name"], (compiled / node["original_file_path"]).read_text("utf-8"))
            for node in ordered.values()
        ),
        {name: by_name[name]["relation_name"] for name in given},
    )


def connect() -> duckdb.DuckDBPyConnection:
    """A database in memory with the warehouse's name and schemas."""
    con = duckdb.connect()
    con.execute("attach ':memory:' as work")
    for schema in ("staging", "intermediate", "marts", "reference"):
        con.execute(f"create schema work.{schema}")
    return con
