"""The workbooks hold every finding once, as numbers and text, never as formulas."""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import duckdb
import openpyxl
import pytest

from orchestration.export.findings import SEVERITIES, UNKNOWN_AGENCY, open_findings
from orchestration.export.letters import safe_name
from orchestration.export.source import opened
from orchestration.export.workbook import FILE

QUERY = """
select
    finding_key, coalesce(agency, ?) as agency, year, check_name, severity, table_label, row_label,
    column_label, left_value, right_value, difference, message, document_path, places
from marts.fct_findings left join marts.dim_agencies using (agency_id)
"""
HEADS = (
    "编号", "机关", "年度", "检查", "严重程度", "表", "行", "列", "左值", "右值", "差额", "说明",
    "文件", "位置",
)  # fmt: skip


@pytest.fixture(scope="module")
def book(exported):
    return openpyxl.load_workbook(exported.folder / "findings" / FILE)


def table(sheet, first_head: str) -> list[dict[str, Any]]:
    """The rows below the head, by the head's words, down to the first without a border."""
    rows = list(sheet.iter_rows())
    at = next(n for n, row in enumerate(rows) if row[0].value == first_head)
    names = [cell.value for cell in rows[at]]
    bodies = [row for row in rows[at + 1 :] if row[0].border.left.style]
    return [dict(zip(names, row, strict=True)) for row in bodies]


def shown(value: Any) -> Any:
    """What a cell shows of a stored value: XML keeps no carriage returns."""
    if isinstance(value, Decimal):
        exact = Decimal(f"{float(value):.15g}") == value
        return float(value) if exact else f"{value.normalize():f}"
    return re.sub("\r\n?", "\n", value) or None if isinstance(value, str) else value


def expected(published: duckdb.DuckDBPyConnection) -> dict[str, tuple[Any, ...]]:
    rows = published.execute(QUERY, [UNKNOWN_AGENCY]).fetchall()
    return {
        row[0]: tuple(SEVERITIES.get(v, v) if n == 4 else shown(v) for n, v in enumerate(row))
        for row in rows
    }


def test_every_finding_is_there_with_each_value(book, published) -> None:
    rows = table(book["全部发现"], "地区")
    read = {row["编号"].value: tuple(shown(row[head].value) for head in HEADS) for row in rows}
    assert len(read) == len(rows)
    assert read == expected(published)


def test_figures_are_numbers_and_text_is_never_a_formula(book, hostile_names) -> None:
    types = Counter()
    for row in table(book["全部发现"], "地区"):
        for head, cell in row.items():
            if cell.value is not None:
                is_number = head in ("年度", "差额", "右值")
                assert cell.data_type == ("n" if is_number else cell.data_type)
                assert cell.data_type in ("n", "s")
                assert cell.hyperlink is None
                types[cell.data_type] += 1
                if str(cell.value) in ('=HYPERLINK("http://x")', "+1", "@SUM(1+1)"):
                    assert cell.quotePrefix
    assert types["n"] > len(hostile_names)
    # sixteen digits are more than Excel keeps: exact as text instead of rounded
    assert "1234567890123456.1234" in {row["左值"].value for row in table(book["全部发现"], "地区")}


def test_the_index_counts_by_agency_and_year_and_leads_to_the_first(book, published) -> None:
    rows = table(book["目录"], "地区")
    counts = Counter()
    for _, agency, year, _, severity, *_ in expected(published).values():
        counts[(agency, year, severity)] += 1
    for row in rows:
        agency, year = row["机关"].value, row["年度"].value
        by_severity = [counts.pop((agency, year, word), 0) for word in SEVERITIES.values()]
        assert [row[word].value for word in SEVERITIES.values()] == by_severity
        assert row["合计"].value == sum(by_severity)
        sheet, cell = row["明细"].hyperlink.location.split("!")
        line = book[sheet.strip("'")][cell].row
        assert book["全部发现"].cell(line, 2).value == agency
        assert book["全部发现"].cell(line, 3).value == year
        assert (
            (line == 2)
            or book["全部发现"].cell(line - 1, 2).value != agency
            or (book["全部发现"].cell(line - 1, 3).value != year)
        )
    assert not +counts


