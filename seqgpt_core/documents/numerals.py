"""Ordinals as a word processor shows them: 3 as 三, 叁, III, iii, C, ③, ㈢, ...

Format names are those of ECMA-376 part 1, 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
# First character and the last value of the runs that Unicode has ready-made.
_ENCLOSED = {
    "decimalEnclosedCircle": ("①", 20),
    "decimalEnclosedCircleChinese": ("①", 20),
    "decimalEnclosedParen": ("⑴", 20),
    "decimalEnclosedFullstop": ("⒈", 20),
    # Word shows the ideographs in round brackets, whatever the format's name says.
    "ideographEnclosedCircle": ("㈠", 10),
}
_COUNTING = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "japaneseCounting",
    }
)
_LEGAL = frozenset({"chineseLegalSimplified", "ideographLegalTraditional"})
_POSITIONAL = frozenset({"ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"})


def format_ordinal(value: int, number_format: str) -> str:
    """The number in this format; plain decimal where the format has no sign for it.

    `none` and `bullet` give an empty text.
    """
    if number_format in ("none", "bullet"):
        return ""
    if value < 1:
        return str(value)
    if number_format in _ENCLOSED:
        first, last = _ENCLOSED[number_format]
        return chr(ord(first) + value - 1) if value <= last else str(value)
    if number_format in _COUNTING:
        return chinese_ordinal(value)
    if number_format in _LEGAL:
        return _count(value, _LEGAL_DIGITS, "拾佰仟", "万") or str(value)
    if number_format in _POSITIONAL:
        return "".join("〇" if digit == "0" else _DIGITS[int(digit)] for digit in str(value))
    if number_format in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (value - 1) % 26) * min((value - 1) // 26 + 1, 50)
        return letter if number_format == "upperLetter" else letter.lower()
    if number_format in ("upperRoman", "lowerRoman"):
        return _roman(value) if number_format == "upperRoman" else _roman(value).lower()
    if number_format == "decimalZero":
        return f"{value:02d}"
    if number_format in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in str(value))
    if number_format == "ideographTraditional":
        return _STEMS[(value - 1) % len(_STEMS)]
    if number_format == "ideographZodiac":
        return _BRANCHES[(value - 1) % len(_BRANCHES)]
    return str(value)


def chinese_ordinal(value: int) -> str:
    """一, 十, 十一, 二十, 一百零一, 一万零二十; decimal from 100,000,000 on."""
    return _count(value, _DIGITS, "十百千", "万") or str(value)


def _count(value: int, digits: str, units: str, ten_thousand: str) -> str:
    """Chinese counting of 1 <= value < 10**8; empty outside."""
    if not 1 <= value < 10**8:
        return ""
    high, low = divmod(value, 10_000)
    text = _below_ten_thousand(high, digits, units) + ten_thousand if high else ""
    if low:
        text += digits[0] if high and low < 1000 else ""
        text += _below_ten_thousand(low, digits, units)
    # Ordinary counting says 十一, not 一十一; the legal digits keep their 壹.
    return text[1:] if text.startswith("一十") else text


def _below_ten_thousand(value: int, digits: str, units: str) -> str:
    text = ""
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            text += digits[digit] + (units[power - 1] if power else "")
        elif text and not text.endswith(digits[0]):
            text += digits[0]
    return text.rstrip(digits[0])


def _roman(value: int) -> str:
    if value >= 4000:
        return str(value)
    text = ""
    for amount, sign in _ROMAN:
        count, value = divmod(value, amount)
        text += sign * count
    return text
