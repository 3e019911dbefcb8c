"""Several reports in one document."""

import opencc

from orchestration.reading.form import load_forms
from orchestration.reading.reading import Reading
from orchestration.reading.report import read
from orchestration.settings import PROJECT

RAW = PROJECT / "raw"
FORM = next(form for form in load_forms() if form.id == "2021")


def _report(agency: str, year: int, received: int) -> str:
    lines = [f"{agency}{year}年政府信息公开工作年度报告", "一、总体情况", f"本报告由{agency}编制。"]
    for table in FORM.tables:
        lines.append(table.label)
        for block in table.blocks:
            lines.append(" | ".join(["信息内容", *(head.label for head in block.heads)]))
            for row in block.rows or (None,):
                figures = ["0" for _ in block.cells(row)]
                if row and row.row in ("requests.new", "requests.carried_out"):
                    figures = [str(received), *["0"] * 5, str(received)]
                lines.append(" | ".join([*([row.label] if row else []), *figures]) + " |")
    return "\n".join(lines)


def _read(*reports: str) -> tuple[Reading, ...]:
    reading = read("\n".join(reports).encode(), "a.txt")
    return (reading, *reading.others)


def _received(reading: Reading) -> object:
    return next(c.value for c in reading.cells if (c.row, c.column) == ("requests.new", "total"))


def test_each_report_of_a_document_is_read() -> None:
    readings = _read(
        _report("莱西市民政局", 2021, 5),
        _report("莱西市财政局", 2021, 7),
        _report("莱西市财政局", 2022, 9),
    )
    assert [(r.agency, r.year, _received(r)) for r in readings] == [
        ("莱西市民政局", 2021, 5),
        ("莱西市财政局", 2021, 7),
        ("莱西市财政局", 2022, 9),
    ]
    assert {r.status for r in readings} == {"read"}


def test_a_link_to_the_report_above_is_no_title_and_an_agency_may_stand_above_its_own() -> None:
    paths = (RAW / "2020" / "莱西市.txt", RAW / "2021" / "威海市文登区人力资源和社会保障局.txt")
    readings = _read(*(path.read_text(encoding="utf-8") for path in paths))
    assert [(r.agency, r.year, r.status) for r in readings] == [
        ("莱西市人民政府", 2020, "read"),
        ("威海市文登区人力资源和社会保障局", 2021, "read"),
    ]


def test_a_report_in_both_characters_counts_once() -> None:
    simplified = _report("莱西市民政局", 2021, 5)
    traditional = opencc.OpenCC("s2t").convert(simplified)
    readings = _read(simplified, traditional)
    assert [(r.agency, r.year, _received(r)) for r in readings] == [("莱西市民政局", 2021, 5)]


def test_a_single_report_has_no_others() -> None:
    assert len(_read(_report("莱西市民政局", 2021, 5))) == 1
