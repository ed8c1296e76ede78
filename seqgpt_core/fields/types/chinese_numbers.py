"""Numbers as Chinese business text writes them: numerals, ranges, and words of approximation.

Arabic (`1,200.50`), everyday (`三万五`), financial capitals (`贰拾叁万捌仟`), and mixtures (`3万5`,
`18万5千`, `1.2亿`). Everything is exact: fractions inside, a terminating decimal outside.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from ...results.types import Check

_CAPITALS = str.maketrans(
    "壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟萬億两兩〇○", "一二二三三三四五六六七八九十百千万亿二二零零"
)
_FORMAL = frozenset("壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟")
DIGITS = "〇○零一二两兩三四五六七八九壹贰貳叁參叄肆伍陆陸柒捌玖"
_UNITS = "十拾百佰千仟万萬亿億"
_CHINESE = DIGITS + _UNITS + "廿卅"
_VALUES = {digit: at for at, digit in enumerate("零一二三四五六七八九")}

_ARABIC_RUN = r"[0-9]++(?:[.,][0-9]++)*+"
_CHINESE_RUN = rf"(?:[{_CHINESE}]|点(?=[{DIGITS}])){{1,40}}+"
_RUN = rf"(?:{_ARABIC_RUN}|{_CHINESE_RUN})"
# Atomic and bounded, so that no text makes it try a run of digits twice.
NUMBER = rf"(?>{_RUN}(?:\s?(?:[余多来]|个(?=[亿億]))?\s?[{_UNITS}]{{1,3}}+{_RUN}?){{0,4}}+)"
# Where a number may begin: not within another one, and not after a bare decimal point.
NUMBER_START = r"(?<![0-9.])(?<![0-9],)"
RANGE_MARK = r"\s?(?:[-−–~]|—{1,2}|--|至|到)\s?"

_ARABIC = re.compile(r"(?:[0-9]{1,30}|[0-9]{1,3}(?:,[0-9]{3}){1,9})(?:\.[0-9]{1,20})?")
_ONE_DIGIT = r"(?:[0-9]{1,30}(?:\.[0-9]{1,20})?|[零一二三四五六七八九])"
_SECTION = re.compile(
    rf"(?:({_ONE_DIGIT})千)?零?(?:({_ONE_DIGIT})百)?零?(?:({_ONE_DIGIT})?(十))?零?({_ONE_DIGIT})?"
)
_DIVIDED = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:[ '’][0-9]{3}){0,3}[ '’]$")
_GROUP = re.compile(r"[0-9]{3}(?![0-9])")
_BIG_TAIL = re.compile(r"[万亿]+$")
_ANY_TAIL = re.compile(r"[十百千万亿]+$")

# What words before or after a number say of it, by the name of the remark. A lower bound is tried
# first: `不低于` must not be read as `低于`.
_BEFORE_WORDS = {
    "lower_bound": "不得?(?:低于|少于|小于)|至少|最少|最低|起码|下限|大于|高于|多于|超过?|逾|>=?|≥",
    "upper_bound": "不得?(?:超过|高于|多于|大于)|未超过|未达到?|最多|最高|至多|上限|小于|低于|少于|"
    "不到|不足|不满|<=?|≤",
    "approximate": "大约|约莫|大概|大致|接近|将近|差不多|(?<![合签协预节违公契条制])约|(?<!最)近",
}
_AFTER_WORDS = {
    "lower_bound": r"(?:及|\(不?含\))?以上|起(?![诉草])|\+(?![0-9])",
    "upper_bound": r"(?:及|\(不?含\))?以[下内]|之内|内(?![部容外地蒙资])|封顶|为限",
    "approximate": "左右|上下",
}
QUALIFIER = f"(?:{'|'.join(_BEFORE_WORDS.values())})"
QUALIFIER_AFTER = f"(?:{'|'.join(_AFTER_WORDS.values())})"


def _named(words: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in words.items()))


_BEFORE_PARTS = _named(_BEFORE_WORDS)
_AFTER_PARTS = _named(_AFTER_WORDS)
_BEFORE = re.compile(rf"(?:{QUALIFIER}(?:为|合|是|达)?[\s:]{{0,2}}){{1,3}}$")
_AFTER = re.compile(rf"[\s)]{{0,2}}{QUALIFIER_AFTER}")


def narrow(text: str) -> str:
    """The text with full-width forms made narrow; every code point keeps its place.

    Only mappings of one character to one are made (`￥` `％` `３`), so offsets stay true. Numbers
    in circles and superscripts are left alone: `①500元` is not 1500, nor is `10³` 103.
    """
    if text.isascii():
        return text
    table = {
        ord(character): plain_form
        for character in set(text)
        if len(plain_form := unicodedata.normalize("NFKC", character)) == 1
        and plain_form != character
        and unicodedata.category(character) != "No"
        and not unicodedata.decomposition(character).startswith(("<super>", "<sub>"))
    }
    return text.translate(table)


def read_number(text: str) -> Decimal | None:
    """The number that the whole text writes, or None if it writes none or more than one.

    `三万五` and `3万5` are 35000 (speech leaves the last unit out); in capitals, where nothing may
    be left out, `叁万伍` is a slip of the pen and None, and so is `三四百`, which is no one number.
    """
    number = exact_number(text)
    if number is None:
        return None
    digits = plain(number)
    return None if digits is None else Decimal(digits)


def exact_number(text: str) -> Fraction | None:
    """As `read_number`; a trailing or inner `余` or `多` (`三百余`, `100多万`) is passed over."""
    if len(text) > 120:
        return None
    compact = "".join(narrow(text).split())
    if any(character in compact for character in "余多来个"):
        compact = re.sub(rf"[余多](?=[{_UNITS}]|$)|来(?=[{_UNITS}])|个(?=[亿億])", "", compact)
    formal = any(character in _FORMAL for character in compact)
    common = compact.translate(_CAPITALS).replace("廿", "二十").replace("卅", "三十")
    sign = -1 if common[:1] in ("-", "−", "负") else 1
    number = _whole(common[1:] if sign < 0 else common, formal)
    return None if number is None else sign * number


def _whole(text: str, formal: bool) -> Fraction | None:
    for unit, power in (("亿", 8), ("万", 4)):
        head, mark, tail = text.rpartition(unit)
        if mark:
            return None if unit in head else _scaled(head, tail, power, formal)
    return _section(text, formal)


def _scaled(head: str, tail: str, power: int, formal: bool) -> Fraction | None:
    left = _whole(head, formal)
    if not left:
        return None
    if not tail:
        return left * Fraction(10) ** power
    if left.denominator != 1:
        return None
    if len(tail) == 1 and tail not in "零0":
        digit = _section(tail, formal)
        if digit is None or formal:
            return None
        return left * Fraction(10) ** power + digit * Fraction(10) ** (power - 1)
    right = _whole(tail.removeprefix("零"), formal)
    if right is None or right >= Fraction(10) ** power:
        return None
    return left * Fraction(10) ** power + right


def _section(text: str, formal: bool) -> Fraction | None:
    """A number below 10,000 in characters, or one of any size in Arabic digits."""
    if not text:
        return None
    if _ARABIC.fullmatch(text):
        return Fraction(text.replace(",", ""))
    whole, point, decimals = text.partition("点")
    if point:
        integer = _section(whole, formal)
        if integer is None or not decimals or any(digit not in _VALUES for digit in decimals):
            return None
        return integer + Fraction(_positional(decimals), 10 ** len(decimals))
    if all(character in _VALUES for character in text):
        if len(text) == 2 and _VALUES[text[1]] == _VALUES[text[0]] + 1 and text[0] != "零":
            return None
        return Fraction(_positional(text))
    match = _SECTION.fullmatch(text)
    if match is None or text.endswith("零"):
        return None
    thousands, hundreds, tens, ten, ones = match.groups()
    zero = ones and text.removesuffix(ones).endswith("零")
    total = _digit(thousands) * 1000 + _digit(hundreds) * 100
    total += _digit(tens or "一") * 10 if ten else 0
    if ones and not zero and not ten:
        if formal:
            return None
        return total + _digit(ones) * (10 if hundreds else 100)
    return total + _digit(ones)


def _positional(digits: str) -> int:
    return int("".join(str(_VALUES[digit]) for digit in digits))


def _digit(text: str | None) -> Fraction:
    if not text:
        return Fraction(0)
    return Fraction(_VALUES[text]) if text in _VALUES else Fraction(text)


def is_part(before: str, number: str) -> bool:
    """Whether a numeral is only the end of one that blanks or apostrophes divide (`1 200 000`).

    Args:
        before: some text up to the numeral, folded.
    """
    return _DIVIDED.search(before[-16:]) is not None and _GROUP.match(number) is not None


def plain(number: Fraction) -> str | None:
    """A plain decimal without exponent or trailing zeros; None where the decimals never end."""
    places = next((n for n in range(80) if 10**n % number.denominator == 0), None)
    if places is None:
        return None
    scaled = abs(number.numerator) * 10**places // number.denominator
    digits = str(scaled).rjust(places + 1, "0")
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def interval(left: str, right: str, own_unit: bool = False) -> tuple[Fraction, Fraction] | None:
    """Both ends of a range whose left end may borrow the right one's scale.

    `20` and `30万` are 200000 and 300000; `8000` and `1.2万` are 8000 and 12000.

    Args:
        left, right: the two numerals.
        own_unit: whether the left numeral has a unit of its own, and so borrows nothing.
    """
    high = exact_number(right)
    if high is None:
        return None
    common = "".join(right.split()).translate(_CAPITALS)
    candidates = [left]
    if not own_unit and not any(unit in left for unit in "万萬亿億"):
        tail = _BIG_TAIL.search(common)
        if len(left) == 1 or left.isascii():
            tail = _ANY_TAIL.search(common) or tail
        if tail:
            candidates.insert(0, left + tail[0])
    for candidate in candidates:
        low = exact_number(candidate)
        # A left end a thousand times smaller borrowed nothing and meant something else.
        if low is not None and low <= high and (own_unit or low * 1000 >= high or low <= 0):
            return low, high
    return None


def remarks(before: str, number: str, after: str) -> tuple[Check, ...]:
    """What the words around a number say about it: about, at most, at least.

    Args:
        before: text up to the number (currency words taken out), folded.
        number: the numeral, for an inner `余` or `多`.
        after: text from the end of the number and its unit on, folded.
    """
    words: dict[str, str] = {}
    sides = (
        (_BEFORE.search(before[-12:]), _BEFORE_PARTS),
        (_AFTER.match(after), _AFTER_PARTS),
    )
    for match, parts in sides:
        for part in parts.finditer(match[0]) if match else ():
            words.setdefault(part.lastgroup or "", part[0])
    more = re.search("[余多来]", number)
    if more:
        words.setdefault("approximate", more[0])
    return tuple(Check(name, "not_applicable", f"原文写“{word}”") for name, word in words.items())
