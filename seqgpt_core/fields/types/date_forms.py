"""Calendar dates as Chinese business documents write them, one pattern a style.

Every pattern works on folded text (`folded.fold`). A form is what the text says; whether the day
exists is the moment's own question.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .date_numerals import (
    CHINESE_DIGIT,
    CHINESE_NUMERAL,
    FULL_YEAR,
    SMALL,
    digits_in_a_row,
    whole_number,
)
from .moments import Moment

_S = r"[ ]{0,2}"
_ALONE = r"(?<![0-9A-Za-z_])(?<![0-9A-Za-z][-./_])"
_NO_MORE = r"(?![0-9A-SU-Za-z_])(?![-./][0-9A-Za-z])"
# A range of numeric dates goes on with a dash and a year: 2021-06-2023-05.
_NO_MORE_OR_RANGE = (
    rf"(?:(?=-(?:19|20)[0-9]{{2}}|-[0-9]{{1,2}}[./][0-9]{{1,2}}(?![0-9]))|{_NO_MORE})"
)
_AGE = r"(?:19|20)[0-9]{2}"
# The first year of the Republic (民国元年) is 1912.
_REPUBLIC = 1911
# POSIX reads two-digit years from 69 on as 19xx; people born before 1969 still sign contracts.
_CENTURY_TURN = 50


@dataclass(frozen=True, slots=True)
class DateForm:
    """A date at `start:end` of a folded text.

    Attributes:
        part: what narrows or blurs the date and is not resolved (`上半年`, `底`), or empty.
        vague: whether `part` leaves the date itself open (3月底), so that nothing is normalised.
        remark: the name of a remark and its message, or None.
        ambiguous: day and month may be swapped (03/04/2024).
    """

    start: int
    end: int
    moment: Moment
    part: str = ""
    vague: bool = False
    remark: tuple[str, str] | None = None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class _Style:
    guard: str
    core: str
    read: Callable[[re.Match[str]], DateForm | None]


def _chinese(match: re.Match[str]) -> DateForm | None:
    group: dict[str, str | None] = match.groupdict()
    year, remark = None, None
    if written := group.get("year"):
        year = whole_number(written)
    elif republic := group.get("republic"):
        years = 1 if republic == "元" else whole_number(republic)
        if years is None:
            return None
        year = years + _REPUBLIC
    elif short := group.get("short"):
        year, remark = century(digits_in_a_row(short.strip("' ")))
    month, day = whole_number(group.get("month") or ""), whole_number(group.get("day") or "")
    if (group.get("month") and month is None) or (group.get("day") and day is None):
        return None
    # `36月` is a length.
    if year is None and (month is None or (day is None and month > 12)):
        return None
    blur, part = group.get("blur") or "", (group.get("part") or "").strip()
    vague = bool(blur) or part.endswith(("初", "底", "末", "中"))
    if part in ("度", "全年"):
        part = ""
    moment = Moment(year, month, day)
    return DateForm(match.start(), match.end(), moment, blur or part, vague, remark)


def century(short: int) -> tuple[int, tuple[str, str]]:
    """The full year of a two-digit one, and the remark that says so."""
    year = short + (2000 if short < _CENTURY_TURN else 1900)
    return year, ("century", f"两位年份按{year}年理解")


def _numeric(match: re.Match[str]) -> DateForm | None:
    group = match.groupdict()
    day = group.get("day")
    moment = Moment(int(group["year"]), int(group["month"]), int(day) if day else None)
    return DateForm(match.start(), match.end(), moment)


def _year_last(match: re.Match[str]) -> DateForm | None:
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if first > 12:
        return DateForm(match.start(), match.end(), Moment(year, second, first))
    unsure = second <= 12 and first != second
    return DateForm(match.start(), match.end(), Moment(year, first, second), ambiguous=unsure)


_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def _english(match: re.Match[str]) -> DateForm | None:
    group = match.groupdict()
    month = _MONTHS.index(group["name"][:3].lower()) + 1
    year, remark = None, None
    if group.get("year"):
        year = int(group["year"])
    elif group.get("short"):
        year, remark = century(int(group["short"]))
    day = int(group["day"]) if group.get("day") else None
    return DateForm(match.start(), match.end(), Moment(year, month, day), remark=remark)


_NAME = (
    "(?P<name>"
    + "|".join(
        f"{short[0]}(?:{short[1:]}|{short[1:].upper()})"
        for short in (
            "January|February|March|April|May|June|July|August|September|October|November|December"
            "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
        ).split("|")
    )
    + r")(?![A-Za-z])\.?"
)
_ORDINAL = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?![0-9A-Za-z])"
_ENGLISH_YEAR = r"(?P<year>[12][0-9]{3})(?![0-9])"
_PART = (
    rf"度|全年|{_S}[上下]半年|{_S}第?[一二三四1-4]季度?|{_S}(?:Q[1-4]|H[12])(?![0-9A-Za-z])"
    r"|[春夏秋冬](?:季(?!度)|天)|暑期|暑假|寒假|年?[初底末]|年?中(?![国心央标介])"
)
_BLUR = r"[上中下]旬|月?[底末](?![薪板])|月?初(?![一二三四五六七八九十级中])"
_YEAR = (
    rf"(?:(?:公元{_S})?(?P<year>{FULL_YEAR}){_S}"
    rf"|(?:中华)?民国{_S}(?P<republic>元|[0-9]{{1,3}}|[{CHINESE_NUMERAL}]{{1,6}}){_S}"
    rf"|(?P<short>'{_S}[0-9]{{2}}(?={_S}年)"
    rf"|(?:[0-9]{{2}}|[{CHINESE_DIGIT}]{{2}})(?={_S}年{_S}{SMALL}{_S}月)){_S})年"
)
# A day without 日 is a day only where nothing makes another number or a count of it.
_DAY = (
    rf"(?P<day>{SMALL})"
    rf"(?:{_S}[日号]|(?<=[0-9])(?![0-9.,%:]|{_S}[个天年月时点分小周元万台人件]))"
)
_MONTH = (
    rf"(?P<month>{SMALL}){_S}月(?![薪供均报利息结嫂费度票])(?:份(?!额))?"
    rf"(?:{_S}{_DAY}|{_S}(?P<blur>{_BLUR}))?"
)
_NOT_COUNTED = rf"(?<![0-9A-Za-z.{CHINESE_NUMERAL}第几数])"

_STYLES: tuple[_Style, ...] = (
    _Style(
        rf"(?<![0-9A-Za-z.{CHINESE_DIGIT}])",
        rf"{_YEAR}(?:{_S}{_MONTH}|(?P<part>{_PART}))?",
        _chinese,
    ),
    # The month of `明年六月` belongs to a relative date.
    _Style(rf"{_NOT_COUNTED}(?<!年)(?<!年 )", _MONTH, _chinese),
    _Style(
        "",
        rf"(?P<year>{_AGE}) ?(?P<blur>Q[1-4]|H[12]|[1-4]Q)(?![0-9A-Za-z])",
        lambda match: DateForm(
            match.start(), match.end(), Moment(int(match["year"])), match["blur"]
        ),
    ),
    _Style(
        r"(?<![A-Za-z0-9])",
        rf"(?P<blur>Q[1-4]|H[12])[ /]?(?P<year>{_AGE})(?![0-9])",
        lambda match: DateForm(
            match.start(), match.end(), Moment(int(match["year"])), match["blur"]
        ),
    ),
    _Style(
        _ALONE,
        rf"(?P<year>{_AGE})(?P<mark>{_S}[-./]{_S})(?P<month>[0-9]{{1,2}})(?P=mark)"
        rf"(?P<day>[0-9]{{1,2}})(?:日)?{_NO_MORE_OR_RANGE}",
        _numeric,
    ),
    _Style(
        _ALONE,
        rf"(?P<year>{_AGE})[-./](?P<month>0[1-9]|1[0-2]|[1-9])(?:月)?{_NO_MORE_OR_RANGE}"
        r"(?![ ]?[元万亿%‰㎡吨美圆港日欧英公平千克米升台套件个户股人倍份])",
        _numeric,
    ),
    _Style(
        rf"{_ALONE}(?<![0-9] )(?<!号)(?<!号[: ])(?<!号: )(?<!No)",
        rf"(?P<year>{_AGE})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12][0-9]|3[01])"
        rf"(?:(?= ?[-—~] ?{_AGE}[01][0-9][0-3][0-9](?![0-9]))|{_NO_MORE}(?! [0-9](?![0-9]?:)))",
        _numeric,
    ),
    _Style(
        _ALONE,
        rf"(?P<first>0?[1-9]|[12][0-9]|3[01])(?P<mark>[-./])(?P<second>0?[1-9]|[12][0-9]|3[01])"
        rf"(?P=mark)(?P<year>{_AGE}){_NO_MORE}",
        _year_last,
    ),
    _Style(r"(?<![A-Za-z0-9])", rf"{_NAME} ?{_ORDINAL}(?: ?, ?| ){_ENGLISH_YEAR}", _english),
    _Style(
        r"(?<![A-Za-z0-9])",
        rf"{_ORDINAL}(?: of)?[ -]?{_NAME}(?:(?: ?, ?| |-){_ENGLISH_YEAR}|-(?P<short>[0-9]{{2}})"
        r"(?![0-9]))?",
        _english,
    ),
    _Style(r"(?<![A-Za-z0-9])", rf"{_NAME}(?: ?, ?| ?){_ENGLISH_YEAR}", _english),
    _Style(r"(?<![A-Za-z0-9])", rf"{_NAME} ?{_ORDINAL}", _english),
)
_GUARDED = [(re.compile(style.guard + style.core), style.read) for style in _STYLES]
_BARE = [(re.compile(style.core), style.read) for style in _STYLES]


def date_forms(text: str) -> list[DateForm]:
    """Dates in folded text, ascending, without overlaps; of two at one place the longer."""
    found = [
        form
        for pattern, read in _GUARDED
        for match in pattern.finditer(text)
        if (form := read(match)) is not None
    ]
    kept: list[DateForm] = []
    for form in sorted(found, key=lambda form: (form.start, -form.end)):
        if not kept or form.start >= kept[-1].end:
            kept.append(form)
    return kept


def date_at(text: str, place: int) -> DateForm | None:
    """The longest date that begins at `place`, whatever stands before it."""
    matches = ((pattern.match(text, place), read) for pattern, read in _BARE)
    forms = [form for match, read in matches if match and (form := read(match)) is not None]
    return max(forms, key=lambda form: form.end, default=None)
