"""Prose that states counts, plainly or so that they must not be taken for a table's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import NamedTuple

from orchestration.demo.figures import Figures, cells_of
from orchestration.demo.identity import Identity, year_of
from orchestration.reading.identities import Key

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_HAN = "零一二三四五六七八九"
_OUTCOMES = (
    ("disposition.disclosed", "予以公开"),
    ("disposition.partly_disclosed", "部分公开"),
    ("disposition.refused", "不予公开"),
    ("disposition.not_provided", "无法提供"),
    ("disposition.not_processed", "不予处理"),
    ("disposition.other", "其他处理"),
)
_ROWS = ("requests.new", "requests.carried_in", "requests.carried_out", "disposition.total")
_IN_ALL_FORMS = ("requests.new", "review", "litigation")


class Stated(NamedTuple):
    """A count that the prose states plainly: what of (a subject of the claims), and how many."""

    subject: str
    number: int


@dataclass(frozen=True)
class Told:
    """Paragraphs, the counts they state plainly, and sentences that state none that compares."""

    paragraphs: tuple[str, ...]
    stated: tuple[Stated, ...] = ()
    general: tuple[str, ...] = ()


NOTHING = Told(())
Counts = Mapping[str, int]


def keys_of(figures: Figures, subject: str) -> tuple[Key, ...]:
    """The cells that a subject's count is the sum of, in a report with these figures."""
    if subject in ("review", "litigation"):
        column, rows = "total", {"review": ("review",)}.get(subject, ())
        wanted = [key for key in figures.cells if key[1] == column]
        return tuple(k for k in wanted if k[0] in rows or (not rows and k[0].startswith(subject)))
    if subject in ("disposition.disclosed", "disposition.partly_disclosed", *_ROWS):
        return ((subject, "total"),) if (subject, "total") in figures.cells else ()
    row, column = subject.rsplit(".", 1)
    if row == "review":
        return ((row, column),) if (row, column) in figures.cells else ()
    inside = (f"{subject}.", subject)
    return tuple(k for k in figures.cells if k[1] == "total" and k[0].startswith(inside[0])) or (
        ((subject, "total"),) if (subject, "total") in figures.cells else ()
    )


def counts_of(figures: Figures) -> dict[str, int]:
    """What the tables print of each subject, where that is a count at all."""
    subjects = [*_ROWS, *(subject for subject, _ in _OUTCOMES), "review", "litigation"]
    subjects += ["review.upheld", "review.corrected", "review.pending"]
    form = figures.forms.get("requests")
    if form not in ("2019", "2021"):
        subjects = [subject for subject in subjects if subject in _IN_ALL_FORMS]
    counts: dict[str, int] = {}
    for subject in subjects if form != "shanghai-2008" else ():
        values = [figures.cells[key].value for key in keys_of(figures, subject)]
        known = [value for value in values if value is not None]
        if known and all(value >= 0 and value % 1 == 0 for value in known):
            counts[subject] = int(sum(known, Decimal(0)))
    return counts


def labels_of(figures: Figures, subject: str) -> tuple[str, str]:
    """The row (or group of rows) and column of a subject in the form's own words."""
    keys = set(keys_of(figures, subject))
    cells = [cell for cell in cells_of(figures.forms) if (cell.row, cell.column) in keys]
    rows = {cell.labels[0] for cell in cells}
    groups = {cell.line.group for cell in cells if cell.line}
    if len(rows) > 1 and len(groups) == 1 and None not in groups:
        rows = {str(groups.pop())}
    names = {"litigation": "行政诉讼"}
    return rows.pop() if len(rows) == 1 else names[subject], cells[0].labels[1]


