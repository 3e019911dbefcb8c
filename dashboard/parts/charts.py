"""Charts, drawn by altair on the page itself. A blank is written as 空白, never drawn as zero."""

from __future__ import annotations

from typing import TypeAlias

import altair as alt
import polars as pl

Chart: TypeAlias = alt.LayerChart | alt.FacetChart

BLUE = "#1f5fa8"
GREY = "#66727f"
INK = "#1f2933"
# After Okabe and Ito (2008), the darker of each pair first.
PALETTE = (
    "#1f5fa8", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8a8f98", "#b8a400",
    "#5b4a9c", "#7a4b2a",
)  # fmt: skip
LEGEND_COLUMNS = 4
FONT = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, sans-serif"


def finish(chart: Chart, height: int) -> Chart:
    """A chart in the house's type and colours, so high (pixels)."""
    finished: Chart = (
        chart.properties(height=height)
        .configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=13, titleFontSize=12, labelColor=INK)
    )
    return finished


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
    words = valid.mark_text(dy=-14, fontSize=13, color=INK).encode(y=y, text="text:N")
    missing = (
        base.transform_filter("!isValid(datum.value)")
        .mark_text(fontSize=12, color=GREY, fontStyle="italic", baseline="bottom")
        .encode(y=alt.value(alt.ExprRef("height - 10")), text="text:N")
    )
    return finish(alt.layer(line, points, words, missing), 240)


def ranked_bars(rows: pl.DataFrame, title: str) -> Chart:
    """Horizontal bars in the order given, each with its figure written at its end.

    `rows`: label, value (null where there is none), text (what is written), note (on hover).
    """
    base = alt.Chart(rows).encode(
        y=alt.Y(
            "label:N",
            sort=rows["label"].to_list(),
            title=None,
            axis=alt.Axis(labelLimit=200, ticks=False),
        ),
        tooltip=[
            alt.Tooltip("label:N", title="名称"),
            alt.Tooltip("text:N", title=title),
            alt.Tooltip("note:N", title="口径"),
        ],
    )
    x = alt.X("value:Q", title=None, axis=None, scale=alt.Scale(zero=True))
    valid = base.transform_filter("isValid(datum.value)")
    bars = valid.mark_bar(color=BLUE, height=16).encode(x=x)
    words = valid.mark_text(align="left", dx=6, fontSize=13, color=INK).encode(x=x, text="text:N")
    blanks = (
        base.transform_filter("!isValid(datum.value)")
        .mark_text(align="left", dx=6, fontSize=13, color=GREY, fontStyle="italic")
        .encode(x=alt.value(0), text="text:N")
    )
    return finish(alt.layer(bars, words, blanks), 26 * rows.height + 20)


