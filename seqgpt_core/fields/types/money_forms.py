"""Where amounts of money stand in a text, and what their figures and words say.

`¥2,380.00元`, `人民币（大写）贰拾叁万元整`, `20-30万元/年`: a numeral with what stands around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from .chinese_numbers import (
    DIGITS,
    NUMBER,
    NUMBER_START,
    QUALIFIER,
    RANGE_MARK,
    exact_number,
    interval,
    is_part,
)
from .currencies import CURRENCY_PREFIX, CURRENCY_WORD, currency_codes
from .unit_words import COUNTABLE, longest_word, unit_end

_PER_WORDS = COUNTABLE | frozenset("生 桌 餐 幅 道".split())
_PIECES = frozenset(
    "张 台 套 平 平米 平方米 吨 斤 公斤 辆 件 盒 瓶 箱 株 棵 头 只 桌 间 本 学期".split()
)

_NUMBER = re.compile(rf"{NUMBER_START}(?P<number>{NUMBER})(?P<more>[余多])?")
_BEFORE = re.compile(
    rf"(?P<prefix>(?:(?:(?<![A-Za-z]){CURRENCY_PREFIX}|(?<=[A-Z])[$¥])[\s:]{{0,2}}){{1,3}})"
    rf"(?P<between>(?:(?:\(?(?:大写|小写)(?:金额)?\)?|{QUALIFIER}|共?计|合计|总计|为)[\s:]{{0,2}}){{0,3}})"
    r"(?P<sign>[-−负]\s?)?$"
)
_CENTS = rf"零?(?:(?P<jiao>[0-9{DIGITS}])[角毛])?零?(?:(?P<fen>[0-9{DIGITS}])分(?!之))?"
_AFTER = re.compile(
    r"(?P<letter>\s?(?:[kKwW]|M|[mM]illion|[bB]illion|mln|bn)(?![A-Za-z0-9]))?"
    rf"(?P<unit>\s?(?:{CURRENCY_WORD}|分钱|[角毛](?![落色度形逐孔发衣巾]))(?![A-Za-z]))?"
    rf"(?:(?<=[元圆圓块]){_CENTS})?(?P<name>\s?(?:\((?:{CURRENCY_WORD})\)|(?:{CURRENCY_WORD})(?![A-Za-z])))?"
    r"(?P<end>\s?(?:整数?|正(?![常式在确规])))?"
)
_PER_MARK = re.compile(r"\s?([/每一])\s?")
# `二元方程`, `一元化`: 元 that counts no money.
_NO_MONEY = re.compile(r"[化论素件旦老首帅宵方次函]|[一二三]次")
_UNCOUNTED = re.compile(r"(?!\s?[A-Za-z㎡㎥%‰])")
_RANGE = re.compile(rf"(?:\(不?含\))?{RANGE_MARK}|(?:\(含\)|及)?以上(?:[至到、,]|不足)?\s?")
_UP_TO = re.compile(r"(?:\(不?含\)|及)?(?:以下|以内|之内)")
_EACH = re.compile(r"每\s?(\S{1,10})$")
_PAY = re.compile(
    r"(?<![0-9一二三四五六七八九十])([年月周日时])(?:薪|工资|租金?|费)[^0-9,。;]{0,4}$"
)
_SALARY = re.compile(r"(?:薪资?|工资|薪酬|待遇|月入|收入|底薪)[\s:为约]{0,3}$")
_OTHER_SUBJECT = re.compile(
    r"(?:人口|人数|户数|用户|面积|产量|销量|产能|股本|阅读量?|点击量?|粉丝|里程)[^0-9,。;、]{0,4}$"
)
SCALE_LETTERS = {
    "k": "千",
    "w": "万",
    "m": "百万",
    "mln": "百万",
    "million": "百万",
    "bn": "十亿",
    "billion": "十亿",
}
_ONLY_UNITS = re.compile(r"[十拾百佰千仟万萬亿億]+")
# A capital, then a character that is no numeral (a slip or a scanning error), then this numeral.
_BROKEN = re.compile(r"[壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟][㐀-鿿]$")
_JOINTS = "元圆圓角分整正和与及或写"


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount or range in a text.

    Attributes:
        start, end: the whole form, from the currency to what it is per.
        low, high: in whole units of the currency; `low` is None where the numeral says nothing,
            `high` is None unless it is a range.
        codes: the currency named; two or more where the words around it contradict each other.
        number: the numeral; `left-right` for a range.
        before: words between the currency and the number (`人民币约`).
        per: the word after the slash (`月`), or None.
        scaled: whether the numeral names a scale (万) or is said to be an amount in words.
        letter: whether the scale is a letter, `15k`.
        prefixed, own_unit: whether a currency stands before it, and a unit after it.
    """

    start: int
    end: int
    low: Fraction | None
    high: Fraction | None
    codes: frozenset[str]
    number: str
    before: str
    per: str | None
    scaled: bool
    letter: bool
    prefixed: bool
    own_unit: str

    @property
    def strength(self) -> int:
        """2 with a currency, 1 with a scale such as 万, 0 for a bare number."""
        return 2 if self.codes else int(self.scaled)

    @property
    def in_words(self) -> bool:
        return not any(character.isdecimal() for character in self.number)

    @property
    def is_range(self) -> bool:
        return "-" in self.number


