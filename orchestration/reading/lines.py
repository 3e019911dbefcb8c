"""The printed rows of a table on a flattened page: each label with the values that follow it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from orchestration.reading.align import Match
from orchestration.reading.blanks import Row
from orchestration.reading.form import Block, Entry, FormCell, Table
from orchestration.reading.grid import Columns, GridRows, RowReading, Slot
from orchestration.reading.grid_lines import GridLines, LabelColumns
from orchestration.reading.heads import missing_heads
from orchestration.reading.label import label_key
from orchestration.reading.mend import joined
from orchestration.reading.number import unit_in
from orchestration.reading.reading import Basis, Finding
from orchestration.reading.words import Word, Words

_HEADING = re.compile(r"^[（(]?[一二三四五六七八九十]+[)）、.．]|^附|^第[一二三四五六七八九十]")
_BROKEN_HEADS = 32  # bits of them at most
_BROKEN_NOTES = 4  # lines of one at most
_LONGEST_BIT = 5
_VALUES = re.compile(r"(?:[\d\s.,，\-—–/／\\件条项次]|无|不适用)+")
_SIGN_AT_END = re.compile(r"(?:无|不适用|[\-—–/／\\])$")
_HOLDS_VALUE = re.compile(r"\d|^[\-—–/／\\]")
_DIGITS = re.compile(r"\d+")
_LONGEST_STRAY = 40
_HEAD_REGION = 40


class Line(NamedTuple):
    """One printed row: the form's cells, the values found, and what stands behind them.

    `stray` are words in the row that are neither values nor labels of any form; `unit` is the unit
    of money printed with the row or its heads. `slots` is given where a grid tells the columns;
    `is_glued` says that figures may be glued to the label or to one another.
    """

    cells: tuple[FormCell, ...]
    label: Word
    values: tuple[Word, ...]
    stray: tuple[Word, ...]
    after: str
    unit: str | None
    basis: Basis
    is_list: bool
    ends_table: bool
    has_heads: bool = True
    is_glued: bool = False
    lacks_cells: bool = False
    slots: tuple[Slot | None, ...] | None = None

    @property
    def name(self) -> str:
        cell = self.cells[0]
        return cell.line.label if cell.line else ""

    @property
    def row(self) -> Row:
        has_total = len(self.cells) == 7 and self.cells[-1].column == "total"
        width = len(self.cells)
        return Row(self.name, self.values, self.after, width, has_total, self.ends_table)


@dataclass(frozen=True, slots=True)
class _Heads:
    """What the heads of a block say on the page."""

    basis: Basis
    unit: str | None
    columns: Columns | None = None


class LineFinder:
    """Finds the lines of one table, collecting findings about heads and rows on the way."""

    def __init__(
        self,
        table: Table,
        entries: Sequence[Entry],
        matches: Sequence[Match],
        words: Words,
        grids: Sequence[GridRows],
        labels: LabelColumns,
    ) -> None:
        """`grids` are those of the page, `labels` those of all tables in them."""
        self.table = table
        self.entries = entries
        self.matches = matches
        self.words = words
        self.starts = {match.start for match in matches}
        self.findings: list[Finding] = []
        self.reported: list[Word] = []
        """The words of rows that no form knows."""
        self.grids = GridLines(words, grids, labels)
        self._is_glued = words.is_glued

    def lines(self) -> Iterator[Line]:
        """Every printed row of the form's, in order."""
        first = 0
        for block in self.table.blocks:
            body = first + len(block.heads)
            first, end = body + len(block.lines), body + len(block.lines)
            found = [m for m in self.matches if body - len(block.heads) <= m.label < end]
            own = found if block.lines else self._before_figures(found)
            rows = [m for m in own if m.label >= body]
            heads = self._heads(block, own, rows, body - len(block.heads))
            if block.lines:
                named = [(m, self.entries[m.label]) for m in rows]
                for match, entry in named:
                    if entry.names_figures:
                        yield self._line(block, entry, match, heads)
            elif own:
                line = self._line(block, None, own[-1], heads)
                if line.slots is not None or line.values or heads.basis == "stated":
                    yield line
        self.findings += self.grids.findings(self.table)

    def _before_figures(self, heads: list[Match]) -> list[Match]:
        """The heads above the one row of figures; what looks like one further down is none."""
        for number in range(1, len(heads)):
            between = self.words[heads[number - 1].end : heads[number].start]
            if any(word.is_figure for word in between):
                return heads[:number]
        return heads

    def _heads(
        self, block: Block, own: Sequence[Match], rows: Sequence[Match], first: int
    ) -> _Heads:
        if block.is_list or not own:
            return _Heads("stated", None)
        end = rows[0].start if rows else own[-1].end
        earlier = [m.end for m in self.matches if m.label < own[0].label]
        region = self.words[max([0, end - _HEAD_REGION, *earlier]) : end]
        named = [word for word in region if word.keys]
        keys = [word.keys for word in named]
        keys += [self.entries[m.label].keys for m in own if m.end - m.start > 1 or not m.is_exact]
        missing = missing_heads(block.heads, tuple(keys))
        unit = next(filter(None, (unit_in(word.piece.text) for word in named)), None)
        if missing:
            self._report_heads(block, missing)
        basis: Basis = "inferred" if missing else "stated"
        columns = self.grids.columns(block.heads, own[: len(own) - len(rows)], rows, first)
        return _Heads(basis, unit, columns)

    def _line(self, block: Block, entry: Entry | None, match: Match, heads: _Heads) -> Line:
        in_grid = self.grids.row(block, match, heads.columns, heads.basis)
        if in_grid is not None:
            return self._grid_line(block, entry, match, heads, in_grid)
        return self._stream_line(block, entry, match, heads)

    def _grid_line(
        self,
        block: Block,
        entry: Entry | None,
        match: Match,
        heads: _Heads,
        row: RowReading,
    ) -> Line:
        label = self.words[match.start]
        unit = self.grids.unit_beside(match) if block.is_list else heads.unit
        return Line(
            block.cells(entry),
            label,
            values=(),
            stray=(),
            after="",
            unit=unit or unit_in(label.text),
            basis=heads.basis,
            is_list=block.is_list,
            ends_table=match is self.matches[-1],
            slots=row.slots,
        )

    def _stream_line(self, block: Block, entry: Entry | None, match: Match, heads: _Heads) -> Line:
        first = at = self._label_end(match) if block.lines else self._below_heads(match.end)
        while at < len(self.words) and at not in self.starts and self.words[at].is_value:
            at += 1
        found = self.words[first:at]
        cells = block.cells(entry)
        width = len(cells)
        values = [w for w in found if not w.is_unit] if block.is_list else list(found)
        if len(values) > width and not self._is_glued:
            values = joined(values, width)
        stray = self._stray(at)
        if stray and not self._belongs(block, width - len(values), stray):
            self._report_stray(block, stray)
            # Below a list's label without a figure it may be the rest of that label.
            stray = stray if block.is_list and not values and len(stray) > 1 else ()
        if not stray and len(values) < width:
            stray = self._swallowed(match)
        printed = [w.text for w in found if w.is_unit] + [self.words[match.start].text]
        unit = next((u for u in map(unit_in, printed) if u), None) if block.is_list else heads.unit
        after = self.words[at].piece.before if at < len(self.words) else "\n"
        label = self.words[match.start]
        return Line(
            cells,
            label,
            tuple(values),
            stray,
            after,
            unit,
            # A grid that does not tell its columns leaves nothing of its rows certain.
            "inferred" if self._is_glued or label.piece.cell is not None else heads.basis,
            block.is_list,
            ends_table=match is self.matches[-1],
            has_heads=heads.basis == "stated",
            lacks_cells=label.piece.cell is not None and heads.basis == "inferred",
            is_glued=any(w.is_glued for w in values)
            or (self._is_glued and 0 < len(values) < width),
        )

    def _label_end(self, match: Match) -> int:
        """Where a label ends whose note in parentheses the page broke over several lines."""
        text, at = "".join(w.text for w in self.words[match.start : match.end]), match.end
        while _is_open(text) and at < min(match.end + _BROKEN_NOTES, len(self.words)):
            word = self.words[at]
            if at in self.starts or word.is_figure or _HOLDS_VALUE.search(word.text):
                return match.end
            text, at = text + word.text, at + 1
        return match.end if _is_open(text) else at

    def _below_heads(self, at: int) -> int:
        """The first figure below heads that the page broke over several lines."""
        for number in range(at, min(at + _BROKEN_HEADS, len(self.words))):
            word = self.words[number]
            if word.is_value:
                return number
            if len(word.text) > _LONGEST_BIT or _HEADING.match(word.text):
                break
        return at

    def _stray(self, at: int) -> tuple[Word, ...]:
        """A short text that no form knows, where a label or value should stand, and its values."""
        if at >= len(self.words) or at in self.starts:
            return ()
        word = self.words[at]
        is_value = _VALUES.fullmatch(word.text) is not None
        if not is_value and not _is_unknown_label(word):
            return ()
        end = at + 1
        while end < len(self.words) and end not in self.starts and self.words[end].is_value:
            end += 1
        is_last = at > self.matches[-1].start and not is_value
        return () if is_last else tuple(self.words[at:end])

    def _belongs(self, block: Block, room: int, stray: Sequence[Word]) -> bool:
        """Whether stray text fits into the row before it, as the text of a cell."""
        if block.is_list:
            return room > 0 and _HOLDS_VALUE.search(stray[0].text) is not None
        return 0 < len(stray) <= room

    def _swallowed(self, match: Match) -> tuple[Word, ...]:
        """The words of a mistyped or broken label that hold figures or signs beside it."""
        if match.is_exact:
            return ()
        own = {digits for key in self.entries[match.label].keys for digits in _DIGITS.findall(key)}
        words = self.words[match.start : match.end]
        return tuple(
            word
            for word in words
            if _SIGN_AT_END.search(word.text)
            or not own.issuperset(_DIGITS.findall(label_key(word.text)))
        )

    def _report_heads(self, block: Block, missing: Sequence[Entry]) -> None:
        names = "、".join(head.label for head in missing)
        where = "，".join(filter(None, (self.table.label, block.label)))
        message = f"{where}：没有找到表头“{names}”，该处数字的位置是推断的"
        self.findings.append(
            Finding("unread_row", "warning", message, self.table.label, block.label, names)
        )

    def _report_stray(self, block: Block, stray: Sequence[Word]) -> None:
        self.reported += stray
        label = stray[0].text
        values = "、".join(word.text for word in stray[1:]) or "无数字"
        message = f"{self.table.label}：表中“{label}”一行（{values}）不在已知表式内，未计入"
        self.findings.append(Finding("unread_row", "error", message, self.table.label, label))


def _is_open(text: str) -> bool:
    """Whether a text ends within parentheses."""
    return max(text.rfind("("), text.rfind("（")) > max(text.rfind(")"), text.rfind("）"))


def _is_unknown_label(word: Word) -> bool:
    """Whether a word could be the label of a row that no form knows."""
    is_short = bool(word.keys) and min(map(len, word.keys)) <= _LONGEST_STRAY
    return is_short and not word.known and _HEADING.match(word.text) is None
