"""Dates reckoned from the answer to another field: `自签署之日起三年` once 签订日期 is known.

Only a single, exact day of an asked field is an anchor. The raw text stays the value; the day is
its normalised form, and the check `derived` says how it was reckoned and from where. What stays
unresolved says why.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ...fields import FieldSpec
from ...fields.types import Context, field_type, value_type
from ...fields.types.folded import fold
from ...fields.types.lengths import UNIT_WORD, reckon
from ...fields.types.relative_dates import RelativeDate, relative_date, relative_places
from ...results.types import Check, FieldResult, Value

# The remarks of the date type on a day that hangs on another.
_OPEN, _DERIVED = "relative", "derived"
_DAY_NAME = re.compile(r"(?:的)?(?:日期|时间|之日|当日|日)$")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What an event is called besides: an acceptance that ends well is the acceptance of its field.
_ENDING = re.compile(r"(?:合格|通过|完成|完毕)$")
_SAME = {"完工": "竣工", "期满": "到期", "届满": "到期", "签订合同": "签署", "签署合同": "签署",
         "签订协议": "签署", "交货": "交付"}  # fmt: skip
# An anchor that its own text leaves open anchors nothing.
_UNSURE = frozenset({"approximate", "upper_bound", "lower_bound", "ambiguous", "vague"})
_EDGES = ' ,.。;:、()[]“”"'
_LONGEST_READ = 400
_LONGEST_BEFORE = 40


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A day that a field answers: its name, the day, where it stands."""

    field: str
    day: datetime.date
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a value says relative to an event, and the words that say it."""

    relative: RelativeDate
    words: str


def derive_dates(
    text: str, results: Sequence[FieldResult], specs: Sequence[FieldSpec]
) -> list[FieldResult]:
    """Results with every relative date resolved that an exact day of another field anchors.

    A day that was reckoned anchors further ones (验收 from 签订, 付款 from 验收). Running again
    changes nothing.
    """
    found = list(results)
    relative = [
        (place, number, said)
        for place, (result, spec) in enumerate(zip(found, specs, strict=True))
        for number, value in enumerate(result.values)
        if (said := _said(text, value, spec)) is not None
    ]
    if not relative:
        return found
    for place, number, _ in relative:
        found[place] = _with_value(found[place], number, _reset(found[place].values[number]))
    for _ in relative:
        changed = False
        for place, number, said in relative:
            value = found[place].values[number]
            if value.normalized is None:
                anchor = _anchor(said, found, specs, place)
                if isinstance(anchor, _Anchor):
                    resolved = _resolved(value, said, anchor, specs[place])
                    if resolved is not None:
                        found[place] = _with_value(found[place], number, resolved)
                        changed = True
        if not changed:
            break
    for place, number, said in relative:
        value = found[place].values[number]
        if value.normalized is None:
            anchor = _anchor(said, found, specs, place)
            reason = anchor if isinstance(anchor, str) else "这个时长不能推算到日"
            found[place] = _with_value(found[place], number, _unresolved(value, reason))
    return found


def _said(text: str, value: Value, spec: FieldSpec) -> _Said | None:
    """What a value of a field of dates says relative to an event; None for any other value.

    Where the value is only `60日内`, the words before it in the document say from when.
    """
    if not any(check.name in (_OPEN, _DERIVED) for check in value.checks):
        return None
    if spec.components or field_type(spec.name, spec.constraint, spec.options).name != "date":
        return None
    words = fold((value.corrected or value.text)[:_LONGEST_READ]).text.strip(_EDGES)
    said = relative_date(words)
    if said is not None and said.event:
        return _Said(said, words) if said.is_whole else None
    if value.corrected is not None:
        return None
    before = max(0, value.start - _LONGEST_BEFORE)
    around = fold(text[before : value.end + 1])
    for place in relative_places(around.text):
        start, end = around.source(*place)
        if before + start <= value.start and value.end <= before + end:
            words = around.text[slice(*place)]
            said = relative_date(words)
            return _Said(said, words) if said is not None and said.event else None
    return None


def _reset(value: Value) -> Value:
    """The value before an earlier run resolved it."""
    if not any(check.name == _DERIVED for check in value.checks):
        return value
    checks = tuple(check for check in value.checks if check.name != _DERIVED)
    return replace(value, normalized=None, checks=(*checks, Check(_OPEN, "not_applicable")))


def _with_value(result: FieldResult, number: int, value: Value) -> FieldResult:
    values = list(result.values)
    values[number] = value
    return replace(result, values=tuple(values))


def _event(phrase: str) -> str:
    event = _ENDING.sub("", phrase) or phrase
    return _SAME.get(event, event)


@lru_cache(maxsize=4096)
def _event_of_field(name: str) -> str | None:
    """The event whose day a field of this name asks for (`合同签订日期`: 签署), or None."""
    plain = fold(name).text
    phrase = _DAY_NAME.sub("", plain)
    said = relative_date(f"{phrase}之日") if phrase and phrase != plain else None
    return None if said is None or said.length is not None else _event(said.event)


def _anchor(
    said: _Said, results: Sequence[FieldResult], specs: Sequence[FieldSpec], own: int
) -> _Anchor | str:
    """The one day that answers the event, or why there is none."""
    event = _event(said.relative.event)
    fields = [
        (spec, result)
        for place, (spec, result) in enumerate(zip(specs, results, strict=True))
        if place != own
        and not spec.columns
        and any(_event_of_field(name) == event for name in spec.names)
    ]
    if not fields:
        return f"没有提取“{said.relative.event}”的日期"
    anchors: list[_Anchor] = []
    for spec, result in fields:
        for value in result.values:
            day = _day(value)
            if day is None:
                return f"「{spec.name}」的“{_short(value.text)}”不是确定的一天"
            anchors.append(_Anchor(spec.name, day, (value.start, value.end)))
    if not anchors:
        return f"没有找到「{fields[0][0].name}」"
    if len({anchor.day for anchor in anchors}) > 1:
        return f"「{anchors[0].field}」有 {len(anchors)} 个不同的日期，不能确定从哪天起算"
    return anchors[0]


def _day(value: Value) -> datetime.date | None:
    """The exact day that a value says, or None."""
    failed = {check.name for check in value.checks if check.status == "failed"}
    if "weekday" in failed or any(check.name in _UNSURE for check in value.checks):
        return None
    match = _DAY.match(value.normalized or "")
    if match is None or "/" in (value.normalized or ""):
        return None
    try:
        return datetime.date.fromisoformat(match[0])
    except ValueError:
        return None


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 20 else line[:19] + "…"


def _resolved(value: Value, said: _Said, anchor: _Anchor, spec: FieldSpec) -> Value | None:
    relative = said.relative
    day = anchor.day
    if relative.length is not None:
        reckoned = reckon(anchor.day, relative.length, relative.back)
        if reckoned is None:
            return None
        day = reckoned
    kind = value_type("date")
    assert kind is not None
    # The type itself cuts the day to the precision that the definition asks for.
    anchors = {relative.event: anchor.day.isoformat()}
    reading = kind.read(said.words, Context(spec.constraint, anchors))
    if reading.normalized is None:
        return None
    checks = [check for check in reading.checks if check.name != "derivation"]
    message = _derivation(relative, anchor, day)
    evidence = ((value.start, value.end), anchor.span)
    checks.append(Check(_DERIVED, "not_applicable", message, evidence))
    return replace(value, normalized=reading.normalized, checks=tuple(checks))


def _derivation(said: RelativeDate, anchor: _Anchor, day: datetime.date) -> str:
    """`签订日期 2024-03-05 + 3 年 = 2027-03-05`."""
    if said.length is None:
        return f"{anchor.field} {anchor.day}"
    counts = " ".join(
        f"{count.normalize():f} {UNIT_WORD[unit]}" for unit, count in said.length.counts
    )
    sign = "-" if said.back else "+"
    return f"{anchor.field} {anchor.day} {sign} {counts} = {day}（起算日不计，未计节假日顺延）"


def _unresolved(value: Value, reason: str) -> Value:
    """The value with the reason in its remark."""
    remark = Check(_OPEN, "not_applicable", reason)
    checks = tuple(remark if check.name == _OPEN else check for check in value.checks)
    return replace(value, checks=checks)
