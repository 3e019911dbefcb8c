"""What the paragraphs of a Word document print: runs, fields, marks, tracked changes, hidden text.

Text that Word does not print is no text here either: deleted or moved away, hidden, the code of a
field, comments. Numbers that Word counts out itself (一、, 1.) are not in the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from itertools import groupby

from orchestration.reading.formats.docx_xml import (
    BOX,
    CHOICE,
    CONTROL,
    DRAWING,
    FIELD,
    FORMULA,
    HYPHEN,
    KINDS,
    LINE_END,
    MATH_RUN,
    MATH_TEXT,
    NOTE,
    PROPERTIES,
    RUN,
    SKIPPED,
    SYMBOL,
    TAB,
    TEXT,
    Node,
    branch,
    deeper,
    is_on,
    w,
)

# What cannot be put into characters; a figure it stands in is unreadable, never another figure.
UNKNOWN = "\ufffd"

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2011\u2060\ufeff]")
_MARK = r"(?:注?\s*[\d０-９]{1,3}|[①-⒇]{1,3}|[*＊※†‡#]{1,3}|注)"
_NOTE_MARK = re.compile(rf"[\s\[［【〔(（]*(?:{_MARK}(?:[\s,，、-]+{_MARK})*)?[\s\])）】］〕]*")
_LONGEST_MARK = 16
_PRIVATE_USE = range(0xF000, 0xF100)
_DELETED_MARKS = tuple(f"{w('pPr')}/{w('rPr')}/{w(name)}" for name in ("del", "moveFrom"))

_VALUE, _FONT, _CHARACTER = w("val"), w("font"), w("char")
_FIELD_TYPE, _CUSTOM_MARK, _TEXT = w("fldCharType"), w("customMarkFollows"), w("t")
_STYLE, _STYLE_ID, _RUN_STYLE, _RUN_PROPERTIES = w("style"), w("styleId"), w("rStyle"), w("rPr")
_HIDDEN, _RAISED = w("vanish"), w("vertAlign")
_PLACEHOLDER = f"{w('sdtPr')}/{w('showingPlcHdr')}"
_CONTENT = w("sdtContent")
_NO_CODE = 1 << 60


@dataclass(frozen=True, slots=True)
class Looks:
    """The run styles that hide or raise text, and whether a document has need of them at all."""

    hidden: Set[str] = frozenset()
    raised: Set[str] = frozenset()
    matter: bool = False
    tracked: bool = False


class _Raised(str):
    """A part set above the line."""

    __slots__ = ()


@dataclass(slots=True)
class _Paragraph:
    """A paragraph being read: its parts, raised ones marked, and the text boxes on the way."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Node] = field(default_factory=list)
    has_raised: bool = False
    fields: list[int] = field(default_factory=list)
    """Where the codes of the fields begin that are open."""


def looks_of(document: bytes, styles: Node | None) -> Looks:
    """What of a document's looks decides over its text.

    Args:
        document: the XML of the main part; a search of its bytes spares looking at each run.
        styles: the part that defines styles, if there is one.
    """
    hidden, raised = set[str](), set[str]()
    for style in styles.iterchildren(_STYLE) if styles is not None else ():
        properties = style.find(_RUN_PROPERTIES)
        if properties is not None:
            name = style.get(_STYLE_ID) or ""
            if is_on(properties.find(_HIDDEN)):
                hidden.add(name)
            if _is_raised(properties.find(_RAISED)):
                raised.add(name)
    matter = b"vanish" in document or b"vertAlign" in document
    matter = matter or (b"rStyle" in document and bool(hidden or raised))
    tracked = b"del" in document or b"moveFrom" in document
    return Looks(hidden, raised, matter, tracked)


def _is_raised(align: Node | None) -> bool:
    return align is not None and align.get(_VALUE) == "superscript"


def read_paragraph(node: Node, looks: Looks) -> tuple[str, list[Node]]:
    """The text of a paragraph as printed, and the text boxes anchored in it.

    Raises:
        UnreadableError: nested deeper than the declared limit.
    """
    text, boxes = _plain(node, looks), list[Node]()
    if text is None:
        paragraph = _Paragraph()
        _read(node, paragraph, looks, 0)
        if paragraph.has_raised:
            _drop_note_marks(paragraph)
        text, boxes = "".join(paragraph.parts), paragraph.boxes
    return visible(text), boxes


def visible(text: str) -> str:
    """The text without characters that print nothing."""
    return text if text.isascii() else _INVISIBLE.sub(_visible, text)


def _plain(node: Node, looks: Looks) -> str | None:
    """The text of a paragraph of nothing but runs of text, as nearly all are; else None."""
    text = ""
    for child in node:
        kind = KINDS.get(child.tag)
        if kind == RUN:
            for part in child:
                kind = KINDS.get(part.tag)
                if kind == TEXT:
                    text += part.text or ""
                elif kind != PROPERTIES or (looks.matter and _has_looks(part)):
                    return None
        elif kind != SKIPPED:
            return None
    return None if "\n" in text else text


def _has_looks(properties: Node) -> bool:
    return next(properties.iterchildren(_HIDDEN, _RAISED, _RUN_STYLE), None) is not None


def _visible(match: re.Match[str]) -> str:
    return "-" if match[0] == "\u2011" else ""


def ends_deleted(node: Node) -> bool:
    """Whether a paragraph's end was deleted, so that the next one continues it."""
    return any(node.find(path) is not None for path in _DELETED_MARKS)


def content_of(control: Node) -> Node | None:
    """What a content control holds; nothing where it shows its prompt."""
    return None if control.find(_PLACEHOLDER) is not None else control.find(_CONTENT)


