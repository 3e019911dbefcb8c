"""Generated web pages, printed to PDF by a browser, are read right: a printer of another make.

The generator's own PDF files have the habits of one library. `GONGKAI_PRINTED` sets how many pages
are printed; each takes a second.
"""

from __future__ import annotations

import re
from itertools import count, islice
from pathlib import Path

import pytest

from orchestration.demo.compare import compare
from orchestration.demo.corpus import numbered
from orchestration.demo.document import Document
from orchestration.reading.report import read
from tests.corpus.slices import how_many
from tests.printer import CHROMIUM, print_to_pdf

SEED = 777
COUNT = how_many("GONGKAI_PRINTED", 12)
# A number with no factor of 5 or 7, so that few pages see every form and layout.
_STEP = 13
_CHARSET = re.compile(r"<meta[^>]*charset[^>]*>", re.IGNORECASE)


def _page(number: int) -> Document:
    """The web page of that number; layouts take turns, and forms with them."""
    made = (numbered(SEED, at) for at in count(0, _STEP))
    pages = (one for one in made if one.format == "html" and one.truth is not None)
    return next(islice(pages, number, None))


def _markup(page: Document) -> str:
    """The page in the one encoding that its printer is told."""
    try:
        text = page.data.decode()
    except UnicodeDecodeError:
        text = page.data.decode("gb18030", "replace")
    return _CHARSET.sub("", text)


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("number", range(COUNT))
def test_a_page_printed_by_a_browser_is_read_right(number: int, tmp_path: Path) -> None:
    page = _page(number)
    assert page.truth is not None
    reading = read(print_to_pdf(_markup(page), tmp_path), "printed.pdf")
    faults = compare(page.truth, reading)
    where = f"{page.layout}, {page.form}"
    assert not faults.wrong, where
    assert not faults.identity_wrong, where
    assert not faults.form_wrong, where
    assert not faults.missing_silent, where
