"""Dates, times of day and ranges of them, normalised to ISO 8601."""

from __future__ import annotations

import re
from dataclasses import replace

from ...results.types import Check
from .bare_dates import bare_date, is_year_or_length
from .date_expressions import DateExpression, End, date_expressions
from .date_numerals import whole_number
from .date_precision import Asked, asked_precision
from .duration_forms import duration_forms
from .folded import fold
from .length_readings import read_length
from .lengths import constraint_unit, iso_duration
from .moments import UNITS, Moment, unit_words
from .readings import Context, Reading
from .relative_dates import relative_date, relative_places, resolve
from .unresolved_dates import names_a_day, recurrence, recurrences, unresolved_dates

NOT_A_DATE = "不是日期或时间"
NOT_A_LENGTH = "是日期，不是时长"
# Longer texts are clauses, not dates; only their beginning is read.
_LONGEST_READ = 400
_APPROXIMATE_BEFORE = re.compile(r"(?:约|大约|大概|大致|预计约)[ ]?$")
_APPROXIMATE_AFTER = re.compile(r"[ ]?(?:左右|前后|上下|许)")
_UPPER_BEFORE = re.compile(
    r"(?:不晚于|不迟于|不得晚于|不得迟于|最迟|最晚|至迟|截至|截止)[于到至: ]{0,2}$"
)
_UPPER_AFTER = re.compile(r"[ ]?(?:之前|以前|前(?!后)|止前|以内|内)")
_LOWER_BEFORE = re.compile(r"(?:不早于|最早)[于: ]{0,2}$")
_LOWER_AFTER = re.compile(r"[ ]?(?:起)?(?:之后|以后|后)")
_SHORT_YEAR = re.compile(r"[0-9]{2}[-./][0-9]{1,2}|[0-9]{1,2}(?:[-./][0-9]{1,2}){2}")
_EVENT_ONLY = re.compile(r"(?P<event>[^0-9]{2,24}?)(?:之前|以前|前|之后|以后|后|时)")
_EDGES = ' ,.。;:、()[]“”"'


class DateType:
    """Dates, times and ranges: `2024年3月5日` -> `2024-03-05`, a range -> `A/B`, no end -> `A/..`.

    Without a year the truncated form of ISO 8601:2000 is used (`--03-05`). Dates that need
    another day to be known are resolved only from `Context.anchors`.
    """

    @property
    def name(self) -> str:
        return "date"

    def find(self, text: str) -> list[tuple[int, int]]:
        """Places of dates, times and ranges, lunar and relative days; bare numbers left out."""
        folded = fold(text)
        places = [(one.start, one.end) for one in date_expressions(folded.text)]
        places += [(one.start, one.end) for one in unresolved_dates(folded.text)]
        places += recurrences(folded.text) + relative_places(folded.text)
        return [folded.source(*place) for place in without_overlaps(places)]

    def read(self, raw: str, context: Context) -> Reading:
        """The date that `raw` says. The normalised value has the precision that the constraint
        asks for; where it is coarser, the check `precision` fails."""
        text = fold(raw[:_LONGEST_READ]).text.strip(_EDGES)
        asked = asked_precision(context.constraint)
        unresolved = unresolved_dates(text)
        # 二〇二三年农历十一月初六 holds what looks like a year and a month of the solar calendar.
        spans = [(one.start, one.end) for one in unresolved if one.remark != "relative"]
        expressions = [one for one in date_expressions(text) if not _inside(one, spans)]
        # 23:00至次日4:30 says which day it starts from.
        unresolved = [
            one
            for one in unresolved
            if not any(range_.start < one.start < range_.end for range_ in expressions)
        ]
        if not expressions and not unresolved and (bare := bare_date(text)) is not None:
            expressions = [bare]
        if not expressions and not unresolved and is_year_or_length(text):
            if asked is None or asked.needed != "Y":
                return _remark("ambiguous", "是年份还是年数不明")
            expressions = [bare for bare in [bare_date(f"'{text}")] if bare is not None]
        dated = [one for one in expressions if one.first.moment.units[:1] in ("Y", "M", "D")]
        if unresolved and not dated and not (asked and asked.only and asked.needed[0] == "h"):
            first = unresolved[0]
            derived = _read_derived(text, context, asked)
            return derived or _remark(first.remark, first.message)
        repeated = recurrence(text)
        if repeated is not None and not any("Y" in one.first.moment.units for one in dated):
            said = _recurring(repeated, asked)
            if said.normalized or said.problem or not expressions:
                return said
            # 每天10:30 has a time of day beside.
            timed = _read_expressions(text, expressions, asked, context)
            return replace(timed, checks=timed.checks + said.checks)
        if expressions:
            return _read_expressions(text, dated or expressions, asked, context)
        return _read_relative(text, context, asked)


