"""A box for queries of one's own, with examples, limits and the answer as a table and as files."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import polars as pl
import streamlit as st
import yaml

from dashboard import sandbox, warehouse
from dashboard.parts import address, downloads, figures, filters, tables

EXAMPLES = Path(__file__).parents[1] / "examples.yaml"
SHOWN_ROWS = 1000
FILE_ROWS = 100_000
LONGEST = 20_000
_BOX, _EXAMPLE, _RUN = "sql-text", "sql-example", "sql-run"
OWN = "（自己写）"


@cache
def examples() -> dict[str, str]:
    """Queries to begin with, by their title."""
    listed = yaml.safe_load(EXAMPLES.read_text(encoding="utf-8"))
    return {one["title"]: one["sql"].strip() for one in listed}


def show() -> None:
    """Draw the box, and the answer to the query that was last run."""
    st.caption(
        "只能查询，不能改动数据。"
        f"每次最多 {sandbox.SECONDS} 秒；页面显示前 {figures.number(SHOWN_ROWS)} 行，"
        f"可下载前 {figures.number(FILE_ROWS)} 行。数据表和列见“数据字典”。"
    )
    filters.choose(
        st.columns([5, 6])[0], "示例", _EXAMPLE, [OWN, *examples()], None,
        on_change=_take_example,
    )  # fmt: skip
    if _BOX not in st.session_state:
        st.session_state[_BOX] = address.get("sql") or next(iter(examples().values()))
    sql = st.text_area("SQL", key=_BOX, height=220, max_chars=LONGEST)
    pressed = st.button("运行", type="primary", key="sql-press")
    if pressed:
        st.session_state[_RUN] = sql
        address.remember(sql=sql)
    # A link fills the box; it runs nothing before the reader says so.
    if sql and st.session_state.get(_RUN) == sql:
        _show_answer(sql)


def _take_example() -> None:
    chosen = examples().get(st.session_state[_EXAMPLE])
    if chosen:
        st.session_state[_BOX] = chosen
        st.session_state.pop(_RUN, None)


def _show_answer(sql: str) -> None:
    try:
        answer = _answer(warehouse.file_identity(), sql)
    except sandbox.RefusedError as refused:
        st.error(figures.plain(str(refused)))
        return
    more = f"，只显示前 {figures.number(SHOWN_ROWS)} 行" if answer.is_cut else ""
    st.caption(f"{figures.number(answer.frame.height)} 行{more}；用时 {answer.seconds:.2f} 秒。")
    if answer.frame.is_empty():
        st.caption("没有符合条件的行。")
        return
    tables.draw(as_text(answer.frame), "查询结果", numbers=number_columns(answer.frame))
    downloads.offer("查询结果", lambda: _all_rows(sql))


@st.cache_data(show_spinner="正在查询……", max_entries=64)
def _answer(identity: warehouse.Identity | None, sql: str) -> sandbox.Answer:
    return sandbox.run(warehouse.published_path(), sql, SHOWN_ROWS)


def _all_rows(sql: str) -> pl.DataFrame:
    return sandbox.run(warehouse.published_path(), sql, FILE_ROWS).frame


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame with every value as text, exact; what is null is empty. Heads are made unique by
    DuckDB already."""
    return pl.DataFrame(
        [
            pl.Series(name, [_text(one) for one in frame[name].to_list()], dtype=pl.String)
            for name in frame.columns
        ]
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return figures.number(value) if isinstance(value, Decimal) else str(value)


def number_columns(frame: pl.DataFrame) -> list[str]:
    """The columns that hold numbers."""
    return [name for name, kind in frame.schema.items() if kind.is_numeric()]
