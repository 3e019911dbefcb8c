"""One export: the parts asked for, from one build, in a folder that is swapped in as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.errors import UserError
from orchestration.export.datapackage import write_datapackage
from orchestration.export.docs import write_docs
from orchestration.export.folder import swapped_in
from orchestration.export.letters import write_letters
from orchestration.export.source import DEMO_NOTICE, Mart, Source, chosen, opened
from orchestration.export.tables import FORMATS, write_mart
from orchestration.export.workbook import write_workbook

FINDINGS = "findings"


@dataclass(frozen=True, slots=True)
class Parts:
    """What to export. `tables` are names of marts, none for all of them, None for no table."""

    tables: Sequence[str] | None = ()
    formats: Sequence[str] = FORMATS
    findings: bool = True
    per_agency: bool = False
    docs: bool = True


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export, in numbers."""

    tables: int = 0
    findings: int | None = None
    letters: int = 0
    is_demo: bool = False


def export(
    published: Path, out: Path, parts: Parts, tell: Callable[[str], None] = lambda _: None
) -> Exported:
    """Write the parts into `out`, in place of an earlier export there; `tell` hears each step.

    Raises:
        UserError: one of the reasons in the message; `out` is then as it was.
    """
    try:
        with opened(published) as source:
            marts = () if parts.tables is None else chosen(source, parts.tables)
            with swapped_in(out) as folder:
                return _write(source, marts, parts, folder, tell)
    except (OSError, duckdb.IOException) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error).splitlines()[0]
        raise UserError(
            f"不能写入 {out}：{reason or error}。原有的导出没有改动，请检查磁盘空间和权限。"
        ) from error


def _write(
    source: Source,
    marts: Sequence[Mart],
    parts: Parts,
    folder: Path,
    tell: Callable[[str], None],
) -> Exported:
    for mart in marts:
        tell(f"数据表 {mart.name}")
        for form in parts.formats:
            write_mart(source, mart, form, folder)
    if marts:
        write_datapackage(source, marts, parts.formats, folder)
    findings, letters = None, dict[str, str]()
    if parts.findings:
        if parts.per_agency:
            tell("各机关核对单")
            letters = write_letters(source, folder / FINDINGS)
        tell("检查发现")
        findings = write_workbook(source, folder / FINDINGS, letters)
    if parts.docs:
        tell("模型文档")
        write_docs(source, folder)
    _write_note(source, folder)
    return Exported(len(marts), findings, len(letters), source.is_demo)


def _write_note(source: Source, folder: Path) -> None:
    """A few lines for whoever opens the folder; Notepad wants the mark and CRLF."""
    lines = [
        *([DEMO_NOTICE] if source.is_demo else []),
        "政府信息公开工作年度报告数据，由 gongkai export 导出。",
        f"数据时间：{source.built_at:%Y-%m-%d %H:%M} UTC；版本：{source.code_version}",
        "",
        "csv/ 可用 Excel 打开；空格表示没有数，不是 0。",
        "    文本若以 = + - @ 等开头，前面加了一个单引号，以免被当作公式。",
        "    长数字和编码要原样保留时，用“数据 › 自文本/CSV”导入，并把该列设为文本。",
        "parquet/ 供程序使用，与 csv/ 内容相同。",
        "datapackage.json 是各表各列的说明（Frictionless Data Package）。",
        "findings/ 是供退回各机关核对的检查发现。",
        "docs/index.html 是数据模型的文档，用浏览器打开，不需联网。",
        "再次导出会替换本文件夹；改过的或新加的文件不会被覆盖，导出会停下并说明。",
    ]
    text = "\ufeff" + "\r\n".join(lines) + "\r\n"
    (folder / "说明.txt").write_text(text, encoding="utf-8", newline="")
