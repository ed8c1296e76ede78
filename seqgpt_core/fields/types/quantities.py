"""Quantities: a number and its unit (`186.5平方米`, `三百余台`), or sizes (`3.2×2.1cm`)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from ...results.types import Check
from ..constraints import UNITS
from ..segments import SEPARATORS, split_at
from .chinese_numbers import (
    NUMBER,
    NUMBER_START,
    QUALIFIER,
    QUALIFIER_AFTER,
    RANGE_MARK,
    exact_number,
    interval,
    is_part,
    narrow,
    plain,
    remarks,
)
from .currencies import CURRENCY_WORD
from .measures import converted
from .readings import Context, Reading
from .unit_words import COUNTABLE, longest_word, unit_end

_NUMBER = re.compile(rf"{NUMBER_START}(?P<number>{NUMBER}|半)(?P<more>[余多])?")
_POWER_OF_TEN = re.compile(r"\s?[×x*]\s?10(?:(?:\^|\*\*)(-?[0-9]{1,2})|(⁻?[⁰¹²³⁴-⁹]{1,2}))")
_SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_RANGE = re.compile(RANGE_MARK)
_TIMES = re.compile(r"\s?[×xX*✕]\s?")
# 3个月, 2个工作日: 个 only carries the unit.
_OF_TIME = re.compile(r"个(?:月|工作日|小时|季度|学期|学年|昼夜)")
_CURRENCY = re.compile(CURRENCY_WORD)
# `5个月` is a duration and `3个百分点` a rate.
_OTHER_TYPE = re.compile(
    r"个(?:半)?(?:月|工作日|自然日|日历天|小时|星期|季度|年|百分点|基点|点|bp)|[年月日号点]|(?<=人)[员民事工均口力]|(?<=股)[票东权]"
)
# Words that count and say more besides: 三方, 一家, 五点; only `read` takes them.
_COMMON_WORDS = frozenset(
    "方 点 位 家 部 门 名 段 层 面 节 里 手 条 处 项 块 批 课 科 队 组 座 片 分 次 本 股 届 件 根 "
    "车 头".split()
)
_LONE_LETTERS = frozenset("K B b U N J r V a d y h s l".split())
_NOT_FOUND = UNITS["time"] | UNITS["share"] | frozenset("万 千 百 亿 k 栋 幢".split())
# Rates are another type.
_UNIT_WORDS = COUNTABLE - UNITS["share"]
_FEW = tuple("几数好若")
_VAGUE = re.compile(r"[几数好若上近][十百千万亿]+|[十百千]几|若干|[几数](?=[个台套件人])")
_CONSTRAINT = re.compile(r"(?:单位\s?:?\s?)?(\S{1,24})")
_NOISE = re.compile(rf"{QUALIFIER}|{QUALIFIER_AFTER}|共计|合计|总计|共|[\s()|:*,;。φΦ+]")


@dataclass(frozen=True, slots=True)
class _Quantity:
    """One quantity in a text.

    Attributes:
        start, end: the whole form with its unit.
        values: one number, the two ends of a range, or two and more sizes; None where a numeral
            says nothing.
        unit: as written, or empty.
        number: the numeral, for its `余`.
        kind: `one`, `range` or `sizes`.
    """

    start: int
    end: int
    values: tuple[Fraction, ...] | None
    unit: str
    number: str
    kind: str = "one"


class QuantityType:
    """Numbers with a unit of measure, and bare counts; durations and rates are other types."""

    name = "quantity"

    def find(self, text: str) -> list[tuple[int, int]]:
        """Quantities whose unit leaves no doubt."""
        folded = narrow(text)
        return [
            (quantity.start, quantity.end)
            for quantity in _quantities(folded)
            if quantity.values is not None and _is_clear(quantity, folded)
        ]

    def read(self, raw: str, context: Context) -> Reading:
        """The quantity that `raw` states, in the unit asked for, else in its own."""
        folded = narrow(raw)
        asked = _asked_unit(context.constraint)
        quantities = _quantities(folded)
        with_unit = [quantity for quantity in quantities if quantity.unit]
        if len(with_unit) > 1 and asked:
            fitting = [
                quantity
                for quantity in with_unit
                if _in_unit(Fraction(1), quantity.unit, asked) is not None
            ]
            with_unit = fitting or with_unit
        if len(with_unit) > 1 and not _is_restated(with_unit, folded):
            message = f"含 {len(with_unit)} 个数量，未归为一个"
            return Reading(None, (Check("several", "not_applicable", message),))
        if with_unit:
            return _reading(with_unit[0], folded, asked)
        if len(quantities) == 1:
            bare = quantities[0]
            rest = folded[: bare.start] + folded[bare.end :]
            if not _NOISE.sub("", rest):
                return _reading(bare, folded, asked)
        if _VAGUE.search(folded):
            return Reading(None, (Check("approximate", "not_applicable", "数目不确定"),))
        return Reading(problem="没有数量")


def _is_restated(quantities: list[_Quantity], text: str) -> bool:
    """Whether several are one and the same, said again in brackets: `3套（叁套）`."""
    same = len({(quantity.values, quantity.unit) for quantity in quantities}) == 1
    return same and all("(" in text[left.end : right.start] for left, right in pairwise(quantities))


def _quantities(text: str) -> list[_Quantity]:
    found: list[_Quantity] = []
    taken = 0
    for match in _NUMBER.finditer(text):
        # 第3条 is a place in an order, not three of anything.
        if match.start() < taken or text[match.start() - 1 : match.start()] == "第":
            continue
        quantity = _quantity(match, text)
        taken = quantity.end
        joined = _joined(found[-1], quantity, text) if found else None
        if joined:
            found[-1] = joined
        else:
            found.append(quantity)
    return found


def _quantity(match: re.Match[str], text: str) -> _Quantity:
    number, end = match["number"], match.end()
    start = match.start()
    value = Fraction(1, 2) if number == "半" else exact_number(number)
    few = text[start - 1 : start] in _FEW or text[end : end + 1] == "几"
    if few or is_part(text[max(0, start - 16) : start], number):
        value = None
    power = _POWER_OF_TEN.match(text, end)
    if power:
        end = power.end()
        exponent = int(power[1] or power[2].translate(_SUPERSCRIPTS))
        value = None if value is None else value * Fraction(10) ** exponent
    at = end + (text[end : end + 1] == " ")
    # 5千瓦时: the 千 belongs to the unit.
    kilo = number[-1] == "千" and match["more"] is None and longest_word(text, end - 1, _UNIT_WORDS)
    if kilo and len(kilo) > 1 and kilo[0] == "千":
        number, at = number[:-1], end - 1
        value = exact_number(number)
    elif number[-1] == "两" and len(number) > 1 and longest_word(text, at, _UNIT_WORDS) is None:
        # 三两: a weight, not the digits 3 and 2.
        number, at = number[:-1], end - 1
        value = exact_number(number)
    lead = int(text[at : at + 1] == "/" and power is not None)
    if _OF_TIME.match(text, at):
        at += 1
    if not _CURRENCY.match(text, at):
        unit_at = unit_end(text, at + lead, _UNIT_WORDS)
        end = unit_at if unit_at > at + lead else end
    unit = text[at:end] if end > at else ""
    if unit and value is not None and text[end : end + 1] == "半":
        value, end = value + Fraction(1, 2), end + 1
    if value is not None and start and text[start - 1] in "-−负" and _is_minus(text, start - 1):
        value, start = -value, start - 1
    values = None if value is None else (value,)
    return _Quantity(start, end, values, unit, number + (match["more"] or ""))


def _is_minus(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] in " \t\n:(|,=为是"


def _joined(left: _Quantity, right: _Quantity, text: str) -> _Quantity | None:
    """A range or sizes made of two neighbours; None where they are two quantities."""
    if right.start - left.end > 4 or left.values is None or right.values is None:
        return None
    both = replace(right, start=left.start, number=left.number + right.number)
    if _TIMES.fullmatch(text, left.end, right.start) and left.kind != "range":
        if left.unit and right.unit and left.unit != right.unit:
            return None
        values = (*left.values, *right.values)
        return replace(both, values=values, kind="sizes", unit=right.unit or left.unit)
    if text[left.end : right.start] == "/" and right.unit and not left.unit:
        # Blood pressure: 120/80mmHg.
        return replace(both, values=(*left.values, *right.values), kind="pair")
    if left.kind == right.kind == "one" and _RANGE.fullmatch(text, left.end, right.start):
        if not right.unit or (left.unit and left.unit != right.unit):
            return None
        ends = interval(left.number, right.number, bool(left.unit))
        return replace(both, values=ends, kind="range")
    return None


def _is_clear(quantity: _Quantity, text: str) -> bool:
    unit = quantity.unit
    if not unit or unit.split("/")[0] in _NOT_FOUND or unit in _LONE_LETTERS:
        return False
    before = text[quantity.start - 1 : quantity.start]
    if before.isascii() and before.isalnum():
        return False
    if _OTHER_TYPE.match(text, quantity.end - (unit == "个")):
        return False
    in_words = not any(character.isdecimal() for character in quantity.number)
    if unit in _COMMON_WORDS or (unit == "个" and in_words):
        # 三方, 两位, 一个: said of everything.
        # `16.2 本协议` is a clause, 3点 an hour, 六次会议 one of six.
        whole = "." not in quantity.number and " " not in text[quantity.start : quantity.end]
        return whole and not in_words and unit not in ("点", "方", "分")
    return not (in_words and quantity.number in ("一", "万", "十"))


def _reading(quantity: _Quantity, text: str, asked: str | None) -> Reading:
    if quantity.values is None:
        if quantity.kind == "range":
            return Reading(None, (Check("range", "failed", "区间下限高于上限或无法读出"),))
        if any(character.isdecimal() for character in quantity.number):
            return Reading(problem=f"数字“{quantity.number[:20]}”无法读出")
        return Reading(None, (Check("approximate", "not_applicable", "数目不确定"),))
    before = text[max(0, quantity.start - 12) : quantity.start]
    checks = list(remarks(before, quantity.number, text[quantity.end : quantity.end + 12]))
    values: list[Fraction] = list(quantity.values)
    if asked and quantity.unit:
        changed = [_in_unit(value, quantity.unit, asked) for value in values]
        values = [value for value in changed if value is not None]
        if len(values) < len(changed):
            message = f"{quantity.unit} 不能换算为 {asked}"
            return Reading(None, (*checks, Check("unit", "failed", message)))
    elif asked and asked[0] not in "×x*" and not quantity.unit:
        values = _bare(quantity, asked)
    elif quantity.unit:
        checks.append(Check("unit", "not_applicable", f"单位 {quantity.unit}"))
    if quantity.kind == "sizes":
        checks.append(Check("sizes", "not_applicable", f"{len(values)} 个尺寸"))
    digits = [plain(value) for value in values]
    known = [value for value in digits if value is not None]
    if len(known) < len(digits):
        message = f"换算为 {asked} 除不尽" if asked else "数值太小，未写成小数"
        return Reading(None, (*checks, Check("unit", "failed", message)))
    return Reading(("×" if quantity.kind == "sizes" else "/").join(known), tuple(checks))


def _in_unit(value: Fraction, written: str, asked: str) -> Fraction | None:
    """As `converted`; where 台/套 leaves the measure word open, either one will do."""
    choices = asked.split("/")
    if len(choices) == 2 and written in choices and UNITS["count"].issuperset(choices):
        return value
    return converted(value, written, asked)


def _bare(quantity: _Quantity, asked: str) -> list[Fraction]:
    """A bare number is in the unit asked for already, unless it names a scale (`3万`)."""
    assert quantity.values is not None
    scaled = re.search("[千仟万萬亿億]", quantity.number) is not None
    factor = converted(Fraction(1), "个", asked) if scaled else None
    return [value * (1 if factor is None else factor) for value in quantity.values]


def _asked_unit(constraint: str | None) -> str | None:
    """The unit that a clause of the constraint names (`万台`, `mg/kg`, `×10^9/L`)."""
    for clause in split_at(narrow(constraint or ""), SEPARATORS):
        match = _CONSTRAINT.fullmatch(clause.strip())
        if match and converted(Fraction(1), match[1], match[1]) is not None:
            return unicodedata.normalize("NFKC", match[1]) if "⁻" not in match[1] else match[1]
    return None
