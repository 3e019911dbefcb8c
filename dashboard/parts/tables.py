"""Tables as officials read them: static and printable where short, scrolling where long.

Every cell is text, shown as text: what a document says never becomes Markdown or markup. Links
lead to other pages of the dashboard only, and are given apart from the text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from dashboard.parts import definitions, downloads, figures

MOST_STATIC_ROWS = 60
ROW_HEIGHT, TALLEST = 35, 560
# Pixels of a character of a figure, of one of a head (Chinese), and of what is around both.
_DIGIT, _HAN, _AROUND = 9, 15, 34


class Head(NamedTuple):
    """What stands over a column, and what is told of it on hover."""

    label: str
    meaning: str | None


def page_address(page: str, **parameters: str | int | None) -> str:
    """The address of another page of the dashboard, relative, so that it works below any path."""
    query = urlencode({name: str(one) for name, one in parameters.items() if one is not None})
    return f"./{page}?{query}" if query else f"./{page}"


def show(
    shown: pl.DataFrame,
    name: str,
    *,
    numbers: Collection[str] = (),
    link: str | None = None,
    whole: Callable[[], pl.DataFrame] | None = None,
    empty: str = "没有。",
) -> None:
    """Draw a table and offer it for download.

    Args:
        shown: columns of text as read by officials, headed by their Chinese names.
        name: the name of the downloaded file, and of the table for screen readers.
        numbers: columns to align on the right.
        link: the column that holds addresses of pages (`page_address`); shown as 查看.
        whole: gives what is downloaded in place of `shown`, where that is only a part.
        empty: what is said where there is no row.
    """
    if shown.is_empty():
        st.caption(empty)
        return
    draw(shown, name, numbers=numbers, link=link)

    def handed_over() -> pl.DataFrame:
        wanted = whole() if whole else shown
        return wanted.drop(link, strict=False) if link else wanted

    downloads.offer(name, handed_over)


def draw(
    shown: pl.DataFrame, name: str, *, numbers: Collection[str] = (), link: str | None = None
) -> None:
    """Draw a table alone, as `show` does, where its files are offered elsewhere."""
    if shown.height <= MOST_STATIC_ROWS:
        _static(shown, name, numbers, link)
    else:
        scroll(shown, name, numbers=numbers, link=link)


def _static(shown: pl.DataFrame, name: str, numbers: Collection[str], link: str | None) -> None:
    escaped = shown.select(
        _as_links(shown[column]) if column == link else _as_text(shown[column])
        for column in shown.columns
    )
    right = [place for place, column in enumerate(shown.columns, 1) if column in numbers]
    key = f"table-{downloads.slug(name)}-{''.join(f'r{place}-' for place in right)}"
    with st.container(key=key):
        st.table(escaped, border="horizontal", hide_index=True, alt=name)


def _as_text(column: pl.Series) -> pl.Series:
    words = [figures.plain("" if one is None else str(one)) for one in column]
    return pl.Series(column.name, words, dtype=pl.String)


def _as_links(column: pl.Series) -> pl.Series:
    words = ["" if one is None else f"[查看]({one})" for one in column]
    return pl.Series(column.name, words, dtype=pl.String)


def scroll(
    shown: pl.DataFrame,
    name: str,
    *,
    numbers: Collection[str] = (),
    link: str | None = None,
    heads: Mapping[str, Head] | None = None,
) -> None:
    """Draw a table that scrolls in its own box, for many rows or columns.

    `heads`: of columns that are not named as officials call them.
    """
    if heads is None:
        meanings = definitions.by_label()
        heads = {column: Head(column, meanings.get(column)) for column in shown.columns}
    config: dict[str, Any] = {
        column: _column(shown[column], head, column in numbers) for column, head in heads.items()
    }
    if link:
        config[link] = st.column_config.LinkColumn(display_text="查看", width="small")
    height = min(ROW_HEIGHT * (shown.height + 1) + 3, TALLEST)
    st.dataframe(
        shown, hide_index=True, height=height, column_config=config, placeholder="", alt=name
    )


def _column(column: pl.Series, head: Head, is_number: bool) -> Any:
    return st.column_config.TextColumn(
        head.label,
        alignment="right" if is_number else None,
        width=_room(column, head.label) if is_number else None,
        help=head.meaning,
    )


def _room(column: pl.Series, label: str) -> int:
    """Pixels for the longest figure of a column, and for its head.

    Left to itself the box looks at a few rows only, and a figure clipped on its left is a wrong one
    that looks right.
    """
    longest = max(column.cast(pl.String).fill_null("").str.len_chars(), default=0) * _DIGIT
    head = sum(_DIGIT if letter.isascii() else _HAN for letter in label)
    return max(longest, head) + _AROUND


def frame(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> pl.DataFrame:
    """Rows of text as a frame that has its columns even where there is no row."""
    return pl.DataFrame(list(rows), schema=dict.fromkeys(columns, pl.String), orient="row")
