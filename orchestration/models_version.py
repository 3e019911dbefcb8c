"""Which models, and over which reader's figures, the tables of the build's database are made by.

Only tables made by the same ones can be brought up to date year by year; others are made anew.
"""

from __future__ import annotations

import duckdb

from orchestration.dbt import project_version
from orchestration.ingest.scan import reader_version
from orchestration.settings import Settings


def is_made_by_these_models(settings: Settings) -> bool:
    """Whether the last run of all models that passed every test was of these very ones."""
    try:
        with duckdb.connect(str(settings.work), read_only=True) as con:
            return con.execute("select version from state.models").fetchall() == [(_version(),)]
    except (duckdb.CatalogException, duckdb.IOException):  # nothing is built yet
        return False


def remember_models(settings: Settings) -> None:
    """Note that all models were run and passed every test: the next run tests what is new only."""
    with duckdb.connect(str(settings.work)) as con:
        con.begin()
        con.execute("update state.years_built set is_tested = true where not is_tested")
        con.execute("delete from state.untested_documents")
        con.execute("create or replace table state.models (version varchar)")
        con.execute("insert into state.models values (?)", [_version()])
        con.commit()


def _version() -> str:
    # fingerprints are hashes of DuckDB's, which another version may compute otherwise
    return f"{project_version()} {reader_version()} {duckdb.__version__}"
