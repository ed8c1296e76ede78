"""Currencies by the words and signs that name them, to ISO 4217 codes."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Words that count (`3万美元`); two different ones after each other contradict.
_UNIT_WORDS = {
    word: code
    for code, words in {
        "CNY": "元 圆 圓 块 块钱 人民币元 人民币圆",
        "USD": "美元",
        "HKD": "港元 港圆",
        "EUR": "欧元",
        "GBP": "英镑",
        "JPY": "日元 日圆",
        "KRW": "韩元",
        "AUD": "澳元 澳大利亚元",
        "CAD": "加元 加拿大元",
        "SGD": "新加坡元 新元",
        "TWD": "新台币元 台元 新台元",
        "MOP": "澳门元",
        "NZD": "新西兰元 纽元",
        "CHF": "瑞士法郎 瑞郎",
        "RUB": "卢布",
        "INR": "印度卢比",
        "THB": "泰铢",
        "KES": "肯先令 肯尼亚先令",
        "VND": "越南盾",
        "IDR": "印尼盾 印尼卢比",
        "MYR": "林吉特 令吉",
        "ZAR": "兰特 南非兰特",
        "XXX": "比索",
    }.items()
    for word in words.split()
}
# Names of a currency, which may stand beside a counting word: `港币50万元`, `50万元人民币`.
_NAMES = {
    word: code
    for code, words in {
        "CNY": "人民币 RMB CNY",
        "USD": "美金 USD US$",
        "HKD": "港币 HKD HK$",
        "EUR": "EUR €",
        "GBP": "GBP £",
        "JPY": "日币 JPY JP¥",
        "KRW": "韩币 KRW ₩",
        "AUD": "澳币 AUD A$ AU$",
        "CAD": "加币 CAD C$ CA$",
        "SGD": "新币 SGD S$",
        "TWD": "新台币 台币 TWD NT$",
        "MOP": "澳门币 MOP",
        "NZD": "NZD NZ$",
        "CHF": "CHF",
        "RUB": "RUB",
        "INR": "INR",
        "THB": "THB",
        "KES": "KES",
        "VND": "VND",
        "IDR": "IDR",
        "MYR": "MYR",
        "ZAR": "ZAR",
    }.items()
    for word in words.split()
}
_CODES = _UNIT_WORDS | _NAMES
_YUAN = frozenset("元 圆 圓 块 块钱".split())
_SYMBOLS = {
    "$": frozenset("USD HKD AUD CAD SGD TWD MOP NZD".split()),
    "¥": frozenset({"CNY", "JPY"}),
}


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches one of the words, longer ones first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


CURRENCY_WORD = any_of(_CODES)
CURRENCY = rf"(?:{CURRENCY_WORD}|[$¥])"
# 元 before a number ends something else: `单元01`.
CURRENCY_PREFIX = rf"(?:{any_of(_CODES.keys() - _YUAN)}|[$¥])"
_CURRENCY = re.compile(CURRENCY)


def currency_codes(prefix: str, unit: str | None, name: str | None) -> frozenset[str]:
    """The currency that the words around a number name; two or more codes if they disagree."""
    suffix = [word.strip(" ()\n\t") for word in (unit, name) if word]
    # 角, 分钱: yuan in small change.
    suffix = [word if word in _CODES else "元" for word in suffix]
    words = _CURRENCY.findall(prefix) + suffix
    explicit = {_CODES[word] for word in words if word in _CODES and word not in _YUAN}
    counting = [_UNIT_WORDS[word] for word in suffix if word in _UNIT_WORDS]
    if len(counting) > 1:
        explicit |= set(counting)
    for symbol, allowed in _SYMBOLS.items():
        if symbol in words and not explicit & allowed:
            explicit.add("USD" if symbol == "$" else "CNY")
    if explicit:
        return frozenset(explicit)
    return frozenset({"CNY"}) if words else frozenset()
