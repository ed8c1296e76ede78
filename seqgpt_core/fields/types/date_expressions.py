"""Whole date expressions: a date with its weekday and time of day, or a range of two.

`2024年11月5日10时12分至11时40分` is one expression; its second end takes year, month and day from
the first.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from .clock_forms import PART_OF_DAY, Clock, clock_at, clocks
from .date_forms import DateForm, date_at, date_forms
from .date_numerals import SMALL, whole_number
from .moments import Moment

_S = r"[ ]{0,3}"
_WEEKDAY = re.compile(
    rf"{_S}(?:[(\[]{_S}(?:周|星期|礼拜)(?P<day>[一二三四五六日天])(?:{_S}[)\]])?"
    r"|(?:周|星期|礼拜)(?P<bare>[一二三四五六日天]))"
)
_TO_CLOCK = re.compile(rf"T(?=[0-9])|{_S}(?:,|大?约)?{_S}")
_PART_OF_DAY = re.compile(rf"{_S}(?P<part>{PART_OF_DAY})(?![0-9班餐饭饮稻会点在])")
_TO = re.compile(
    rf"{_S}(?:\([不含]{{1,3}}当?日?\))?(?:日)?(?:起|开始)?{_S}(?:,{_S})?(?:——|—|--|-|~~|~|→|直?至|到|to(?![a-z])){_S}"
)
_OPEN = re.compile(
    r"(?:至|到)?(?:今(?![年日天晚晨])|现在|目前|长期|永久|无固定期限|(?:[Pp]resent|[Nn]ow)(?![a-z]))"
)
_NEXT_DAY = re.compile(r"(?:次日|翌日|第二天)")
_DAY = re.compile(rf"(?P<day>{SMALL})[ ]?[日号]")
_BARE_DAY = re.compile(r"(?P<day>[0-9]{1,2})(?![0-9./%:,-]|[ ]?[个天年月元])")
_MONTH_DAY = re.compile(r"(?P<month>[0-9]{1,2})[-./](?P<day>[0-9]{1,2})(?![0-9./-])")
_SHORT_ALONE = re.compile(
    r"(?<![0-9A-Za-z_.,/+-])(?P<month>0?[1-9]|1[0-2])(?P<mark>[-/])(?P<day>0?[1-9]|[12][0-9]|3[01])"
    r"(?![0-9A-Za-z_/.%-])"
)
# After `5/28`: what a fraction or a score does not have.
_SHORT_IS_DATE = re.compile(r" {1,2}[0-9]{1,2}:[0-9]{2}|[ ]?(?:日|号|前|之前|起|上午|下午|晚)")
_DAY_ALONE = re.compile(
    rf"(?<![0-9A-Za-z.,零〇一二三四五六七八九十月第几数])(?P<day>{SMALL})[ ]?[日号]"
    rf"(?=[ ]{{0,2}}(?:{PART_OF_DAY}|[0-9]{{1,2}}[ ]?[:时点]))"
)
_YEARS = re.compile(
    r"(?<![0-9A-Za-z_./,+-])(?P<first>(?:19|20)[0-9]{2}) ?(?:—{1,2}|-|~|至|到) ?"
    r"(?P<last>(?:19|20)[0-9]{2})(?![0-9A-Za-z_./%,-])"
)
# After `2024年`: 1-6月.
_MONTH_RANGE = re.compile(
    r" ?(?P<first>1[0-2]|0?[1-9]) ?(?:—{1,2}|-|~|至|到) ?"
    r"(?P<last>1[0-2]|0?[1-9]) ?月(?:份)?(?! ?[0-9])"
)
_LISTED = re.compile(rf"{_S}[、和及与或]{_S}{SMALL}{_S}(?:日|号|两天|月)")


@dataclass(frozen=True, slots=True)
class End:
    """One point of an expression, and what its text leaves open."""

    moment: Moment
    form: DateForm | None = None
    clock: Clock | None = None
    weekday: int | None = None
    part_of_day: str = ""
    next_day: bool = False

    def weekday_is_wrong(self) -> bool:
        """Whether the text names a weekday that the date does not fall on."""
        day = self.moment.date()
        return self.weekday is not None and day is not None and day.weekday() != self.weekday


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A point (`last` None), a range, or a range without an end (`is_open`)."""

    start: int
    end: int
    first: End
    last: End | None = None
    is_open: bool = False
    is_list: bool = False


def date_expressions(text: str) -> list[DateExpression]:
    """Dates, times of day and ranges of them in folded text, ascending, without overlaps."""
    seeds: list[tuple[int, int, End]] = [
        (form.start, form.end, End(form.moment, form=form)) for form in date_forms(text)
    ]
    seeds += [(clock.start, clock.end, End(clock.moment, clock=clock)) for clock in clocks(text)]
    seeds += _short_forms(text)
    expressions: list[DateExpression] = []
    reached = 0
    for start, end, seed in sorted(seeds, key=lambda seed: (seed[0], -seed[1])):
        if start >= reached:
            expressions.append(_extended(text, start, end, seed))
            reached = expressions[-1].end
    return _with_years(text, expressions)


def expression_at(
    text: str,
    start: int,
    end: int,
    moment: Moment,
    form: DateForm | None = None,
    clock: Clock | None = None,
) -> DateExpression:
    """The expression that goes on from a date or a time already read at `start:end`."""
    return _extended(text, start, end, End(moment, form=form, clock=clock))


