"""What a field's type says about its candidates: whole forms, refusals, normalised values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ..fields.types import Context, FieldType, Reading, TypeName, value_type
from .spans import Candidate, merge_candidates

# Types whose written form is one thing: a part of it is a slip of the model, not an answer.
_WHOLE: frozenset[TypeName] = frozenset(
    {"money", "percentage", "id_card", "credit_code", "phone", "email", "url", "bank_card",
     "plate", "case_number"}
)  # fmt: skip
# Types that are nothing without a number.
_NUMERIC: frozenset[TypeName] = frozenset({"money", "percentage", "quantity"})
_NUMERAL = re.compile(r"[0-9０-９〇零一二两三四五六七八九十百千万亿半壹贰叁肆伍陆柒捌玖拾佰仟萬億]")
_CUT_LEFT = re.compile(r"[¥￥$€£0-9０-９A-Za-z.,．，@_-]*|\(?\+86\)?[ -]?")
_CUT_RIGHT = re.compile(r"[0-9０-９A-Za-z.,．，@_%‰％元圆角分整正十百千万亿-]*")
# A name that reads as it is written is not normalised.
_NAMES: frozenset[TypeName] = frozenset({"organisation", "person", "code"})
_NO_NUMBER = "没有数字"
SIGNATURE_WORDS = "盖章|签字|签章|签名|公章|签字盖章|手印"
"""What stands where somebody is to sign, and names nobody."""
_SIGNED_HERE = re.compile(f"(?:{SIGNATURE_WORDS})处?")
# A scale after figures, `500万元`, makes no amount in words.
_IN_WORDS = re.compile(r"[〇零一二两三四五六七八九十百千万亿壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億]{2}")
_IN_FIGURES = re.compile(r"[0-9０-９]")
_FORM = re.compile("大写|小写")
# A value of these stands on one line; what a candidate takes in beyond it is a slip.
_ONE_LINE = _WHOLE | {"quantity", "duration", "date", "person"}
_BARE_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_UNIT_BEFORE = re.compile(
    r"[（(](?:单位[：:])?(?:人民币)?(?P<unit>[百千]?[万亿]?[美欧日港]?元|‰|%|㎡|[万]?股|吨|万吨|件|个月|月|年|天|日)[)）]"
    r"[ \t　]*[：:]?[ \t　]*(?:[¥￥])?$"
)
# 胡某某立(即停止): the next word. 张某甲 and 陈某强 are names as they stand.
_ANONYMOUS = re.compile(r"([\u3400-\u9fff]某某)(?![甲乙丙丁戊])[\u3400-\u9fff]$")
_OFFICE = re.compile(
    r"[\u3400-\u9fff]{1,8}(?:办|部|处|室|科|组|局|队|中心)(?=[\u3400-\u9fff]{2,4}$)"
)
_MEASURES: frozenset[TypeName] = frozenset({"money", "percentage", "quantity", "duration"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """A candidate that cannot be a value of the field's type, and why."""

    candidate: Candidate
    problem: str


def fit_type(
    text: str, kind: FieldType, constraint: str | None, candidates: Sequence[Candidate]
) -> tuple[tuple[Candidate, ...], tuple[Refusal, ...]]:
    """Candidates grown to the whole form of the type, and those that cannot be of it.

    Whatever the threshold, the same candidates are kept.
    """
    if value_type(kind.name) is None:
        return tuple(candidates), ()
    if kind.name in _ONE_LINE:
        candidates = merge_candidates(_on_one_line(text, c, kind.name) for c in candidates)
    if kind.name == "person":
        candidates = merge_candidates(_whole_person(text, candidate) for candidate in candidates)
    if kind.name == "money" and constraint is not None and _FORM.search(constraint):
        candidates = merge_candidates(_in_form(text, c, constraint) for c in candidates)
    if kind.name in _WHOLE:
        places = _places(kind.name, text)
        candidates = merge_candidates(_grown(text, candidate, places) for candidate in candidates)
    kept: list[Candidate] = []
    refused: list[Refusal] = []
    for candidate in candidates:
        problem = _problem(text[candidate.start : candidate.end], kind, constraint)
        if problem is None:
            kept.append(candidate)
        else:
            refused.append(Refusal(candidate, problem))
    return tuple(kept), tuple(refused)


def read_typed(raw: str, kind: FieldType, constraint: str | None) -> Reading:
    """What a value means to its type; nothing where the type was only guessed and does not fit."""
    reading = _read(kind.name, raw, constraint)
    if reading is None or (reading.problem is not None and not kind.certain):
        return Reading()
    if kind.name in _NAMES and reading.normalized == raw:
        return replace(reading, normalized=None)
    return reading


