"""The forms as data: loads `forms/*.yaml` and tells which figure a line and a head name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

try:  # libyaml reads the forms in a tenth of the time, wherever PyYAML comes with it
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

from orchestration.reading.label import label_keys, number_of

FORMS_FOLDER = Path(__file__).parent / "forms"

LabelNumbers = Mapping[str, Sequence[int]]


class FormError(ValueError):
    """A form file is not as it must be; the message names the file and the entry."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A printed label of a form: a line (row), a head (column), a group label or a label to ignore.

    `row` and `column` are codes; a group label and an ignored one have neither. `keys` are the
    normalised wordings it is known by.
    """

    label: str
    keys: tuple[str, ...]
    row: str | None = None
    column: str | None = None
    unit: str | None = None
    group: str | None = None

    @property
    def names_figures(self) -> bool:
        return self.row is not None or self.column is not None


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell that a form prints, with its place in the official layout.

    `labels` are its row and column in the form's own words; a row without a label goes by its
    group of heads.
    """

    row: str
    column: str
    unit: str | None
    line: Entry | None
    head: Entry | None
    labels: tuple[str, str]


@dataclass(frozen=True, eq=False)
class Block:
    """A run of lines under one set of heads.

    `lines` holds group labels too, in the order printed. A list block (`is_list`) has no heads:
    each line names its figure alone. A block without lines has a single unlabelled row of values.
    """

    label: str | None
    heads: tuple[Entry, ...]
    lines: tuple[Entry, ...]
    ignored: tuple[Entry, ...]
    is_list: bool = False

    @property
    def rows(self) -> tuple[Entry, ...]:
        return tuple(line for line in self.lines if line.names_figures)

    def cells(self, line: Entry | None) -> tuple[FormCell, ...]:
        """The cells of one line in the order printed (`None`: the unlabelled row)."""
        return self._cells[line]

    @cached_property
    def _cells(self) -> dict[Entry | None, tuple[FormCell, ...]]:
        heads: tuple[Entry | None, ...] = (None,) if self.is_list else self.heads
        return {line: tuple(_cell(line, head) for head in heads) for line in self.rows or (None,)}


