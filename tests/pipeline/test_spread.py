"""Reading spread over workers by Dagster: several processes, several runs at once, one content."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from orchestration import spread
from orchestration.errors import UserError
from orchestration.ingest.handover import Handover
from orchestration.ingest.load import ingest
from orchestration.ingest.scan import reader_version, scan
from orchestration.ingest.spread import SHARES
from orchestration.publish.content import contents
from orchestration.resources import BuildPlaces
from orchestration.settings import PROJECT, Settings

SAMPLES = PROJECT / "raw"


@pytest.fixture
def places(tmp_path: Path) -> Settings:
    return Settings(SAMPLES, tmp_path / "home")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a build that reads everything itself has in schema raw."""
    settings = Settings(SAMPLES, tmp_path_factory.mktemp("plain"))
    ingest(settings)
    return contents(settings.work, ("raw",))


def handed_over(settings: Settings) -> set[str]:
    return set(Handover(settings.handover, reader_version()).documents())


def test_a_run_reads_every_share_in_steps_of_its_own(
    places: Settings, plain: dict[str, str]
) -> None:
    resources = {"places": BuildPlaces(raw=str(places.raw), home=str(places.home))}
    result = spread.read_spread.execute_in_process(resources=resources)
    steps = {event.step_key for event in result.all_events if event.is_step_success}
    assert {f"read_documents[{share}]" for share in SHARES} <= steps
    count = result.output_for_node("add_up")
    assert count == len(scan(SAMPLES)) == len(handed_over(places))
    ingest(places)
    assert contents(places.work, ("raw",)) == plain


def test_two_runs_at_once_leave_what_one_would(places: Settings, plain: dict[str, str]) -> None:
    first = sorted({file.sha256[0] for file in scan(SAMPLES)})[:2]
    runs = [_run(places, share) for share in (first[0], first[-1])]
    told = [(run.wait(timeout=300), run.stderr.read() if run.stderr else "") for run in runs]
    assert [code for code, _ in told] == [0, 0], told
    assert handed_over(places) == {f.path for f in scan(SAMPLES) if f.sha256[0] in first}
    ingest(places)
    assert contents(places.work, ("raw",)) == plain


def _run(places: Settings, share: str) -> subprocess.Popen[str]:
    command = [str(Path(sys.executable).with_name("dagster")), "job", "execute"]
    command += ["-m", "orchestration.definitions", "-j", "read_share"]
    command += ["--tags", f'{{"dagster/partition": "{share}"}}']
    env = {**os.environ, **places.to_env(), "DAGSTER_DISABLE_TELEMETRY": "1"}
    return subprocess.Popen(
        command, env=env, cwd=PROJECT, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def test_the_executor_is_named_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    assert spread.executor() is dg.multiprocess_executor
    monkeypatch.setenv("GONGKAI_EXECUTOR", "dagster:in_process_executor")
    assert spread.executor() is dg.in_process_executor
    for wrong in ("dagster_k8s_is_not_here:executor", "dagster:nothing", "dagster", "dagster:op"):
        monkeypatch.setenv("GONGKAI_EXECUTOR", wrong)
        with pytest.raises(UserError, match="GONGKAI_EXECUTOR"):
            spread.executor()
