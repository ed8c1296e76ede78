"""Shares and rates: `5%`, `千分之五`, `0.5‰`, `50BP`, `三成半`, `八折`, `3.85%(年)`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from ...results.types import Check
from ..segments import SEPARATORS, split_at
from .chinese_numbers import (
    DIGITS,
    NUMBER,
    NUMBER_START,
    QUALIFIER,
    QUALIFIER_AFTER,
    RANGE_MARK,
    exact_number,
    interval,
    narrow,
    plain,
    remarks,
)
from .readings import Context, Reading

# What one unit is of the whole.
_UNITS = {
    word: Fraction(1, parts)
    for parts, words in {
        1: "小数",
        10: "成 折",
        100: "% 百分之 百分比 个百分点 百分点 个点",
        1000: "‰ 千分之 千分比",
        10_000: "‱ 万分之 万分比 bp bps 个基点 基点 个bp",
    }.items()
    for word in words.split()
}
_PERIOD = r"(?:年|月|日|天|周|季度|季|小时)"
_RATE = re.compile(
    rf"{NUMBER_START}(?:(?P<of>[{DIGITS}十百千万]{{1,6}}+)分之(?P<share>百(?!分)|{NUMBER})"
    rf"(?:{RANGE_MARK}(?P<until>{NUMBER})(?!\s?[%‰分年月日]))?"
    rf"|(?P<number>{NUMBER})(?P<more>[余多])?\s?"
    r"(?P<unit>%|‰|‱|个?百分点|个?基点|个?[bB][pP][sS]?(?![A-Za-z])|个点|折|成)(?P<half>半|[一二三四五六七八九](?!成))?)"
    rf"(?P<few>几)?(?P<per>\s?(?:[/每]\s?|\((?:按|每)?){_PERIOD}\)?)?"
)
_BARE = re.compile(rf"{NUMBER_START}(?P<number>{NUMBER})")
_LEFT = re.compile(rf"(?<![0-9A-Za-z.,/\-])({NUMBER}){RANGE_MARK}$")
_RANGE = re.compile(RANGE_MARK)
_EACH = re.compile(rf"[每按]({_PERIOD})[^0-9,。;]{{0,6}}$")
# `2024年5%` is no yearly rate.
_PERIODIC = re.compile(
    r"(?<![0-9〇零一二三四五六七八九十去今明本当上下])([年月日])"
    r"(?:化?(?:利率|利息|息|费率|收益率|综合成本)?)[为:是按\s]{0,2}$"
)
_SAME_PERIOD = {"天": "日", "季度": "季"}
# `三成立`, `一成不变`, `三折叠`: not these units.
_OTHER_WORD = re.compile(
    r"(?<=成)[立员为功本分就交果型熟长效品人年套都语绩不对]|(?<=折)[旧叠合断现返线弯射磨腾]"
)
_BASE_RATE = re.compile(
    r"LPR|S?H?[IL]?I?BOR|SOFR|基准利率|贷款利率|报价利率|挂牌利率|同期(?:银行)?利率", re.IGNORECASE
)
_ADDED = re.compile(r"(?:[+\-−加减]|上浮|下浮|上调|下调|浮动|上加|基础上)[^0-9]{0,6}$")
_VAGUE = re.compile(r"百分之几|几成|[几数]个?(?:百分点|基点)|百分之[好若]干")
_CONSTRAINT = re.compile(
    rf"(?:单位\s?:?\s?)?(?P<lead>{_PERIOD})?(?P<unit>"
    + "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
    + rf")(?:\s?[/每(]\s?(?P<per>{_PERIOD})\)?)?",
    re.IGNORECASE,
)
_NOISE = re.compile(rf"{QUALIFIER}|{QUALIFIER_AFTER}|[\s():*,;。+±]")


@dataclass(frozen=True, slots=True)
class _Rate:
    """One rate or range in a text, as parts of the whole; `low` None where it cannot be read."""

    start: int
    end: int
    low: Fraction | None
    high: Fraction | None
    is_range: bool
    number: str
    unit: str
    per: str | None


class PercentageType:
    """Shares and rates; normalised in percent unless the constraint says ‰, BP or the like."""

    name = "percentage"

    def find(self, text: str) -> list[tuple[int, int]]:
        """Every rate with its unit, ranges whole."""
        folded = narrow(text)
        return [
            (rate.start, rate.end)
            for rate in _rates(folded)
            if rate.low is not None and folded[rate.end : rate.end + 1] != "新"
        ]

    def read(self, raw: str, context: Context) -> Reading:
        """The rate that `raw` states; a margin over a base rate is no number of its own."""
        folded = narrow(raw)
        unit, period = _asked(context.constraint)
        rates = _rates(folded)
        base = _BASE_RATE.search(folded)
        if base and all(_is_margin(rate, folded) for rate in rates):
            message = f"随 {base[0]} 浮动，没有固定数值"
            return Reading(None, (Check("floating", "not_applicable", message),))
        if base:
            # `3.65%（LPR+20BP）` gives the sum as well.
            rates = [rate for rate in rates if not _is_margin(rate, folded)]
        if not rates:
            return _without_unit(folded, unit)
        if len({(rate.low, rate.high) for rate in rates}) > 1:
            message = f"含 {len(rates)} 个不同比例，未归为一个"
            return Reading(None, (Check("several", "not_applicable", message),))
        return _reading(rates[0], folded, unit or "%", period)


def _rates(text: str) -> list[_Rate]:
    found: list[_Rate] = []
    for match in _RATE.finditer(text):
        rate = None if _OTHER_WORD.match(text, match.end()) else _rate(match, text)
        if rate is None:
            continue
        if found and _RANGE.fullmatch(text, found[-1].end, rate.start):
            left = found[-1]
            if not left.is_range and not rate.is_range:
                ordered = left.low is not None and rate.low is not None and left.low <= rate.low
                found[-1] = _Rate(
                    left.start,
                    rate.end,
                    left.low if ordered else None,
                    rate.low if ordered else None,
                    True,
                    f"{left.number}-{rate.number}",
                    rate.unit,
                    rate.per or left.per,
                )
                continue
        found.append(rate)
    return found


def _rate(match: re.Match[str], text: str) -> _Rate | None:
    start, end = match.span()
    per = re.search(_PERIOD, match["per"])[0] if match["per"] else None  # type: ignore[index]
    if match["of"]:
        return _share(match, per)
    unit, half = match["unit"], match["half"]
    if half and unit != "成":
        end, half = match.end("unit"), None
        per = None
    low, high, is_range = exact_number(match["number"]), None, False
    left = None if text[start - 1 : start] == "" else _LEFT.search(text, max(0, start - 24), start)
    if left:
        ends = interval(left[1], match["number"])
        low, high = ends or (None, None)
        is_range, start = True, left.start()
    elif _is_minus(text, start - 1):
        start -= 1
        low = None if low is None else -low
    elif text[start - 1 : start] in tuple("±+"):
        start -= 1
    size = _UNITS[unit.lower()]
    if half and low is not None and not is_range:
        low += Fraction(1, 2) if half == "半" else exact_number(half) or 0
    number = match["number"] + (match["more"] or "")
    if unit == "折":
        # 8.5折 and 八五折 are both 85 %.
        size = Fraction(1, 100) if low is not None and low > 10 else size
    elif unit == "成" and half and half != "半" and low is not None:
        low = (exact_number(match["number"]) or 0) + Fraction(exact_number(half) or 0) / 10
    scaled_low = None if low is None else low * size
    scaled_high = None if high is None else high * size
    return _Rate(start, end, scaled_low, scaled_high, is_range, number, unit, per)


def _share(match: re.Match[str], per: str | None) -> _Rate | None:
    """`百分之三`, `千分之一到二`, `三分之一`."""
    whole = exact_number(match["of"])
    if whole is None:
        whole = exact_number("一" + match["of"])
    part = Fraction(100) if match["share"] == "百" else exact_number(match["share"])
    if match["few"]:
        part = None
    if not whole:
        return None
    low, high = None if part is None else part / whole, None
    if match["until"] and part is not None:
        ends = interval(match["share"], match["until"])
        low, high = (ends[0] / whole, ends[1] / whole) if ends else (None, None)
    unit = match["of"] + "分之"
    return _Rate(
        match.start(), match.end(), low, high, bool(match["until"]), match["share"], unit, per
    )


def _is_minus(text: str, at: int) -> bool:
    if at < 0 or text[at] not in "-−负":
        return False
    before = text[max(0, at - 3) : at].rstrip()
    if not before or before[-1] in ":(|,=":
        return True
    # `增长-3.2%`: after a word, a hyphen is a sign; after a number or a rate it joins a range.
    return "一" <= before[-1] <= "鿿" and before[-1] not in "点折成正"


def _is_margin(rate: _Rate, text: str) -> bool:
    """Whether a rate is added to a base rate: `LPR+50BP`, `基准利率上浮10%`."""
    sign = text[rate.start] in "+-−"
    return sign or _ADDED.search(text[max(0, rate.start - 10) : rate.start]) is not None


def _reading(rate: _Rate, text: str, unit: str, period: str | None) -> Reading:
    if rate.low is None:
        if rate.is_range:
            message = "区间下限高于上限或无法读出"
            return Reading(None, (Check("range", "failed", message),))
        if any(character.isdecimal() for character in rate.number):
            return Reading(problem=f"数字“{rate.number[:20]}”无法读出")
        return Reading(None, (Check("approximate", "not_applicable", "数目不确定，未换算"),))
    before = text[max(0, rate.start - 16) : rate.start]
    checks = list(remarks(before, rate.number, text[rate.end : rate.end + 12]))
    if re.search(r"±|正负", text[max(0, rate.start - 2) : rate.start + 1]):
        checks.append(Check("plus_minus", "not_applicable", "正负偏差"))
    if rate.unit.endswith("百分点"):
        checks.append(Check("points", "not_applicable", "百分点"))
    written = _EACH.search(before) or _PERIODIC.search(before)
    per = rate.per or (written[1] if written else None)
    if per:
        if period and _SAME_PERIOD.get(per, per) != _SAME_PERIOD.get(period, period):
            checks.append(Check("per", "failed", f"原文按{per}，定义要求按{period}"))
            return Reading(None, tuple(checks))
        checks.append(Check("per", "not_applicable", f"每{per}"))
    ends = [plain(end / _UNITS[unit]) for end in (rate.low, rate.high) if end is not None]
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        checks.append(Check("unit", "not_applicable", "除不尽，未换算"))
        return Reading(None, tuple(checks))
    return Reading("/".join(known), tuple(checks))


def _without_unit(text: str, unit: str | None) -> Reading:
    """A bare number is a rate only where the constraint gives its unit."""
    numbers = list(_BARE.finditer(text))
    rest = text
    for match in reversed(numbers):
        rest = rest[: match.start()] + rest[match.end() :]
    ranged = len(numbers) == 2 and _RANGE.fullmatch(text, numbers[0].end(), numbers[1].start())
    if _VAGUE.search(text):
        return Reading(None, (Check("approximate", "not_applicable", "数目不确定，未换算"),))
    if not ranged and (len(numbers) != 1 or _NOISE.sub("", rest) not in ("", "-")):
        return Reading(problem="没有百分比")
    if unit is None:
        return Reading(None, (Check("unit", "not_applicable", "未写单位，未换算"),))
    first, last = numbers[0], numbers[-1]
    low, high = exact_number(first["number"]), None
    if ranged:
        low, high = interval(first["number"], last["number"]) or (None, None)
    elif low is not None and _is_minus(text, first.start() - 1):
        low = -low
    size = _UNITS[unit]
    rate = _Rate(
        first.start(),
        last.end(),
        None if low is None else low * size,
        None if high is None else high * size,
        bool(ranged),
        last["number"],
        unit,
        None,
    )
    return _reading(rate, text, unit, None)


def _asked(constraint: str | None) -> tuple[str | None, str | None]:
    """The unit and the period that a clause of the constraint names."""
    for clause in split_at(narrow(constraint or ""), SEPARATORS):
        match = _CONSTRAINT.fullmatch(clause.strip())
        if match:
            return match["unit"].lower(), match["per"] or match["lead"]
    return None, None
