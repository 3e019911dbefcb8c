"""What goes wrong around a build: nothing is lost, and the next build is right."""

from __future__ import annotations

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

from bench.faults import workers
from orchestration.demo.province.write import write_province
from orchestration.ingest.handover import Handover
from orchestration.ingest.load import ingest
from orchestration.ingest.scan import reader_version, report_paths
from orchestration.ingest.spread import list_raw
from orchestration.publish.content import contents
from orchestration.settings import PROJECT, Settings

_READ = "import sys; from orchestration.ingest.load import ingest;\
from orchestration.settings import Settings; from pathlib import Path;\
ingest(Settings(Path(sys.argv[1]), Path(sys.argv[2])))"
_SHARE = "import sys; from orchestration.ingest.spread import read_share;\
from orchestration.settings import Settings; from pathlib import Path;\
read_share(Settings(Path(sys.argv[1]), Path(sys.argv[2])), sys.argv[3])"
CORRUPTED = 100


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("province")
    write_province(folder, 40, range(2019, 2023), 9)
    return folder / "raw"


@pytest.fixture(scope="module")
def plain(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Schema raw as one undisturbed reading has it."""
    return read(Settings(raw, tmp_path_factory.mktemp("plain")))


def read(settings: Settings) -> dict[str, str]:
    ingest(settings)
    return contents(settings.work, ("raw",))


def start(code: str, settings: Settings, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", code, str(settings.raw), str(settings.home), *arguments]
    return subprocess.Popen(command, cwd=PROJECT, start_new_session=True)


@pytest.mark.parametrize("kills", [1, 6])
def test_workers_killed_from_outside_cost_no_document(
    raw: Path, plain: dict[str, str], tmp_path: Path, kills: int
) -> None:
    settings = Settings(raw, tmp_path)
    reading = start(_READ, settings)
    killed = 0
    while reading.poll() is None and killed < kills:
        for pid in workers(reading.pid)[-1:]:
            os.kill(pid, signal.SIGKILL)
            killed += 1
        time.sleep(0.3)
    assert reading.wait(timeout=300) == 0
    assert killed
    assert contents(settings.work, ("raw",)) == plain


def test_a_reader_of_a_share_killed_at_any_moment_is_made_up(
    raw: Path, plain: dict[str, str], tmp_path: Path
) -> None:
    settings = Settings(raw, tmp_path)
    list_raw(settings)
    chance = random.Random(4)
    for share in "0123":
        reader = start(_SHARE, settings, share)
        time.sleep(chance.uniform(0.2, 2.5))
        os.killpg(reader.pid, signal.SIGKILL)
        reader.wait()
    assert read(settings) == plain
    assert not list(Handover(settings.handover, reader_version()).parts())


def test_a_hundred_corrupted_documents_cost_only_themselves(raw: Path, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "raw", tmp_path / "home")
    shutil.copytree(raw, settings.raw)
    ingest(settings)
    before = dict(_documents(settings))
    chance = random.Random(5)
    corrupted = chance.sample(sorted(report_paths(settings.raw)), CORRUPTED)
    for path in corrupted:
        data = bytearray(path.read_bytes()[: chance.randint(1, 4000)])
        for _ in range(20):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
    names = {path.relative_to(settings.raw).as_posix() for path in corrupted}
    done = ingest(settings)
    assert (done.read, done.gone) == (CORRUPTED, 0)
    after = dict(_documents(settings))
    assert after.keys() == before.keys()
    assert {path for path in after if after[path] != before[path]} <= names
    assert all(status == "read" or reason for status, reason, _ in after.values())
    shutil.copytree(raw, settings.raw, dirs_exist_ok=True)
    ingest(settings)
    assert dict(_documents(settings)) == before


def _documents(settings: Settings) -> list[tuple[str, tuple[str, str, int]]]:
    """Of each document how it was read, and a hash over its cells."""
    query = """
        select path, status, reason, coalesce(sum(hash(cells)::hugeint), 0)
        from raw.documents left join raw.cells using (path) group by all
    """
    with duckdb.connect(str(settings.work), read_only=True) as con:
        rows = con.execute(query).fetchall()
    return [(path, (status, reason, cells)) for path, status, reason, cells in rows]
