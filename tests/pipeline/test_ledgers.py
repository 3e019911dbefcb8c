"""The ledgers through the whole pipeline: a correction and a verdict, over three builds."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.cli import main
from orchestration.settings import PROJECT

SAMPLE = Path("2020/莱西市.txt")
HEAD = "agency,year,row,column,printed,correct,reason,by,date\n"
FIGURE = "莱西市人民政府,2020,disposition.disclosed,total"
LINES = (
    f"{FIGURE},67,78,来函更正,张三,2021-03-01\n"
    "莱西市人民政府,2020,没有这一行,total,1,2,来函,张三,2021-03-01\n"
    "莱西市人民政府,2019,requests.new,total,1,2,来函,张三,2021-03-01\n"
)
KEYS = "select finding_key, message from marts.fct_findings where check_id = 'row_total'"


def ask(home: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home / "gongkai.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()


def test_corrections_and_verdicts_over_two_builds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw, home = tmp_path / "raw", tmp_path / "home"
    ledgers = raw / "ledgers"
    ledgers.mkdir(parents=True)
    (raw / SAMPLE.parent).mkdir()
    shutil.copy(PROJECT / "raw" / SAMPLE, raw / SAMPLE)
    places = ["--raw", str(raw), "--home", str(home)]
    (ledgers / "corrections.csv").write_text(HEAD + LINES, encoding="utf-8-sig")
    assert main(["build", *places]) == 0
    said = capsys.readouterr().out
    assert "台账中没有使用的内容" in said

    figure = """
        select value, printed_value, printed_text, basis, mark, corrected_by
        from marts.fct_figures
        where row_code = 'disposition.disclosed' and column_code = 'total'
    """
    assert ask(home, figure) == [(78, 67, "67", "corrected", "corrected", "张三")]
    corrections = "select line_no, status from marts.fct_corrections order by line_no"
    assert ask(home, corrections) == [(2, "applied"), (4, "no_such_report")]
    assert ask(home, "select line_no from raw.ledger_problems") == [(3,)]
    # the check holds the corrected figure: the applicants still add up to what was printed
    [(key, message)] = ask(home, KEYS)
    assert "67，总计 78，相差 11" in message
    errors = "select error_count from marts.fct_reports"
    [(before,)] = ask(home, errors)

    # The file moves, another report comes, the office gives its verdict: the key is the same.
    (ledgers / "reviews.csv").write_text(
        f"key,verdict,note,by,date\n{key},explained,更正未及明细,张三,2021-03-02\n"
        "F000000000000000,confirmed,,张三,2021-03-02\n",
        encoding="utf-8",
    )
    (raw / "别处").mkdir()
    (raw / SAMPLE).rename(raw / "别处" / "市政府.txt")
    other = "2021/威海市文登区人力资源和社会保障局.txt"
    shutil.copy(PROJECT / "raw" / other, raw / "b.txt")
    assert main(["build", *places]) == 0
    assert ask(home, KEYS) == [(key, message)]
    verdict = "select verdict, verdict_note, is_open from marts.fct_findings where finding_key = ?"
    with duckdb.connect(str(home / "gongkai.duckdb"), read_only=True) as con:
        assert con.execute(verdict, [key]).fetchall() == [("explained", "更正未及明细", False)]
    assert ask(home, f"{errors} where year = 2020") == [(before - 1,)]
    there = "select is_finding_there, count(*) from marts.fct_verdicts group by all order by all"
    assert ask(home, there) == [(False, 1), (True, 1)]

    # The report is replaced and prints another figure: the correction falls, the verdict too.
    report = raw / "别处" / "市政府.txt"
    text = report.read_text(encoding="utf-8")
    assert text.count("\n67\n") + text.count(" 67 ") + text.count("|67|") >= 1, "the sample changed"
    report.write_text(text.replace("67", "66"), encoding="utf-8")
    assert main(["build", *places]) == 0
    [(value, printed, *_)] = ask(home, figure + " and year = 2020")
    assert (value, printed) == (66, None)  # as what is printed is the value again
    stale = "select status, status_reason from marts.fct_corrections where line_no = 2"
    assert ask(home, stale) == [("stale", "已失效：报告所载已不是“67”，而是“66”")]
    assert ask(home, "select is_finding_there from marts.fct_verdicts where finding_key = "
               f"'{key}'") == [(False,)]  # fmt: skip
