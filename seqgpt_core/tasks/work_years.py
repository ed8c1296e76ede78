"""Years of work: as the text states them, else summed over the dates of its jobs.

A job that lasts 至今 has no end in the text. It counts up to the latest date that the text
mentions, so the sum is a lower bound; today's date would give the same text another answer
tomorrow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..fields.types.date_expressions import DateExpression, date_expressions
from ..fields.types.date_numerals import CHINESE_NUMERAL, whole_number
from ..fields.types.folded import fold
from ..fields.types.moments import Moment
from ..results.types import Part
from .comparisons import AT_LEAST, AT_MOST, LEADING_LEAST, LEADING_MOST, Bound, bound_of
from .resume_sections import section_at
from .verdicts import ConditionKind, Kept, Status, Verdict, clause_around, is_about_others, part

_N = rf"(\d{{1,2}}(?:\.\d)?|[{CHINESE_NUMERAL}]{{1,3}})"
_KIND = r"(?:工作|从业|任职|相关|行业|全职)*(?:经验|经历|年限|工龄)?"
_CONDITION = re.compile(
    rf"(?:工作年限|工作经验|从业年限|工龄|经验)?(?:在|为)?(?:{LEADING_LEAST}|{LEADING_MOST})?{_N}"
    rf"(?:[-~～—至到]{_N})?年(?:{AT_LEAST}|{AT_MOST})?的?{_KIND}"
)
_SAYS_YEARS = (
    r"(?:工作年限|工作经验|从业年限|从业经验|工龄|经验年限|(?:^|(?<=\s))经验(?=[：:]))"
    r"[ \t]*[：:]?[ \t]*"
    r"(?:约|共|有|满|超过|近)?[ \t]*"
)
_STATED = re.compile(
    rf"{_SAYS_YEARS}{_N}[ \t]*(余|多)?年"
    rf"|{_N}[ \t]*(余|多)?年(?:以上)?(?:的)?[^，,。；;\n年]{{0,12}}?"
    r"(?:工作经验|从业经验|从业经历|工作经历|开发经验|项目经验|管理经验|经验|工龄)"
    rf"|(?:从业|工作)(?:已|满|了|时间)?{_N}[ \t]*(余|多)?年"
)
_SCHOOL = re.compile(r"大学|学院|专业|学士|本科|硕士|博士|中学|高中|在校|研究生")
_JOB = re.compile(
    r"公司|集团|银行|工程师|经理|主管|专员|总监|教师|医师|任职|事业部|有限|局|厅|员|厂|店|就职|供职|从事|担任|任"
)
_QUERIES = ("工作年限",)
_SAID, _SUMMED = 0.9, 0.7


@dataclass(frozen=True, slots=True)
class YearsCondition:
    """Years of work within a bound."""

    text: str
    bound: Bound

    @property
    def kind(self) -> ConditionKind:
        return "years"

    @property
    def queries(self) -> tuple[str, ...]:
        return _QUERIES

    def judge(self, kept: Kept) -> Verdict:
        stated = _stated(kept)
        if stated is not None:
            years, least, evidence = stated
            if least:
                return self._verdict(years, None, evidence, "文中写明")
            return self._verdict(years, years, evidence, "文中写明")
        worked = _worked_months(kept.text)
        if worked is None:
            return Verdict("unclear", 0.0, "文中没有写明工作年限，也没有可计算的任职起止时间")
        months, is_open, (start, end) = worked
        years = round(months / 12, 1)
        evidence = part(kept.text, start, end, _SUMMED)
        return self._verdict(years, None if is_open else years, evidence, "按任职起止时间合计")

    def _verdict(self, low: float, high: float | None, evidence: Part, how: str) -> Verdict:
        shown = f"{low:g} 年" if high is not None else f"至少 {low:g} 年"
        holds = self.bound.holds((low,)) if high is not None else self.bound.holds_from((low,))
        if holds is None:
            reason = f"{how} {shown}，终点不明，无法断定「{self.text}」"
            return Verdict("unclear", 0.0, reason, shown, evidence)
        word = "符合" if holds else "不符合"
        score = evidence.score if holds else 1 - evidence.score
        status: Status = "met" if holds else "not_met"
        return Verdict(status, score, f"{how} {shown}，{word}「{self.text}」", shown, evidence)


def years_condition(text: str) -> YearsCondition | None:
    """`5年以上经验`, `3-5年`, `工作年限不少于三年`; None for anything else."""
    words = text.replace(" ", "")
    match = _CONDITION.fullmatch(words)
    number = _number(match[1]) if match else None
    if match is None or number is None:
        return None
    other = _number(match[2]) if match[2] else None
    if match[2] and other is None:
        return None
    exact = bound_of(words, (number,), (other,) if other is not None else None)
    # `5年经验` asks for at least so many.
    return YearsCondition(text, Bound(low=exact.low) if exact.low == exact.high else exact)


def _number(numeral: str) -> float | None:
    if numeral[:1].isdigit():
        return float(numeral)
    value = whole_number(numeral)
    return None if value is None else float(value)


def _stated(kept: Kept) -> tuple[float, bool, Part] | None:
    """The most years that the text says, whether it says 余 or 多, and the place."""
    best: tuple[float, bool, Part] | None = None
    for match in _STATED.finditer(kept.text):
        if is_about_others(clause_around(kept.text, *match.span())):
            continue
        at = next(group for group in (1, 3, 5) if match[group])
        value = _number(match[at])
        if value is None or value > 60:
            continue
        score = kept.supported(_QUERIES, *match.span(), _SAID)
        if best is None or value > best[0]:
            more = bool(match[at + 1]) or "以上" in match[0]
            best = (value, more, part(kept.text, *match.span(), score))
    return best


def _worked_months(text: str) -> tuple[int, bool, tuple[int, int]] | None:
    """Months covered by jobs, whether a job is still open, and the first job's dates."""
    folded = fold(text)
    expressions = date_expressions(folded.text)
    points = [_month(e.first.moment) for e in expressions]
    points += [_month(e.last.moment) for e in expressions if e.last is not None]
    latest = max((p for p in points if p is not None), default=None)
    months: set[int] = set()
    is_open = False
    place: tuple[int, int] | None = None
    for expression in expressions:
        span = folded.source(expression.start, expression.end)
        if not _is_job(text, span):
            continue
        ends = _ends(expression, latest)
        if ends is None:
            continue
        months.update(range(ends[0], min(ends[1], ends[0] + 720)))
        is_open = is_open or expression.is_open
        place = place or span
    return (len(months), is_open, place) if place is not None else None


def _ends(expression: DateExpression, latest: int | None) -> tuple[int, int] | None:
    first = _month(expression.first.moment)
    if expression.is_open:
        last = latest
    else:
        last = _month(expression.last.moment) if expression.last is not None else None
    return (first, last) if first is not None and last is not None and first <= last else None


def _is_job(text: str, span: tuple[int, int]) -> bool:
    """By the section's heading, else by the words of the same line."""
    section = section_at(text, span[0])
    if section in ("education", "skills", "person"):
        return False
    low = text.rfind("\n", max(0, span[0] - 200), span[0]) + 1
    high = text.find("\n", span[1], span[1] + 200)
    line = text[low : high if high >= 0 else span[1] + 200]
    if section in ("work", "projects"):
        return True
    return bool(_JOB.search(line)) and not _SCHOOL.search(line)


def _month(moment: Moment) -> int | None:
    if moment.year is None:
        return None
    return moment.year * 12 + (moment.month or 1) - 1
