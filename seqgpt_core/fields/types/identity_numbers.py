"""Numbers that identify a citizen (GB 11643) or an organisation (GB 32100)."""

from __future__ import annotations

import datetime
import re

from ...results.types import Check
from .readings import Context, Reading
from .written_numbers import MASK, half_width, length_problem

# The first two digits: provinces of GB/T 2260, and 83 and 91 for residence permits of
# compatriots and foreigners, which follow the same standard.
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)"
_MONTH_DAY = r"(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12][0-9]|3[01])"
_ID_18 = (
    rf"{_PROVINCE}[0-9]{{4}}[ -]?(?:18|19|20)[0-9]{{2}}[ -]?{_MONTH_DAY}[ -]?[0-9]{{3}}[ -]?[0-9Xx]"
)
_ID_15 = rf"{_PROVINCE}[0-9]{{4}}[ -]?[0-9]{{2}}[ -]?{_MONTH_DAY}[ -]?[0-9]{{3}}"
_ID_MASKED = rf"{_PROVINCE}?[0-9]{{1,15}}[*■●✱xX]{{2,17}}[0-9]{{0,5}}[0-9Xx]?"
_ID = re.compile(rf"(?<![0-9A-Za-z.-])(?:{_ID_18}|{_ID_15}|{_ID_MASKED})(?![0-9A-Za-z]|[.-][0-9])")
_DIGITS = re.compile(r"[0-9](?:[ -]?[0-9*■●✱×xX]){3,40}")

