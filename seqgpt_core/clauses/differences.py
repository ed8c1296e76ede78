"""The exact and readable difference of two clauses.

Method: the tokens of both sides become one character each; the longest common subsequence
(rapidfuzz, bit-parallel after Hyyrö 2004) says which tokens stay; diff-match-patch's semantic
clean-up (Fraser, "Diff Strategies", 2006) and a last pass join replacements that only a short
common island separates, so that a reader sees `发票 → 票据` and not `-发 票 +据`.

Nothing depends on a clock. Work is bounded: very long texts are first cut at the sentences that
both sides have exactly once (patience diff), and a stretch that is still too long, or that has
almost nothing in common, is replaced as a whole.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from diff_match_patch import diff_match_patch  # type: ignore[import-untyped]
from rapidfuzz.distance import Indel

from .model import Edit, Span
from .tokens import tokens

# One operation of diff-match-patch: -1 delete, 0 equal, 1 insert, and the characters.
_Operation = tuple[int, str]
_PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))
# The most cells of a common-subsequence table, one bit each (50 MB).
_MOST_CELLS = 400_000_000
# Stretches longer than this that share less than this part are replaced as a whole.
_LONG = 1_500
_LEAST_SHARED = 0.4
# Equal tokens kept on each side of an edit when the clean-up looks at it.
_CONTEXT = 500
# The clean-up is quadratic in the operations it sees at once.
_MOST_OPERATIONS = 2_000
_SENTENCE_END = "。；;！？!?\n"
# Marks that carry a value or a choice, so that losing one is more than format.
_MEANINGFUL = frozenset("%‰&@#*/\\+")
_DIGITS = "0123456789"
_FOLDED = str.maketrans(
    {**{chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F)}, "\u3000": " ", "￥": "¥",
     "。": ".", "、": ",", "−": "-", "–": "-", "—": "-", "～": "~"}
)  # fmt: skip


def differences(a: str, b: str) -> tuple[Edit, ...]:
    """The replacements that turn `a` into `b`, ascending, none touching another.

    Exact: `apply(a, b, differences(a, b)) == b`, and the inverse gives `a`.
    """
    if a == b:
        return ()
    spans_a, spans_b = tokens(a), tokens(b)
    encoded = _encode([a[s:e] for s, e in spans_a], [b[s:e] for s, e in spans_b])
    if encoded is None:
        return _whole(a, b)
    operations = _join_islands(_cleaned(_aligned(*encoded)))
    return tuple(_edits(operations, spans_a, spans_b))


def apply(a: str, b: str, edits: Sequence[Edit]) -> str:
    """`a` with each edit made; characters of `b` are read inside the edits only."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts.append(a[at : edit.a[0]])
        parts.append(b[edit.b[0] : edit.b[1]])
        at = edit.a[1]
    parts.append(a[at:])
    return "".join(parts)


