"""`gongkai export`: writes the published warehouse as files for others."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from orchestration.errors import UserError
from orchestration.export.export import Exported, Parts, export
from orchestration.export.tables import FORMATS
from orchestration.settings import Settings


def parts_of(
    *,
    formats: str | None,
    tables: Sequence[str] | None,
    findings: bool,
    docs: bool,
    per_agency: bool,
) -> Parts:
    """What the options ask for: everything, or only the parts that they name.

    Raises:
        UserError: a format that there is not.
    """
    wanted = _words([formats]) if formats is not None else FORMATS
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise UserError(f"没有格式“{'、'.join(unknown)}”：可选 {'、'.join(FORMATS)}。")
    if tables is None and not findings and not docs:
        return Parts(formats=wanted, per_agency=per_agency)
    names = None if tables is None else _words(tables)
    return Parts(names, wanted, findings or per_agency, per_agency, docs)


def _words(texts: Sequence[str]) -> list[str]:
    """Names set apart by commas or blanks, each once."""
    words = (word.strip() for text in texts for word in text.replace("，", ",").split(","))
    return list(dict.fromkeys(word for word in words if word))


def export_command(settings: Settings, out: Path | None, parts: Parts) -> int:
    """Export into `out`, or `export` within the home folder; say what was written and where."""
    target = (out or settings.home / "export").expanduser().absolute()
    console = Console(file=sys.stdout)
    with console.status("导出") as status:
        done = export(settings.published, target, parts, lambda step: status.update(step))
    console.print(f"导出完成：{_told(done, parts)}。", highlight=False, soft_wrap=True)
    console.print(f"文件夹：{escape(str(target))}", highlight=False, soft_wrap=True)
    return 0


def _told(done: Exported, parts: Parts) -> str:
    told = ["演示数据，纯属虚构"] if done.is_demo else []
    if done.tables:
        told.append(f"数据表 {done.tables} 张（{'、'.join(parts.formats)}）")
    if done.findings is not None:
        told.append(f"检查发现 {done.findings} 条")
    if done.letters:
        told.append(f"各机关核对单 {done.letters} 份")
    if parts.docs:
        told.append("模型文档")
    return "；".join(told)
