"""The sentence around a place, within bounds, so that a text without stops costs no more."""

from __future__ import annotations

from .model import Span

SENTENCE_ENDS = "。；;！？!?\n"
# How far a sentence is looked for on each side, in characters.
_FAR = 400


def sentence_around(text: str, span: Span) -> Span:
    """The sentence, or sentences, that a span lies in, without the last stop.

    A span that already is whole sentences, stop included, is its own.
    """
    low, high = max(0, span[0] - _FAR), min(len(text), span[1] + _FAR)
    start = max(text.rfind(mark, low, span[0]) for mark in SENTENCE_ENDS)
    last = max(span[0], span[1] - 1)
    ends = [at for mark in SENTENCE_ENDS if (at := text.find(mark, last, high)) >= 0]
    return (low if start < 0 else start + 1), min(ends, default=high)
