"""Text with its spelling variants folded, and the way back to the text as given."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# One character each, so that folding them never moves an offset. NFKC leaves them all alone.
_SAME = str.maketrans(
    "○Ο兩貳弐弍參叄叁陸號點時鐘國後內個週曆農陰約歲餘過’‘′`—–―─‒‐−〜∼",
    "〇O两贰贰贰叁叁叁陆号点时钟国后内个周历农阴约岁余过''''—————--~~",
)
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` after NFKC, character by character; `places[i]` is where its character i came from."""

    text: str
    places: Sequence[int]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The code points of the text as given that `text[start:end]` was folded from."""
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """Full-width to ASCII, traditional date words to simplified, dashes to `—` or `-`, white space
    to blanks but for the tab, which parts table cells; invisible characters dropped."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        folded = character if "!" <= character <= "~" else _folded(character)
        characters.append(folded)
        places.extend([place] * len(folded))
    return Folded("".join(characters), places)


@lru_cache(maxsize=8192)
def _folded(character: str) -> str:
    if character in _INVISIBLE:
        return ""
    # ② before 4月 is a list mark, and no digit of the month; 10² is not 102.
    if character == "\t" or unicodedata.category(character) == "No":
        return character
    folded = unicodedata.normalize("NFKC", character).translate(_SAME)
    return "".join(" " if part.isspace() else part for part in folded)
