"""The command `gongkai`: build the warehouse, open its dashboard, export it, read reports."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from orchestration.errors import UserError
from orchestration.settings import Settings

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8501


def parser() -> argparse.ArgumentParser:
    """The arguments of `gongkai`; help is in English, what commands print is in Chinese."""
    top = argparse.ArgumentParser(prog="gongkai", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    places = argparse.ArgumentParser(add_help=False)
    places.add_argument("--raw", help="folder of raw reports (default: GONGKAI_RAW or raw/)")
    places.add_argument("--home", help="folder of what is built (default: GONGKAI_HOME or data/)")

    build = commands.add_parser("build", parents=[places], help="build the warehouse from raw/")
    build.add_argument("--force", action="store_true", help="compute again though nothing changed")
    build.add_argument(
        "--accept-loss", action="store_true", help="publish though more than half of it is gone"
    )
    build.add_argument("--timings", type=Path, help="write seconds by stage to this file (JSON)")

    commands.add_parser(
        "doctor", parents=[places], help="see whether all is in order; changes nothing"
    )

    commands.add_parser("ledgers", parents=[places], help="check raw/ledgers/, building nothing")

    dashboard = commands.add_parser("dashboard", parents=[places], help="serve the dashboard")
    dashboard.add_argument("--host", default=DEFAULT_HOST, help=f"default {DEFAULT_HOST}")
    dashboard.add_argument("--port", type=_port, default=DEFAULT_PORT, help="default 8501")

    demo = commands.add_parser("demo", help="write a fictional province to try the warehouse on")
    demo.add_argument("--agencies", type=int, default=300, help="how many report (default 300)")
    demo.add_argument("--years", default="2019-2023", help="YEAR or YEAR-YEAR (default 2019-2023)")
    demo.add_argument("--seed", type=int, default=1, help="other figures for another number")
    demo.add_argument("--out", default="demo", help="folder to write (default demo/)")

    _add_export(commands.add_parser("export", parents=[places], help="write files for others"))

    read = commands.add_parser("read", help="show what is understood of reports")
    read.add_argument("paths", nargs="+", metavar="PATH", help="files or folders")
    read.add_argument("--json", action="store_true", help="one JSON object a line for each file")
    return top


def _add_export(export: argparse.ArgumentParser) -> None:
    export.description = "Write everything, or only the parts named: --tables, --findings, --docs."
    export.add_argument("--out", type=Path, help="folder to write (default: export/ in --home)")
    export.add_argument("--format", dest="formats", help="parquet, csv or both (default)")
    export.add_argument("--tables", nargs="*", metavar="TABLE", help="these tables, or all of them")
    export.add_argument("--findings", action="store_true", help="the workbook of findings")
    export.add_argument("--per-agency", action="store_true", help="and one for each agency")
    export.add_argument("--docs", action="store_true", help="dbt's documentation as one page")


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port number from 1 to 65535")
    return int(text)


def _run(arguments: argparse.Namespace) -> int:
    # imported here, so that a command does not wait for what only another one needs
    if arguments.command == "read":
        from orchestration.commands.read import read_command

        return read_command(arguments.paths, as_json=arguments.json)
    if arguments.command == "demo":
        from orchestration.commands.demo import demo_command

        out = Path(arguments.out)
        return demo_command(arguments.agencies, arguments.years, arguments.seed, out)
    settings = Settings.from_env(arguments.raw, arguments.home)
    if arguments.command == "build":
        from orchestration.commands.build import build_command

        options = {name: getattr(arguments, name) for name in ("force", "accept_loss", "timings")}
        return build_command(settings, **options)
    if arguments.command == "doctor":
        from orchestration.commands.doctor import doctor_command

        return doctor_command(settings)
    if arguments.command == "ledgers":
        from orchestration.commands.ledgers import ledgers_command

        return ledgers_command(settings)
    if arguments.command == "export":
        from orchestration.commands.export import export_command, parts_of

        names = ("formats", "tables", "findings", "docs", "per_agency")
        parts = parts_of(**{name: getattr(arguments, name) for name in names})
        return export_command(settings, arguments.out, parts)
    from orchestration.commands.dashboard import dashboard_command

    return dashboard_command(settings, arguments.host, arguments.port)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Exit status: 0 done, 1 a user's error (told in one message), 130 stopped."""
    try:
        return _run(parser().parse_args(argv))
    except UserError as error:
        print(f"gongkai: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # `gongkai read … | head`
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
