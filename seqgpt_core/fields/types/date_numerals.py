"""Whole numbers as dates and durations write them: 12, 十二, 廿三, 壹拾伍, 二〇二四."""

from __future__ import annotations

import re

_DIGITS = {
    character: value
    for value, characters in enumerate(
        ("零〇Oo", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for character in characters
}
_DIGITS |= {str(value): value for value in range(10)}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TWENTY = {"廿": 20, "卅": 30}

CHINESE_DIGIT = "零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖"
CHINESE_NUMERAL = CHINESE_DIGIT + "两十百千拾佰仟廿卅"
# A month, a day, an hour, a minute: at most two digits, or `三十一`, `零叁`, `廿三`.
SMALL = rf"(?:[0-9]{{1,2}}|[{CHINESE_DIGIT}两十拾廿卅]{{1,4}})"
# A year by its digits; `二O二四` and `二0二四` are common typing.
FULL_YEAR = rf"(?:[12][0-9]{{3}}|[一二壹贰][{CHINESE_DIGIT}Oo0-9]{{3}})"

# 三四年 are three or four years; 二三年 may also be 2023, 二二年 only 2022.
NEIGHBOURS = "(?:一二|二三|三四|四五|五六|六七|七八|八九|三五)"

_ARABIC = re.compile(r"[0-9]+")


def whole_number(numeral: str) -> int | None:
    """The value of an Arabic or Chinese numeral below 10,000; None if it is not well-formed."""
    if not numeral or len(numeral) > 9:
        return None
    if _ARABIC.fullmatch(numeral):
        return int(numeral)
    if all(character in _DIGITS for character in numeral):
        return digits_in_a_row(numeral)
    total, digit, last_unit = 0, None, 10_000
    for character in numeral:
        if character in _TENS:
            unit = _TENS[character]
            # 十五 has no digit before its 十; 百 and 千 need one.
            if unit >= last_unit or (digit is None and (unit > 10 or total % 100)):
                return None
            total += (1 if digit is None else digit) * unit
            digit, last_unit = None, unit
        elif character in _TWENTY:
            if total or digit is not None:
                return None
            total, last_unit = _TWENTY[character], 10
        elif character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        else:
            return None
    return total + (digit or 0)


def digits_in_a_row(numeral: str) -> int:
    """`二〇二四` read digit by digit; every character must be a digit."""
    value = 0
    for character in numeral:
        value = value * 10 + _DIGITS[character]
    return value
