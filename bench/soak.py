"""A soak: many builds over a folder that changes at random, each held against one from nothing.

What is computed (marts) is made anew from what was read (raw) by every build, so that raw is
compared after each round, and the whole published file every few rounds.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from bench.timing import show
from orchestration.cli import main
from orchestration.demo.province.write import write_province
from orchestration.ingest.load import ingest
from orchestration.publish.content import contents
from orchestration.settings import Settings

_AGENCIES, _YEARS, _SEED = 24, range(2019, 2023), 7
_MOST_CHANGES = 12
_WHOLE = 10  # every so many rounds the published files are compared

Tables = dict[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A round after which the content is not that of a build from nothing."""

    number: int
    tables: tuple[str, ...]


def soak(source: Path, folder: Path, rounds: int, seed: int, whole: int) -> Iterator[Difference]:
    """Change, build and compare, so many rounds; yields whatever differs.

    Args:
        source: reports to draw from.
        folder: empty; raw/ and what is built of it are kept there.
        whole: every so many rounds the published files are compared too.
    """
    rng = random.Random(seed)
    kept = Settings(folder / "raw", folder / "kept")
    kept.raw.mkdir(parents=True)
    ledgers = source / "ledgers"
    if ledgers.is_dir():
        shutil.copytree(ledgers, kept.raw / "ledgers")
    files = sorted(
        path for path in source.rglob("*") if path.is_file() and ledgers not in path.parents
    )
    for number in range(1, rounds + 1):
        for _ in range(rng.randint(1, _MOST_CHANGES)):
            _change(rng, files, source, kept.raw)
        build = _published if number % whole == 0 else _read
        fresh = Settings(kept.raw, folder / "fresh")
        differing = _differing(build(kept), build(fresh))
        shutil.rmtree(fresh.home)
        if differing:
            yield Difference(number, differing)


def _change(rng: random.Random, files: list[Path], source: Path, raw: Path) -> None:
    """Add a report, put another's bytes in its place, cut it short, rename it, or take it away."""
    path = rng.choice(files)
    target = raw / path.relative_to(source)
    match rng.choice(("add", "add", "add", "swap", "cut", "rename", "remove")):
        case "add":
            _copy(path, target)
        case "swap":
            _copy(rng.choice(files), target)
        case "cut" if target.exists():
            target.write_bytes(target.read_bytes()[: rng.randint(0, target.stat().st_size)])
        case "rename" if target.exists():
            target.rename(target.with_name(f"{rng.randint(0, 99)}{target.name}"))
        case "remove":
            target.unlink(missing_ok=True)


def _copy(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)


def _read(settings: Settings) -> Tables:
    ingest(settings)
    return contents(settings.work, ("raw",))


def _published(settings: Settings) -> Tables:
    arguments = ["build", "--accept-loss", "--raw", str(settings.raw), "--home", str(settings.home)]
    with redirect_stdout(StringIO()):
        status = main(arguments)
    if status:
        raise RuntimeError(f"a build ended with status {status}")
    return contents(settings.published)


def _differing(kept: Tables, fresh: Tables) -> tuple[str, ...]:
    return tuple(sorted(t for t in kept.keys() | fresh.keys() if kept.get(t) != fresh.get(t)))


def bench_soak(rounds: int) -> dict[str, Any]:
    """So many rounds over a small province; prints how many differed."""
    clock: Callable[[], float] = time.perf_counter
    with tempfile.TemporaryDirectory() as folder:
        province = Path(folder) / "province"
        write_province(province, _AGENCIES, _YEARS, _SEED)
        start = clock()
        found = list(soak(province / "raw", Path(folder) / "soak", rounds, _SEED, _WHOLE))
        seconds = clock() - start
    rows = [("rounds", str(rounds)), ("differing", str(len(found))), ("seconds", f"{seconds:.0f}")]
    show("Soak", ("", ""), rows)
    for one in found:
        print(f"round {one.number}: {', '.join(one.tables)}")
    return {"rounds": rounds, "differing": len(found), "seconds": seconds}
