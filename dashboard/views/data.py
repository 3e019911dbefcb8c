"""数据下载: the marts as files, the dictionary, a box for one's own SQL, and the file itself."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from dashboard import warehouse
from dashboard.parts import address, downloads, figures, filters, sql_box, tables
from dashboard.queries import builds, dictionary

Row = Mapping[str, Any]
TABLES, DICTIONARY, SQL, FILE = "数据表", "数据字典", "SQL 查询", "数据文件"
PREVIEW_ROWS = 50
# What a press of a button may hold in memory; Excel's own limit is 1,048,576 rows.
MOST_ROWS = 300_000
MOST_FILE_BYTES = 200_000_000
ALL_YEARS = 0
PARQUET = "application/vnd.apache.parquet"


def render() -> None:
    """Draw the page."""
    st.header("数据下载", anchor=False)
    parts = {TABLES: show_tables, DICTIONARY: show_dictionary, SQL: sql_box.show, FILE: show_file}
    key = "data-part"
    if st.session_state.get(key) not in parts:
        wanted = address.get("part")
        st.session_state[key] = wanted if wanted in parts else TABLES
    part = st.radio("内容", list(parts), key=key, horizontal=True, label_visibility="collapsed")
    address.remember(part=part if part != TABLES else None)
    parts[part]()


def show_tables() -> None:
    """One mart: what it is, its first rows, and its files."""
    marts = {row["table_name"]: row for row in dictionary.marts().iter_rows(named=True)}
    boxes = st.columns([5, 2, 4])
    name = filters.choose(
        boxes[0], "数据表", "data-table", list(marts), address.get("table"),
        lambda one: f"{marts[one]['table_label']}　{one}",
    )  # fmt: skip
    mart, year = marts[name], None
    if mart["has_year"]:
        years = [ALL_YEARS, *dictionary.years_of(name)["year"]]
        year = filters.choose(
            boxes[1], "年度", f"data-year-{name}", years, address.number("year"),
            lambda one: f"{one}年" if one else "全部年度",
        ) or None  # fmt: skip
    address.remember(table=name, year=year)
    count = dictionary.size(name, year)
    st.text(f"{mart['table_definition']}。")
    st.caption(
        f"{figures.number(count)} 行。金额单位为元，比率为小数（0.05 即 5%）；"
        "空格表示没有数值，不等于 0。"
        "下载的文件以英文列名为表头，与 SQL 一致；对照见“数据字典”。"
    )
    show_first_rows(name, year, mart["table_label"])
    show_table_files(name, year, count, mart["table_label"])


def show_first_rows(name: str, year: int | None, label: str) -> None:
    """The first rows of a mart, headed in Chinese, with the name and meaning of each column."""
    preview = dictionary.rows(name, year, PREVIEW_ROWS)
    if preview.is_empty():
        st.caption("没有行。")
        return
    heads = {
        column: tables.Head(column_label, f"{column}：{definition}")
        for column, column_label, definition in dictionary.columns_of(name).iter_rows()
    }
    numbers = sql_box.number_columns(preview)
    tables.scroll(sql_box.as_text(preview), label, numbers=numbers, heads=heads)


def show_table_files(name: str, year: int | None, count: int, label: str) -> None:
    """The whole mart as CSV, Excel and Parquet, where it is small enough for a browser."""
    if count > MOST_ROWS:
        st.caption(
            f"超过 {figures.number(MOST_ROWS)} 行的，请选择一个年度，或用“数据文件”"
            "或 gongkai export 取得。"
        )
        return
    title = f"{label}{year}年度" if year else label

    def whole() -> pl.DataFrame:
        return dictionary.rows(name, year, MOST_ROWS)

    def parquet() -> bytes:
        file = io.BytesIO()
        whole().write_parquet(file)
        return file.getvalue()

    with st.container(horizontal=True, gap="small"):
        downloads.offer(title, whole)
        downloads.button("Parquet", f"{downloads.marked(title)}.parquet", parquet, PARQUET)


def show_dictionary() -> None:
    """Every column by name or meaning; then indicators and checks."""
    if "data-search" not in st.session_state:
        st.session_state["data-search"] = address.get("q") or ""
    part = st.columns([4, 7])[0].text_input(
        "查找", key="data-search", placeholder="表名、列名或定义中的字"
    )
    address.remember(q=part)
    tables.show(column_table(dictionary.columns(part.strip())), "数据字典", empty="没有这样的列。")
    st.subheader("指标", anchor=False)
    tables.show(indicator_table(dictionary.indicators()), "指标定义")
    st.subheader("核查", anchor=False)
    tables.show(check_table(dictionary.checks()), "核查定义")


def column_table(columns: pl.DataFrame) -> pl.DataFrame:
    """Columns as shown: 数据表, 表名, 列, 列名, 定义, 类型, 主键, 引用."""
    rows = [
        {
            "数据表": row["table_label"],
            "表名": row["table_name"],
            "列名": row["column_label"],
            "列": row["column_name"],
            "定义": row["definition"],
            "类型": row["data_type"],
            "主键": "是" if row["is_key"] else "",
            "引用": row["refers_to"] or "",
        }
        for row in columns.iter_rows(named=True)
    ]
    return tables.frame(rows, ("数据表", "表名", "列名", "列", "定义", "类型", "主键", "引用"))


def indicator_table(indicators: pl.DataFrame) -> pl.DataFrame:
    """Indicators as shown: 指标, 单位, 算法, 代码."""
    return indicators.select(
        pl.col("indicator").alias("指标"),
        pl.col("unit").alias("单位"),
        pl.col("formula").alias("算法"),
        pl.col("indicator_code").alias("代码"),
    )


def check_table(checks: pl.DataFrame) -> pl.DataFrame:
    """Checks as shown: 核查, 程度, 内容, 编号."""
    return checks.select(
        pl.col("check_name").alias("核查"),
        pl.col("severity").replace_strict(figures.SEVERITIES, default="提示").alias("程度"),
        pl.col("check_definition").alias("内容"),
        pl.col("check_id").alias("编号"),
    )


def show_file() -> None:
    """The published file: where it is, how large, how to open it, and the file itself."""
    path = warehouse.published_path()
    size = path.stat().st_size
    st.text(
        "全部数据都在一个 DuckDB 文件中，本页面也只读取它。建成新数据时整个替换，随时可以复制。"
    )
    st.code(str(path), language=None, wrap_lines=True)
    st.caption(f"{figures.number(size // 1_000_000)} MB。只读打开：")
    st.code(f"duckdb -readonly {path.name}", language=None)
    if size > MOST_FILE_BYTES:
        st.caption("文件较大，请直接复制上面的文件，不从浏览器下载。")
        return
    name = downloads.marked(f"gongkai-{builds.build().item(0, 'built_at'):%Y%m%d}")
    downloads.button("下载数据文件", f"{name}.duckdb", path.read_bytes, "application/octet-stream")


render()
