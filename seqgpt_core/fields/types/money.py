"""Amounts of money, in figures and in words, with their currency and what they are per.

Currencies are named by their ISO 4217 codes and never converted. Amounts are exact decimals in the
unit that the constraint names, in yuan where it names none.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from fractions import Fraction

from ...results.types import Check
from ..segments import SEPARATORS, split_at
from .chinese_numbers import QUALIFIER, QUALIFIER_AFTER, exact_number, narrow, plain, remarks
from .currencies import CURRENCY, currency_codes
from .money_forms import SCALE_LETTERS, Amount, amounts_in, is_clear, per_before
from .readings import Context, Reading

_SAME_PER = {
    variant: word
    for word, variants in {
        "日": "天", "平方米": "平米 m2 ㎡", "立方米": "m3", "小时": "h 时", "吨": "t",
        "千瓦时": "kWh 度", "公斤": "kg 千克",
    }.items()
    for variant in variants.split()
}  # fmt: skip
_CONSTRAINT = re.compile(
    rf"(?:单位\s?:?\s?|以)?(?P<before>{CURRENCY})?\s?"
    rf"(?P<scale>[十百千万]?[万亿]|[十百千kKwW])?(?P<after>(?:{CURRENCY}){{0,2}})"
    r"(?:\s?[/每]\s?(?P<per>\S{1,8}?))?(?:计|整)?"
)
_OPEN = re.compile(r"面议|面谈|另议|待定|待议|协商|议价|不详|未定|免费|无偿")
_VAGUE = re.compile(r"[几数好若上近过][十百千万亿]+|[十百千]几|(?<![0-9])[十百千][余多]?[万亿]")
_TAX = re.compile(r"不含(?:增值)?税|未税|除税|税前|含(?:增值)?税|税后|价税合计")
_EQUAL = re.compile(r"折合|约合|相当于|折|合|即|等值")
_NOISE = re.compile(
    rf"{QUALIFIER}|{QUALIFIER_AFTER}|{_TAX.pattern}|大写|小写|[\s()|:*,;。/=+\-整正]"
)
_MONEY_LOOK = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]{2}")
_NO_AMOUNT = re.compile(r"1[3-9][0-9]{9}|[0-9]{15,}")


@dataclass(frozen=True, slots=True)
class _Unit:
    """What a constraint asks for: a currency (None: any), a power of ten, what it is per."""

    code: str | None = None
    power: int = 0
    per: str | None = None
    given: bool = False


class MoneyType:
    """Amounts: `¥2,380.00`, `人民币贰拾叁万元整`, `20-30万元`, `1.2亿美元`, `15k/月`."""

    name = "money"

    def find(self, text: str) -> list[tuple[int, int]]:
        """Amounts with a currency, and those in 万 or 亿 where nothing else is counted."""
        folded = narrow(text)
        return [
            (amount.start, amount.end)
            for amount in amounts_in(folded)
            if amount.low is not None and is_clear(amount, folded)
        ]

    def read(self, raw: str, context: Context) -> Reading:
        """The amount that `raw` states; figures and words of one amount are compared."""
        folded = narrow(raw)
        unit = _asked_unit(context.constraint)
        amounts = _relevant(amounts_in(folded), folded)
        if not amounts:
            return _without_amount(folded)
        unreadable = next((amount for amount in amounts if amount.low is None), None)
        if unreadable is not None:
            return _unreadable(unreadable)
        amount, checks = _one_of(amounts, folded, unit)
        if amount is None:
            return Reading(None, checks)
        return _reading(amount, checks, folded, unit)


def _relevant(amounts: list[Amount], text: str) -> list[Amount]:
    """The amounts that count: with a currency, else with a scale, else one number all alone."""
    strongest = max((amount.strength for amount in amounts), default=0)
    if strongest == 0:
        if len(amounts) != 1:
            return []
        rest = text[: amounts[0].start] + text[amounts[0].end :]
        return amounts if not _NOISE.sub("", rest) else []
    strong = [amount for amount in amounts if amount.strength == strongest]
    if len(strong) == 1 and strongest == 2:
        # The same amount again without its currency: `贰拾万元整（200,000.00）`.
        twins = [
            amount
            for amount in amounts
            if amount.strength < 2
            and amount.in_words != strong[0].in_words
            and re.search(r"[(写][\s:]?$", text[max(0, amount.start - 3) : amount.start])
        ]
        return sorted(strong + twins[:1], key=lambda amount: amount.start)
    return strong


def _one_of(
    amounts: list[Amount], text: str, unit: _Unit
) -> tuple[Amount | None, tuple[Check, ...]]:
    """The one amount that several state, and the comparison of figures and words."""
    if len(amounts) == 1:
        return amounts[0], ()
    figures = [amount for amount in amounts if not amount.in_words]
    words = [amount for amount in amounts if amount.in_words]
    if len(figures) == len(words) == 1 and figures[0].high is None is words[0].high:
        return _compared(figures[0], words[0], unit)
    if len({(amount.low, amount.high, amount.codes) for amount in amounts}) == 1:
        return amounts[0], ()
    asked = [amount for amount in amounts if unit.code and amount.codes == {unit.code}]
    if len({amount.codes for amount in amounts}) > 1:
        if len(asked) == 1:
            return asked[0], ()
        between = text[amounts[0].end : amounts[1].start]
        if len(amounts) == 2 and not unit.code and _EQUAL.search(between):
            return amounts[0], ()
    return None, (Check("several", "not_applicable", f"含 {len(amounts)} 个不同金额，未归为一个"),)


def _compared(
    figures: Amount, words: Amount, unit: _Unit
) -> tuple[Amount | None, tuple[Check, ...]]:
    assert figures.low is not None and words.low is not None
    as_asked = figures.low * 10**unit.power if not figures.strength else figures.low
    if words.low in (figures.low, as_asked):
        best = figures if figures.codes else words
        codes = figures.codes | words.codes
        start, end = min(figures.start, words.start), max(figures.end, words.end)
        per = figures.per or words.per
        merged = replace(
            best, start=start, end=end, low=words.low, codes=codes, per=per, scaled=True
        )
        return merged, (Check("amount_in_words", "passed", "大小写金额一致"),)
    message = f"大写为 {plain(words.low)}，小写为 {plain(figures.low)}，不一致"
    return None, (Check("amount_in_words", "failed", message),)


def _reading(amount: Amount, checks: tuple[Check, ...], text: str, unit: _Unit) -> Reading:
    assert amount.low is not None
    if len(amount.codes) > 1:
        message = f"币种矛盾：{'、'.join(sorted(amount.codes))}"
        return Reading(None, (*checks, Check("currency", "failed", message)))
    code = next(iter(amount.codes), unit.code)
    if unit.code and code != unit.code:
        message = f"金额为 {code}，定义要求 {unit.code}"
        return Reading(None, (*checks, Check("currency", "failed", message)))
    if not amount.strength and not unit.given:
        if not _MONEY_LOOK.fullmatch(amount.number):
            return Reading(None, (*checks, Check("unit", "not_applicable", "未写单位，未换算")))
        checks = (*checks, Check("unit", "not_applicable", "未写单位，按元计"))
    if not amount.strength and _NO_AMOUNT.fullmatch(amount.number):
        return Reading(problem="像电话或证件号，不是金额")
    if code not in (None, "CNY"):
        name = "未知（比索有多国）" if code == "XXX" else code
        checks = (*checks, Check("currency", "not_applicable", f"币种 {name}，未折算"))
    per, failed = _per(amount, text, unit)
    checks = (*checks, *per, *_qualified(amount, text))
    tax = _TAX.search(text)
    if tax:
        checks = (*checks, Check("tax", "not_applicable", f"原文写“{tax[0]}”"))
    if failed:
        return Reading(None, checks)
    # A bare number stands in the unit asked for already.
    factor = Fraction(1, 10**unit.power) if amount.strength else Fraction(1)
    ends = [plain(end * factor) for end in (amount.low, amount.high) if end is not None]
    return Reading("/".join(end for end in ends if end is not None), checks)


def _per(amount: Amount, text: str, unit: _Unit) -> tuple[tuple[Check, ...], bool]:
    """What the amount is per, as a remark; failed where the constraint asks for another."""
    per = amount.per or per_before(text[max(0, amount.start - 16) : amount.start])
    if per is None:
        return (), False
    if unit.per and _same_per(per) != _same_per(unit.per):
        return (Check("per", "failed", f"原文按{per}，定义要求按{unit.per}"),), True
    return (Check("per", "not_applicable", f"每{per}"),), False


def _same_per(per: str) -> list[str]:
    """The parts of `平方米/月`, spelling variants made one."""
    parts = re.split(r"[/·.]", unicodedata.normalize("NFKC", per))
    return [_SAME_PER.get(part, part) for part in parts]


def _qualified(amount: Amount, text: str) -> tuple[Check, ...]:
    before = text[max(0, amount.start - 12) : amount.start]
    after = text[amount.end : amount.end + 12]
    checks = remarks(before, amount.number, after) or remarks(amount.before, "", "")
    # A range has both its bounds already: `30万元以上50万元以下`.
    return tuple(check for check in checks if not amount.is_range or check.name == "approximate")


def _unreadable(amount: Amount) -> Reading:
    """Why the numeral of an amount says nothing."""
    if amount.is_range:
        return Reading(None, (Check("range", "failed", "区间下限高于上限或无法读出"),))
    if "," in amount.number:
        return Reading(problem=f"数字“{amount.number[:20]}”的千位分隔不对")
    if amount.in_words:
        return Reading(None, (Check("approximate", "not_applicable", "数目不确定，未换算"),))
    return Reading(problem=f"数字“{amount.number[:20]}”无法读出")


def _without_amount(text: str) -> Reading:
    negotiable = _OPEN.search(text)
    if negotiable:
        message = f"原文写“{negotiable[0]}”，没有金额"
        return Reading(None, (Check("open_amount", "not_applicable", message),))
    if _VAGUE.search(text):
        return Reading(None, (Check("approximate", "not_applicable", "数目不确定，未换算"),))
    return Reading(problem="没有金额")


def _asked_unit(constraint: str | None) -> _Unit:
    """The unit that a clause of the constraint names (`万元`, `元/月`, `USD`); any if none does."""
    for clause in split_at(narrow(constraint or ""), SEPARATORS):
        match = _CONSTRAINT.fullmatch(clause.strip())
        if match is None or not any(match.groups()):
            continue
        codes = currency_codes(f"{match['before'] or ''} {match['after']}", None, None)
        scale = (match["scale"] or "").lower()
        scale = SCALE_LETTERS.get(scale, scale)
        # The scale word is a power of ten: 一万 says which.
        power = len(str(exact_number(f"一{scale}") or 1)) - 1
        return _Unit(next(iter(sorted(codes)), None), power, match["per"], True)
    return _Unit()
