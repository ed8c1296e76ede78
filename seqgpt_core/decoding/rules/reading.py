"""What the answer to a field means to a rule.

A rule reckons with normalised values only: what a type could not resolve stays undecided.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from ...fields.types import Context, TypeName, value_type
from ...fields.types.chinese_numbers import narrow
from ...fields.types.duration_forms import Length
from ...fields.types.lengths import constraint_unit, in_unit
from ...fields.types.money_forms import amounts_in
from ...results.types import Check
from .measured import KIND_WORDS, Kind, Measured, Undecided

NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_DATE = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?:T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::[0-9]{2})?(?:Z|[+-][0-9:]{5})?)?)?)?"
)
_ISO_LENGTH = re.compile(
    r"P(?:(?P<Y>[0-9.]+)Y)?(?:(?P<M>[0-9.]+)M)?(?:(?P<W>[0-9.]+)W)?(?:(?P<D>[0-9.]+)D)?"
    r"(?:T(?:(?P<h>[0-9.]+)H)?(?:(?P<m>[0-9.]+)M)?(?:(?P<s>[0-9.]+)S)?)?"
)
_DECIMALS = re.compile(r"[0-9]\.([0-9]+)")
_FAMILIES = ("M", "s", "B")
_PROBE = {"money": "1亿", "percentage": "100%"}
_AGE = re.compile(r"(?:年龄|周岁|岁数)$")
_SHOWN = 20

# A value's own type where it has one; for other types, what its text may be read as.
MEASURED_TYPES: tuple[Kind, ...] = ("date", "money", "percentage", "duration", "quantity")


Owner = tuple[int, int]
"""Place of a field and of one of its values; records follow the fields, with their rows."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a rule may ask for: a field, or a part of a composite field.

    Attributes:
        place: the field's place among the fields asked.
        part: the part's path, empty for the field itself.
    """

    place: int
    part: str
    name: str
    constraint: str | None
    type: TypeName


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: a value of a field, or a part of a composite value.

    Attributes:
        owner: the value whose checks show an outcome.
        mentions: how often it stands in the document.
    """

    asked: Asked
    owner: Owner
    text: str
    start: int
    end: int
    normalized: str | None
    checks: tuple[Check, ...] = field(default=(), compare=False)
    mentions: int = 1

    def has(self, name: str) -> bool:
        """Whether a type left this remark or check on it."""
        return any(check.name == name for check in self.checks)


def shown(text: str) -> str:
    """A document's text, short enough for one clause and on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def own_kind(answer: Answer) -> Kind | None:
    """The kind that the answer's field promises, or that its normalised form shows."""
    if answer.asked.type in ("date", "duration") and answer.normalized:
        return "duration" if _is_length(answer.normalized, answer.asked) else "date"
    return next((kind for kind in MEASURED_TYPES if kind == answer.asked.type), None)


def _is_length(normalized: str, asked: Asked) -> bool:
    """Fields of dates may hold lengths of time, and the other way round. `2024` is a year where
    no unit of time is asked for; other bare numbers are counts of working days."""
    if normalized.startswith("P"):
        return True
    counted = NUMBER.fullmatch(normalized) is not None
    return counted and (constraint_unit(asked.constraint) is not None or len(normalized) != 4)


def measure(answer: Answer, kind: Kind) -> Measured:
    """The answer as a number of this kind.

    Raises:
        Undecided: where its text does not say one.
    """
    normalized, checks = answer.normalized, answer.checks
    constraint = answer.asked.constraint
    if kind == "duration" and normalized is None and _AGE.search(answer.asked.name):
        # `45` in a field of ages is years.
        constraint = "岁"
        normalized, checks = _read_as(kind, answer.text, constraint)
    elif own_kind(answer) is None:
        normalized, checks = _read_as(kind, answer.text, constraint)
    elif own_kind(answer) != kind:
        own = own_kind(answer)
        assert own is not None
        raise Undecided(f"「{answer.asked.name}」是{KIND_WORDS[own]}，不是{KIND_WORDS[kind]}")
    if normalized is None:
        raise Undecided(f"“{shown(answer.text)}”没有确定的{KIND_WORDS[kind]}")
    names = {check.name for check in checks}
    if kind == "date":
        return _date(normalized, answer)
    if kind == "duration":
        found = _duration(normalized, constraint, answer)
    else:
        found = _number(normalized, kind, checks, answer)
    return _bounded(found, names)


def period_end(answer: Answer, last: bool) -> Measured:
    """The first or last day of a period.

    Raises:
        Undecided: where the answer says no such day.
    """
    ends = (answer.normalized or "").split("/")
    if len(ends) != 2 or not _DATE.fullmatch(ends[last]):
        raise Undecided(f"“{shown(answer.text)}”没有{'终止' if last else '起始'}日")
    return _date(ends[last], answer)


@lru_cache(maxsize=1 << 12)
def _read_as(kind: Kind, text: str, constraint: str | None) -> tuple[str | None, tuple[Check, ...]]:
    if kind == "number":
        return None, ()
    type_ = value_type(kind)
    assert type_ is not None
    reading = type_.read(text, Context(constraint))
    if reading.problem is not None:
        return None, ()
    return reading.normalized, reading.checks


