"""Reports as text: the ways in which a table is flattened when a page is saved or copied."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random
from unicodedata import east_asian_width

from orchestration.demo.document import Report
from orchestration.demo.shape import with_other_spans
from orchestration.demo.sheets import Box, Sheet

Flatten = Callable[[Sheet, Random], str]


def text(
    flatten: Flatten, *, finish: Callable[[str], str] = str
) -> Callable[[Report, Random], bytes]:
    """A writer of whole texts that flattens tables with `flatten`, and then the text."""

    def write(report: Report, rng: Random) -> bytes:
        parts = [report.title, *filter(None, [report.info]), *report.before]
        for sheet in report.sheets:
            parts += [sheet.heading, flatten(sheet, rng)]
        whole = finish("\n".join([*parts, *report.after])) + "\n"
        return whole.encode("utf-8" if rng.random() < 0.8 else "gb18030")

    return write


def _rows(sheet: Sheet) -> list[list[str]]:
    return [[box.text for box in row] for row in sheet.rows() if row]


def pipes(sheet: Sheet, rng: Random) -> str:
    """A pipe behind each cell, blank ones too."""
    return "\n".join(" | ".join(row) + " |" for row in _rows(sheet))


def pipes_without_blanks(sheet: Sheet, rng: Random) -> str:
    """A pipe between cells, blank ones dropped."""
    return "\n".join(" | ".join(filter(None, row)) for row in _rows(sheet))


def markdown(sheet: Sheet, rng: Random) -> str:
    """A table of markdown: every row as wide as the table, spans as blank cells."""
    width = sheet.width
    grid = [[""] * width for _ in range(sheet.height)]
    for box in sheet.boxes:
        grid[box.row][box.column] = box.text
    lines = ["| " + " | ".join(row) + " |" for row in grid]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def markdown_with_other_spans(sheet: Sheet, rng: Random) -> str:
    """A table of markdown in which merged values stand beside the middle of their heads."""
    return markdown(with_other_spans(sheet, rng), rng)


def filled_up(sheet: Sheet, rng: Random) -> str:
    """Blank cells dropped, and every row filled up with pipes behind its last cell."""
    return "\n".join(_fill_up(sheet, ""))


def filled_up_between_pipes(sheet: Sheet, rng: Random) -> str:
    """The same with a pipe at the head of each line too."""
    return "\n".join(_fill_up(sheet, "| "))


def _fill_up(sheet: Sheet, opening: str) -> Iterator[str]:
    for row in _rows(sheet):
        printed = [cell for cell in row if cell.strip()]
        yield f"{opening}{' | '.join(printed)} |" + "|" * (sheet.width - len(printed))


def single_blanks(sheet: Sheet, rng: Random) -> str:
    """A line for each row with one blank between two cells; blank cells dropped."""
    return "\n".join(" ".join(filter(str.strip, row)) for row in _rows(sheet))


def in_one_breath(sheet: Sheet, rng: Random) -> str:
    """The whole table in one line with a blank between two cells; blank cells dropped."""
    return " ".join(cell for row in _rows(sheet) for cell in row if cell.strip())


def said_once(text: str) -> str:
    """A text less every line that stood in it before."""
    return "\n".join(dict.fromkeys(text.split("\n")))


def tabs(sheet: Sheet, rng: Random) -> str:
    """A tab and a line for each cell, an empty line between rows."""
    return "\n\n".join("\n".join("\t" + cell for cell in row) for row in _rows(sheet))


def one_line(sheet: Sheet, rng: Random) -> str:
    """The whole table in one line; a blank cell is a line end."""
    return " | ".join(cell or "\n" for row in _rows(sheet) for cell in row) + " |"


def lines_of_cells(sheet: Sheet, rng: Random) -> str:
    """A line for each cell that prints something."""
    return "\n".join(cell for row in _rows(sheet) for cell in row if cell.strip())


def cell_a_line(sheet: Sheet, rng: Random) -> str:
    """A line for each cell with an empty line behind it; a blank cell is one empty line."""
    return "".join(f"{cell}\n\n" if cell else "\n" for row in _rows(sheet) for cell in row)


def spaced_lines(sheet: Sheet, rng: Random) -> str:
    """A line for each cell, empty lines between them; a blank cell is a line of one blank."""
    return "\n\n".join(cell or " " for row in _rows(sheet) for cell in row)


def columns(sheet: Sheet, rng: Random) -> str:
    """Columns set by blanks, a line for each row; a Han character is two wide."""
    starts = _starts(sheet)
    return "\n".join(_set_row(row, starts) for row in sheet.rows() if row)


def _starts(sheet: Sheet) -> list[int]:
    """Where each column starts: behind the widest text of the one before."""
    widths = [4] * sheet.width
    for box in sheet.boxes:
        need = _wide(box.text) + 3
        share = -(-need // box.column_span)
        for column in range(box.column, box.column + box.column_span):
            widths[column] = max(widths[column], share)
    starts = [0]
    for width in widths:
        starts.append(starts[-1] + width)
    return starts


def _set_row(row: Sequence[Box], starts: Sequence[int]) -> str:
    line, at = "", 0
    for box in row:
        if not box.text:
            continue
        start, end = starts[box.column], starts[box.column + box.column_span]
        is_left = box.kind == "label"
        place = start if is_left else start + (end - start - _wide(box.text)) // 2
        line += " " * (place - at) + box.text
        at = place + _wide(box.text)
    return line


def _wide(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WFA" else 1 for c in text)


def half_glued(sheet: Sheet, rng: Random) -> str:
    """Between two cells of a row a blank or nothing, as it comes."""
    rows = ("".join(rng.choice(("", "", " ")) + cell for cell in row) for row in _rows(sheet))
    return "\n".join(row.strip() for row in rows)


def glued(sheet: Sheet, rng: Random) -> str:
    """Nothing between the cells of a row."""
    return "\n".join("".join(row) for row in _rows(sheet))