def test_head_stays_is_filtered_and_repeated_on_paper(book) -> None:
    sheet = book["全部发现"]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
    assert sheet.auto_filter.ref.startswith("A1:")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


def test_every_agency_gets_its_own_findings_and_room_to_answer(exported, published, book) -> None:
    wanted = {key: row for key, row in expected(published).items() if row[1] != UNKNOWN_AGENCY}
    linked = {
        row["机关"].value: unquote(row["核对单"].hyperlink.target).replace("\\", "/")
        for row in table(book["目录"], "地区")
        if row["核对单"].hyperlink
    }
    assert len(set(linked.values())) == len(linked)
    found = {}
    for agency, path in linked.items():
        letter = openpyxl.load_workbook(exported.folder / "findings" / path)["核对单"]
        above = [letter.cell(row, 1).value for row in range(1, 5)]
        assert f"{' '.join(agency.split())}：" in above
        rows = table(letter, "序号")
        assert f"以下 {len(rows)} 个问题" in above[2]
        assert [row["序号"].value for row in rows] == list(range(1, len(rows) + 1))
        for row in rows:
            assert row["核对结果"].value is row["核对说明"].value is None
            values = (agency if head == "机关" else row[head].value for head in HEADS)
            found[row["编号"].value] = tuple(map(shown, values))
        [answers] = letter.data_validations.dataValidation
        assert "属实" in answers.formula1
    assert found == wanted


def test_file_names_are_harmless(exported) -> None:
    folder = exported.folder / "findings"
    for path in folder.rglob("*.xlsx"):
        name = path.relative_to(folder).as_posix()
        assert not re.search(r'[\\:*?"<>|\x00-\x1f]', name)
        assert ".." not in path.relative_to(folder).parts
    assert not list(exported.folder.parent.glob("*.xlsx"))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("莱西市人民政府", "莱西市人民政府"),
        ("a/b\\c", "a_b_c"),
        ("..", "id"),
        ("/", "id"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("~$x. ", "$x"),
        ("-rf", "rf"),
        ("长" * 300, "长" * 60),
        ("a\u202eb", "a_b"),
    ],
)
def test_safe_names(name: str, safe: str) -> None:
    assert safe_name(name, "id") == safe


def test_settled_findings_are_left_out_once_the_warehouse_keeps_verdicts(tmp_path: Path) -> None:
    path = tmp_path / "gongkai.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("create schema marts; create schema meta")
        con.execute("""
            create table meta.build as
            select timestamp '2026-01-01' as built_at, 'v' as code_version;
            create table meta.keys (table_name varchar, rule varchar, column_names varchar[],
                to_table varchar, to_column varchar, allowed varchar[]);
            create table marts.dim_regions (region_code varchar, sort_order integer);
            create table marts.agency_regions (agency_id varchar, region_code varchar);
            create table marts.dim_agencies as select 'a' as agency_id, '某局' as agency,
                '370000' as region_code, '某省' as province, null::varchar as city,
                null::varchar as county, 'department' as kind;
            create table marts.fct_findings as
            select key as finding_key, 'a' as agency_id, 2020 as year, 'c' as check_id,
                'c' as check_name, 'error' as severity, null::varchar as table_name,
                null::varchar as table_label, null::varchar as row_label,
                null::varchar as column_label, null::decimal as left_value,
                null::decimal as right_value, null::decimal as difference, 'm' as message,
                'd' as document_path, null::varchar as places, open as is_open
            from (values ('1', true), ('2', false), ('3', null)) as given(key, open)
        """)
    with opened(path) as source:
        assert [found.key for found in open_findings(source)] == ["1", "3"]
