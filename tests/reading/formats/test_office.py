"""Old Word through LibreOffice: as its .docx where it is installed, a clear reason where not."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from orchestration.reading.formats import office
from orchestration.reading.formats.detect import detect
from orchestration.reading.formats.docx import parse_docx
from orchestration.reading.formats.office import convert_to_docx, find_libreoffice
from orchestration.reading.layout import UnreadableError
from tests.reading.formats.word import requests_cells, written

needs_libreoffice = pytest.mark.skipif(
    find_libreoffice() is None, reason="LibreOffice (soffice) is not installed"
)
CELLS = sorted(requests_cells("2021"), key=lambda cell: (cell.row, cell.column))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go in a test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program of ours in the place of LibreOffice."""
    path = folder / "bin" / "soffice"
    path.parent.mkdir()
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{path.parent}{os.pathsep}{os.environ['PATH']}")


def left_over(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name.startswith("gongkai-office-")]


@needs_libreoffice
@pytest.mark.parametrize("suffix", [".doc", ".rtf"])
def test_old_word_is_read_as_its_docx(suffix: str, folder: Path) -> None:
    source = folder / "report.docx"
    source.write_bytes(written(CELLS))
    profile = (folder / "writer").as_uri()
    to_old = ["--headless", "--convert-to", suffix[1:], "--outdir", str(folder), str(source)]
    command = [find_libreoffice() or "", f"-env:UserInstallation={profile}", *to_old]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    old = source.with_suffix(suffix).read_bytes()
    assert detect(old, "report.pdf") == "doc"
    page = parse_docx(convert_to_docx(old, suffix))
    assert list(page.grids[0].cells) == CELLS
    assert left_over(folder) == []


@needs_libreoffice
def test_what_cannot_be_converted_has_a_reason(folder: Path) -> None:
    with pytest.raises(UnreadableError, match="不能转换"):
        convert_to_docx(b"PK\x03\x04 no document", ".doc")
    assert left_over(folder) == []


def test_without_libreoffice_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    expected = "旧版 Word（.wps）需要安装 LibreOffice 才能读取，或另存为 .docx"
    with pytest.raises(UnreadableError) as caught:
        convert_to_docx(b"\xd0\xcf\x11\xe0", ".WPS")
    assert str(caught.value) == expected


def test_it_is_asked_for_a_private_profile_without_macros(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(folder, f'echo "$@" > {folder}/said; cp -r "$HOME" {folder}/seen', monkeypatch)
    with pytest.raises(UnreadableError, match="不能转换"):
        convert_to_docx(b"{\\rtf1", ".exe")
    said = (folder / "said").read_text().split()
    assert said[0].startswith(f"-env:UserInstallation=file://{folder}/gongkai-office-")
    assert "--headless" in said
    assert said[said.index("--convert-to") + 1] == "docx"
    assert said[-1].endswith("/document.rtf")
    profile = folder / "seen" / "profile" / "user" / "registrymodifications.xcu"
    assert "DisableMacrosExecution" in profile.read_text(encoding="utf-8")


def test_at_time_out_it_is_ended_with_its_children(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "TIMEOUT_SECONDS", 0.5)
    program(folder, f"sleep 300 & echo $! > {folder}/child; wait", monkeypatch)
    with pytest.raises(UnreadableError, match="没有转换完"):
        convert_to_docx(b"\xd0\xcf\x11\xe0", ".doc")
    assert is_gone(int((folder / "child").read_text()))
    assert left_over(folder) == []


def is_gone(process: int) -> bool:
    """Whether a process ends soon; one that only waits to be reaped has ended."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_what_comes_back_may_not_be_too_large(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "MAX_CONVERTED_BYTES", 3)
    program(folder, "mkdir out; echo 12345 > out/document.docx", monkeypatch)
    with pytest.raises(UnreadableError, match="上限"):
        convert_to_docx(b"\xd0\xcf\x11\xe0", ".doc")


def test_too_large_a_file_is_refused() -> None:
    with pytest.raises(UnreadableError, match="上限"):
        convert_to_docx(bytes(office.MAX_CONVERTED_BYTES + 1), ".doc")