# Registering authorities and the alphabet (without I, O, S, V, Z) of GB 32100-2015.
_CREDIT_LETTERS = "0-9A-HJ-NP-RTUWXY"
_CREDIT = re.compile(
    rf"(?<![0-9A-Za-z])(?:[1-9ANYany][1-59](?:[ -]?[0-9]){{6}}(?:[ -]?[{_CREDIT_LETTERS}]){{10}})"
    r"(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_ALPHANUMERIC = re.compile(r"[0-9A-Za-z](?:[ -]?[0-9A-Za-z*■●]){5,40}")
_NOT_IN_CREDIT_CODES = frozenset("IOSVZ")
_MASKED = Check("masked", "not_applicable", "号码有遮挡，未校验")


class IdCardType:
    """Citizen identity numbers: 18 characters, or 15 digits as issued before 1999 (GB 11643)."""

    name = "id_card"

    def find(self, text: str) -> list[tuple[int, int]]:
        folded = half_width(text)
        return [match.span() for match in _ID.finditer(folded) if _is_id(match[0])]

    def read(self, raw: str, context: Context) -> Reading:
        folded = half_width(raw)
        places = self.find(folded)
        if len(places) > 1:
            remark = Check("several", "not_applicable", f"含 {len(places)} 个号码，请分开填写")
            return Reading(checks=(remark,))
        if places:
            number = _compact(folded[slice(*places[0])])
        else:
            runs = [_compact(match[0]) for match in _DIGITS.finditer(folded)]
            if not runs:
                return Reading(problem="没有身份证号码")
            number = max(runs, key=len)
        problem = length_problem(number, context.constraint)
        masked = _is_masked(number)
        # A constraint of its own (`后4位`) may ask for a part of the number.
        whole = not masked and not _asks_for_places(context.constraint)
        if problem is None and whole and len(number) not in (15, 18):
            problem = f"{len(number)} 位，应为 15 或 18 位"
        if problem is not None:
            return Reading(problem=problem)
        if masked:
            return Reading(checks=(_MASKED,))
        if len(number) == 18:
            if not number[:17].isdigit():
                return Reading(problem="前 17 位应全为数字")
            return Reading(number, _checks_18(number))
        if len(number) == 15:
            if not number.isdigit():
                return Reading(problem="15 位号码应全为数字")
            return Reading(number, _checks_15(number))
        return Reading(number, (Check("partial", "not_applicable", "只有部分号码，未校验"),))


class CreditCodeType:
    """Unified social credit codes: 18 characters with a check character (GB 32100-2015)."""

    name = "credit_code"

    def find(self, text: str) -> list[tuple[int, int]]:
        folded = half_width(text)
        return [match.span() for match in _CREDIT.finditer(folded) if _is_credit_code(match[0])]

    def read(self, raw: str, context: Context) -> Reading:
        folded = half_width(raw)
        places = self.find(folded)
        if len(places) > 1:
            remark = Check("several", "not_applicable", f"含 {len(places)} 个代码，请分开填写")
            return Reading(checks=(remark,))
        if places:
            code = _compact(folded[slice(*places[0])])
        else:
            runs = [_compact(match[0]) for match in _ALPHANUMERIC.finditer(folded)]
            runs = [run for run in runs if any(c.isdigit() for c in run)]
            if not runs:
                return Reading(problem="没有统一社会信用代码")
            code = max(runs, key=len)
        problem = length_problem(code, context.constraint)
        masked = any(c in MASK and c != "X" for c in code) or "XXX" in code
        if problem is None and not masked and len(code) not in (15, 18, 20):
            problem = f"{len(code)} 位，应为 18 位"
        if problem is not None:
            return Reading(problem=problem)
        if masked:
            return Reading(checks=(_MASKED,))
        if len(code) != 18:
            remark = Check("old_form", "not_applicable", f"{len(code)} 位旧税号，没有校验位")
            return Reading(code, (remark,))
        return Reading(code, _credit_checks(code))


def _compact(number: str) -> str:
    return re.sub(r"[ -]", "", number).upper()


def _is_masked(number: str) -> bool:
    return any(c in MASK and c != "X" for c in number) or "X" in number[:-1]


def _asks_for_places(constraint: str | None) -> bool:
    return constraint is not None and "位" in constraint


def _is_id(found: str) -> bool:
    number = _compact(found)
    if _is_masked(number):
        # Printed masks keep the length; a mask of another length is something else.
        return len(number) in (15, 18)
    if len(number) == 15:
        return _date(f"19{number[6:12]}") is not None
    if not _id_checksum(number) and _credit_checksum(number):
        return False
    return _date(number[6:14]) is not None or _id_checksum(number)


def _is_credit_code(found: str) -> bool:
    code = _compact(found)
    # Eighteen digits may be an identity number or an account: only the check digit tells.
    return _credit_checksum(code) or not (code.isdigit() or _ID.fullmatch(code))


def _date(digits: str) -> datetime.date | None:
    try:
        return datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _id_checksum(number: str) -> bool:
    """ISO 7064 MOD 11-2 over 18 characters."""
    from stdnum.iso7064 import mod_11_2

    return bool(mod_11_2.is_valid(number))


def _credit_checksum(code: str) -> bool:
    from stdnum.cn import uscc

    return bool(uscc.is_valid(code))


def _checks_18(number: str) -> tuple[Check, ...]:
    if _id_checksum(number):
        checksum = Check("checksum", "passed", "校验位正确")
    else:
        from stdnum.cn import ric

        expected = ric.calc_check_digit(number)
        checksum = Check("checksum", "failed", f"校验位为 {number[-1]}，按前 17 位应为 {expected}")
    return (checksum, _birth_check(number[6:14]), _sex(number[16]))


def _checks_15(number: str) -> tuple[Check, ...]:
    checks = [_birth_check(f"19{number[6:12]}"), _sex(number[14])]
    # Order codes 996 to 999 were for people born before 1900.
    if number[12:] < "996":
        from stdnum.cn import ric

        body = f"{number[:6]}19{number[6:]}"
        full = body + ric.calc_check_digit(body + "0")
        checks.append(Check("old_form", "not_applicable", f"15 位旧号，对应 18 位 {full}"))
    return tuple(checks)


def _birth_check(digits: str) -> Check:
    born = _date(digits)
    if born is None:
        return Check("birth_date", "failed", f"出生日期 {digits} 不存在")
    return Check("birth_date", "passed", born.isoformat())


def _sex(order_digit: str) -> Check:
    return Check("sex", "not_applicable", "男" if int(order_digit) % 2 else "女")


def _credit_checks(code: str) -> tuple[Check, ...]:
    wrong = sorted(_NOT_IN_CREDIT_CODES & set(code))
    if wrong:
        letters = "、".join(wrong)
        return (Check("checksum", "failed", f"含 {letters}，代码中不用 I、O、S、V、Z"),)
    if not code[2:8].isdigit():
        return (Check("checksum", "failed", "第 3 至 8 位应为行政区划数字"),)
    if _credit_checksum(code):
        return (Check("checksum", "passed", "校验位正确"),)
    if _id_checksum(code) and _date(code[6:14]):
        return (Check("id_card", "not_applicable", "是身份证号，个体户可用作税号"),)
    from stdnum.cn import uscc

    expected = uscc.calc_check_digit(code[:17])
    return (Check("checksum", "failed", f"校验位为 {code[-1]}，按前 17 位应为 {expected}"),)
