"""What a rule reckons with: exact numbers with a unit, or an interval where a text says no more.

`2024-03` is some day of that month and `不超过50万元` anything up to it, so that a comparison is
true, false, or open, and never a guess.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from ...fields.types.chinese_numbers import plain
from ...fields.types.duration_forms import Length
from ...fields.types.lengths import reckon

Kind = Literal["date", "money", "duration", "percentage", "quantity", "number"]

KIND_WORDS: dict[Kind, str] = {
    "date": "日期",
    "money": "金额",
    "duration": "时长",
    "percentage": "比例",
    "quantity": "数量",
    "number": "数字",
}
_HALF_A_CENT = Fraction(1, 200)
_DAY = 86_400


class Undecided(Exception):
    """A comparison that cannot be made without guessing; the message says why, in one clause."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A number or an interval of them.

    Attributes:
        low, high: both ends, included; None where there is none. Dates: days since 0001-01-01,
            broken where a time of day is said; amounts in the currency's own unit (元); shares in
            percent; lengths of time in the unit below.
        unit: the currency (ISO 4217); `M` months, `s` seconds or `B` working days; the unit of
            a quantity as written.
        scale: what a bare number beside it counts in (10000 for 万元); None where that is open.
        per: what an amount is per (`月`).
        rounding: half a unit of the last decimal that was written; 0 for whole numbers.
        slack: how far two sides may differ and still be the same, for sums and products of
            rounded numbers.
        length: a length of time that a date can be moved by.
        timed: whether a date says its time of day.
    """

    kind: Kind
    low: Fraction | None
    high: Fraction | None
    unit: str = ""
    scale: Fraction | None = Fraction(1)
    per: str = ""
    rounding: Fraction = Fraction(0)
    slack: Fraction = Fraction(0)
    length: Length | None = None
    timed: bool = False

    @property
    def exact(self) -> Fraction | None:
        """The number, where there is only one."""
        return self.low if self.low == self.high else None

    def __str__(self) -> str:
        if self.low is not None and self.low == self.high:
            return self._shown(self.low)
        if self.kind == "date" and self.low is not None and self.high is not None:
            return f"{self._shown(self.low)} 至 {self._shown(self.high)}"
        if self.low is None and self.high is None:
            return "数目不定"
        if self.low is None or self.high is None:
            bound = self.high if self.low is None else self.low
            assert bound is not None
            return f"{'至多' if self.low is None else '至少'} {self._shown(bound)}"
        return f"{self._shown(self.low)} 至 {self._shown(self.high)}"

    def _shown(self, number: Fraction) -> str:
        if self.kind == "date":
            day = datetime.date.fromordinal(int(number))
            minutes = round((number - int(number)) * 1440)
            clock = f" {minutes // 60:02}:{minutes % 60:02}" if self.timed else ""
            return f"{day}{clock}"
        if self.kind == "duration":
            return _length_shown(number, self.unit)
        digits = _digits(number)
        if self.kind == "percentage":
            return f"{digits}%"
        if self.kind == "money" and self.unit not in ("", "CNY"):
            return f"{digits} {self.unit}"
        return digits


def same_meaning(first: Measured, second: Measured) -> bool:
    """Whether two values say the same number, day or length."""
    own, other = (first.kind, first.low, first.high), (second.kind, second.low, second.high)
    return own == other and first.unit == second.unit and first.per == second.per


def compare(operator: str, left: Measured, right: Measured) -> bool | None:
    """Whether the comparison holds; None where the intervals leave it open.

    Raises:
        Undecided: if the two cannot be compared.
    """
    left, right = _alike(left, right)
    if left.kind == "date" and not (left.timed and right.timed):
        left, right = _whole_days(left), _whole_days(right)
    if operator in ("=", "!="):
        same = _equal(left, right)
        return same if operator == "=" or same is None else not same
    if operator in (">", ">="):
        left, right = right, left
    strict = operator in ("<", ">")
    slack = 0 if strict else left.slack + right.slack
    a, b, c, d = left.low, left.high, right.low, right.high
    if b is not None and c is not None and (b < c if strict else b <= c + slack):
        return True
    if a is not None and d is not None and (a >= d if strict else a > d + slack):
        return False
    return None


def _equal(left: Measured, right: Measured) -> bool | None:
    slack = left.slack + right.slack
    if (left.high is not None and right.low is not None and left.high + slack < right.low) or (
        right.high is not None and left.low is not None and right.high + slack < left.low
    ):
        return False
    if left.exact is not None and right.exact is not None:
        return True
    # 1980-03 says nothing against 1980-03-05.
    return True if left.kind == "date" and (_within(left, right) or _within(right, left)) else None


def _within(inner: Measured, outer: Measured) -> bool:
    ends = (inner.low, inner.high, outer.low, outer.high)
    if any(end is None for end in ends):
        return False
    a, b, c, d = (end for end in ends if end is not None)
    return c <= a and b <= d


def _whole_days(date: Measured) -> Measured:
    low = None if date.low is None else Fraction(int(date.low))
    high = None if date.high is None else Fraction(int(date.high))
    return replace(date, low=low, high=high)


def difference(left: Measured, right: Measured) -> str:
    """How far two exact numbers of one kind lie apart, for a message; empty where it says nothing.

    Raises:
        Undecided: as `compare`.
    """
    left, right = _alike(left, right)
    if left.exact is None or right.exact is None or left.kind in ("date", "duration"):
        return ""
    gap = replace(left, low=abs(left.exact - right.exact), high=abs(left.exact - right.exact))
    return str(gap)


def _alike(left: Measured, right: Measured) -> tuple[Measured, Measured]:
    """Both in one unit. A bare number counts in the unit of the other."""
    if left.kind == "number" and right.kind != "number":
        left = _in_unit_of(left, right)
    elif right.kind == "number" and left.kind != "number":
        right = _in_unit_of(right, left)
    if left.kind != right.kind:
        raise Undecided(f"{KIND_WORDS[left.kind]}和{KIND_WORDS[right.kind]}不能相比或相加")
    if left.unit != right.unit:
        if left.kind == "money":
            raise Undecided(f"币种不同（{left.unit}、{right.unit}），未折算")
        if left.kind == "duration":
            raise Undecided("年月和天数不能精确折算")
        if left.unit and right.unit:
            raise Undecided(f"单位不同（{left.unit}、{right.unit}）")
    if left.per and right.per and left.per != right.per:
        raise Undecided(f"计价单位不同（{left.per}、{right.per}）")
    return left, right


def _in_unit_of(number: Measured, other: Measured) -> Measured:
    if other.kind == "date":
        raise Undecided("日期不能和数字相比或相加，请写明单位，如 30天")
    if other.scale is None:
        raise Undecided("各字段的单位不同，请给数字写明单位，如 500元")
    low, high = _scaled(number, other.scale)
    return replace(number, kind=other.kind, low=low, high=high, unit=other.unit, scale=other.scale)


def _scaled(one: Measured, factor: Fraction) -> tuple[Fraction | None, Fraction | None]:
    low = None if one.low is None else one.low * factor
    high = None if one.high is None else one.high * factor
    return (low, high) if factor >= 0 else (high, low)


def negated(one: Measured) -> Measured:
    low, high = _scaled(one, Fraction(-1))
    return replace(one, low=low, high=high, length=None)


def added(left: Measured, right: Measured, minus: bool = False) -> Measured:
    """Sum or difference; a day and a length of time give a day, two days a length.

    Raises:
        Undecided: for kinds or units that do not add.
    """
    if left.kind == "date" and right.kind == "duration":
        return _moved(left, right, minus)
    if left.kind == "duration" and right.kind == "date" and not minus:
        return _moved(right, left, minus)
    if left.kind == right.kind == "date":
        if not minus:
            raise Undecided("两个日期不能相加")
        days = added(
            replace(_whole_days(left), kind="number"), replace(_whole_days(right), kind="number"),
            minus=True,
        )  # fmt: skip
        low, high = _scaled(days, Fraction(_DAY))
        return Measured("duration", low, high, unit="s", scale=Fraction(_DAY))
    left, right = _alike(left, right)
    other = negated(right) if minus else right
    scale = left.scale if left.scale == right.scale else None
    low = None if left.low is None or other.low is None else left.low + other.low
    high = None if left.high is None or other.high is None else left.high + other.high
    slack = left.slack + left.rounding + right.slack + right.rounding
    return replace(
        left, low=low, high=high, scale=scale, length=None, rounding=Fraction(0), slack=slack
    )


def _moved(date: Measured, length: Measured, back: bool) -> Measured:
    day = date.exact
    if day is None or length.length is None:
        raise Undecided("日期或时长不确定，不能推算")
    moved = reckon(datetime.date.fromordinal(int(day)), length.length, back)
    if moved is None:
        raise Undecided("这个时长不能推算到日")
    at = Fraction(moved.toordinal())
    return Measured("date", at, at)


def multiplied(left: Measured, right: Measured) -> Measured:
    """Product; at most one factor is an amount, a length of time or a date.

    A share counts as a fraction of the other factor. Amounts are written in whole cents, so a
    product that is one may be off by half a cent.

    Raises:
        Undecided: for kinds that do not multiply.
    """
    factors = {"number": 0, "percentage": 1, "quantity": 2}
    if factors.get(left.kind, 3) < factors.get(right.kind, 3):
        left, right = right, left
    if right.kind not in factors:
        raise Undecided(f"{KIND_WORDS[left.kind]}和{KIND_WORDS[right.kind]}不能相乘")
    if left.kind == "date":
        raise Undecided("日期不能相乘")
    share = Fraction(1, 100) if right.kind == "percentage" else Fraction(1)
    ends = (left.low, left.high, right.low, right.high)
    if any(end is None for end in ends):
        low = high = None
    else:
        a, b, c, d = (end for end in ends if end is not None)
        products = [x * y * share for x in (a, b) for y in (c, d)]
        low, high = min(products), max(products)
    slack = _HALF_A_CENT if left.kind == "money" else Fraction(0)
    return replace(left, low=low, high=high, per="", length=None, slack=slack, rounding=Fraction(0))


def _digits(number: Fraction) -> str:
    return plain(number) or f"{float(number):.6g}"


def _length_shown(number: Fraction, unit: str) -> str:
    if unit == "M":
        years = number / 12
        return f"{years} 年" if years.denominator == 1 else f"{_digits(number)} 个月"
    if unit == "B":
        return f"{_digits(number)} 个工作日"
    days = number / _DAY
    return f"{days} 天" if days.denominator == 1 else f"{_digits(number / 3600)} 小时"
