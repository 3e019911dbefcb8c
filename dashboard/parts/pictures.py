"""Charts with what belongs to them: their table, and the three files one can take away."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import polars as pl
import streamlit as st

from dashboard.parts import charts, downloads, tables
from dashboard.queries import builds

_FOLDER = Path(__file__).parent
_save_button = st.components.v2.component(
    "gongkai_picture",
    html='<button type="button"></button>',
    css=(_FOLDER / "picture.css").read_text(encoding="utf-8"),
    js=(_FOLDER / "picture.js").read_text(encoding="utf-8"),
)


def show(
    chart: charts.Chart,
    name: str,
    table: pl.DataFrame,
    *,
    shown: bool = False,
    numbers: Collection[str] = (),
) -> None:
    """Draw a chart, and below it its figures as CSV, Excel and the chart itself as PNG.

    `name` says what the chart shows, to screen readers too; `table` holds the figures behind it,
    headed by Chinese names. `shown` draws the table too, `numbers` aligned on the right.
    """
    key = f"chart-{downloads.slug(name)}"
    with st.container(key=key):
        st.vega_lite_chart(chart.rows, chart.spec, alt=name)
    if shown:
        tables.draw(table, name, numbers=numbers)
    with st.container(horizontal=True, gap="small", key=f"tools-{downloads.slug(name)}"):
        downloads.offer(name, lambda: table)
        _save_button(
            data={
                "container": key,
                "file": f"{downloads.marked(name)}.png",
                "caption": "　".join(filter(None, (name, builds.notice()))),
            },
            width="content",
        )
