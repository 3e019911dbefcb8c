"""What assets are given: where things are."""

from __future__ import annotations

import dagster as dg

from orchestration.settings import Settings


class BuildPlaces(dg.ConfigurableResource[None]):
    """Where the raw reports and the warehouse are; empty means GONGKAI_RAW and GONGKAI_HOME."""

    raw: str = ""
    home: str = ""
    accept_loss: bool = False
    """Publish though documents or figures fell below half of the last build's."""
    anew: bool = False
    """Compute and copy everything anew, also what has not changed since the last build."""
    is_shown: bool = True
    """Somebody may look at the run in Dagster: give it row counts and first rows of tables."""

    def settings(self) -> Settings:
        return Settings.from_env(self.raw or None, self.home or None)
