"""The folders: raw reports, what is built, the lock, the disk."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from orchestration.doctor.result import Result, fault, notice, ok
from orchestration.errors import UserError
from orchestration.ingest.scan import count_reports
from orchestration.settings import Settings

_LEAST_FREE = 1 << 30  # bytes
_LEAST_MEMORY = 4 << 20  # KiB
_STALE = 3600.0  # seconds


def look(settings: Settings) -> Iterator[Result]:
    """Raw reports, home, lock, disk, memory."""
    yield _raw(settings.raw)
    yield _home(settings.home)
    yield _lock(settings.lock)
    yield _disk(settings)
    yield _memory()
    yield from _left_behind(settings.home)


def _raw(raw: Path) -> Result:
    try:
        count = count_reports(raw)
    except UserError:
        return fault("原始报告", f"没有文件夹 {raw}", "建立它，或用 --raw 或 GONGKAI_RAW 指明位置")
    except OSError as error:
        return fault("原始报告", f"{raw} 读不出：{error.strerror}", "检查文件夹的权限")
    if not os.access(raw, os.R_OK | os.X_OK):
        return fault("原始报告", f"{raw} 不可读", "检查文件夹的权限")
    if not count:
        return notice("原始报告", f"{raw} 里没有报告", "把收集到的报告放进去")
    return ok("原始报告", f"{raw}：{count:,} 个文件")


def _home(home: Path) -> Result:
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    if not there.is_dir():
        return fault("数据文件夹", f"{there} 不是文件夹", "移走它，或用 --home 指定别处")
    if not os.access(there, os.W_OK | os.X_OK):
        return fault("数据文件夹", f"{there} 不可写", "检查权限，或用 --home 指定别处")
    return ok("数据文件夹", str(home) if there == home else f"{home}（第一次构建时建立）")


def _lock(lock: Path) -> Result:
    if not lock.exists():
        return ok("构建", "现在没有构建在进行")
    try:
        with lock.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return notice("构建", "一个构建正在进行", "等它结束；看板仍可使用上一次发布的数据")
    except OSError as error:
        return fault("构建", f"{lock} 打不开：{error.strerror}", "检查数据文件夹的权限")
    return ok("构建", "现在没有构建在进行")


def _disk(settings: Settings) -> Result:
    """A build writes its own database, and a copy beside the published file before the swap."""
    there = next(folder for folder in (settings.home, *settings.home.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    built = sum(_size(path) for path in (settings.work, settings.published))
    needed = max(_LEAST_FREE, 2 * built)
    message = f"空闲 {free / 2**30:.1f} GB，构建约需 {needed / 2**30:.1f} GB"
    if free < needed:
        return fault("磁盘", message, "腾出空间，或用 --home 指定另一块磁盘")
    return ok("磁盘", message)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _memory() -> Result:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="utf-8").splitlines()
        [total] = [int(line.split()[1]) for line in lines if line.startswith("MemTotal")]
    except (OSError, ValueError):
        return notice("内存", "看不出有多少")
    message = f"{total / 2**20:.1f} GB"
    if total < _LEAST_MEMORY:
        return notice("内存", message, "少于 4 GB：大批报告构建时可设 GONGKAI_MEMORY=1GB")
    return ok("内存", message)


def _left_behind(home: Path) -> Iterator[Result]:
    """What a build that was killed may have left; the next one removes it."""
    names = ("*.new", "*.new.wal", "*.tmp")
    left = [path for name in names for path in home.glob(name)] if home.is_dir() else []
    old = [path for path in left if time.time() - path.stat().st_mtime > _STALE]
    if old:
        names_shown = "、".join(path.name for path in old[:3])
        yield notice("残留文件", f"{home} 里有 {names_shown}", "下一次构建会清除，不必处理")
