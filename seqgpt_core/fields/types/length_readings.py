"""What a text says as a length of time, and what a constraint makes of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal

from ...results.types import Check
from .date_expressions import date_expressions
from .date_numerals import whole_number
from .duration_forms import DurationForm, Length, duration_forms
from .lengths import UNIT_WORD, constraint_unit, in_unit, iso_duration
from .readings import Reading
from .unresolved_dates import recurrences, unresolved_dates

_UPPER_BEFORE = re.compile(
    r"(?:不超过|不多于|不长于|不高于|不晚于|至多|最多|最长|(?<!不)少于|不足|[未不]满|不到)[ ]?$"
)
_LOWER_BEFORE = re.compile(
    r"(?:不少于|不低于|不短于|至少|最少|最短|(?<!不)超过|(?<!不)多于|大于|(?<![未不届])满|逾)[ ]?$"
)
_APPROXIMATE_BEFORE = re.compile(r"(?:约|大约|大概|大约需|约需|将近|近|快)[ ]?$")
_UPPER_AFTER = re.compile(r"[ ]?(?:以内|之内|内(?![容部科外饰地蒙含径网])|以下)")
_LOWER_AFTER = re.compile(r"[ ]?(?:以上|及以上|多(?!次))")
_APPROXIMATE_AFTER = re.compile(r"[ ]?(?:左右|上下)")
_BARE_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,6}(?:\.[0-9]{1,6})?")
_MINUTES = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,3})?) ?分")
_PRIMES = re.compile(r"(?P<minutes>[0-9]{1,3})'(?:(?P<seconds>[0-9]{1,2})(?:\"|''))?")
_OPEN_ENDED = re.compile(r"长期|永久|无固定期限|终身|无限期|不定期")
# Without 个 a month is one of the calendar's twelve, or in its place after years, or too many.
_MONTHS = re.compile(
    r"(?:(?P<years>[0-9]|[一二两三四五六七八九十]{1,3}) ?年 ?)?"
    r"(?P<months>[0-9]{1,3}|[一二三四五六七八九十]{1,4}) ?月"
)


def read_length(text: str, constraint: str | None) -> Reading | None:
    """The length of time that folded text says, or None where it says none."""
    unit = constraint_unit(constraint)
    if (months := _years_and_months(text.strip(), unit)) is not None:
        return _normalised(months, unit, [])
    forms = lengths_in(text)
    if not forms:
        return _read_bare(text.strip(), unit)
    form = forms[0]
    checks = _bounds(text, form)
    if form.high is not None:
        low, high = _said(form.length, unit), _said(form.high, unit)
        checks.append(Check("lower_bound", "not_applicable", f"下限 {low}"))
        checks.append(Check("upper_bound", "not_applicable", f"上限 {high}"))
        return Reading(checks=tuple(checks))
    if any(not _same(form, other) for other in forms[1:]):
        return Reading(checks=(Check("several", "not_applicable", "含多个时长，请只选一个"),))
    return _normalised(form.length, unit, checks)


def _normalised(length: Length, unit: str | None, checks: list[Check]) -> Reading:
    if length.more:
        checks.append(Check("lower_bound", "not_applicable", "略多于此数"))
    if length.vague:
        checks.append(Check("vague", "not_applicable", "不是确数"))
        return Reading(checks=tuple(checks))
    if any(own == "B" for own, _ in length.counts):
        checks.append(Check("working_days", "not_applicable", "按工作日计"))
    normalized = iso_duration(length) if unit is None else in_unit(length, unit)
    if normalized is None:
        said = "折算为时长" if unit is None else f"折算为{UNIT_WORD[unit]}"
        checks.append(Check("unit", "not_applicable", f"不能精确{said}"))
    return Reading(normalized, tuple(checks))


def lengths_in(text: str) -> list[DurationForm]:
    """Lengths that are no part of a date."""
    forms = duration_forms(text)
    if not forms:
        return []
    dated = [(one.start, one.end) for one in date_expressions(text)] + recurrences(text)
    dated += [(one.start, one.end) for one in unresolved_dates(text)]
    dated.sort()
    starts = [start for start, _ in dated]
    reach: list[int] = []
    for _, end in dated:
        reach.append(max(end, reach[-1] if reach else 0))
    kept = []
    for form in forms:
        before = bisect_right(starts, form.end - 1)
        if before == 0 or reach[before - 1] <= form.start:
            kept.append(form)
    return kept


def _bounds(text: str, form: DurationForm) -> list[Check]:
    before = text[max(0, form.start - 8) : form.start]
    checks = []
    if _APPROXIMATE_BEFORE.search(before) or _APPROXIMATE_AFTER.match(text, form.end):
        checks.append(Check("approximate", "not_applicable", "约数"))
    if _UPPER_BEFORE.search(before) or _UPPER_AFTER.match(text, form.end):
        checks.append(Check("upper_bound", "not_applicable", "不超过此数"))
    if _LOWER_BEFORE.search(before) or _LOWER_AFTER.match(text, form.end):
        checks.append(Check("lower_bound", "not_applicable", "不少于此数"))
    return checks


def _said(length: Length, unit: str | None) -> str:
    value = iso_duration(length) if unit is None else in_unit(length, unit)
    return "不能精确折算" if value is None else value


def _same(one: DurationForm, other: DurationForm) -> bool:
    """Whether two lengths are one in other words: 三年（36个月）."""
    if one.high is not None or other.high is not None:
        return one.length == other.length and one.high == other.high
    return one.length == other.length or any(
        (value := in_unit(one.length, unit)) is not None and value == in_unit(other.length, unit)
        for unit in "MsB"
    )


def _read_bare(text: str, unit: str | None) -> Reading | None:
    """Texts whose unit stands elsewhere, or nowhere: `27`, `5'40"`, `长期`."""
    if unit is None and date_expressions(text):
        return None
    if _BARE_NUMBER.fullmatch(text):
        number = Decimal(text.replace(",", ""))
        if unit is None:
            return Reading(checks=(Check("unit", "not_applicable", "原文没有单位"),))
        return _normalised(Length(((unit, number),)), unit, [])
    if unit is not None and (spoken := whole_number(text)) is not None:
        return _normalised(Length(((unit, Decimal(spoken)),)), unit, [])
    if match := _MINUTES.fullmatch(text):
        return _normalised(Length((("m", Decimal(match[1])),)), unit, [])
    if match := _PRIMES.fullmatch(text):
        counts = [("m", Decimal(match["minutes"]))]
        if match["seconds"]:
            counts.append(("s", Decimal(match["seconds"])))
        return _normalised(Length(tuple(counts)), unit, [])
    if _OPEN_ENDED.match(text):
        return Reading(checks=(Check("open_ended", "not_applicable", "没有终期"),))
    return None


def _years_and_months(text: str, unit: str | None) -> Length | None:
    """`二年六月`, `36月`, and `6月` where months are asked for."""
    match = _MONTHS.fullmatch(text)
    if match is None:
        return None
    years, months = whole_number(match["years"] or "0"), whole_number(match["months"])
    if years is None or months is None or not (years or months > 12 or unit == "M"):
        return None
    counts = (("Y", Decimal(years)), ("M", Decimal(months)))
    return Length(tuple(count for count in counts if count[1]))
