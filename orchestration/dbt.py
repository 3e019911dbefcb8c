"""dbt as the build uses it: its project, parsed again only when it changes, run in this process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.errors import UserError
from orchestration.ingest.scan import fingerprint_files
from orchestration.progress import timed, took
from orchestration.settings import DBT_PROJECT, Settings

if TYPE_CHECKING:
    from dbt.artifacts.schemas.run import RunResult
    from dbt.contracts.graph.manifest import Manifest
    from dbt_common.events.base_types import EventMsg

_PARSED = DBT_PROJECT / "target" / "parsed"  # apart from what somebody's own dbt leaves in target
MANIFEST = _PARSED / "manifest.json"
_MANIFEST_OF_DBT = _PARSED / "partial_parse.msgpack"  # the same, as dbt itself reads it
_VERSION = _PARSED / "version.txt"
_SOURCES = (".sql", ".yml", ".csv", ".md")
_MADE = ("target", "logs", "dbt_packages")
# Unit tests try the models on invented rows: they belong to `make test`, not to a build.
BUILD = ("build", "--exclude-resource-type", "unit_test")
_STOPS = (signal.SIGINT, signal.SIGTERM)
# No log and no reports of a run (a second's work): its events tell what it did.
_QUIET = ("--log-level", "none", "--log-level-file", "none", "--no-write-json")
# What dbt says of a node that is done with.
_RESULTS = ("LogSeedResult", "LogModelResult", "LogTestResult")


def project_version() -> str:
    """Changes whenever a model, test, seed or setting of the dbt project does."""
    tops = [path for path in DBT_PROJECT.iterdir() if path.name not in _MADE]
    paths = (path for top in tops for path in (top, *top.rglob("*")) if path.suffix in _SOURCES)
    return fingerprint_files(paths, DBT_PROJECT)


def dbt_executable() -> str:
    """The dbt of this environment, whether or not it is on the PATH."""
    beside = Path(sys.executable).parent / "dbt"
    return str(beside) if beside.exists() else "dbt"


def environment(settings: Settings) -> dict[str, str]:
    """What dbt needs to know of the build, and no telemetry."""
    return {**os.environ, **settings.to_env(), "DO_NOT_TRACK": "1"}


def ensure_manifest() -> Path:
    """Parse the dbt project if it, its place or dbt changed since the last time.

    Raises:
        UserError: the project does not parse; the message is dbt's own.
    """
    made_of = f"{project_version()} {DBT_PROJECT} {version('dbt-core')} {version('dbt-duckdb')}"
    is_parsed = MANIFEST.exists() and _MANIFEST_OF_DBT.exists() and _VERSION.exists()
    if is_parsed and _VERSION.read_text(encoding="utf-8") == made_of:
        return MANIFEST
    command = [dbt_executable(), "parse", "--quiet", *_places(_PARSED)]
    env = environment(Settings.from_env())
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    if done.returncode != 0:
        raise UserError(f"dbt 项目有误，无法解析：\n{done.stdout}{done.stderr}")
    _VERSION.write_text(made_of, encoding="utf-8")
    return MANIFEST


def _places(target: Path) -> list[str]:
    project = str(DBT_PROJECT)
    places = ["--project-dir", project, "--profiles-dir", project]
    return [*places, "--target-path", str(target), "--log-path", str(target)]


@dataclass(frozen=True, slots=True)
class NodeResult:
    """What became of a model, seed or test; `query` is what a test looked with."""

    unique_id: str
    status: str
    message: str | None
    failures: int | None
    query: str | None = None


@dataclass(slots=True)
class DbtRun:
    """`events`: what dbt told of each node it was done with; `results`: the same when all was."""

    events: list[dict[str, Any]] = field(default_factory=list)
    results: list[NodeResult] = field(default_factory=list)
    is_successful: bool = False
    error: str = ""


def run_dbt(
    settings: Settings, arguments: Sequence[str], on_result: Callable[[int], None]
) -> DbtRun:
    """Run a command of dbt on the build's database; tell after each node how many are done."""
    with dbt_run(settings, arguments, on_result) as done:
        return done


@contextmanager
def dbt_run(
    settings: Settings, arguments: Sequence[str], on_result: Callable[[int], None]
) -> Iterator[DbtRun]:
    """The same, for a block of what can be done while what dbt computed is still written to disk.

    The database must not be opened before the block has ended. Seconds of each node are counted as
    `dbt/<node>`.

    dbt runs in this process and on the manifest that is parsed already. A dbt of its own would
    start Python twice over, and would parse the whole project anew for every home, as the path of
    the database is among what it compares.
    """
    with ThreadPoolExecutor(max_workers=1) as behind:
        try:
            done = _run(settings, arguments, on_result)
        finally:
            closed = behind.submit(_close)  # the block ends when this has
        yield done
        closed.result()


def _close() -> None:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


def _run(settings: Settings, arguments: Sequence[str], on_result: Callable[[int], None]) -> DbtRun:
    from dbt.cli.main import dbtRunner  # this takes a second or two, and only a build needs it

    done = DbtRun()

    def listen(event: EventMsg) -> None:
        if event.info.name in _RESULTS:
            done.events.append(_as_json(event))
            on_result(len(done.events))

    os.environ.update(environment(settings))
    options = [*_QUIET, *_places(settings.dbt_target)]
    with _stopped_as_dbt_expects(), timed("dbt"):
        ran = dbtRunner(_manifest(), [listen]).invoke([*arguments, *options])
    if ran.exception is not None and not isinstance(ran.exception, Exception):
        raise ran.exception  # somebody stopped the build
    done.is_successful = ran.success
    done.error = str(ran.exception or "")
    for one in getattr(ran.result, "results", ()):
        done.results.append(_node_result(one))
        took(f"dbt/{one.node.name}", one.execution_time)
    return done


@contextmanager
def _stopped_as_dbt_expects() -> Iterator[None]:
    """While the block runs, a signal to stop is an interrupt of the keyboard.

    For no other does dbt end what its threads are doing. Dagster has signals of its own raise.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {one: signal.signal(one, signal.default_int_handler) for one in _STOPS}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _node_result(one: RunResult) -> NodeResult:
    query = getattr(one.node, "compiled_code", None)
    return NodeResult(one.node.unique_id, str(one.status), one.message, one.failures, query)


def _manifest() -> Manifest:
    from dbt.contracts.graph.manifest import Manifest

    ensure_manifest()
    manifest = Manifest.from_msgpack(_MANIFEST_OF_DBT.read_bytes())
    manifest.build_flat_graph()  # type: ignore[no-untyped-call]
    return manifest


def _as_json(event: EventMsg) -> dict[str, Any]:
    from dbt_common.events.functions import msg_to_dict

    return dict(msg_to_dict(event))
