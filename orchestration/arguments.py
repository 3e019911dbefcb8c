"""What `gongkai` can be asked: its commands, options and the help that teaches them.

Help is in English with a Chinese gloss; what commands print is in Chinese.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from orchestration.completion import SHELLS

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8501

_TOP = """\
Reports on information disclosure become a warehouse of exact, traceable figures.
政府信息公开年度报告数据：读取、核对、汇总、发布。

A first day:
  gongkai doctor               is all in order?
  gongkai demo                 write a fictional province to try it on
  gongkai build                raw/ becomes data/gongkai.duckdb
  gongkai dashboard            see it at http://127.0.0.1:8501
"""
_END = """\
`gongkai COMMAND --help` tells more, with examples.

Places: reports in raw/ (--raw, GONGKAI_RAW), what is built in data/ (--home, GONGKAI_HOME).
Other variables: GONGKAI_MEMORY (what DuckDB may hold, default 2GB), GONGKAI_WORKERS (processes
that read, default one a core), GONGKAI_HANDOVER (where spread readers leave what they read).
Exit status: 0 done; 1 something to mend, said in one message; 2 the command is not understood;
130 stopped by Ctrl+C.
Completion: eval "$(gongkai completion bash)"   (or zsh)
"""


def _formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.RawDescriptionHelpFormatter(prog, max_help_position=20)


class _Commands:
    """The commands, added one by one, each with its help in the same shape."""

    def __init__(self, top: argparse.ArgumentParser) -> None:
        self._commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(
        self, name: str, gloss: str, text: str, *, examples: str, has_places: bool = True
    ) -> argparse.ArgumentParser:
        """A command: `gloss` is Chinese, `text` begins with what it is for, in one sentence."""
        first = text.partition("\n")[0].rstrip(".")
        command = self._commands.add_parser(
            name,
            help=f"{first[0].lower()}{first[1:]} ({gloss})",
            description=f"{text}\n{gloss}。",
            epilog=f"Examples:\n{examples}",
            formatter_class=_formatter,
        )
        if has_places:
            command.add_argument("--raw", help="folder of raw reports (GONGKAI_RAW, or raw/)")
            command.add_argument("--home", help="folder of what is built (GONGKAI_HOME, or data/)")
        return command


def parser() -> argparse.ArgumentParser:
    """The arguments of `gongkai`."""
    top = argparse.ArgumentParser(
        prog="gongkai",
        description=_TOP,
        epilog=_END,
        formatter_class=_formatter,
    )
    commands = _Commands(top)
    _add_build(commands)
    _add_dashboard(commands)
    _add_export(commands)
    _add_read(commands)
    _add_demo(commands)
    _add_small(commands)
    return top


def _add_build(commands: _Commands) -> None:
    build = commands.add(
        "build",
        "构建并发布数据",
        "Bring the warehouse up to date with raw/.\n"
        "Reads what is new or changed, computes and checks every table, and publishes\n"
        "data/gongkai.duckdb in one swap; where something is wrong the last good file stays.",
        examples="  gongkai build\n"
        "  gongkai build --raw /srv/reports --home /srv/gongkai\n"
        "  gongkai build --accept-loss      after reports were taken away on purpose",
    )
    build.add_argument(
        "--force",
        action="store_true",
        help="compute everything anew, and read again what was rejected",
    )
    build.add_argument(
        "--accept-loss", action="store_true", help="publish though more than half of it is gone"
    )
    build.add_argument("--timings", type=Path, help="write seconds by stage to this file (JSON)")


def _add_dashboard(commands: _Commands) -> None:
    dashboard = commands.add(
        "dashboard",
        "打开看板",
        "Serve the dashboard.\n"
        "On this machine only, unless told otherwise: see dashboard/ACCESS.md.",
        examples="  gongkai dashboard\n  gongkai dashboard --port 8600",
    )
    dashboard.add_argument("--host", default=DEFAULT_HOST, help=f"default {DEFAULT_HOST}")
    dashboard.add_argument("--port", type=_port, default=DEFAULT_PORT, help="default 8501")


def _add_export(commands: _Commands) -> None:
    export = commands.add(
        "export",
        "导出文件",
        "Write files for others from the published file.\n"
        "Everything, or only the parts named: --tables, --findings, --docs.",
        examples="  gongkai export\n"
        "  gongkai export --tables fct_figures dim_agencies --format csv --out /tmp/out\n"
        "  gongkai export --findings --per-agency",
    )
    export.add_argument("--out", type=Path, help="folder to write (default: export/ in --home)")
    export.add_argument("--format", dest="formats", help="parquet, csv or both (default)")
    export.add_argument("--tables", nargs="*", metavar="TABLE", help="these tables, or all of them")
    export.add_argument("--findings", action="store_true", help="the workbook of findings")
    export.add_argument("--per-agency", action="store_true", help="and one for each agency")
    export.add_argument("--docs", action="store_true", help="dbt's documentation as one page")


def _add_read(commands: _Commands) -> None:
    read = commands.add(
        "read",
        "查看对报告的理解",
        "Show what is understood of reports.\nNothing is built and nothing is written.",
        examples="  gongkai read raw/2021\n  gongkai read --json report.pdf | jq .agency",
        has_places=False,
    )
    read.add_argument("paths", nargs="+", metavar="PATH", help="files or folders")
    read.add_argument("--json", action="store_true", help="one JSON object a line for each file")


def _add_demo(commands: _Commands) -> None:
    demo = commands.add(
        "demo",
        "生成演示用的虚构省份",
        "Write a fictional province to try the warehouse on.\n"
        "Reports in every layout, and beside them the truth; the same for the same seed.",
        examples="  gongkai demo --agencies 60 --years 2021-2023\n"
        "  gongkai build --raw demo/raw --home demo/data",
        has_places=False,
    )
    demo.add_argument("--agencies", type=int, default=300, help="how many report (default 300)")
    demo.add_argument("--years", default="2019-2023", help="YEAR or YEAR-YEAR (default 2019-2023)")
    demo.add_argument("--seed", type=int, default=1, help="other figures for another number")
    demo.add_argument("--out", default="demo", help="folder to write (default demo/)")


def _add_small(commands: _Commands) -> None:
    commands.add(
        "doctor",
        "检查运行环境",
        "See whether all is in order, and what to do where it is not.\n"
        "Versions, folders, lock, disk, what was last published. Changes nothing.",
        examples="  gongkai doctor",
    )
    commands.add(
        "ledgers",
        "检查台账",
        "Check raw/ledgers/, building nothing.\n"
        "The roster, successions, corrections and verdicts that the office keeps.",
        examples="  gongkai ledgers",
    )
    completion = commands.add(
        "completion",
        "命令补全",
        "Print what makes a shell complete commands and options.",
        examples='  eval "$(gongkai completion bash)"      in ~/.bashrc\n'
        '  eval "$(gongkai completion zsh)"       in ~/.zshrc, after compinit',
        has_places=False,
    )
    completion.add_argument("shell", choices=SHELLS)


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port number from 1 to 65535")
    return int(text)
