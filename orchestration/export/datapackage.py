"""`datapackage.json` (Frictionless Data Package): what the exported tables are, for programs.

Everything in it is taken from the published file: descriptions from the comments of tables and
columns, keys and allowed words from `meta.keys`. It names no licence: that is the office's to add.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from orchestration.export.escape import RULE
from orchestration.export.folder import sha256_of
from orchestration.export.source import DEMO_NOTICE, Column, Mart, Source
from orchestration.export.tables import columns_as_text, file_of, is_integer

FILE = "datapackage.json"
_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
_DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
}


def write_datapackage(
    source: Source, marts: Sequence[Mart], forms: Sequence[str], folder: Path
) -> None:
    """Describe the tables' files that are already in the folder."""
    package = describe(source, marts, forms, folder)
    text = json.dumps(package, ensure_ascii=False, indent=2)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")


def describe(
    source: Source, marts: Sequence[Mart], forms: Sequence[str], folder: Path
) -> dict[str, Any]:
    """The package as plain data. `created` is the time of the build, not of the export."""
    notice = f"{DEMO_NOTICE}。" if source.is_demo else ""
    names = {mart.name for mart in marts}
    # where both forms are there, the table's own name goes to CSV, which every tool reads
    main = "csv" if "csv" in forms else "parquet"
    return {
        "name": "gongkai",
        "title": f"政府信息公开工作年度报告数据{'（演示）' if source.is_demo else ''}",
        "description": (
            f"{notice}The marts of a Gongkai warehouse. An empty CSV cell is NULL (unknown or "
            "blank, see the mark columns), never zero. No licence is stated: that is for the "
            "office that publishes the data."
        ),
        "profile": "data-package",
        "created": f"{source.built_at.isoformat()}Z",
        "version": source.code_version,
        "isDemonstration": source.is_demo,
        "formulaGuard": RULE,
        "resources": [
            _resource(mart, form, names, folder, mart.name if form == main else None)
            for form in sorted(forms)
            for mart in marts
        ],
    }


def _resource(
    mart: Mart, form: str, names: set[str], folder: Path, name: str | None
) -> dict[str, Any]:
    path = file_of(mart, form)
    resource: dict[str, Any] = {
        "name": name or f"{mart.name}_{form}",
        "path": path,
        "profile": "tabular-data-resource",
        "format": form,
        "mediatype": _MEDIA[form],
        "bytes": (folder / path).stat().st_size,
        "hash": f"sha256:{sha256_of(folder / path)}",
    }
    if mart.description:
        resource["description"] = mart.description
    if form == "csv":
        guard = {"guardedFields": columns_as_text(mart.columns)}
        resource |= {"encoding": "utf-8-sig", "dialect": _DIALECT, **guard}
    return resource | {"schema": schema_of(mart, names)}


def schema_of(mart: Mart, exported: set[str]) -> dict[str, Any]:
    """Fields, keys and references of one mart; only references within the export are named."""
    schema: dict[str, Any] = {
        "fields": [_field(mart, column) for column in mart.columns],
        "missingValues": [""],
    }
    keys = [list(rule.columns) for rule in mart.rules if rule.rule == "key"]
    if keys:
        schema["primaryKey"] = keys[0]
    unique = [list(r.columns) for r in mart.rules if r.rule == "unique" and len(r.columns) > 1]
    if keys[1:] + unique:
        schema["uniqueKeys"] = keys[1:] + unique
    references = [
        {
            "fields": list(rule.columns),
            # the specification's way to say: this very table
            "reference": {
                "resource": "" if rule.to_table == mart.name else rule.to_table,
                "fields": [rule.to_column],
            },
        }
        for rule in mart.rules
        if rule.rule == "reference" and rule.to_table in exported
    ]
    if references:
        schema["foreignKeys"] = references
    return schema


def _field(mart: Mart, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name} | _type(column.kind)
    if column.description:
        field["description"] = column.description
    constraints = _constraints(mart, column)
    return field | ({"constraints": constraints} if constraints else {})


def _type(kind: str) -> dict[str, Any]:
    """Table Schema's type for DuckDB's; what it has no word for stands as text."""
    if is_integer(kind):
        return {"type": "integer", "bareNumber": True}
    if kind.startswith(("DECIMAL", "DOUBLE", "FLOAT")):
        return {"type": "number", "decimalChar": ".", "bareNumber": True}
    if kind == "BOOLEAN":
        return {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]}
    if kind == "DATE":
        return {"type": "date", "format": "default"}
    if kind.startswith("TIMESTAMP"):
        return {"type": "datetime", "format": "%Y-%m-%dT%H:%M:%S"}
    return {"type": "string"}


def _constraints(mart: Mart, column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    for rule in mart.rules:
        if column.name not in rule.columns:
            continue
        if rule.rule in ("not_null", "key"):
            constraints["required"] = True
        if rule.rule in ("unique", "key") and len(rule.columns) == 1:
            constraints["unique"] = True
        if rule.rule == "one_of":
            number = is_integer(column.kind)
            constraints["enum"] = [int(v) if number else v for v in rule.allowed]
    return constraints
