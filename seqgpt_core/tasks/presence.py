"""Whether the document has a field at all: `约定了违约金`, `未写明交货地点`, `有担保人`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, pairwise

from ..decoding.rules.reading import shown
from ..decoding.sentences import sentence_span
from ..decoding.values import queries_of
from ..fields import FieldSpec
from ..results.types import Part
from .field_conditions import SAID, answers, asked_field
from .verdicts import MOST_PLACES, ConditionKind, Kept, Verdict, compared, part

_SAYS = r"写明|注明|载明|列明|标明|约定(?!俗成|不明|优先)|提到|提及|说明(?!书|文|义务)"
_STATED = re.compile(
    rf"(?:是否|已)?(?P<not>未|没有?)?(?:明确)?(?:{_SAYS})(?:了|有)?(?P<name>\S{{2,16}})"
)
_HAS = re.compile(
    r"(?:是否)?(?:有无|有没有|(?P<not>没有|无(?!固定期限|条件|追索|限|偿|线|效|息)|未设|不含(?!税)|不包含)"
    r"|有(?!关|效|限|偿|期徒刑)|含有?(?!税)|包含|存在|设有)(?P<name>\S{2,16})"
)
# 有列车脱轨 tells what happened; what has one of these endings is a field of a document.
_FIELD = re.compile(
    r"(?:条款|约定|规定|日期|时间|期限|有效期|工期|质保期|保修期|试用期|金额|价款|单价|总价|费用|利率"
    r"|税率|比例|保证金|押金|定金|违约金|赔偿金|滞纳金|补偿金|担保|担保人|保证人|抵押|抵押物|质押"
    r"|联系人|联系方式|电话|手机号码?|邮箱|地址|编号|号码|案号|账号|开户行|身份证号|信用代码|方式|标准)$"
)
# 无违约金, 未约定违约金, 违约金：无
_DENIED_BEFORE = re.compile(
    r"(?:无|未|没有?|不含|不存在|不涉及|不设|(?:未|没有|不)(?:作|做)?(?:约定|载明|写明|注明|列明|提及|设置?))$"
)
_DENIED_AFTER = re.compile(r"[ \t]*[：:][ \t]*(?:无|没有|/|／|—|-|空白|不适用|\n|$)")
_NONE_SAID = re.compile(r"暂?无|没有|不适用|[/／—-]+|N/?A|未约定|未提供|未设置?")
_MENTIONED = 0.75
# How often a field has an answer in the text, by the score of its best candidate: measured on the
# development parts of corpus, open_fields and synthesis (8,000 questions, three of four answered).
_PRESENT = ((0.0, 0.13), (0.1, 0.6), (0.25, 0.8), (0.5, 0.9), (1.0, 0.99))


@dataclass(frozen=True, slots=True)
class PresenceCondition:
    """Whether the document answers a field at all."""

    text: str
    spec: FieldSpec
    wanted: bool

    @property
    def kind(self) -> ConditionKind:
        return "presence"

    @property
    def queries(self) -> tuple[str, ...]:
        return queries_of(self.spec)

    def judge(self, kept: Kept) -> Verdict:
        """By the best candidate of any score: none at all speaks for absence."""
        name = self.spec.name
        values = answers(kept, self.spec)
        if not values or values[0].score < SAID:
            mentioned = _mentioned(kept.text, name)
            if mentioned is not None:
                return compared(
                    self.text, self.wanted, _MENTIONED, f"文中提到{name}", name, mentioned
                )
        if not values:
            score = _probability(0.0)
            return compared(
                self.text, not self.wanted, 1 - score, f"文中没有找到{name}", None, None
            )
        best = values[0]
        score = _probability(best.score)
        evidence = part(kept.text, best.start, best.end, best.score)
        if best.score < SAID:
            unsure = score if self.wanted else 1 - score
            why = f"“{shown(best.text)}”不一定是{name}"
            return Verdict("unclear", unsure, why, best.text, evidence)
        said = f"{name}为“{shown(best.text)}”"
        there = not _says_none(best.text, name)
        return compared(self.text, self.wanted is there, score, said, best.text, evidence)


def presence_condition(text: str) -> PresenceCondition | None:
    """`约定了违约金`, `未写明交货地点`, `有担保人`; None for anything else."""
    match = _STATED.fullmatch(text)
    if match is None:
        match = _HAS.fullmatch(text)
        if match is None or not _FIELD.search(match["name"]):
            return None
    spec = asked_field(match["name"])
    return None if spec is None else PresenceCondition(text, spec, match["not"] is None)


def _says_none(words: str, name: str) -> bool:
    """Whether a value says that there is none: `无`, and `无担保` for 担保方式, not 无锡某公司."""
    denied = _NONE_SAID.match(words)
    return denied is not None and words[denied.end() :].strip() in name


def _mentioned(text: str, name: str) -> Part | None:
    """The first sentence that has the name and does not deny it."""
    for match in islice(re.finditer(re.escape(name), text), MOST_PLACES):
        start, end = match.span()
        before = text[max(0, start - 8) : start]
        if not _DENIED_BEFORE.search(before) and not _DENIED_AFTER.match(text, end):
            return part(text, *sentence_span(text, *match.span()), _MENTIONED)
    return None


def _probability(score: float) -> float:
    """The probability that a field is answered, from its best candidate's score."""
    for (low, least), (high, most) in pairwise(_PRESENT):
        if score <= high:
            return least + (most - least) * (score - low) / (high - low)
    return _PRESENT[-1][1]
