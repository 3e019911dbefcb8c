"""What the published file says of itself.

Each function returns a polars DataFrame whose columns are named in its docstring.
"""

from __future__ import annotations

import polars as pl

from dashboard.warehouse import query


def build() -> pl.DataFrame:
    """One row about the build: built_at, documents, read, …; and the `notice` to show, if any."""
    return query("select * from meta.build, marts.warehouse_notice")


def notice() -> str | None:
    """What every page and every file must say: that the figures are fictional; None where not."""
    frame = query("select notice from marts.warehouse_notice")
    return None if frame.is_empty() else frame.item(0, 0)
