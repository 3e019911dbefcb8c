"""Everything Dagster is told of: gathered here, defined beside what it is about."""

from __future__ import annotations

import dagster as dg

from orchestration.assets import dbt_models, published_warehouse, read_reports
from orchestration.checks import report_checks
from orchestration.resources import BuildPlaces
from orchestration.sensors import build_everything, nightly, raw_files_changed
from orchestration.spread import read_one_share, read_spread

defs = dg.Definitions(
    assets=[read_reports, dbt_models, published_warehouse],
    asset_checks=[report_checks],
    jobs=[build_everything, read_spread, read_one_share],
    sensors=[raw_files_changed],
    schedules=[nightly],
    resources={"places": BuildPlaces()},
    # every step shares one database file and takes seconds: a process for each would cost more
    executor=dg.in_process_executor,
)
