"""`gongkai demo`: writes the fictional province, to try the warehouse on and to prove it by."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from rich.console import Console

from orchestration.commands.bars import bars
from orchestration.errors import UserError

MARK = "README.txt"
_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")


def years_of(text: str) -> range:
    """The years named by `2019` or `2019-2023`.

    Raises:
        UserError: neither, or the last before the first.
    """
    hit = _YEARS.fullmatch(text)
    if hit is None or int(hit[2] or hit[1]) < int(hit[1]):
        raise UserError(f"看不懂年份“{text}”：请写成 2023 或 2019-2023。")
    return range(int(hit[1]), int(hit[2] or hit[1]) + 1)


def demo_command(agencies: int, years: str, seed: int, out: Path) -> int:
    """Write the province anew under `out`; a folder that holds anything else is left alone."""
    from orchestration.demo.province.write import write_province

    span = years_of(years)
    _clear(out)
    console = Console()
    with bars(console) as display:
        try:
            count = write_province(
                out, agencies, span, seed, lambda done, due: display("生成演示报告", done, due)
            )
        except ValueError as error:
            raise UserError(f"{error}。") from error
    console.print(
        f"示例省（纯属虚构）：{count} 份报告，在 {out / 'raw'}；真实数字在 {out / 'truth'}。"
    )
    console.print(f"构建：gongkai build --raw {out / 'raw'} --home {out / 'data'}", soft_wrap=True)
    return 0


def _clear(out: Path) -> None:
    """Remove an earlier province; refuse to touch a folder that is none."""
    if not out.exists() or not any(out.iterdir()):
        return
    mark = out / MARK
    if not mark.is_file() or "gongkai demo" not in mark.read_text(
        encoding="utf-8", errors="ignore"
    ):
        raise UserError(f"{out} 里已有别的文件，不能写入演示数据：请用 --out 指定空文件夹。")
    for name in ("raw", "truth"):
        shutil.rmtree(out / name, ignore_errors=True)
