"""The prose of the province's reports: each agency's own from year to year, or last year's."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from orchestration.demo.prose import NOTHING, Told, tell, with_general
from orchestration.demo.province.documents import identity_of
from orchestration.demo.province.planting import Issue, figures_of

# So many, and so many ways to put each, that of a thousand agencies no twelve write the same.
_SENTENCES = 20
_DRAFTS = 200  # of which one states any count that there is
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
    "围绕{field}和{other}，{means}，{more}，{end}。",
    "在{field}方面，先后{means}、{more}，并兼顾{other}工作，{end}。",
    "针对{field}公开中的薄弱环节，{means}，{more}，同时关注{other}，{end}。",
    "把{field}作为重点，{means}；对{other}一并跟进，{more}，{end}。",
    "以{other}带动{field}，{means}，{more}，经过努力，{end}。",
)


@dataclass(frozen=True)
class _Text:
    """Which year's text an agency prints, and which of the year's drafts of it."""

    year: int
    draft: int = 0


class Chronicle:
    """The prose of each agency's reports, in the order of the years: its own, or last year's."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.texts: dict[str, _Text] = {}

    def tell(self, issue: Issue) -> Told:
        """The prose of an agency's next report, with this year's figures in any case."""
        name = issue.of.agency.name
        if issue.values is None:
            return NOTHING
        if issue.kind == "narrative_copied":
            return self._told(issue, self.texts[name])
        for draft in range(_DRAFTS):
            text = _Text(issue.of.year, draft)
            told = self._told(issue, text)
            if issue.claim is None or issue.claim in told.stated:
                self.texts[name] = text
                return told
        raise AssertionError(f"no draft of {_DRAFTS} states {issue.claim}")

    def _told(self, issue: Issue, text: _Text) -> Told:
        about = f"text/{self.seed}/{issue.of.agency.name}/{text.year}"
        rng = Random(about)
        general = [_sentence(rng) for _ in range(_SENTENCES)]
        changed = {} if issue.claim is None else dict((issue.claim,))
        rng = Random(f"{about}/{text.draft}")
        told = tell(figures_of(issue), identity_of(issue), rng, changed=changed)
        return with_general(told, general)


def _sentence(rng: Random) -> str:
    field, other = rng.sample(_FIELDS, k=2)
    means, more = rng.sample(_MEANS, k=2)
    shape, end = rng.choice(_SHAPES), rng.choice(_ENDS)
    return shape.format(field=field, other=other, means=means, more=more, end=end)
