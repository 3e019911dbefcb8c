"""The samples' published file with hostile and awkward text in it, and its export."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from orchestration.build import publish_build
from orchestration.export.export import Parts, export
from orchestration.settings import Settings

HOSTILE = (
    '=HYPERLINK("http://x")',
    "@SUM(1+1)",
    "+1",
    "-2+3",
    "<img src=x onerror=alert(1)>",
    " \t=1+1",
    "\ufeff=1+1",
    "＝1+1",
    "'=1+1",
    "''@x",
    "\tx",
    "\rx",
    'a"b,c\nd\re',
    "00123",
    "1234567890123456789",
    "示例市../../民政局",
)


@dataclass(frozen=True)
class Export:
    """A published file and the folder that was exported from it."""

    settings: Settings
    folder: Path


@pytest.fixture(scope="session")
def hostile_names() -> tuple[str, ...]:
    return HOSTILE


@pytest.fixture(scope="session")
def hostile(built: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The samples published with agencies of hostile names, each with a finding."""
    home = tmp_path_factory.mktemp("hostile")
    settings = Settings(built.raw, home)
    shutil.copy(built.work, settings.work)
    with duckdb.connect(str(settings.work)) as con:
        con.executemany(
            """
            insert into marts.dim_agencies by name
            select
                left(md5(?), 12) as agency_id, ? as agency, ? as short_name,
                region_code, province, city, county, level, kind, scope
            from marts.dim_agencies order by agency limit 1
            """,
            [(name, name, name) for name in HOSTILE],
        )
        con.executemany(
            """
            insert into marts.fct_findings by name
            select
                md5(?) as finding_key, left(md5(?), 12) as agency_id, ? as row_label, ? as message,
                '' as column_label,
                1234567890123456.1234 as left_value, -0.5 as right_value, -3 as difference,
                * exclude (finding_key, agency_id, row_label, message, column_label,
                    left_value, right_value, difference)
            from marts.fct_findings order by finding_key limit 1
            """,
            [(name, name, name, name) for name in HOSTILE],
        )
    publish_build(settings)
    return settings


@pytest.fixture(scope="session")
def exported(hostile: Settings, tmp_path_factory: pytest.TempPathFactory) -> Export:
    """Everything exported from it, once for the whole run."""
    folder = tmp_path_factory.mktemp("exported") / "export"
    export(hostile.published, folder, Parts(per_agency=True))
    return Export(hostile, folder)


@pytest.fixture
def published(hostile: Settings) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(hostile.published), read_only=True)
