"""Age, as the text states it; a date of birth alone gives none, for the day to count to is open."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .comparisons import AT_LEAST, AT_MOST, LEADING_LEAST, LEADING_MOST, Bound, bound_of
from .verdicts import ConditionKind, Kept, Verdict, clause_around, compared, is_about_others, part

_CONDITION = re.compile(
    rf"(?:年龄)?(?:在|为)?(?:{LEADING_LEAST}|{LEADING_MOST})?(\d{{1,3}})(?:[-~～—至到](\d{{1,3}}))?"
    rf"(?:周?岁)(?:{AT_LEAST}|{AT_MOST})?"
)
_IN_TEXT = re.compile(r"年龄[ \t]*[：:]?[ \t]*(\d{1,3})|(?<!\d)(\d{1,3})[ \t]*周?岁")
_BIRTH = re.compile(r"出生(?:日期|年月|于)?|生于")
_QUERIES = ("年龄",)
_STATED = 0.9


@dataclass(frozen=True, slots=True)
class AgeCondition:
    """Age in years within a bound."""

    text: str
    bound: Bound

    @property
    def kind(self) -> ConditionKind:
        return "age"

    @property
    def queries(self) -> tuple[str, ...]:
        return _QUERIES

    def judge(self, kept: Kept) -> Verdict:
        for match in _IN_TEXT.finditer(kept.text):
            if is_about_others(clause_around(kept.text, *match.span())):
                continue
            age = match[1] or match[2]
            met = self.bound.holds((float(age),))
            score = kept.supported(_QUERIES, *match.span(), _STATED)
            evidence = part(kept.text, *match.span(), score)
            return compared(self.text, met, score, f"{age} 岁", f"{age} 岁", evidence)
        born = _BIRTH.search(kept.text)
        why = "只写了出生日期，没有计算的截止日" if born else "文中没有写明年龄"
        return Verdict("unclear", 0.0, why)


def age_condition(text: str) -> AgeCondition | None:
    """`35岁以下`, `年龄18-60岁`; None for anything else."""
    words = text.replace(" ", "")
    match = _CONDITION.fullmatch(words)
    if match is None:
        return None
    other = (float(match[2]),) if match[2] else None
    return AgeCondition(text, bound_of(words, (float(match[1]),), other))
