"""What assets are given: where things are, and dbt."""

from __future__ import annotations

import dagster as dg
from dagster_dbt import DbtCliResource

from orchestration.dbt import dbt_executable
from orchestration.settings import DBT_PROJECT, Settings


class BuildPlaces(dg.ConfigurableResource[None]):
    """Where the raw reports and the warehouse are; empty means GONGKAI_RAW and GONGKAI_HOME."""

    raw: str = ""
    home: str = ""
    accept_loss: bool = False
    """Publish though documents or figures fell below half of the last build's."""

    def settings(self) -> Settings:
        return Settings.from_env(self.raw or None, self.home or None)


def dbt_resource() -> DbtCliResource:
    """dbt on this project, with the project's own profile."""
    return DbtCliResource(
        project_dir=str(DBT_PROJECT),
        profiles_dir=str(DBT_PROJECT),
        dbt_executable=dbt_executable(),
    )
