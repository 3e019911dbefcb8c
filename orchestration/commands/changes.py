"""Shows what a build changed against the one published before it, in a few lines."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from orchestration.publish.record import Published, last_changes

_MOST = 8
_KINDS = {"added": "新增", "replaced": "替换", "gone": "消失"}
_CAUSES = {
    "report_replaced": "报告已替换",
    "correction": "更正",
    "reader_changed": "读取程序已更新",
    "code_changed": "计算程序已更新",
    "other_input": "其他文件或台账有变",
}
_STATES = {
    None: "没有这一格",
    "blank": "空白",
    "not_applicable": "不适用",
    "unreadable": "无法辨认",
}


def show_changes(console: Console, published: Path, record: Published) -> None:
    """Print which reports came, changed and went, and which figures changed, from what to what."""
    lines = [record.note] if record.note else []
    lines.append(_summary(record))
    if record.is_compared:
        lines += _details(published, record)
    for line in lines:
        console.print(escape(line), highlight=False, soft_wrap=True)


def _summary(record: Published) -> str:
    if not record.is_compared:
        return f"第 {record.build_no} 次发布：报告 {record.reports} 份。"
    counts = (record.reports_added, record.reports_replaced, record.reports_gone)
    if not any((*counts, record.figures_changed)):
        return f"第 {record.build_no} 次发布，与上一次相比报告和数字都没有变化。"
    added, replaced, gone = counts
    return (
        f"第 {record.build_no} 次发布，与上一次相比：新增报告 {added} 份，替换 {replaced} 份，"
        f"消失 {gone} 份；两次都有的报告中 {record.figures_changed} 个数字有变。"
    )


def _details(published: Path, record: Published) -> list[str]:
    changes = last_changes(published, record.build_no, _MOST)
    lines = [f"  {_KINDS[kind]}：{year} 年 {agency}" for kind, year, agency in changes.reports]
    reports = record.reports_added + record.reports_replaced + record.reports_gone
    if reports > _MOST:
        lines.append(f"  ……另有 {reports - _MOST} 份，见 meta.report_revisions。")
    lines += [
        f"  {year} 年 {agency}，{label}：{_figure(*old)} → {_figure(*new)}（{_CAUSES[cause]}）"
        for year, agency, label, *states, cause in changes.figures
        for old, new in [(states[:2], states[2:])]
    ]
    if record.figures_changed > _MOST:
        rest = record.figures_changed - _MOST
        lines.append(f"  ……另有 {rest} 个数字，见 meta.figure_revisions。")
    return lines


def _figure(value: Decimal | None, state: str | None) -> str:
    return _STATES[state] if value is None else f"{value.normalize():f}"
