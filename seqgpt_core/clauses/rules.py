"""What a change in a contract means: the rules, as data. The first rule that holds decides.

A rule looks at one fact: values that changed (an amount, a percentage, a term, a quantity), modal
words that changed (应 → 可), or the other words that changed. It may ask for triggers
* in the edit: the matches of `edit` before and after are not the same (北京仲裁委员会 → 上海…);
  `alone` asks that hardly anything else changed beside them,
* in the sentence of the edit, on either side,
* in the heading of the clause.
All conditions that a rule names must hold. Patterns are regular expressions.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Literal

from .lexicon import COMPANY_END, INSTITUTION, PARTY, PLACES, gist
from .model import ChangeKind

Aspect = Literal["value", "modal", "words"]
Shape = Literal["replaced", "added", "removed"]
# This many other characters may change beside what a rule is `alone` about.
_BESIDE = 3


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that changed, as the rules see it.

    Attributes:
        same: whether both sides mean the same (`30日` and `三十天`, 应 and 须, 于 and 在).
        value: the kind of value, `number` without a unit, empty for other aspects.
        modal: lost and gained classes, `obligation>permission`; either may be empty.
        long: whether a whole phrase was added or removed rather than a word.
        words_before, words_after: the changed words that `edit` is looked for in.
        sentence: the sentences of both sides.
    """

    aspect: Aspect
    same: bool
    shape: Shape
    words_before: str
    words_after: str
    sentence: str
    heading: str
    value: str = ""
    modal: str = ""
    long: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    identifier: str
    kind: ChangeKind
    weight: float
    material: bool = True
    aspect: Aspect = "words"
    same: bool = False
    value: str = ""
    modal: str = ""
    shape: str = ""
    long: bool | None = None
    edit: str = ""
    alone: bool = False
    sentence: str = ""
    heading: str = ""

    def holds(self, fact: Fact) -> bool:
        return (
            self.aspect == fact.aspect
            and self.same == fact.same
            and self.value in ("", fact.value)
            and (not self.modal or re.fullmatch(self.modal, fact.modal) is not None)
            and (not self.shape or fact.shape in self.shape.split("|"))
            and self.long in (None, fact.long)
            and (not self.edit or _differ(self.edit, fact.words_before, fact.words_after))
            and (not self.alone or _alone(self.edit, fact.words_before, fact.words_after))
            and (not self.sentence or _pattern(self.sentence).search(fact.sentence) is not None)
            and (not self.heading or _pattern(self.heading).search(fact.heading) is not None)
        )


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _differ(pattern: str, before: str, after: str) -> bool:
    compiled = _pattern(pattern)
    return Counter(match[0] for match in compiled.finditer(before)) != Counter(
        match[0] for match in compiled.finditer(after)
    )


def _alone(pattern: str, before: str, after: str) -> bool:
    compiled = _pattern(pattern)
    rest = [gist(compiled.sub("", words)) for words in (before, after)]
    return rest[0] == rest[1] or max(map(len, rest)) <= _BESIDE


LIABILITY = (
    "违约金|赔偿|违约责任|滞纳金|罚金|罚款|罚息|免责|损失|责任(?:上限|限额|总额)|连带责任|补偿"
)
CAP = "不超过|上限|限额|为限|最高|封顶"
EXCLUSION = "不承担|免除|免责|不负|无需承担|豁免|除外"
PAYMENT = (
    "支付|付款|付清|价款|款项|预付|尾款|结算|发票|开票|定金|订金|质保金|保证金|税费|含税|"
    "税前|税后|账期|租金|费用|付息|计息|还本|本息|本清|归还|偿还|还款|本金|利息|[\u4e00-\u9fff]费(?![尽力心时用])"
)
PRICE = PAYMENT + "|总价|单价|金额|报酬|工资|薪|货款|价格|人民币|元"
ACCOUNT = "账号|账户|帐号|卡号|开户行|收款人|户名"
DISPUTE = f"{INSTITUTION}|仲裁|诉讼|起诉|管辖|法院|调解|裁决"
LAW = (
    "适用.{0,30}?(?:法律|法规|公约|法$|法[，。；])|准据法|法律管辖|受.{0,20}法律|"
    "(?:依照?|依据|按照?|根据).{0,20}法律(?:解释|管辖)"
)
TERMINATION = "解除|终止|提前解约|续约|续期|自动续展|自动延续|自动顺延|期满|不再续"
CONFIDENTIALITY = "保密|秘密|机密|(?<!未)披露(?![方人])|泄露|透露"
IP = "知识产权|著作权|专利|商标|版权|源代码|技术成果|工作成果|使用许可|许可使用|软件所有权|所有权归"
DEFINITION = "是指|系指|指的是|以下简称|以下称|下称|统称|释义|定义"
TERM_WORDS = (
    "立即|即刻|及时|尽快|当日|次日|顺延|合理期限|合理时间|工作日|自然日|日历日|逾期|提前|延期|期限|届满|"
    "(?<![一-鿿])[年月日](?![一-鿿])|按[年月季]|每[年月季日]|季度"
)
COMPANY = rf"[^\s，。；：、（）()“”]{{2,24}}?(?:{COMPANY_END})"
SCOPE = (
    "不|非|未|无|免|仅|只|均|或者|或|全部|部分|任何|所有|一切|单方|连带|独家|独占|排他|书面|口头|以上|以下|"
    "超过|之前|之后|以前|以后|除外|除非|但|直接|间接|故意|过失|重大|一般|同意|拒绝|有偿|无偿|一次性|分期|"
    "可撤销|可转让|视为"
)
BOUND = "之前|之后|以前|以后|以内|以上|以下|超过|满"
REFERENCE = r"第[^第]{1,9}[条章节款项]|附[件录表][0-9一二三四五六七八九十]+"
OWNED = (
    f"(?:{IP}|成果|改进|发明|作品|图纸|文件).{{0,30}}"
    "(?:(?:归|属于|由).{0,12}(?:所有|享有|共有)|(?:归属?|属)于.{2})"
)
IDENTITY = "姓名|法定代表人|信用代码|身份证|住所|住址|地址|联系人|授权代表|电话|邮编|邮箱|传真"

