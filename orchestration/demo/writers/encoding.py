"""The bytes of a page: in which encoding, and what the page says of it."""

from __future__ import annotations

from random import Random

_WAYS = (
    ("utf-8", "utf-8"),
    ("utf-8", "utf-8"),
    ("utf-8", None),
    ("utf-8", "gb2312"),
    ("gbk", "gb2312"),
    ("gbk", None),
    ("gbk", "utf-8"),
    ("gb18030", "gb18030"),
)


def encode(markup: str, rng: Random) -> bytes:
    """The bytes of a page, its encoding declared rightly, wrongly or not at all.

    `markup` holds one `{charset}` where the declaration goes.
    """
    encoding, declared = rng.choice(_WAYS)
    meta = f'<meta charset="{declared}">' if declared else ""
    if declared and rng.random() < 0.3:
        content = f"text/html; charset={declared}"
        meta = f'<meta http-equiv="Content-Type" content="{content}">'
    text = markup.replace("{charset}", meta, 1)
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode("gb18030")
