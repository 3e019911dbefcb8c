"""The command `gongkai`: build the warehouse, open its dashboard, export it, read reports."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from orchestration.arguments import parser
from orchestration.errors import UserError
from orchestration.settings import Settings


def _run(arguments: argparse.Namespace) -> int:
    # imported here, so that a command does not wait for what only another one needs
    if arguments.command == "read":
        from orchestration.commands.read import read_command

        return read_command(arguments.paths, as_json=arguments.json)
    if arguments.command == "demo":
        from orchestration.commands.demo import demo_command

        out = Path(arguments.out)
        return demo_command(arguments.agencies, arguments.years, arguments.seed, out)
    if arguments.command == "completion":
        from orchestration.completion import script

        print(script(arguments.shell, parser()), end="")
        return 0
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
        print("gongkai: 已中断。", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
