"""Where one definition ends and the next begins: separators, brackets and escapes.

A backslash before a separator, a bracket, `|`, `#` or another backslash takes away its meaning;
before anything else it is an ordinary character. Full- and half-width brackets are the same
bracket.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

SEPARATORS = "，,、;；"
ALIAS_MARKS = "|｜"
NOTE_MARKS = "#＃"
NEWLINES = "\n\r\x0b\x0c\x85\u2028\u2029"
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_WIDE_BRACKETS = str.maketrans("（）［］【】｛｝", "()[][]{}")
_ESCAPE = re.compile(r"\\([\\，,、;；|｜#＃()\[\]{}（）［］【】｛｝])")
_ESCAPE_OR_BRACKET = re.compile(_ESCAPE.pattern + r"|[()\[\]{}（）［］【】｛｝]")
_ESCAPED_CHARACTER = re.compile(r"[\\，,、;；|｜#＃()\[\]{}]")
_NOTE_TOKEN = re.compile(f"{_ESCAPE_OR_BRACKET.pattern}|[{NOTE_MARKS}{SEPARATORS}{NEWLINES}]")
_NEWLINE = re.compile(f"[{NEWLINES}]")

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


def visible_lines(text: str) -> str:
    """`visible(text)` with a line feed for the blank wherever the text goes to a new line."""
    return "\n".join(line for line in map(visible, _NEWLINE.split(text)) if line)


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
    return _pieces(text, _cuts(text, marks))


def _cuts(text: str, marks: str) -> list[int]:
    """Where `split_at` cuts, ascending."""
    pairs, _ = bracket_pairs(text)
    cuts: list[int] = []
    protected = 0
    for token in re.finditer(f"{_ESCAPE_OR_BRACKET.pattern}|[{re.escape(marks)}]", text):
        position = token.start()
        if position < protected:
            continue
        if position in pairs:
            protected = pairs[position] + 1
        elif token[0] in marks:
            cuts.append(position)
    return cuts


def _pieces(text: str, cuts: list[int]) -> list[str]:
    starts = [0, *(cut + 1 for cut in cuts)]
    return [text[start:end] for start, end in zip(starts, [*cuts, len(text)], strict=True)]


def split_lines(source: str) -> list[list[str]]:
    """The segments of each line of an editable list, outer white space stripped.

    Empty segments are kept, so that the caller can tell `甲方,,乙方` from `甲方,乙方`.
    A bracket without a partner protects nothing: it spoils its own segment only. Nothing in a
    note is grammar; it ends with its line.
    """
    structure = _without_notes(source)
    lines: list[list[str]] = []
    start = 0
    # Both cuts see the same brackets: a line holds either both ends of a pair or none.
    for end in [*_cuts(structure, NEWLINES), len(source)]:
        cuts = _cuts(structure[start:end], SEPARATORS)
        lines.append([piece.strip() for piece in _pieces(source[start:end], cuts)])
        start = end + 1
    return lines


def split_note(definition: str) -> tuple[str, str | None]:
    """One definition without its note, and the note without its mark (None where empty)."""
    for start, _ in _notes(definition):
        return definition[:start].strip(), definition[start + 1 :].strip() or None
    return definition, None


def _without_notes(source: str) -> str:
    """`source` with blanks for its notes; same length."""
    pieces: list[str] = []
    done = 0
    for start, end in _notes(source):
        pieces += [source[done:start], " " * (end - start)]
        done = end
    return "".join([*pieces, source[done:]])


def _notes(text: str) -> Iterator[tuple[int, int]]:
    """Each note from its mark to the end of its line.

    The mark stands outside brackets, after white space with a definition before it, or right
    after a closing bracket: `C#工程师` and `# 1` hold no note.
    """
    pairs, _ = bracket_pairs(text)
    segment = done = closed = 0
    for token in _NOTE_TOKEN.finditer(text):
        position = token.start()
        if position < done:
            continue
        if position in pairs:
            done = closed = pairs[position] + 1
        elif token[0] in NOTE_MARKS:
            after_blank = text[position - 1 : position].isspace()
            if (position and position == closed) or (
                after_blank and text[segment:position].strip()
            ):
                line_end = _NEWLINE.search(text, position)
                done = line_end.start() if line_end else len(text)
                yield position, done
        elif token[0] in SEPARATORS or token[0] in NEWLINES:
            segment = position + 1
