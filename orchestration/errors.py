"""Errors that are the user's to mend: shown as one message, without a traceback."""

from __future__ import annotations

import errno

_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
_FULL_SAID = ("no space left", "file too large", "disk quota exceeded", "could not write all bytes")


class UserError(Exception):
    """The message says what is wrong, where, and what to do (Chinese: officials read it)."""


def is_disk_full(error: BaseException | str) -> bool:
    """Whether an error, or its text from another program, says that a disk took no more."""
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    text = str(error).lower()
    return any(said in text for said in _FULL_SAID)
