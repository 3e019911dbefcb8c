"""Writes Word documents for the tests: from raw XML, and by python-docx from a grid's cells."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO

import docx

from orchestration.reading.form import Block, Entry, load_forms
from orchestration.reading.formats.docx import parse_docx
from orchestration.reading.layout import GridCell, Page

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def xml(body: str) -> bytes:
    text = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{W}" xmlns:mc="{MC}" xmlns:m="{MATH}" xmlns:v="urn:v" xmlns:a="a">'
        f"<w:body>{body}<w:sectPr/></w:body></w:document>"
    )
    return text.encode()


def zipped(**parts: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def word(body: str, **parts: bytes) -> bytes:
    return zipped(**{"word/document.xml": xml(body), **parts})


def read(body: str, **parts: bytes) -> Page:
    return parse_docx(word(body, **parts))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*parts: str) -> str:
    return f"<w:p><w:pPr><w:jc/></w:pPr>{''.join(x if '<' in x else run(x) for x in parts)}</w:p>"


def tc(content: str, properties: str = "") -> str:
    inner = content if "<w:p>" in content or "<w:tbl>" in content else p(content)
    return f"<w:tc><w:tcPr><w:tcW/>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    inner = "".join(c if c.startswith("<") else tc(c) for c in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


SPAN, RESTART, CONTINUE = '<w:gridSpan w:val="{}"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
RAISED = '<w:vertAlign w:val="superscript"/>'


def box(content: str) -> str:
    return f"<w:txbxContent>{content}</w:txbxContent>"


def requests_cells(form_id: str) -> Iterator[GridCell]:
    """The cells of 三 as the official form merges them: 3 label columns, 7 of values."""
    form = next(form for form in load_forms() if form.id == form_id)
    block = next(table for table in form.tables if table.name == "requests").blocks[0]
    yield GridCell("（本列数据的勾稽关系为：第一项加第二项之和，等于…）", 0, 0, 3, 3)
    yield GridCell("申请人情况", 0, 3, 1, 7)
    yield GridCell("自然人", 1, 3, 2, 1)
    yield GridCell("法人或其他组织", 1, 4, 1, 5)
    yield GridCell("总计", 1, 9, 2, 1)
    for number, head in enumerate(block.heads[1:6]):
        yield GridCell(head.label, 2, 4 + number)
    for number, line in enumerate(block.rows):
        row = 3 + number
        yield from labels_before(block, line, row)
        for column in range(7):
            value = (row * 7 + column) % 11
            yield GridCell(str(value * value) if value else "", row, 3 + column)


def labels_before(block: Block, line: Entry, row: int) -> Iterator[GridCell]:
    """A row's own label, with those of the groups that begin here."""
    outcome = [entry for entry in block.rows if entry.row and "requests" not in entry.row]
    if line not in outcome:
        yield GridCell(line.label, row, 0, 1, 3)
        return
    if line is outcome[0]:
        yield GridCell("三、本年度办理结果", row, 0, len(outcome), 1)
    fellows = [entry for entry in outcome if entry.group == line.group]
    if line.group == "三、本年度办理结果":
        yield GridCell(line.label, row, 1, 1, 2)
        return
    if line is fellows[0]:
        yield GridCell(line.group or "", row, 1, len(fellows), 1)
    yield GridCell(line.label, row, 2)


def written(cells: list[GridCell]) -> bytes:
    document = docx.Document()
    document.add_paragraph("威海市文登区教育局2023年政府信息公开工作年度报告")
    rows = max(c.row + c.row_span for c in cells)
    columns = max(c.column + c.column_span for c in cells)
    table = document.add_table(rows, columns)
    for text, row, column, row_span, column_span in cells:
        cell = table.cell(row, column)
        if row_span * column_span > 1:
            cell = cell.merge(table.cell(row + row_span - 1, column + column_span - 1))
        cell.text = text
    document.add_paragraph("四、存在的主要问题")
    out = BytesIO()
    document.save(out)
    return out.getvalue()
