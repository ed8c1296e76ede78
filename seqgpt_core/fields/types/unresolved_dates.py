"""Dates that a text names without saying which day: lunar, recurring, or seen from another day.

They are recognised, so that they are kept and shown, and left unresolved, with what is missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .clock_forms import CLOCK, PART_OF_DAY
from .date_numerals import CHINESE_NUMERAL, FULL_YEAR, SMALL

_S = r"[ ]{0,2}"
_STEM_BRANCH = r"[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年"
_LUNAR_DAY = (
    r"(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]?|[一二]?十[一二三四五六七八九]?|三十|卅)"
)
_LUNAR_CALENDAR = r"(?:农历|阴历|旧历|夏历)"
_LUNAR = re.compile(
    rf"(?:{FULL_YEAR}{_S}年{_S})?{_LUNAR_CALENDAR}{_S}(?:{FULL_YEAR}{_S}年{_S})?(?:{_STEM_BRANCH}{_S})?"
    rf"(?:闰?(?:[正冬腊]|{SMALL})月{_S}(?:(?:{_LUNAR_DAY}|{SMALL})[日号]?)?)?"
    rf"|(?:{FULL_YEAR}{_S}年{_S})?(?:{_STEM_BRANCH}{_S})?"
    rf"(?:(?<![修更订改纠校])(?:[冬腊]|正(?!月报)|闰{SMALL})月{_S}(?:(?:{_LUNAR_DAY}|[0-9]{{1,2}})[日号]?)?"
    rf"|[一二三四五六七八九十]{{1,2}}月{_S}(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]?)[日号]?)"
    rf"|{_STEM_BRANCH}|除夕|大年(?:初[一二三四五六七]|三十)"
)
_REIGN = re.compile(
    r"[明清]?(?:洪武|永乐|万历|崇祯|顺治|康熙|雍正|乾隆|嘉庆|道光|咸丰|同治|光绪|宣统)"
    rf"(?:元|[{CHINESE_NUMERAL}]{{1,4}}|[0-9]{{1,2}})年|昭和[0-9]{{1,2}}年|平成[0-9]{{1,2}}年|令和[0-9元]{{1,2}}年"
)
_CLOCK = f"(?:{re.sub(r'[(][?]P<[a-z_]+>', '(?:', CLOCK.pattern)})"
_WEEKDAY = r"(?:周|星期|礼拜)[一二三四五六日天末]"
_RELATIVE = re.compile(
    rf"(?:"
    rf"(?:今年|明年|去年|前年|来年|本年|当年|翌年|次年|同年)(?:年?[初底末中]|[上下]半年|第?[一二三四1-4]季度|{_S}{SMALL}月(?:份|[底初末]|[上中下]旬)?(?:{_S}{SMALL}{_S}[日号]?)?)?"
    rf"|(?:本月|下月|下个月|上月|上个月|次月|当月|同月)(?:[上中下]旬|[底初末])?(?:{_S}{SMALL}{_S}[日号])?"
    rf"|(?:今[天日晨晚早]|明[天日晚早]|昨[天日晚]|后[天日](?![性])|前天|大后天|次日|翌日|当[天日晚]|同日|首日)(?:\({_WEEKDAY}\))?(?:{_S}(?:{_CLOCK}|{PART_OF_DAY}))?"
    rf"|(?:本|下|上|这|每)?个?{_WEEKDAY}(?=[前(、]|{_S}(?:{_CLOCK}|{PART_OF_DAY})|之前|以前)(?:{_S}(?:{_CLOCK}|{PART_OF_DAY}))?"
    rf"|(?:本|下|上|这)个?{_WEEKDAY}|(?:本|下|上)(?:周|星期|季度)"
    rf"|月[底初末]|年[底初末])"
)
_RECURRING = re.compile(
    rf"每(?:个?自然)?(?:年{_S}(?P<month>{SMALL})月(?:份)?(?:{_S}(?P<month_day>{SMALL})[日号]?)?"
    rf"|个?月(?:的)?{_S}(?P<day>{SMALL})[日号](?![以]?内)|年|个?月|季度?|日|天|周(?:[一二三四五六日])?|星期[一二三四五六日])"
)
_NAMED = re.compile(
    rf"{_WEEKDAY}|周末|工作日|节假日|(?:春|国庆|中秋|元旦|清明|端午|重阳|元宵|劳动|儿童|圣诞)节?(?=[前后当期放])"
)


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A date at `start:end` of a folded text that is not resolved: a remark's name and message."""

    start: int
    end: int
    remark: str
    message: str


_KINDS = (
    (_LUNAR, "lunar", "农历日期，未换算公历"),
    (_REIGN, "era", "年号纪年，未换算公历"),
    (_RELATIVE, "relative", "相对日期，缺参照日"),
)


def unresolved_dates(text: str) -> list[Unresolved]:
    """Lunar dates, reign years and relative days, ascending, without overlaps."""
    found = []
    for pattern, remark, message in _KINDS:
        for match in pattern.finditer(text):
            end = match.start() + len(match[0].rstrip())
            if end > match.start():
                found.append(Unresolved(match.start(), end, remark, message))
    kept: list[Unresolved] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def names_a_day(text: str) -> bool:
    """Whether the text has a weekday or a feast (`周四`, `中秋前`); for texts asked to be dates."""
    return _NAMED.search(text) is not None


def recurrence(text: str) -> re.Match[str] | None:
    """The first `每月5日`, `每年1月31日` or `每季度` of the text; its groups give the day."""
    return _RECURRING.search(text)


def recurrences(text: str) -> list[tuple[int, int]]:
    """Where recurring days that say which day stand (`每月5日`)."""
    return [
        match.span()
        for match in _RECURRING.finditer(text)
        if match["day"] or match["month"] or match[0][-1] in "一二三四五六"
    ]
