"""申请办理: requests received and closed, the rates of each outcome, region by region."""

from __future__ import annotations

from dashboard.parts import themes

COUNTS = ("requests_received",)
RATES = (
    "closure_rate",
    "disclosure_rate",
    "refusal_rate",
    "not_provided_rate",
    "not_processed_rate",
    "carry_over_rate",
)


def render() -> None:
    """Draw the page."""
    scope = themes.choose("申请办理", "requests")
    if scope is None:
        return
    themes.show_now(scope, (*COUNTS, *RATES))
    themes.show_years(scope, COUNTS, "申请量历年变化")
    themes.show_years(scope, RATES, "办理比率历年变化")
    themes.show_below(scope, (*COUNTS, *RATES), "各地申请办理")


render()
