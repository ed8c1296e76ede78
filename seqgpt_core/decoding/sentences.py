"""The sentence that a place stands in, as a span of the text."""

from __future__ import annotations

import re

from .boundaries import is_sentence, settle

_STOPS = "。！？!?；;\n"
_CLAUSE = re.compile(r"[，,、：:\t ]")
_FAR = 200
_LONGEST = 120


def sentence_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Half-open code points of the sentence that holds `text[start:end]`, with its stop
    unless it is a few words.

    A sentence of more than 120 characters is cut at commas around the place. Only so many
    characters on either side are looked at, so the cost does not grow with the document.
    """
    low, high = max(0, start - _FAR), min(len(text), end + _FAR)
    left = 1 + max((text.rfind(stop, low, start) for stop in _STOPS), default=-1)
    left = max(left, low)
    ends = [at for stop in _STOPS if (at := text.find(stop, max(start, end - 1), high)) >= 0]
    right = min(ends, default=high)
    right += text[right : right + 1] not in ("", "\n")
    if right - left > _LONGEST:
        left, right = _clauses(text, left, right, start, end)
    left, right = settle(text, left, max(right, end)) or (start, end)
    stops = text[right : right + 1] == "。" and is_sentence(text[left:right])
    return left, right + stops


def _clauses(text: str, left: int, right: int, start: int, end: int) -> tuple[int, int]:
    """Whole clauses around the place, at most `_LONGEST` characters where clauses allow it."""
    cuts = [left, *(m.end() for m in _CLAUSE.finditer(text, left, right)), right]
    first = max((cut for cut in cuts if cut <= start), default=left)
    last = min((cut for cut in cuts if cut >= end), default=right)
    for cut in sorted((c for c in cuts if c > last), key=int):
        if cut - first > _LONGEST:
            break
        last = cut
    for cut in sorted((c for c in cuts if c < first), reverse=True):
        if last - cut > _LONGEST:
            break
        first = cut
    return first, last
