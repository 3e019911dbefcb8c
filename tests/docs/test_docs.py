"""What the documents say can be typed as it stands, and both languages say the same."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.arguments import parser
from orchestration.dbt import dbt_executable
from orchestration.settings import DBT_PROJECT, PROJECT

DOCUMENTS = sorted(
    [*(PROJECT / "docs").rglob("*.md"), *PROJECT.glob("*.md"), *PROJECT.glob("*/*.md")]
)
UNITS = sorted((PROJECT / "docs" / "systemd").iterdir())
_COMMAND = re.compile(
    r"(?:^|`|\$\(|&& )(?:\S*\.venv/bin/)?gongkai ((?:[^`\n#|>&)]|\\\n)*)", re.MULTILINE
)
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
_PLACEHOLDERS = re.compile(r"[A-Z]{4,}|…|\[")


def commands(text: str) -> Iterator[list[str]]:
    """The arguments of each `gongkai …` that is written out, not a pattern of one."""
    for words in _COMMAND.findall(text):
        if not _PLACEHOLDERS.search(words):
            yield [word for word in shlex.split(words.split("   ")[0]) if not word.startswith("N.")]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_are_understood(path: Path) -> None:
    for arguments in commands(path.read_text(encoding="utf-8")):
        if len(arguments) > 1:  # else it is only named
            parser().parse_args(arguments)


def test_commands_are_found() -> None:
    found = [list(commands(path.read_text(encoding="utf-8"))) for path in DOCUMENTS]
    assert sum(map(len, found)) > 20


def test_examples_of_the_help_are_understood(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("build", "dashboard", "export", "read", "demo", "doctor", "ledgers"):
        with pytest.raises(SystemExit):
            parser().parse_args([name, "--help"])
        examples = capsys.readouterr().out.partition("Examples:")[2]
        lines = re.findall(r"^ {2}gongkai (.*?)(?: {2,}.*| \| .*)?$", examples, re.MULTILINE)
        assert lines
        for line in lines:
            parser().parse_args(shlex.split(line))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = _LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_both_languages_have_the_same_parts() -> None:
    texts = [(PROJECT / "docs" / f"operate.{one}.md").read_text("utf-8") for one in ("en", "zh")]
    shapes = [(t.count("\n## "), t.count("```"), t.count("\n|"), t.count("\n- ")) for t in texts]
    assert shapes[0] == shapes[1]
    blocks = [re.findall(r"```\w+\n(.*?)```", t, re.DOTALL) for t in texts]
    assert blocks[0][1:] == blocks[1][1:]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_run_commands_that_there_are(path: Path) -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment]
    unit.read(path, encoding="utf-8")
    assert unit["Unit"]["Description"]
    if path.suffix == ".timer":
        assert (path.parent / f"{path.stem}.service").exists()
        return
    program, *arguments = shlex.split(unit["Service"]["ExecStart"])
    assert program.endswith("/.venv/bin/gongkai")
    parser().parse_args(arguments)


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["bu"], {"build"}),
        (["build", "--acc"], {"--accept-loss"}),
        (["build", "--raw", "x", "--ti"], {"--timings"}),
        (["completion", ""], {"bash", "zsh", "--help"}),
        (["do"], {"doctor"}),
    ],
)
def test_bash_completes(words: list[str], offered: set[str], tmp_path: Path) -> None:
    (tmp_path / "try.sh").write_text(
        'eval "$($GONGKAI completion bash)"\nCOMP_WORDS=(gongkai "$@")\nCOMP_CWORD=$#\n'
        '_gongkai\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    command = ["bash", str(tmp_path / "try.sh"), *words]
    gongkai = str(Path(sys.executable).with_name("gongkai"))
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path,
        env={**os.environ, "GONGKAI": gongkai}, check=True,
    )  # fmt: skip
    assert offered <= set(done.stdout.split())
    assert offered == set(done.stdout.split()) - {"try.sh"} or words[-1] == ""


def test_the_project_parses_for_motherduck(tmp_path: Path) -> None:
    command = [dbt_executable(), "parse", "--quiet", "--target", "motherduck", "--target-path"]
    places = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
    env = {**os.environ, "DO_NOT_TRACK": "1"}
    done = subprocess.run(
        [*command, str(tmp_path), *places], capture_output=True, text=True, env=env, check=False
    )
    assert done.returncode == 0, done.stdout
    assert (tmp_path / "manifest.json").exists()
