"""The fictional province: the same for the same seed, and true to its own sums."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path, PurePosixPath
from random import Random

import polars as pl
import pytest

from orchestration.cli import main
from orchestration.demo.figures import FORMS, identities_of_report
from orchestration.demo.prose import NOTHING
from orchestration.demo.province.agencies import agencies
from orchestration.demo.province.documents import NOTICE, publish
from orchestration.demo.province.forms import FIRST_YEAR, form_of
from orchestration.demo.province.habits import Habits
from orchestration.demo.province.history import AgencyYear, history
from orchestration.demo.province.oracle import (
    Expected,
    broken,
    found_above,
    found_alone,
    found_between,
    overdue,
)
from orchestration.demo.province.plan import SHARES, plan
from orchestration.demo.province.planting import Issue, issue
from orchestration.demo.province.write import write_province
from orchestration.ingest.attachments import attachments
from orchestration.reading.agency import identify
from orchestration.reading.region import load_regions
from orchestration.reading.report import read

SEED = 5
YEARS = range(2013, 2023)
AGENCIES = agencies(150)
Key = tuple[str, str]


@pytest.fixture(scope="module")
def years() -> list[list[AgencyYear]]:
    return list(history(AGENCIES, YEARS, SEED))


def test_a_part_stands_behind_its_government_and_bears_a_name_of_its_own() -> None:
    everyone = agencies(600)
    assert [one.number for one in everyone] == list(range(len(everyone)))
    assert len({one.name for one in everyone}) == len(everyone)
    assert all(one.parent is None or one.parent < one.number for one in everyone)
    assert {one.level for one in everyone} == {"province", "prefecture", "county", "township"}


def test_agencies_are_renamed_merged_taken_over_founded_and_abolished() -> None:
    after = Counter(one.successor for one in AGENCIES if one.successor is not None)
    by_number = {one.number: one for one in AGENCIES}
    heirs = {by_number[number] for number in after}
    assert {1, 2} <= set(after.values())  # renamed, merged
    assert any(one.first_year is None for one in heirs)  # took over another's work
    assert any(one.first_year and one not in heirs for one in AGENCIES)
    assert any(one.last_year and one.successor is None for one in AGENCIES)
    for one in AGENCIES:
        if one.successor is not None:
            assert by_number[one.successor].reports_on((one.last_year or 0) + 1)


def test_the_reader_knows_every_agency_by_its_name() -> None:
    for one in agencies(6000)[::11]:
        read = identify([f"{one.name}2021年政府信息公开工作年度报告"], load_regions())
        assert (read.agency, read.region_code) == (one.name, one.region.code)
        assert (read.level, read.kind) == (one.level, one.kind)


def test_forms_are_those_of_the_year_the_city_and_the_habit(
    years: list[list[AgencyYear]],
) -> None:
    forms = {year[0].year: {one.form for one in year} for year in years}
    assert forms[2013] == {"shanghai-2008"}
    assert forms[2015] == {"2014", "shanghai-2008"}
    assert forms[2019] == {"2019"}
    assert forms[2021] == {"2019", "2021", "mixed"}


def test_a_government_is_the_sum_of_its_parts(years: list[list[AgencyYear]]) -> None:
    for year in years:
        parts: dict[int | None, list[AgencyYear]] = defaultdict(list)
        for one in year:
            parts[one.agency.parent].append(one)
        for government in (one for one in year if parts[one.agency.number]):
            for key, value in government.values.items():
                own = parts[government.agency.number]
                assert value == sum((one.values.get(key, 0) for one in own), Decimal(0))


def test_every_identity_holds_for_everyone(years: list[list[AgencyYear]]) -> None:
    for year in years:
        for one in year:
            assert not list(broken(one.values, identities_of_report(FORMS[one.form])))
            assert all(v >= 0 or key[1] == "items_change" for key, v in one.values.items())


def _last(year: list[AgencyYear], one: AgencyYear, habits: Habits, row: str) -> dict[str, Decimal]:
    """What the agency and those it took over left in a row the year before, by column."""
    ended = {other.number for other in habits.predecessors(one.agency, one.year)}
    left: dict[str, Decimal] = defaultdict(Decimal)
    for other in year:
        if other.agency.number in {one.agency.number, *ended}:
            for (name, column), value in other.values.items():
                if name == row:
                    left[column] += value
    return left


def test_what_is_left_open_is_carried_in_the_year_after(years: list[list[AgencyYear]]) -> None:
    habits = Habits(AGENCIES, SEED)
    for before, after in pairwise(years[-4:]):
        for one in after:
            for column, value in _last(before, one, habits, "requests.carried_out").items():
                assert one.values["requests.carried_in", column] == value


def test_documents_in_force_continue(years: list[list[AgencyYear]]) -> None:
    habits, row = Habits(AGENCIES, SEED), "proactive.normative_documents"
    for one in years[-1]:
        before = _last(years[-2], one, habits, row)["in_force"]
        now = one.values
        assert before + now[row, "issued"] - now[row, "repealed"] == now[row, "in_force"]


def _issues(years: list[list[AgencyYear]], errors_each: int | None) -> list[dict[int, Issue]]:
    kinds = plan(AGENCIES, YEARS, SEED, errors_each)
    made: list[dict[int, Issue]] = []
    for year in years:
        before = made[-1] if made else {}
        made.append({
            of.agency.number: issue(
                of,
                kinds.get((of.agency.number, of.year)),
                before[of.agency.number].of.values if of.agency.number in before else None,
                SEED,
            )
            for of in year
        })  # fmt: skip
    return made


def _expected(issues: list[dict[int, Issue]]) -> list[Expected]:
    habits = Habits(AGENCIES, SEED)
    found: list[Expected] = []
    for number, year in enumerate(issues):
        before = issues[number - 1] if number else {}
        parts: dict[int, list[Issue]] = defaultdict(list)
        for one in year.values():
            if one.of.agency.parent is not None:
                parts[one.of.agency.parent].append(one)
        for one in year.values():
            found += found_alone(one)
            found += found_above(one, parts)
            others = habits.predecessors(one.of.agency, one.of.year)
            ended = [before[other.number] for other in others if other.number in before]
            own = [before[one.of.agency.number]] if one.of.agency.number in before else []
            found += found_between([*own, *ended], one, is_across=bool(ended))
    return found


def test_errors_of_every_kind_lead_to_what_they_are_called(
    years: list[list[AgencyYear]],
) -> None:
    issues = _issues(years, errors_each=8)
    kinds = Counter(one.kind for year in issues for one in year.values())
    assert {kind for kind in SHARES if kinds[kind] < 4} == set()
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for one in _expected(issues):
        found[one.agency, one.year].add(one.check)
    leads_to = {"unit": "year_on_year", "succession": "carry_over"}
    for year in issues:
        for one in year.values():
            if one.kind not in (None, "roll_up"):  # that may be made up for by another's error
                assert leads_to.get(one.kind, one.kind) in found[one.of.agency.name, one.of.year]


def test_without_an_error_nothing_is_expected(years: list[list[AgencyYear]]) -> None:
    assert _expected(_issues(years, errors_each=0)) == []


def test_a_report_is_missing_when_another_came_after_it_was_due() -> None:
    missing = Expected("missing_report", "甲镇人民政府", "990101", 2020, due=date(2021, 3, 31))
    late = Expected("late_report", "乙镇人民政府", "990101", 2020)
    assert overdue([missing, late], date(2021, 3, 31)) == [late]
    assert overdue([missing, late], date(2021, 4, 1)) == [missing, late]


def test_errors_are_rare_unless_asked_for(years: list[list[AgencyYear]]) -> None:
    kinds = Counter(one.kind for year in _issues(years, None) for one in year.values())
    assert set(kinds) == {None, *SHARES}
    assert kinds[None] > 0.8 * kinds.total()


def test_a_file_names_its_fiction_and_attachments_their_page(
    years: list[list[AgencyYear]],
) -> None:
    issues = _issues(years, None)
    made = [publish(one, NOTHING, SEED) for year in issues[6:] for one in year.values()]
    files = [file for one in made if one is not None for file in one.files]
    roles = Counter(file.role for file in files)
    assert set(roles) == {"report", "copy", "superseded", "attachment"}
    pages = {one.path: one.page for one in attachments([str(file.path) for file in files])}
    for one in made:
        for file in one.files if one is not None else ():
            is_attached = file.role == "attachment"
            assert (pages.get(str(file.path)) == str(one.files[0].path)) == is_attached  # type: ignore[union-attr]
    for file in Random(SEED).sample(files, k=60):
        if file.path.suffix in (".html", ".txt"):
            assert any(NOTICE.encode(code) in file.data for code in _ENCODINGS), file.path


_ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")


def test_a_row_or_a_table_left_out_is_not_printed(years: list[list[AgencyYear]]) -> None:
    issues = [one for year in _issues(years, 8) for one in year.values() if one.dropped]
    assert {one.kind for one in issues} == {"missing_table", "unread_row"}
    for one in issues:
        made = publish(one, NOTHING, SEED)
        assert made is not None
        (file,) = made.files
        reading = read(file.data, file.path.name)
        assert {(cell.row, cell.column) for cell in reading.cells} == set(one.values or {})


def test_the_ledgers_agree_with_who_reports(tmp_path: Path) -> None:
    write_province(tmp_path, 40, range(2018, 2022), SEED)
    documents = pl.read_parquet(tmp_path / "truth" / "documents.parquet")
    roster = _ledger(tmp_path / "raw" / "ledgers" / "roster.csv")
    terms = {row["agency"]: (row["from"] or "0", row["to"] or "9999") for row in roster}
    parents = {row["agency"]: row["parent"] for row in roster}
    for agency, parent, year in documents.select("agency", "parent", "year").iter_rows():
        first, last = terms[agency]
        assert int(first) <= year <= int(last)
        assert parents[agency] == (parent or "")
    successions = _ledger(tmp_path / "raw" / "ledgers" / "successions.csv")
    assert successions
    for row in successions:
        assert int(terms[row["agency"]][1]) == int(row["from"]) - 1
        assert row["successor"] in terms
        assert "虚构" in row["note"]


def _ledger(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    def written(name: str, seed: int) -> dict[str, str]:
        write_province(tmp_path / name, 12, range(2020, 2022), seed)
        files = (path for path in (tmp_path / name / "raw").rglob("*") if path.is_file())
        return {
            path.relative_to(tmp_path / name).as_posix(): hashlib.sha256(
                path.read_bytes()
            ).hexdigest()
            for path in files
        }

    first = written("a", 1)
    assert first == written("b", 1)
    assert first != written("c", 2)
    assert NOTICE in (tmp_path / "a" / "README.txt").read_text(encoding="utf-8")
    documents = pl.read_parquet(tmp_path / "a" / "truth" / "documents.parquet")
    reports = {path for path in first if PurePosixPath(path).parts[1] != "ledgers"}
    assert {f"raw/{path}" for path in documents["path"]} == reports


def test_a_year_before_the_first_form_and_odd_numbers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=str(FIRST_YEAR - 1)):
        form_of(AGENCIES[0], FIRST_YEAR - 1, SEED)
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