def with_stated_unit(text: str, start: int, end: int, kind: FieldType) -> str:
    """The value's words, a bare number with the unit of its label: `最高限价（元）：9,500,000`."""
    raw = text[start:end]
    if kind.name not in _MEASURES or not _BARE_NUMBER.fullmatch(raw):
        return raw
    label = _UNIT_BEFORE.search(text, max(0, start - 16), start)
    return raw + label["unit"] if label is not None else raw


def _in_form(text: str, candidate: Candidate, constraint: str) -> Candidate:
    """The candidate, or the one amount in it that is written as asked, in words or in figures."""
    form = _IN_WORDS if "大写" in constraint else _IN_FIGURES
    places = [
        (start, end)
        for start, end in _places("money", text)
        if candidate.start <= start and end <= candidate.end and form.search(text, start, end)
    ]
    return Candidate(*places[0], candidate.score) if len(places) == 1 else candidate


def _on_one_line(text: str, candidate: Candidate, name: TypeName) -> Candidate:
    """The candidate, or the one place of its form in it where it runs over the end of a line."""
    if "\n" not in text[candidate.start : candidate.end]:
        return candidate
    places = _places(name, text[candidate.start : candidate.end])
    if len(places) != 1:
        return candidate
    start, end = places[0]
    return Candidate(candidate.start + start, candidate.start + end, candidate.score)


def _whole_person(text: str, candidate: Candidate) -> Candidate:
    """A name with its other half behind the dot, without its office or the verb behind it."""
    start, end = candidate.start, candidate.end
    for low, high in _places("person", text):
        if low <= start and end <= high:
            # Only over a dot at its edge: what stands before may be a word of its own.
            if text[end : end + 1] in tuple("·•‧・"):
                return Candidate(start, high, candidate.score)
            if text[start - 1 : start] in tuple("·•‧・"):
                return Candidate(low, end, candidate.score)
    words = text[start:end]
    if (anonymous := _ANONYMOUS.match(words)) is not None:
        return Candidate(start, start + anonymous.end(1), candidate.score)
    if (office := _OFFICE.match(words)) is not None:
        name = words[office.end() :]
        person = value_type("person")
        if person is not None and person.find(name) == [(0, len(name))]:
            return Candidate(start + office.end(), end, candidate.score)
    return candidate


def _problem(raw: str, kind: FieldType, constraint: str | None) -> str | None:
    if kind.name in _NUMERIC and not _NUMERAL.search(raw):
        return _NO_NUMBER
    if kind.name in ("person", "organisation") and _SIGNED_HERE.fullmatch(raw):
        return "只是签章处的字样"
    if kind.name == "money" and constraint is not None and _FORM.search(constraint):
        if "大写" in constraint and not _IN_WORDS.search(raw):
            return "不是大写金额"
        if "小写" in constraint and not _IN_FIGURES.search(raw):
            return "不是小写金额"
        if any(c.name == "several" for c in read_typed(raw, kind, constraint).checks):
            return "含几个不同金额"
    if not kind.certain:
        return _measure_of_another(raw, kind.name)
    reading = _read(kind.name, raw, constraint)
    return reading.problem if reading is not None else None


def _measure_of_another(raw: str, name: TypeName) -> str | None:
    """Why a guessed length of time is none: the whole value is an amount or a percentage."""
    if name not in ("duration", "date"):
        return None
    others: tuple[tuple[TypeName, str], ...] = (("percentage", "百分比"), ("money", "金额"))
    for other, called in others:
        type_ = value_type(other)
        if type_ is not None and type_.find(raw) == [(0, len(raw))]:
            return f"是{called}，不是{'时长' if name == 'duration' else '日期'}"
    return None


@lru_cache(maxsize=1 << 14)
def _read(name: TypeName, raw: str, constraint: str | None) -> Reading | None:
    found = value_type(name)
    return None if found is None else found.read(raw, Context(constraint))


@lru_cache(maxsize=64)
def _places(name: TypeName, text: str) -> tuple[tuple[int, int], ...]:
    found = value_type(name)
    return () if found is None else tuple(found.find(text))


def _grown(text: str, candidate: Candidate, places: Sequence[tuple[int, int]]) -> Candidate:
    """The candidate, or the whole form that it is a part of."""
    low, high = 0, len(places)
    while low < high:
        middle = (low + high) // 2
        if places[middle][1] <= candidate.start:
            low = middle + 1
        else:
            high = middle
    if low < len(places):
        start, end = places[low]
        # 人民币 or /月 beside an amount are not missing from it; a sign, a digit or a unit is.
        if (
            start <= candidate.start
            and candidate.end <= end
            and _CUT_LEFT.fullmatch(text, start, candidate.start)
            and _CUT_RIGHT.fullmatch(text, candidate.end, end)
        ):
            return Candidate(start, end, candidate.score)
    return candidate
