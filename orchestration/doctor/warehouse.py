"""What was built: the published file and the build's own database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import duckdb

from orchestration.build import code_version
from orchestration.database import attach
from orchestration.doctor.result import Result, fault, notice, ok
from orchestration.ingest.scan import report_paths
from orchestration.publish.record import Published, published_build
from orchestration.settings import Settings

_BUILD = "运行 gongkai build"


def look(settings: Settings) -> Iterator[Result]:
    """The published file, whether it is of this version and of these reports, the database."""
    record = published_build(settings.published)
    if record is None:
        yield _no_record(settings.published)
    else:
        yield ok("已发布的数据", _told(record))
        yield from _differences(settings, record)
    yield _work(settings.work)


def _no_record(published: Path) -> Result:
    if not published.exists():
        return notice("已发布的数据", "还没有", _BUILD)
    return fault(
        "已发布的数据",
        f"{published} 打不开：已损坏，或出自不兼容的版本",
        f"从备份恢复这个文件以保留修订记录；没有备份则删除它，再{_BUILD}",
    )


def _told(record: Published) -> str:
    at = record.built_at.replace(tzinfo=UTC).astimezone()
    release = record.code_version.partition("+")[0]
    return (
        f"{at:%Y-%m-%d %H:%M} 建成（第 {record.build_no} 次，{release}）："
        f"文件 {record.documents:,}，数字 {record.figures:,}，检查发现 {record.findings:,}"
    )


def _differences(settings: Settings, record: Published) -> Iterator[Result]:
    """Told by names and by the version: no report is opened."""
    if record.code_version != code_version():
        yield notice("版本", "数据由另一版本的程序建成", f"{_BUILD}，数据会重新计算")
    known = _known(settings.published)
    try:
        there = {path.relative_to(settings.raw).as_posix() for path in report_paths(settings.raw)}
    except Exception:  # told of already where the folders are looked at
        return
    new, gone = len(there - known), len(known - there)
    if new or gone:
        yield notice("新旧", f"发布之后新增 {new:,} 个文件，减少 {gone:,} 个", _BUILD)


def _known(published: Path) -> set[str]:
    with duckdb.connect() as con:
        attach(con, published, "file")
        return {path for (path,) in con.execute("select path from file.raw.documents").fetchall()}


def _work(work: Path) -> Result:
    """A damaged one is begun anew by the next build; only that it takes longer is said."""
    if not work.exists():
        return notice("工作数据库", "还没有：下一次构建会读取全部报告")
    try:
        with duckdb.connect() as con:
            attach(con, work, "file")
    except duckdb.IOException as error:
        if "set lock" in str(error):
            return notice("工作数据库", "正被一个构建使用")
        return notice("工作数据库", "已损坏：下一次构建会删除它，重新读取全部报告")
    except duckdb.Error:
        return notice("工作数据库", "出自另一版本：下一次构建会重新读取全部报告")
    return ok("工作数据库", f"{work.stat().st_size / 2**20:,.0f} MB")
