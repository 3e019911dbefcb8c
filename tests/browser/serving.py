"""The dashboard served for a test, and a page of it that is watched."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, TimeoutError

PROJECT = Path(__file__).parents[2]
START_SECONDS = 60


@dataclass
class Served:
    """A running dashboard: its address and the published file it shows."""

    address: str
    published: Path


@dataclass
class Watched:
    """A page, what its console complained of and which other hosts it asked."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def heard(self, message: ConsoleMessage) -> None:
        # Opened below the root, Streamlit first looks for its own files there, and then above.
        looks_around = "/_stcore/" in str(message.location.get("url", ""))
        if message.type == "error" and not looks_around:
            self.complaints.append(message.text)

    def asked(self, request: Request) -> None:
        local = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")
        if not request.url.startswith(local):
            self.outside.append(request.url)


def pick(box: Locator, option: Locator) -> None:
    """Open a select box and take an option: a list that opens while the page still moves is closed
    again, and is then opened once more."""
    for _ in range(9):
        box.click()
        try:
            option.click(timeout=3000)
            return
        except TimeoutError:
            continue
    option.click()


def settled(page: Page) -> None:
    """Wait until the page is drawn: before, what the page before it showed may still be clicked."""
    page.locator('[data-test-script-state="notRunning"]').wait_for(state="attached")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_until_served(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, "the dashboard stopped by itself"
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the dashboard did not answer within {START_SECONDS} s")


def serve(home: Path) -> Iterator[Served]:
    """The dashboard over the published file of a home, on a free port, until it is let go."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py"]
    process = subprocess.Popen(
        [*command, "--server.port", str(port)],
        cwd=PROJECT,
        env={**os.environ, "GONGKAI_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_served(address, process)
        yield Served(address, home / "gongkai.duckdb")
    finally:
        process.terminate()
        process.wait(timeout=20)
