"""A page and its attachments, built from the files to the marts."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from orchestration.build import documents_set_aside
from orchestration.cli import main
from orchestration.demo.document import Report
from orchestration.settings import Settings

sys.path.insert(0, str(Path(__file__).parent))

from attachment_cases import YEAR, Case, Figures, prose, tables

WRONG = "98765"


def with_a_wrong_figure(report: Report) -> Report:
    """All tables without a name, the first figure of the last one misprinted."""
    bare = tables(0, 1, 2)(report)
    last = bare.sheets[2]
    at = next(n for n, box in enumerate(last.boxes) if box.text.isdigit() and box.text != "0")
    boxes = [*last.boxes[:at], last.boxes[at]._replace(text=WRONG), *last.boxes[at + 1 :]]
    return replace(bare, sheets=(*bare.sheets[:2], replace(last, boxes=tuple(boxes))))


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    raw = tmp_path_factory.mktemp("raw")
    cases = {name: Case(raw, seed) for seed, name in enumerate("甲乙丙丁戊己", 1)}
    cases["甲"].write("甲/index.html", "html-official", prose)
    cases["甲"].write("甲/附件1.docx", "docx-merged", tables(0, 1))
    cases["甲"].write("甲/附件2.pdf", "pdf-ruled", tables(2, title="政府信息公开工作年度报告"))
    cases["乙"].write("乙.html", "html-official", lambda report: report)
    cases["乙"].write("乙.docx", "docx-merged", with_a_wrong_figure)
    cases["丙"].write("丙.html", "html-official", prose)
    cases["丁"].write("丙_附件.docx", "docx-merged", lambda report: report)
    cases["戊"].write("戊.html", "html-official", prose)
    cases["戊"].write("戊_附件.docx", "docx-merged", tables(1))
    cases["戊"].write("戊_附件2.pdf", "pdf-ruled", tables(1))
    cases["己"].write("己.html", "html-official", prose)
    cases["己"].write("己_附件1.docx", "docx-merged", tables(1))
    cases["丁"].write("己_附件2.docx", "docx-merged", tables(1))
    return cases


@pytest.fixture(scope="module")
def con(
    cases: dict[str, Case], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    settings = Settings(cases["甲"].raw, tmp_path_factory.mktemp("home"))
    assert main(["build", "--raw", str(settings.raw), "--home", str(settings.home)]) == 0
    with duckdb.connect(str(settings.published), read_only=True) as connection:
        yield connection


Rows = list[tuple[object, ...]]


def of(con: duckdb.DuckDBPyConnection, case: Case, columns: str, table: str) -> Rows:
    query = f"""select {columns} from {table} as facts join marts.dim_agencies as agencies
                using (agency_id) where agencies.agency = ? and year = {YEAR} order by all"""
    return con.execute(query, [case.agency]).fetchall()


def figures(con: duckdb.DuckDBPyConnection, case: Case) -> dict[tuple[str, str], Decimal | None]:
    return {
        (r, c): v for r, c, v in of(con, case, "row_code, column_code, value", "marts.fct_figures")
    }


def of_tables(printed: Figures, *prefixes: str) -> dict[tuple[str, str], Decimal | None]:
    return {key: value for key, value in printed.items() if key[0].startswith(prefixes)}


def findings_of(check: str) -> str:
    return f"(select * from marts.fct_findings where check_id = '{check}')"


def test_a_page_of_prose_has_the_figures_of_its_attachments(
    con: duckdb.DuckDBPyConnection, cases: dict[str, Case]
) -> None:
    case = cases["甲"]
    assert figures(con, case) == dict(case.figures)
    columns = "facts.document_path, status, reason, published, attachment_count"
    assert of(con, case, columns, "marts.fct_reports") == [
        ("甲/index.html", "read", None, case.published, 2)
    ]
    assert (
        of(
            con,
            case,
            "check_id",
            findings_of("missing_table"),
        )
        == []
    )


def test_each_figure_is_traced_to_the_document_that_prints_it(
    con: duckdb.DuckDBPyConnection, cases: dict[str, Case]
) -> None:
    columns = "distinct table_name, document_path, sha256 = (select sha256 from raw.documents"
    columns += " where path = document_path)"
    assert of(con, cases["甲"], columns, "marts.fct_figures") == [
        ("proactive", "甲/附件1.docx", True),
        ("requests", "甲/附件1.docx", True),
        ("reviews", "甲/附件2.pdf", True),
    ]


def test_a_figure_that_page_and_attachment_print_differently_is_named_with_both_sides(
    con: duckdb.DuckDBPyConnection, cases: dict[str, Case]
) -> None:
    case = cases["乙"]
    assert figures(con, case) == dict(case.figures)
    [(left, right, message, path)] = of(
        con, case, "left_value, right_value, message, document_path",
        findings_of("attachment_figures"),
    )  # fmt: skip
    assert right == Decimal(WRONG)
    assert path == "乙.html"
    assert "行政诉讼情况" in str(message)
    assert f"采用的“乙.html”为 {left:.0f}，“乙.docx”为 {WRONG}" in str(message)


def test_an_attachment_of_another_agency_is_a_report_of_its_own(
    con: duckdb.DuckDBPyConnection, cases: dict[str, Case]
) -> None:
    page, other = cases["丙"], cases["丁"]
    assert figures(con, page) == {}
    assert figures(con, other) == dict(other.figures)
    assert of(con, page, "status", "marts.fct_reports") == [("partial",)]
    [(message,)] = of(con, page, "message", findings_of("attachment_conflict"))
    assert other.agency in str(message)


def test_a_table_in_two_attachments_comes_from_one_and_the_rest_stays_missing(
    con: duckdb.DuckDBPyConnection, cases: dict[str, Case]
) -> None:
    case = cases["戊"]
    assert figures(con, case) == of_tables(case.figures, "requests", "disposition")
    [(status, reason)] = of(con, case, "status, reason", "marts.fct_reports")
    assert status == "partial"
    assert reason == "缺表：主动公开政府信息情况、政府信息公开行政复议、行政诉讼情况"
    assert len(of(con, case, "message", findings_of("missing_table"))) == 2


def test_of_two_nameless_attachments_that_contradict_each_other_neither_is_believed(
    con: duckdb.DuckDBPyConnection, cases: dict[str, Case]
) -> None:
    assert figures(con, cases["己"]) == {}
    assert len(of(con, cases["己"], "message", findings_of("attachment_conflict"))) == 2


def test_every_file_says_what_became_of_it(con: duckdb.DuckDBPyConnection) -> None:
    query = "select document_path, role, attached_to from marts.fct_raw_files order by all"
    assert con.execute(query).fetchall() == [
        ("丙.html", "used", None),
        ("丙_附件.docx", "used", None),
        ("乙.docx", "attached", "乙.html"),
        ("乙.html", "used", None),
        ("己.html", "used", None),
        ("己_附件1.docx", "unidentified", None),
        ("己_附件2.docx", "unidentified", None),
        ("戊.html", "used", None),
        ("戊_附件.docx", "attached", "戊.html"),
        ("戊_附件2.pdf", "attached", "戊.html"),
        ("甲/index.html", "used", None),
        ("甲/附件1.docx", "attached", "甲/index.html"),
        ("甲/附件2.pdf", "attached", "甲/index.html"),
    ]


def test_what_a_build_set_aside_says_that_page_and_attachment_are_a_whole(
    con: duckdb.DuckDBPyConnection,
) -> None:
    [(path,)] = con.execute("select path from duckdb_databases() where not internal").fetchall()
    reasons = {one.path: one.reason or "" for one in documents_set_aside(Path(path))}
    assert reasons["甲/index.html"].endswith("；已与 2 个附件合为一份报告")
    assert reasons["甲/附件1.docx"].endswith("；已并入“甲/index.html”")
    assert "附件" not in reasons["丙.html"]
