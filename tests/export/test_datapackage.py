"""The datapackage says of the tables what the published file says, and no more than is true."""

import hashlib
import json
from typing import Any

import frictionless
import pytest

from orchestration.dbt import ensure_manifest
from orchestration.publish.declared import read_declared
from orchestration.publish.dictionary import read_rules


@pytest.fixture
def package(exported) -> dict[str, Any]:
    return json.loads((exported.folder / "datapackage.json").read_text(encoding="utf-8"))


def tables(package: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {r["name"]: r for r in package["resources"] if r["format"] == "csv"}


def test_every_file_is_named_with_its_bytes_and_hash(package, exported) -> None:
    paths = set()
    for resource in package["resources"]:
        content = (exported.folder / resource["path"]).read_bytes()
        paths.add(resource["path"])
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    written = {
        path.relative_to(exported.folder).as_posix()
        for form in ("csv", "parquet")
        for path in (exported.folder / form).iterdir()
    }
    assert paths == written


def test_columns_and_descriptions_are_the_published_files(package, published) -> None:
    query = """
        select table_name, column_name, comment from duckdb_columns()
        where schema_name = 'marts' and not internal order by table_name, column_index
    """
    described = [
        (name, field["name"], field.get("description"))
        for name, resource in sorted(tables(package).items())
        for field in resource["schema"]["fields"]
    ]
    assert described == published.execute(query).fetchall()
    assert all(text for _, _, text in described)
    query = "select table_name, comment from duckdb_tables() where schema_name = 'marts'"
    assert dict(published.execute(query).fetchall()) == {
        name: resource["description"] for name, resource in tables(package).items()
    }


def test_types_are_those_of_the_tables(package) -> None:
    fields = {f["name"]: f for f in tables(package)["fct_figures"]["schema"]["fields"]}
    assert fields["value"]["type"] == "number"
    assert fields["value"]["bareNumber"] is True
    assert (fields["year"]["type"], fields["is_approximate"]["type"]) == ("integer", "boolean")
    assert fields["agency_id"]["type"] == "string"
    assert fields["mark"]["constraints"]["enum"][:2] == ["stated", "approximate"]


def test_keys_and_references_are_those_that_dbt_tests(package) -> None:
    schemas = {name: resource["schema"] for name, resource in tables(package).items()}
    rules = read_rules(read_declared(ensure_manifest()))
    assert {rule.rule for rule in rules} == {"key", "not_null", "one_of", "reference", "unique"}
    for rule in rules:
        schema = schemas[rule.table_name]
        if rule.rule == "key":
            assert rule.column_names in [schema["primaryKey"], *schema.get("uniqueKeys", [])]
        if rule.rule == "unique" and len(rule.column_names) > 1:  # a column of it may be NULL
            assert rule.column_names in schema["uniqueKeys"]
        if rule.rule == "reference":
            to = "" if rule.to_table == rule.table_name else rule.to_table
            reference = {"resource": to, "fields": [rule.to_column]}
            assert {"fields": rule.column_names, "reference": reference} in schema["foreignKeys"]
    assert schemas["fct_reports"]["primaryKey"] == ["agency_id", "year"]
    assert schemas["dim_agencies"]["primaryKey"] == ["agency_id"]


def test_it_names_its_build_no_licence_and_no_demonstration(package, published) -> None:
    [(built_at, version)] = published.execute(
        "select built_at, code_version from meta.build"
    ).fetchall()
    assert (package["created"], package["version"]) == (f"{built_at.isoformat()}Z", version)
    assert "licenses" not in package
    assert package["isDemonstration"] is False
    assert "虚构" not in json.dumps(package, ensure_ascii=False)
    assert "apostrophe" in package["formulaGuard"]


def test_frictionless_finds_it_and_every_csv_valid(package, exported) -> None:
    """With types, keys, references and allowed words of every row."""
    descriptor = package | {"resources": list(tables(package).values())}
    checked = frictionless.Package.from_descriptor(descriptor, basepath=str(exported.folder))
    report = checked.validate()
    found = list(report.flatten(["name", "type", "note", "rowNumber"]))
    assert found == []
    assert report.stats["tasks"] == len(tables(package))
