"""Case numbers of courts, arbitral bodies and procuratorates.

Courts write them by 最高人民法院《关于人民法院案件案号的若干规定》: （year）court code, type code,
serial, 号: （2023）川0107民初1234号.
"""

from __future__ import annotations

import re

from ...results.types import Check
from .codes import CodeType
from .readings import Context, Reading
from .written_numbers import half_width, length_problem

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_OPEN, _CLOSE = r"[(\[〔【〈{]", r"[)\]〕】〉}]"
_YEAR = r"(?:19[5-9][0-9]|20[0-9]{2})"
_SERIAL = (
    r"(?:字)? ?第? ?[0-9]{1,7}(?: ?[-—] ?[0-9]{1,3})? ?号"
    r"(?:之[一二三四五六七八九十0-9]{1,3}|-[0-9]{1,2})?"
)
# The year first: （2023）川0107民初1234号, （2024）成高劳人仲案0731号.
_COURT = re.compile(
    rf"{_OPEN} ?(?P<year>{_YEAR}) ?年? ?{_CLOSE} ?"
    rf"(?P<body>(?!第)[{_HAN}(](?:[{_HAN}]|[0-9](?=[0-9 ]{{0,4}}[{_HAN}])|[()]| ){{1,20}}?)"
    rf"(?P<serial>{_SERIAL})"
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼兵"
_BARE = re.compile(
    rf"(?<![0-9])(?P<year>{_YEAR}) ?年? ?(?P<body>(?:最高法|[{_PROVINCES}] ?[0-9]{{0,4}}) ?"
    rf"[{_HAN}]{{1,6}})(?P<serial> ?[0-9]{{1,7}}(?:-[0-9]{{1,3}})? ?号)"
)
# The year behind the body's name, as arbitral bodies and procuratorates write.
_NAMED = re.compile(
    rf"(?P<body>[{_HAN}]{{2,14}}) ?{_OPEN}(?P<year>{_YEAR}){_CLOSE} ?(?P<serial>{_SERIAL})"
)
# Deeds and titles have the same form with other words: 青证字, 不动产权.
_CASE_TYPE = re.compile("[民刑行执赔破初终再申督仲调裁审商知特保诉鉴辖协](?!政)")
_OF_A_CASE = re.compile(r"[仲裁诉执民刑]|(?:审|调|案)字?$")
_LEAD = re.compile(
    r"^.*?(?:案号|依据|根据|按照|依照|作出|不服|收到|关于|以下|所涉|[为系以的经与对在见及和])"
)


class CaseNumberType:
    """Case numbers, normalised with full-width brackets and without white space."""

    name = "case_number"

    def find(self, text: str) -> list[tuple[int, int]]:
        folded = half_width(text)
        spans = [
            match.span()
            for form in (_COURT, _BARE)
            for match in form.finditer(folded)
            if _CASE_TYPE.search(match["body"])
        ]
        spans += [
            (start, match.end())
            for match in _NAMED.finditer(folded)
            if (start := _name_start(match)) is not None
        ]
        chosen: list[tuple[int, int]] = []
        for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
            if not chosen or start >= chosen[-1][1]:
                chosen.append((start, end))
        return chosen

    def read(self, raw: str, context: Context) -> Reading:
        folded = half_width(raw)
        places = self.find(folded)
        if len(places) > 1:
            remark = Check("several", "not_applicable", f"含 {len(places)} 个案号，请分开填写")
            return Reading(checks=(remark,))
        if not places:
            return self._other(folded, context)
        number = folded[slice(*places[0])]
        match = _COURT.fullmatch(number) or _BARE.fullmatch(number)
        if match is not None:
            return Reading(f"（{match['year']}）{_close(match['body'] + match['serial'])}")
        named = _NAMED.fullmatch(number)
        if named is None:
            return Reading(problem="不是案号")
        return Reading(f"{_close(named['body'])}〔{named['year']}〕{_close(named['serial'])}")

    def _other(self, folded: str, context: Context) -> Reading:
        """Registers of their own (`RK2409-0081`) are kept; text without a digit is refused."""
        if not any(c.isdigit() for c in folded):
            return Reading(problem="没有数字，不是案号")
        body = "".join(c for c in folded if c.isascii() and c.isalnum())
        problem = length_problem(body, context.constraint)
        if problem is not None:
            return Reading(problem=problem)
        if re.match(rf" ?{_OPEN}{_YEAR}{_CLOSE}", folded) and "号" not in folded:
            return Reading(problem="缺少“号”，案号不完整")
        remark = Check("form", "not_applicable", "不是法院案号的写法，按编号处理")
        return Reading(CodeType().read(folded, Context()).normalized, (remark,))


def _close(text: str) -> str:
    # Between characters of a number white space is a trace of typesetting.
    return re.sub(r"\s", "", text).replace("(", "（").replace(")", "）")


def _name_start(match: re.Match[str]) -> int | None:
    """Where the body's name begins; None where the number is not one of a case."""
    body = match["body"]
    lead = _LEAD.match(body)
    cut = lead.end() if lead is not None and lead.end() < len(body) - 1 else 0
    return match.start() + cut if _OF_A_CASE.search(body[cut:]) else None
