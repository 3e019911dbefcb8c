"""What a look found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "notice", "fault"]


@dataclass(frozen=True, slots=True)
class Result:
    """`subject` and `message` say what was found, `remedy` what to do about it (Chinese)."""

    state: State
    subject: str
    message: str
    remedy: str = ""


def ok(subject: str, message: str) -> Result:
    """As it should be."""
    return Result("ok", subject, message)


def notice(subject: str, message: str, remedy: str = "") -> Result:
    """No hindrance, but good to know."""
    return Result("notice", subject, message, remedy)


def fault(subject: str, message: str, remedy: str) -> Result:
    """A build or the dashboard will not do."""
    return Result("fault", subject, message, remedy)
