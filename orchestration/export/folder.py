"""The folder that an export fills: made beside its place, then swapped in as a whole.

`export.json` in it lists every file with size and hash. So the next export knows what is its own to
replace, and leaves alone a folder that holds anything else, such as a workbook with answers in it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestration.errors import UserError

LISTING = "export.json"


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def swapped_in(out: Path) -> Iterator[Path]:
    """Give an empty folder to fill; it becomes `out` at the end, unless an error comes first.

    Raises:
        UserError: `out` holds files that no export wrote, or another export is writing there.
    """
    fresh, old = out.with_name(f".{out.name}.new"), out.with_name(f".{out.name}.old")
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh.mkdir(exist_ok=True)
    with _held(fresh, out):
        try:
            _recover(out, old)
            _refuse_foreign(out)
            _empty(fresh)  # what an export that was killed left behind
            yield fresh
            _list_files(fresh)
            _refuse_foreign(out)  # somebody may have put a file there meanwhile
            _swap(fresh, out, old)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _held(folder: Path, out: Path) -> Iterator[None]:
    """Lock the folder itself: no lock file is left beside the export."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UserError(f"另一个导出正在写 {out}，请等它结束后再试。") from None
        yield
    finally:
        os.close(handle)


def _recover(out: Path, old: Path) -> None:
    """An export killed between its two renames left the earlier one under another name."""
    if old.exists() and not out.exists():
        old.rename(out)


def _swap(fresh: Path, out: Path, old: Path) -> None:
    if not out.exists():
        fresh.rename(out)
        return
    shutil.rmtree(old, ignore_errors=True)
    out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        old.rename(out)
        raise


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())


def _list_files(folder: Path) -> None:
    files = {
        path.relative_to(folder).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": sha256_of(path),
        }
        for path in _files(folder)
    }
    text = json.dumps(
        {"written_by": "gongkai export", "files": files}, ensure_ascii=False, indent=1
    )
    (folder / LISTING).write_text(text + "\n", encoding="utf-8")


def _refuse_foreign(out: Path) -> None:
    if not out.exists() and not out.is_symlink():
        return
    if not out.is_dir() or out.is_symlink():
        raise UserError(f"{out} 不是普通文件夹，不能导出到这里：请用 --out 指定别的文件夹。")
    foreign = next(_foreign(out), None)
    if foreign:
        raise UserError(
            f"{out} 里有不是导出写的或后来改过的文件（{foreign}），未覆盖："
            "请先移走，或用 --out 指定别的文件夹。"
        )


def _foreign(out: Path) -> Iterator[str]:
    """The files in the folder that are not as an export left them."""
    try:
        listed = json.loads((out / LISTING).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        listed = {}
    for path in _files(out):
        name = path.relative_to(out).as_posix()
        if name == LISTING and listed:
            continue
        about = listed.get(name)
        is_ours = about and path.is_file() and path.stat().st_size == about["bytes"]
        if not is_ours or sha256_of(path) != about["sha256"]:
            yield name
