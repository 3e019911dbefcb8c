"""A province written straight into the database several times over is built and published."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from bench import cells
from bench.cells import bench_cells


def test_a_province_written_twice_has_every_figure_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    sums: list[tuple[object, ...]] = []

    def look(published: Path) -> dict[str, float]:
        query = "select count(*), sum(value) from marts.fct_figures"
        with duckdb.connect(str(published), read_only=True) as con:
            sums.extend(con.execute(query).fetchall())
        return {}

    monkeypatch.setattr(cells, "_REPORTS", 300)
    monkeypatch.setattr(cells, "TIMES", {"once": 1, "twice": 2})
    monkeypatch.setattr(cells, "query_seconds", look)
    once, twice = bench_cells("once"), bench_cells("twice")
    assert twice["reports"] == 2 * once["reports"]
    assert twice["cells"] == 2 * once["cells"]
    [(count, total), (count_of_two, total_of_two)] = sums
    assert (count_of_two, total_of_two) == (2 * count, 2 * total)  # type: ignore[operator]
    assert set(twice["stages"]) >= {"dbt", "copy", "audit", "swap"}
