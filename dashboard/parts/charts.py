"""Charts, drawn by altair on the page itself. A blank is written as 空白, never drawn as zero."""

from __future__ import annotations

from typing import TypeAlias

import altair as alt
import polars as pl

Chart: TypeAlias = alt.LayerChart | alt.FacetChart

BLUE = "#1f5fa8"
GREY = "#66727f"
FONT = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, sans-serif"


def _finish(chart: Chart, height: int) -> Chart:
    finished: Chart = (
        chart.properties(height=height)
        .configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=13, titleFontSize=12, labelColor="#1f2933")
    )
    return finished


def outcome_bars(groups: pl.DataFrame) -> Chart:
    """Horizontal bars, one an outcome group, in the form's order.

    `groups`: label, count (null where blank), text (written at the bar's end).
    """
    order = groups["label"].to_list()
    base = alt.Chart(groups).encode(
        y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelLimit=220, ticks=False))
    )
    x = alt.X("count:Q", title=None, axis=None)
    tooltip = [alt.Tooltip("label:N", title="办理结果"), alt.Tooltip("text:N", title="件数")]
    bars = (
        base.transform_filter("isValid(datum.count)")
        .mark_bar(color=BLUE, height=22)
        .encode(x=x, tooltip=tooltip)
    )
    words = (
        base.transform_filter("isValid(datum.count)")
        .mark_text(align="left", dx=6, fontSize=13, color="#1f2933")
        .encode(x=x, text="text:N")
    )
    blanks = (
        base.transform_filter("!isValid(datum.count)")
        .mark_text(align="left", dx=6, fontSize=13, color=GREY, fontStyle="italic")
        .encode(x=alt.value(0), text="text:N")
    )
    return _finish(alt.layer(bars, words, blanks), 44 * len(order) + 20)


def trend(years: pl.DataFrame, title: str) -> Chart:
    """One indicator over the years; hollow points where the set of reports is incomplete.

    `years`: year (text), value (null where there is none), text, note, complete, run (years that
    may be compared have the same: the line joins only them).
    """
    base = alt.Chart(years).encode(
        x=alt.X(
            "year:O",
            title=None,
            sort=years["year"].to_list(),
            axis=alt.Axis(labelAngle=0, ticks=False),
            scale=alt.Scale(paddingOuter=0.3),
        ),
        tooltip=[
            alt.Tooltip("year:O", title="年度"),
            alt.Tooltip("text:N", title=title),
            alt.Tooltip("note:N", title="口径"),
        ],
    )
    y = alt.Y(
        "value:Q", title=None, scale=alt.Scale(zero=True), axis=alt.Axis(labels=False, ticks=False)
    )
    fill = alt.condition("datum.complete", alt.value(BLUE), alt.value("#ffffff"))
    valid = base.transform_filter("isValid(datum.value)")
    line = valid.mark_line(color=BLUE, strokeWidth=2).encode(y=y, detail="run:O")
    points = valid.mark_point(size=80, strokeWidth=2, filled=True, stroke=BLUE).encode(
        y=y, fill=fill
    )
    words = valid.mark_text(dy=-14, fontSize=13, color="#1f2933").encode(y=y, text="text:N")
    missing = (
        base.transform_filter("!isValid(datum.value)")
        .mark_text(fontSize=12, color=GREY, fontStyle="italic", baseline="bottom")
        .encode(y=alt.value(alt.ExprRef("height - 10")), text="text:N")
    )
    return _finish(alt.layer(line, points, words, missing), 240)
