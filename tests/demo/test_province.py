"""The fictional province: the same for the same seed, and true to its own sums."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from orchestration.cli import main
from orchestration.demo.figures import FORMS, identities_of_report
from orchestration.demo.province.agencies import agencies
from orchestration.demo.province.history import AgencyYear, form_of, history
from orchestration.demo.province.planting import broken, discontinued, issue
from orchestration.demo.province.write import NOTICE, write_province
from orchestration.reading.agency import identify
from orchestration.reading.region import load_regions

SEED = 5
YEARS = range(2018, 2023)


@pytest.fixture(scope="module")
def years() -> list[list[AgencyYear]]:
    return list(history(agencies(150), YEARS, SEED))


def test_a_part_stands_behind_its_government_and_bears_a_name_of_its_own() -> None:
    everyone = agencies(600)
    assert [one.number for one in everyone] == list(range(600))
    assert len({one.name for one in everyone}) == 600
    assert all(one.parent is None or one.parent < one.number for one in everyone)
    assert {one.level for one in everyone} == {"province", "prefecture", "county", "township"}


def test_the_reader_knows_every_agency_by_its_name() -> None:
    for one in agencies(6000)[::11]:
        read = identify([f"{one.name}2021年政府信息公开工作年度报告"], load_regions())
        assert (read.agency, read.region_code) == (one.name, one.region.code)
        assert (read.level, read.kind) == (one.level, one.kind)


def test_a_government_is_the_sum_of_its_parts(years: list[list[AgencyYear]]) -> None:
    for year in years:
        for government in (one for one in year if one.agency.is_government):
            parts = [one for one in year if one.agency.parent == government.agency.number]
            for key, value in government.values.items():
                assert value == sum((part.values[key] for part in parts), Decimal(0))


def test_every_identity_holds_for_everyone(years: list[list[AgencyYear]]) -> None:
    for year in years:
        identities = identities_of_report(FORMS[year[0].form])
        assert all(not list(broken(one.values, identities)) for one in year)
        assert all(v >= 0 or key[1] == "items_change" for o in year for key, v in o.values.items())


def test_what_is_left_open_is_carried_in_the_year_after(years: list[list[AgencyYear]]) -> None:
    for before, after in pairwise(years[1:]):
        for one, other in zip(before, after, strict=True):
            left = _row(one.values, "requests.carried_out")
            assert left == _row(other.values, "requests.carried_in")


def test_documents_in_force_continue(years: list[list[AgencyYear]]) -> None:
    row = "proactive.normative_documents"
    for one, other in zip(years[3], years[4], strict=True):
        now = other.values
        assert (
            one.values[row, "in_force"] + now[row, "issued"] - now[row, "repealed"]
            == now[row, "in_force"]
        )


def _row(values: Mapping[tuple[str, str], Decimal], row: str) -> dict[str, Decimal]:
    return {key[1]: value for key, value in values.items() if key[0] == row}


def test_errors_are_planted_and_recorded(years: list[list[AgencyYear]]) -> None:
    issues = [issue(one, n == 0, SEED) for n, year in enumerate(years) for one in year]
    planted = {found.check for one in issues for found in one.planted}
    assert {"missing_report", "late_report", "row_total"} <= planted
    for one in issues:
        if one.values is None or not one.touched:
            continue
        found = list(broken(one.values, identities_of_report(FORMS[one.of.form])))
        checks = [p.check for p in one.planted if p.check != "late_report"]
        assert checks == [check for check, _, _ in found]


def test_what_a_report_does_not_take_over_is_recorded(years: list[list[AgencyYear]]) -> None:
    issues = [[issue(one, n == 0, SEED) for one in year] for n, year in enumerate(years)]
    pairs = [(a, b) for last, now in pairwise(issues) for a, b in zip(last, now, strict=True)]
    found = {one.check for a, b in pairs for one in discontinued(a, b)}
    assert "carry_over" in found
    untouched = [(a, b) for a, b in pairs if not a.touched and not b.touched]
    assert not [one for a, b in untouched for one in discontinued(a, b)]


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    def written(name: str, seed: int) -> dict[str, str]:
        write_province(tmp_path / name, 12, range(2020, 2022), seed)
        files = (path for path in (tmp_path / name / "raw").rglob("*") if path.is_file())
        return {
            str(path.relative_to(tmp_path / name)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files
        }

    first = written("a", 1)
    assert first == written("b", 1)
    assert first != written("c", 2)
    assert NOTICE in (tmp_path / "a" / "README.txt").read_text(encoding="utf-8")
    errors = pl.read_parquet(tmp_path / "a" / "truth" / "documents.parquet")
    assert errors.height == len(first)


def test_a_year_before_the_first_form_and_odd_numbers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="2013"):
        form_of(2013)
    for wrong in (["--agencies", "3"], ["--years", "2023-2020"], ["--years", "last"]):
        assert main(["demo", "--out", str(tmp_path / "new"), *wrong]) == 1


def test_a_folder_of_the_offices_own_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own.txt").write_text("x", encoding="utf-8")
    arguments = ["demo", "--agencies", "12", "--years", "2021", "--out", str(tmp_path)]
    assert main(arguments) == 1
    assert "--out" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["own.txt"]
