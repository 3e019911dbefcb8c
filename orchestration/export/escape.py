"""Text in CSV that a spreadsheet would take for a formula gets an apostrophe in front.

Excel and its kin compute a cell whose text begins with `= + - @`, a tab or a line break, blanks and
byte order marks before it notwithstanding; in a Chinese set-up full-width signs too. A name like
`=HYPERLINK("http://x")` printed in somebody's report must not do that. The rule can be undone
without loss: text that is already guarded, or looks so, gets a further apostrophe, and a reader
takes one away from what begins with an apostrophe and is of that pattern without it. Numbers, dates
and truth values are no text: nothing is put before them.
"""

from __future__ import annotations

import re

# what spreadsheets skip or do not show: control and format characters, and blanks of every width
_BLANK = (
    (0x00, 0x20), (0x7F, 0xA0), (0xAD, 0xAD), (0x061C, 0x061C), (0x115F, 0x1160),
    (0x1680, 0x1680), (0x180B, 0x180E), (0x2000, 0x200F), (0x2028, 0x202F), (0x205F, 0x206F),
    (0x3000, 0x3000), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
    (0xFFF9, 0xFFFB),
)  # fmt: skip
_SIGNS = "=+\\-@＝＋－＠﹢﹣﹦﹫\u2212"
_BREAKS = "\\t\\r\\n"

# The same pattern for Python and for RE2, which DuckDB uses; they write code points differently.
_PATTERN = "^'*(?:[{breaks}]|[{blank}]*[{signs}])"


def _pattern(code_point: str) -> str:
    blank = "".join(
        f"{code_point.format(first)}-{code_point.format(last)}" for first, last in _BLANK
    )
    return _PATTERN.format(breaks=_BREAKS, blank=blank, signs=_SIGNS)


_RISKY = re.compile(_pattern("\\u{:04x}"))
_RISKY_SQL = _pattern("\\x{{{:x}}}").replace("'", "''")

RULE = (
    "Text that a spreadsheet could take for a formula (it begins with = + - @, also full-width or "
    "behind blanks, or with a tab or line break; apostrophes before it notwithstanding) has one "
    "apostrophe put before it. To undo: where a text begins with an apostrophe and what follows it "
    "is of that pattern, take the apostrophe away."
)


def is_risky(text: str) -> bool:
    """Whether a spreadsheet could compute this text, or it looks guarded already."""
    return _RISKY.match(text) is not None


def guarded(text: str) -> str:
    """The text as it stands in CSV."""
    return f"'{text}" if is_risky(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text.startswith("'") and is_risky(text[1:]) else text


def guarded_sql(expression: str) -> str:
    """`guarded` as an SQL expression over a text expression."""
    return (
        f"case when regexp_matches({expression}, '{_RISKY_SQL}') "
        f"then concat('''', {expression}) else {expression} end"
    )
