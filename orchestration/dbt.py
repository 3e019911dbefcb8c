"""dbt as the build uses it: its project, and a manifest that is parsed again only when needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from orchestration.errors import UserError
from orchestration.ingest.scan import fingerprint_files
from orchestration.settings import DBT_PROJECT, Settings

MANIFEST = DBT_PROJECT / "target" / "manifest.json"
_PARSED = DBT_PROJECT / "target" / "parsed.txt"
_SOURCES = (".sql", ".yml", ".csv", ".md")
_MADE = ("target", "logs", "dbt_packages")


def project_version() -> str:
    """Changes whenever a model, test, seed or setting of the dbt project does."""
    tops = [path for path in DBT_PROJECT.iterdir() if path.name not in _MADE]
    paths = (path for top in tops for path in (top, *top.rglob("*")) if path.suffix in _SOURCES)
    return fingerprint_files(paths, DBT_PROJECT)


def dbt_executable() -> str:
    """The dbt of this environment, whether or not it is on the PATH."""
    beside = Path(sys.executable).parent / "dbt"
    return str(beside) if beside.exists() else "dbt"


def environment(settings: Settings) -> dict[str, str]:
    """What dbt needs to know of the build, and no telemetry."""
    return {**os.environ, **settings.to_env(), "DO_NOT_TRACK": "1"}


def ensure_manifest() -> Path:
    """Parse the dbt project if it changed since the last time.

    Raises:
        UserError: the project does not parse; the message is dbt's own.
    """
    version = project_version()
    if MANIFEST.exists() and _PARSED.exists() and _PARSED.read_text() == version:
        return MANIFEST
    command = [dbt_executable(), "parse", "--quiet", "--project-dir", str(DBT_PROJECT)]
    command += ["--profiles-dir", str(DBT_PROJECT)]
    env = environment(Settings.from_env())
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    if done.returncode != 0:
        raise UserError(f"dbt 项目有误，无法解析：\n{done.stdout}{done.stderr}")
    _PARSED.write_text(version)
    return MANIFEST