def _read(node: Node, paragraph: _Paragraph, looks: Looks, depth: int) -> None:
    for child in node:
        kind = KINDS.get(child.tag)
        if kind == RUN:
            _read_run(child, paragraph, looks, depth)
        elif kind is None:
            _read(child, paragraph, looks, deeper(depth))
        elif kind == SKIPPED:
            continue
        elif kind == CONTROL:
            content = content_of(child)
            if content is not None:
                _read(content, paragraph, looks, deeper(depth))
        elif kind == CHOICE:
            chosen = branch(child)
            if chosen is not None:
                _read(chosen, paragraph, looks, deeper(depth))
        else:
            _read_part(child, kind, paragraph)


def _read_run(run: Node, paragraph: _Paragraph, looks: Looks, depth: int) -> None:
    start = len(paragraph.parts)
    for child in run:
        kind = KINDS.get(child.tag)
        if kind == TEXT:
            paragraph.parts.append(printed(child))
        elif kind == PROPERTIES:
            if looks.matter and _hides(child, looks):
                return
        elif kind == NOTE:
            if child.get(_CUSTOM_MARK) is not None:
                break
        elif kind is None or kind in (RUN, CHOICE, CONTROL):
            _read_one(child, paragraph, looks, depth)
        else:
            _read_part(child, kind, paragraph)
    if looks.matter and _raises(run, looks):
        paragraph.parts[start:] = map(_Raised, paragraph.parts[start:])
        paragraph.has_raised = True


def _read_one(node: Node, paragraph: _Paragraph, looks: Looks, depth: int) -> None:
    chosen: Node | None = node
    if KINDS.get(node.tag) == CHOICE:
        chosen = branch(node)
    elif KINDS.get(node.tag) == CONTROL:
        chosen = content_of(node)
    if chosen is not None:
        # Parts of a run, as a branch of it holds them, are read as a run.
        read = _read_run if chosen.find(_TEXT) is not None else _read
        read(chosen, paragraph, looks, deeper(depth))


def _read_part(node: Node, kind: int, paragraph: _Paragraph) -> None:
    parts = paragraph.parts
    if kind == TEXT:
        parts.append(printed(node))
    elif kind == TAB:
        parts.append("\t")
    elif kind == LINE_END:
        parts.append("\n")
    elif kind == HYPHEN:
        parts.append("-")
    elif kind == SYMBOL:
        parts.append(_symbol(node))
    elif kind == FIELD:
        _read_field(node, paragraph)
    elif kind == FORMULA:
        parts.append(_formula(node))
    elif kind == BOX:
        paragraph.boxes.append(node)
    elif kind == DRAWING:
        paragraph.boxes += _boxes_in(node)


def printed(text: Node) -> str:
    """The text of a `w:t`, in which a line end is a blank."""
    characters = text.text or ""
    return " ".join(characters.split("\n")) if "\n" in characters else characters


def _hides(properties: Node, looks: Looks) -> bool:
    hidden = properties.find(_HIDDEN)
    if hidden is not None:
        return is_on(hidden)
    style = properties.find(_RUN_STYLE)
    return style is not None and style.get(_VALUE) in looks.hidden


def _raises(run: Node, looks: Looks) -> bool:
    properties = run.find(_RUN_PROPERTIES)
    if properties is None:
        return False
    align = properties.find(_RAISED)
    if align is not None:
        return _is_raised(align)
    style = properties.find(_RUN_STYLE)
    return style is not None and style.get(_VALUE) in looks.raised


def _drop_note_marks(paragraph: _Paragraph) -> None:
    """A raised figure or sign beside other text points to a note; alone it is the text."""
    parts = paragraph.parts
    if not any(part.strip() for part in parts if not isinstance(part, _Raised)):
        return
    kept: list[str] = []
    for kind, group in groupby(parts, type):
        text = "".join(group)
        is_mark = len(text) <= _LONGEST_MARK and _NOTE_MARK.fullmatch(text) is not None
        if kind is not _Raised or not is_mark:
            kept.append(text)
    paragraph.parts = kept


def _symbol(node: Node) -> str:
    """A character of a named font. A pictorial font's code is no character."""
    try:
        code = int(node.get(_CHARACTER) or "", 16)
    except ValueError:
        return UNKNOWN
    if code in _PRIVATE_USE:
        is_text = (node.get(_FONT) or "").lower() == "symbol" and 0xF020 <= code < 0xF03F
        return chr(code - 0xF000) if is_text else UNKNOWN
    return chr(code) if 0x20 <= code <= 0xFFFF and not 0xD800 <= code < 0xE000 else UNKNOWN


def _read_field(node: Node, paragraph: _Paragraph) -> None:
    """Drop the code of a field, which ends where its result begins or where the field does."""
    kind = node.get(_FIELD_TYPE)
    if kind == "begin":
        paragraph.fields.append(len(paragraph.parts))
    elif kind in ("separate", "end") and paragraph.fields:
        del paragraph.parts[paragraph.fields.pop() :]
        if kind == "separate":
            # From here on its text is printed; the end of the field drops nothing more.
            paragraph.fields.append(_NO_CODE)


def _formula(node: Node) -> str:
    """The characters of a formula; one that is set in two dimensions has no text."""
    text = "".join(part.text or "" for part in node.iter(MATH_TEXT))
    is_flat = all(child.tag == MATH_RUN for child in node)
    return text if is_flat else text + UNKNOWN


def _boxes_in(drawing: Node) -> Iterator[Node]:
    """The outermost text boxes of a drawing, in order."""
    stack = [(iter(drawing), 0)]
    while stack:
        children, choices = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            continue
        kind = KINDS.get(child.tag)
        if kind == BOX:
            yield child
        elif kind == CHOICE:
            chosen = branch(child)
            if chosen is not None:
                stack.append((iter(chosen), deeper(choices)))
        else:
            stack.append((iter(child), choices))
