"""数据下载: what the marts are, their rows, and the definitions of columns, indicators and checks.

Each function returns a polars DataFrame whose columns are named in its docstring.
"""

from __future__ import annotations

import polars as pl

from dashboard.warehouse import query


def marts() -> pl.DataFrame:
    """Every mart with its Chinese name: table_name, table_label, table_definition, row_count,
    has_year; sums of regions first, then facts and dimensions."""
    return query(
        """
        select marts.table_name, marts.table_label, any_value(marts.table_definition)
                as table_definition, any_value(sizes.estimated_size) as row_count,
            bool_or(marts.column_name = 'year') as has_year
        from marts.dictionary as marts
        inner join duckdb_tables() as sizes
            on sizes.table_name = marts.table_name and sizes.schema_name = 'marts'
        group by marts.table_name, marts.table_label
        order by marts.table_name <> 'indicators_by_region',
            array_position(['indicators', 'region', 'fct', 'dim'],
                split_part(marts.table_name, '_', 1)) nulls last,
            marts.table_name
        """
    )


def columns(part: str) -> pl.DataFrame:
    """Columns whose table, name or definition holds a text, all where it is empty.

    Columns: table_name, table_label, column_name, column_label, definition, data_type, is_key,
    refers_to (`table.column`, null where to none).
    """
    return query(
        """
        select words.table_name, words.table_label, words.column_name, words.column_label,
            words.definition, words.data_type,
            exists (
                from meta.keys as keys
                where keys.table_name = words.table_name and keys.rule = 'key'
                    and list_contains(keys.column_names, words.column_name)
            ) as is_key,
            (
                select min(keys.to_table || '.' || keys.to_column) from meta.keys as keys
                where keys.table_name = words.table_name and keys.rule = 'reference'
                    and keys.column_names = [words.column_name]
            ) as refers_to
        from marts.dictionary as words
        where contains(lower(concat_ws(' ', words.table_name, words.table_label,
            words.column_name, words.column_label, words.definition)), lower(?))
        order by words.table_name, words.column_position
        """,
        part,
    )


def columns_of(table_name: str) -> pl.DataFrame:
    """The columns of a mart in their order: column_name, column_label, definition."""
    return query(
        "select column_name, column_label, definition from marts.dictionary"
        " where table_name = ? order by column_position",
        table_name,
    )


def definitions() -> pl.DataFrame:
    """Chinese names of columns with what they mean: column_label, definition; each name once."""
    return query(
        "select column_label, min_by(definition, table_name) as definition"
        " from marts.dictionary group by column_label order by column_label"
    )


def indicators() -> pl.DataFrame:
    """Indicators in official order: all columns of marts.dim_indicators."""
    return query("select * from marts.dim_indicators order by sort_order")


def checks() -> pl.DataFrame:
    """Checks, gravest first: all columns of marts.dim_checks."""
    return query(
        "select * from marts.dim_checks"
        " order by array_position(['error', 'warning', 'notice'], severity), check_id"
    )


def years_of(table_name: str) -> pl.DataFrame:
    """Years that a mart has rows of, newest first. Column: year. `table_name`: one of `marts`."""
    return query(
        f"select distinct year from marts.{quoted(table_name)}"
        " where year is not null order by year desc"
    )


def size(table_name: str, year: int | None) -> int:
    """How many rows a mart has, of one year or (null) of all. `table_name`: one of `marts`."""
    of_year = " where year = $1" if year else ""
    frame = query(
        f"select count(*) from marts.{quoted(table_name)}{of_year}", *([year] if year else [])
    )
    return int(frame.item())


def rows(table_name: str, year: int | None, most: int) -> pl.DataFrame:
    """The first rows of a mart in the order of the file, its own columns, of one year or (null)
    of all. `table_name`: one of `marts`."""
    of_year = " where year = $2" if year else ""
    return query(
        f"select * from marts.{quoted(table_name)}{of_year} limit $1",
        most,
        *([year] if year else []),
    )


def quoted(name: str) -> str:
    """A table's name as an identifier."""
    return '"' + name.replace('"', '""') + '"'