# `借款人：…`: what stands behind the colon is the party's name.
NAMED = rf"(?m)^\s*(?:{PARTY})(?:[（(][^）)\n]{{0,20}}[）)])?\s*[：:][^：:，。；]{{2,40}}\s*$"


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject that gives its kind to changed words, by edit, by sentence, by heading."""

    kind: ChangeKind
    weight: float
    edit: str
    sentence: str
    heading: str


# The order matters: a sentence about 赔偿 that also says 支付 is about liability.
TOPICS = (
    Topic("governing_law", 0.9, f"适用法律|{LAW}", LAW, "适用法律|法律适用|管辖法律|准据法"),
    Topic("dispute", 0.95, DISPUTE, "仲裁|诉讼|法院|管辖|起诉", "争议|纠纷|管辖|仲裁"),
    Topic("liability", 0.95, LIABILITY, LIABILITY + "|责任", "违约|责任|赔偿|免责"),
    Topic("confidentiality", 0.8, CONFIDENTIALITY, CONFIDENTIALITY, "保密|秘密"),
    Topic("ip", 0.85, IP, IP, "知识产权|著作权|成果|许可"),
    Topic("termination", 0.85, TERMINATION, TERMINATION, "解除|终止|续约|续期"),
    Topic("payment", 0.8, f"{PAYMENT}|{ACCOUNT}", f"{PAYMENT}|{ACCOUNT}",
          "付款|支付|价款|结算|费用|租金|税"),
    Topic("definition", 0.7, DEFINITION, DEFINITION, "定义|释义"),
    Topic("term", 0.75, TERM_WORDS, "期限|有效期|届满", "期限|有效期|工期|交期"),
)  # fmt: skip

VALUE_RULES = (
    *(
        Rule(f"{kind}.same_value", kind, 0.1, material=False, aspect="value", same=True, value=kind)
        for kind in ("amount", "percentage", "term", "quantity")
    ),
    Rule("number.same_value", "quantity", 0.1, False, "value", same=True, value="number"),
    Rule("amount.liability", "amount", 1.0, aspect="value", value="amount", sentence=LIABILITY),
    Rule("amount.price", "amount", 1.0, aspect="value", value="amount",
         sentence="总价|单价|价款|报酬|货款"),
    Rule("amount.any", "amount", 0.95, aspect="value", value="amount"),
    Rule("percentage.liability", "percentage", 1.0, aspect="value", value="percentage",
         sentence=LIABILITY),
    Rule("percentage.any", "percentage", 0.9, aspect="value", value="percentage"),
    Rule("term.payment", "term", 0.95, aspect="value", value="term", sentence=PAYMENT),
    Rule("term.any", "term", 0.85, aspect="value", value="term"),
    Rule("payment.instalments", "payment", 0.8, aspect="value", value="quantity",
         edit="[0-9一二三四五六七八九十两]+[期次]", sentence=PAYMENT),
    Rule("quantity.any", "quantity", 0.8, aspect="value", value="quantity"),
    Rule("number.account", "payment", 0.9, aspect="value", value="number", sentence=ACCOUNT),
    Rule("number.identity", "party", 0.6, aspect="value", value="number", sentence=IDENTITY),
    Rule("number.price", "amount", 0.95, aspect="value", value="number", sentence=PRICE),
    Rule("number.heading", "amount", 0.95, aspect="value", value="number",
         heading="价|款|费用|金额"),
    # 100,000 and 28600.00 in a table's cell.
    Rule("number.grouped", "amount", 0.9, aspect="value", value="number",
         edit=r"[0-9]+,[0-9]{3}.*|[0-9]+\.[0-9]{2}$"),
    Rule("number.any", "quantity", 0.7, aspect="value", value="number"),
)  # fmt: skip

MODAL_RULES = (
    Rule("modal.same_strength", "modal", 0.1, False, "modal", same=True),
    Rule("modal.prohibition_removed", "modal", 0.95, aspect="modal", modal="prohibition>.*"),
    Rule("modal.prohibition_added", "modal", 0.95, aspect="modal", modal=".*>prohibition"),
    Rule("modal.weakened", "modal", 0.9, aspect="modal", modal="obligation>permission"),
    Rule("modal.softened", "modal", 0.85, aspect="modal", modal="(obligation|permission|)>effort"),
    Rule("modal.strengthened", "modal", 0.9, aspect="modal",
         modal="(permission|effort)>obligation"),
    Rule("modal.removed", "modal", 0.6, aspect="modal", modal=".*>"),
    Rule("modal.added", "modal", 0.6, aspect="modal", modal=">.*"),
    Rule("modal.changed", "modal", 0.8, aspect="modal"),
)  # fmt: skip

WORD_RULES = (
    Rule("wording.same_meaning", "wording", 0.1, material=False, same=True),
    Rule("wording.reference", "wording", 0.3, material=False, shape="replaced",
         edit=REFERENCE),
    Rule("party.definition", "party", 0.9, edit=COMPANY, shape="replaced"),
    Rule("liability.exclusion", "liability", 1.0, edit=EXCLUSION, sentence=LIABILITY + "|责任"),
    Rule("liability.cap", "liability", 1.0, edit=CAP, sentence=LIABILITY + "|责任"),
    Rule("governing_law.place", "governing_law", 0.9, edit=PLACES, sentence=LAW),
    Rule("dispute.place", "dispute", 0.95, edit=PLACES, sentence="仲裁|诉讼|法院|管辖"),
    Rule("dispute.party", "dispute", 0.95, edit=PARTY, shape="replaced", long=False,
         sentence="(?:所在地|住所地).{0,12}法院|法院管辖"),
    Rule("ip.owner", "ip", 0.9, edit=PARTY, shape="replaced", long=False, sentence=OWNED),
    Rule("party.named", "party", 0.9, shape="replaced", long=False, sentence=NAMED),
    Rule("party.role", "party", 0.9, edit=PARTY, alone=True, shape="replaced", long=False),
    *(Rule(f"{topic.kind}.edit", topic.kind, topic.weight, edit=topic.edit) for topic in TOPICS),
    Rule("party.role_edit", "party", 0.8, edit=PARTY, long=False),
    Rule("party.identity", "party", 0.6, sentence=IDENTITY),
    *(
        Rule(f"{topic.kind}.scope", topic.kind, topic.weight, edit=SCOPE, sentence=topic.sentence)
        for topic in TOPICS
    ),
    *(
        Rule(f"{topic.kind}.sentence", topic.kind, topic.weight * 0.6, sentence=topic.sentence)
        for topic in TOPICS
    ),
    *(
        Rule(f"{topic.kind}.heading", topic.kind, topic.weight * 0.5, heading=topic.heading)
        for topic in TOPICS
    ),
    Rule("term.bound", "term", 0.75, edit=BOUND, sentence="[0-9一二三四五六七八九十][日天月年]"),
    Rule("wording.scope", "wording", 0.6, edit=SCOPE),
    Rule("wording.place", "wording", 0.5, edit=PLACES),
    Rule("wording.sentence_added", "wording", 0.5, shape="added", long=True),
    Rule("wording.sentence_removed", "wording", 0.5, shape="removed", long=True),
    Rule("wording.any", "wording", 0.3),
)  # fmt: skip

RULES: tuple[Rule, ...] = (*VALUE_RULES, *MODAL_RULES, *WORD_RULES)
_BY_ASPECT: dict[Aspect, tuple[Rule, ...]] = {
    aspect: tuple(rule for rule in RULES if rule.aspect == aspect)
    for aspect in ("value", "modal", "words")
}


def decide(fact: Fact) -> Rule:
    """The first rule that holds; the last rule of each aspect always does."""
    return next(rule for rule in _BY_ASPECT[fact.aspect] if rule.holds(fact))
