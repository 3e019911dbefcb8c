"""The README's queries answer something on the published file, in the analysts' DuckDB."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.settings import PROJECT, Settings

QUERIES = re.findall(r"```sql\n(.*?)```", (PROJECT / "README.md").read_text("utf-8"), re.DOTALL)


def test_there_are_fifteen_queries() -> None:
    assert len(QUERIES) == 15


@pytest.mark.parametrize("query", QUERIES, ids=range(1, len(QUERIES) + 1))
def test_a_query_of_the_readme_answers(built: Settings, query: str) -> None:
    command = [str(Path(sys.executable).parent / "duckdb"), "-readonly", "-json"]
    done = subprocess.run(
        [*command, str(built.published), query], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
