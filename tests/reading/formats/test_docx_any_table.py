"""Any table that can be written is read back; the short way of reading agrees with the long one."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reading.formats import docx
from orchestration.reading.formats.docx import parse_docx
from orchestration.reading.layout import GridCell, Page
from tests.reading.formats.word import (
    CONTINUE,
    RAISED,
    RESTART,
    SPAN,
    box,
    p,
    run,
    tbl,
    tc,
    tr,
    word,
    written,
)


def read_the_long_way(data: bytes) -> Page:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(docx, "plain_rows", lambda table: None)
        return parse_docx(data)


PLAIN = [
    "",
    "12",
    "规范性\u00ad文件",
    " 甲 ",
    p("1") + p(""),
    p("1", "2"),
    p("甲") + p("乙"),
    "1\n2",
]
SPECIAL = [
    p("1", run("2", RAISED)),
    p("1", run("2", "<w:vanish/>")),
    p("1", "<w:r><w:br/></w:r>", "2"),
    p("<w:r><w:noBreakHyphen/></w:r>", "8"),
    p(f"<w:r><w:pict>{box(p('框'))}</w:pict></w:r>"),
    p("<w:ins>" + run("7") + "</w:ins>", "<w:del>" + run("8") + "</w:del>"),
    tbl(tr("9")) + p(""),
    tbl(tr("9", "10")) + p(""),
]
MERGES = ["", "", "", RESTART, CONTINUE, SPAN.format(2), SPAN.format(2) + CONTINUE]
ROWS = ["", "", "", '<w:gridBefore w:val="1"/>', "<w:hidden/>", "<w:del/>", "<w:cantSplit/>"]


def random_table(seed: int, contents: list[str], rows: list[str]) -> bytes:
    chance = random.Random(seed)
    made = [
        tr(
            *(
                tc(chance.choice(contents), chance.choice(MERGES))
                for _ in range(chance.randint(1, 6))
            ),
            properties=chance.choice(rows),
        )
        for _ in range(chance.randint(1, 6))
    ]
    return word(p("前") + tbl(*made) + p("后"))


@settings(max_examples=200, deadline=None)
@given(st.integers(min_value=0), st.booleans())
def test_short_way_of_reading_agrees_with_the_long_one(seed: int, is_plain: bool) -> None:
    contents = PLAIN if is_plain else PLAIN + SPECIAL
    data = random_table(seed, contents, [""] if is_plain else ROWS)
    assert parse_docx(data) == read_the_long_way(data)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_random_tables_written_by_python_docx_are_read_back(data: st.DataObject) -> None:
    rows, columns = data.draw(st.integers(1, 7)), data.draw(st.integers(2, 7))
    free = {(r, c) for r in range(rows) for c in range(columns)}
    cells: list[GridCell] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) not in free:
                continue
            height = data.draw(st.integers(1, rows - row))
            width = data.draw(st.integers(1, columns - column))
            wanted = {(row + r, column + c) for r in range(height) for c in range(width)}
            if not wanted <= free or row + column == 0:
                height = width = 1
                wanted = {(row, column)}
            free -= wanted
            cells.append(GridCell(f"{row}.{column}", row, column, height, width))
    read_back = parse_docx(written(cells)).grids[0].cells
    last = max(cell.column for cell in cells) + 1
    assert [c.text for c in read_back] == [c.text for c in cells]
    assert list(read_back) == [
        c._replace(column_span=min(c.column_span, last - c.column)) for c in cells
    ]
