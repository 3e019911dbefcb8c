"""The workbook of open findings to send back, in the very layout that `gongkai export` writes."""

from __future__ import annotations

import tempfile
from pathlib import Path

from dashboard import warehouse
from dashboard.parts import downloads
from dashboard.queries.findings import Chosen
from orchestration.export import source, workbook
from orchestration.export.findings import Wanted


def offer(chosen: Chosen, title: str) -> None:
    """A button that hands over the workbook of a region, year, check and severity."""
    wanted = Wanted(
        chosen.region_code or None, chosen.year, chosen.check_id or None, chosen.severity or None
    )
    downloads.button(
        "核对工作簿（可退回机构填写）", f"{downloads.marked(title)}.xlsx",
        lambda: book(wanted), downloads.XLSX,
    )  # fmt: skip


def book(wanted: Wanted) -> bytes:
    """The workbook: an index by agency and year, the findings, and columns for the answers."""
    with (
        tempfile.TemporaryDirectory() as folder,
        source.opened(warehouse.published_path()) as opened,
    ):
        workbook.write_workbook(opened, Path(folder), wanted=wanted)
        return (Path(folder) / workbook.FILE).read_bytes()
