"""Canonical values of the tokens of a clause, so that `50万元` equals `500,000.00元`.

The one place where clauses read numbers: `normalise` and `number` may be replaced by a larger
parser as long as equal values give equal texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

ValueKind = Literal["amount", "percentage", "term", "quantity", "number"]

# Longer tokens are identifiers or noise.
_LONGEST = 40
# Larger numbers would be rounded by Decimal's 28 digits.
_LARGEST = 10**20
_DIGITS = {
    **{digit: value for value, digit in enumerate("零一二三四五六七八九")},
    **{digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "〇": 0, "○": 0, "两": 2,
}  # fmt: skip
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_CHINESE = "".join([*_DIGITS, *_SMALL, *_LARGE]) + "廿卅"
_CURRENCIES = {
    "CNY": "人民币 RMB CNY ¥ ￥ 元 圆",
    "USD": "美元 美金 USD US$ $ ＄",
    "HKD": "港币 港元 HKD",
    "EUR": "欧元 EUR €",
    "JPY": "日元 JPY",
    "GBP": "英镑 GBP £",
    "AUD": "澳元",
    "SGD": "新加坡元",
}
_CURRENCY_OF = {word: code for code, words in _CURRENCIES.items() for word in words.split()}
# Unit as written: (canonical unit, how many of it).
_PERIODS = {
    **dict.fromkeys("日 天 自然日 日历日 日历天 公历日 号".split(), ("日", Decimal(1))),
    **dict.fromkeys("工作日 营业日 银行工作日".split(), ("个工作日", Decimal(1))),
    "交易日": ("个交易日", Decimal(1)),
    **dict.fromkeys("周 星期 礼拜".split(), ("日", Decimal(7))),
    "个月": ("个月", Decimal(1)),
    "季度": ("个月", Decimal(3)),
    **dict.fromkeys("年 周年 年度".split(), ("个月", Decimal(12))),
    "小时": ("小时", Decimal(1)),
    "分钟": ("分钟", Decimal(1)),
}
_SAME_MEASURE = {
    "㎡": "平方米", "m²": "平方米", "m2": "平方米", "m³": "立方米", "m3": "立方米", "kg": "公斤",
    "千克": "公斤", "t": "吨", "km": "公里", "千米": "公里", "m": "米",
}  # fmt: skip
_PERCENT = {"%": Decimal(1), "‰": Decimal("0.1")}
_PARTS = {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}

_WORDS = "|".join(sorted(map(re.escape, _CURRENCY_OF), key=len, reverse=True))
_VALUE = re.compile(
    rf"(?P<currency>{_WORDS})?(?P<sign>-)?(?P<number>[0-9][0-9.,]*|[{_CHINESE}]+(?:点[{_CHINESE}]+)?)"
    r"(?P<scale>[十百千万亿]*)(?P<unit>.*)"
)
_DATE = re.compile(
    rf"(?:([0-9]{{4}}|[{''.join(_DIGITS)}]{{4}})年)?([0-9]{{1,2}}|[{_CHINESE}]{{1,3}})月"
    rf"份?(?:([0-9]{{1,2}}|[{_CHINESE}]{{1,3}})[日号])?"
)
_NUMERIC_DATE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_CENTS = re.compile(rf"(?:元|圆)(?:([{_CHINESE}0-9]+)角)?(?:([{_CHINESE}0-9]+)分)?[整正]?")
_FRACTION = re.compile(rf"([{_CHINESE}]+)分之(.+)")
_FULL_WIDTH = str.maketrans({chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F)})


@dataclass(frozen=True, slots=True)
class Normalised:
    """A value of a token; values are equal exactly when `kind` and `text` are.

    `text` is `CNY 500000`, `5%`, `45个工作日`, `2024-03-01`, `3台`, `12`.
    """

    kind: ValueKind
    text: str


def number(text: str) -> Decimal | None:
    """The number in Arabic or Chinese numerals, or None: `1,000.5`, `伍拾万`, `二〇二四`."""
    text = "".join(text.translate(_FULL_WIDTH).split())
    if not text or len(text) > _LONGEST:
        return None
    if re.fullmatch(r"[0-9][0-9,]*(?:\.[0-9]+)?", text):
        return _bounded(Decimal(text.replace(",", "")))
    whole, point, decimals = text.partition("点")
    value = _chinese(whole)
    if value is None or not point:
        return value
    if not decimals or any(digit not in _DIGITS for digit in decimals):
        return None
    return value + Decimal("0." + "".join(str(_DIGITS[digit]) for digit in decimals))


def _chinese(text: str) -> Decimal | None:
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not text or any(character not in _CHINESE for character in text):
        return None
    if all(character in _DIGITS for character in text):
        return _bounded(Decimal("".join(str(_DIGITS[character]) for character in text)))
    if not any(character in _DIGITS or character in "十拾" for character in text):
        return None
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _SMALL:
            section += (digit or 1) * _SMALL[character]
            digit = 0
        elif _LARGE[character] == 10**8:
            total = (total + section + digit) * 10**8
            section = digit = 0
        else:
            total += (section + digit) * 10**4
            section = digit = 0
    return _bounded(Decimal(total + section + digit))


def _bounded(value: Decimal) -> Decimal | None:
    return value if value < _LARGEST else None


def normalise(token: str) -> Normalised | None:
    """The value of one token, or None where it is a word, a reference or a lone numeral."""
    text = "".join(token.translate(_FULL_WIDTH).replace("−", "-").split())
    if not text or len(text) > _LONGEST:
        return None
    if text.startswith("半"):
        return {"半年": Normalised("term", "6个月")}.get(text, Normalised("term", text))
    found = _date(text) or _fraction(text)
    if found is not None:
        return found
    match = _VALUE.fullmatch(text)
    if match is None or (len(text) == 1 and not text.isascii()):
        return None
    value = number(match["number"])
    if value is None:
        return None
    for character in match["scale"]:
        value *= _SMALL.get(character) or _LARGE[character]
    if match["sign"]:
        value = -value
    return _with_unit(value, match["currency"], match["unit"])


def _with_unit(value: Decimal, currency: str | None, unit: str) -> Normalised | None:
    cents = _CENTS.fullmatch(unit)
    if cents is not None:
        value += (number(cents[1] or "零") or 0) / Decimal(10)
        value += (number(cents[2] or "零") or 0) / Decimal(100)
        return Normalised("amount", f"{_CURRENCY_OF[currency or '元']} {_plain(value)}")
    if unit in _CURRENCY_OF or (currency and not unit):
        return Normalised("amount", f"{_CURRENCY_OF[unit or currency or '元']} {_plain(value)}")
    if unit in _PERCENT:
        return Normalised("percentage", f"{_plain(value * _PERCENT[unit])}%")
    if unit == "年" and 1900 <= value <= 2100:
        return Normalised("term", _plain(value))
    if unit == "年半":
        return Normalised("term", f"{_plain(value * 12 + 6)}个月")
    period = _PERIODS.get(unit) or _PERIODS.get(unit.removeprefix("个"))
    if period is not None:
        return Normalised("term", f"{_plain(value * period[1])}{period[0]}")
    if unit == "个百分点":
        return Normalised("percentage", f"{_plain(value)}个百分点")
    if not unit:
        return Normalised("number", _plain(value))
    return Normalised("quantity", f"{_plain(value)}{_SAME_MEASURE.get(unit, unit)}")


def _date(text: str) -> Normalised | None:
    numeric = _NUMERIC_DATE.fullmatch(text)
    if numeric is not None:
        year, month, day = numeric.groups()
        return Normalised("term", f"{year}-{int(month):02d}-{int(day):02d}")
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (None if part is None else number(part) for part in match.groups())
    if month is None:
        return None
    # Without a year as in ISO 8601: --03-01.
    written = f"{int(year):04d}-" if year is not None else "--"
    written += f"{int(month):02d}"
    return Normalised("term", written if day is None else f"{written}-{int(day):02d}")


def _fraction(text: str) -> Normalised | None:
    match = _FRACTION.fullmatch(text)
    if match is None:
        return None
    share = number(match[2])
    if share is None:
        return None
    if match[1] in _PARTS:
        return Normalised("percentage", f"{_plain(share * _PARTS[match[1]])}%")
    whole = number(match[1])
    return None if whole is None else Normalised("percentage", f"{_plain(share)}/{_plain(whole)}")


def _plain(value: Decimal) -> str:
    """Without exponent and trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
