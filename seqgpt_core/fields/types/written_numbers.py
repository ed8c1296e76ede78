"""What all identifiers share: full-width forms folded, and length constraints checked."""

from __future__ import annotations

import re

_FOLDING = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20, 0xA0: 0x20, 0x2002: 0x20, 0x2003: 0x20, 0x2009: 0x20, 0x202F: 0x20,
    0x2010: 0x2D, 0x2011: 0x2D, 0x2012: 0x2D, 0x2013: 0x2D, 0x2212: 0x2D, 0xFE63: 0x2D,
    0xFFE5: 0xA5, 0x200B: 0x20, 0x200C: 0x20, 0x200D: 0x20, 0x2060: 0x20, 0xFEFF: 0x20,
}  # fmt: skip

MASK = "*xX■●×✱"

_CHINESE_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_PLACES = re.compile(
    r"(不超过|最多|至多|至少|不少于|最少)?"
    r"([0-9]{1,3}|[一二三四五六七八九十]{1,3})"
    r"(?:[-~至到]([0-9]{1,3}))?"
    r"(?:[或/、,]([0-9]{1,3}))?"
    r"位(?!小数)(以内|以下|以上)?(?:的?(数字|字母))?"
)


def half_width(text: str) -> str:
    """The text with full-width forms, wide spaces and dashes as ASCII, code point by code point.

    The length never changes, so offsets into the result are offsets into `text`. Full NFKC would
    change lengths and would read ① as a digit of the number that follows it.
    """
    return text.translate(_FOLDING)


def length_problem(body: str, constraint: str | None) -> str | None:
    """Why `body` (separators removed) breaks a constraint such as `18位` or `6位数字`, or None."""
    if constraint is None:
        return None
    rules = _PLACES.findall(half_width(constraint).replace(" ", ""))
    if not rules:
        return None
    ranges: list[tuple[int, int]] = []
    for before, first, last, other, after, _ in rules:
        low = _count(first)
        high = int(last) if last else low
        if before in ("不超过", "最多", "至多") or after in ("以内", "以下"):
            low = 0
        if before in ("至少", "不少于", "最少") or after == "以上":
            high = 10_000
        ranges.append((low, high))
        if other:
            ranges.append((int(other), int(other)))
    if not any(low <= len(body) <= high for low, high in ranges):
        return f"{len(body)} 位，应为 {' 或 '.join(_spelled(low, high) for low, high in ranges)}"
    kinds = {kind for *_, kind in rules if kind}
    if kinds == {"数字"} and not all(c.isdigit() or c in MASK for c in body):
        return "含非数字字符，应全为数字"
    if kinds == {"字母"} and any(c.isdigit() for c in body):
        return "含数字，应全为字母"
    return None


def _count(word: str) -> int:
    if word.isdigit():
        return int(word)
    tens, ten, units = word.rpartition("十")
    if not ten:
        return _CHINESE_DIGITS.get(word[-1], 0)
    return 10 * _CHINESE_DIGITS.get(tens[-1:], 1) + _CHINESE_DIGITS.get(units[:1], 0)


def _spelled(low: int, high: int) -> str:
    if low == high:
        return f"{low} 位"
    if low == 0:
        return f"不超过 {high} 位"
    return f"{low}–{high} 位" if high < 10_000 else f"至少 {low} 位"
