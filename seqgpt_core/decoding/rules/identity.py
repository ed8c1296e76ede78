"""What a citizen's identity number says of its holder (GB 11643): birth date, sex, age on a day."""

from __future__ import annotations

import datetime
from fractions import Fraction

from .measured import Measured, Undecided
from .reading import Answer, shown


def birth_date(answer: Answer) -> datetime.date:
    """The birth date that an identity number holds (GB 11643)."""
    number = answer.normalized or ""
    digits = number[6:14] if len(number) == 18 else f"19{number[6:12]}"
    # Order codes 996 to 999 of old numbers were for people born before 1900.
    if len(number) not in (15, 18) or (len(number) == 15 and number[12:] >= "996"):
        raise Undecided(f"「{answer.asked.name}」不完整，读不出出生日期")
    try:
        return datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        raise Undecided(f"「{answer.asked.name}」里的出生日期 {digits} 不存在") from error


def holder_sex(answer: Answer) -> str:
    """男 or 女, as the order digit of an identity number says."""
    number = answer.normalized or ""
    digit = {18: number[16:17], 15: number[14:15]}.get(len(number), "")
    if not digit.isdigit():
        raise Undecided(f"「{answer.asked.name}」不完整，读不出性别")
    return "男" if int(digit) % 2 else "女"


def said_sex(text: str) -> str:
    """男 or 女 where a text says one of them (`男性`)."""
    said = [sex for sex in "男女" if sex in text]
    if len(said) != 1:
        raise Undecided(f"“{shown(text)}”没有写明男女")
    return said[0]


def age_on(born: datetime.date, at: datetime.date) -> Measured:
    """Whole years of life, as a length of time."""
    years = at.year - born.year - ((at.month, at.day) < (born.month, born.day))
    if years < 0:
        raise Undecided("出生日期晚于这一天")
    months = Fraction(12 * years)
    return Measured("duration", months, months, unit="M", scale=Fraction(12))
