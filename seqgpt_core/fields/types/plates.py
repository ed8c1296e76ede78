"""Vehicle licence plates (GA 36-2018)."""

from __future__ import annotations

import re

from ...results.types import Check
from .readings import Context, Reading
from .written_numbers import half_width

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_DOT = r"[ ·•‧・∙●.\-]?"
_ENDINGS = "警学挂港澳领试超使"
_SERIAL = "A-HJ-NP-Z0-9"
_ORDINARY = (
    rf"[{_PROVINCES}] ?[A-Z]{_DOT}"
    rf"(?:[{_SERIAL}]{{5,6}}(?![0-9A-Za-z])|[{_SERIAL}]{{4}}[{_ENDINGS}])"
)
_MASKED = rf"[{_PROVINCES}] ?[A-Z]{_DOT}(?=[0-9A-Z*×xX■●]{{0,5}}[*×xX■●])[0-9A-Z*×xX■●]{{4,6}}"
_POLICE_FORCE = rf"WJ[{_PROVINCES}]?{_DOT}[0-9]{{4}}[0-9A-Z](?![0-9A-Za-z])"
_EMBASSY = rf"使 ?{_DOT}[0-9]{{6}}(?![0-9A-Za-z])|[0-9]{{6}}使"
_PLATE = re.compile(
    rf"(?<![0-9A-Za-z])(?:{_ORDINARY}|{_POLICE_FORCE}|{_EMBASSY}|{_MASKED})", re.IGNORECASE
)
# Small cars: a letter A-K but I before five characters; large vehicles: D or F at the end.
_NEW_ENERGY = re.compile(rf"[{_PROVINCES}][A-Z](?:[A-HJK][{_SERIAL}][0-9]{{4}}|[0-9]{{5}}[A-HJK])")
_UNKNOWN_PROVINCE = re.compile(
    rf"([\u4e00-\u9fff]) ?[A-Z]{_DOT}(?:[{_SERIAL}]{{5}}|[{_SERIAL}]{{4}}[{_ENDINGS}])(?![0-9A-Z])"
)
_ALPHANUMERIC = re.compile(r"[0-9A-Za-z]")


class PlateType:
    """Plates, normalised as the registration certificate prints them: 京A12345, without a dot."""

    name = "plate"

    def find(self, text: str) -> list[tuple[int, int]]:
        return [match.span() for match in _PLATE.finditer(half_width(text))]

    def read(self, raw: str, context: Context) -> Reading:
        folded = half_width(raw)
        places = self.find(folded)
        if len(places) > 1:
            remark = Check("several", "not_applicable", f"含 {len(places)} 个车牌，请分开填写")
            return Reading(checks=(remark,))
        if not places:
            return _not_found(folded)
        plate = re.sub(r"[ ·•‧・∙.\-]", "", folded[slice(*places[0])].upper())
        if re.search(r"[*×■]|XX|●", plate):
            return Reading(checks=(Check("masked", "not_applicable", "车牌有遮挡，无法还原"),))
        plate = plate.replace("●", "")
        if len(plate) == 8 and plate[0] in _PROVINCES:
            if _NEW_ENERGY.fullmatch(plate):
                return Reading(plate, (Check("new_energy", "passed", "新能源号牌"),))
            return Reading(plate, (Check("new_energy", "failed", "8 位，但不合新能源号牌编排"),))
        return Reading(plate)


def _not_found(folded: str) -> Reading:
    odd = _UNKNOWN_PROVINCE.search(folded.upper())
    if odd is not None:
        check = Check("province", "failed", f"没有省份简称“{odd[1]}”，请核对")
        return Reading(re.sub(rf"{_DOT[:-1]}", "", odd[0]), (check,))
    return Reading(problem=_why_not(folded))


def _why_not(folded: str) -> str:
    head = re.search(rf"[{_PROVINCES}] ?[A-Za-z]{_DOT}([0-9A-Za-z]{{1,12}})", folded)
    if head is not None:
        if re.search(r"[IO]", head[1].upper()):
            return "序号中不用字母 I、O，请核对"
        return f"{2 + len(head[1])} 位，应为 7 位（新能源 8 位）"
    return "没有省份简称，不是车牌" if _ALPHANUMERIC.search(folded) else "不是车牌"
