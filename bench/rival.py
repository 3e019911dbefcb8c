"""This reader beside what one would otherwise write, over the same web pages of a province.

Counted are the figures that the pages print: right, wrong (another number than printed, or one
where nothing is printed, without a word of it), and missing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from bench.by_hand import ByHand, Figures
from bench.timing import show
from orchestration.reading.report import read

_PAGES = 400
Truth = Mapping[tuple[str, str], Decimal | None]


@dataclass(frozen=True, slots=True)
class Score:
    """Pages a second on one core, and counts of figures."""

    pages_a_second: float
    right: int
    wrong: int
    missing: int


def score(found: Figures, truth: Truth) -> tuple[int, int, int]:
    """Right, wrong and missing figures of one page; a blank cell counts only where one has a number
    for it."""
    printed = {key: value for key, value in truth.items() if value is not None}
    right = sum(found.get(key) == value for key, value in printed.items())
    missing = sum(key not in found for key in printed)
    invented = sum(truth[key] is None for key in found.keys() & truth.keys())
    return right, len(printed) - right - missing + invented, missing


def ours(data: bytes) -> Figures:
    """The figures that this reader has, those that it marks as inferred among them."""
    cells = read(data, "page.html").cells
    return {(c.row, c.column): c.value for c in cells if c.value is not None}


def pages(province: Path, most: int) -> list[tuple[bytes, Truth]]:
    """Web pages of the forms of 2019 and 2021 that have their tables themselves, and what they
    print: figures by row and column, None for a blank cell."""
    documents = pl.read_parquet(province / "truth" / "documents.parquet")
    attached = documents.filter(pl.col("role") == "attachment").select("agency", "year")
    own = documents.filter(
        (pl.col("role") == "report")
        & pl.col("path").str.ends_with(".html")
        & pl.col("form").is_in(["2019", "2021"])
    ).join(attached, on=["agency", "year"], how="anti")
    chosen = own.sort("path").gather_every(max(1, own.height // most)).head(most)
    years = chosen["year"].unique().to_list()
    figures = pl.concat(
        [pl.read_parquet(province / "truth" / f"figures-{year}.parquet") for year in years]
    )
    of: dict[tuple[str, int], dict[tuple[str, str], Decimal | None]] = {}
    for row in figures.iter_rows(named=True):
        cells = of.setdefault((row["agency"], row["year"]), {})
        cells[row["row"], row["column"]] = row["value"]
    return [
        ((province / "raw" / row["path"]).read_bytes(), of[row["agency"], row["year"]])
        for row in chosen.iter_rows(named=True)
    ]


def measure(reader: Callable[[bytes], Figures], found: Iterable[tuple[bytes, Truth]]) -> Score:
    """Read every page and count."""
    given = list(found)
    reader(given[0][0])  # what is loaded once is no part of it
    start = time.process_time()
    told = [reader(data) for data, _ in given]
    seconds = time.process_time() - start
    counts = [score(figures, truth) for figures, (_, truth) in zip(told, given, strict=True)]
    right, wrong, missing = (sum(column) for column in zip(*counts, strict=True))
    return Score(len(given) / seconds, right, wrong, missing)


def bench_rival(province: Path) -> dict[str, Any]:
    """Both readers over the same pages, printed and returned."""
    given = pages(province, _PAGES)
    scores = {"gongkai": measure(ours, given), "pandas.read_html": measure(ByHand().read, given)}
    rows = []
    for name, own in scores.items():
        count = own.right + own.wrong + own.missing
        shares = (f"{own.right / count:.2%}", f"{own.wrong:,}", f"{own.missing / count:.2%}")
        rows.append((name, f"{own.pages_a_second:.0f}", *shares))
    heads = ("", "pages/s", "right", "wrong figures", "missing")
    show(f"{len(given)} web pages, on one core", heads, rows)
    return {name: asdict(own) for name, own in scores.items()}
