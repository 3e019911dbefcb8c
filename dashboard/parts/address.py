"""The address of a view: what the reader chose, so that a link shows the same page.

What was chosen on one page is kept for the next: pages that know the same word (`region`, `year`)
open on the same choice.
"""

from __future__ import annotations

import streamlit as st

Choice = str | int | None
_KEPT = "_chosen"


def _kept() -> dict[str, str]:
    kept: dict[str, str] = st.session_state.setdefault(_KEPT, {})
    return kept


def get(name: str) -> str | None:
    """What the address says, else what was chosen on an earlier page, else None."""
    return st.query_params.get(name) or _kept().get(name)


def number(name: str) -> int | None:
    """The same as a whole number; None where there is none or it is no number."""
    text = get(name) or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def many(name: str) -> list[str]:
    """The same as a list: values stand in the address with commas between them."""
    return [one for one in (get(name) or "").split(",") if one]


def remember(**chosen: Choice) -> None:
    """Put the choice into the address, and keep it for other pages.

    What is empty is taken out of the address; what else stands there is left as it is.
    """
    wanted = {name: str(value) for name, value in chosen.items() if value not in (None, "")}
    for name in chosen:
        _kept().pop(name, None)
    _kept().update(wanted)
    now = st.query_params.to_dict()
    after = {name: value for name, value in now.items() if name not in chosen} | wanted
    if now != after:
        st.query_params.from_dict(after)
