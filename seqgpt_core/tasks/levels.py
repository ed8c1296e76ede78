"""Job levels: `P7以上` is arithmetic on the highest level that the text gives the person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

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

_LEVEL = r"([A-Za-z]{1,2})(\d{1,2})(?:[-－.](\d))?"
_CONDITION = re.compile(
    rf"(?:岗位)?(?:职级|级别|岗级)?(?:在|为)?(?:{LEADING_LEAST}|{LEADING_MOST})?{_LEVEL}"
    rf"(?:[-~～—至到]([A-Za-z]{{0,2}})(\d{{1,2}})|{AT_LEAST}|{AT_MOST})?(?:职?级别?)?"
)
_IN_TEXT = re.compile(rf"(?<![A-Za-z0-9.-]){_LEVEL}(?![A-Za-z0-9])(?!\.\d)")
_SAYS_LEVEL = re.compile(r"职级|级别|岗级|定级|评级|晋升|晋级|升至|升为|层级|职等")
_QUERIES = ("职级", "岗位职级")
_STATED, _BARE = 0.9, 0.65


@dataclass(frozen=True, slots=True)
class LevelCondition:
    """A level of one ladder (P, M, T, …) within a bound."""

    text: str
    ladder: str
    bound: Bound

    @property
    def kind(self) -> ConditionKind:
        return "level"

    @property
    def queries(self) -> tuple[str, ...]:
        return _QUERIES

    def judge(self, kept: Kept) -> Verdict:
        """By the highest level of the ladder; wishes and other people's levels do not count."""
        text = kept.text
        best: tuple[tuple[float, ...], float, re.Match[str]] | None = None
        elsewhere: re.Match[str] | None = None
        for match in islice(_IN_TEXT.finditer(text), MOST_PLACES):
            clause = clause_around(text, *match.span())
            if is_about_others(clause):
                continue
            stated = _SAYS_LEVEL.search(clause) is not None
            if match[1].upper() != self.ladder:
                elsewhere = elsewhere or (match if stated else None)
                continue
            value = _value(match[2], match[3])
            score = kept.supported(_QUERIES, *match.span(), _STATED if stated else _BARE)
            if best is None or (value, score) > best[:2]:
                best = (value, score, match)
        if best is None:
            other = f"，只有 {elsewhere[0]}，与 {self.ladder} 序列不可比" if elsewhere else ""
            return Verdict("unclear", 0.0, f"文中没有 {self.ladder} 序列的职级{other}")
        value, score, match = best
        met, level = self.bound.holds(value), match[0].upper()
        evidence = part(text, *match.span(), score)
        return compared(self.text, met, score, f"职级 {level}", level, evidence)


def level_condition(text: str) -> LevelCondition | None:
    """`P7以上`, `职级不低于P6`, `P5-P7`, `T3-2及以上`; None for anything else."""
    words = text.replace(" ", "")
    match = _CONDITION.fullmatch(words)
    if match is None:
        return None
    ladder = match[1].upper()
    if match[4] and match[4].upper() != ladder:
        return None
    # `P5-7` may be a range or the seventh step of P5; steps have one digit up to 3.
    step, top = match[3], match[5]
    if step is not None and int(step) > 3 and int(step) > int(match[2]):
        step, top = None, step
    other = _value(top, None) if top else None
    return LevelCondition(text, ladder, bound_of(words, _value(match[2], step), other))


def _value(level: str, step: str | None) -> tuple[float, ...]:
    return (float(level), float(step or 0))
