"""Every page on a whole province, on one report, on none, and on files that can't be used."""

from __future__ import annotations

from pathlib import Path

import duckdb
import opened
import pytest

from orchestration.settings import Settings

NOTICE = "演示数据，纯属虚构"


@pytest.mark.parametrize("name", opened.NAMES)
@pytest.mark.parametrize("warehouse", ["province", "one_report", "no_reports"])
def test_a_page_opens(
    name: str, warehouse: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings: Settings = request.getfixturevalue(warehouse)
    monkeypatch.setenv("GONGKAI_HOME", str(settings.home))
    app = opened.page(name)
    said = opened.words(app)
    assert "数据建成于" in said
    assert (NOTICE in said) == (warehouse == "province")


@pytest.mark.parametrize("name", opened.NAMES)
@pytest.mark.parametrize("state", ["missing", "junk", "older"])
def test_without_usable_data_a_page_says_what_to_run(
    name: str, state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_HOME", str(tmp_path))
    published = tmp_path / "gongkai.duckdb"
    if state == "junk":
        published.write_bytes(b"no database" * 1000)
    if state == "older":
        with duckdb.connect(str(published)) as con:
            con.execute("create schema marts; create table marts.dim_agencies (agency_id integer)")
    app = opened.page(name)
    assert app.header[0].value == "暂时没有可以显示的数据"
    assert app.code[0].value == "gongkai build"
    assert str(published) in opened.words(app)
