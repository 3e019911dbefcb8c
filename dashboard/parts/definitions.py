"""What a column of a table means, on hover: the words of the dictionary."""

from __future__ import annotations

from dashboard.queries import dictionary


def by_label() -> dict[str, str]:
    """The definition of every column of the marts by its Chinese name."""
    return dict(dictionary.definitions().iter_rows())
