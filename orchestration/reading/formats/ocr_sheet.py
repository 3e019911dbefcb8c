"""A scanned page read: its ruled tables cell by cell, all else line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import pairwise

import numpy as np

from orchestration.reading.formats.ocr_lines import (
    Patch,
    cut_out,
    is_faint,
    lines_in_cell,
    lines_of_page,
    mark_in,
    parts_of,
    sign_of,
    size_of_text,
    without_rules,
)
from orchestration.reading.formats.ocr_models import Reading, read_lines
from orchestration.reading.formats.ocr_picture import Picture, Scan, straightened
from orchestration.reading.formats.ocr_rules import Stroke, find_rules
from orchestration.reading.formats.pdf_flow import Line, glue
from orchestration.reading.formats.pdf_grid import Frame, RuledTable, without_margins
from orchestration.reading.formats.pdf_raw import Box
from orchestration.reading.formats.pdf_rules import lattices
from orchestration.reading.formats.pdf_sheet import Sheet
from orchestration.reading.formats.pdf_text import Run
from orchestration.reading.layout import ILLEGIBLE, GridCell

_A4 = (595.0, 842.0)  # points: what a page is taken to measure on its shorter and longer side
_COLUMN_GAP = 1.4
_STRETCH = 1.2
# The least sureness of every character: in one of the looks at a figure, and in any look.
_SURE, _LEGIBLE = 0.9, 0.5
# A page whose widest words read like this stands upright.
_SAMPLE, _UPRIGHT, _FEWEST_LEGIBLE = 12, 0.8, 40
_FIGURE_LIKE = re.compile(
    r"[^\u3400-\u9fff]*(?:[约近大为超过逾减增第共百千万亿元件条项个次人篇宗起份部家台余多左右]"
    r"[^\u3400-\u9fff]*){0,6}|无|不适用|不涉及"
)
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


def read_picture(picture: Picture, number: int) -> Sheet:
    """Read a page given as a picture; `number` counts the document's pages from 1."""
    scan, strokes = _upright(picture)
    height, width = scan.grey.shape
    scale = (_A4[0] if width <= height else _A4[1]) / width
    box = Box(0.0, 0.0, width * scale, height * scale)
    if not scan.size:
        return Sheet(box, is_scan=True)
    frames = _frames(strokes, scale, box.top, number)
    tables = _tables(scan, frames, scale, box.top)
    lines = _lines(scan, [t.box for t in tables], scale, box.top)
    count = sum(len(line.text) for line in lines)
    count += sum(len(cell.text) for table in tables for cell in table.cells)
    return Sheet(box, tables, lines, count, is_scan=not count, is_picture=bool(count))


def _upright(picture: Picture) -> tuple[Scan, list[Stroke]]:
    """The page as it is to be read, with its rules: turned by quarters if it lies on its side."""
    best = _scanned(picture)
    share, count = _legible(best[0])
    if share >= _UPRIGHT and count >= _FEWEST_LEGIBLE:
        return best
    for turns in (1, 2, 3):
        turned = _scanned(np.ascontiguousarray(np.rot90(picture, turns)))
        own, found = _legible(turned[0])
        if own * found > share * count:
            best, share, count = turned, own, found
    return best


def _scanned(picture: Picture) -> tuple[Scan, list[Stroke]]:
    scan = straightened(picture)
    strokes, rules = find_rules(scan.ink)
    without_rules(scan, rules)
    scan.size = size_of_text(scan.ink)
    return scan, strokes


def _legible(scan: Scan) -> tuple[float, int]:
    """Of the characters in the widest words of a page, the share that is sure, and how many are."""
    if not scan.size:
        return 0.0, 0
    words = [word for line in lines_of_page(scan.ink, scan.size) for word in line]
    words = sorted(words, key=lambda word: word.left - word.right)[:_SAMPLE]
    odds = [odd for one in read_lines([cut_out(scan, word) for word in words]) for odd in one.odds]
    sure = sum(odd > _SURE for odd in odds)
    return sure / max(1, len(odds)), sure


def _frames(strokes: Iterable[Stroke], scale: float, top: float, number: int) -> list[Frame]:
    boxes = [
        Box(s.left * scale, top - s.bottom * scale, s.right * scale, top - s.top * scale)
        for s in strokes
    ]
    frames = [frame for lattice in lattices(boxes) if (frame := Frame(lattice, number)).is_table]
    return sorted(frames, key=lambda frame: (-frame.table.levels[0], frame.table.edges[0]))


