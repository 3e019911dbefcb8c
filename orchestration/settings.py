"""Where things are: the raw reports, the build's own files and the published warehouse."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from upath import UPath

PROJECT = Path(__file__).resolve().parents[1]
DBT_PROJECT = PROJECT / "dbt_project"
MEMORY = "2GB"


@dataclass(frozen=True, slots=True)
class Settings:
    """`raw` holds the reports as collected, `home` everything that a build makes."""

    raw: Path
    home: Path

    @classmethod
    def from_env(cls, raw: str | None = None, home: str | None = None) -> Settings:
        """Options first, then GONGKAI_RAW and GONGKAI_HOME, then `raw/` and `data/`."""
        raw = raw or os.environ.get("GONGKAI_RAW") or str(PROJECT / "raw")
        home = home or os.environ.get("GONGKAI_HOME") or str(PROJECT / "data")
        return cls(Path(raw).expanduser().resolve(), Path(home).expanduser().resolve())

    def to_env(self) -> dict[str, str]:
        """The variables that make another process, dbt among them, see the same places."""
        return {
            "GONGKAI_RAW": str(self.raw),
            "GONGKAI_HOME": str(self.home),
            "GONGKAI_WORK_DB": str(self.work),
            "GONGKAI_MEMORY": self.memory,
        }

    @property
    def work(self) -> Path:
        """The build's own database; nobody else opens it."""
        return self.home / "work.duckdb"

    @property
    def published(self) -> Path:
        """The finished warehouse that the dashboard and analysts open, read-only."""
        return self.home / "gongkai.duckdb"

    @property
    def hashes(self) -> Path:
        """What files hashed to when a build last looked at them."""
        return self.home / "hashes.parquet"

    @property
    def lock(self) -> Path:
        return self.home / "build.lock"

    @property
    def dbt_target(self) -> Path:
        """Where dbt writes what its last run compiled, did and logged."""
        return self.home / "dbt"

    @property
    def memory(self) -> str:
        """How much DuckDB may hold, in its own words; it goes to the disk beyond."""
        return os.environ.get("GONGKAI_MEMORY") or MEMORY

    @property
    def handover(self) -> UPath:
        """Where readers leave what they read for the load: a folder, or an object store's URL."""
        return UPath(os.environ.get("GONGKAI_HANDOVER") or self.home / "handover")
