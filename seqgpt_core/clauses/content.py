"""A clause's content: its words without its number, folded so that only format is lost.

Lost are white space, punctuation, the width of characters, commas that group thousands, and
page numbers on a line of their own. Kept is what carries meaning: every letter and digit, signs
such as % ‰ ¥ + ≥ &, a minus before a number, and what separates two numbers (1.5 is not 15,
3-5 is not 35, and the cells `1|23` are not `12|3`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from .model import Clause
from .numbering import Style, parse_number

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ", 0xFFE0: "¢", 0xFFE1: "£", 0xFFE5: "¥", 0x301C: "~",
}  # fmt: skip
_KEPT = frozenset("%‰‱&@/′″")
_LOST_CATEGORIES = ("P", "Z", "Cc", "Cf")


def _lost_characters() -> str:
    """Every character of the basic plane that content does not keep, as a pattern's class."""
    lost = [
        chr(code)
        for code in range(0x10000)
        if unicodedata.category(chr(code)).startswith(_LOST_CATEGORIES) and chr(code) not in _KEPT
    ]
    return "".join(re.escape(character) for character in [*lost, "|", "`", "~"])


_LOST = re.compile(f"[{_lost_characters()}]+")
_SPACES = re.compile(r"[^\S\t\n\r\x0b\x0c\x85\u2028\u2029]+")
_DASHES = "-‐‑‒–—―~"
_PAGE_NUMBER = re.compile(
    r"(?m)^[ \t]*(?:第\s?\d+\s?页(?:[\s,，/]*共\s?\d+\s?页)?|[-–—][ \t]*\d{1,4}[ \t]*[-–—]"
    r"|[Pp]age\s\d+(?:\s?of\s?\d+)?)[ \t]*(?:\r?\n|\Z)"
)


def fold(words: str) -> str:
    """The content of a text; equal for two texts that differ in format only."""
    return _LOST.sub(_separator, _PAGE_NUMBER.sub("\n", words).translate(_WIDTH))


def _separator(match: re.Match[str]) -> str:
    """What stays of a run of punctuation and white space."""
    text, start, end = match.string, match.start(), match.end()
    after = text[end] if end < len(text) else ""
    if not ("0" <= after <= "9"):
        return ""
    run = match.group()
    if start == 0 or not ("0" <= text[start - 1] <= "9"):
        return "-" if run[-1] in "-–" else ""
    marks = _SPACES.sub("", run)
    if not marks:
        return ""
    if marks in (".", ":"):
        return marks
    if marks[0] in _DASHES or marks[-1] in _DASHES:
        return "-"
    grouping = (
        run == "," and text[end : end + 3].isdigit() and not text[end + 3 : end + 4].isdigit()
    )
    return "" if grouping else ","


@dataclass(frozen=True, slots=True)
class Side:
    """The clauses of one document, prepared for comparison; all sequences are parallel.

    Attributes:
        contents: folded, without the number.
        titles: folded; empty without a title.
        numbers: style and values, None without a number.
        families: what can be paired with what without a penalty.
        parents: index of the clause above, -1 at the top.
    """

    text: str
    clauses: tuple[Clause, ...]
    contents: tuple[str, ...]
    titles: tuple[str, ...]
    numbers: tuple[tuple[Style, tuple[int, ...]] | str | None, ...]
    families: tuple[str, ...]
    parents: tuple[int, ...]

    def parent_title(self, index: int) -> str:
        above = self.parents[index]
        return self.titles[above] if above >= 0 else ""

    def content_at(self, index: int) -> str | None:
        return self.contents[index] if 0 <= index < len(self.contents) else None

    def written(self, index: int) -> str:
        clause = self.clauses[index]
        return self.text[clause.start : clause.end]

    def is_last(self, index: int) -> bool:
        return index == len(self.clauses) - 1


def prepare(text: str, clauses: Sequence[Clause]) -> Side:
    parents: list[int] = []
    above: list[int] = []
    for index, clause in enumerate(clauses):
        while above and clauses[above[-1]].level >= clause.level:
            above.pop()
        parents.append(above[-1] if above else -1)
        above.append(index)
    return Side(
        text,
        tuple(clauses),
        tuple(fold(_without_number(text, clause)) for clause in clauses),
        tuple(fold(clause.title or "") for clause in clauses),
        tuple(
            (parse_number(clause.number) or clause.number) if clause.number else None
            for clause in clauses
        ),
        tuple(
            clause.kind if clause.kind in ("table", "preamble", "signature") else "clause"
            for clause in clauses
        ),
        tuple(parents),
    )


def _without_number(text: str, clause: Clause) -> str:
    if clause.number is None:
        return text[clause.start : clause.end]
    at = text.find(clause.number, clause.start, clause.end)
    start = at + len(clause.number) if at >= 0 else clause.start
    return text[start : clause.end]
