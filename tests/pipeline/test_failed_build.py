"""Whole builds that fail or are killed: what is told, what stays, and that the next one recovers.

`GONGKAI_BUILD_KILLS` says how many whole builds are killed (default 2).
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from orchestration.cli import main
from orchestration.dbt import NodeResult
from orchestration.dbt_failures import failures
from orchestration.publish.content import contents
from orchestration.publish.publish import published_build
from orchestration.settings import PROJECT, Settings

KILLS = int(os.environ.get("GONGKAI_BUILD_KILLS", "2"))


@pytest.fixture
def copy(built: Settings, tmp_path: Path) -> Settings:
    """The samples as they were built, to be built once more."""
    shutil.copytree(built.raw, tmp_path / "raw")
    shutil.copytree(built.home, tmp_path / "home")
    return Settings(tmp_path / "raw", tmp_path / "home")


def build(settings: Settings, *options: str) -> int:
    return main(["build", "--raw", str(settings.raw), "--home", str(settings.home), *options])


def test_a_test_that_fails_stops_the_build_and_shows_its_rows(
    copy: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    before = copy.published.read_bytes()
    with duckdb.connect(str(copy.work)) as con:
        con.execute("update raw.documents set status = 'odd' where path like '%莱西%'")
    assert build(copy, "--force") == 1
    told = capsys.readouterr().err
    assert "未发布新数据" in told
    assert "one_of_raw_documents" in told
    assert "value=odd" in told
    assert "Traceback" not in told
    assert "orchestration." not in told
    assert copy.published.read_bytes() == before


def test_a_warning_is_no_failure_and_a_failure_shows_three_rows() -> None:
    query = "select unnest(range(9)) as n, null as reason order by n"
    results = [
        NodeResult(f"test.gongkai.{status}.1", status, "m", 9, query)
        for status in ("warn", "pass", "fail")
    ]
    with duckdb.connect() as con:
        [told] = failures(results, con)
    assert told.splitlines() == [
        "检验 fail 未通过，有 9 行不符：",
        *(f"  n={n}，reason=空" for n in range(3)),
    ]


def test_a_loss_is_refused_until_it_is_accepted(
    copy: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in list((copy.raw / "2020").iterdir()) + list((copy.raw / "2021").iterdir()):
        path.unlink()
    while sum(path.is_file() for path in copy.raw.rglob("*.txt")) > 2:
        max(copy.raw.rglob("*.txt")).unlink()
    assert build(copy) == 1
    told = capsys.readouterr().err
    assert "【数据量】raw.documents：上一次发布时有 5 行" in told
    assert "--accept-loss" in told
    assert build(copy, "--accept-loss") == 0
    assert "消失" in capsys.readouterr().out


def test_a_damaged_database_of_the_build_is_begun_anew(
    copy: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(copy.published)
    copy.work.write_bytes(copy.work.read_bytes()[:50_000] + b"\xff" * 9_000)
    assert build(copy, "--force") == 0
    assert "已损坏" in capsys.readouterr().out
    assert contents(copy.published) == before


def test_whole_builds_killed_at_any_moment_are_made_up_by_the_next(copy: Settings) -> None:
    before, record = contents(copy.published), published_build(copy.published)
    assert record is not None
    chance = random.Random(8)
    command = [sys.executable, "-m", "orchestration.cli", "build", "--force"]
    command += ["--raw", str(copy.raw), "--home", str(copy.home)]
    for _ in range(KILLS):
        process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(1, 25))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert contents(copy.published) == before
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert contents(copy.published) == before
    after = published_build(copy.published)
    assert after is not None
    assert after.build_no > record.build_no
    assert after.figures_changed == after.reports_added == after.reports_gone == 0
