"""Where one definition ends and the next begins: separators, brackets and escapes.

A backslash before a separator, a bracket or another backslash takes away its meaning; before
anything else it is an ordinary character. Full- and half-width brackets are the same bracket.
"""

from __future__ import annotations

import re
import unicodedata

SEPARATORS = "，,、;；"
NEWLINES = "\n\r\x0b\x0c\x85\u2028\u2029"
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_WIDE_BRACKETS = str.maketrans("（）［］【】｛｝", "()[][]{}")
_ESCAPE = re.compile(r"\\([\\，,、;；()\[\]{}（）［］【】｛｝])")
_ESCAPE_OR_BRACKET = re.compile(_ESCAPE.pattern + r"|[()\[\]{}（）［］【】｛｝]")
_ESCAPED_CHARACTER = re.compile(r"[\\，,、;；()\[\]{}]")

# Characters that print nothing although their category says letter, mark or symbol: Hangul
# fillers, the combining grapheme joiner, Mongolian and other variation selectors, blank Braille.
_FILLERS = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
)
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})


def fold_brackets(text: str) -> str:
    """The same text, character for character, with every bracket half-width."""
    return text.translate(_WIDE_BRACKETS)


def visible(text: str) -> str:
    """What a reader sees of `text`: no control or zero-width characters, single blanks."""
    kept = (
        " " if character.isspace() else character
        for character in text
        if character.isspace() or not _is_invisible(character)
    )
    return " ".join("".join(kept).split())


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in _INVISIBLE_CATEGORIES or character in _FILLERS


def unescape(text: str) -> str:
    """`text` with every escape replaced by the character that it protects."""
    return _ESCAPE.sub(r"\1", text)


def escape(text: str) -> str:
    """`text` (half-width brackets) written so that nothing in it acts as grammar."""
    return _ESCAPED_CHARACTER.sub(r"\\\g<0>", text)


def bracket_pairs(text: str) -> tuple[dict[int, int], list[int]]:
    """Match the brackets of `text`; linear in its length.

    Returns:
        Index of each opening bracket -> index of its closing bracket, and the indices of the
        brackets without a partner, in no particular order. A closing bracket matches the
        nearest opening one of its kind; brackets left open in between have no partner.
    """
    pairs: dict[int, int] = {}
    stray: list[int] = []
    waiting: list[tuple[int, str]] = []
    open_of_kind = dict.fromkeys(_CLOSERS.values(), 0)
    for token in _ESCAPE_OR_BRACKET.finditer(text):
        position = token.start()
        bracket = fold_brackets(token[0])
        if bracket in _CLOSERS:
            waiting.append((position, _CLOSERS[bracket]))
            open_of_kind[_CLOSERS[bracket]] += 1
        elif bracket in open_of_kind:
            if not open_of_kind[bracket]:
                stray.append(position)
                continue
            kind = ""
            while kind != bracket:
                opener, kind = waiting.pop()
                open_of_kind[kind] -= 1
                if kind == bracket:
                    pairs[opener] = position
                else:
                    stray.append(opener)
    return pairs, stray + [position for position, _ in waiting]


def split_at(text: str, marks: str) -> list[str]:
    """Cut `text` at each of `marks` that is neither escaped nor inside brackets.

    Invariant: the pieces and the marks between them, in order, are `text` again.
    """
    pairs, _ = bracket_pairs(text)
    pieces: list[str] = []
    start = protected = 0
    for token in re.finditer(f"{_ESCAPE_OR_BRACKET.pattern}|[{re.escape(marks)}]", text):
        position = token.start()
        if position < protected:
            continue
        if position in pairs:
            protected = pairs[position] + 1
        elif token[0] in marks:
            pieces.append(text[start:position])
            start = position + 1
    pieces.append(text[start:])
    return pieces


def split_lines(source: str) -> list[list[str]]:
    """The segments of each line of an editable list, outer white space stripped.

    Empty segments are kept, so that the caller can tell `甲方,,乙方` from `甲方,乙方`.
    A bracket without a partner protects nothing: it spoils its own segment only.
    """
    # Both cuts see the same brackets: a line holds either both ends of a pair or none.
    return [
        [segment.strip() for segment in split_at(line, SEPARATORS)]
        for line in split_at(source, NEWLINES)
    ]
