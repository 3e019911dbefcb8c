"""Tables whose columns are set by blanks alone."""

from orchestration.reading.form import load_forms
from orchestration.reading.reading import Cell
from orchestration.reading.report import read

FORM = next(form for form in load_forms() if form.id == "2021")
BLOCK = FORM.tables[1].blocks[0]


def _set_by_blanks(rows: dict[str, list[str]], lead: int = 30) -> str:
    lines = ["莱西市人民政府2021年政府信息公开工作年度报告", "政府信息公开", ""]
    heads = [head.label for head in BLOCK.heads]
    lines.append(" " * 90 + "    ".join(heads))
    for line in BLOCK.rows:
        values = rows.get(line.row or "", ["0"] * 7)
        blanks = " " * (lead + 100 - 2 * len(line.label))
        lines.append(line.label + blanks + "".join(value.center(14) for value in values).rstrip())
    return "\n".join(lines)


def _row(code: str, rows: dict[str, list[str]]) -> dict[str, Cell]:
    reading = read(_set_by_blanks(rows).encode(), "a.txt")
    return {cell.column: cell for cell in reading.cells if cell.row == code}


def test_a_whole_row_is_read_in_order() -> None:
    cells = _row("requests.new", {"requests.new": list("1230017")})
    assert [str(cell.value) for cell in cells.values()] == list("1230017")


def test_blank_cells_are_told_by_where_the_others_stand() -> None:
    cells = _row("requests.new", {"requests.new": ["", "3", "", "12", "", "", "15"]})
    assert [cell.value for cell in cells.values()] == [None, 3, None, 12, None, None, 15]
    assert {cell.basis for cell in cells.values()} == {"inferred"}


def test_a_figure_between_two_columns_is_not_placed() -> None:
    cells = _row("requests.new", {"requests.new": ["", "", "       5", "", "", "5", ""]})
    assert {cell.state for cell in cells.values()} <= {"unreadable", "blank", "number"}
    assert cells["company"].value is None
