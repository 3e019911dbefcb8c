"""Writes a report's tables as text, flattened in the ways that pages are, from known figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from orchestration.reading.form import Block, Form, Table

Key = tuple[str, str]
Figures = Mapping[Key, str]  # what is printed in each cell; missing or "" is blank
Rows = list[list[str]]

TITLE = "莱西市人民政府2020年政府信息公开工作年度报告"


def _head_rows(block: Block) -> Rows:
    heads = [head.label for head in block.heads]
    groups = list(dict.fromkeys(head.group for head in block.heads if head.group))
    rows = [[block.label]] if block.label else []
    if groups:
        rows.append(groups)
    return [*rows, heads]


def _body_rows(block: Block, figures: Figures) -> Iterator[list[str]]:
    if not block.lines:
        yield [figures.get((cell.row, cell.column), "") for cell in block.cells(None)]
    for line in block.lines:
        if not line.names_figures:
            yield [line.label]
            continue
        values = [figures.get((cell.row, cell.column), "") for cell in block.cells(line)]
        yield [line.label, *values]


def table_rows(table: Table, figures: Figures) -> Rows:
    """The printed rows of a table: labels first, then one text a cell."""
    rows: Rows = [[table.label]]
    for block in table.blocks:
        rows += [] if block.is_list else _head_rows(block)
        rows += list(_body_rows(block, figures))
    return rows


def in_pipes(rows: Rows) -> str:
    return "\n".join(" | ".join(row) + " |" for row in rows)


def in_markdown(rows: Rows) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def in_one_line(rows: Rows) -> str:
    return " | ".join(cell or "\n" for row in rows for cell in row) + " |"


def in_tabs(rows: Rows) -> str:
    return "\n\n".join("\n".join("\t" + cell for cell in row) for row in rows)


def in_lines(rows: Rows) -> str:
    """One cell a line: what is printed ends in an empty line, a blank cell is one empty line."""
    return "".join(f"{cell}\n\n" if cell else "\n" for row in rows for cell in row)


def in_spaced_lines(rows: Rows) -> str:
    return "\n\n".join(cell or " " for row in rows for cell in row)


FLATTENINGS: Sequence[Callable[[Rows], str]] = (
    in_pipes,
    in_markdown,
    in_one_line,
    in_tabs,
    in_lines,
    in_spaced_lines,
)


def report(form: Form, figures: Figures, flatten: Callable[[Rows], str]) -> str:
    """A whole report of `form` as text."""
    tables = [flatten(table_rows(table, figures)) for table in form.tables]
    return "\n\n".join([TITLE, "一、总体情况", "本年依法公开。", *tables, "五、存在的主要问题"])
