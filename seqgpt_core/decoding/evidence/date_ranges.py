"""Start and end of a period: `自2024年6月5日至2026年6月4日` says which date is which.

A field whose name asks for a beginning (起租日) or an end (到期日) finds it in the period that the
document writes out; the other end of the same period is not it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from ...fields.types import FieldType
from ..spans import Candidate, merge_candidates

TRUST = 0.5
"""How far the place in a period is trusted alone."""

OTHER_END, OUTSIDE = 0.5, 0.75
"""What is left of the score of the wrong end, and of a date outside the period."""

_START = re.compile(
    r"(?:起租|起始|开始|起算|起保|起息|入职|开工|计划开工|生效起始|合同起始|租赁起始|借款起始)(?:日期?|时间|之日)$"
)
_END = re.compile(r"(?:到期|截止|届满|终止|结束|期满|止租|竣工|终保|有效期至)(?:日期?|时间|之日)?$")
_HAN = "[〇○零一二三四五六七八九十元]"
_DATE = (
    r"(?:(?:19|20)\d{2} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日|(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}"
    rf"|{_HAN}{{4}}年{_HAN}{{1,3}}月{_HAN}{{1,3}}日)"
)
_PERIOD = re.compile(
    rf"(?P<first>{_DATE})(?:[(（][^()（）\n]{{0,6}}[)）])?[ 　]*起?[ 　,，]*"
    r"(?:至|到|—+|-|－|~|～)[ 　]*"
    rf"(?P<last>{_DATE})"
)


def add_period_ends(
    text: str, names: Sequence[str], kind: FieldType, candidates: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """Candidates weighed by the end of a written period at which they stand.

    Only where the document writes out a single period; of several the words do not say which one
    is asked for. Whatever the threshold, the same candidates are kept.
    """
    end = _asked_end(names) if kind.name == "date" else None
    if end is None:
        return tuple(candidates)
    periods = _periods(text)
    if len(periods) != 1:
        return tuple(candidates)
    right, wrong = periods[0][end], periods[0][1 - end]
    weighed = [
        Candidate(c.start, c.end, c.score * _share((c.start, c.end), right, wrong))
        for c in candidates
    ]
    score = max((c.score for c in candidates if (c.start, c.end) == right), default=0.0)
    return merge_candidates([*weighed, Candidate(*right, 1 - (1 - score) * (1 - TRUST))])


def _share(span: tuple[int, int], right: tuple[int, int], wrong: tuple[int, int]) -> float:
    if span == wrong:
        return OTHER_END
    return 1.0 if span[0] < right[1] and right[0] < span[1] else OUTSIDE


def _asked_end(names: Sequence[str]) -> int | None:
    """0 for a beginning, 1 for an end."""
    plain = [unicodedata.normalize("NFKC", name).strip() for name in names]
    if any(_START.search(name) for name in plain):
        return 0
    return 1 if any(_END.search(name) for name in plain) else None


@lru_cache(maxsize=64)
def _periods(text: str) -> tuple[tuple[tuple[int, int], tuple[int, int]], ...]:
    """(start date, end date) of periods with whole dates on both sides, the same one once."""
    found: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {}
    for match in _PERIOD.finditer(text):
        found.setdefault(match[0], (match.span("first"), match.span("last")))
    return tuple(found.values())
