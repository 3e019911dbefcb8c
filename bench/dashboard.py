"""How fast the dashboard's server answers, by Streamlit's own protocol: no browser in between.

A reader is a WebSocket: it asks for a page and reads until the page is finished, as the browser
does. The first view of a page is asked for by a new reader, once with nothing kept by the server
and then by others after it. A change of a filter is another option of one of the boxes for region,
agency and year, sent as the browser sends it.
"""

from __future__ import annotations

import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Selectbox_pb2 import Selectbox
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from bench.direct import province
from bench.timing import show
from orchestration.settings import PROJECT, Settings

VIEWS, CHANGES, READERS, EACH = 5, 12, 20, 8
PAUSE = 6.0  # seconds that a reader looks at a page before asking for the next
_DEFAULT = "overview"
_FILTERS = ("省", "市（", "县", "年度", "机构（", "数据表")
_STREAMLIT = Subprotocol("streamlit")
_START_SECONDS, _LONGEST_SECONDS = 60, 120


class Reader:
    """Somebody with the dashboard open."""

    def __init__(self, port: int, seed: int = 1) -> None:
        address = f"ws://127.0.0.1:{port}/_stcore/stream"
        self._socket: ClientConnection = connect(address, max_size=None, subprotocols=[_STREAMLIT])
        self._rng = random.Random(seed)
        self._page = _DEFAULT
        self._boxes: dict[str, Selectbox] = {}
        self._chosen: dict[str, str] = {}

    def open(self, page: str) -> float:
        """Seconds from asking for a page to its end.

        Raises:
            RuntimeError: the page says that something went wrong.
        """
        self._page = page
        self._chosen.clear()
        return self._ask()

    def change(self) -> float:
        """Seconds from another option of a filter to the end of the page."""
        filters = [one for one in self._boxes.values() if one.label.startswith(_FILTERS)]
        box = self._rng.choice([one for one in filters if len(one.options) > 1])
        now = self._chosen.get(box.id, box.options[box.default])
        self._chosen[box.id] = self._rng.choice([one for one in box.options if one != now])
        return self._ask()

    def _ask(self) -> float:
        message = BackMsg()
        message.rerun_script.page_name = "" if self._page == _DEFAULT else self._page
        for box, value in self._chosen.items():
            message.rerun_script.widget_states.widgets.add(id=box, string_value=value)
        self._boxes.clear()
        start = time.perf_counter()
        self._socket.send(message.SerializeToString())
        while not self._is_finished():
            pass
        return time.perf_counter() - start

    def _is_finished(self) -> bool:
        answer = ForwardMsg()
        answer.ParseFromString(self._socket.recv(timeout=_LONGEST_SECONDS, decode=False))
        kind, element = answer.WhichOneof("type"), answer.delta.new_element
        if kind == "page_not_found" or element.HasField("exception"):
            raise RuntimeError(f"{self._page}: {answer}")
        if kind == "delta" and element.HasField("selectbox"):
            self._boxes[element.selectbox.id] = element.selectbox
        return kind == "script_finished" and answer.script_finished != _EARLY

    def close(self) -> None:
        """Leave."""
        self._socket.close()


_EARLY = ForwardMsg.FINISHED_EARLY_FOR_RERUN


def pages() -> list[str]:
    """Every page by its name, the first one of the menu first."""
    names = sorted(path.stem for path in (PROJECT / "dashboard" / "views").glob("[a-z]*.py"))
    return sorted(names, key=lambda name: name != _DEFAULT)


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
    with served(settings) as (port, pid):
        Reader(port).open(_DEFAULT)  # what a process loads once
        show(
            f"Dashboard over {reports:,} reports, one reader, seconds",
            ("page", "first view", "again", "filter", "slowest"),
            [_page_row(port, page) for page in pages()],
        )
        at_once = _many(port, [0.0] * READERS)
        in_turn = _many(port, [PAUSE * number / READERS for number in range(READERS)], pause=PAUSE)
        show(
            f"{READERS} readers, {EACH} views and changes each, seconds",
            ("", "median", "95 of 100", "slowest"),
            [
                ("all press at the same moment", *_spread(at_once)),
                (f"each every {PAUSE:.0f} s", *_spread(in_turn)),
            ],
        )
        show("Memory of the server", ("", "GiB"), [("at most", f"{peak_memory(pid):.2f}")])


def _page_row(port: int, page: str) -> tuple[str, ...]:
    """Page, first view with nothing kept, median of later first views, median and slowest of
    changes."""
    first, *later = [_first_view(port, page) for _ in range(VIEWS)]
    reader = Reader(port)
    reader.open(page)
    changes = [reader.change() for _ in range(CHANGES)]
    reader.close()
    median = statistics.median
    numbers = (first, median(later), median(changes), max(changes))
    return (page, *(f"{one:.2f}" for one in numbers))


def _first_view(port: int, page: str) -> float:
    reader = Reader(port)
    seconds = reader.open(page)
    reader.close()
    return seconds


def _many(port: int, waits: Sequence[float], pause: float | None = None) -> list[float]:
    """Views of many readers, each going its own way: at once, or each after its wait and then with
    a pause from one question to the next."""
    together = threading.Barrier(len(waits))
    with ThreadPoolExecutor(len(waits)) as readers:
        routes = readers.map(
            lambda one: _go(port, one[0], one[1], together, pause), enumerate(waits)
        )
        return [seconds for views in routes for seconds in views]


def _go(
    port: int, seed: int, wait: float, together: threading.Barrier, pause: float | None
) -> list[float]:
    reader, rng = Reader(port, seed), random.Random(seed)
    seconds = []
    page = rng.choice(pages())
    reader.open(page)
    time.sleep(wait)
    for _ in range(EACH):
        together.wait() if pause is None else time.sleep(pause)
        if page == "data" or rng.random() < 0.3:
            page = rng.choice(pages())
            seconds.append(reader.open(page))
        else:
            seconds.append(reader.change())
    reader.close()
    return seconds


def _spread(seconds: Sequence[float]) -> tuple[str, str, str]:
    ordered = sorted(seconds)
    numbers = (statistics.median(ordered), ordered[int(len(ordered) * 0.95)], ordered[-1])
    a, b, c = (f"{one:.2f}" for one in numbers)
    return a, b, c
