"""A CSV file as offices save it, line by line: any usual encoding, separator and head."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

MOST_BYTES = 32 * 1024 * 1024
MOST_FIELD = 10_000
_SEPARATORS = ",\t;"
_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))
_SAVE_AS = "请在 Excel 中另存为“CSV UTF-8（逗号分隔）”"


class SheetError(ValueError):
    """A file that is no table: `message` says why, `remedy` what to do, both in Chinese."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: its number in the file, as an editor shows it, and its fields."""

    number: int
    fields: tuple[str, ...]


def read_lines(data: bytes) -> list[Line]:
    """The lines that hold something, the head first; blank ones and those begun by # are left out.

    Raises:
        SheetError: binary, or a quotation that is never closed.
    """
    return [line for line in _lines(_text(data)) if _holds_something(line)]


def _text(data: bytes) -> str:
    """A byte order mark is believed, then UTF-8, then GB18030; nothing is replaced."""
    encodings = ["utf-8", "gb18030"]
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            data, encodings = data[len(mark) :], [encoding]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise SheetError("不是文本文件，或编码无法识别", _SAVE_AS)


def _lines(text: str) -> Iterator[Line]:
    first = next((line for line in text.splitlines() if line.strip(" ,;\t#")), "")
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    while True:
        try:
            fields = next(reader, None)
        except csv.Error as error:
            raise SheetError(
                f"第 {start} 行起的引号不成对：{error}", "请检查这一行及以下各行的双引号"
            ) from None
        if fields is None:
            return
        yield Line(start, tuple(_clean(field) for field in fields))
        start = reader.line_num + 1


def _clean(field: str) -> str:
    # Excel keeps the apostrophe that guards a cell against being taken for a formula
    return field.strip().strip("\u3000\ufeff").removeprefix("'")[:MOST_FIELD]


def _holds_something(line: Line) -> bool:
    return any(line.fields) and not line.fields[0].startswith("#")


def by_name(line: Line, heads: Sequence[str | None]) -> Mapping[str, str]:
    """The fields of a line under the names of its columns; a line may be shorter than the head."""
    named = zip(heads, line.fields, strict=False)
    return {head: field for head, field in named if head is not None}
