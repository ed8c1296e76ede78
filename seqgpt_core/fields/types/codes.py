"""Codes without a public structure: contract, order, batch and document numbers."""

from __future__ import annotations

import re

from ...results.types import Check
from .readings import Context, Reading
from .written_numbers import MASK, half_width, length_problem

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_LABEL = re.compile(
    rf"^[{_HAN}]{{0,10}}(?:编号|号码|代码|单号|文号|证号|[号码])\s*(?:[:]|为|是)\s*"
)
# Document numbers (GB/T 9704): 国办发〔2024〕9号, （岚）城管听通字〔2024〕第8号.
_DOCUMENT = re.compile(
    rf"(?:\([{_HAN}]{{1,6}}\) ?)?[{_HAN}A-Z]{{0,16}} ?"
    r"[(\[〔【〈](?:19|20)[0-9]{2}[)\]〕】〉] ?"
    rf"[{_HAN}]{{0,8}}?第? ?[0-9]{{1,6}}(?:-[0-9]{{1,4}})? ?号?"
)
# Notarial deeds put the year first: （2016）青证字第552号.
_YEAR_FIRST = re.compile(
    rf"\((?:19|20)[0-9]{{2}}\) ?(?:[{_HAN} ]|[0-9](?=[0-9 ]{{0,4}}[{_HAN}])){{1,20}}"
    r"第? ?[0-9]{1,7} ?号"
)
_ORDINAL = re.compile(r"(?:(?<![0-9])(?:19|20)[0-9]{2} ?年 ?)?第 ?[0-9]{1,12} ?[号期]")
_SPACED = re.compile(
    r"(?<![0-9A-Za-z.,-])(?:[A-Z]{0,4}[0-9]{3,6}(?: [0-9]{2,6}){2,5}"
    r"|(?!(?:CNY|RMB|USD|EUR|HKD|JPY|GBP) )[A-Z]{2,5} [0-9]{4}[0-9xX]{0,12})"
    r"(?![0-9A-Za-z]|[.,-][0-9])"
)
_SERIES = re.compile(rf"(?:[0-9]{{2,4}}年 ?)?[{_HAN} ]{{0,12}}字 ?第 ?[0-9]{{1,10}} ?号")
# 桐储2024-19号, 粤妆20190288: a short prefix of Chinese characters that names the register.
_PREFIXED = re.compile(
    rf"(?<![{_HAN}])(?![栋幢楼及于])[{_HAN}]{{1,4}}(?!(?:19|20)[0-9]{{2}}-[0-9]{{1,2}}-)-?[0-9]{{4}}[0-9xX*■]{{0,12}}"
    r"(?:-[0-9]{1,8}){0,3}(?: ?号)?(?![0-9元年月])"
)
_RUN = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z](?:[0-9A-Za-z]|[-_/.#&](?=[0-9A-Za-z■*])|[*■●])*")
_PATENT = re.compile(r"ZL ?(?:[0-9]{4} ?[1-39] ?[0-9]{7}|[0-9]{2} ?[1-39] ?[0-9]{5})\.[0-9X]")
_MEASURE = re.compile(
    r"[0-9]+(?:\.[0-9]+)?(?:[munkcdM]?[gmLlVWAJs]|mmHg|mmol|MPa|kPa|kWh|[kMG]?Hz|[KMGT]B|[wkdhUCKFN]"
    r"|min|IU|iu|bp|pt|px|Ah|mAh|rpm|ppm|oz|lb)[23]?(?:/[A-Za-z]{1,4})?"
)
_FRACTION = re.compile(r"[0-9]{1,4}/[0-9]{1,4}")
_YEARS = re.compile(
    r"(?:19|20)[0-9]{2}(?:\.[0-9]{1,2}){0,2}(?:-[0-9]{1,4}(?:\.[0-9]{1,2}){0,2})?|[0-9]{2}/[0-9]{2}/[0-9]{2}"
)
_DATE_LIKE = re.compile(
    r"(?:19|20)[0-9]{2}[-/.][0-9]{1,2}(?:[-/.][0-9]{1,2})?|[0-9]{1,2}[-/.][0-9]{1,2}"
)
_PHONE_LIKE = re.compile(r"1[3-9][0-9][-]?[0-9]{4}[-]?[0-9]{4}|0[0-9]{2,3}-[0-9]{3,4}-?[0-9]{3,4}")
_ID_LIKE = re.compile(
    r"[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])[0-9]{3}[0-9Xx]"
)
_NUMBER_LIKE = re.compile(r"[0-9]+\.[0-9]{1,2}|[0-9]{1,3}")
_NUMBER_WORD = re.compile(r" ?号(?![楼线门桌床棚机窗院房井])")
_OTHER_TYPES = (
    _DATE_LIKE, _PHONE_LIKE, _ID_LIKE, _NUMBER_LIKE, _MEASURE, _FRACTION, _YEARS,
)  # fmt: skip
_NOT_A_REGISTER = re.compile(r"电话|手机|热线|传真|[账帐]号|[账帐]户|[额共计约币款价]$|邮编")
_MEASURED = re.compile(r" ?(?:[元圆万亿%‰年月日时分秒个件台吨米]|公里|千克|人民币|㎡|平方)")
_LEADING_WORDS = re.compile(
    r"^(?:.{0,10}?(?:编号|文号|号码|证号|单号)[为是]?|根据|依据|按照|依照|作出|出具|详见|参见|见|以|[为是的])"
)
# 依据（2022）江民终764号: round brackets, and a name behind them, begin the number.
_YEAR_WITHIN = re.compile(
    rf"(?<=[{_HAN}])\((?:19|20)[0-9]{{2}}\)(?= ?(?:[{_HAN}]|[0-9]{{2,4}}[民刑行执])(?!\s?[0-9]))"
    r"(?! ?[第字])"
)
_DOCUMENT_BRACKETS = str.maketrans("([【〈)]】〉", "〔〔〔〔〕〕〕〕")


class CodeType:
    """Numbers issued by one party: no checksum, so only form and length can be judged."""

    name = "code"

    def find(self, text: str) -> list[tuple[int, int]]:
        folded = half_width(text)
        spans = [
            span
            for pattern in (_DOCUMENT, _YEAR_FIRST, _SERIES, _SPACED, _PATENT, _ORDINAL, _PREFIXED)
            for match in pattern.finditer(folded)
            if (span := _without_lead(folded, *match.span()))
        ]
        spans += [
            (match.start(), _with_number_word(folded, match.end()))
            for match in _RUN.finditer(folded)
            if _is_code(folded, match)
        ]
        return _apart(spans)

    def read(self, raw: str, context: Context) -> Reading:
        folded = half_width(raw).strip(" \t\r\n,.;:，。；：、")
        folded = _LABEL.sub("", folded)
        if not any(c.isalnum() and (c.isascii() or c.isdigit()) for c in folded):
            return Reading(problem="没有字母或数字，不是编号")
        places = self.find(folded)
        checks: list[Check] = []
        code = folded
        if len(places) == 1:
            start, end = places[0]
            rest = folded[:start] + folded[end:]
            # `CG-长宁三中队-0619` is one number, though only its end has a known form.
            code = folded if any(c.isascii() and c.isalnum() for c in rest) else folded[start:end]
        elif len(places) > 1 and re.search(r"[、,，;；~]|\s{2,}|[和与及至]", folded):
            remark = Check("several", "not_applicable", f"含 {len(places)} 个编号，请分开填写")
            return Reading(checks=(remark,))
        if re.search(r"[〔\[【〈(](?:19|20)[0-9]{2}[)\]】〉〕]", code) and not code.startswith("("):
            code = code.translate(_DOCUMENT_BRACKETS)
        if re.search(rf"[{_HAN}]", code):
            code = code.replace("(", "（").replace(")", "）")
        code = re.sub(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])", "", code)
        body = "".join(c for c in code if c.isalnum() or c in MASK)
        # Only what is not Chinese counts as a place: `第0412号` has four.
        plain = "".join(c for c in body if c.isascii() or c in MASK)
        problem = length_problem(plain, context.constraint) or _letters(body, context.constraint)
        if re.search(r"[*■●]|(?<=[0-9])[xX]{2,}|[xX]{3,}", code):
            checks.append(Check("masked", "not_applicable", "编号有遮挡"))
            return Reading(None, tuple(checks), problem)
        return Reading(None if problem else code, tuple(checks), problem)


def _letters(body: str, constraint: str | None) -> str | None:
    wanted = half_width(constraint or "").replace(" ", "")
    has_letter = any(c.isalpha() for c in body)
    has_digit = any(c.isdigit() for c in body)
    if wanted in ("字母+数字", "数字+字母", "含字母") and not has_letter:
        return "没有字母，应含字母"
    if wanted in ("字母+数字", "数字+字母", "含数字") and not has_digit:
        return "没有数字，应含数字"
    if wanted in ("数字", "纯数字") and has_letter:
        return "含字母，应全为数字"
    return None


def _without_lead(folded: str, start: int, end: int) -> tuple[int, int] | None:
    lead = _LEADING_WORDS.match(folded[start:end])
    start += lead.end() if lead else 0
    year_first = _YEAR_WITHIN.search(folded, start, end)
    start = year_first.start() if year_first is not None else start
    while start < end and folded[start] == " ":
        start += 1
    if _NOT_A_REGISTER.search(folded[start:end].split(" ")[0].rstrip("0123456789-")):
        return None
    return (start, end) if any(c.isdigit() for c in folded[start:end]) else None


def _with_number_word(folded: str, end: int) -> int:
    """`LZ2024-228号` whole, but not the 号 of a building or a bed."""
    word = _NUMBER_WORD.match(folded, end)
    return word.end() if word is not None else end


def _is_code(folded: str, match: re.Match[str]) -> bool:
    run = match[0]
    if not any(c in "0123456789" for c in run) or len(run) < 3:
        return False
    before = folded[max(0, match.start() - 2) : match.start()].rstrip()
    if before.endswith(("¥", "$", "€", "£", "@")) or folded[match.end() : match.end() + 1] == "@":
        return False
    if any(pattern.fullmatch(run) for pattern in _OTHER_TYPES):
        return False
    if "." in run and run.rsplit(".", 1)[1].isalpha() and "/" not in run.split(".", 1)[0]:
        # A host name or file name, unless the last label is a code itself.
        return not re.fullmatch(r"[a-z]{2,6}", run.rsplit(".", 1)[1])
    measured = _MEASURED.match(folded, match.end()) is not None
    grouped = re.match(r",[0-9]{3}", folded[match.end() : match.end() + 4]) is not None
    return not (run.replace(".", "").isdigit() and (measured or grouped))


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans ascending without overlaps; of two that overlap, the one that starts first stays."""
    chosen: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if start < end and (not chosen or start >= chosen[-1][1]):
            chosen.append((start, end))
    return chosen
