"""Run by test_killed.py: reads two documents anew and publishes, in a child that it kills.

A line `VERSION SECONDS` on standard input starts a build of that version; after so many seconds it
is killed with SIGKILL. Answers `done` or `killed`. The child is forked from this process, in which
everything is imported already, so that the kills fall into the work and not into the imports.
"""

import os
import select
import signal
import sys
from pathlib import Path

import duckdb

import orchestration.build  # imported here, not in each child
import orchestration.ingest.load
import orchestration.publish.publish  # noqa: F401
from orchestration.settings import Settings


def build(settings: Settings, version: str) -> None:
    from orchestration.ingest.load import ingest
    from orchestration.locking import build_lock
    from orchestration.publish.publish import publish

    with build_lock(settings.lock):
        with duckdb.connect(str(settings.work)) as con:
            two = "(select path from raw.documents order by path limit 2)"
            con.execute(f"update raw.documents set sha256 = 'old' where path in {two}")
        ingest(settings)
        publish(settings, version, "input")


def main(raw: str, home: str) -> None:
    settings = Settings(Path(raw), Path(home))
    for line in sys.stdin:
        version, seconds = line.split()
        child = os.fork()
        if child == 0:
            try:
                build(settings, version)
            except BaseException as error:
                print(f"failed: {error!r}", flush=True)
                os._exit(1)
            os._exit(0)
        handle = os.pidfd_open(child)
        ended, _, _ = select.select([handle], [], [], float(seconds))
        if not ended:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(handle)
        if os.WIFSIGNALED(status):
            print("killed", flush=True)
        elif os.WEXITSTATUS(status) == 0:
            print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
