"""复议诉讼: correction rates, and disputes against requests closed."""

from __future__ import annotations

from dashboard.parts import themes

CODES = ("review_correction_rate", "litigation_correction_rate", "dispute_rate")


def render() -> None:
    """Draw the page."""
    scope = themes.choose("复议诉讼", "disputes")
    if scope is None:
        return
    themes.show_now(scope, CODES)
    themes.show_years(scope, CODES, "复议诉讼各项比率历年变化")
    themes.show_below(scope, CODES, "各地复议诉讼")


render()
