"""Killed at random moments, out of disk, read while it is replaced: the file is the old or the new.

`GONGKAI_KILLS=100 GONGKAI_PUBLICATIONS=20` kills and replaces as often as a proof needs; by default
a few times. Whole builds are killed in tests/pipeline.
"""

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration.publish.content import contents
from orchestration.publish.publish import publish, published_build
from orchestration.settings import PROJECT, Settings
from tests.publish.conftest import Change

KILLS = int(os.environ.get("GONGKAI_KILLS", "15"))
PUBLICATIONS = int(os.environ.get("GONGKAI_PUBLICATIONS", "6"))
READERS = 20
HERE = Path(__file__).parent


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    """A process of its own that runs one of the scripts beside this file."""
    return subprocess.Popen(
        [sys.executable, str(HERE / script), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
    )


@pytest.fixture
def builder(copy: Settings) -> Iterator[subprocess.Popen[str]]:
    """Reads and publishes when told to, and is killed as soon as told to; see killed_build.py."""
    process = start("killed_build.py", copy.raw, copy.home)
    yield process
    process.kill()
    process.communicate()


def run(builder: subprocess.Popen[str], version: str, seconds: float) -> str:
    """`done` or `killed`: one build of this version, killed after so many seconds."""
    assert builder.stdin is not None
    assert builder.stdout is not None
    builder.stdin.write(f"{version} {seconds}\n")
    builder.stdin.flush()
    answer = builder.stdout.readline().strip()
    assert answer in ("done", "killed"), answer or builder.communicate()[1]
    return answer


@pytest.mark.parametrize("version", ["v{}", "v"], ids=["copied anew", "brought up to date"])
def test_killed_at_any_moment_the_file_is_the_old_or_the_new(
    copy: Settings, builder: subprocess.Popen[str], version: str
) -> None:
    run(builder, version.format(0), 600)
    started = time.monotonic()
    run(builder, version.format(1), 600)
    longest = (time.monotonic() - started) * 1.1
    good, good_no = contents(copy.published), 2
    chance = random.Random(4)
    outcomes = []
    for number in range(1, KILLS + 1):
        outcomes.append(run(builder, version.format(number), chance.uniform(0, longest)))
        record = published_build(copy.published)
        assert record is not None
        is_new = record.build_no == good_no + 1
        assert is_new or record.build_no == good_no
        assert not is_new or record.code_version == version.format(number)
        assert is_new or outcomes[-1] == "killed"
        good_no = record.build_no
        assert contents(copy.published) == good
        with duckdb.connect() as con:
            con.execute(f"attach '{copy.published}' as f (read_only)")
            query = "select count(*), max(build_no), count(distinct build_no) from f.meta.builds"
            assert con.execute(query).fetchall() == [(good_no,) * 3]
    assert outcomes.count("killed") > KILLS / 2
    assert run(builder, "last", 600) == "done"
    assert contents(copy.published) == good
    left = {path.name for path in copy.home.iterdir()}
    kept = {"gongkai.duckdb", "work.duckdb", "handover", "build.lock", "hashes.parquet"}
    assert kept <= left <= {*kept, "hashes.new"}


def test_what_a_killed_build_left_is_no_hindrance(copy: Settings) -> None:
    publish(copy, "v1", "first")
    for name in ("gongkai.new", "gongkai.new.wal", "gongkai.duckdb.wal"):
        (copy.home / name).write_bytes(b"half a file" * 999)
    (copy.home / "gongkai.new.tmp").mkdir()
    shutil.copy(copy.published, copy.home / "sound.duckdb")
    (copy.home / "gongkai.duckdb.wal").unlink()  # of a reader who wrote: see the next test
    assert publish(copy, "v2", "second").build_no == 2
    assert not list(copy.home.glob("gongkai.new*"))


def test_a_log_beside_the_old_file_is_not_poured_into_the_new(copy: Settings) -> None:
    publish(copy, "v1", "first")
    script = """
import duckdb, os, sys
con = duckdb.connect(sys.argv[1])
con.execute("set checkpoint_threshold = '1GB'")
con.execute("create table mine as select 1 as x")
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", script, str(copy.published)], check=True)
    assert Path(f"{copy.published}.wal").exists()
    publish(copy, "v2", "second")
    assert not Path(f"{copy.published}.wal").exists()
    record = published_build(copy.published)
    assert record is not None
    assert record.code_version == "v2"


@pytest.mark.parametrize("megabytes", [0, 1, 3, 6])
def test_a_full_disk_is_one_message_and_the_old_file_stays(copy: Settings, megabytes: int) -> None:
    publish(copy, "v1", "first")
    before = copy.published.read_bytes()
    process = start("full_disk.py", copy.raw, copy.home, megabytes * 1024 * 1024)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 1, out + err
    assert re.fullmatch(r"gongkai: 磁盘空间不足，[^\n]*\n", err)
    assert copy.published.read_bytes() == before
    assert not list(copy.home.glob("gongkai.new*"))
    assert publish(copy, "v2", "second").build_no == 2


@pytest.mark.parametrize("way", ["connect", "attach", "dashboard"])
def test_readers_see_one_build_whole_while_builds_are_published(
    copy: Settings, change: Change, way: str
) -> None:
    def stamped(number: int) -> None:
        change(
            f"update raw.documents set format = 'v{number}'",
            f"update marts.fct_raw_files set format = 'v{number}'",
            f"update marts.fct_figures set note = 'v{number}'",
        )
        publish(copy, f"v{number}", "x")

    stamped(0)
    share = READERS // 3 + (way == "dashboard") * (READERS % 3)
    readers = [start("reader.py", way, copy.home) for _ in range(share)]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n", reader.communicate()[1]
    for number in range(1, PUBLICATIONS + 1):
        stamped(number)
    seen = set()
    for reader in readers:
        out, err = reader.communicate("stop\n", timeout=300)
        assert reader.returncode == 0, err
        seen |= set(out.split())
    assert len(seen) > PUBLICATIONS / 2
