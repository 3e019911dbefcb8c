"""Charts as Vega-Lite, which the page draws itself. A blank is written, never drawn as zero.

A chart is its rows and a specification; see https://vega.github.io/vega-lite/docs/. Values are
positions on the page: what is written beside them, and in the table below, is exact.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import polars as pl

Spec = dict[str, Any]

BLUE = "#1f5fa8"
GREY = "#66727f"
INK = "#1f2933"
# After Okabe and Ito (2008), the darker of each pair first.
PALETTE = (
    "#1f5fa8", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8a8f98", "#b8a400",
    "#5b4a9c", "#7a4b2a",
)  # fmt: skip
NARROW = 420  # pixels of a plot on a telephone
LEGEND_COLUMNS = {"expr": f"width < {NARROW} ? 2 : 4"}
LETTER_WIDTH, LEAST_BAR = 9, 60  # pixels: a letter of a bar's figure; the longest bar at least
FONT = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, sans-serif"
_CONFIG: Spec = {
    "font": FONT,
    "view": {"stroke": None},
    "axis": {"labelFontSize": 13, "titleFontSize": 12, "labelColor": INK},
    "legend": {"labelFontSize": 13, "labelColor": INK},
}
_VALID = {"filter": "isValid(datum.value)"}
_BLANK = {"filter": "!isValid(datum.value)"}

# How the axis of values is written, by unit: what stands in the warehouse is yuan and fractions.
AXES = {
    "%": "format(datum.value, '.0%')",
    "元": "abs(datum.value) >= 1e8 ? format(datum.value / 1e8, ',') + ' 亿元'"
    " : format(datum.value / 1e4, ',') + ' 万元'",
}
COUNT_AXIS = (
    "abs(datum.value) >= 1e4 ? format(datum.value / 1e4, ',') + ' 万' : format(datum.value, ',')"
)


class Chart(NamedTuple):
    """A chart: the rows that it draws (None where the specification has them) and how."""

    rows: pl.DataFrame | None
    spec: Spec


def finish(rows: pl.DataFrame | None, spec: Spec, height: int) -> Chart:
    """A chart in the house's type, its plot so high (pixels), as wide as there is room."""
    return Chart(
        rows,
        {
            "height": height,
            "autosize": {"type": "fit-x", "contains": "padding"},
            "config": _CONFIG,
            **spec,
        },
    )


def hover(**names: str) -> list[Spec]:
    """What is told on hover: field=heading."""
    return [{"field": field, "type": "nominal", "title": title} for field, title in names.items()]


def labels(order: list[str], field: str = "label") -> Spec:
    """The names down the left side, in an order."""
    axis = {"labelLimit": 200, "ticks": False, "domain": False, "labelOverlap": False}
    return {"field": field, "type": "nominal", "sort": order, "title": None, "axis": axis}


def years(order: list[str]) -> Spec:
    """The years along the bottom."""
    axis = {"labelAngle": 0, "ticks": False}
    return {"field": "year", "type": "ordinal", "sort": order, "title": None, "axis": axis}


def trend(rows: pl.DataFrame, title: str) -> Chart:
    """One indicator over the years; hollow points where the set of reports is incomplete.

    `rows`: year (text), value (null where there is none), text, note, complete, run (years that
    may be compared have the same: the line joins only them).
    """
    y = {
        "field": "value", "type": "quantitative", "title": None,
        "scale": {"zero": True}, "axis": {"labels": False, "ticks": False},
    }  # fmt: skip
    fill = {"condition": {"test": "datum.complete", "value": BLUE}, "value": "#ffffff"}
    x = years(rows["year"].to_list()) | {"scale": {"paddingOuter": 0.3}}
    # On a telephone only the last year's figure has room.
    last = f"width > {NARROW} || datum.year == '{rows['year'][-1]}'"
    shown = {"condition": {"test": last, "value": 1}, "value": 0}
    point = {"type": "point", "size": 80, "strokeWidth": 2, "filled": True, "stroke": BLUE}
    missing = {"type": "text", "fontSize": 12, "color": GREY, "fontStyle": "italic", "dy": -10}
    spec = {
        "encoding": {"x": x, "tooltip": hover(year="年度", text=title, note="口径")},
        "layer": [
            {
                "transform": [_VALID],
                "mark": {"type": "line", "color": BLUE, "strokeWidth": 2},
                "encoding": {"y": y, "detail": {"field": "run", "type": "ordinal"}},
            },
            {"transform": [_VALID], "mark": point, "encoding": {"y": y, "fill": fill}},
            {
                "transform": [_VALID],
                "mark": {"type": "text", "dy": -14, "fontSize": 13, "color": INK},
                "encoding": {"y": y, "text": {"field": "text"}, "opacity": shown},
            },
            {
                "transform": [_BLANK],
                "mark": missing,
                "encoding": {"y": {"value": {"expr": "height"}}, "text": {"field": "text"}},
            },
        ],
    }
    return finish(rows, spec, 200)


