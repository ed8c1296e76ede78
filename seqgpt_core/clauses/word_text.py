"""A text as a Word document can hold it."""

from __future__ import annotations

import re

from ..results.characters import showable

_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


def word_text(text: str) -> str:
    """The text with every kind of line end as a line feed, and what XML forbids as U+FFFD.

    Idempotent. Ordinary texts stay as they are, character by character.
    """
    return showable(_LINE_END.sub("\n", text))
