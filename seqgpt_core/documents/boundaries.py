"""Where a text can be cut, and how good each place is; how clauses are numbered.

One recogniser serves window splitting (cut at the best place near a limit) and clause outlines
(which lines begin a clause, at which level). Work is linear in the number of characters looked
at: every pattern is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum


class Strength(IntEnum):
    """How good a place is to cut a text; greater is better."""

    SPACE = 1
    """After white space: at least no Latin word or number is cut."""
    COMMA = 2
    """After `，` `、`, a tab between table cells, or a `,` that is not inside a number."""
    SENTENCE = 3
    """After `。！？；!?;…` (and the closing quotes behind them), or a full stop and a space."""
    LINE = 4
    """At the start of a line."""
    PARAGRAPH = 5
    """At the start of a line behind an empty line."""
    CLAUSE = 6
    """At the start of a line that opens with a clause number (see `clause_mark`)."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """A cut before the character at `position` (0 < position <= length of the text)."""

    position: int
    strength: Strength


class ClauseKind(IntEnum):
    """How a clause is numbered, usual outermost level first."""

    ANNEX = 0
    PART = 1
    CHAPTER = 2
    SECTION = 3
    ARTICLE = 4
    CHINESE = 5
    CHINESE_BRACKET = 6
    DECIMAL = 7
    DECIMAL_BRACKET = 8
    CIRCLED = 9
    LETTER = 10


@dataclass(frozen=True, slots=True)
class ClauseMark:
    """The number that opens a clause: `text[start:end]` is `第五条`, `（二）`, `3.1`, ..."""

    kind: ClauseKind
    start: int
    end: int


_HANZI_NUMBER = "[一二三四五六七八九十百零〇]"
_NUMBER = "[一二三四五六七八九十百千零〇○两0-9０-９]"
_DIGIT = "[0-9０-９]"
_GAP = "[ \t\u3000]"
# A decimal before one of these is a quantity ("1.5 万元", "3.2米"), not a clause number.
_QUANTITY = (
    rf"{_GAP}{{0,4}}(?:[万亿％%‰]|元(?!件))"
    "|[倍米吨升克台套件份折寸]|[千百]万|千[元克米瓦]|公[斤里顷]|平[方米]|小时|个[月百]|英[寸尺]"
    "|厘米|毫[米升]|年(?!度)|天(?!津)"
)

_KINDS: tuple[tuple[ClauseKind, str], ...] = (
    (ClauseKind.ANNEX, rf"附[件录表]{_GAP}?{_NUMBER}{{0,3}}(?=[：:\s]|\Z)"),
    (ClauseKind.PART, rf"第{_GAP}?{_NUMBER}{{1,6}}{_GAP}?(?:编|篇|部分)"),
    (ClauseKind.CHAPTER, rf"第{_GAP}?{_NUMBER}{{1,6}}{_GAP}?章"),
    (ClauseKind.SECTION, rf"第{_GAP}?{_NUMBER}{{1,6}}{_GAP}?节"),
    (ClauseKind.ARTICLE, rf"第{_GAP}?{_NUMBER}{{1,8}}{_GAP}?条(?:之{_NUMBER}{{1,3}})?"),
    (ClauseKind.CHINESE, rf"{_HANZI_NUMBER}{{1,5}}[、.．]"),
    (ClauseKind.CHINESE_BRACKET, rf"[（(]{_HANZI_NUMBER}{{1,5}}[）)]"),
    (
        ClauseKind.DECIMAL,
        rf"{_DIGIT}{{1,2}}(?:[.．]{_DIGIT}{{1,2}}){{1,4}}(?!{_DIGIT})"
        rf"(?:[.．、](?!{_DIGIT})|(?={_GAP}|[\u4e00-\u9fff]))(?!{_QUANTITY})"
        rf"|{_DIGIT}{{1,3}}[.．、](?!{_DIGIT})",
    ),
    (ClauseKind.DECIMAL_BRACKET, rf"[（(]{_DIGIT}{{1,2}}[）)]|{_DIGIT}{{1,2}}[)）]"),
    (ClauseKind.CIRCLED, "[①-⑳⑴-⒇⒈-⒛㈠-㈩㊀-㊉]"),
    (ClauseKind.LETTER, r"[A-Za-z][.．、)）](?![A-Za-z])"),
)
# Indentation and Markdown heading or bold signs may stand before the number.
_LEAD = r"[ \t\u3000\xa0\u200b\ufeff]{0,40}(?:#{1,6}[ \t]{1,4})?(?:\*\*)?"
_CLAUSE_MARK = re.compile(
    _LEAD + "(?:" + "|".join(f"(?P<{kind.name}>{pattern})" for kind, pattern in _KINDS) + ")"
)

_LINE_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
_CUT = re.compile(
    rf"(?P<line>\r\n|[{_LINE_ENDS}])"
    r"|(?P<sentence>[。！？；!?;…](?![。！？；!?;…])[”’\"'）)」』】》〉]{0,4}"
    r"|(?<=[a-z)])\.(?=[ \t]))"
    r"|(?P<comma>[，、\t]|(?<![0-9]),|,(?![0-9]))"
    r"|(?P<space>[ \u3000\xa0])"
)
# No cut's pattern is longer; a search that starts this much earlier sees all that end in range.
_LONGEST_CUT = 6


def clause_mark(text: str, position: int) -> ClauseMark | None:
    """The clause number that opens the line starting at `position`, if it opens with one.

    `position` should be the start of a line; whether the number is a heading or merely a
    reference that fell on a line start is for the caller to judge from its neighbours.
    """
    match = _CLAUSE_MARK.match(text, position)
    if match is None or match.lastgroup is None:
        return None
    start, end = match.span(match.lastgroup)
    return ClauseMark(ClauseKind[match.lastgroup], start, end)


def iter_boundaries(text: str, start: int = 0, end: int | None = None) -> Iterator[Boundary]:
    """The boundaries at positions in (start, end], ascending; `end` None means the whole text."""
    limit = len(text) if end is None else min(end, len(text))
    for position, strength in _cuts(text, start, limit):
        yield Boundary(position, strength)


def best_boundary(text: str, low: int, high: int) -> int | None:
    """The strongest boundary at a position in [low, high], the last of equals; None if none."""
    best_position, best_strength = None, 0
    for position, strength in _cuts(text, max(low - _LONGEST_CUT, 0), high):
        if position >= low and strength >= best_strength:
            best_position, best_strength = position, strength
    return best_position


_INLINE_STRENGTHS = {
    "sentence": Strength.SENTENCE,
    "comma": Strength.COMMA,
    "space": Strength.SPACE,
}


def _cuts(text: str, start: int, limit: int) -> Iterator[tuple[int, Strength]]:
    """(position, strength) in (start, limit]; plain pairs, for long texts have millions."""
    # One character more than asked for lets the patterns see what follows a cut at the limit.
    for match in _CUT.finditer(text, start, limit + 1):
        position = match.end()
        if position > limit:
            return
        strength = _INLINE_STRENGTHS.get(match.lastgroup or "")
        yield position, strength or _line_strength(text, match.start(), position)


def _line_strength(text: str, line_end: int, line_start: int) -> Strength:
    if clause_mark(text, line_start) is not None:
        return Strength.CLAUSE
    if line_end > 0 and text[line_end - 1] in _LINE_ENDS:
        return Strength.PARAGRAPH
    return Strength.LINE