def ranked_bars(rows: pl.DataFrame, title: str) -> Chart:
    """Horizontal bars in the order given, each with its figure written at its end.

    `rows`: label, value (null where there is none), text (what is written), note (on hover).
    """
    largest = max((abs(one) for one in rows["value"] if one is not None), default=1) or 1
    room = LETTER_WIDTH * max((len(text) for text in rows["text"]), default=0)
    longest = f"{float(largest)} * width / max(width - {room}, {LEAST_BAR})"
    x = {
        "field": "value", "type": "quantitative", "title": None, "axis": None,
        "scale": {"zero": True, "domainMax": {"expr": longest}},
    }  # fmt: skip
    words = {"type": "text", "align": "left", "dx": 6, "fontSize": 13}
    spec = {
        "encoding": {
            "y": labels(rows["label"].to_list()),
            "tooltip": hover(label="名称", text=title, note="口径"),
        },
        "layer": [
            {
                "transform": [_VALID],
                "mark": {"type": "bar", "color": BLUE, "height": 16},
                "encoding": {"x": x},
            },
            {
                "transform": [_VALID],
                "mark": words | {"color": INK},
                "encoding": {"x": x, "text": {"field": "text"}},
            },
            {
                "transform": [_BLANK],
                "mark": words | {"color": GREY, "fontStyle": "italic"},
                "encoding": {"x": {"value": 0}, "text": {"field": "text"}},
            },
        ],
    }
    return finish(rows, spec, 26 * rows.height)


def stacked_bars(rows: pl.DataFrame, bar: str, part: str, title: str) -> Chart:
    """Horizontal bars of parts, told apart by colour and by their order.

    `rows`: label (the bar), part, value (null or left out where there is none), text; `bar` and
    `part` say on hover what those are. Bars and parts stand in the order of their first row.
    """
    order = rows["label"].unique(maintain_order=True).to_list()
    parts = rows["part"].unique(maintain_order=True).to_list()
    placed = rows.with_columns(order=pl.col("part").replace_strict(_places(parts)))
    axis = {"grid": True, "labelExpr": COUNT_AXIS, "tickMinStep": 1}
    spec = {
        "transform": [_VALID],
        "mark": {"type": "bar", "height": 18, "stroke": "#ffffff", "strokeWidth": 1},
        "encoding": {
            "y": labels(order),
            "x": {"field": "value", "type": "quantitative", "title": title, "axis": axis},
            "color": coloured(parts, "part"),
            "order": {"field": "order", "type": "quantitative"},
            "tooltip": hover(label=bar, part=part, text=title),
        },
    }
    return finish(placed, spec, 30 * len(order))