def without_overlaps(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The places that do not overlap an earlier or, at the same place, a longer one."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if start < end and (not kept or start >= kept[-1][1]):
            kept.append((start, end))
    return kept


def _inside(one: DateExpression, spans: list[tuple[int, int]]) -> bool:
    return any(start <= one.start and one.end <= end for start, end in spans)


def _remark(name: str, message: str) -> Reading:
    return Reading(checks=(Check(name, "not_applicable", message),))


def _read_expressions(
    text: str, expressions: list[DateExpression], asked: Asked | None, context: Context
) -> Reading:
    one = expressions[0]
    if any(other.is_list for other in expressions) or any(
        other.first.moment != one.first.moment or other.last != one.last for other in expressions
    ):
        return _remark("several", "含多个日期，请只选一个")
    ends = [one.first] if one.last is None else [one.first, one.last]
    for end in ends:
        if problem := end.moment.problem():
            return Reading(problem=problem)
    checks = [check for end in ends for check in _remarks_of(end)]
    checks += _bounds(text, one)
    if any(_is_open_question(end) for end in ends):
        return Reading(checks=tuple(checks))
    term = None if one.last or one.is_open else _explicit_term(text, one)
    normalized, missing = _at_precision(ends, asked)
    if one.is_open:
        normalized += "/.."
    if term:
        normalized += f"/{term}"
    if missing:
        checks.append(Check("precision", "failed", f"缺{unit_words(missing)}，原文未写明"))
    elif asked is not None:
        checks.append(Check("precision", "passed"))
    if one.last is not None and _ends_early(one.first.moment, one.last.moment):
        checks.append(Check("order", "failed", "结束早于开始"))
    return Reading(normalized or None, tuple(checks))


def _remarks_of(end: End) -> list[Check]:
    checks = []
    form = end.form
    if form is not None and form.remark:
        checks.append(Check(form.remark[0], "not_applicable", form.remark[1]))
    if form is not None and form.vague:
        checks.append(Check("vague", "not_applicable", f"“{form.part}”不指明确的日期"))
    elif form is not None and form.part:
        checks.append(Check("period", "not_applicable", form.part))
    if form is not None and form.ambiguous:
        checks.append(Check("ambiguous", "not_applicable", "日、月顺序不明"))
    if end.clock is not None and end.clock.doubt:
        checks.append(Check("vague", "not_applicable", end.clock.doubt))
    if end.part_of_day:
        checks.append(Check("period", "not_applicable", end.part_of_day))
    if end.next_day:
        checks.append(Check("next_day", "not_applicable", "结束于次日"))
    day = end.moment.date()
    if end.weekday is not None and day is not None:
        if end.weekday_is_wrong():
            real, said = "一二三四五六日"[day.weekday()], "一二三四五六日"[end.weekday]
            checks.append(Check("weekday", "failed", f"{day} 是星期{real}，原文写星期{said}"))
        else:
            checks.append(Check("weekday", "passed"))
    return checks


def _is_open_question(end: End) -> bool:
    """Whether a single day or moment would be a guess."""
    if end.form is not None and (end.form.vague or end.form.ambiguous):
        return True
    return end.clock is not None and bool(end.clock.doubt) and end.moment.day is None


def _bounds(text: str, one: DateExpression) -> list[Check]:
    before, said, after = text[: one.start], text[one.start : one.end], text[one.end :]
    checks = []
    if _APPROXIMATE_BEFORE.search(before[-8:]) or _APPROXIMATE_AFTER.match(after) or "约" in said:
        checks.append(Check("approximate", "not_applicable", "约数"))
    if _UPPER_BEFORE.search(before[-12:]) or _UPPER_AFTER.match(after):
        checks.append(Check("upper_bound", "not_applicable", "不晚于此时"))
    if _LOWER_BEFORE.search(before[-12:]) or _LOWER_AFTER.match(after):
        checks.append(Check("lower_bound", "not_applicable", "不早于此时"))
    return checks


def _explicit_term(text: str, one: DateExpression) -> str | None:
    """`2024年3月15日起八个月`: ISO 8601 writes start and duration, and nothing is reckoned."""
    if one.first.moment.date() is None or not text[one.end :].startswith("起"):
        return None
    forms = duration_forms(text[one.end :])
    if len(forms) != 1 or forms[0].high or forms[0].length.more or forms[0].start > 3:
        return None
    term = iso_duration(forms[0].length)
    return term if term and term.startswith("P") else None


def _at_precision(ends: list[End], asked: Asked | None) -> tuple[str, str]:
    """The ISO text cut to what is asked for, and the units that are asked for and not said."""
    texts, missing = [], ""
    for end in ends:
        moment = end.moment
        if asked is not None:
            missing += "".join(unit for unit in asked.needed if unit not in moment.units)
            if asked.only and any(unit in moment.units for unit in asked.needed):
                moment = moment.only(asked.needed)
        texts.append(moment.iso())
    return "/".join(texts), "".join(unit for unit in UNITS if unit in missing)


def _ends_early(first: Moment, last: Moment) -> bool:
    """Whether a range runs backwards; years decide, since 12月 to 1月 goes over New Year."""
    if first.year is None or last.year is None:
        return False
    units = [unit for unit in UNITS if unit in first.units and unit in last.units]
    common = "".join(units)
    return first.only(common).iso() > last.only(common).iso()


def _recurring(match: re.Match[str], asked: Asked | None) -> Reading:
    remark = Check("recurring", "not_applicable", f"周期：{match[0]}")
    day = whole_number(match["day"] or match["month_day"] or "")
    month = whole_number(match["month"] or "")
    moment = Moment(month=month, day=day)
    if not moment.units:
        return Reading(checks=(remark,))
    if problem := moment.problem():
        return Reading(problem=problem)
    normalized, missing = _at_precision([End(moment)], asked)
    checks = [remark]
    if missing:
        checks.append(Check("precision", "failed", f"缺{unit_words(missing)}，原文未写明"))
    return Reading(normalized, tuple(checks))


def _read_relative(text: str, context: Context, asked: Asked | None) -> Reading:
    relative = relative_date(text)
    if relative is None:
        if _SHORT_YEAR.fullmatch(text):
            return _remark("ambiguous", "两位数字，年月日顺序不明")
        if duration_forms(text):
            return _read_length(text, context, asked)
        if names_a_day(text):
            return _remark("relative", "相对日期，缺参照日")
        if event := _EVENT_ONLY.fullmatch(text):
            return _remark("relative", f"相对日期，缺“{event['event']}”的日期")
        return _read_length(text, context, asked)
    derived = _read_derived(text, context, asked)
    if derived is not None:
        return derived
    checks = _within(relative.within)
    if relative.length is not None and any(unit == "B" for unit, _ in relative.length.counts):
        checks.append(Check("working_days", "not_applicable", "按工作日计，未推算日期"))
        return Reading(checks=tuple(checks))
    missing = f"缺“{relative.event}”的日期" if relative.event else "缺起算日"
    checks.append(Check("relative", "not_applicable", f"相对日期，{missing}"))
    return Reading(checks=tuple(checks))


def _within(within: bool) -> list[Check]:
    return [Check("upper_bound", "not_applicable", "不晚于此时")] if within else []


def _read_derived(text: str, context: Context, asked: Asked | None) -> Reading | None:
    """The day reckoned from an anchor, where the context holds it."""
    relative = relative_date(text)
    found = resolve(relative, context.anchors) if relative is not None else None
    if relative is None or found is None:
        return None
    day, derivation = found
    normalized, lacking = _at_precision([End(Moment(day.year, day.month, day.day))], asked)
    checks = _within(relative.within)
    checks.append(Check("derivation", "not_applicable", derivation))
    if lacking:
        checks.append(Check("precision", "failed", f"缺{unit_words(lacking)}，原文未写明"))
    return Reading(normalized, tuple(checks))


def _read_length(text: str, context: Context, asked: Asked | None) -> Reading:
    """Fields named 时间 also hold lengths of time (修复时间: 35分钟)."""
    if asked is not None and constraint_unit(context.constraint) is None:
        problem = "是时长，不是日期" if duration_forms(text) else NOT_A_DATE
        return Reading(problem=problem)
    reading = read_length(text, context.constraint)
    return Reading(problem=NOT_A_DATE) if reading is None else reading
