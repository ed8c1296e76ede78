"""Bank card and account numbers (ISO/IEC 7812 for cards, ISO 13616 for IBAN)."""

from __future__ import annotations

import re

from ...results.types import Check
from .identity_numbers import CreditCodeType, IdCardType
from .phones import PhoneType
from .readings import Context, Reading
from .written_numbers import MASK, half_width, length_problem

_SPACED = r"[0-9]{3,6}(?: [0-9]{1,7}){2,5}|[0-9]{4}(?:-[0-9]{4}){2,3}(?:-[0-9]{1,4})?"
_CARD = re.compile(rf"(?<![0-9A-Za-z.+-])(?:{_SPACED}|[0-9]{{12,19}})(?![0-9A-Za-z]|[.,-][0-9])")
_IBAN = re.compile(r"(?<![0-9A-Za-z])[A-Z]{2}[0-9]{2}(?: ?[0-9A-Z]){11,30}(?![0-9A-Za-z])")
_LOOSE = re.compile(rf"[0-9](?:[ -]?[0-9{MASK}]){{2,40}}")
# A serial number that begins with its day is no account.
_DATED = re.compile(r"(?:19|20)[0-9]{2}[ -]?(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12][0-9]|3[01])")
_TAIL = re.compile(r"尾号|末[0-9一二三四五六]位|后[0-9一二三四五六]位")
# UnionPay 62, Visa 4, Mastercard 51-55 and 22-27, American Express 34 and 37.
_CARD_PREFIX = re.compile(r"62|4|5[1-5]|2[2-7]|3[47]")


class BankCardType:
    """Card numbers (12 to 19 digits, grouped or not) and account numbers; tails where named."""

    name = "bank_card"

    def find(self, text: str) -> list[tuple[int, int]]:
        folded = half_width(text)
        others = [
            span
            for other in (IdCardType(), CreditCodeType(), PhoneType())
            for span in other.find(folded)
        ]
        taken = {at for start, end in others for at in range(start, end)}
        spans = [match.span() for match in _IBAN.finditer(folded) if _iban_valid(match[0])]
        spans += [
            match.span()
            for match in _CARD.finditer(folded)
            if 12 <= len(_compact(match[0])) <= 19
            and not _DATED.match(match[0])
            and match.start() not in taken
            and match.end() - 1 not in taken
        ]
        chosen: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if not chosen or start >= chosen[-1][1]:
                chosen.append((start, end))
        return chosen

    def read(self, raw: str, context: Context) -> Reading:
        folded = half_width(raw)
        iban = _IBAN.search(folded)
        if iban is not None:
            valid = _iban_valid(iban[0])
            message = "IBAN 校验正确" if valid else "IBAN 校验不符，请核对"
            check = Check("checksum", "passed" if valid else "failed", message)
            return Reading(_compact(iban[0]), (check,))
        runs = [_compact(match[0]) for match in _LOOSE.finditer(folded)]
        if not runs:
            return Reading(problem="没有银行账号")
        long_runs = [run for run in runs if len(run) >= 12]
        if len(long_runs) > 1:
            remark = Check("several", "not_applicable", f"含 {len(long_runs)} 个账号，请分开填写")
            return Reading(checks=(remark,))
        number = max(runs, key=len)
        problem = length_problem(number, context.constraint)
        if problem is not None:
            return Reading(problem=problem)
        if any(c in MASK for c in number):
            return Reading(checks=(Check("masked", "not_applicable", "账号有遮挡，未校验"),))
        named = _TAIL.search(folded + half_width(context.constraint or "")) is not None
        if len(number) <= 6 or (len(number) < 12 and (named or "位" in (context.constraint or ""))):
            return Reading(number, (Check("partial", "not_applicable", "只有尾号，未校验"),))
        if not 12 <= len(number) <= 19:
            # Some banks' company accounts are longer than any card number.
            if not 20 <= len(number) <= 30:
                return Reading(problem=f"{len(number)} 位，应为 12–19 位")
            remark = Check("length", "not_applicable", f"{len(number)} 位，银行卡为 12–19 位")
            return Reading(number, (remark,))
        return Reading(number, (_luhn(number),))


def _compact(number: str) -> str:
    return re.sub(r"[ -]", "", number)


def _luhn(number: str) -> Check:
    from stdnum import luhn

    if luhn.is_valid(number):
        return Check("checksum", "passed", "Luhn 校验正确")
    if _CARD_PREFIX.match(number) and len(number) >= 15:
        return Check("checksum", "failed", "未通过 Luhn 校验；若是对公账号可不计")
    return Check("checksum", "not_applicable", "不符合 Luhn 校验，对公账号可不符合")


def _iban_valid(number: str) -> bool:
    """ISO 7064 MOD 97-10 over the number with its first four characters moved to the end."""
    from stdnum.iso7064 import mod_97_10

    compact = _compact(number)
    return bool(mod_97_10.is_valid(compact[4:] + compact[:4]))
