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
_CUT_LEFT = re.compile(r"[¥￥$€£0-9０-９A-Za-z.,．，@_-]*")
_CUT_RIGHT = re.compile(r"[0-9０-９A-Za-z.,．，@_%‰％元圆角分整正十百千万亿-]*")
# A name that reads as it is written is not normalised.
_NAMES: frozenset[TypeName] = frozenset({"organisation", "person", "code"})
_NO_NUMBER = "没有数字"


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


def _problem(raw: str, kind: FieldType, constraint: str | None) -> str | None:
    if kind.name in _NUMERIC and not _NUMERAL.search(raw):
        return _NO_NUMBER
    if not kind.certain:
        return None
    reading = _read(kind.name, raw, constraint)
    return reading.problem if reading is not None else None


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
