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


HOSTILE_NAMES = (
    "<img src=x onerror=alert(1)>",
    '=HYPERLINK("http://x.invalid","y")',
    "[a](javascript:alert(1)) **b** :red[c] $x$ <script>alert(1)</script>",
)


@pytest.fixture(scope="session")
def hostile_province(province: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The fictional province, in whose published file a city and its agencies bear hostile names:
    those first in the lists of every page."""
    home = tmp_path_factory.mktemp("hostile-province")
    settings = Settings(province.raw, home)
    shutil.copy(province.published, settings.published)
    with duckdb.connect(str(settings.published)) as con:
        con.execute(
            "update marts.dim_regions set region_name = $1, full_name = $1"
            " where region_code = '990100'",
            [HOSTILE_NAMES[0]],
        )
        ids = con.execute(
            "select agency_id from marts.fct_findings join marts.fct_reports"
            " using (agency_id, year) where year = 2021 and is_open"
            " group by agency_id order by agency_id limit 3"
        ).fetchall()
        for name, (agency_id,) in zip(HOSTILE_NAMES, ids, strict=True):
            con.execute(
                "update marts.dim_agencies set agency = ?, short_name = ? where agency_id = ?",
                [name, name, agency_id],
            )
            con.execute(
                "update marts.fct_findings set message = ? where agency_id = ?", [name, agency_id]
            )
            con.execute(
                "update marts.fct_figures set printed_text = ?, place = ?, document_path = ?"
                " where agency_id = ?",
                [name, name, name, agency_id],
            )
            con.execute(
                "update marts.fct_reports set title = ?, document_path = ? where agency_id = ?",
                [name, name, agency_id],
            )
    return settings
