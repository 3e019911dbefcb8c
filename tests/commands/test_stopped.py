"""A build that is stopped says so, publishes nothing, and leaves nothing that keeps the next."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from orchestration.cli import main
from orchestration.settings import PROJECT, Settings


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_build_stopped_among_its_models(
    built: Settings, tmp_path: Path, stop: signal.Signals
) -> None:
    home = tmp_path / "home"
    shutil.copytree(built.home, home)
    settings = Settings(built.raw, home)
    before = settings.published.read_bytes()
    shutil.rmtree(settings.dbt_target, ignore_errors=True)
    places = ["--raw", str(settings.raw), "--home", str(home)]
    build = subprocess.Popen(
        [sys.executable, "-m", "orchestration.cli", "build", "--force", *places],
        cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while build.poll() is None and not (settings.dbt_target / "run").exists():
        time.sleep(0.1)
    time.sleep(1)
    build.send_signal(stop)
    _, said = build.communicate(timeout=60)
    assert said == "gongkai: 已中断。\n"
    assert build.returncode == 130
    assert settings.published.read_bytes() == before
    assert main(["doctor", *places]) == 0
