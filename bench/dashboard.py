"""How fast the dashboard's server answers, by Streamlit's own protocol: no browser in between.

A reader is a WebSocket: it asks for a page at an address and reads until the page is finished, as
the browser does. The first view of a page is asked for by a new reader, once with nothing kept by
the server and then by others after it; a change of a filter is another address in the same reader,
one that nobody has asked for before.
"""

from __future__ import annotations

import os
import random
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import duckdb
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from bench.direct import province
from bench.timing import show
from orchestration.settings import PROJECT, Settings

VIEWS, CHANGES, READERS, EACH = 5, 12, 20, 5
_DEFAULT = "overview"
_START_SECONDS, _LONGEST_SECONDS = 60, 120


class Reader:
    """Somebody with the dashboard open."""

    def __init__(self, port: int) -> None:
        address = f"ws://127.0.0.1:{port}/_stcore/stream"
        self._socket: ClientConnection = connect(address, max_size=None, subprotocols=["streamlit"])

    def open(self, page: str, **address: object) -> float:
        """Seconds from asking for a page at an address to its end.

        Raises:
            RuntimeError: the page says that something went wrong.
        """
        message = BackMsg()
        message.rerun_script.query_string = urlencode(address)
        message.rerun_script.page_name = "" if page == _DEFAULT else page
        start = time.perf_counter()
        self._socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(bytes(self._socket.recv(timeout=_LONGEST_SECONDS)))
            kind = answer.WhichOneof("type")
            if kind == "page_not_found" or answer.delta.new_element.HasField("exception"):
                raise RuntimeError(f"{page}?{urlencode(address)}: {answer}")
            if kind == "script_finished" and answer.script_finished != _EARLY:
                return time.perf_counter() - start

    def close(self) -> None:
        """Leave."""
        self._socket.close()


_EARLY = ForwardMsg.FINISHED_EARLY_FOR_RERUN


def pages() -> list[str]:
    """Every page by its name, the first one of the menu first."""
    names = sorted(path.stem for path in (PROJECT / "dashboard" / "views").glob("[a-z]*.py"))
    return sorted(names, key=lambda name: name != _DEFAULT)


class Addresses:
    """Addresses to ask for, no two alike: regions, agencies, years and findings of a file."""

    def __init__(self, published: Path, seed: int = 1) -> None:
        with duckdb.connect(str(published), read_only=True) as con:
            regions = con.execute(
                "select region_code, year from marts.indicators_by_region"
                " where indicator_code = 'requests_received' order by all"
            ).fetchall()
            agencies = con.execute(
                "select agency_id, year from marts.fct_reports order by all"
            ).fetchall()
        rng = random.Random(seed)
        self._regions = [{"region": code, "year": year} for code, year in regions]
        self._agencies = [{"agency": code, "year": year} for code, year in agencies]
        rng.shuffle(self._regions)
        rng.shuffle(self._agencies)
        self._taken = 0

    def next(self, page: str) -> dict[str, object]:
        """An address of that page which was not given before."""
        of = self._agencies if page == "agency" else self._regions
        self._taken += 1
        return dict(of[self._taken % len(of)])


@contextmanager
def served(settings: Settings) -> Iterator[tuple[int, int]]:
    """The dashboard over a published file: its port and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    server = subprocess.Popen(
        command, cwd=PROJECT, env={**os.environ, **settings.to_env()},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait()


def _wait(port: int) -> None:
    patient_until = time.monotonic() + _START_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2)
            return
        except OSError:
            if time.monotonic() > patient_until:
                raise
            time.sleep(0.2)


def peak_memory(pid: int) -> float:
    """The most memory that a process held so far, in GiB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    peak = next(line for line in lines if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 2**20


def bench_dashboard(folder: Path, reports: int) -> None:
    """Print how fast each page is on a province of so many reports, and twenty readers at once."""
    settings = province(folder, reports)
    addresses = Addresses(settings.published)
    with served(settings) as (port, pid):
        Reader(port).open(_DEFAULT)  # what a process loads once
        rows = [_page_row(port, page, addresses) for page in pages()]
        show(
            f"Dashboard over {reports:,} reports, one reader, seconds",
            ("page", "first view", "again", "filter", "slowest"),
            rows,
        )
        seconds = _many(port, addresses)
        show(
            f"{READERS} readers at once, {EACH} views each, seconds",
            ("median", "95 of 100", "slowest", "peak memory"),
            [(*_spread(seconds), f"{peak_memory(pid):.2f} GiB")],
        )


def _page_row(port: int, page: str, addresses: Addresses) -> tuple[str, ...]:
    """Page, first view with nothing kept, median of later first views, median and slowest of
    changes."""
    first, *later = [_first_view(port, page) for _ in range(VIEWS)]
    reader = Reader(port)
    reader.open(page)
    changes = [reader.open(page, **addresses.next(page)) for _ in range(CHANGES)]
    reader.close()
    median = statistics.median
    numbers = (first, median(later), median(changes), max(changes))
    return (page, *(f"{one:.2f}" for one in numbers))


def _first_view(port: int, page: str) -> float:
    reader = Reader(port)
    seconds = reader.open(page)
    reader.close()
    return seconds


def _many(port: int, addresses: Addresses) -> list[float]:
    """Views of many readers at once, each going through pages in an order of its own."""
    names = pages()
    routes = [
        [(page, addresses.next(page)) for page in random.Random(number).choices(names, k=EACH)]
        for number in range(READERS)
    ]
    with ThreadPoolExecutor(READERS) as readers:
        return [one for views in readers.map(lambda route: _go(port, route), routes)
                for one in views]  # fmt: skip


def _go(port: int, route: Sequence[tuple[str, dict[str, object]]]) -> list[float]:
    reader = Reader(port)
    seconds = [reader.open(page, **address) for page, address in route]
    reader.close()
    return seconds


def _spread(seconds: Sequence[float]) -> tuple[str, str, str]:
    ordered = sorted(seconds)
    numbers = (statistics.median(ordered), ordered[int(len(ordered) * 0.95)], ordered[-1])
    a, b, c = (f"{one:.2f}" for one in numbers)
    return a, b, c
