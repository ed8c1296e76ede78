"""Traditional against simplified characters: seen, and folded where the user wants it."""

from __future__ import annotations

from typing import Literal

from .script_table import SIMPLIFIED, TRADITIONAL

Script = Literal["traditional", "simplified"]

_TO_SIMPLIFIED = str.maketrans(TRADITIONAL, SIMPLIFIED)
_TRADITIONAL = frozenset(TRADITIONAL)
_SIMPLIFIED = frozenset(SIMPLIFIED) - _TRADITIONAL
# Characters of one script that decide, and how many times as many as of the other.
_LEAST = 5
_TIMES = 3
# Enough to tell.
_LOOKED_AT = 20_000


def script_of(text: str) -> Script | None:
    """The script that a text is written in; None for a mixture, or too few characters to tell."""
    looked_at = text[:_LOOKED_AT]
    traditional = sum(character in _TRADITIONAL for character in looked_at)
    simplified = sum(character in _SIMPLIFIED for character in looked_at)
    if traditional >= _LEAST and traditional >= _TIMES * simplified:
        return "traditional"
    if simplified >= _LEAST and simplified >= _TIMES * traditional:
        return "simplified"
    return None


def simplified(text: str) -> str:
    """The text in simplified characters, each in its place, so that every offset stays valid.

    Character by character: words that the two scripts write differently (軟體, 软件) stay.
    """
    return text.translate(_TO_SIMPLIFIED)
