"""dbt's own unit tests: each rule on invented rows. A build leaves them out; here they all run."""

import shutil
import subprocess
from pathlib import Path

import yaml

from orchestration.dbt import dbt_executable, environment
from orchestration.settings import DBT_PROJECT, Settings


def unit_tests() -> list[str]:
    """The names of all unit tests, from the files that hold them."""
    files = sorted((DBT_PROJECT / "models").rglob("_unit_tests*.yml"))
    held = (yaml.safe_load(file.read_text("utf-8"))["unit_tests"] for file in files)
    return [one["name"] for tests in held for one in tests]


def test_every_rule_holds_on_its_invented_rows(built: Settings, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(built.work, home / "work.duckdb")  # the tests look up column types in it
    command = [dbt_executable(), "test", "--select", "test_type:unit"]
    command += ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
    command += ["--target-path", str(tmp_path / "target"), "--log-path", str(tmp_path / "logs")]
    env = environment(Settings(built.raw, home))
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 0, done.stdout
    # dbt counts what it does before a run too
    assert f"PASS={len(unit_tests()) + 1} " in done.stdout
