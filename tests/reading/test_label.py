import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.reading.label import clean, label_key, label_keys


@pytest.mark.parametrize(
    ("printed", "official"),
    [
        ("(三)不予公开", "（三）不予公开"),
        ("自 然 人", "自然人"),
        ("其中:1.检索费", "其中：1.检索费"),
        ("2)“商业秘密”数", "（2）“商业秘密”数"),
        ("１、当面申请数", "1.当面申请数"),
        ("其它", "其他"),
        ("5.要求行政机关确认或重新 出具已获取信息", "5.要求行政机关确认或重新出具已获取信息"),
        ('3.危及"三安全一稳定"', "3.危及“三安全一稳定”"),
    ],
)
def test_blanks_punctuation_and_numbering_do_not_tell_labels_apart(
    printed: str, official: str
) -> None:
    assert label_key(printed) == label_key(official)


def test_a_label_is_also_known_without_its_note() -> None:
    keys = label_keys("（二）部分公开（区分处理的，只计这一情形，不计其他情形）")
    assert "部分公开" in keys
    assert len(keys) == 2


def test_a_short_parenthesis_belongs_to_the_label() -> None:
    assert label_keys("第二十条第（一）项") != label_keys("第二十条第（五）项")


def test_word_residue_goes() -> None:
    assert clean("[bookmark: _Hlk66973412]一、本年新收") == "一、本年新收"


@given(st.text(max_size=80))
def test_keys_are_stable(text: str) -> None:
    assert label_key(label_key(text)) == label_key(label_key(label_key(text)))
    assert label_keys(text)
