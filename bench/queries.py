"""How long the README's queries take on a published file."""

from __future__ import annotations

import re
import time
from pathlib import Path

import duckdb

from orchestration.settings import PROJECT

_SQL = re.compile(r"```sql\n(.*?)```", re.DOTALL)
_COUNTED = 10


def query_seconds(published: Path) -> dict[str, float]:
    """Seconds of each of the README's first ten queries, by number: the whole result is fetched.

    Each is asked twice and the second time counts, as an analyst asks more than once.
    """
    queries = _SQL.findall((PROJECT / "README.md").read_text(encoding="utf-8"))[:_COUNTED]
    with duckdb.connect(str(published), read_only=True) as con:
        return {str(number): _seconds(con, query) for number, query in enumerate(queries, 1)}


def _seconds(con: duckdb.DuckDBPyConnection, query: str) -> float:
    for _ in range(2):
        start = time.perf_counter()
        con.sql(query).arrow()
        taken = time.perf_counter() - start
    return taken
