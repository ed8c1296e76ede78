"""Arithmetic of lengths of time: ISO 8601 durations, exact conversion, dates reckoned from one.

Nothing is rounded: a month has no number of days here, and a working day is only itself.
"""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from .duration_forms import Length

# Two families that do not convert into each other: months, and seconds.
_MONTHS = {"Y": Fraction(12), "Q": Fraction(3), "M": Fraction(1)}
_SECONDS = {
    "W": Fraction(604_800),
    "D": Fraction(86_400),
    "h": Fraction(3_600),
    "m": Fraction(60),
    "s": Fraction(1),
    "f": Fraction(1, 1000),
}
_WORDS: dict[str, str] = {
    "Y": "年 周年 岁 周岁 年数 y yr year years",
    "Q": "季度 个季度 季",
    "M": "月 个月 月数 month months",
    "W": "周 星期 个星期 week weeks",
    "B": "工作日 个工作日 交易日 营业日 银行日 银行工作日",
    "D": "天 日 日历天 日历日 自然日 天数 day days d",
    "h": "小时 个小时 时 钟头 h hr hour hours",
    "m": "分 分钟 min minute minutes",
    "s": "秒 秒钟 s sec second seconds",
    "f": "毫秒 ms",
}
_UNIT_OF = {word: unit for unit, words in _WORDS.items() for word in words.split()}
UNIT_WORD = dict(
    zip("YQMWBDhmsf", "年 季度 个月 周 工作日 天 小时 分钟 秒 毫秒".split(), strict=True)
)
_DRESS = re.compile(r"^(?:单位|以|按)[:为 ]{0,2}|(?:计|计算|为单位)$")
_MOST_DIGITS = 6


def constraint_unit(constraint: str | None) -> str | None:
    """The unit of time that a clause of the constraint names (`天`, `单位:年`), or None."""
    for clause in re.split(r"[,，、;；]", unicodedata.normalize("NFKC", constraint or "")[:200]):
        unit = _UNIT_OF.get(_DRESS.sub("", clause.strip()).lower())
        if unit is not None:
            return unit
    return None


def in_unit(length: Length, unit: str) -> str | None:
    """The length as a plain decimal in `unit`; None where that is not exact (10个月 in years)."""
    family = next((family for family in (_MONTHS, _SECONDS) if unit in family), {unit: Fraction(1)})
    if length.vague or not all(own in family for own, _ in length.counts):
        return None
    total = sum((Fraction(count) * family[own] for own, count in length.counts), Fraction(0))
    return _decimal(total / family[unit])


def iso_duration(length: Length) -> str | None:
    """ISO 8601 (`P2Y6M`, `PT1H30M`); a count of working days alone; None where neither is exact."""
    if length.vague or not length.counts:
        return None
    if any(unit == "B" for unit, _ in length.counts):
        return in_unit(length, "B")
    if len(length.counts) == 1 and length.counts[0][0] == "W":
        weeks = _decimal(Fraction(length.counts[0][1]))
        return None if weeks is None else f"P{weeks}W"
    parts = _in_iso_units(length)
    texts = {unit: _decimal(count) for unit, count in parts.items() if count}
    # A fraction is allowed in the smallest unit only, and no fraction of a month is exact.
    if None in texts.values() or parts["M"].denominator != 1:
        return None
    if any(count.denominator != 1 for unit, count in list(parts.items()) if unit != _last(texts)):
        return None
    date = "".join(f"{texts[unit]}{unit}" for unit in "YMD" if unit in texts)
    time = "".join(f"{texts[unit]}{unit.upper()}" for unit in "hms" if unit in texts)
    if not date and not time:
        return "PT0S" if length.counts[0][0] in "hmsf" else "P0D"
    return f"P{date}T{time}" if time else f"P{date}"


def _last(texts: dict[str, str | None]) -> str:
    return [unit for unit in "YMDhms" if unit in texts][-1] if texts else ""


def _in_iso_units(length: Length) -> dict[str, Fraction]:
    parts = dict.fromkeys("YMDhms", Fraction(0))
    for unit, count in length.counts:
        amount = Fraction(count)
        if unit == "Q":
            unit, amount = "M", amount * 3
        elif unit == "W":
            unit, amount = "D", amount * 7
        elif unit == "f":
            unit, amount = "s", amount / 1000
        parts[unit] += amount
    # A broken year or hour goes into the next unit where that makes it whole: 1.5小时 is PT1H30M.
    for unit, finer, size in (("Y", "M", 12), ("h", "m", 60), ("m", "s", 60)):
        whole = parts[unit].numerator // parts[unit].denominator
        rest = (parts[unit] - whole) * size
        if rest and rest.denominator == 1:
            parts[unit] = Fraction(whole)
            parts[finer] += rest
    return parts


def _decimal(value: Fraction) -> str | None:
    scaled = value * 10**_MOST_DIGITS
    if scaled.denominator != 1:
        return None
    text = format(Decimal(scaled.numerator).scaleb(-_MOST_DIGITS), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def reckon(day: datetime.date, length: Length, back: bool = False) -> datetime.date | None:
    """The last day of a term that runs from `day`, or before it.

    Civil Code of China, articles 201 and 202: the first day does not count; a term in months or
    years ends on the corresponding day of its last month, or on that month's last day. None for
    hours, working days, broken or vague counts. Holidays (article 203) are not considered.
    """
    months, days = 0, 0
    for unit, count in length.counts:
        size = {"Y": 12, "Q": 3, "M": 1, "W": 7, "D": 1}.get(unit)
        amount = count * (size or 0)
        if size is None or length.vague or length.more or amount != int(amount):
            return None
        if unit in _MONTHS:
            months += int(amount)
        else:
            days += int(amount)
    sign = -1 if back else 1
    at = day.year * 12 + day.month - 1 + sign * months
    year, month = at // 12, at % 12 + 1
    if not 1 <= year <= 9999:
        return None
    last = calendar.monthrange(year, month)[1]
    try:
        return datetime.date(year, month, min(day.day, last)) + datetime.timedelta(sign * days)
    except OverflowError:
        return None
