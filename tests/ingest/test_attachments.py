"""Which file is whose attachment, told from a listing of raw/."""

import pytest

from orchestration.ingest.attachments import Attachment, attachments


def told(*paths: str) -> dict[str, tuple[str, str]]:
    return {one.path: (one.page, one.rule) for one in attachments(paths)}


@pytest.mark.parametrize(
    "name", ["某局.docx", "某局.PDF", "某局.doc"], ids=["docx", "upper_case", "doc"]
)
def test_a_document_of_the_same_name_belongs_to_the_web_page(name: str) -> None:
    assert told("2021/某局.html", f"2021/{name}") == {
        f"2021/{name}": ("2021/某局.html", "same_name")
    }


def test_a_page_saved_as_text_is_a_page_where_there_is_no_web_page() -> None:
    assert told("某局.txt", "某局.docx") == {"某局.docx": ("某局.txt", "same_name")}
    assert told("某局.txt", "某局.html", "某局.docx") == {"某局.docx": ("某局.html", "same_name")}


@pytest.mark.parametrize(
    "name",
    [
        "某局_附件1.docx",
        "某局-附件.pdf",
        "某局附件2.xlsx",
        "某局（附件）.doc",
        "某局 附表一.docx",
        "某局_附件1：统计表.html",
        "某局的附件.docx",
    ],
)
def test_a_name_marked_as_attachment_belongs_to_the_page_named_before_the_mark(name: str) -> None:
    page = "2021/某局.html"
    assert told(page, "2021/某局二.html", f"2021/{name}") == {f"2021/{name}": (page, "marked_name")}


def test_a_page_in_word_may_have_marked_attachments_too() -> None:
    assert told("某局.docx", "某局_附件.pdf") == {"某局_附件.pdf": ("某局.docx", "marked_name")}


@pytest.mark.parametrize("folder", ["某局_files", "某局.files", "某局_附件", "某局附件"])
def test_a_folder_named_for_the_page_holds_its_attachments(folder: str) -> None:
    path = f"2021/{folder}/P020220131.docx"
    assert told("2021/某局.html", path, f"2021/{folder}/style.css") == {
        path: ("2021/某局.html", "own_folder")
    }


def test_a_folder_of_just_the_pages_name_holds_only_what_is_called_an_attachment() -> None:
    """山东省.html may lie beside a folder 山东省 that holds the reports of the province."""
    assert told("山东省.html", "山东省/附件1.docx", "山东省/某局.docx") == {
        "山东省/附件1.docx": ("山东省.html", "own_folder")
    }


def test_what_is_only_called_an_attachment_belongs_to_the_one_page_of_its_folder() -> None:
    assert told("某局/index.html", "某局/附件.docx", "某局/附表2.pdf") == {
        "某局/附件.docx": ("某局/index.html", "only_page"),
        "某局/附表2.pdf": ("某局/index.html", "only_page"),
    }


@pytest.mark.parametrize(
    "paths",
    [
        ("某局.html", "乙局.html", "附件.docx"),  # whose?
        ("某局.docx", "某局.pdf"),  # no page among them
        ("某局.html", "某局.htm", "某局_附件.docx"),  # two pages of the name
        ("2020/某局.html", "2021/某局.docx"),  # another folder
        ("某局.html", "某局2.docx"),  # another name
        ("某局.html", "某局.txt"),  # a copy of the page
        ("某局.html", "某局/乙局.docx"),
        ("附件.docx",),
        ("附件1.docx", "附件2.docx"),
    ],
    ids=lambda paths: " ".join(paths),
)
def test_what_is_not_certain_joins_nothing(paths: tuple[str, ...]) -> None:
    assert attachments(paths) == []


def test_an_attachment_of_an_attachment_belongs_to_the_page() -> None:
    assert attachments(["某局.html", "某局_附件1.docx", "某局_附件1.html"]) == [
        Attachment("某局_附件1.docx", "某局.html", "same_name"),
        Attachment("某局_附件1.html", "某局.html", "marked_name"),
    ]
