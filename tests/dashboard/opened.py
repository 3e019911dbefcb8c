"""Pages opened without a browser, and what they say, as tests read it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from streamlit.testing.v1 import AppTest

DASHBOARD = Path(__file__).parents[2] / "dashboard"
NAMES = sorted(path.stem for path in (DASHBOARD / "views").glob("[a-z]*.py"))


def page(name: str, **address: str) -> AppTest:
    """The page of that name in `views/`, opened at an address; it must not have failed."""
    app = AppTest.from_file(str(DASHBOARD / "app.py"), default_timeout=120)
    if name != "overview":
        app.run()
        app.switch_page(f"views/{name}.py")
    for key, value in address.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    """All that a page says outside its tables, without the escapes of Markdown."""
    said = [*app.header, *app.subheader, *app.text, *app.caption, *app.markdown, *app.warning]
    return "\n".join(str(one.value) for one in said).replace("\\", "").replace("\u200c", "")


def tables(app: AppTest) -> list[pl.DataFrame]:
    """Every table of the page, scrolling and static ones, as the reader sees their text."""
    shown = [*app.dataframe, *app.table]
    return [
        pl.from_pandas(one.value).with_columns(pl.col(pl.String).str.replace_all(r"\\|\u200c", ""))
        for one in shown
    ]


def table(app: AppTest, *columns: str) -> pl.DataFrame:
    """The first table that has all these columns."""
    return next(one for one in tables(app) if set(columns) <= set(one.columns))


def choose(app: AppTest, label: str, value: object) -> AppTest:
    """The page after another option of the select box whose label begins so."""
    box = next(box for box in app.selectbox if box.label.startswith(label))
    box.set_value(value).run()
    assert not app.exception
    return app
