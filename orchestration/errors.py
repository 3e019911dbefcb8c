"""Errors that are the user's to mend: shown as one message, without a traceback."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


def disk_full(folder: Path) -> str:
    """What to tell where a disk took no more."""
    return (
        f"磁盘空间不足，写不下 {folder} 里的文件；没有发布，已发布的数据不变。"
        "请腾出空间后重新构建。"
    )


@contextmanager
def full_disk_told(folder: Path) -> Iterator[None]:
    """Turn whatever a full disk leads to into one message for the user."""
    try:
        yield
    except UserError:
        raise
    except Exception as error:
        if not is_disk_full(error):
            raise
        raise UserError(disk_full(folder)) from error
