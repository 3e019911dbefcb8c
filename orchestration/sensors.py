"""When to build: a sensor that watches raw/ and a nightly schedule, switched off."""

import hashlib

import dagster as dg

from orchestration.errors import UserError
from orchestration.ingest.ledgers.read import ledger_files
from orchestration.ingest.scan import report_paths
from orchestration.resources import BuildPlaces
from orchestration.settings import Settings

build_everything = dg.define_asset_job(
    "build_everything",
    selection=dg.AssetSelection.all(),
    description="Read what is new, compute and check every table, publish.",
)

nightly = dg.ScheduleDefinition(
    name="nightly",
    job=build_everything,
    cron_schedule="0 2 * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="Every night at two, for offices that collect reports by the clock.",
)


def raw_state(settings: Settings) -> str:
    """One hash over names, sizes and times of the files under raw/: quick, no file is opened."""
    digest = hashlib.sha256()
    for path in (*report_paths(settings.raw), *ledger_files(settings.raw)):
        stat = path.stat()
        name = str(path.relative_to(settings.raw)).encode("utf-8", "surrogateescape")
        digest.update(name + f"\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@dg.sensor(
    job=build_everything,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Starts a build when files under raw/ are added, changed or removed.",
)
def raw_files_changed(
    context: dg.SensorEvaluationContext, places: BuildPlaces
) -> dg.RunRequest | dg.SkipReason:
    """Compare raw/ with the state at the last run that this sensor asked for."""
    try:
        state = raw_state(places.settings())
    except UserError as error:
        return dg.SkipReason(str(error))
    if state == context.cursor:
        return dg.SkipReason("raw/ has not changed.")
    context.update_cursor(state)
    return dg.RunRequest(run_key=state)
