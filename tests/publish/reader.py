"""Run by test_killed.py: reads until told to stop, prints each build seen, fails at a mixture.

Several tables are read, each stamped with its build; all must tell the same one.
"""

import os
import select
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

STAMPS = (
    "select distinct code_version from meta.build",
    "select distinct format from raw.documents",
    "select distinct format from marts.fct_raw_files",
    "select distinct note from marts.fct_figures",
    "select arg_max(code_version, build_no) from meta.builds",
)
PAUSE = 0.1  # seconds between two looks, so that twenty readers leave the build a core
COUNTS = """
select row_count - (select count(*) from marts.fct_figures)
from meta.build_rows join meta.build using (build_no) where table_name = 'fct_figures'
"""
Ask = Callable[[str], list[tuple[Any, ...]]]


def look(ask: Ask) -> str:
    """The one build that every table tells."""
    stamps = {value for query in STAMPS for (value,) in ask(query)}
    assert len(stamps) == 1, stamps
    assert ask(COUNTS) == [(0,)]
    return str(stamps.pop())


def by_connecting(path: Path) -> str:
    with duckdb.connect(str(path), read_only=True) as con:
        return look(lambda query: con.execute(query).fetchall())


def by_attaching(path: Path) -> str:
    with duckdb.connect() as con:
        con.execute(f"attach '{path}' as warehouse (read_only)")
        con.execute("use warehouse")
        return look(lambda query: con.execute(query).fetchall())


def as_the_dashboard(path: Path) -> str:
    from dashboard import warehouse

    warehouse.st.session_state = state = {}  # type: ignore[assignment]
    while True:
        state.clear()
        warehouse.pin_identity()
        try:
            return look(lambda query: warehouse.query(query).rows())
        except warehouse.ReplacedError:  # a page is then drawn again
            continue


def main(way: str, home: str) -> None:
    os.environ["GONGKAI_HOME"] = home
    ways = {"connect": by_connecting, "attach": by_attaching, "dashboard": as_the_dashboard}
    path = Path(home) / "gongkai.duckdb"
    ways[way](path)
    print("ready", flush=True)
    seen = set()
    while not select.select([sys.stdin], [], [], PAUSE)[0]:
        seen.add(ways[way](path))
    print(*sorted(seen))


if __name__ == "__main__":
    main(*sys.argv[1:])
