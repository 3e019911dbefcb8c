"""Counts that prose states: plain ones are read; all others are not, or say why not to compare."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.ingest.pool import read_path
from orchestration.reading.claim import (
    CUMULATIVE,
    OPEN_SCOPE,
    OTHER_SCOPE,
    OTHER_YEAR,
    SEVERAL_YEARS,
    TWO_COUNTS,
    Reporter,
    number_in,
    read_claims,
    terms_of,
)
from orchestration.reading.claim_rules import claim_sums, load_rules
from orchestration.reading.form import load_forms
from orchestration.reading.reading import Claim
from orchestration.reading.report import read
from orchestration.settings import PROJECT
from tests.conftest import SHARED

CITY = Reporter("某江市人民政府", 2022, True)
BUREAU = Reporter("某江市人力资源和社会保障局", 2022, False)


def claims(text: str, reporter: Reporter = BUREAU) -> list[Claim]:
    return list(read_claims(enumerate(text.split("\n"), 1), reporter))


def plain(text: str, reporter: Reporter = BUREAU) -> dict[str, int]:
    return {c.subject: c.number for c in claims(text, reporter) if c.reason is None}


def reasons(text: str, reporter: Reporter = BUREAU) -> set[str | None]:
    return {claim.reason for claim in claims(text, reporter)}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("全年我局新收政府信息公开申请31件。", {"requests.new": 31}),
        ("2022年，市人社局共收到依申请公开31件。", {"requests.received": 31}),
        ("本机关共收到十二件政府信息公开申请，均已答复。", {"requests.received": 12}),
        ("本年度收到信息公开申请１，２０４件。", {"requests.received": 1204}),
        ("一是新收信息公开申请共计5件", {"requests.new": 5}),
        ("受理政府信息公开申请0件。", {"requests.handled": 0}),
        (
            "新收政府信息公开申请9件，2021年结转2件，共办结10件，结转至2023年继续办理1件。",
            {"requests.new": 9, "requests.carried_in": 2, "disposition.total": 10,
             "requests.carried_out": 1},
        ),
        (
            "共收到政府信息公开申请9件。其中，“予以公开”4件，占57.1%、“部分公开”1件（14.3%）；"
            "不予公开2件、无法提供0件，不予处理二件，其他处理0件。",
            {"requests.received": 9, "disposition.disclosed": 4, "disposition.partly_disclosed": 1,
             "disposition.refused": 2, "disposition.not_provided": 0,
             "disposition.not_processed": 2, "disposition.other": 0},
        ),
        (
            "收到政府信息公开申请9件（其中予以公开3件，不予公开1件）。",
            {"requests.received": 9, "disposition.disclosed": 3, "disposition.refused": 1},
        ),
        ("因政府信息公开被申请行政复议3件，行政诉讼1件。", {"review": 3, "litigation": 1}),
        ("政府信息公开行政复议、行政诉讼共0件。", {"review_and_litigation": 0}),
        ("本年度未收到政府信息公开申请。", {"requests.received": 0}),
        ("制发行政规范性文件4件，废止规范性文件2件，现行有效规范性文件19件。",
         {"documents.issued": 4, "documents.repealed": 2, "documents.in_force": 19}),
    ],
)  # fmt: skip
def test_plain_sentences_are_read(text: str, read: dict[str, int]) -> None:
    assert plain(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "依申请主动公开2件，公开文件7件。",
        "收到政府信息公开申请约30件，办结近20件，答复10余件。",
        "收到政府信息公开申请30多件，办结28件左右。",
        "较上年多收到政府信息公开申请4件。",
        "通过网络收到政府信息公开申请4件，当面收到申请2件。",
        "从申请人看，自然人申请40件，其中予以公开9件；企业申请5件。",
        "办理代表建议14件、提案3件，共办结17件。",
        "制发公文80件，其中主动公开50件、依申请公开20件、不予公开10件。",
        "受理行政许可申请400件，办结390件。",
        "审理行政复议案件88件，其中维持60件，纠正9件。",
        "收到行政复议申请5件，维持3件。",
        "收到政府信息公开申请7件次。",
        "办结率100%，满意度达98件以上。",
        "没有因政府信息公开引起行政复议纠错和行政诉讼败诉的情形。",
        "未收到书面申请。",
        "予以公开9件（含部分公开3件）。",
        "一、本年新收政府信息公开申请数量 | 5件 | 9件",
        "政府信息公开申请答复、办结、结转均无3-5件以上积压。",
        # A table's row that a layout set as a sentence.
        "三、收到和处理政府信息公开申请情况\n三、本年度办理结果 （一）予以公开 0 2 0 3 0 １ 6件。",
        "三、收到和处理政府信息公开申请情况\n（一）予以公开 ０ ２ ０ ０ ０件 ０件 ２。",
        "三、收到和处理政府信息公开申请情况\n三、本年度办理结果 （一）予以公开 5件 0件 5件。",
    ],
)
def test_what_is_not_plain_says_nothing(text: str) -> None:
    assert plain(text) == {}


@pytest.mark.parametrize(
    ("text", "reporter", "reason"),
    [
        ("2021年我局收到政府信息公开申请4件。", BUREAU, OTHER_YEAR),
        ("上年收到政府信息公开申请4件，办结4件。", BUREAU, OTHER_YEAR),
        ("2020年至2022年收到政府信息公开申请40件。", BUREAU, SEVERAL_YEARS),
        ("条例施行以来，累计收到政府信息公开申请400件，办结399件。", BUREAU, CUMULATIVE),
        ("全市人社系统共收到政府信息公开申请40件，办结39件。", BUREAU, OTHER_SCOPE),
        ("市政府办收到政府信息公开申请40件。其中予以公开3件。", CITY, OTHER_SCOPE),
        ("各部门共收到政府信息公开申请40件。", CITY, OTHER_SCOPE),
        ("市本级新收政府信息公开申请40件，办结30件。", CITY, OTHER_SCOPE),
        ("制发规范性文件6件。", CITY, OPEN_SCOPE),
        ("收到政府信息公开申请4件，后又收到政府信息公开申请5件。", BUREAU, None),
        ("收到政府信息公开申请4件，收到政府信息公开申请5件。", BUREAU, TWO_COUNTS),
    ],
)
def test_a_count_of_something_else_says_why(
    text: str, reporter: Reporter, reason: str | None
) -> None:
    assert reasons(text, reporter) == {reason}


def test_a_consolidated_report_may_speak_of_the_whole_area() -> None:
    text = "全市共收到政府信息公开申请206件，办结193件。"
    assert plain(text, CITY) == {"requests.received": 206, "disposition.total": 193}
    # the office's own count ends where the area's begins
    both = "市政府办收到政府信息公开申请9件。全市共收到政府信息公开申请206件。"
    assert [(c.number, c.reason) for c in claims(both, CITY)] == [(9, OTHER_SCOPE), (206, None)]


def test_another_agencys_count_is_not_read_nor_what_follows_it() -> None:
    assert claims("外市兴业局收到政府信息公开申请43件，办结2件，予以公开9件。") == []


def test_how_reviews_ended_is_read_only_behind_their_number() -> None:
    text = "因政府信息公开引发行政复议案件16件。其中维持11件，尚未审结的4件，被复议机关纠正1件。"
    assert plain(text) == {
        "review": 16, "review.upheld": 11, "review.pending": 4, "review.corrected": 1,
    }  # fmt: skip
    assert plain("维持11件，尚未审结4件，纠正1件。") == {}


def test_a_claim_has_its_sentence_place_and_words_as_printed() -> None:
    [claim, other] = claims(
        "引言。\n前言文字，说明情况。2021年结转至2022年政府信息公开申请１件，办结申请1件。"
    )
    assert claim.place == other.place == "第 2 行"
    assert claim.sentence == "2021年结转至2022年政府信息公开申请１件，办结申请1件。"
    assert claim.phrase == "2021年结转至2022年政府信息公开申请1件"


def test_chinese_numerals() -> None:
    numerals = {
        "十": 10,
        "十二": 12,
        "二十": 20,
        "两百零五": 205,
        "一千零三十": 1030,
        "二〇一": 201,
    }
    assert {text: number_in(text) for text in numerals} == numerals
    assert number_in("1,204") == 1204


def test_every_sum_is_of_cells_that_its_form_prints() -> None:
    cells = {
        f.id: {(c.row, c.column) for t in f.tables for _, c in t.cells()} for f in load_forms()
    }
    assert claim_sums()
    for one in claim_sums():
        assert set(one.keys) <= cells[one.form]
        assert one.row_label
        assert one.column_label
    groups = {one.keys for one in claim_sums() if one.subject == "disposition.refused"}
    assert {len(keys) for keys in groups} == {8}
    assert terms_of("requests.received", ["2021"])[1] == (
        ("requests.new", "total"), ("requests.carried_in", "total"),
    )  # fmt: skip


def test_every_subject_is_read_by_one_of_its_wordings() -> None:
    ids = [subject.id for subject in load_rules().subjects]
    assert len(ids) == len(set(ids))
    assert {one.subject for one in claim_sums()} == set(ids)


def _broken(path_or_bytes: bytes, name: str) -> list[tuple[str, int]]:
    reading = read(path_or_bytes, name)
    values = {(c.row, c.column): c.value or 0 for c in reading.cells}
    return [
        (c.subject, c.number)
        for c in reading.claims
        if c.reason is None and c.sums
        and all(sum(values.get(k, 0) for k in keys) != c.number for keys in c.sums)
    ]  # fmt: skip


def test_the_samples_have_one_count_that_the_table_has_not() -> None:
    broken = {
        path.stem: _broken(path.read_bytes(), path.name)
        for path in sorted((PROJECT / "raw").rglob("*.txt"))
    }
    assert {name for name, found in broken.items() if found} == {"莱西市"}
    assert broken["莱西市"] == [("disposition.disclosed", 78)]
    claims_read = read_path(PROJECT / "raw" / "2020" / "莱西市.txt").claims
    assert len(claims_read) == 6


def test_the_real_reports_have_the_same_one() -> None:
    seeds = SHARED / "seeds"
    if not seeds.is_dir():
        pytest.skip(f"the real reports are not at hand ({seeds})")
    found = {p.name[:3]: _broken(p.read_bytes(), p.name) for p in sorted(seeds.glob("*.txt"))}
    assert found.pop("004") == [("disposition.disclosed", 78)]
    assert not any(found.values())


_WORDS = (
    "收到", "新收", "办结", "答复", "予以公开", "部分公开", "不予公开", "政府信息公开申请",
    "依申请公开", "上年结转", "行政复议", "行政诉讼", "维持", "纠正", "结转下年度", "2021年",
    "2022年", "全年", "其中", "市政府办", "我局", "累计", "没有", "规范性文件", "制发", "0",
    "12", "1,204", "３１", "十二",
)  # fmt: skip
_PIECES = st.lists(
    st.one_of(
        st.sampled_from([*_WORDS, *"共件项，。、；（）“”中占%.,约余\n|未没有十百千"]),
        st.integers(0, 99999).map(str),
        st.text(max_size=4),
    ),
    max_size=40,
).map("".join)


@given(_PIECES, st.sampled_from([CITY, BUREAU, Reporter(None, None, False)]))
def test_no_count_is_stated_that_its_sentence_does_not_print(text: str, of: Reporter) -> None:
    for claim in claims(text, of):
        bare = "".join(unicodedata.normalize("NFKC", claim.sentence).split())
        han = re.findall("[零〇一二两三四五六七八九十百千]+", bare)
        printed = {int(n.replace(",", "")) for n in re.findall(r"\d+(?:,\d{3})*", bare)}
        printed |= {int(n) for n in re.findall(r"\d+", bare)}
        if claim.number == 0 and re.search("未|没有|无", bare):
            continue
        assert claim.number in printed | {number_in(n) for n in han}
