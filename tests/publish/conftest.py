"""A build to publish from, which a test may spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.settings import Settings

Change = Callable[..., None]
Ask = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture
def copy(built: Settings, tmp_path: Path) -> Settings:
    """A build of its own to publish from; nothing is published yet."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(built.work, home / "work.duckdb")
    return Settings(built.raw, home)


@pytest.fixture
def change(copy: Settings) -> Change:
    """Changes what was built."""

    def run(*statements: str) -> None:
        with duckdb.connect(str(copy.work)) as con:
            for statement in statements:
                con.execute(statement)

    return run


@pytest.fixture
def ask(copy: Settings) -> Ask:
    """Asks the published file."""

    def run(query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect() as con:
            con.execute(f"attach '{copy.published}' as warehouse (read_only)")
            con.execute("use warehouse")
            return con.execute(query).fetchall()

    return run
