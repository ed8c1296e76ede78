"""Lengths of time in Chinese and English writing: 两年六个月, 36个月, 45个工作日, 3h20min.

Every pattern works on folded text (`folded.fold`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from .date_numerals import CHINESE_DIGIT, CHINESE_NUMERAL, NEIGHBOURS, whole_number

# Unit -> what texts call it; longer names first.
_NAMES: dict[str, str] = {
    "Y": r"个?周年|年(?![级代度报薪利化均货糕龄检])|周?岁(?![月])|years?(?![a-z])|yrs?(?![a-z])",
    "Q": r"个?季度",
    "M": r"个[ ]?月|months?(?![a-z])|mos?(?![a-z])",
    "W": r"周(?![年岁一二三四五六日边转围末期长])|个?星期(?![一二三四五六日天])"
    r"|weeks?(?![a-z])|wks?(?![a-z])",
    "B": r"个?(?:工作日|交易日|营业日|银行日|working[ ]days?|business[ ]days?)",
    "D": r"个?(?:日历天|日历日|自然日|公历日)|天(?![然津河府猫平])"
    r"|日(?![元本均常报语文程期志照用])|昼夜|days?(?![a-z])|(?-i:d)(?![A-Za-z])",
    "h": r"个?(?:小时|钟头)|hours?(?![a-z])|hrs?(?![a-z])|(?-i:h)(?![A-Za-z])"
    r"|(?-i:H)(?![A-Za-z0-9])",
    "m": r"分钟|分(?![之店公部红别期支类散数级包项销值])|mins?(?![a-z])",
    "s": r"秒钟?|seconds?(?![a-z])|secs?(?![a-z])|(?-i:s)(?![A-Za-z])",
    "f": r"毫秒|ms(?![A-Za-z])",
}
_UNIT = "(?:" + "|".join(_NAMES.values()) + ")"
_IS_UNIT = {unit: re.compile(names, re.IGNORECASE) for unit, names in _NAMES.items()}
_S = r"[ ]{0,2}"
_NUMBER = (
    r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,6})(?:\.[0-9]{1,6})?"
    rf"|[{CHINESE_NUMERAL}半]{{1,8}}|[数几]十?"
)
_PIECE = rf"(?:{_NUMBER}){_S}(?:[余多]{_S})?(?:个半{_S}(?:月|小时|星期|季度|钟头)|{_UNIT}半?)"
_TO = r"[ ]?(?:[-—~]|至|到)[ ]?"
_FORM = re.compile(
    rf"(?P<range>(?P<low>{_NUMBER}){_S}(?P<low_unit>{_UNIT})?{_TO}(?P<high>{_NUMBER}){_S}(?P<range_unit>{_UNIT}))"
    rf"|(?P<pieces>{_PIECE}(?:{_S}[零又]?{_S}{_PIECE}){{0,4}})",
    re.IGNORECASE,
)
_ONE_PIECE = re.compile(
    rf"(?P<number>{_NUMBER}){_S}(?P<more>[余多])?{_S}"
    rf"(?:(?P<split_half>个半){_S}(?P<split_unit>月|小时|星期|季度|钟头)|(?P<unit>{_UNIT})(?P<half>半)?)",
    re.IGNORECASE,
)
_ARABIC = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
# `三五天` and `两三个月` are guesses of the writer, not thirty-five days.
_SPOKEN_YEAR = re.compile(rf"(?!{NEIGHBOURS})[{CHINESE_DIGIT}]{{2}}[ ]?年(?!半)")
_CHINESE_DIGITS = re.compile(r"[一二三四五六七八九两]{2,}")
_FINER = "YQMWBDhmsf"


@dataclass(frozen=True, slots=True)
class Length:
    """One length of time: counts by unit (Y Q M W B D h m s, B working days, f milliseconds).

    Attributes:
        more: a little more than that (`十余年`).
        vague: nothing exact can be said (`几天`, `半个月`, `三五天`).
    """

    counts: tuple[tuple[str, Decimal], ...]
    more: bool = False
    vague: bool = False


@dataclass(frozen=True, slots=True)
class DurationForm:
    """A length, or a range from `length` to `high`, at `start:end` of a folded text."""

    start: int
    end: int
    length: Length
    high: Length | None = None


def duration_forms(text: str) -> list[DurationForm]:
    """Lengths of time in folded text, ascending, without overlaps. Says nothing yet about
    calendar dates: `2024年` reads as 2024 years here."""
    forms = []
    for match in _FORM.finditer(text):
        if not _stands_alone(text, match.start()) or _SPOKEN_YEAR.match(text, match.start()):
            continue
        form = _read(match)
        if form is not None:
            forms.append(form)
    return forms


def _stands_alone(text: str, start: int) -> bool:
    before = text[max(0, start - 2) : start]
    last = before[-1:]
    if (
        last in ("第", ".", ",")
        and before != ","
        and not (last == "," and not before[:1].isdigit())
    ):
        return False
    if last.isascii() and last.isalnum():
        return False
    # `1-30日` and `A-3天` are cut pieces of something longer; a sign before words is a dash.
    return not (last in ("-", "/", "_") and before[:1].isascii() and before[:1].isalnum())


def _read(match: re.Match[str]) -> DurationForm | None:
    if match["range"]:
        # `80–89分` are scores.
        if match["range"].endswith("分"):
            return None
        unit = _unit(match["range_unit"])
        low_unit = _unit(match["low_unit"]) if match["low_unit"] else unit
        low, high = _number(match["low"]), _number(match["high"])
        if low is not None and high is not None and low_unit == unit and low >= high:
            return None
        lengths = (
            Length(((own, number or Decimal(0)),), vague=number is None)
            for own, number in ((low_unit, low), (unit, high))
        )
        return DurationForm(match.start(), match.end(), *lengths)
    counts: list[tuple[str, Decimal]] = []
    more = vague = False
    end = match.start()
    for piece in _ONE_PIECE.finditer(match["pieces"]):
        unit = _unit(piece["unit"] or piece["split_unit"].replace("月", "个月"))
        number = _number(piece["number"])
        if counts and _FINER.index(unit) <= _FINER.index(counts[-1][0]):
            break
        halved = bool(piece["half"] or piece["split_half"])
        # Half a month has no number of days, and half a day may mean a morning's work.
        if number is None or (unit in "MDB" and (halved or piece["number"] == "半")):
            vague, number = True, Decimal(0)
        if halved:
            number += Decimal("0.5")
        more = more or bool(piece["more"])
        counts.append((unit, number))
        end = match.start() + piece.end()
    if not counts:
        return None
    # `3分` alone is a score; a minute says so (分钟) or follows hours.
    if len(counts) == 1 and counts[0][0] == "m" and match["pieces"].rstrip().endswith("分"):
        return None
    return DurationForm(match.start(), end, Length(tuple(counts), more, vague))


def _unit(name: str) -> str:
    return next(unit for unit, names in _IS_UNIT.items() if names.match(name))


def _number(numeral: str) -> Decimal | None:
    """The value, or None where it is no certain number (`几`, `三五`)."""
    if _ARABIC.fullmatch(numeral):
        return Decimal(numeral.replace(",", ""))
    if numeral == "半":
        return Decimal("0.5")
    if _CHINESE_DIGITS.fullmatch(numeral):
        return None
    value = whole_number(numeral)
    return None if value is None else Decimal(value)
