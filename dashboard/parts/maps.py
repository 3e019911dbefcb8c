"""A map of the regions below, where the office has put an approved one into `dashboard/maps/`.

No border is ever drawn by default: a map of China may be shown only as approved (审图号), and this
project has none. See dashboard/maps/README.md for the file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from dashboard.parts import charts, years

FOLDER = Path(__file__).parents[1] / "maps"
LARGEST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Map:
    """A drawn map, and the words under which its borders were approved."""

    chart: charts.Chart
    approval: str


def draw(region_code: str, indicators: pl.DataFrame, title: str) -> Map | None:
    """The map of the regions right below one, shaded by an indicator; None where there is no map.

    `indicators`: rows of marts.indicators_by_region with region_name. A region without a value is
    grey; the deeper the blue, the larger the value.
    """
    path = FOLDER / f"{region_code}.geojson"
    if not path.is_file() or path.stat().st_size > LARGEST_BYTES:
        return None
    borders = read(str(path), path.stat().st_mtime_ns)
    if borders is None or not indicators.height:
        return None
    return Map(_chart(borders["features"], indicators, title), borders["approval"])


@st.cache_data(show_spinner=False, max_entries=8)
def read(path: str, changed: int) -> dict[str, Any] | None:
    """A GeoJSON of regions: its features, each with a region_code, and its approval number.

    None where the file is no such GeoJSON, or does not say under which number it was approved.
    `changed` is the file's time of change: a new file is read anew.
    """
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
        features = [
            {"type": "Feature", "geometry": one["geometry"],
             "properties": {"region_code": str(one["properties"]["region_code"])}}
            for one in found["features"]
        ]  # fmt: skip
        approval = str(found["approval"]).strip()
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return {"features": features, "approval": approval} if approval and features else None


def _chart(features: list[dict[str, Any]], indicators: pl.DataFrame, title: str) -> charts.Chart:
    rows = {
        row["region_code"]: {
            "name": row["region_name"],
            "value": None if row["value"] is None else float(row["value"]),
            "text": years.words(row),
            "note": row["set_note"] or "",
        }
        for row in indicators.iter_rows(named=True)
    }
    shown = [
        one | {"properties": one["properties"] | rows[one["properties"]["region_code"]]}
        for one in features
        if one["properties"]["region_code"] in rows
    ]
    return charts.shapes(shown, title)
