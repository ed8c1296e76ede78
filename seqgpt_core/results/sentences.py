"""The sentence around a span: what a person reads to believe a value."""

from __future__ import annotations

import re

# A sentence ends after its last end mark and the quotes or brackets that close behind it, or
# at a line end.
_SENTENCE_END = re.compile(r"[。！？；]+[”’」』）】》]*|[\r\n]+")
_CUT = "…"


def sentence_around(text: str, start: int, end: int, limit: int = 200) -> str:
    """The sentence that holds `text[start:end]`, without surrounding whitespace.

    A span over several sentences gives all of them. Only `limit` characters on either side
    are looked at, so the cost does not grow with the document.

    Args:
        text: the document.
        start, end: half-open code points of the span; `0 <= start < end <= len(text)`.
        limit: the most characters to return, at least 3. A longer sentence is cut around the
            span and marked by `…` where it was cut; a span that alone is longer is cut at
            its end.

    Raises:
        ValueError: if the span is empty or outside the text, or `limit` is under 3.
    """
    return "".join(sentence_parts(text, start, end, limit))


def sentence_parts(text: str, start: int, end: int, limit: int = 200) -> tuple[str, str, str]:
    """The sentence around a span in three: before it, the span, after it.

    Their concatenation is `sentence_around`, with the same arguments and errors.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"span {start}:{end} is outside a text of {len(text)} characters")
    if limit < 3:
        raise ValueError("limit must be at least 3")

    # One character beyond the limit on each side tells a cut sentence from a complete one.
    low = max(0, start - limit - 1)
    left = low
    for match in _SENTENCE_END.finditer(text, low, start):
        left = match.end()
    # The span may itself end with the end mark: then the sentence ends there.
    high = min(len(text), end + limit + 1)
    closing = _SENTENCE_END.search(text, max(start, end - 1), high)
    right = closing.end() if closing else high

    while left < start and text[left].isspace():
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    if right - left <= limit:
        return text[left:start], text[start:end], text[end:right]
    return _cut_around(text, left, right, start, end, limit)


def _cut_around(
    text: str, left: int, right: int, start: int, end: int, limit: int
) -> tuple[str, str, str]:
    """At most `limit` characters of `text[left:right]` around the span, cuts marked."""
    room = limit - 2 * len(_CUT) - (end - start)
    if room < 0:
        head = _CUT if left < start else ""
        return head, text[start : start + limit - len(head) - len(_CUT)], _CUT
    before = min(start - left, room // 2)
    after = min(right - end, room - before)
    before = min(start - left, room - after)
    shown_from, shown_to = start - before, end + after
    head = _CUT if shown_from > left else ""
    tail = _CUT if shown_to < right else ""
    return head + text[shown_from:start], text[start:end], text[end:shown_to] + tail
