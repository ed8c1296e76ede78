"""Clause numbers: recognise one at a line's start, normalise it, and say how it follows another.

`documents.boundaries.clause_mark` knows the numbers that windows are cut at; here they get a
value, and the rarer signs (Roman, 第X款, 附录A, right brackets only) are added. Numbers that look
like a clause's and are not (a reference at a wrapped line's start, `一、二层商铺`) are refused
here; what only the neighbours can tell (`12.31前付清`) is for the outline, by `step`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from ..documents.boundaries import ClauseKind, ClauseMark, clause_mark


class Style(StrEnum):
    """How a number is written, usual outermost level first."""

    ANNEX = "annex"
    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    PARAGRAPH = "paragraph"  # 第一款
    ITEM = "item"  # 第一项
    CHINESE = "chinese"
    CHINESE_BRACKET = "chinese_bracket"
    DECIMAL = "decimal"
    DECIMAL_BRACKET = "decimal_bracket"
    CIRCLED = "circled"
    LETTER = "letter"
    ROMAN = "roman"
    PLAIN = "plain"  # `1 总则`: a bare number, which needs more evidence


@dataclass(frozen=True, slots=True)
class ClauseNumber:
    """A number in a text.

    Attributes:
        values: `3.1.2` is (3, 1, 2), 第十条之一 is (10, 1), an annex without a number is ().
        start, end: half-open offsets of the number as written.
    """

    style: Style
    values: tuple[int, ...]
    start: int
    end: int


Step = Literal["first", "next", "repeated", "missing", "restarted", "backward", "elsewhere"]

_CHINESE_DIGITS = {
    character: value
    for value, characters in enumerate(
        ("零〇○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for character in characters
}
_CHINESE_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ENCLOSED = {
    chr(ord(first) + offset): value + offset
    for first, value, count in (
        ("①", 1, 20), ("⑴", 1, 20), ("⒈", 1, 20), ("㈠", 1, 10), ("㊀", 1, 10),
        ("㉑", 21, 15), ("㊱", 36, 15), ("❶", 1, 10), ("⓵", 1, 10), ("Ⅰ", 1, 12), ("ⅰ", 1, 12),
    )
    for offset in range(count)
}  # fmt: skip
_TO_ASCII = {0xFF10 + digit: 0x30 + digit for digit in range(10)}


def numeral_value(numeral: str) -> int | None:
    """The value of digits (either width), a Chinese or enclosed numeral, a letter, or a Roman one.

    一百零二, 壹拾, 二〇 and 十五 count as Chinese; a single Latin letter is its place in the
    alphabet; None where the signs make no number.
    """
    plain = numeral.translate(_TO_ASCII)
    if not plain or len(plain) > 12:
        return None
    if plain.isascii() and plain.isdigit():
        return int(plain)
    if len(plain) == 1 and plain in _ENCLOSED:
        return _ENCLOSED[plain]
    if all(c in _CHINESE_DIGITS or c in _CHINESE_UNITS for c in plain):
        return _chinese_value(plain)
    return _letter_value(plain) or _roman_value(plain)


def _chinese_value(numeral: str) -> int:
    if not any(c in _CHINESE_UNITS for c in numeral):
        return int("".join(str(_CHINESE_DIGITS[c]) for c in numeral))
    total, digit = 0, 0
    for character in numeral:
        if character in _CHINESE_UNITS:
            total += (digit or 1) * _CHINESE_UNITS[character]
            digit = 0
        else:
            digit = _CHINESE_DIGITS[character]
    return total + digit


def _roman_value(numeral: str) -> int | None:
    signs = [_ROMAN.get(c) for c in numeral.upper()]
    known = [sign for sign in signs if sign is not None]
    if len(known) != len(signs):
        return None
    pairs = zip(known, [*known[1:], 0], strict=True)
    return sum(-sign if sign < after else sign for sign, after in pairs)


def _letter_value(numeral: str) -> int | None:
    if len(numeral) != 1 or not ("a" <= numeral.lower() <= "z"):
        return None
    return ord(numeral.lower()) - ord("a") + 1


_STYLES = {
    ClauseKind.ANNEX: Style.ANNEX,
    ClauseKind.PART: Style.PART,
    ClauseKind.CHAPTER: Style.CHAPTER,
    ClauseKind.SECTION: Style.SECTION,
    ClauseKind.ARTICLE: Style.ARTICLE,
    ClauseKind.CHINESE: Style.CHINESE,
    ClauseKind.CHINESE_BRACKET: Style.CHINESE_BRACKET,
    ClauseKind.DECIMAL: Style.DECIMAL,
    ClauseKind.DECIMAL_BRACKET: Style.DECIMAL_BRACKET,
    ClauseKind.CIRCLED: Style.CIRCLED,
    ClauseKind.LETTER: Style.LETTER,
}
_GAP = "[ \t\u3000\xa0]"
_HANZI = "[一二三四五六七八九十百零〇壹贰叁肆伍陆柒捌玖拾]"
_DIGIT = "[0-9０-９]"
# Tried before `clause_mark`; the first that matches decides.
_MORE: tuple[tuple[Style, str], ...] = (
    (
        Style.ANNEX,
        rf"附[件录表]{_GAP}?(?:{_HANZI}{{1,3}}|{_DIGIT}{{1,3}}|[A-Za-z]|[Ⅰ-Ⅻ])?"
        r"(?=[：:\s《【（(—-]|\Z)",
    ),
    (Style.PARAGRAPH, rf"第{_GAP}?(?:{_HANZI}{{1,4}}|{_DIGIT}{{1,3}}){_GAP}?款"),
    (Style.ITEM, rf"第{_GAP}?(?:{_HANZI}{{1,4}}|{_DIGIT}{{1,3}}){_GAP}?项"),
    (Style.ARTICLE, rf"[Aa]rticle{_GAP}{{1,3}}{_DIGIT}{{1,3}}(?![0-9A-Za-z])"),
    (Style.CHINESE, rf"{_HANZI}{{1,5}}{_GAP}{{0,2}}[、.．]"),
    (Style.CHINESE_BRACKET, rf"[（(]{_GAP}?{_HANZI}{{1,5}}{_GAP}?[）)]|{_HANZI}{{1,3}}[）)]"),
    (Style.ROMAN, r"[（(](?:[Ⅰ-Ⅻⅰ-ⅻ]|[ivx]{2,5}|i|[IVX]{2,5}|I)[）)]"),
    (Style.ROMAN, r"[Ⅰ-Ⅻⅰ-ⅻ](?:[.．、)）]|(?=[ \t\u3000]))"),
    (Style.ROMAN, r"(?:[ivx]{2,5}|i|[IVX]{2,5}|I)[.．、)）](?![A-Za-z0-9.])"),
    (Style.LETTER, r"[（(][A-Za-z][）)]"),
    (Style.DECIMAL, rf"{_DIGIT}{{1,2}}(?:[.．]{_DIGIT}{{1,2}}){{1,4}}(?=[【《“\"（(「])"),
    (Style.DECIMAL_BRACKET, rf"[（(]{_GAP}?{_DIGIT}{{1,2}}{_GAP}?[）)]"),
    (Style.CIRCLED, "[㉑-㉟㊱-㊿❶-❿⓵-⓾]"),
    (Style.PLAIN, rf"{_DIGIT}{{1,2}}(?={_GAP}{{1,4}}[\u4e00-\u9fff])"),
)
# Indentation and the signs of a Markdown heading or bold may stand before a number.
_LEAD = re.compile(r"[ \t\u3000\xa0\u200b\ufeff]{0,40}(?:#{1,6}[ \t]{1,4})?(?:\*\*)?")
_MORE_PATTERNS = tuple((style, re.compile(pattern)) for style, pattern in _MORE)
_REFERENCE = re.compile(
    r"(?:第[一二三四五六七八九十0-9]{1,3}[款项目])*"
    r"(?:[的之]|所[列述规约指称]|[中内](?=[的所规约列述])|[规约]定|项下|执行|以及"
    r"|[、和及与或至到]{1,2}(?:本合同)?第)"
)
_COUNTED = re.compile(rf"(?:{_HANZI}|{_DIGIT}){{1,3}}[、层期楼栋号级审年月类线季等]")
_TITLE_GAP = re.compile(r"[ \t\u3000\xa0：:\r\n【（(《*]|\Z")
_NUMERALS = re.compile(
    rf"{_DIGIT}+|[一二三四五六七八九十百千零〇○两壹贰叁肆伍陆柒捌玖拾]+|[Ⅰ-Ⅻⅰ-ⅻ]|[A-Za-z]+"
)
# Written with their name, and so referred to by it: 第三条, 第二款.
_NAMED_STYLES = frozenset(
    {Style.PART, Style.CHAPTER, Style.SECTION, Style.ARTICLE, Style.PARAGRAPH, Style.ITEM}
)


def readings_at(text: str, position: int) -> tuple[ClauseNumber, ...]:
    """What the number at the start of the line at `position` can be, likeliest first.

    Only a lone `i` `v` `x` has two readings (a letter or a Roman number); the sequence decides.
    """
    found = _styled(text, position)
    if found is None or _is_no_clause(text, *found):
        return ()
    style, start, end = found
    number = ClauseNumber(style, _values(style, text[start:end]), start, end)
    numerals = _NUMERALS.findall(text[start:end])
    if style in (Style.ROMAN, Style.LETTER) and len(numerals) == 1 and len(numerals[0]) == 1:
        letter, roman = _letter_value(numerals[0]), _roman_value(numerals[0])
        if letter is not None and roman is not None and roman <= 10:
            other = Style.LETTER if style is Style.ROMAN else Style.ROMAN
            value = letter if other is Style.LETTER else roman
            return number, ClauseNumber(other, (value,), start, end)
    return (number,)


def parse_number(written: str) -> tuple[Style, tuple[int, ...]] | None:
    """Style and values of a number as an outline stores it; equal for `（1）` and `1)`."""
    # A number is told from a quantity by what follows it.
    readings = readings_at(written + " 文", 0)
    return (readings[0].style, readings[0].values) if readings else None


def step(previous: tuple[int, ...] | None, values: tuple[int, ...]) -> Step:
    """How a number follows the one before it in its sequence.

    `missing` skips numbers, `restarted` begins again at 1, `backward` is any other fall,
    `elsewhere` has another prefix (5.3 after 4.2) and is not the first below it.
    """
    if previous is None or not previous or not values:
        return "first"
    if len(previous) != len(values) or previous[:-1] != values[:-1]:
        return "restarted" if values[-1] == 1 else "elsewhere"
    difference = values[-1] - previous[-1]
    if difference > 0:
        return "next" if difference == 1 else "missing"
    if difference == 0:
        return "repeated"
    return "restarted" if values[-1] == 1 else "backward"


def sequence_key(number: ClauseNumber) -> str:
    """Decimals of each depth are a sequence of their own."""
    if number.style is Style.DECIMAL and len(number.values) > 1:
        return f"{number.style}{len(number.values)}"
    if number.style is Style.PLAIN:
        return Style.DECIMAL
    return number.style


def can_be_a_quantity(number: ClauseNumber) -> bool:
    """Whether the number may be no clause's where a line wrapped: 3.5, 第三条, but not 一、."""
    if number.style in (Style.DECIMAL, Style.PLAIN):
        return any(value != 1 for value in number.values)
    return number.style in _NAMED_STYLES