def inverse(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits that turn `b` back into `a`."""
    return tuple(Edit(a=edit.b, b=edit.a) for edit in edits)


def is_exact(a: str, b: str, edits: Sequence[Edit]) -> bool:
    """The proof shown to the user: both texts can be rebuilt from the other and the edits."""
    return apply(a, b, edits) == b and apply(b, a, inverse(edits)) == a


def is_format_only(a: str, b: str) -> bool:
    """Whether the texts differ, and only in punctuation, width, white space or control marks.

    Points, commas and hyphens inside numbers and identifiers count as content (1.5 is not 15),
    grouping commas do not (500,000 is 500000), and ticks, percent and plus signs always do.
    """
    return a != b and _content(a) == _content(b)


def _content(text: str) -> str:
    folded = "".join(map(_same_form, text.translate(_FOLDED)))
    pieces = ["".join(group) for _, group in groupby(folded, key=_is_mark)]
    kept: list[str] = []
    for at, piece in enumerate(pieces):
        if not _is_mark(piece[0]):
            kept.append(piece)
        else:
            before = pieces[at - 1][-1] if at else ""
            kept.append(_meaning_of_marks(before, piece, "".join(pieces[at + 1 : at + 2])))
    return "".join(kept)


def _is_mark(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "PZC" and category not in ("Co", "Cs") and character not in _MEANINGFUL


def _meaning_of_marks(before: str, marks: str, after: str) -> str:
    """What a run of marks between two pieces of content adds to it, mostly nothing."""
    marks = "".join(
        mark for mark in marks if unicodedata.category(mark)[0] != "C" or mark in "\n\t"
    )
    bare = "".join(marks.split())
    following = after[:1]
    if before in _DIGITS and following in _DIGITS and before and following:
        group = len(after) - len(after.lstrip(_DIGITS))
        if (bare == "," and marks == "," and group == 3) or (not bare and group in (3, 4)):
            return ""
        # Two numbers, not one: 3 5 is not 35 and 3-5 is neither; no mark at all is one number.
        return (bare or " ") if marks else ""
    if bare and before.isascii() and before.isalnum() and following.isascii():
        return bare if following.isalnum() and bare == marks else ""
    return "-" if bare.endswith("-") and following in _DIGITS and following else ""


def _same_form(character: str) -> str:
    """Radicals and compatibility ideographs, which PDF files yield, as the usual character."""
    if "\u2e80" <= character <= "\u2fdf" or "\uf900" <= character <= "\ufaff":
        return unicodedata.normalize("NFKC", character)
    return character


def _encode(a: list[str], b: list[str]) -> tuple[str, str] | None:
    """One character a token; None if there are more long tokens than private characters.

    A token of one character stands for itself, so that the clean-up still sees punctuation;
    characters that are private or surrogates already are renamed with the long tokens.
    """
    free = chain.from_iterable(range(low, high + 1) for low, high in _PRIVATE)
    names: dict[str, str] = {}
    sides: list[str] = []
    for side in (a, b):
        characters: list[str] = []
        for token in side:
            if len(token) == 1 and unicodedata.category(token) not in ("Co", "Cs"):
                characters.append(token)
                continue
            name = names.get(token)
            if name is None:
                code = next(free, None)
                if code is None:
                    return None
                name = names[token] = chr(code)
            characters.append(name)
        sides.append("".join(characters))
    return sides[0], sides[1]


def _whole(a: str, b: str) -> tuple[Edit, ...]:
    """One replacement between the common beginning and the common end."""
    if a == b:
        return ()
    least = min(len(a), len(b))
    start = next((at for at in range(least) if a[at] != b[at]), least)
    most = least - start
    end = next((at for at in range(most) if a[-1 - at] != b[-1 - at]), most)
    return (Edit((start, len(a) - end), (start, len(b) - end)),)


def _aligned(a: str, b: str) -> list[_Operation]:
    if len(a) * len(b) <= _MOST_CELLS:
        return _subsequence(a, b)
    operations: list[_Operation] = []
    at_a = at_b = 0
    for start_a, start_b, length in _anchors(a, b):
        operations += _subsequence(a[at_a:start_a], b[at_b:start_b])
        operations.append((0, a[start_a : start_a + length]))
        at_a, at_b = start_a + length, start_b + length
    operations += _subsequence(a[at_a:], b[at_b:])
    return operations


def _subsequence(a: str, b: str) -> list[_Operation]:
    """The longest common subsequence as operations, or one replacement of what is not shared."""
    library = diff_match_patch()
    start = library.diff_commonPrefix(a, b)
    end = library.diff_commonSuffix(a[start:], b[start:])
    inner_a, inner_b = a[start : len(a) - end], b[start : len(b) - end]
    operations = [(0, a[:start]), *_inner(inner_a, inner_b), (0, a[len(a) - end :])]
    return [operation for operation in operations if operation[1]]


def _inner(a: str, b: str) -> list[_Operation]:
    replaced = [(-1, a), (1, b)]
    if len(a) * len(b) > _MOST_CELLS:
        return replaced
    operations: list[_Operation] = []
    shared = 0
    for step in Indel.opcodes(a, b):
        before, after = a[step.src_start : step.src_end], b[step.dest_start : step.dest_end]
        if step.tag == "equal":
            shared += len(before)
            operations.append((0, before))
        else:
            operations += [(-1, before), (1, after)]
    shortest = min(len(a), len(b))
    if shortest > _LONG and shared < _LEAST_SHARED * shortest:
        return replaced
    return operations


def _sentences(text: str) -> Iterator[Span]:
    start = 0
    for at, character in enumerate(text, 1):
        if character in _SENTENCE_END:
            yield start, at
            start = at
    if start < len(text):
        yield start, len(text)


def _anchors(a: str, b: str) -> list[tuple[int, int, int]]:
    """(start in a, start in b, length) of sentences that both have once, in common order."""
    places_a = {a[s:e]: s for s, e in _sentences(a)}
    times_a = Counter(a[s:e] for s, e in _sentences(a))
    times_b = Counter(b[s:e] for s, e in _sentences(b))
    candidates = [
        (places_a[b[s:e]], s, e - s)
        for s, e in _sentences(b)
        if times_b[b[s:e]] == 1 and times_a.get(b[s:e]) == 1
    ]
    # The longest run of candidates whose places in a ascend as well (patience sorting).
    tops: list[int] = []
    piles: list[int] = []
    previous: list[int | None] = []
    for index, (start_a, _, _) in enumerate(candidates):
        pile = bisect_left(tops, start_a)
        previous.append(piles[pile - 1] if pile else None)
        tops[pile : pile + 1] = [start_a]
        piles[pile : pile + 1] = [index]
    chosen: list[tuple[int, int, int]] = []
    at = piles[-1] if piles else None
    while at is not None:
        chosen.append(candidates[at])
        at = previous[at]
    return chosen[::-1]


def _cleaned(operations: list[_Operation]) -> list[_Operation]:
    """Semantic clean-up, piece by piece: long equal stretches separate the pieces."""
    library = diff_match_patch()
    result: list[_Operation] = []
    piece: list[_Operation] = []

    def finish() -> None:
        if any(kind for kind, _ in piece):
            library.diff_cleanupMerge(piece)
            library.diff_cleanupSemantic(piece)
        result.extend(piece)
        piece.clear()

    for kind, characters in operations:
        if kind == 0 and len(characters) > 2 * _CONTEXT:
            piece.append((0, characters[:_CONTEXT]))
            finish()
            result.append((0, characters[_CONTEXT:-_CONTEXT]))
            piece.append((0, characters[-_CONTEXT:]))
        elif kind and len(characters) > _LONG:
            # Nothing to join to, and the search for an overlap would be quadratic.
            finish()
            result.append((kind, characters))
        else:
            piece.append((kind, characters))
            if kind == 0 and len(piece) > _MOST_OPERATIONS:
                finish()
    finish()
    return result


def _join_islands(operations: list[_Operation]) -> list[tuple[int, int, int]]:
    """(equal, deleted, inserted) lengths in tokens, in order.

    An island of one character of a word between two edits joins them; numbers, punctuation and
    方, which ends the names of the parties, keep their neighbours apart.
    """
    groups: list[tuple[int, int, int]] = []
    equal, deleted, inserted = "", 0, 0
    for kind, characters in [*(some for some in operations if some[1]), (0, "")]:
        if kind < 0:
            deleted += len(characters)
        elif kind > 0:
            inserted += len(characters)
        elif not (deleted or inserted):
            equal += characters
        else:
            if groups and len(equal) == 1 and equal.isalpha() and equal != "方":
                before = groups.pop()
                groups.append((before[0], before[1] + 1 + deleted, before[2] + 1 + inserted))
            else:
                groups.append((len(equal), deleted, inserted))
            equal, deleted, inserted = characters, 0, 0
    return groups


def _edits(
    groups: list[tuple[int, int, int]], spans_a: tuple[Span, ...], spans_b: tuple[Span, ...]
) -> Iterator[Edit]:
    starts_a = [start for start, _ in spans_a] + [spans_a[-1][1] if spans_a else 0]
    starts_b = [start for start, _ in spans_b] + [spans_b[-1][1] if spans_b else 0]
    at_a = at_b = 0
    for equal, deleted, inserted in groups:
        at_a += equal
        at_b += equal
        yield Edit(
            (starts_a[at_a], starts_a[at_a + deleted]), (starts_b[at_b], starts_b[at_b + inserted])
        )
        at_a += deleted
        at_b += inserted
