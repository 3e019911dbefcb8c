"""行政执法: licensing, penalties and coercion; counts, change, and region by region."""

from __future__ import annotations

from dashboard.parts import themes

CODES = ("licensing_decisions", "penalty_decisions", "coercion_decisions")


def render() -> None:
    """Draw the page."""
    scope = themes.choose("行政执法", "enforcement")
    if scope is None:
        return
    themes.show_now(scope, CODES)
    themes.show_years(scope, CODES, "行政执法决定历年变化")
    themes.show_below(scope, CODES, "各地行政执法决定")


render()
