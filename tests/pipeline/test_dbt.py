"""dbt's own unit tests: each rule on invented rows. A build leaves them out; here they all run."""

import shutil
import subprocess
from pathlib import Path

from orchestration.dbt import dbt_executable, environment
from orchestration.settings import DBT_PROJECT, Settings


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
    assert "PASS=26" in done.stdout