def _places(names: list[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def coloured(names: list[str], field: str) -> Spec:
    """Colours for names in their order, with a legend above where there are several."""
    legend = {"orient": "top", "labelLimit": 200, "columns": LEGEND_COLUMNS, "title": None}
    return {
        "field": field,
        "type": "nominal",
        "sort": names,
        "scale": {"domain": names, "range": colours(len(names))},
        "legend": legend if len(names) > 1 else None,
    }


def series(rows: pl.DataFrame, title: str, unit: str, *, height: int = 220) -> Chart:
    """Several lines over the years, each with a colour, a dash and a shape of its own.

    `rows`: year (text), series, value (null where there is none), text, note, complete (a hollow
    point where not), run (a line joins only points of the same series and run).
    """
    names = rows["series"].unique(maintain_order=True).to_list()
    y = {
        "field": "value", "type": "quantitative", "title": None, "scale": {"zero": True},
        "axis": {"grid": True, "labelExpr": AXES.get(unit, COUNT_AXIS)},
    }  # fmt: skip
    own = {"field": "series", "type": "nominal", "sort": names, "legend": None}
    filled = {"condition": {"test": "datum.complete", "value": 1}, "value": 0}
    run = {"field": "run", "type": "ordinal"}
    spec = {
        "transform": [_VALID],
        "encoding": {
            "x": years(sorted(set(rows["year"]))),
            "y": y,
            "color": coloured(names, "series"),
            "tooltip": hover(year="年度", series="名称", text=title, note="口径"),
        },
        "layer": [
            {
                "mark": {"type": "line", "strokeWidth": 2},
                "encoding": {"detail": run, "strokeDash": own},
            },
            {
                "mark": {"type": "point", "size": 70, "strokeWidth": 2, "filled": True},
                "encoding": {"shape": own, "fillOpacity": filled},
            },
        ],
    }
    return finish(rows, spec, height)


def band(rows: pl.DataFrame, title: str) -> Chart:
    """A line over the band that is usual, and its middle.

    `rows`: year (text), value (null where there is none), lower, median, upper, text, note.
    """
    y = {
        "type": "quantitative", "title": None, "scale": {"zero": True},
        "axis": {"labels": False, "ticks": False},
    }  # fmt: skip
    value = y | {"field": "value"}
    spec = {
        "encoding": {
            "x": years(rows["year"].to_list()),
            "tooltip": hover(year="年度", text=title, note="同类四分位范围"),
        },
        "layer": [
            {
                "mark": {"type": "area", "color": GREY, "opacity": 0.2},
                "encoding": {"y": y | {"field": "lower"}, "y2": {"field": "upper"}},
            },
            {
                "mark": {"type": "line", "color": GREY, "strokeDash": [4, 3]},
                "encoding": {"y": y | {"field": "median"}},
            },
            {
                "transform": [_VALID],
                "mark": {"type": "line", "color": BLUE, "strokeWidth": 2},
                "encoding": {"y": value},
            },
            {
                "transform": [_VALID],
                "mark": {"type": "point", "color": BLUE, "filled": True, "size": 70},
                "encoding": {"y": value},
            },
            {
                "transform": [_VALID],
                "mark": {"type": "text", "dy": -14, "fontSize": 13, "color": INK},
                "encoding": {"y": value, "text": {"field": "text"}},
            },
        ],
    }
    return finish(rows, spec, 240)


def matrix(rows: pl.DataFrame, title: str) -> Chart:
    """A grid of shares, the darker the larger, each with its figure written in it.

    `rows`: label (the line), part (the column), share (of the line; null where there is none),
    text (what is written), note (on hover). Lines and columns stand in the order of their first
    row.
    """
    order = rows["label"].unique(maintain_order=True).to_list()
    parts = rows["part"].unique(maintain_order=True).to_list()
    axis = {"orient": "top", "labelAngle": 0, "labelLimit": 110, "ticks": False, "domain": False}
    shade = {
        "test": "isValid(datum.share)", "field": "share", "type": "quantitative", "legend": None,
        "scale": {"domain": [0, 1], "range": ["#eef4fb", BLUE]},
    }  # fmt: skip
    ink = {"condition": {"test": "datum.share > 0.55", "value": "#ffffff"}, "value": INK}
    spec = {
        "encoding": {
            "x": {"field": "part", "type": "nominal", "sort": parts, "title": None, "axis": axis},
            "y": labels(order),
            "tooltip": hover(label="地区", part=title, text="件数", note="占比"),
        },
        "layer": [
            {
                "mark": {"type": "rect", "stroke": "#ffffff", "strokeWidth": 2},
                "encoding": {"color": {"condition": shade, "value": "#f3f4f6"}},
            },
            {
                "mark": {"type": "text", "fontSize": 12},
                "encoding": {"text": {"field": "text"}, "color": ink},
            },
        ],
    }
    return finish(rows, spec, 30 * len(order))


def shapes(features: list[Spec], title: str) -> Chart:
    """A map of GeoJSON features, the darker the larger; without a value they are grey.

    Properties: name, value (null where there is none), text, note.
    """
    shade = {
        "test": "isValid(datum.properties.value)", "field": "properties.value",
        "type": "quantitative", "scale": {"range": ["#e3edf8", BLUE]},
        "legend": {"title": title, "orient": "bottom", "gradientLength": 260},
    }  # fmt: skip
    told = {"properties.name": "地区", "properties.text": title, "properties.note": "口径"}
    spec = {
        "data": {"values": {"type": "FeatureCollection", "features": features},
                 "format": {"type": "json", "property": "features"}},
        "mark": {"type": "geoshape", "stroke": "#ffffff", "strokeWidth": 1},
        "projection": {"type": "identity", "reflectY": True},
        "encoding": {
            "color": {"condition": shade, "value": "#d0d4da"},
            "tooltip": hover(**told),
        },
    }  # fmt: skip
    return finish(None, spec, 460)


def colours(count: int) -> list[str]:
    """So many colours that the colour-blind and a grey printer tell apart best, in fixed order."""
    return [PALETTE[place % len(PALETTE)] for place in range(count)]
