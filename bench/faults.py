"""What goes wrong around a build, at size: nothing is lost, and the next build is right.

Each fault befalls a home that has published. Until a build succeeds the file stays the last one;
after the fault, a build must end in what a build without faults makes of the same reports.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from bench.process import members
from bench.sizes import province_of
from bench.timing import show
from orchestration.ingest.scan import report_paths
from orchestration.publish.content import contents
from orchestration.settings import PROJECT, Settings

_SEED, _CORRUPTED, _KILLS, _WORKERS_KILLED = 11, 100, 3, 40
_MOST_SECONDS = 3600

Fault = Callable[[Settings], str]  # does it, and returns what the build said


@dataclass(frozen=True, slots=True)
class Outcome:
    """`kept`: the published file stayed as it was; `right`: so is what the next build makes."""

    fault: str
    said: str
    kept: bool
    right: bool
    seconds: float


def faults(raw: Path, folder: Path, names: Sequence[str] = ()) -> Iterator[Outcome]:
    """Let faults befall builds of the reports in `raw`, all or those named, one after another.

    Args:
        raw: reports; they are left as they are.
        folder: empty; copies of the reports and what is built of them are kept there.
    """
    plain = Settings(folder / "raw", folder / "plain")
    shutil.copytree(raw, plain.raw)
    _succeed(plain)
    expected = contents(plain.published)
    for name in names or FAULTS:
        start = time.perf_counter()
        settings = Settings(plain.raw, folder / name.replace(" ", "-"))
        shutil.copytree(plain.home, settings.home)
        said = FAULTS[name](settings).replace(str(settings.home), "home")
        kept = contents(settings.published) == expected
        _succeed(settings, "--force")  # nothing has changed since the last publication
        right = contents(settings.published) == expected
        shutil.rmtree(settings.home)
        yield Outcome(name, said, kept, right, time.perf_counter() - start)


def workers(build: int) -> list[int]:
    """The processes of a build that read: they are started by its fork server."""
    return [pid for pid, parent in members(build) if build not in (pid, parent)]


def _start(settings: Settings, *options: str, most_bytes: int = 0) -> subprocess.Popen[str]:
    """A build in a session of its own; no file of it may grow beyond `most_bytes`, if given."""
    command = [sys.executable, "-m", "orchestration.cli", "build", "--raw", str(settings.raw)]

    def limited() -> None:
        if most_bytes:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    return subprocess.Popen(
        [*command, "--home", str(settings.home), *options], cwd=PROJECT, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, preexec_fn=limited,
    )  # fmt: skip


def _end(build: subprocess.Popen[str]) -> str:
    """Await a build; what it says went wrong, or else how many documents it has."""
    said, _ = build.communicate(timeout=_MOST_SECONDS)
    _, is_error, error = said.partition("gongkai:")
    if is_error:
        return " ".join(error.split())
    return next((line for line in said.splitlines() if line.startswith("文件 ")), said)


def _succeed(settings: Settings, *options: str) -> str:
    build = _start(settings, *options)
    said = _end(build)
    if build.returncode:
        raise RuntimeError(f"a plain build failed: {said}")
    return said


def _fail(build: subprocess.Popen[str]) -> str:
    said = _end(build)
    if not build.returncode:
        raise RuntimeError(f"the fault did not befall a build: {said}")
    return said


def _kill_workers(settings: Settings) -> str:
    """Kill a process that reads, again and again, while everything is read anew."""
    settings.work.unlink()
    build = _start(settings, "--force")
    killed = 0
    while build.poll() is None and killed < _WORKERS_KILLED:
        for pid in workers(build.pid)[-1:]:
            os.kill(pid, signal.SIGKILL)
            killed += 1
        time.sleep(0.5)
    said = _end(build)
    if build.returncode or not killed:
        raise RuntimeError(f"{killed} workers killed: {said}")
    return f"{killed} killed; {said}"


def _kill_builds(settings: Settings) -> str:
    """Kill whole builds at any moment."""
    chance = random.Random(_SEED)
    for _ in range(_KILLS):
        build = _start(settings, "--force")
        time.sleep(chance.uniform(2, 30))
        os.killpg(build.pid, signal.SIGKILL)
        build.communicate()
    return f"{_KILLS} killed"


def _build_twice(settings: Settings) -> str:
    """Start two builds at once: one builds, the other says that it does."""
    builds = [_start(settings, "--force") for _ in range(2)]
    said = [_end(build) for build in builds]
    if sorted(build.returncode for build in builds) != [0, 1]:
        raise RuntimeError(f"two builds at once: {said}")
    return next(line for line, build in zip(said, builds, strict=True) if build.returncode)


def _take_raw_away(settings: Settings) -> str:
    """Take the folder of reports away while they are read."""
    settings.work.unlink()
    away = settings.raw.with_name("away")
    build = _start(settings, "--force")
    while build.poll() is None and not any(Path(str(settings.handover)).rglob("*.parquet")):
        time.sleep(0.05)
    settings.raw.rename(away)
    try:
        return _fail(build)
    finally:
        away.rename(settings.raw)


def _fill_disk(settings: Settings) -> str:
    """Let no file grow beyond half of what is published."""
    most = settings.published.stat().st_size // 2
    return _fail(_start(settings, "--force", most_bytes=most))


def _corrupt_documents(settings: Settings) -> str:
    """Corrupt some documents: whatever becomes of them, the others read as before."""
    own = Settings(settings.home / "raw", settings.home)
    shutil.copytree(settings.raw, own.raw)
    chance = random.Random(_SEED)
    paths = sorted(report_paths(own.raw))
    spoiled = chance.sample(paths, min(_CORRUPTED, len(paths) // 2))
    for path in spoiled:
        data = bytearray(path.read_bytes()[: chance.randint(1, 4000)])
        for _ in range(20):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
    names = {path.relative_to(own.raw).as_posix() for path in spoiled}
    before = _cells(settings.work)
    published = settings.published.with_suffix(".before")
    shutil.copyfile(settings.published, published)
    said = _succeed(own, "--accept-loss")
    shutil.move(published, settings.published)
    after = _cells(settings.work)
    if any(after[path] != before[path] for path in before.keys() - names):
        raise RuntimeError("a corrupted document changed others")
    return said


def _cells(work: Path) -> dict[str, tuple[str, int]]:
    """Of each document how it was read, and a hash of its cells."""
    query = """
        select path, any_value(status), coalesce(sum(cast(hash(cells) as hugeint)), 0)
        from raw.documents left join raw.cells using (path) group by path
    """
    with duckdb.connect(str(work), read_only=True) as con:
        return {path: (status, cells) for path, status, cells in con.execute(query).fetchall()}


FAULTS: dict[str, Fault] = {
    "workers killed": _kill_workers,
    "builds killed": _kill_builds,
    "two builds at once": _build_twice,
    "raw taken away": _take_raw_away,
    "disk full": _fill_disk,
    "documents corrupted": _corrupt_documents,
}


def bench_faults(size: str, folder: Path | None) -> list[dict[str, Any]]:
    """All faults on the province of a size; prints what was said and whether all held."""
    with tempfile.TemporaryDirectory() as scratch:
        raw = province_of(size, folder or Path(scratch)) / "raw"
        found = []
        for one in faults(raw, Path(scratch) / "faults"):
            print(f"{one.fault}: {one.seconds:.0f} s", file=sys.stderr, flush=True)
            found.append(one)
    rows = [
        (one.fault, "yes" if one.kept and one.right else "NO", f"{one.seconds:.0f} s", one.said)
        for one in found
    ]
    show(f"Faults at {size}", ("fault", "nothing lost", "took", "said"), rows)
    return [asdict(one) for one in found]
