"""The samples, and where they are at hand the real reports, read exactly."""

from pathlib import Path

import pytest

from orchestration.ingest.pool import read_path
from orchestration.reading.reading import Reading
from orchestration.settings import PROJECT
from tests.conftest import SHARED, GoldenReport, golden_reports


def assert_exact(reading: Reading, golden: GoldenReport) -> None:
    for name, value in golden.identity.items():
        got = getattr(reading, name)
        assert (got.isoformat() if name == "published" and got else got) == value, name
    read = {(cell.row, cell.column): cell for cell in reading.cells}
    assert len(read) == len(reading.cells)
    for expected in golden.cells:
        cell = read.pop((expected.row, expected.column))
        if expected.value is None or expected.is_certain:
            assert cell.value == expected.value, expected
            assert cell.approximate == expected.is_approximate, expected
        elif cell.value is not None:
            assert (cell.value, cell.basis) == (expected.value, "inferred"), expected
    assert not read


@pytest.mark.parametrize("golden", golden_reports(), ids=lambda golden: golden.path)
def test_a_sample_reads_exactly(golden: GoldenReport) -> None:
    assert_exact(read_path(PROJECT / "raw" / golden.path), golden)


def test_the_real_reports_read_exactly() -> None:
    truth = SHARED / "truth"
    if not truth.is_dir():
        pytest.skip(f"the real reports are not at hand ({truth})")
    for golden in golden_reports(truth):
        assert_exact(read_path(SHARED / "seeds" / f"{Path(golden.path).stem}.txt"), golden)


def test_every_figure_is_traced_to_a_place_that_prints_it() -> None:
    for golden in golden_reports():
        path = PROJECT / "raw" / golden.path
        lines = path.read_text(encoding="utf-8").split("\n")
        for cell in read_path(path).cells:
            if cell.state == "number":
                line = int(cell.place.split()[1])
                assert cell.raw in lines[line - 1], cell