def _tables(scan: Scan, frames: Sequence[Frame], scale: float, top: float) -> list[RuledTable]:
    """The tables with their cells read, all lines of all cells in one go."""
    patches = [[_patch(frame, span, scale, top) for span in frame.spans] for frame in frames]
    lines = [[lines_in_cell(scan.ink, patch, scan.size) for patch in own] for own in patches]
    crops = [line for own in lines for cell in own for line in cell]
    texts = iter(_texts(scan, crops))
    for n, (frame, own, found) in enumerate(zip(frames, patches, lines, strict=True), 1):
        cells = []
        for span, patch, cell in zip(frame.spans, own, found, strict=True):
            text = "\n".join(next(texts) for _ in cell)
            if not cell and is_faint(scan, patch):
                text = ILLEGIBLE
            cells.append(GridCell(text, *span))
        frame.table.cells = without_margins(cells, frame.columns)
        frame.table.number, frame.table.is_picture = n, True
    return [frame.table for frame in frames if any(cell.text for cell in frame.table.cells)]


def _patch(frame: Frame, span: tuple[int, int, int, int], scale: float, top: float) -> Patch:
    row, column, rows, columns = span
    edges, levels = frame.table.edges, frame.table.levels
    return Patch(
        int(edges[column] / scale) + 1,
        int((top - levels[row]) / scale) + 1,
        int(edges[column + columns] / scale),
        int((top - levels[row + rows]) / scale),
    )


def _texts(scan: Scan, crops: Sequence[Patch]) -> list[str]:
    """What the lines of cells say; a figure must be the same in two looks at it."""
    first = read_lines([cut_out(scan, crop) for crop in crops], folds=True)
    texts = [one.text for one in first]
    figures = [n for n, text in enumerate(texts) if _FIGURE_LIKE.fullmatch(text) or len(text) < 2]
    wider = [cut_out(scan, crops[n]) for n in figures]
    second = read_lines(wider, _STRETCH, folds=True)
    for n, other in zip(figures, second, strict=True):
        mark = mark_in(scan.ink, crops[n])
        sign = sign_of(mark, scan.size) if mark else ""
        texts[n] = sign or _agreed(first[n], other, parts_of(scan, crops[n]))
    return texts


def _agreed(one: Reading, other: Reading, parts: int) -> str:
    """The figure that two readings of a line give, with a mark where it is not certain.

    Fewer digits than the line has parts are too few: the model takes two like ones for one.
    """
    text, same = one.text.translate(_HALF_WIDTH), other.text.translate(_HALF_WIDTH)
    bare = "".join(text.split())
    low, high = sorted((one.sureness, other.sureness))
    is_sure = bare == "".join(same.split()) and low >= _LEGIBLE and high >= _SURE
    if not is_sure or (bare.isdecimal() and len(bare) < parts):
        return (bare or same) + ILLEGIBLE
    return max(text, same, key=len)  # a gap among the digits that one of the two saw


def _lines(scan: Scan, tables: Sequence[Box], scale: float, top: float) -> list[Line]:
    """The lines of text outside the tables."""
    ink = scan.ink.copy()
    for table in tables:
        upper, lower = int((top - table.top) / scale) - 2, int((top - table.bottom) / scale) + 2
        left, right = int(table.left / scale) - 2, int(table.right / scale) + 2
        ink[max(0, upper) : lower, max(0, left) : right] = 0
    lines = lines_of_page(ink, scan.size)
    read = iter(read_lines([cut_out(scan, word) for words in lines for word in words]))
    runs = [[_run(word, next(read), scale, top) for word in words] for words in lines]
    return [_line(legible) for own in runs if (legible := [run for run in own if run.text])]


def _run(word: Patch, reading: Reading, scale: float, top: float) -> Run:
    """A stretch of text; what is not legible in it is marked, that it may pass for no name."""
    text = reading.text.strip() if reading.sureness > _LEGIBLE else _marked(reading)
    bottom, size = top - word.bottom * scale, (word.bottom - word.top) * scale
    return Run(text, 0, len(text), word.left * scale, word.right * scale, bottom, size)


def _marked(reading: Reading) -> str:
    pairs = zip(reading.text, reading.odds, strict=True)
    return "".join(char if odds > _LEGIBLE else ILLEGIBLE for char, odds in pairs).strip()


def _line(runs: Sequence[Run]) -> Line:
    size = max(run.size for run in runs)
    has_gaps = any(b.left - a.right > _COLUMN_GAP * size for a, b in pairwise(runs))
    text = reduce(glue, (run.text for run in runs))
    bottom = min(run.bottom for run in runs)
    columns = tuple(runs) if has_gaps else ()
    return Line(text, runs[0].left, max(run.right for run in runs), bottom, size, columns)