def amounts_in(text: str) -> list[Amount]:
    """Every number of the text as an amount; neighbours with a range mark between them joined."""
    found: list[Amount] = []
    taken = 0
    for match in _NUMBER.finditer(text):
        if match.start() < taken:
            continue
        amount = _amount(match, text, taken)
        if amount is None:
            continue
        taken = amount.end
        gap = _RANGE.fullmatch(text, found[-1].end, amount.start) if found else None
        if gap and ("以上" not in gap[0] or _UP_TO.match(text, amount.end)):
            joined = _range(found[-1], amount, text)
            if joined is not None:
                found[-1] = joined
                continue
        found.append(amount)
    return found


def _amount(match: re.Match[str], text: str, taken: int) -> Amount | None:
    """The amount around a number; None for a number that is the tail of a code (`A500`)."""
    at = match.start()
    before = _BEFORE.search(text, max(taken, at - 32), at)
    if before is None and text[at - 1 : at].isascii() and text[at - 1 : at].isalpha():
        return None
    after = _AFTER.match(text, match.end())
    assert after is not None
    letter = SCALE_LETTERS.get((after["letter"] or "").strip().lower(), "")
    if letter not in ("千", "万") and before is None and after["unit"] is None:
        # 5M is a size of data unless a currency says that it is millions.
        letter = ""
    number = match["number"] + letter
    value = None if _is_broken(number, text[max(0, at - 16) : at]) else exact_number(number)
    # `万元` of a heading, and `　拾　元` of a form to fill in, hold no number.
    if _ONLY_UNITS.fullmatch(number) and (
        value is None or text[match.end() : match.end() + 1] == " "
    ):
        return None
    unit = (after["unit"] or "").strip()
    if value is not None:
        value /= {"角": 10, "毛": 10, "分钱": 100}.get(unit, 1)
        value += _cents(after["jiao"], 10) + _cents(after["fen"], 100)
    start = before.start() if before else at
    negative = before is not None and before["sign"] is not None
    if not negative and _is_minus(text, start - 1, taken):
        negative, start = True, start - 1
    if value is not None and (negative or (not before and _is_bracketed(match, text))):
        value = -value
    per, end = _per_after(text, after.end())
    between = before["between"] if before else ""
    return Amount(
        start,
        end,
        value,
        None,
        currency_codes(before["prefix"] if before else "", after["unit"], after["name"]),
        number + (match["more"] or ""),
        between,
        per,
        bool(letter) or "大写" in between or bool(re.search("[百佰千仟万萬亿億]", number)),
        bool(letter),
        before is not None,
        unit,
    )


