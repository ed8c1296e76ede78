"""Where a value may begin and end: whole numbers, whole Latin words, balanced brackets."""

from __future__ import annotations

import re

_OPENING = "（(【[《〈“‘「『｛{〔<"
_CLOSING = "）)】]》〉”’」』｝}〕>"
_PARTNER = dict(zip(_CLOSING, _OPENING, strict=True))
_CLOSER = dict(zip(_OPENING, _CLOSING, strict=True))
# Marks that never belong to the edge of a value; a leading + - # or ¥ may.
_EDGE = "，,、；;：:|｜•·…—~～=＝"
_SENTENCE_END = "。.！!？?"
_STOPS = "。；;"
_SENTENCE = re.compile(r"[，,；;。！？!?]")
_DIGIT = re.compile(r"[0-9０-９]")
_LETTER = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ\u00c0-\u024f]")
_SHORT = 12
_MOST_ROUNDS = 64


def settle(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The nearest sensible boundaries of a span, or None if nothing is left of it.

    Grows over a cut number or Latin word, closes or drops an unbalanced bracket, and drops white
    space, stray punctuation and the full stop at the edges. Other marks that end a sentence stay
    at the end of a whole one and leave a short value. Settled spans are fixed points.
    """
    for _ in range(_MOST_ROUNDS):
        before = (start, end)
        start, end = _whole_runs(text, start, end)
        start, end = _trim(text, start, end)
        start, end = _balance(text, start, end)
        if start >= end:
            return None
        if (start, end) == before:
            return start, end
    return None


def without_stop(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the stops at its end; a span of stops alone keeps one."""
    while end - 1 > start and text[end - 1] in _STOPS:
        end -= 1
    return start, end


def _joined(text: str, at: int) -> bool:
    """Whether the characters before and after position `at` belong to one number or word."""
    if not 0 < at < len(text):
        return False
    left, right = text[at - 1], text[at]
    if _LETTER.match(left) and _LETTER.match(right):
        return True
    if _DIGIT.match(left) and _DIGIT.match(right):
        return True
    # A separator between digits: 2,380.00 but not the comma that ends a clause before a number.
    if _DIGIT.match(left) and right in ".,．" and at + 1 < len(text):
        return bool(_DIGIT.match(text[at + 1])) and (right != "," or _thousands(text, at))
    if left in ".,．" and _DIGIT.match(right) and at >= 2:
        return bool(_DIGIT.match(text[at - 2])) and (left != "," or _thousands(text, at - 1))
    return False


def _thousands(text: str, comma: int) -> bool:
    """Whether exactly three digits follow the comma, as in a grouped number."""
    group = text[comma + 1 : comma + 5]
    return len(group) >= 3 and group[:3].isdigit() and not group[3:4].isdigit()


def _whole_runs(text: str, start: int, end: int) -> tuple[int, int]:
    while _joined(text, start):
        start -= 1
    while _joined(text, end):
        end += 1
    return start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (
        text[start].isspace() or text[start] in _EDGE + _SENTENCE_END or text[start] in _CLOSING
    ):
        start += 1
    while start < end:
        last = text[end - 1]
        if (
            last.isspace()
            or last in _EDGE
            or last in _OPENING
            or last == "。"
            or (last in _SENTENCE_END and not is_sentence(text[start : end - 1]))
        ):
            end -= 1
        else:
            break
    return start, end


def is_sentence(body: str) -> bool:
    """Whether words are more than a few, or have a comma or a stop among them."""
    return len(body) > _SHORT or bool(_SENTENCE.search(body))


def _balance(text: str, start: int, end: int) -> tuple[int, int]:
    """Close a bracket whose partner stands just outside, else drop it from the edge."""
    open_at: list[int] = []
    for at in range(start, end):
        character = text[at]
        if character in _CLOSER:
            open_at.append(at)
        elif character in _PARTNER:
            if open_at and text[open_at[-1]] == _PARTNER[character]:
                open_at.pop()
            elif at == end - 1:
                opener = text.rfind(_PARTNER[character], max(0, start - 1), start)
                return (opener, end) if opener >= 0 else (start, end - 1)
    if open_at:
        first = open_at[0]
        closer = _CLOSER[text[first]]
        if len(open_at) == 1 and text[end : end + 1] == closer:
            return start, end + 1
        if first == start:
            return start + 1, end
        if first == end - 1:
            return start, end - 1
    return start, end
