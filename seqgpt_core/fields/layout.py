"""The layout of one definition: its names, the brackets after them, its count, its braces.

Texts are visible, with half-width brackets and without note; `openers` gives for each closing
bracket's index that of its opening one.
"""

from __future__ import annotations

import re
import unicodedata

from .segments import ALIAS_MARKS, split_at, unescape

_COUNT = re.compile(r"\d{1,3}")
# `代码[0-9]{6}` and `{1,3}` are regular expressions, not records.
_REPETITION = re.compile(r"[,，\s]*\d[\d,，\s]*")
_BRACE_COUNT = re.compile(r"\} ?\[ ?\]")
_BULLET = re.compile(r"(?:(?:[-*•·]|\d{1,3}[.．])\s+)+")
_TRAILING_MARKS = "：:。 "


def fold(text: str) -> str:
    """Two names with the same fold are one name: width and white space do not count."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def names_of(text: str) -> tuple[str, ...]:
    """The name and its aliases: unescaped, distinct, none without a letter, digit or sign."""
    names: dict[str, str] = {}
    for piece in split_at(text, ALIAS_MARKS):
        piece = piece.strip()
        name = unescape(piece[bullet_length(piece) : _content_end(piece, len(piece))]).strip()
        if any(unicodedata.category(c)[0] in "LN" or _is_sign(c) for c in name):
            names.setdefault(fold(name), name)
    return tuple(names.values())


def peel(text: str, openers: dict[int, int]) -> tuple[str, str | None]:
    """What `text` is called, and the texts of the brackets at its end, joined."""
    groups: list[str] = []
    end = _content_end(text, len(text))
    while end and end - 1 in openers:
        opening = openers[end - 1]
        content = text[opening + 1 : end - 1].strip()
        if content:
            groups.insert(0, _closed(content))
        end = _content_end(text, opening)
    return text[:end].strip(), ";".join(groups) or None


def without_count(text: str, openers: dict[int, int]) -> tuple[int, str | None]:
    """Where `text` ends without its count, and the count: digits, "" for `[]`, None without."""
    end = _content_end(text, len(text))
    opening = openers.get(end - 1)
    if opening is not None and text[opening] == "[":
        content = text[opening + 1 : end - 1].strip()
        if not content or _COUNT.fullmatch(content):
            return _content_end(text, opening), content
    return end, None


def record_brace(text: str, end: int, openers: dict[int, int], counted: bool) -> int | None:
    """Where the brace of a record opens, if `text[:end]` is one."""
    opening = openers.get(end - 1)
    if opening is None or text[opening] != "{":
        return None
    named = counted and not _REPETITION.fullmatch(text[opening + 1 : end - 1])
    return opening if opening == 0 or named else None


def has_misplaced_record(text: str, end: int, openers: dict[int, int]) -> bool:
    """Whether a record stands where none can be read."""
    return text.startswith("{") or any(
        mark.start() in openers and mark.start() != end - 1 for mark in _BRACE_COUNT.finditer(text)
    )


def _content_end(text: str, end: int) -> int:
    """Where `text[:end]` ends without the colons and full stops of a form (`甲方：`)."""
    return len(text[:end].rstrip(_TRAILING_MARKS))


def bullet_length(text: str) -> int:
    """How far the marks of a pasted list reach (`- `, `2. `)."""
    bullet = _BULLET.match(text)
    return bullet.end() if bullet else 0


def _closed(content: str) -> str:
    """`content` made safe before a closing bracket: no half escape at its end."""
    backslashes = len(content) - len(content.rstrip("\\"))
    return content + "\\" if backslashes % 2 else content


def _is_sign(character: str) -> bool:
    return unicodedata.category(character) in ("So", "Sc")
