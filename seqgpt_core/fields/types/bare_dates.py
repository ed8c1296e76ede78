"""Texts that are dates only because a date was asked for: 6.14, 5/28, 25日, 2021, 十一点."""

from __future__ import annotations

import re

from .clock_forms import clock_at
from .date_expressions import DateExpression, expression_at
from .date_forms import DateForm, century
from .date_numerals import CHINESE_DIGIT, NEIGHBOURS, SMALL, digits_in_a_row, whole_number
from .moments import Moment

_MONTH_DAY = re.compile(
    r"(?P<month>[0-9]{1,2}) ?[-./] ?(?P<day>[0-9]{1,2})日?"
    r"(?![0-9A-Za-z%]|[./-][0-9]{1,3}(?![0-9.])| ?[元万亿天年月周分小秒个岁人])"
)
_DAY = re.compile(
    rf"(?P<day>{SMALL}) ?(?:号|日(?![元均本语文报常]| ?(?:以内|之内|内|后|以后|之后)))"
)
_YEAR = re.compile(
    rf"(?P<year>[12][0-9]{{3}})年?|(?P<short>'[0-9]{{2}}|[5-9][0-9]|(?!{NEIGHBOURS})[{CHINESE_DIGIT}]{{2}})年"
)
_YEAR_MONTH = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])")
_YEAR_OR_LENGTH = re.compile(r"[0-4][0-9]年")
_DRESS = re.compile(
    r"(?:(?:于|自|从|在|约|截至|截止|不晚于|不迟于|最迟|最晚|日期|时间|定于)[:至到 ]{0,2}){0,2}"
)


def bare_date(text: str) -> DateExpression | None:
    """The date or time that the whole of a folded text may be read as, or None."""
    dress = _DRESS.match(text)
    start = dress.end() if dress else 0
    clock, remark = None, None
    if match := _MONTH_DAY.match(text, start):
        moment = Moment(month=int(match["month"]), day=int(match["day"]))
        if not 1 <= int(match["month"]) <= 12:
            return None
        end = match.end()
    elif match := _DAY.match(text, start):
        day = whole_number(match["day"])
        if day is None or day > 31:
            return None
        moment, end = Moment(day=day), match.end()
    elif match := _YEAR_MONTH.fullmatch(text, start):
        moment, end = Moment(int(match["year"]), int(match["month"])), match.end()
    elif match := _YEAR.fullmatch(text, start):
        if match["short"]:
            year, remark = century(digits_in_a_row(match["short"].strip("'")))
        else:
            year = int(match["year"])
        moment, end = Moment(year), match.end()
    elif clock := clock_at(text, start):
        moment, end = clock.moment, clock.end
    else:
        return None
    form = DateForm(start, end, moment, remark=remark) if remark else None
    return expression_at(text, start, end, moment, form=form, clock=clock)


def is_year_or_length(text: str) -> bool:
    """`14年` may be 2014 or fourteen years."""
    return _YEAR_OR_LENGTH.fullmatch(text) is not None