def _date(normalized: str, answer: Answer) -> Measured:
    """A day, or any day of a month or year. A deadline (`…前`) counts as its last day."""
    match = _DATE.fullmatch(normalized)
    if match is None:
        what = "是一段时间，不是一天" if "/" in normalized else "没有写明年份"
        raise Undecided(f"“{shown(answer.text)}”{what}")
    if answer.has("approximate"):
        raise Undecided(f"“{shown(answer.text)}”是约数")
    year = int(match["year"])
    month, day = int(match["month"] or 0), int(match["day"] or 0)
    if not 1 <= year <= 9999:
        raise Undecided(f"“{shown(answer.text)}”没有确定的日期")
    try:
        first = datetime.date(year, month or 1, day or 1)
        last = first if day else _last_day(year, month or 12)
    except ValueError as error:
        raise Undecided(f"“{shown(answer.text)}”没有确定的日期") from error
    clock = Fraction(0)
    if match["hour"]:
        clock = Fraction(int(match["hour"]) * 60 + int(match["minute"]), 1440)
    low, high = Fraction(first.toordinal()) + clock, Fraction(last.toordinal()) + clock
    return Measured("date", low, high, timed=bool(match["hour"]))


def _last_day(year: int, month: int) -> datetime.date:
    if month == 12:
        return datetime.date(year, 12, 31)
    return datetime.date(year, month + 1, 1) - datetime.timedelta(days=1)


def _duration(normalized: str, constraint: str | None, answer: Answer) -> Measured:
    if NUMBER.fullmatch(normalized):
        # ISO 8601 has no working days: a count without P is one of them.
        unit = constraint_unit(constraint) or "B"
        return length_measured(Length(((unit, Decimal(normalized)),)), unit)
    match = _ISO_LENGTH.fullmatch(normalized)
    counts = [(u, Decimal(n)) for u, n in match.groupdict().items() if n] if match else []
    if not counts:
        raise Undecided(f"“{shown(answer.text)}”没有确定的时长")
    # Ages are counted in years.
    years = "Y" if _AGE.search(answer.asked.name) else None
    return length_measured(Length(tuple(counts)), years)


def length_measured(length: Length, unit: str | None = None) -> Measured:
    """A length of time in months, seconds or working days.

    Args:
        unit: what a bare number beside it counts in.

    Raises:
        Undecided: for a length that is none of these exactly (1个月15天).
    """
    for family in _FAMILIES:
        number = in_unit(length, family)
        if number is not None:
            one = in_unit(Length(((unit, Decimal(1)),)), family) if unit else None
            scale = Fraction(one) if one is not None else None
            low = Fraction(number)
            return Measured("duration", low, low, unit=family, scale=scale, length=length)
    raise Undecided("年月和天数混写，不能精确折算")


def _number(normalized: str, kind: Kind, checks: Sequence[Check], answer: Answer) -> Measured:
    low, _, high = normalized.partition("/")
    if not NUMBER.fullmatch(low) or (high and not NUMBER.fullmatch(high)):
        raise Undecided(f"“{shown(answer.text)}”没有确定的{KIND_WORDS[kind]}")
    constraint = answer.asked.constraint
    scale = _scale(kind, constraint)
    unit, per = "", ""
    rounding = Fraction(0)
    if kind == "money":
        codes = _currencies(answer.text) or _currencies(constraint or "") or frozenset({"CNY"})
        unit = "、".join(sorted(codes))
        per = next((check.message for check in checks if check.name == "per"), "")
    elif kind == "quantity":
        own = next((c.message for c in checks if c.name == "unit" and c.status != "failed"), "")
        unit = constraint or own.removeprefix("单位 ")
    elif kind == "percentage" and (decimals := _DECIMALS.search(narrow(answer.text))):
        rounding = Fraction(1, 2 * 10 ** len(decimals[1]))
    first = Fraction(low) * scale
    last = Fraction(high) * scale if high else first
    return Measured(kind, first, last, unit=unit, scale=scale, per=per, rounding=rounding)


def _bounded(found: Measured, remarks: set[str]) -> Measured:
    """Open where the text gives only a bound, or about a number (`不超过50万元`, `约30人`)."""
    low, high = found.low, found.high
    if "approximate" in remarks:
        low = high = None
    if low == high and "upper_bound" in remarks:
        low = None
    elif low == high and "lower_bound" in remarks:
        high = None
    return Measured(
        found.kind, low, high, found.unit, found.scale, found.per, found.rounding,
        length=found.length if low == high and low is not None else None,
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _scale(kind: Kind, constraint: str | None) -> Fraction:
    """What one of the definition's units is in 元 or %: asked of the type itself."""
    probe = _PROBE.get(kind)
    if probe is None:
        return Fraction(1)
    normalized, _ = _read_as(kind, probe, constraint)
    if normalized is None or not NUMBER.fullmatch(normalized):
        return Fraction(1)
    whole = 10**8 if kind == "money" else 100
    return whole / Fraction(normalized)


@lru_cache(maxsize=1 << 12)
def _currencies(text: str) -> frozenset[str]:
    """The currencies that the amounts of a text, or a unit such as 万美元, name."""
    amounts = amounts_in(narrow(text if any(map(str.isdigit, text)) else f"1{text}"))
    return frozenset(code for amount in amounts for code in amount.codes)
