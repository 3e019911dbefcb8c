"""The guard against formulas: nothing dangerous gets through, and nothing is lost."""

import re
import unicodedata

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.export.escape import guarded, guarded_sql, is_risky, unguarded

RISKY_LETTERS = "'=+-@＝＋－＠﹢﹣﹦﹫−\t\r\n \ufeff\u200b\u3000\xa0a1中"
texts = st.one_of(st.text(alphabet=RISKY_LETTERS, max_size=8), st.text(max_size=20))


@pytest.mark.parametrize(
    "text",
    ["=1", "+1", "-1", "@a", "\tx", "\rx", "\nx", "  =1", "\ufeff=1", "\u3000=1", "＝1", "＋1",
     "－", "＠a", "'=1", "''+1", "\u200b=1", "\x00=1", "－1"],
)  # fmt: skip
def test_what_a_spreadsheet_could_compute_is_guarded(text: str) -> None:
    assert guarded(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["", "1", "a=1", "民政局", " x", "'", "''", "'a", "1-2", "—", "（-1）"]
)
def test_other_text_is_left_as_it_is(text: str) -> None:
    assert guarded(text) == text


@settings(max_examples=1000)
@given(texts)
def test_the_guard_can_be_undone(text: str) -> None:
    assert unguarded(guarded(text)) == text


@settings(max_examples=1000)
@given(texts)
def test_no_guarded_text_begins_like_a_formula(text: str) -> None:
    """Told without the pattern: by what Unicode says of the letters."""
    plain = unicodedata.normalize("NFKC", guarded(text))
    visible = re.sub(r"^[\s\x00-\x20\ufeff\u200b]+", "", plain)
    assert not visible.startswith(("=", "+", "-", "@"))
    assert not guarded(text).startswith(("\t", "\r", "\n"))


@settings(max_examples=1000)
@given(texts, texts)
def test_two_texts_never_become_one(one: str, other: str) -> None:
    assert (guarded(one) == guarded(other)) == (one == other)


@settings(max_examples=300, deadline=None)
@given(st.lists(texts.filter(lambda text: text.isprintable() or "\t" in text), max_size=20))
def test_the_database_guards_as_python_does(batch: list[str]) -> None:
    with duckdb.connect() as con:
        query = f"select {guarded_sql('t')} from (select unnest(?::varchar[]) as t)"
        assert [row for (row,) in con.execute(query, [batch]).fetchall()] == list(
            map(guarded, batch)
        )


def test_every_blank_and_sign_is_the_same_in_the_database() -> None:
    """Letter by letter over the whole first plane, alone and before a sign."""
    letters = [chr(code) for code in range(1, 0x10000) if not 0xD800 <= code < 0xE000]
    with duckdb.connect() as con:
        query = f"select {guarded_sql('t')} from (select unnest(?::varchar[]) as t)"
        for batch in (letters, [letter + "=1" for letter in letters]):
            found = [row for (row,) in con.execute(query, [batch]).fetchall()]
            assert found == [guarded(text) for text in batch]
    assert sum(map(is_risky, letters)) < 20
