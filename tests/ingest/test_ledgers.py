"""The office's ledgers: every line is used whole, or set aside whole with what to do about it."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.cli import main
from orchestration.ingest.ledgers.read import Ledgers, declared, read_ledgers
from orchestration.settings import PROJECT

ROSTER = "agency,region,parent,kind,from,to\n"
CORRECTIONS = "agency,year,row,column,printed,correct,reason,by,date\n"
TOTAL = "甲例市财政局,2023,requests.new,total,"


def read(folder: Path, **files: str | bytes) -> Ledgers:
    """Read ledgers of these names (without .csv) and contents."""
    ledgers = folder / "ledgers"
    ledgers.mkdir(exist_ok=True)
    for name, text in files.items():
        data = text.encode() if isinstance(text, str) else text
        (ledgers / f"{name}.csv").write_bytes(data)
    return read_ledgers(folder)


def problems(found: Ledgers) -> list[tuple[object, ...]]:
    """Line, column, and message of each problem."""
    rows = found.frames()["ledger_problems"].rows()
    assert all(remedy for *_, remedy in rows)
    return [(line, column, message) for _, line, column, message, _ in rows]


def test_no_ledgers_are_no_problem(tmp_path: Path) -> None:
    found = read_ledgers(tmp_path)
    assert problems(found) == []
    assert all(frame.is_empty() for frame in found.frames().values())


def test_region_level_and_kind_are_told_from_the_name(tmp_path: Path) -> None:
    lines = "甲示东区民政局,,甲例市甲示东区人民政府,,2019,\n甲例市甲示东区示一镇人民政府,,,,,2022\n"
    rows = read(tmp_path, roster=ROSTER + lines).rows["roster"]
    assert [(row["agency"], row["region_code"], row["level"], row["kind"]) for row in rows] == [
        ("甲例市甲示东区民政局", "990101", "county", "department"),
        ("甲例市甲示东区示一镇人民政府", "990101", "township", "government"),
    ]
    assert (rows[0]["parent"], rows[0]["parent_region_code"]) == (
        "甲例市甲示东区人民政府",
        "990101",
    )
    assert (rows[0]["first_year"], rows[1]["last_year"]) == (2019, 2022)


def test_a_name_that_several_regions_have_needs_its_region(tmp_path: Path) -> None:
    found = read(tmp_path, roster=ROSTER + "鼓楼区财政局,,,,,\n鼓楼区财政局,320106,,,,\n")
    assert [row["agency"] for row in found.rows["roster"]] == ["南京市鼓楼区财政局"]
    assert problems(found) == [(2, "agency", "看不出“鼓楼区财政局”在哪个地区")]


def test_a_region_that_is_not_the_names_is_refused(tmp_path: Path) -> None:
    found = read(tmp_path, roster=ROSTER + "甲例市财政局,990101,,,,\n")
    assert problems(found) == [
        (2, "agency", "“甲例市财政局”的名称属于 990100，地区一栏却是 990101")
    ]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ROSTER + "甲例市财政局,,,部门,2019,\n", "utf-8-sig"),
        (ROSTER + "甲例市财政局,,,部门,2019,\n", "gb18030"),
        ("机关名称\t类别\t起始年度\r\n甲例市财政局\t部门\t2019年度\r\n", "utf-16"),
        ("类别;机关名称;起始年度\n政府部门;甲例市财政局;2019\n", "utf-8"),
        ("# 我们的名单\n\n机关名称,类别,起始年度\n,,\n甲例市财政局,department,2019.0\n", "utf-8"),
    ],
)
def test_a_file_is_read_as_offices_save_it(tmp_path: Path, text: str, encoding: str) -> None:
    found = read(tmp_path, roster=text.encode(encoding))
    assert problems(found) == []
    [row] = found.rows["roster"]
    assert (row["agency"], row["kind"], row["first_year"]) == ("甲例市财政局", "department", 2019)


def test_lines_are_numbered_as_an_editor_shows_them(tmp_path: Path) -> None:
    text = ROSTER + '\n"甲例市\n财政局",,,,,\n# 无\n甲例市民政局,,,,二〇一九,\n'
    assert problems(read(tmp_path, roster=text))[-1] == (6, "from", "“二〇一九”不是年份")


def test_the_same_agency_may_not_be_due_twice_in_a_year(tmp_path: Path) -> None:
    name = "甲例市财政局,,,,"
    found = read(tmp_path, roster=f"{ROSTER}{name}2015,2018\n{name}2019,\n")
    assert problems(found) == []
    found = read(tmp_path, roster=f"{ROSTER}{name}2015,2019\n{name}2019,\n")
    assert problems(found) == [(3, "agency", "与第 2 行是同一机关，年度重叠")]
    assert [row["line_no"] for row in found.rows["roster"]] == [2]


def test_rings_of_parents_and_successors_are_refused(tmp_path: Path) -> None:
    roster = ROSTER + "甲例市财政局,,甲例市民政局,,,\n甲例市民政局,,甲例市财政局,,,\n"
    head = "agency,successor,from\n"
    found = read(tmp_path, roster=roster, successions=head + "甲例市财政局,甲例市财政局,2019\n")
    assert [(line, column) for line, column, _ in problems(found)] == [
        (2, "parent"),
        (3, "parent"),
        (2, "successor"),
    ]


def test_one_bad_line_leaves_the_others(tmp_path: Path) -> None:
    text = (
        ROSTER + "甲例市财政局,,,,2020,2019\n甲例市民政局,,,衙门,,\n甲例市教育局,,,,,\n,,,部门,,\n"
    )
    found = read(tmp_path, roster=text)
    assert [row["agency"] for row in found.rows["roster"]] == ["甲例市教育局"]
    assert problems(found) == [
        (2, "to", "终止年度早于起始年度"),
        (3, "kind", "类别“衙门”不认识"),
        (5, "agency", "“机关名称”是空的"),
    ]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("roster", b"\xff\xfe\x00", "不是文本文件，或编码无法识别"),
        ("roster", b"PK\x03\x04\x00\x00", "不是文本文件，或编码无法识别"),
        ("roster", '机关名称,类别\n甲例市财政局,"部门\n'.encode(), "第 2 行起的引号不成对"),
        ("roster", "名称,类别\n甲,乙\n".encode(), "缺少必需的列：agency（机关名称）"),
        ("名单", b"a,b\n", "不是台账，没有使用"),
    ],
)
def test_a_file_that_is_no_ledger_says_so(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    said = problems(read(tmp_path, **{name: data}))
    assert any(str(one[2]).startswith(message) for one in said)


def test_unknown_and_repeated_columns_are_named(tmp_path: Path) -> None:
    found = read(tmp_path, roster="agency,电话,机关名称\n甲例市财政局,1,乙\n")
    assert problems(found) == [
        (1, "电话", "没有“电话”这一列的用处"),
        (1, "机关名称", "有两列都是“机关名称”"),
    ]
    assert len(found.rows["roster"]) == 1


def test_a_correction_names_figures_exactly(tmp_path: Path) -> None:
    lines = [
        f"{TOTAL}67,78,来函,张三,2024年1月5日",
        "甲例市财政局,2023,proactive.fees,amount_yuan,6846.176002万元,空白,来函,张三,2024/1/5",
        "甲例市财政局,2023,本年新收政府信息公开申请数量,自然人,/,'0,来函,张三,2024-01-05",
    ]
    found = read(tmp_path, corrections=CORRECTIONS + "\n".join(lines))
    assert problems(found) == []
    one, money, words = found.rows["corrections"]
    assert (one["printed_value"], one["correct_value"]) == (Decimal(67), Decimal(78))
    assert one["decided_on"] == date(2024, 1, 5)
    assert (money["printed_value"], money["correct_state"]) == (Decimal("68461760.02"), "blank")
    assert (words["row_code"], words["column_code"]) == ("requests.new", "natural_person")
    assert (words["printed_state"], words["correct_value"]) == ("not_applicable", Decimal(0))


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        (f"{TOTAL}67,67,来函,张三,2024-01-05", "correct", "更正值与原值相同"),
        (f"{TOTAL}67,约70,来函,张三,2024-01-05", "correct", "更正值“约70”不是数字"),
        (f"{TOTAL}67,七十,来函,张三,2024-01-05", "correct", "更正值“七十”不是数字"),
        (f"{TOTAL}67,78,,张三,2024-01-05", "reason", "“理由”是空的"),
        (f"{TOTAL}67,78,来函,张三,2024-02-30", "date", "“2024-02-30”不是日期"),
        ("甲例市财政局,2023,其他,total,1,2,a,b,2024-01-05", "row", "行“其他”不止一处"),
        (
            "甲例市财政局,2023,requests.new,decisions,1,2,a,b,2024-01-05",
            "column",
            "“requests.new”一行没有“decisions”这一列",
        ),
    ],
)
def test_a_correction_that_is_not_plain_is_set_aside(
    tmp_path: Path, line: str, column: str, message: str
) -> None:
    found = read(tmp_path, corrections=CORRECTIONS + line)
    assert found.rows["corrections"] == []
    assert problems(found) == [(2, column, message)]


def test_verdicts_are_words_of_either_language(tmp_path: Path) -> None:
    head = "编号,结论,经办人,日期\n"
    lines = "F123456789abcde,误报,张三,2024-1-5\nF123456789abcdf,False Alarm,张三,2024-1-5\n"
    found = read(tmp_path, reviews=head + lines + "=1+1,误报,张三,2024-1-5\n")
    assert [row["verdict"] for row in found.rows["finding_reviews"]] == ["false_alarm"] * 2
    assert problems(found) == [(4, "key", "“=1+1”不是核查发现的编号")]


def test_the_templates_are_ledgers_without_lines(tmp_path: Path) -> None:
    templates = PROJECT / "raw" / "ledgers" / "templates"
    assert {path.name for path in templates.iterdir()} == set(declared())
    files = {path.stem: path.read_bytes() for path in templates.iterdir()}
    found = read(tmp_path, **files)
    assert problems(found) == []
    # and the example line of each, once it is no comment any more, is a good one
    examples = {
        name: data.decode("utf-8-sig").rpartition("# ")[0].encode()
        + data.decode("utf-8-sig").rpartition("# ")[2].encode()
        for name, data in files.items()
    }
    found = read(tmp_path, **examples)
    assert problems(found) == []
    assert all(len(found.rows[ledger.table]) == 1 for ledger in declared().values())


def test_the_command_says_what_cannot_be_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read(tmp_path, roster=ROSTER + "甲例市财政局,,,,,\n")
    assert main(["ledgers", "--raw", str(tmp_path)]) == 0
    assert "roster.csv：可用 1 行" in capsys.readouterr().out
    read(tmp_path, roster=ROSTER + "鼓楼区财政局,,,,,\n")
    assert main(["ledgers", "--raw", str(tmp_path)]) == 1
    assert "看不出" in capsys.readouterr().out


FIELD = st.sampled_from(
    ["甲例市财政局", "鼓楼区财政局", "2023", "部门", "=1+1", "", "a\nb", '"', "#", "990100", "，"]
)


@given(
    table=st.sampled_from(sorted(declared())),
    lines=st.lists(st.lists(FIELD | st.text(max_size=8), min_size=1, max_size=10), max_size=6),
)
def test_every_line_ends_in_the_ledger_or_among_the_problems(
    tmp_path_factory: pytest.TempPathFactory, table: str, lines: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.name for column in declared()[table].columns])
    writer.writerows(lines)
    found = read(folder, **{table.removesuffix(".csv"): text.getvalue()})
    used = [row["line_no"] for row in found.rows.get(declared()[table].table, [])]
    refused = {line for line, *_ in problems(found)}
    assert len(used) == len(set(used))
    assert not refused & set(used)
    assert None in refused or len(used) + len(refused) <= len(lines)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    found = read(tmp_path_factory.mktemp("bytes"), corrections=data)
    found.frames()
