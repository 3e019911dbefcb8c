"""The documentation is one page that knows every model and asks nobody."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from orchestration.dbt import ensure_manifest
from orchestration.errors import UserError
from orchestration.export import docs
from orchestration.export.docs import FILE, write_docs
from orchestration.export.source import opened
from orchestration.settings import DBT_PROJECT, PROJECT


def models() -> list[str]:
    nodes = json.loads(ensure_manifest().read_text(encoding="utf-8"))["nodes"].values()
    return [node["name"] for node in nodes if node["resource_type"] == "model"]


def test_it_holds_every_model_no_path_of_the_machine_and_no_address_to_load(exported) -> None:
    page = (exported.folder / FILE).read_text(encoding="utf-8")
    assert len(models()) > 50
    assert all(f'"name":"{name}"' in page for name in models())
    for private in (PROJECT, DBT_PROJECT, Path.home(), exported.settings.home, "/tmp/"):
        assert str(private) not in page
    assert "cloudfront" not in page
    assert "sinter-collect" not in page
    assert not re.search(r"""<(?:script|link|img|iframe)\s[^>]*["'](?:https?:)?//""", page)
    # types come from the published file, columns of unpublished models from the project
    assert '"type":"DECIMAL(20,4)"' in page


def test_a_browser_shows_every_model_and_asks_for_nothing(exported, browser: Browser) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    context = browser.new_context()
    # a request that the page's own policy stops is heard of as a complaint
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    address = (exported.folder / FILE).as_uri()
    page.goto(address)
    for name in ("fct_findings", "int_findings_collected", "stg_cells"):
        page.goto(f"{address}#!/model/model.gongkai.{name}")
        page.get_by_role("heading", name=name).first.wait_for()
    assert page.get_by_text("agency_id").count() > 0
    context.close()
    outside = [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
    assert outside == []
    assert {url.split("#")[0] for url in asked if url.startswith("file:")} == {address}
    assert complaints == []


def test_a_project_that_is_missing_or_another_is_said(
    hostile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(hostile.published) as source:
        monkeypatch.setattr(docs, "project_version", lambda: "another")
        with pytest.raises(UserError, match=r"又有改动.*gongkai build"):
            write_docs(source, tmp_path)
        monkeypatch.setattr(docs, "DBT_PROJECT", tmp_path / "none")
        with pytest.raises(UserError, match="没有找到 dbt 项目"):
            write_docs(source, tmp_path)