def _short_forms(text: str) -> list[tuple[int, int, End]]:
    """`09-12`, `5/28 16:30`, `22日20时`: dates only with two full numbers or a time after them."""
    found = []
    for match in _SHORT_ALONE.finditer(text):
        full = len(match["month"]) == 2 and len(match["day"]) == 2
        if full or _SHORT_IS_DATE.match(text, match.end()):
            moment = Moment(month=int(match["month"]), day=int(match["day"]))
            found.append((match.start(), match.end(), End(moment)))
    for match in _DAY_ALONE.finditer(text):
        day = whole_number(match["day"])
        if day is not None and 1 <= day <= 31:
            found.append((match.start(), match.end(), End(Moment(day=day))))
    return found


def _with_years(text: str, expressions: list[DateExpression]) -> list[DateExpression]:
    """Add ranges of bare years (`2005—2011`) where nothing else stands."""
    starts = [expression.start for expression in expressions]
    added = []
    for match in _YEARS.finditer(text):
        first, last = int(match["first"]), int(match["last"])
        at = bisect_left(starts, match.start())
        free = at == len(starts) or starts[at] >= match.end()
        free = free and (at == 0 or expressions[at - 1].end <= match.start())
        if first < last and free:
            ends = End(Moment(first)), End(Moment(last))
            end = match.end() + (text[match.end() : match.end() + 1] == "年")
            added.append(DateExpression(match.start(), end, *ends))
    return sorted(expressions + added, key=lambda expression: expression.start)


def _extended(text: str, start: int, end: int, seed: End) -> DateExpression:
    first, end = _with_clock(text, end, seed)
    year = first.moment.year
    if first.moment.units == "Y" and (months := _MONTH_RANGE.match(text, end)):
        early, late = (End(Moment(year, int(months[name]))) for name in ("first", "last"))
        return DateExpression(start, months.end(), early, late)
    if _LISTED.match(text, end):
        return DateExpression(start, end, first, is_list=True)
    joint = _TO.match(text, end)
    after = _OPEN.match(text, joint.end() if joint else end)
    if after and (joint or after[0][0] in "至到"):
        return DateExpression(start, after.end(), first, is_open=True)
    if joint:
        last = _last(text, joint.end(), first)
        if last is not None:
            return DateExpression(start, last[1], first, last[0])
    return DateExpression(start, end, first)


def _with_clock(text: str, end: int, seed: End) -> tuple[End, int]:
    """`seed` with the weekday and the time of day that follow it, and where they end."""
    if seed.clock is not None or seed.moment.day is None:
        return seed, end
    place, weekday = end, None
    if named := _WEEKDAY.match(text, end):
        weekday = "一二三四五六日".index((named["day"] or named["bare"]).replace("天", "日"))
        seed, place = replace(seed, weekday=weekday), named.end()
    joint = _TO_CLOCK.match(text, place)
    clock = clock_at(text, joint.end()) if joint else None
    if clock is not None:
        return replace(seed, moment=_at(seed.moment, clock), clock=clock), clock.end
    if part := _PART_OF_DAY.match(text, place):
        return replace(seed, part_of_day=part["part"]), part.end()
    return seed, end


def _at(moment: Moment, clock: Clock) -> Moment:
    if clock.doubt:
        return moment
    said = clock.moment
    return replace(moment, hour=said.hour, minute=said.minute, second=said.second, zone=said.zone)


def _last(text: str, place: int, first: End) -> tuple[End, int] | None:
    """The second end of a range that begins at `place`, and where it ends."""
    if later := _NEXT_DAY.match(text, place):
        clock = clock_at(text, later.end())
        if clock is None or clock.doubt or first.moment.hour is None:
            return None
        day = first.moment.date()
        moment = clock.moment.after(first.moment)
        if day is not None and day < datetime.date.max:
            day += datetime.timedelta(days=1)
            moment = replace(moment, year=day.year, month=day.month, day=day.day)
        elif first.moment.day is not None:
            return None
        return End(moment, clock=clock, next_day=True), clock.end
    form = date_at(text, place)
    seed: tuple[End, int] | None = None
    if form is not None:
        seed = End(form.moment, form=form), form.end
    elif first.moment.hour is not None and (clock := clock_at(text, place)):
        if first.clock is not None:
            clock = clock.in_the_half_of(first.clock)
        return End(clock.moment.after(first.moment), clock=clock), clock.end
    elif first.moment.day is not None and first.moment.month is not None:
        seed = _partial(text, place)
    if seed is None:
        return None
    last, end = _with_clock(text, seed[1], seed[0])
    return replace(last, moment=last.moment.after(first.moment)), end


def _partial(text: str, place: int) -> tuple[End, int] | None:
    """`16日`, `12-20` or `16` as the second end of a range of days."""
    if match := _MONTH_DAY.match(text, place):
        month, day = int(match["month"]), int(match["day"])
        if 1 <= month <= 12:
            return End(Moment(month=month, day=day)), match.end()
    match = _DAY.match(text, place) or _BARE_DAY.match(text, place)
    number = whole_number(match["day"]) if match else None
    if match is None or number is None:
        return None
    return End(Moment(day=number)), match.end()