@dataclass(frozen=True, eq=False)
class Table:
    """One of a form's tables; `name` is proactive, requests, reviews or other."""

    form: str
    name: str
    label: str
    blocks: tuple[Block, ...]

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The labels in the order printed: for each block its heads, then its lines."""
        return tuple(e for block in self.blocks for e in (*block.heads, *block.lines))

    @cached_property
    def naming(self) -> tuple[Entry, ...]:
        """The labels that name figures."""
        return tuple(entry for entry in self.entries if entry.names_figures)

    @cached_property
    def label_numbers(self) -> LabelNumbers:
        """For a key the numbers, in `entries`, of the labels known by it."""
        return _numbers(self.entries)

    @cached_property
    def naming_numbers(self) -> LabelNumbers:
        """For a key the numbers, in `naming`, of the labels known by it."""
        return _numbers(self.naming)

    @cached_property
    def telling(self) -> tuple[Entry, ...]:
        """The labels that tell the table: those that name figures, and where heads alone do, those
        over the heads."""
        over_heads = (e for block in self.blocks if not block.lines for e in block.ignored)
        return (*self.naming, *over_heads)

    @cached_property
    def telling_numbers(self) -> LabelNumbers:
        """For a key the numbers, in `telling`, of the labels known by it."""
        return _numbers(self.telling)

    @cached_property
    def numberings(self) -> tuple[str, ...]:
        """The numbering that each of `entries` prints."""
        return tuple(number_of(entry.label) for entry in self.entries)

    @cached_property
    def rows(self) -> tuple[tuple[FormCell, ...], ...]:
        """The cells of each row in the order printed."""
        blocks = self.blocks
        return tuple(block.cells(line) for block in blocks for line in block.rows or (None,))

    def cells(self) -> Iterator[tuple[Block, FormCell]]:
        for block in self.blocks:
            for line in block.rows or (None,):
                for cell in block.cells(line):
                    yield block, cell


@dataclass(frozen=True, slots=True)
class Form:
    """An official form: `id`, the years it was in use, who set it, and its tables."""

    id: str
    years: tuple[int, ...]
    source: str
    tables: tuple[Table, ...] = field(default=())


def _numbers(entries: Sequence[Entry]) -> LabelNumbers:
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        for key in entry.keys:
            numbers[key].append(number)
    return numbers


def _cell(line: Entry | None, head: Entry | None) -> FormCell:
    parts = [entry for entry in (line, head) if entry is not None]
    row = next((part.row for part in parts if part.row), "")
    column = next((part.column for part in parts if part.column), "")
    unit = next((part.unit for part in parts if part.unit), None)
    if not row or not column:
        raise FormError(f"forms: {parts[0].label} has no row or no column code")
    row_label = line.label if line else (head and head.group) or ""
    labels = (row_label, head.label if head else "数量")
    return FormCell(row, column, unit, line, head, labels)


def _entry(raw: Mapping[str, Any], group: str | None = None) -> Entry:
    labels = [raw["label"], *raw.get("also", [])]
    keys = dict.fromkeys(key for label in labels for key in label_keys(label))
    return Entry(
        label=raw["label"],
        keys=tuple(keys),
        row=raw.get("row"),
        column=raw.get("column"),
        unit=raw.get("unit"),
        group=raw.get("group", group),
    )


def _label_only(label: str, group: str | None = None) -> Entry:
    return Entry(label=label, keys=label_keys(label), group=group)


def _lines(raw: list[Mapping[str, Any]], group: str | None = None) -> Iterator[Entry]:
    for item in raw:
        if "row" in item:
            yield _entry(item, group)
            continue
        yield _label_only(item["group"], group)
        yield from _lines(item.get("lines", []), item["group"])


def _block(raw: Mapping[str, Any]) -> Block:
    heads = tuple(_entry(head) for head in raw.get("heads", []))
    groups = dict.fromkeys(head.group for head in heads if head.group)
    ignored = [*raw.get("ignore", []), *groups]
    return Block(
        label=raw.get("label"),
        heads=heads,
        lines=tuple(_lines(raw.get("lines", []))),
        ignored=tuple(_label_only(label) for label in ignored),
        is_list=raw.get("is_list", False),
    )


def parse_form(raw: Mapping[str, Any], built: Mapping[str, Form]) -> Form:
    """Build a form from its YAML; `same_as` shares a table of a form in `built`."""
    tables = []
    for table in raw["tables"]:
        if "same_as" in table:
            shared = next(t for t in built[table["same_as"]].tables if t.name == table["name"])
            tables.append(replace(shared, form=raw["id"]))
            continue
        blocks = tuple(_block(block) for block in table["blocks"])
        tables.append(Table(raw["id"], table["name"], table["label"], blocks))
    return Form(raw["id"], tuple(raw["years"]), raw["source"], tuple(tables))


def read_yaml(path: Path) -> Any:
    """What a YAML file holds."""
    return yaml.load(path.read_text(encoding="utf-8"), SafeLoader)


@lru_cache(maxsize=1)
def load_forms() -> tuple[Form, ...]:
    """Load every form, oldest first.

    Raises:
        FormError: a form file lacks a key or cannot be parsed.
    """
    raws: dict[str, Mapping[str, Any]] = {}
    for path in sorted(FORMS_FOLDER.glob("*.yaml")):
        try:
            raw = read_yaml(path)
            raws[raw["id"]] = raw
        except (yaml.YAMLError, KeyError, TypeError) as error:
            raise FormError(f"{path.name}: {error}") from error
    try:
        forms: dict[str, Form] = {}
        for raw in sorted(raws.values(), key=lambda raw: raw["years"][0]):
            forms[raw["id"]] = parse_form(raw, forms)
    except (KeyError, StopIteration) as error:
        raise FormError(f"forms: an entry lacks or misnames {error}") from error
    return tuple(forms.values())
