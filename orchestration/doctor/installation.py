"""The installation: versions against those that the project pins, and tools that may be missing."""

from __future__ import annotations

import platform
import re
import shutil
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from orchestration.doctor.result import Result, fault, notice, ok
from orchestration.reading.formats.ocr import is_installed
from orchestration.settings import PROJECT

_SHOWN = ("dagster", "dbt-core", "dbt-duckdb", "duckdb", "polars", "streamlit")
_PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)", re.MULTILINE | re.IGNORECASE)
_PYTHON = (3, 11)


def look() -> Iterator[Result]:
    """Versions, then optional tools."""
    yield _python()
    yield _packages()
    if shutil.which("soffice") or shutil.which("libreoffice"):
        yield ok("LibreOffice", "已安装，可读旧版 Word、WPS 和 RTF")
    else:
        yield notice(
            "LibreOffice",
            "没有安装：旧版 Word（.doc）、WPS 和 RTF 会列为未采用",
            "如有这些格式的报告：apt-get install libreoffice-writer",
        )
    if is_installed():
        yield ok("文字识别", "已安装，可读扫描件")
    else:
        yield notice("文字识别", "没有安装：扫描件会列为未采用", "如有扫描件：make setup-ocr")


def _python() -> Result:
    found = platform.python_version()
    if tuple(map(int, found.split(".")[:2])) == _PYTHON:
        return ok("Python", found)
    wanted = ".".join(map(str, _PYTHON))
    return fault("Python", f"{found}，应为 {wanted}", "删除 .venv 后运行 make setup")


def _packages() -> Result:
    pinned = _pinned()
    wrong = [
        f"{name} {there or '没有安装'}（应为 {pinned[name]}）"
        for name in pinned
        if (there := _installed(name)) != pinned[name] and (name in _SHOWN or there is not None)
    ]
    if wrong:
        shown = "、".join(wrong[:5]) + ("等" if len(wrong) > 5 else "")
        return fault("依赖", f"与 requirements.txt 不一致：{shown}", "运行 make setup")
    versions = "，".join(f"{name} {pinned[name]}" for name in _SHOWN if name in pinned)
    return ok("依赖", f"gongkai {version('gongkai')}，{versions}")


def _pinned() -> dict[str, str]:
    """Name → version of everything that requirements.txt pins."""
    path = PROJECT / "requirements.txt"
    return dict(_PIN.findall(path.read_text(encoding="utf-8"))) if path.exists() else {}


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