def stacked_bars(rows: pl.DataFrame, bar: str, part: str, title: str) -> Chart:
    """Horizontal bars of parts, told apart by colour and by their order.

    `rows`: label (the bar), part, value (null or left out where there is none), text; `bar` and
    `part` say on hover what those are. Bars and parts stand in the order of their first row.
    """
    labels = rows["label"].unique(maintain_order=True).to_list()
    parts = rows["part"].unique(maintain_order=True).to_list()
    chart = (
        alt.Chart(rows.with_columns(order=pl.col("part").replace_strict(_places(parts))))
        .transform_filter("isValid(datum.value)")
        .mark_bar(height=18, stroke="#ffffff", strokeWidth=1)
        .encode(
            y=alt.Y(
                "label:N",
                sort=labels,
                title=None,
                axis=alt.Axis(labelLimit=200, ticks=False, labelOverlap=False),
            ),
            x=alt.X("value:Q", title=title, axis=alt.Axis(grid=True, labelExpr=COUNT_AXIS)),
            color=alt.Color(
                "part:N",
                title=None,
                sort=parts,
                scale=alt.Scale(domain=parts, range=colours(len(parts))),
                legend=alt.Legend(orient="top", labelLimit=200, columns=LEGEND_COLUMNS),
            ),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("label:N", title=bar),
                alt.Tooltip("part:N", title=part),
                alt.Tooltip("text:N", title=title),
            ],
        )
    )
    # The legend and the axis stand within the height.
    legend_rows = -(-len(parts) // LEGEND_COLUMNS)
    return finish(alt.layer(chart), 30 * len(labels) + 24 * legend_rows + 80)


def _places(names: list[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


# How the axis of values is written, by unit: what stands in the warehouse is yuan and fractions.
AXES = {
    "%": "format(datum.value, '.0%')",
    "元": "abs(datum.value) >= 1e8 ? format(datum.value / 1e8, ',') + ' 亿元'"
    " : format(datum.value / 1e4, ',') + ' 万元'",
}
COUNT_AXIS = "abs(datum.value) >= 1e4 ? format(datum.value / 1e4, ',') + ' 万'" + (
    " : format(datum.value, ',')"
)


def series(rows: pl.DataFrame, title: str, unit: str, *, height: int = 280) -> Chart:
    """Several lines over the years, each with a colour, a dash and a shape of its own.

    `rows`: year (text), series, value (null where there is none), text, note, complete (a hollow
    point where not), run (a line joins only points of the same series and run).
    """
    names = rows["series"].unique(maintain_order=True).to_list()
    colour = alt.Color(
        "series:N",
        title=None,
        sort=names,
        scale=alt.Scale(domain=names, range=colours(len(names))),
        legend=alt.Legend(orient="top", labelLimit=240, columns=3) if len(names) > 1 else None,
    )
    base = (
        alt.Chart(rows)
        .transform_filter("isValid(datum.value)")
        .encode(
            x=alt.X(
                "year:O",
                title=None,
                sort=sorted(set(rows["year"])),
                axis=alt.Axis(labelAngle=0, ticks=False),
            ),
            y=alt.Y(
                "value:Q",
                title=None,
                scale=alt.Scale(zero=True),
                axis=alt.Axis(grid=True, labelExpr=AXES.get(unit, COUNT_AXIS)),
            ),
            color=colour,
            tooltip=[
                alt.Tooltip("year:O", title="年度"),
                alt.Tooltip("series:N", title="名称"),
                alt.Tooltip("text:N", title=title),
                alt.Tooltip("note:N", title="口径"),
            ],
        )
    )
    lines = base.mark_line(strokeWidth=2).encode(
        detail="run:O", strokeDash=alt.StrokeDash("series:N", sort=names, legend=None)
    )
    points = base.mark_point(size=70, strokeWidth=2, filled=True).encode(
        shape=alt.Shape("series:N", sort=names, legend=None),
        fillOpacity=alt.condition("datum.complete", alt.value(1), alt.value(0)),
    )
    return finish(alt.layer(lines, points), height)


def matrix(rows: pl.DataFrame, title: str) -> Chart:
    """A grid of shares, the darker the larger, each with its figure written in it.

    `rows`: label (the line), part (the column), share (of the line; null where there is none),
    text (what is written), note (on hover). Lines and columns stand in the order of their first
    row.
    """
    labels = rows["label"].unique(maintain_order=True).to_list()
    parts = rows["part"].unique(maintain_order=True).to_list()
    base = alt.Chart(rows).encode(
        x=alt.X(
            "part:N",
            sort=parts,
            title=None,
            axis=alt.Axis(orient="top", labelAngle=0, labelLimit=110, ticks=False, domain=False),
        ),
        y=alt.Y(
            "label:N",
            sort=labels,
            title=None,
            axis=alt.Axis(labelLimit=200, ticks=False, domain=False),
        ),
        tooltip=[
            alt.Tooltip("label:N", title="地区"),
            alt.Tooltip("part:N", title=title),
            alt.Tooltip("text:N", title="件数"),
            alt.Tooltip("note:N", title="占比"),
        ],
    )
    shade = alt.Color(
        "share:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=["#eef4fb", BLUE])
    )
    cells = base.mark_rect(stroke="#ffffff", strokeWidth=2).encode(
        color=alt.condition("isValid(datum.share)", shade, alt.value("#f3f4f6"))
    )
    ink = alt.condition("datum.share > 0.55", alt.value("#ffffff"), alt.value(INK))
    words = base.mark_text(fontSize=12).encode(text="text:N", color=ink)
    return finish(alt.layer(cells, words), 30 * len(labels) + 40)


def colours(count: int) -> list[str]:
    """So many colours that the colour-blind and a grey printer tell apart best, in fixed order."""
    return [PALETTE[place % len(PALETTE)] for place in range(count)]
