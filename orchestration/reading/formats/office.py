"""Old Word files (.doc, .wps, .rtf) to .docx, through LibreOffice where it is installed.

This is the one place of the reader that touches the disk and starts a program: LibreOffice reads
and writes files. Both files and its profile stand in a private temporary folder that is removed
again. The profile is made for the one conversion, runs no macros and follows no links; nothing is
sent or fetched.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from orchestration.reading.formats.container import ZIP_MAGIC, check_size
from orchestration.reading.layout import UnreadableError

TIMEOUT_SECONDS: Final = 60
MAX_CONVERTED_BYTES: Final = 64 * 1024 * 1024

MISSING = "旧版 Word（{}）需要安装 LibreOffice 才能读取，或另存为 .docx"
_TIMED_OUT = f"LibreOffice 在 {TIMEOUT_SECONDS} 秒内没有转换完，已中止"
_FAILED = "LibreOffice 不能转换这个文件（可能已损坏或已加密）：请用 Word 打开后另存为 .docx"
_TOO_LARGE = f"转换后超过 {MAX_CONVERTED_BYTES // 1024 // 1024} MB 的上限"

_PROGRAMS = ("soffice", "libreoffice")
_SUFFIXES = frozenset((".doc", ".wps", ".rtf", ".dot", ".wpt", ".odt", ".xml"))
_OPTIONS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck")
# Macros never run, linked and embedded content is never fetched or updated.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
# Whatever is asked for over the network would have to pass this proxy, where nobody listens.
_NO_NETWORK = dict.fromkeys(
    ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9"
)


def find_libreoffice() -> str | None:
    """The path of LibreOffice's program, if it is installed."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def convert_to_docx(data: bytes, suffix: str) -> bytes:
    """Convert an old Word file.

    Args:
        data: its bytes.
        suffix: how its name ends, e.g. `.doc`; LibreOffice looks at the bytes all the same.

    Raises:
        UnreadableError: LibreOffice is not installed, took longer than `TIMEOUT_SECONDS`, could
            not convert the file, or a file is larger than the declared limits.
    """
    check_size(data)
    suffix = _suffix(data, suffix.lower())
    program = find_libreoffice()
    if program is None:
        raise UnreadableError(MISSING.format(suffix))
    with TemporaryDirectory(prefix="gongkai-office-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / f"document{suffix}").write_bytes(data)
        _write_profile(folder)
        _run(_command(program, folder, suffix), folder)
        return _converted(folder / "out" / "document.docx")


def _suffix(data: bytes, suffix: str) -> str:
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:5].startswith(b"{\\rt"):
        return ".rtf"
    if data.startswith(ZIP_MAGIC):
        return ".odt"
    return suffix if suffix in _SUFFIXES else ".doc"


def _write_profile(folder: Path) -> None:
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")


def _command(program: str, folder: Path, suffix: str) -> list[str]:
    profile = (folder / "profile").as_uri()
    out = str(folder / "out")
    convert = ["--convert-to", "docx", "--outdir", out, str(folder / f"document{suffix}")]
    return [program, f"-env:UserInstallation={profile}", *_OPTIONS, *convert]


def _run(command: list[str], folder: Path) -> None:
    """Run it in a session of its own, so that it can be ended with all its children."""
    environment = os.environ | _NO_NETWORK | {"HOME": str(folder), "TMPDIR": str(folder)}
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise UnreadableError(_FAILED) from error
    try:
        process.wait(TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(_TIMED_OUT) from error
    finally:
        # Whatever ended the wait, nothing that was started stays.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _converted(path: Path) -> bytes:
    if not path.is_file():
        raise UnreadableError(_FAILED)
    if path.stat().st_size > MAX_CONVERTED_BYTES:
        raise UnreadableError(_TOO_LARGE)
    return path.read_bytes()