class _Teller:
    """Writes one report's prose; each choice is the random generator's."""

    def __init__(self, counts: Counts, identity: Identity, rng: Random) -> None:
        self.counts, self.rng = counts, rng
        self.year = year_of(identity)
        self.whose, self.others = _speakers(identity)
        self.print = rng.choice((_digits, _digits, _digits, _full_width, _in_han, _with_commas))
        self.stated: list[Stated] = []

    def any(self) -> str:
        """A number that stands for nothing in the tables."""
        return self.print(self.rng.choice((2, 7, 19, 43, 88, 126, 311)))

    def number(self, subject: str) -> str:
        count = self.counts[subject]
        self.stated.append(Stated(subject, count))
        return self.print(count)

    def when(self) -> str:
        return self.rng.choice(
            ("全年", "本年度", f"{self.year}年，", f"{self.year}年度，", f"{self.year}年", "")
        )

    def requests(self) -> str:
        """How many came, from which year, how many were closed and how, and what is left."""
        parts = [self._received()]
        if "requests.carried_in" in self.counts and self.rng.random() < 0.5:
            parts.append(self._carried_in())
        if "disposition.total" in self.counts and self.rng.random() < 0.8:
            parts.append(self._closed())
        if "requests.carried_out" in self.counts and self.rng.random() < 0.5:
            parts.append(self._carried_out())
        text = "，".join(parts) + "。"
        return text + self._outcomes() if self.rng.random() < 0.8 else text

    def _received(self) -> str:
        who, when = self.rng.choice(self.whose), self.when()
        n = self.number("requests.new")
        how = self.rng.choice(
            (
                "新收政府信息公开申请{n}件",
                "共新收政府信息公开申请{n}件",
                "共新收到{n}件政府信息公开申请",
                "新收到依申请公开{n}件",
                "新收信息公开申请共计{n}件",
                "新收政府信息公开申请数量为{n}件",
            )
        )
        if self.counts.get("requests.carried_in") == 0 or self.rng.random() < 0.5:
            # What was carried in may be counted with what was received: both are right.
            self.stated[-1] = Stated("requests.received", self.stated[-1].number)
            how = self.rng.choice(
                (
                    "共收到政府信息公开申请{n}件",
                    "收到依申请公开{n}件",
                    "共收到{n}件政府信息公开申请",
                    "接到信息公开申请共{n}件",
                    "收到政府信息公开申请总数{n}件",
                )
            )
        return when + who + how.format(n=n)

    def _carried_in(self) -> str:
        n, before = self.number("requests.carried_in"), self.year - 1
        return self.rng.choice(
            (
                f"上年结转{n}件",
                f"上年度结转申请{n}件",
                f"{before}年结转至{self.year}年{n}件",
                f"上年结转政府信息公开申请{n}件",
                f"去年结转{n}件",
                f"{before}年度结转{n}件",
            )
        )

    def _closed(self) -> str:
        n = self.number("disposition.total")
        return self.rng.choice(
            (
                f"共办结{n}件",
                f"办结申请{n}件",
                f"全年共计办结{n}件",
                f"已办结{n}件",
                f"依法办结{n}件",
            )
        )

    def _carried_out(self) -> str:
        n, after = self.number("requests.carried_out"), self.year + 1
        return self.rng.choice(
            (
                f"结转下年度继续办理{n}件",
                f"结转至{after}年{n}件",
                f"结转下一年度{n}件",
                f"按规定结转到{after}年度继续办理{n}件",
            )
        )

    def _outcomes(self) -> str:
        told = [(s, w) for s, w in _OUTCOMES if s in self.counts]
        if self.rng.random() < 0.5:
            told = [(s, w) for s, w in told if self.counts[s] or self.rng.random() < 0.2]
        if not told:
            return ""
        total = max(1, sum(self.counts[s] for s, _ in told))
        start = self.rng.choice(("其中，", "其中：", "从答复情况看，", "在办理结果中，", "其中"))
        shape = self.rng.choice(
            ("{w}{n}件", "“{w}”{n}件", "{w}{n}件，占{p}%", "{w}的{n}件", "{w}{n}件（{p}%）")
        )
        joint = self.rng.choice(("，", "；", "、"))
        texts = [
            shape.format(w=w, n=self.number(s), p=f"{100 * self.counts[s] / total:.1f}")
            for s, w in told
        ]
        return start + joint.join(texts) + "。"

    def disputes(self) -> str:
        """Reviews and lawsuits."""
        if "review" not in self.counts or "litigation" not in self.counts:
            return ""
        n, m = self.number("review"), self.number("litigation")
        shape = self.rng.choice(
            (
                "因政府信息公开被申请行政复议{n}件，被提起行政诉讼{m}件。",
                "政府信息公开行政复议{n}件、行政诉讼{m}件。",
                "因政府信息公开工作引发的行政复议案件{n}件，行政诉讼案件共{m}件。",
                "全年发生政府信息公开行政复议{n}件；政府信息公开行政诉讼{m}件。",
            )
        )
        text = shape.format(n=n, m=m)
        parts = {"review.upheld", "review.pending", "review.corrected"}
        if parts <= self.counts.keys() and self.rng.random() < 0.4:
            text += (
                f"其中行政复议结果维持{self.number('review.upheld')}件，"
                f"尚未审结{self.number('review.pending')}件，"
                f"结果纠正{self.number('review.corrected')}件。"
            )
        return text

    def treacherous(self) -> str:
        """A sentence with counts that are not this year's, not this report's or not these."""
        trap = self.rng.choice(_TRAPS)
        other = self.rng.choice(self.others)
        a, b, c = self.any(), self.any(), self.any()
        return trap.format(
            a=a,
            b=b,
            c=c,
            other=other,
            last=self.year - 1,
            long=self.year - 9,
            next=self.year + 1,
            year=self.year,
        )


