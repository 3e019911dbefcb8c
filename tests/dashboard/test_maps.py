"""A map is drawn only from an approved file, and only of regions that have a figure."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboard.parts import maps

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]}


def feature(code: str) -> dict[str, Any]:
    return {"type": "Feature", "geometry": SQUARE, "properties": {"region_code": code}}


def indicators() -> pl.DataFrame:
    common = {"numerator": None, "withheld_reason": None, "is_rate": False, "unit": "件",
              "denominator": None, "set_note": None}  # fmt: skip
    rows = [
        common | {"region_code": "990100", "region_name": "甲市", "value": Decimal(12)},
        common | {"region_code": "990200", "region_name": "乙市", "value": None},
    ]
    return pl.DataFrame(rows, schema_overrides={"value": pl.Decimal(20, 6)})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(maps, "FOLDER", tmp_path)
    maps.read.clear()
    return tmp_path


def put(folder: Path, **content: Any) -> None:
    whole = {"type": "FeatureCollection", "approval": "审图号：示S（2024）1号"} | content
    text = json.dumps({name: value for name, value in whole.items() if value is not None})
    (folder / "990000.geojson").write_text(text, encoding="utf-8")


def test_no_map_comes_with_the_project() -> None:
    assert not list(maps.FOLDER.glob("*.geojson"))


def test_without_a_file_there_is_no_map(folder: Path) -> None:
    assert maps.draw("990000", indicators(), "申请量") is None


def test_an_approved_file_is_drawn_with_its_approval(folder: Path) -> None:
    put(folder, features=[feature("990100"), feature("990200"), feature("110000")])
    drawn = maps.draw("990000", indicators(), "申请量")
    assert drawn is not None
    assert drawn.approval == "审图号：示S（2024）1号"
    shapes = json.dumps(drawn.chart.spec, ensure_ascii=False)
    assert "甲市" in shapes
    assert "110000" not in shapes
    assert '"text": "12 件"' in shapes
    assert "http" not in shapes


@pytest.mark.parametrize(
    "content",
    [{"features": [], "x": 1}, {"features": None}, {"features": [{"type": "Feature"}]},
     {"features": [feature("990100")], "approval": None},
     {"features": [feature("990100")], "approval": "  "}],
)  # fmt: skip
def test_a_file_that_is_no_approved_map_is_passed_over(
    folder: Path, content: dict[str, Any]
) -> None:
    put(folder, **content)
    assert maps.draw("990000", indicators(), "申请量") is None


def test_junk_is_passed_over(folder: Path) -> None:
    (folder / "990000.geojson").write_bytes(b"\xff\xfe no json")
    assert maps.draw("990000", indicators(), "申请量") is None
