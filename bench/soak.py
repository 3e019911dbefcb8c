"""A soak: many builds over a folder that changes at random, each held against one from nothing.

After each round everything that is read and computed is compared, table by table, and every few
rounds what whole builds publish.
"""

from __future__ import annotations

import csv
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb

from bench.direct import build_models
from bench.timing import show
from orchestration.cli import main
from orchestration.demo.province.write import write_province
from orchestration.ingest.load import ingest
from orchestration.progress import report, shown_by
from orchestration.publish.content import contents
from orchestration.settings import Settings

_AGENCIES, _YEARS, _SEED = 24, range(2019, 2023), 7
_CHANGES = (1, 1, 1, 2, 4, 12)
_SCHEMAS = ("raw", "reference", "intermediate", "marts")
_WHOLE = 10  # every so many rounds the published files are compared
_SOAK = "soak"

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
        for _ in range(rng.choice(_CHANGES)):
            _change(rng, files, source, kept.raw)
        if ledgers.is_dir() and number > 1:
            _change_ledgers(rng, ledgers, kept)
        build = _published if number % whole == 0 else _computed
        fresh = Settings(kept.raw, folder / "fresh")
        differing = _differing(build(kept), build(fresh))
        shutil.rmtree(fresh.home)
        report(_SOAK, number, rounds)
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


def _change_ledgers(rng: random.Random, source: Path, kept: Settings) -> None:
    """Perhaps drop lines of a ledger, correct a figure, or give a verdict."""
    ledgers = kept.raw / "ledgers"
    match rng.choice(("none", "none", "drop", "correct", "judge")):
        case "drop":
            path = rng.choice(sorted(source.glob("*.csv")))
            head, *lines = path.read_text(encoding="utf-8-sig").splitlines()
            lines = [line for line in lines if rng.random() < 0.95]
            (ledgers / path.name).write_text("\n".join([head, *lines]), encoding="utf-8")
        case "correct":
            for agency, *place, text, value in _any(rng, kept, _FIGURES):
                line = [agency, *place, text, int(value) + 1, "核实", "张三", "2024-05-01"]
                _add(ledgers / "corrections.csv", _CORRECTIONS, line)
        case "judge":
            for (key,) in _any(
                rng, kept, "select finding_key from marts.fct_findings order by all"
            ):
                verdict = rng.choice(("属实", "已说明", "误报"))
                _add(ledgers / "reviews.csv", _REVIEWS, [key, verdict, "", "张三", "2024-05-02"])


_CORRECTIONS = ("agency", "year", "row", "column", "printed", "correct", "reason", "by", "date")
_REVIEWS = ("key", "verdict", "note", "by", "date")
_FIGURES = """
select agency, year, row_code, column_code, printed_text, value
from marts.fct_figures inner join marts.dim_agencies using (agency_id)
where mark = 'stated' and column_code <> 'amount_yuan'
order by all
"""


def _any(rng: random.Random, kept: Settings, query: str) -> list[tuple[Any, ...]]:
    """One row of what the last build holds, or none."""
    with duckdb.connect(str(kept.work), read_only=True) as con:
        rows = con.execute(query).fetchall()
    return [rng.choice(rows)] if rows else []


def _add(path: Path, head: Sequence[str], line: Sequence[object]) -> None:
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, line] if is_new else [line])


def _computed(settings: Settings) -> Tables:
    ingest(settings)
    build_models(settings)
    return contents(settings.work, _SCHEMAS)


def _published(settings: Settings) -> Tables:
    arguments = ["build", "--accept-loss", "--raw", str(settings.raw), "--home", str(settings.home)]
    with redirect_stdout(StringIO()):
        status = main(arguments)
    if status:
        raise RuntimeError(f"a build ended with status {status}")
    return contents(settings.published)


def _say(what: str, done: int, total: int) -> None:
    if what == _SOAK:
        print(f"round {done} of {total}", file=sys.stderr, flush=True)


def _differing(kept: Tables, fresh: Tables) -> tuple[str, ...]:
    return tuple(sorted(t for t in kept.keys() | fresh.keys() if kept.get(t) != fresh.get(t)))


def bench_soak(rounds: int) -> dict[str, Any]:
    """So many rounds over a small province; prints how many differed."""
    clock: Callable[[], float] = time.perf_counter
    with tempfile.TemporaryDirectory() as folder:
        province = Path(folder) / "province"
        write_province(province, _AGENCIES, _YEARS, _SEED)
        start = clock()
        with shown_by(_say):
            found = list(soak(province / "raw", Path(folder) / "soak", rounds, _SEED, _WHOLE))
        seconds = clock() - start
    rows = [("rounds", str(rounds)), ("differing", str(len(found))), ("seconds", f"{seconds:.0f}")]
    show("Soak", ("", ""), rows)
    for one in found:
        print(f"round {one.number}: {', '.join(one.tables)}")
    return {"rounds": rounds, "differing": len(found), "seconds": seconds}
