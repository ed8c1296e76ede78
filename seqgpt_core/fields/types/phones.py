"""Telephone numbers: recognised as people in China write them, normalised as E.164 (RFC 3966)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...results.types import Check
from .readings import Context, Reading
from .written_numbers import half_width, length_problem

_GAP = r"[ \-—.]?"
_M = "*■●✱×xX"
_CHINA = r"(?:\(?(?:\+|00) ?86\)?[ -]?|(?<![0-9])86[ -]?)?"
_EXTENSION = r"(?:[ ,;]?(?:转|分机号?[:]?|ext[.=]?|x)[ ]?[0-9]{1,6}|-[0-9]{1,5})?"
# A number goes on behind these, so what stands before them was not one.
_END = r"(?![0-9]|[.,][0-9]|-[0-9]| ?[元圆万亿%‰])"
_START = r"(?:(?<![0-9A-Za-z+])(?<![0-9][-./,])(?<![0-9]{4} )|(?<=[Tt][Ee][Ll]))"

_MOBILE = re.compile(
    rf"{_START}{_CHINA}1[3-9][0-9]"
    rf"(?:{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}|{_GAP}[0-9]{{3}}{_GAP}[0-9]{{5}}"
    rf"|[0-9]{{1}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}}){_END}"
)
_MASKED = re.compile(
    rf"{_START}{_CHINA}(?:1[3-9][0-9]{{0,6}}|0[0-9]{{2,3}}){_GAP}"
    rf"[{_M}]{{2,8}}{_GAP}[0-9]{{0,5}}{_GAP}[0-9{_M}]{{0,4}}(?![0-9A-Za-z*])"
)
_LANDLINE = re.compile(
    rf"{_START}{_CHINA}(?:\(0[0-9]{{2,3}}\) ?|0[1-9][0-9]{{1,2}} ?[-—]? ?)"
    rf"[2-9][0-9]{{2,3}}{_GAP}[0-9]{{4}}{_EXTENSION}{_END}",
    re.IGNORECASE,
)
# With +86 the area code is written without its trunk 0: +86 10 6234 5678.
_LANDLINE_ABROAD = re.compile(
    rf"(?<![0-9A-Za-z])(?:\+|00) ?86[ -]?\(?0?(?:10|2[0-9]|[3-9][0-9]{{2}})\)?[ -]?"
    rf"[2-9][0-9]{{2,3}}{_GAP}[0-9]{{4}}{_EXTENSION}{_END}",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    rf"{_START}[48]00(?:{_GAP}[0-9]){{7}}{_EXTENSION}{_END}",
    re.IGNORECASE,
)
_INTERNATIONAL = re.compile(
    r"(?<![0-9A-Za-z+])\+(?! ?86)[1-9][0-9]{0,2}(?:[ \-.()]{0,2}[0-9]){6,13}"
    rf"{_EXTENSION}{_END}",
    re.IGNORECASE,
)
_CUE = r"(?:电话|热线|传真|座机|客服|总机|拨打|[Tt][Ee][Ll]\.?)(?:号码?)?[为是 ]?[:]? ?"
# Without an area code, and codes such as 12315 and 95588: only behind a word that says so.
_LOCAL = re.compile(
    rf"{_CUE}([2-9][0-9]{{2,3}}{_GAP}[0-9]{{3,4}}{_EXTENSION}|1[0-2][0-9]{{1,4}}|9[56][0-9]{{3,6}}){_END}",
    re.IGNORECASE,
)
_SHORT = re.compile(r"1[0-2][0-9]{1,4}|9[56][0-9]{3,6}")
_EXTENSION_AT_END = re.compile(
    r"(?<=[0-9]{4})(?:[ ,;]?(?:转|分机号?[:]?|ext[.=]?|x) ?([0-9]{1,6})"
    r"|(?<=[0-9]{7})-([0-9]{1,5}))$",
    re.IGNORECASE,
)
_LOOSE = re.compile(rf"\+?[0-9](?:[ \-—.()]{{0,2}}[0-9{_M}]){{2,24}}")
_WHOLE = (_MOBILE, _LANDLINE_ABROAD, _LANDLINE, _SERVICE, _INTERNATIONAL, _MASKED)


@dataclass(frozen=True, slots=True)
class _Parts:
    number: str
    extension: str


class PhoneType:
    """Mobiles, landlines, 400/800 and international numbers, with extensions."""

    name = "phone"

    def find(self, text: str) -> list[tuple[int, int]]:
        folded = half_width(text)
        spans = [match.span() for form in _WHOLE for match in form.finditer(folded)]
        spans += [match.span(1) for match in _LOCAL.finditer(folded)]
        chosen: list[tuple[int, int]] = []
        for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
            if (not chosen or start >= chosen[-1][1]) and not _is_something_else(
                folded, start, end
            ):
                chosen.append((start, end))
        return chosen

    def read(self, raw: str, context: Context) -> Reading:
        # A line break inside a number is a trace of the page, not of the number.
        folded = re.sub(r"(?<=[0-9]) {0,4}[\r\n]{1,4} {0,4}(?=[0-9])", " ", half_width(raw))
        places = self.find(folded)
        if len(places) > 1:
            remark = Check("several", "not_applicable", f"含 {len(places)} 个电话，请分开填写")
            return Reading(checks=(remark,))
        if places:
            written = folded[slice(*places[0])]
        else:
            runs = [match[0] for match in _LOOSE.finditer(folded)]
            if not runs:
                return Reading(problem="没有电话号码")
            written = max(runs, key=len)
        parts = _split(written)
        national = re.sub(r"^(?:\+|00)?86(?=.{7})", "", re.sub(rf"[^0-9+{_M}]", "", parts.number))
        problem = length_problem(national, context.constraint) or _kind_problem(
            national, context.constraint
        )
        if problem is not None:
            return Reading(problem=problem)
        if any(c in _M for c in parts.number):
            return Reading(checks=(Check("masked", "not_applicable", "号码有遮挡，无法还原"),))
        return _normalised(parts, national)


def _split(written: str) -> _Parts:
    extension = _EXTENSION_AT_END.search(written)
    if extension is None:
        return _Parts(written, "")
    return _Parts(written[: extension.start()], extension[1] or extension[2])


def _is_something_else(folded: str, start: int, end: int) -> bool:
    """Whether the digits are part of a decimal, an amount or a mail address."""
    return folded[max(0, start - 1) : start] in ("¥", "$", "€", "£", "@") or (
        folded[end : end + 1] == "@"
    )


def _kind_problem(national: str, constraint: str | None) -> str | None:
    wanted = half_width(constraint or "").strip()
    mobile = re.match(rf"1[3-9{_M}]", national) is not None and len(national) == 11
    if wanted in ("手机", "手机号", "移动电话") and not mobile:
        return "不是手机号"
    if wanted in ("座机", "固定电话", "固话", "区号+号码") and mobile:
        return "是手机号，应为带区号的固定电话"
    return None


def _normalised(parts: _Parts, national: str) -> Reading:
    foreign = re.match(r"\s*\(?(?:\+|00)(?! ?86)", parts.number) is not None
    if not foreign:
        if _SHORT.fullmatch(national):
            remark = Check("short_code", "not_applicable", "服务短号，没有国际格式")
            return Reading(national, (remark,))
        if re.match(r"1[3-9]", national) and len(national) != 11:
            return Reading(problem=f"{len(national)} 位，手机号应为 11 位")
        if re.fullmatch(r"[2-9][0-9]{6,7}", national) and "86" not in parts.number[:4]:
            return Reading(checks=(Check("area_code", "not_applicable", "没有区号，无法归一"),))
        if len(national) < 7:
            if len(national) < 3:
                return Reading(problem=f"{len(national)} 位，位数不足")
            return Reading(checks=(Check("short_code", "not_applicable", "内线或短号，无法归一"),))
    # Thirty milliseconds to import, so only when a number is read.
    import phonenumbers

    spelled = re.sub(r"[^0-9+]", "", parts.number)
    if foreign and spelled.startswith("00"):
        spelled = f"+{spelled[2:]}"
    try:
        number = phonenumbers.parse(spelled if foreign else national, "CN")
    except phonenumbers.NumberParseException:
        return Reading(problem="不是电话号码")
    # The library takes a subscriber number alone for possible: with its 0 it has ten or more.
    too_short = not foreign and national.startswith("0") and len(national) < 10
    if too_short or not phonenumbers.is_possible_number(number):
        return Reading(problem=f"{len(spelled if foreign else national)} 位，位数不对")
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    normalized = f"{e164};ext={parts.extension}" if parts.extension else str(e164)
    if phonenumbers.is_valid_number(number):
        check = Check("numbering_plan", "passed", "号段有效")
    else:
        check = Check("numbering_plan", "failed", "不在已分配号段内，请核对")
    return Reading(normalized, (check,))
