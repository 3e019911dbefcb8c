"""What several folders of tests share: the golden readings and one build of the samples."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import Browser, sync_playwright

from orchestration.cli import main
from orchestration.demo.province.write import write_province
from orchestration.settings import PROJECT, Settings

GOLDEN = PROJECT / "tests" / "golden"
SHARED = PROJECT.parent / "shared"
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class GoldenCell:
    """What a report prints in one cell, checked by hand. `is_certain`: its place is printed too."""

    row: str
    column: str
    value: Decimal | None
    is_approximate: bool
    is_certain: bool


@dataclass(frozen=True)
class GoldenReport:
    """A sample report as checked by hand."""

    path: str
    identity: dict[str, Any]
    cells: tuple[GoldenCell, ...]


def _cell(row: str, column: str, printed: Any) -> GoldenCell:
    about = printed if isinstance(printed, dict) else {"value": printed}
    value = None if about["value"] is None else Decimal(about["value"])
    certain = about.get("basis", "stated") == "stated"
    return GoldenCell(row, column, value, about.get("approximate", False), certain)


def golden_reports(folder: Path = GOLDEN) -> list[GoldenReport]:
    reports = []
    for path in sorted(folder.glob("*.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        cells = [
            _cell(row, c, v) for row, columns in raw["cells"].items() for c, v in columns.items()
        ]
        identity = {k: v for k, v in raw.items() if k not in ("cells", "path", "form")}
        reports.append(GoldenReport(raw.get("path", path.stem), identity, tuple(cells)))
    return reports


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The samples under raw/, built and published once for the whole run."""
    settings = Settings(PROJECT / "raw", tmp_path_factory.mktemp("home"))
    assert main(["build", "--raw", str(settings.raw), "--home", str(settings.home)]) == 0
    return settings


@pytest.fixture
def warehouse(built: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the published file."""
    with duckdb.connect(str(built.published), read_only=True) as con:
        yield con


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests, which are skipped without it.

    Where GONGKAI_REQUIRE_BROWSER=1 they fail instead.
    """
    if shutil.which(CHROMIUM) is None:
        reason = f"浏览器测试需要 {CHROMIUM}：apt-get install -y chromium fonts-noto-cjk"
        if os.environ.get("GONGKAI_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


PROVINCE_AGENCIES, PROVINCE_YEARS, PROVINCE_SEED = 60, range(2019, 2022), 7


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The fictional province, built once: what pages look like when there is much to show."""
    out = tmp_path_factory.mktemp("province")
    write_province(out, PROVINCE_AGENCIES, PROVINCE_YEARS, PROVINCE_SEED)
    return _built(out / "raw", out / "data")


@pytest.fixture(scope="session")
def one_report(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A warehouse of a single report, one of the samples."""
    out = tmp_path_factory.mktemp("one")
    (out / "raw").mkdir()
    sample = next((PROJECT / "raw" / "2021").iterdir())
    shutil.copy(sample, out / "raw")
    return _built(out / "raw", out / "data")


@pytest.fixture(scope="session")
def no_reports(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A warehouse built from an empty folder."""
    out = tmp_path_factory.mktemp("none")
    (out / "raw").mkdir()
    return _built(out / "raw", out / "data")


def _built(raw: Path, home: Path) -> Settings:
    assert main(["build", "--raw", str(raw), "--home", str(home)]) == 0
    return Settings(raw=raw, home=home)
