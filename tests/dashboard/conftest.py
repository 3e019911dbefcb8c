"""A published file for each test, where the dashboard looks for it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import published_fixture


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The fixture's published file, in a home of its own."""
    monkeypatch.setenv("GONGKAI_HOME", str(tmp_path))
    return published_fixture.write(tmp_path / "gongkai.duckdb")
