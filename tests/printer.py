"""Chromium as a printer: web pages as the PDF files that people make of them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

CHROMIUM = shutil.which("chromium")
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
)


def print_to_pdf(page: str, folder: Path) -> bytes:
    """A page (its markup) as Chromium prints it: embedded fonts, borders as filled rectangles."""
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_text(f'<meta charset="utf-8">{page}', encoding="utf-8")
    command = [CHROMIUM or "chromium", *_OPTIONS, f"--user-data-dir={folder / 'profile'}"]
    subprocess.run(
        [*command, f"--print-to-pdf={target}", str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return target.read_bytes()
