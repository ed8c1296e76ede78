"""Degrees: 专科 < 本科 < 硕士 < 博士, by the highest one that the text says the person has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from ..decoding.sentences import sentence_span
from .comparisons import AT_LEAST, AT_MOST, LEADING_LEAST, LEADING_MOST, Bound, bound_of
from .verdicts import (
    MOST_PLACES,
    ConditionKind,
    Kept,
    Verdict,
    clause_around,
    compared,
    is_about_others,
    part,
)

DEGREES = ("专科", "本科", "硕士", "博士")
_RANKS = {
    "专科": 0, "大专": 0, "高职": 0, "本科": 1, "学士": 1, "硕士": 2, "研究生": 2, "MBA": 2,
    "博士": 3,
}  # fmt: skip
_WORD = "博士|硕士|研究生|MBA|本科|学士|大专|专科|高职"
_CONDITION = re.compile(
    rf"(?:最高)?(?:学历|学位)?(?:在|为|是)?(?:{LEADING_LEAST}|{LEADING_MOST})?({_WORD})(?:研究生)?"
    rf"(?:学历|学位|毕业生?|生)?({AT_LEAST}|{AT_MOST})?(?:学历|学位)?"
)
_IN_TEXT = re.compile(
    rf"(?:[\u4e00-\u9fff]{{1,2}}学)?({_WORD})(?:后|研究生)?(?:毕业生?)?(?:学历|学位)?"
)
_NOT_A_DEGREE = re.compile(
    r"专科(?=医|护|疾|门诊|治|建设|培训|会诊)|本科(?=室)|研究生(?=院|导师|工作)"
)
_UNFINISHED = re.compile(r"在读|肄业|在职攻读|攻读|就读|预科|候选")
_SCHOOLING = re.compile(r"学历|学位|毕业|大学|学院|专业|教育|学校|研究生院|研究所")
_TITLE = re.compile(r"[\u4e00-\u9fff]博士$")
_QUERIES = ("最高学历", "学历")
_STATED, _BARE = 0.9, 0.65


@dataclass(frozen=True, slots=True)
class DegreeCondition:
    """The highest degree within a bound; without 以上 or 以下 it must be exactly that one."""

    text: str
    bound: Bound

    @property
    def kind(self) -> ConditionKind:
        return "degree"

    @property
    def queries(self) -> tuple[str, ...]:
        return _QUERIES

    def judge(self, kept: Kept) -> Verdict:
        text = kept.text
        best: tuple[int, float, int, int] | None = None
        unfinished = ""
        for match in islice(_IN_TEXT.finditer(text), MOST_PLACES):
            if _NOT_A_DEGREE.match(text, match.start(1)):
                continue
            clause = clause_around(text, *match.span())
            if is_about_others(clause) or "要求" in clause:
                continue
            if _UNFINISHED.search(clause):
                unfinished = f"（{DEGREES[_RANKS[match[1]]]}在读不算）"
                continue
            left, right = sentence_span(text, *match.span())
            stated = _SCHOOLING.search(text, left, right) is not None
            named = _TITLE.search(text, max(0, match.start() - 3), match.end()) is not None
            score = _STATED if stated else 0.4 if named and "学博士" not in match[0] else _BARE
            score = kept.supported(_QUERIES, *match.span(), score)
            found = (_RANKS[match[1]], score, match.start(), match.end())
            if best is None or found[:2] > best[:2]:
                best = found
        if best is None:
            return Verdict("unclear", 0.0, f"文中没有写明学历{unfinished}")
        rank, score, start, end = best
        met = self.bound.holds((rank,))
        said = f"最高学历{DEGREES[rank]}{unfinished}"
        evidence = part(text, start, end, score)
        return compared(self.text, met, score, said, DEGREES[rank], evidence)


def degree_condition(text: str) -> DegreeCondition | None:
    """`博士学历`, `本科及以上学历`, `学历不低于硕士`; None for anything else."""
    words = text.replace(" ", "")
    match = _CONDITION.fullmatch(words)
    if match is None:
        return None
    return DegreeCondition(text, bound_of(words, (float(_RANKS[match[1]]),), None))
