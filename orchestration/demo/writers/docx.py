"""Reports as Word files: merged cells, nested tables, text boxes, tracked changes, tabs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from random import Random
from xml.sax.saxutils import escape

from orchestration.demo.document import Report
from orchestration.demo.sheets import Box, Sheet

Runs = Callable[[str], str]
SheetWriter = Callable[[Sheet, Random], str]

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_AUTHOR = 'w:author="虚构" w:date="2021-01-01T00:00:00Z"'


def word(write: SheetWriter) -> Callable[[Report, Random], bytes]:
    """A writer of whole Word files that prints tables with `write`."""

    def write_file(report: Report, rng: Random) -> bytes:
        return _file(list(_blocks(report, rng, write)))

    return write_file


def _blocks(report: Report, rng: Random, write: SheetWriter) -> Iterator[str]:
    yield from map(paragraph, filter(None, (report.title, report.info, *report.before)))
    for sheet in report.sheets:
        if sheet.heading:
            yield paragraph(sheet.heading)
        yield write(sheet, rng)
        yield paragraph("")
    yield from map(paragraph, report.after)


def _file(blocks: Sequence[str]) -> bytes:
    """The file around the blocks, the same bytes for the same blocks."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    body = document.element.body
    wrapped = parse_xml(f"<w:body {_NAMESPACES}>{''.join(blocks)}</w:body>")
    for number, block in enumerate(list(wrapped)):
        body.insert(number, block)
    stream = io.BytesIO()
    document.save(stream)
    return _without_times(stream.getvalue())


def _without_times(data: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return target.getvalue()


def run(text: str) -> str:
    """A run of text, its line ends as breaks and its tabs as tabs."""
    kept = '<w:t xml:space="preserve">'
    inner = escape(text).replace("\n", f"</w:t><w:br/>{kept}")
    inner = inner.replace("\t", f"</w:t><w:tab/>{kept}")
    return f"<w:r>{kept}{inner}</w:t></w:r>" if text else ""


def paragraph(text: str) -> str:
    """A paragraph of one run."""
    return f"<w:p>{run(text)}</w:p>"


def _table(sheet: Sheet, content: Callable[[Box], str]) -> str:
    """The table with merged cells: gridSpan across, vMerge downwards."""
    grid = '<w:gridCol w:w="800"/>' * sheet.width
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    body = "".join(
        f"<w:tr>{''.join(_cell(box, first, content) for box, first in row)}</w:tr>"
        for row in _with_continued(sheet)
    )
    return f"<w:tbl>{head}{body}</w:tbl>"


def _with_continued(sheet: Sheet) -> list[list[tuple[Box, bool]]]:
    """Each row's boxes, those too that a merged cell of an earlier row covers (False)."""
    rows: list[list[tuple[Box, bool]]] = [[] for _ in range(sheet.height)]
    for box in sheet.boxes:
        for row in range(box.row, box.row + box.row_span):
            rows[row].append((box, row == box.row))
    return [sorted(row, key=lambda pair: pair[0].column) for row in rows]


def _cell(box: Box, is_first: bool, content: Callable[[Box], str]) -> str:
    span = f'<w:gridSpan w:val="{box.column_span}"/>' if box.column_span > 1 else ""
    merge = ""
    if box.row_span > 1:
        merge = '<w:vMerge w:val="restart"/>' if is_first else "<w:vMerge/>"
    inner = content(box) if is_first else "<w:p/>"
    return f'<w:tc><w:tcPr><w:tcW w:w="800" w:type="dxa"/>{span}{merge}</w:tcPr>{inner}</w:tc>'


def _plain(box: Box) -> str:
    return paragraph(box.text)


def merged(sheet: Sheet, rng: Random) -> str:
    """The official table with merged cells."""
    return _table(sheet, _plain)


def nested(sheet: Sheet, rng: Random) -> str:
    """The table inside a cell of another."""
    inner = _table(sheet, _plain)
    properties = '<w:tblPr/><w:tblGrid><w:gridCol w:w="9000"/></w:tblGrid>'
    return f"<w:tbl>{properties}<w:tr><w:tc><w:tcPr/>{inner}<w:p/></w:tc></w:tr></w:tbl>"


def split_runs(sheet: Sheet, rng: Random) -> str:
    """Numbers and labels cut into several runs, as Word leaves them after editing."""

    def content(box: Box) -> str:
        at = rng.randint(0, len(box.text))
        return (
            f'<w:p>{run(box.text[:at])}<w:proofErr w:type="spellStart"/>{run(box.text[at:])}</w:p>'
        )

    return _table(sheet, content)


def tracked(sheet: Sheet, rng: Random) -> str:
    """Tracked changes: figures struck out, which no longer hold, before those inserted."""

    def content(box: Box) -> str:
        if box.kind != "value" or rng.random() < 0.7:
            return paragraph(box.text)
        old = str(rng.randint(1, 999))
        gone = f'<w:del w:id="1" {_AUTHOR}><w:r><w:delText>{old}</w:delText></w:r></w:del>'
        return f'<w:p>{gone}<w:ins w:id="2" {_AUTHOR}>{run(box.text)}</w:ins></w:p>'

    return _table(sheet, content)


def text_box(sheet: Sheet, rng: Random) -> str:
    """The table in a text box, written twice as Word does: for new and for old versions."""
    table = _table(sheet, _plain)
    content = f"<w:txbxContent>{table}<w:p/></w:txbxContent>"
    old = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    if rng.random() < 0.5:
        return f"<w:p><w:r>{old}</w:r></w:p>"
    uri = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    shape = f"<wps:wsp><wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp>"
    data = f'<a:graphic><a:graphicData uri="{uri}">{shape}</a:graphicData></a:graphic>'
    new = f"<w:drawing><wp:inline>{data}</wp:inline></w:drawing>"
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    )
    return f"<w:p><w:r>{both}</w:r></w:p>"


def tabs(sheet: Sheet, rng: Random) -> str:
    """No table: a paragraph for each row, a tab between cells, blank ones too."""
    rows = ("\t".join(box.text for box in row) for row in sheet.rows() if row)
    return "".join(paragraph(row) for row in rows)