_TRAPS = (
    "办理依申请事项时，对其中{a}件改为主动公开，公开文件{b}件。",
    "{last}年收到政府信息公开申请{a}件，办结{b}件。",
    "申请量比上年增加{a}件，上年收到政府信息公开申请{b}件。",
    "与{last}年收到的{a}件相比，同比减少{b}件。",
    "{other}收到政府信息公开申请{a}件，办结{b}件，予以公开{c}件。",
    "自{long}年以来，累计受理政府信息公开申请{a}件，办结{b}件。",
    "约收到政府信息公开申请{a}余件，近{b}件当场答复。",
    "从申请人看，自然人申请{a}件，其中予以公开{b}件；企业申请{c}件。",
    "办理人大代表建议{a}件、政协提案{b}件，共办结{c}件。",
    "全年制发公文{a}件，其中主动公开{b}件、依申请公开{c}件、不予公开{a}件。",
    "受理行政许可申请{a}件，办结{b}件，不予处理{c}件。",
    "审理行政复议案件{a}件，其中维持{b}件，纠正{c}件。",
    "收到行政复议申请{a}件，应诉行政诉讼{b}件。",
    "开展规范性文件清理，保留{a}件，废止规范性文件{b}件，修改{c}件。",
    "{long}年至{year}年共收到政府信息公开申请{a}件。",
    "截至6月底，收到政府信息公开申请{a}件，上半年办结{b}件。",
    "通过网络收到政府信息公开申请{a}件，当面收到申请{b}件，信函收到{c}件。",
    "收到政府信息公开申请{a}件次，答复咨询{b}件。",
    "较上年多收到政府信息公开申请{a}件，少办结{b}件。",
    "在部分公开的{a}件中，不予公开{b}件，予以公开{c}件。",
    "办理12345热线工单{a}件，办结{b}件，答复{c}件。",
    "收到信访件{a}件，答复{b}件；受理投诉举报{c}件。",
    "{last}年度因政府信息公开被申请行政复议{a}件，被提起行政诉讼{b}件。",
    "计划{next}年制发规范性文件{a}件，拟废止规范性文件{b}件。",
    "编发解读稿件{a}件，回应舆情{b}件。",
)


def _speakers(identity: Identity) -> tuple[Sequence[str], Sequence[str]]:
    """Who may speak of the report's own counts, and who of others than the report's."""
    name = identity.agency or ""
    if identity.kind == "government" and identity.level != "township":
        unit = identity.region_name[-1:]
        whole = [f"全{unit}", f"我{unit}"] if unit in "省市县区州盟旗" else []
        offices = (f"{unit}政府办公室", f"{identity.region_name}人民政府办公室", f"{unit}本级")
        return ("", *whole), (*offices, "各乡镇", f"{unit}直部门", f"{unit}政府办")
    own = "我局" if name.endswith("局") else "本机关"
    return ("", own, "我单位", name), ("全市", "全系统", "所属单位", "下属各中心", "外市兴业局")


def _digits(count: int) -> str:
    return str(count)


def _full_width(count: int) -> str:
    return str(count).translate(_FULL_WIDTH)


def _with_commas(count: int) -> str:
    return f"{count:,}"


def _in_han(count: int) -> str:
    """Chinese numerals up to 99, else digits: 十二, 二十."""
    if not 0 < count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    return (_HAN[tens] if tens > 1 else "") + "十" * (tens > 0) + (_HAN[ones] if ones else "")


def tell(
    figures: Figures, identity: Identity, rng: Random, *, changed: Counts | None = None
) -> Told:
    """Prose on the counts of a report; `changed` are those that it states wrongly."""
    counts = counts_of(figures) | dict(changed or {})
    teller = _Teller(counts, identity, rng)
    # Each part draws from its own, so that new figures in one leave the others as they were.
    of_requests, of_disputes, of_traps = (Random(rng.random()) for _ in range(3))
    paragraphs: list[str] = []
    teller.rng = of_requests
    if "requests.new" in counts:
        paragraphs.append(teller.requests())
    teller.rng = of_disputes
    paragraphs += [teller.disputes()] if of_disputes.random() < 0.6 else []
    teller.rng = rng = of_traps
    traps = [teller.treacherous() for _ in range(rng.choice((0, 1, 1, 2, 3)))]
    if rng.random() < 0.3 and paragraphs:  # in one paragraph with what is plain
        paragraphs[-1] += "".join(traps)
        traps = []
    return Told((*filter(None, paragraphs), *traps), tuple(teller.stated))


def with_general(told: Told, sentences: Sequence[str]) -> Told:
    """The same with paragraphs that count nothing."""
    return replace(told, general=tuple(sentences))
