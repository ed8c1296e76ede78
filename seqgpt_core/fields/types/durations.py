"""Lengths of time, normalised to ISO 8601 durations or to a decimal in the unit asked for."""

from __future__ import annotations

import re

from .date_expressions import date_expressions
from .date_precision import asked_precision
from .dates import NOT_A_LENGTH, DateType
from .duration_forms import DurationForm
from .folded import fold
from .length_readings import lengths_in, read_length
from .lengths import constraint_unit
from .readings import Context, Reading
from .unresolved_dates import recurrences

NOT_A_DURATION = "不是时长"
_LONGEST_READ = 400
_BEFORE = re.compile(
    r"(?:不超过|不多于|不长于|不高于|不晚于|至多|最多|最长|少于|不足|未满|不满|不到"
    r"|不少于|不低于|不短于|至少|最少|最短|超过|多于|大于|约|大约|大概|将近|近|快|满|逾)[ ]?$"
)
_AFTER = re.compile(r"[ ]?(?:以内|之内|内(?![容部科外饰地蒙含径网])|以上|以下|左右|上下)")
# `25日` may be the day of a month; what stands around it decides.
_DAY_OF_MONTH_BEFORE = tuple("月至到—~-于、./每")
_DAY_OF_MONTH_AFTER = re.compile(r"[ ]?(?:[前起至至上下早晚(—~、凌中召在]|[0-9]{1,2}[:时点])")


class DurationType:
    """Lengths of time: `2年6个月` -> `P2Y6M`; with a constraint `天`, `90日历天` -> `90`.

    A field whose name ends in 期限 often holds a date; where the constraint names no unit of
    time, such a text is read as `DateType` reads it.
    """

    @property
    def name(self) -> str:
        return "duration"

    def find(self, text: str) -> list[tuple[int, int]]:
        """Places of lengths with their bounds (`不超过30日`, `15日内`); dates left out."""
        folded = fold(text)
        places = []
        for form in lengths_in(folded.text):
            before = folded.text[max(0, form.start - 6) : form.start]
            if _is_day_of_month(folded.text, form):
                continue
            leading = _BEFORE.search(before)
            trailing = _AFTER.match(folded.text, form.end)
            start = form.start - (len(leading[0]) if leading else 0)
            places.append((start, trailing.end() if trailing else form.end))
        return [folded.source(start, end) for start, end in places]

    def read(self, raw: str, context: Context) -> Reading:
        """The length that `raw` says; several different ones are not decided between."""
        text = fold(raw[:_LONGEST_READ]).text.strip()
        unit = constraint_unit(context.constraint)
        if unit is None and asked_precision(context.constraint) is not None:
            return DateType().read(raw, context)
        reading = read_length(text, context.constraint)
        if reading is not None:
            return reading
        if unit is not None:
            holds_date = bool(date_expressions(text) or recurrences(text))
            return Reading(problem=NOT_A_LENGTH if holds_date else NOT_A_DURATION)
        reading = DateType().read(raw, context)
        return Reading(problem=NOT_A_DURATION) if reading.problem else reading


def _is_day_of_month(text: str, form: DurationForm) -> bool:
    counts = form.length.counts
    if form.high is not None or len(counts) != 1 or counts[0][0] != "D" or counts[0][1] > 31:
        return False
    if not text[: form.end].endswith("日") or text[: form.end].endswith(("历日", "然日")):
        return False
    if text[max(0, form.start - 1) : form.start] in _DAY_OF_MONTH_BEFORE:
        return True
    return _DAY_OF_MONTH_AFTER.match(text, form.end) is not None
