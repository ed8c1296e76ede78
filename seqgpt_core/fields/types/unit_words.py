"""Units of measure where they stand: right after a number, or after the slash of a price."""

from __future__ import annotations

from ..constraints import UNITS

_SUPERSCRIPTS = str.maketrans("23", "²³")
# One-character forms (㎡) and raised powers (m²); Unicode NFKC leads them back to the plain ones.
_VARIANTS = frozenset(
    "㎡ ㎥ ㎏ ㎎ ㎍ ㎞ ㎝ ㎜ ㎖ ㎗ ℓ ㎾ ㎸ KG Kg KM Km CM MM ML Ml "
    "m² m³ 平方 cm3 cm³ mm3 mm³ dm3 dm³".split()
)
COUNTABLE = (
    frozenset(unit for units in UNITS.values() for unit in units)
    | _VARIANTS
    | frozenset(
        unit.translate(_SUPERSCRIPTS)
        for unit in UNITS["area"] | UNITS["volume"]
        if unit[-1] in "23"
    )
)
_LONGEST = max(map(len, COUNTABLE))


def longest_word(text: str, at: int, words: frozenset[str]) -> str | None:
    """The longest of the words that stands at a place, a Latin one only as a whole word."""
    for length in range(_LONGEST, 0, -1):
        word = text[at : at + length]
        if word not in words:
            continue
        following = text[at + length : at + length + 1]
        if not (word[-1].isascii() and following.isascii() and following.isalnum()):
            return word
    return None


def unit_end(text: str, at: int, words: frozenset[str]) -> int:
    """Where the unit that begins at `at` ends (`mg/kg·d` whole); `at` itself where none begins."""
    end = at
    for _ in range(3):
        word = longest_word(text, at, words)
        if word is None:
            return end
        end = at + len(word)
        if text[end : end + 1] not in ("/", "·", "."):
            return end
        at = end + 1
    return end