def _is_broken(number: str, before: str) -> bool:
    """Whether the numeral is only the end of one: `几十万`, or capitals with a wrong character."""
    if before[-1:] in tuple("几数好若") and _ONLY_UNITS.match(number):
        return True
    if is_part(before, number):
        return True
    return _BROKEN.search(before) is not None and before[-1] not in _JOINTS


def _cents(digit: str | None, parts: int) -> Fraction:
    return (exact_number(digit) or Fraction(0)) / parts if digit else Fraction(0)


def _is_minus(text: str, at: int, taken: int) -> bool:
    """Whether a hyphen is a minus: not between two things, as in `20万-30万` or `A-5`."""
    if at < taken or text[at] not in "-−负":
        return False
    return at == 0 or text[at - 1] in " \t\n:(|,=为是"


def _is_bracketed(match: re.Match[str], text: str) -> bool:
    """Accounting brackets: `(1,234.56)` is negative; a currency inside makes them plain ones."""
    brackets = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return brackets == ("(", ")") and len(text.strip()) == len(match[0]) + 2


def _per_after(text: str, end: int) -> tuple[str | None, int]:
    """What follows as `/月`, `每人`, `一张`, and where it ends."""
    mark = _PER_MARK.match(text, end)
    if mark is None:
        return None, end
    at = unit_end(text, mark.end(), _PIECES if mark[1] == "一" else _PER_WORDS)
    return (text[mark.end() : at], at) if at > mark.end() else (None, end)


def _range(left: Amount, right: Amount, text: str) -> Amount | None:
    """`20-30万元` as one amount; None where the two are no range."""
    if left.is_range or right.prefixed > left.prefixed or right.strength < left.strength == 1:
        return None
    if not right.strength and not left.prefixed:
        # Bare numbers are a range only where they are all there is, and 03-05 is a date.
        alone = left.start < 8 and len(text) - right.end < 8
        alone = alone and not (text[: left.start] + text[right.end :]).strip()
        if left.strength or not alone or left.number.startswith("0"):
            return None
    if not left.strength and text[left.start - 1 : left.start] in ("-", "/", "."):
        return None
    low, high = left.low, right.low
    if low is not None and high is not None and not left.own_unit:
        low, high = interval(left.number, right.number, left.letter) or (None, None)
    elif low is not None and high is not None and low > high:
        low = high = None
    return replace(
        right,
        start=left.start,
        low=low,
        high=high,
        codes=left.codes | right.codes,
        number=f"{left.number}-{right.number}",
        before=left.before,
        prefixed=left.prefixed,
        own_unit=left.own_unit or right.own_unit,
    )


def is_clear(amount: Amount, text: str) -> bool:
    """Whether `find` may propose it: money beyond doubt where nothing is known of the field."""
    if amount.codes:
        small = amount.own_unit in ("角", "毛", "分钱") and not amount.prefixed
        word = amount.in_words and len(amount.number) == 1 and _NO_MONEY.match(text, amount.end)
        # `人民币六个月贷款利率`: a lone word after a currency counts something else.
        bare = amount.in_words and not amount.scaled and not amount.own_unit
        return not (small or word or bare)
    if amount.letter:
        salary = _SALARY.search(text[max(0, amount.start - 8) : amount.start])
        return bool(amount.is_range or amount.per or salary)
    if _OTHER_SUBJECT.search(text[max(0, amount.start - 8) : amount.start]):
        return False
    if amount.number[-1] == "千" and amount.per:
        return True
    if amount.number[-1] not in "万萬亿億" or _UNCOUNTED.match(text, amount.end) is None:
        return False
    return longest_word(text, amount.end, COUNTABLE) is None


def per_before(before: str) -> str | None:
    """What an amount is per by the words before it: `每平方米`, `月薪`."""
    at = before.rfind("每")
    if at >= 0:
        word = longest_word(before, at + 1, _PER_WORDS)
        rest = before[at + 1 + len(word) :] if word else ""
        if word and len(rest) <= 6 and not re.search("[0-9,。;、]", rest):
            return word
    pay = _PAY.search(before)
    return pay[1] if pay else None
