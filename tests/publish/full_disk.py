"""Run by test_killed.py: publishes with no file allowed beyond a size, as a full disk would."""

import resource
import signal
import sys
from pathlib import Path

from orchestration.errors import UserError, full_disk_told
from orchestration.publish.publish import publish
from orchestration.settings import Settings


def main(raw: str, home: str, most: str) -> int:
    settings = Settings(Path(raw), Path(home))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write then fails, as where a disk is full
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))
    try:
        with full_disk_told(settings.home):
            publish(settings, "v2", "second")
    except UserError as error:
        print(f"gongkai: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
