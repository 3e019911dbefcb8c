"""The prose of the province's reports: each agency's own from year to year, a few with errors.

A few state a count that their table does not have, a few are last year's text with new figures.
"""

from __future__ import annotations

from random import Random

from orchestration.demo.figures import Figures
from orchestration.demo.identity import Identity
from orchestration.demo.prose import Told, counts_of, labels_of, tell, with_general
from orchestration.demo.province.planting import Planted

_SHARE_WRONG, _SHARE_COPIED = 0.05, 0.04
_SENTENCES = 16
# Subjects whose count means one sum only, so that a wrong one cannot be right by another.
_PLAIN = (
    "requests.carried_in",
    "requests.carried_out",
    "disposition.disclosed",
    "disposition.partly_disclosed",
    "disposition.refused",
    "disposition.not_provided",
    "disposition.not_processed",
    "review",
)
_FIELDS = (
    "养老服务",
    "义务教育",
    "就业帮扶",
    "公共交通",
    "水库移民",
    "食品安全",
    "老旧小区改造",
    "森林防火",
    "招标投标",
    "医疗保障",
    "农田建设",
    "防汛抗旱",
    "财政预算",
    "城市绿化",
    "安全生产",
    "土地征收",
    "文化惠民",
    "残疾人康复",
    "污水治理",
    "科技创新",
    "市场监管",
    "粮食储备",
    "供热供气",
    "殡葬服务",
)
_MEANS = (
    "召开专题会议逐项研究",
    "组织业务骨干集中攻关",
    "编印工作手册发放到股室",
    "邀请群众代表现场观摩",
    "开设专栏按旬更新内容",
    "与相邻机关建立会商办法",
    "请法律顾问全程参与把关",
    "利用广播和宣传栏扩大知晓",
    "结合轮岗安排跟班学习",
    "对照清单开展自查互评",
    "梳理往年答复形成样本库",
    "走进社区面对面听取意见",
    "制作图解和短片说明要点",
    "把责任压实到具体岗位",
    "聘请监督员定期抽查点评",
    "完善登记台账逐件销号",
)
_ENDS = (
    "群众查阅更加便捷",
    "答复质量稳步提高",
    "栏目内容更加充实",
    "部门衔接更为顺畅",
    "办理周期明显缩短",
    "基层经办能力增强",
    "来访人员满意度上升",
    "重复询问逐步减少",
    "解读形式趋于丰富",
    "目录条目更为准确",
    "审核环节更加严密",
    "线下窗口运转有序",
    "历史资料得到补录",
    "宣传覆盖面继续扩大",
)
_SHAPES = (
    "围绕{field}和{other}，{means}，{end}。",
    "在{field}方面，先后{means}，并兼顾{other}工作，{end}。",
    "针对{field}公开中的薄弱环节，{means}，同时关注{other}，{end}。",
    "把{field}作为重点，{means}；对{other}一并跟进，{end}。",
    "以{other}带动{field}，{means}，经过努力，{end}。",
)


class Chronicle:
    """Which year's text each agency prints: its own year's, or the one it copied."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.text_year: dict[str, int] = {}

    def tell(
        self, figures: Figures, identity: Identity, *, is_touched: bool
    ) -> tuple[Told, tuple[Planted, ...]]:
        """The prose of an agency's next report, with the findings that it must lead to."""
        name, year = identity.agency or "", identity.year or 0
        rng = Random(f"prose/{self.seed}/{name}/{year}")
        planted: list[Planted] = []
        if name in self.text_year and rng.random() < _SHARE_COPIED:
            planted.append(Planted("narrative_copied", name, year))
        else:
            self.text_year[name] = year
        text = Random(f"text/{self.seed}/{name}/{self.text_year[name]}")
        general = [_sentence(text) for _ in range(_SENTENCES)]
        changed: dict[str, int] = {}
        if not is_touched and rng.random() < _SHARE_WRONG:
            changed = _changed(figures, rng)
        told = with_general(tell(figures, identity, text, changed=changed), general)
        printed = {one.subject for one in told.stated}
        for subject in sorted(changed.keys() & printed):
            planted.append(Planted("narrative_agrees", name, year, *labels_of(figures, subject)))
        return told, tuple(planted)


def _sentence(rng: Random) -> str:
    field, other = rng.sample(_FIELDS, k=2)
    means, end = rng.choice(_MEANS), rng.choice(_ENDS)
    return rng.choice(_SHAPES).format(field=field, other=other, means=means, end=end)


def _changed(figures: Figures, rng: Random) -> dict[str, int]:
    """One count that prose is to state otherwise than the table."""
    counts = counts_of(figures)
    subjects = [subject for subject in _PLAIN if subject in counts]
    if not subjects:
        return {}
    subject = rng.choice(subjects)
    return {subject: counts[subject] + rng.randint(1, 11)}