def _styled(text: str, position: int) -> tuple[Style, int, int] | None:
    lead = _LEAD.match(text, position)
    start = lead.end() if lead else position
    for style, pattern in _MORE_PATTERNS:
        match = pattern.match(text, start)
        if match is not None and style is not Style.PLAIN:
            return style, match.start(), match.end()
    mark: ClauseMark | None = clause_mark(text, position)
    if mark is not None:
        return _STYLES[mark.kind], mark.start, mark.end
    plain = _MORE_PATTERNS[-1][1].match(text, start)
    return (Style.PLAIN, plain.start(), plain.end()) if plain else None


def _is_no_clause(text: str, style: Style, start: int, end: int) -> bool:
    if style in _NAMED_STYLES:
        if _REFERENCE.match(text, end):
            return True
        # 第一部分款项, 第二项工作: these words count other things than clauses.
        return style in (Style.PART, Style.PARAGRAPH, Style.ITEM) and not _TITLE_GAP.match(
            text, end
        )
    if style is Style.CHINESE:
        return _COUNTED.match(text, end) is not None
    return False


def _values(style: Style, written: str) -> tuple[int, ...]:
    if style is Style.CIRCLED:
        return (_ENCLOSED.get(written, 1),)
    if style is Style.ANNEX:
        written = written[2:]
    if style is Style.ARTICLE and written[:1] in "Aa":
        written = written[7:]
    numerals = _NUMERALS.findall(written)
    if style is Style.ROMAN:
        values = [_roman_value(numeral) or _ENCLOSED.get(numeral) for numeral in numerals]
    else:
        values = [numeral_value(numeral) for numeral in numerals]
    return tuple(value for value in values if value is not None)
