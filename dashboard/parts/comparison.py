"""Up to six regions or agencies side by side, one indicator over the years."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl
import streamlit as st

from dashboard.parts import address, charts, filters, pictures, years
from dashboard.queries import comparison, regions

MOST = 6
OFFERED = 60
REGIONS, AGENCIES = "地区", "机构"


def show(scope: filters.Scope, codes: Sequence[str]) -> None:
    """Draw the boxes, and for what was chosen the lines and the table."""
    assert scope.year is not None
    assert scope.first is not None
    st.subheader(f"对比（最多 {MOST} 个）", anchor=False)
    boxes = st.columns([2, 3, 8])
    kinds = [REGIONS, AGENCIES]
    kind = filters.choose(boxes[0], "比较", "compare-kind", kinds, address.get("compare"))
    found = regions.region_indicators(scope.region, scope.year)
    names = dict(found.select("indicator_code", "indicator").iter_rows())
    offered = [code for code in codes if code in names]
    code = filters.choose(
        boxes[1], "指标", "compare-indicator", offered, address.get("measure"),
        lambda one: names[one],
    )  # fmt: skip
    if kind == REGIONS:
        chosen = _choose_regions(boxes[2], scope)
        rows = comparison.of_regions(chosen, code, scope.first, scope.year)
    else:
        chosen = _choose_agencies(boxes[2], scope)
        rows = comparison.of_agencies(chosen, code, scope.first, scope.year)
    address.remember(
        compare=kind if kind != REGIONS else None,
        measure=code if code != offered[0] else None,
        **{"with": ",".join(chosen)},
    )
    _show_lines(rows, f"{scope.name}{kind}对比：{names[code]}")


def _show_lines(rows: pl.DataFrame, title: str) -> None:
    if rows.is_empty():
        st.caption("请在上面选择要比较的对象。")
        return
    points = years.points(rows, "name")
    table = years.table(points, "名称")
    chart = charts.series(points, title, rows["unit"][0])
    pictures.show(chart, title, table, shown=True, numbers=table.columns[1:])
    st.caption(years.HOW_TO_READ)


def _choose_regions(box: st.delta_generator.DeltaGenerator, scope: filters.Scope) -> list[str]:
    tree = filters.RegionTree(regions.tree())
    province = tree.line(scope.region).get("province")
    offered = [code for code in tree.by_code if province in tree.line(code).values()]
    below = [code for code in offered if tree.by_code[code]["parent_code"] == scope.region]
    return _choose_many(
        box, f"compare-regions-{scope.region}", offered, [scope.region, *below[:3]], tree.full_name
    )


def _choose_agencies(box: st.delta_generator.DeltaGenerator, scope: filters.Scope) -> list[str]:
    key = f"compare-agencies-{scope.region}"
    text, boxes = box.columns([1, 2])
    part = text.text_input("名称含有", key=f"{key}-part", placeholder="例如：公安局")
    chosen = st.session_state.get(key, address.many("with"))
    found = comparison.agencies_named(scope.region, part.strip(), list(chosen), OFFERED)
    names = dict(found.iter_rows())
    return _choose_many(boxes, key, list(names), [], lambda code: names[code])


def _choose_many(
    box: st.delta_generator.DeltaGenerator,
    key: str,
    offered: Sequence[str],
    first: Sequence[str],
    name: Callable[[str], str],
) -> list[str]:
    """A box of several choices; `first` where neither address nor reader chose any."""
    if key not in st.session_state:
        wanted = [code for code in address.many("with") if code in offered]
        st.session_state[key] = (wanted or list(first))[:MOST]
    else:
        st.session_state[key] = [code for code in st.session_state[key] if code in offered]
    chosen: list[str] = box.multiselect(
        "对象", offered, key=key, format_func=name, max_selections=MOST,
        placeholder="选择要比较的对象",
    )  # fmt: skip
    return chosen
