"""Writes the province's reports into a raw folder, and the truth beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from orchestration.demo.province import truth
from orchestration.demo.province.agencies import agencies
from orchestration.demo.province.documents import NOTICE, Published, publish
from orchestration.demo.province.habits import Habits
from orchestration.demo.province.history import AgencyYear, Values, history
from orchestration.demo.province.ledgers import write_ledgers
from orchestration.demo.province.oracle import (
    Expected,
    found_above,
    found_alone,
    found_between,
    overdue,
)
from orchestration.demo.province.plan import plan
from orchestration.demo.province.planting import Issue, issue
from orchestration.demo.province.prose import Chronicle

_README = f"""{NOTICE}

此文件夹由 gongkai demo 生成：示例省及其机关、报告和数字均不存在。
raw/ledgers/ 是虚构的应报名单和机构沿革；truth/ 里是每份报告的真实数字和故意写错的地方，供检验之用。
"""

Progress = Callable[[int, int], None]


def write_province(
    out: Path,
    count: int,
    years: Sequence[int],
    seed: int,
    progress: Progress | None = None,
    *,
    errors_each: int | None = None,
) -> int:
    """Write the reports of `count` agencies over `years` under `out`; the same for the same seed.

    `out/raw` holds the documents and the office's ledgers, `out/truth` what they say, in Parquet:
    `documents`, `errors` (each finding that there must be), and a file a year of `figures` (as
    printed) and `totals` (as they truly are). Money is in yuan. Agencies that were renamed or
    merged come on top of `count`.

    Args:
        errors_each: so many errors of each kind, as far as there is room for them, in layouts that
            lose nothing; without it errors are as rare, and layouts as mixed, as they are.

    Returns:
        The number of documents.

    Raises:
        ValueError: too few or too many agencies, or years without a form.
    """
    everyone = agencies(count)
    kinds = plan(everyone, years, seed, errors_each)
    for name in ("truth", "raw"):
        (out / name).mkdir(parents=True, exist_ok=True)
    (out / "README.txt").write_text(_README, encoding="utf-8")
    write_ledgers(out / "raw" / "ledgers", everyone, years)
    documents: list[truth.Row] = []
    errors: list[Expected] = []
    done, due = 0, len([1 for year in years for one in everyone if one.reports_on(year)])
    habits = Habits(everyone, seed)
    before: dict[int, Issue] = {}
    chronicle = Chronicle(seed)
    for year in history(everyone, years, seed):
        figures: list[truth.Row] = []
        issues = dict(_issues(year, kinds, before, seed))
        errors += _findings(issues, before, habits)
        for one in issues.values():
            made = publish(one, chronicle.tell(one), seed, plainly=errors_each is not None)
            if made is not None:
                _save(out / "raw", made)
                documents += truth.document_rows(one, made, everyone)
                figures += truth.figure_rows(one.of, made.cells)
            done += 1
            if progress is not None:
                progress(done, due)
        name = str(year[0].year)
        truth.save(out / "truth" / f"figures-{name}.parquet", figures, truth.FIGURES)
        truth.save(out / "truth" / f"totals-{name}.parquet", truth.total_rows(year), truth.TOTALS)
        before = issues
    truth.save(out / "truth" / "documents.parquet", documents, truth.DOCUMENTS)
    errors = overdue(
        errors, max((row["published"] or date.min for row in documents), default=date.min)
    )
    truth.save(out / "truth" / "errors.parquet", truth.error_rows(errors), truth.ERRORS)
    return len(documents)


def _issues(
    year: Sequence[AgencyYear],
    kinds: Mapping[tuple[int, int], str],
    before: Mapping[int, Issue],
    seed: int,
) -> Iterator[tuple[int, Issue]]:
    for of in year:
        number = of.agency.number
        last: Values | None = before[number].of.values if number in before else None
        yield number, issue(of, kinds.get((number, of.year)), last, seed)


def _findings(
    issues: Mapping[int, Issue], before: Mapping[int, Issue], habits: Habits
) -> Iterator[Expected]:
    """Everything that a year's reports must lead to."""
    parts: dict[int, list[Issue]] = defaultdict(list)
    for one in issues.values():
        if one.of.agency.parent is not None:
            parts[one.of.agency.parent].append(one)
    for number, one in issues.items():
        yield from found_alone(one)
        ended = [
            before[other.number]
            for other in habits.predecessors(one.of.agency, one.of.year)
            if other.number in before
        ]
        own = [before[number]] if number in before else []
        yield from found_between([*own, *ended], one, is_across=bool(ended))
        if one.of.agency.is_government:
            yield from found_above(one, parts)


def _save(raw: Path, made: Published) -> None:
    for file in made.files:
        path = raw / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
