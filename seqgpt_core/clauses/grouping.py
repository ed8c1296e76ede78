"""Edits grown to whole words and names: 甲→乙 becomes 甲方→乙方."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from .lexicon import words
from .model import Edit, Span
from .tokens import tokens

# A grown edit may reach into another word; three rounds settle real texts.
_MOST_ROUNDS = 3
# Words are looked for this far around the ends of an edit, in characters.
_MARGIN = 96


def whole_words(a: str, b: str, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits, each grown over the tokens, listed words and names that it cuts on either side.

    Both sides grow over the same equal characters, so the result is as exact as the edits. Edits
    that grow into each other become one; edits that only come to touch stay apart.
    """
    if not edits:
        return ()
    words_a = _Words(a, [edit.a for edit in edits])
    words_b = _Words(b, [edit.b for edit in edits])
    current = list(edits)
    for _ in range(_MOST_ROUNDS):
        grown = _grow(current, words_a, words_b, len(a))
        if grown == current:
            break
        current = grown
    return tuple(current)


class _Words:
    """The words near the ends of some spans of a text, to ask which of them a span cuts."""

    def __init__(self, text: str, places: Sequence[Span]) -> None:
        found: set[Span] = set()
        for low, high in _windows(places, len(text)):
            near = text[low:high]
            for start, end in (*words(near), *tokens(near)):
                if end - start > 1:
                    found.add((low + start, low + end))
        self.spans = sorted(found)
        self.starts = [start for start, _ in self.spans]
        self.longest = max((end - start for start, end in self.spans), default=0)

    def reach(self, span: Span) -> tuple[int, int]:
        """How many characters the words cut by the span stand out to its left and right."""
        start, end = span
        left = right = 0
        at = bisect_left(self.starts, start - self.longest)
        # An insertion point is cut by a word only if it lies inside the word.
        while at < len(self.spans) and self.spans[at][0] < end:
            word_start, word_end = self.spans[at]
            if word_end > start:
                left = max(left, start - word_start)
                right = max(right, word_end - end)
            at += 1
        return left, right


def _windows(places: Sequence[Span], length: int) -> list[Span]:
    """Stretches around the ends of the places, apart from one another."""
    merged: list[Span] = []
    for end in sorted(end for place in places for end in place):
        low, high = max(0, end - _MARGIN), min(length, end + _MARGIN)
        if merged and low <= merged[-1][1]:
            low = merged.pop()[0]
        merged.append((low, high))
    return merged


def _grow(edits: list[Edit], words_a: _Words, words_b: _Words, length_a: int) -> list[Edit]:
    result: list[Edit] = []
    before = 0
    for at, edit in enumerate(edits):
        following = edits[at + 1].a[0] if at + 1 < len(edits) else length_a
        left_a, right_a = words_a.reach(edit.a)
        left_b, right_b = words_b.reach(edit.b)
        room_left, room_right = edit.a[0] - before, following - edit.a[1]
        left = min(max(left_a, left_b), room_left)
        right = min(max(right_a, right_b), room_right)
        joins = bool(result) and (
            edit.a[0] - left < result[-1].a[1] or max(left_a, left_b) > room_left
        )
        # A word that reaches beyond the equal characters on the right ends in the next edit,
        # whose own reach to the left then joins the two.
        grown = Edit((edit.a[0] - left, edit.a[1] + right), (edit.b[0] - left, edit.b[1] + right))
        if joins:
            last = result.pop()
            grown = Edit(
                (min(last.a[0], grown.a[0]), max(last.a[1], grown.a[1])),
                (min(last.b[0], grown.b[0]), max(last.b[1], grown.b[1])),
            )
        result.append(grown)
        before = edit.a[1]
    return result
