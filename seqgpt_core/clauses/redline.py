"""Two versions of a text as one sequence of kept, deleted, inserted and moved pieces.

Invariants: the pieces that stand in the old version, in order, are that text, and the pieces that
stand in the new one are the other, character by character. So whoever accepts all tracked changes
has B and whoever rejects all has A.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from .comparison import ComparedClause, Comparison
from .differences import differences
from .grouping import whole_words
from .model import Edit, Span

PieceKind = Literal["kept", "deleted", "inserted", "moved_from", "moved_to"]
IN_OLD: frozenset[PieceKind] = frozenset({"kept", "deleted", "moved_from"})
IN_NEW: frozenset[PieceKind] = frozenset({"kept", "inserted", "moved_to"})


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of text with one fate.

    Attributes:
        start: where the piece begins, in the old version for `deleted` and `moved_from`, in the
            new one otherwise.
        clause: index into the comparison's clauses.
    """

    kind: PieceKind
    text: str
    start: int
    clause: int


def readable_edits(a: str, b: str) -> tuple[Edit, ...]:
    """The exact difference of two clauses, grown to whole words and amounts."""
    return whole_words(a, b, differences(a, b))


def redline(comparison: Comparison) -> tuple[Piece, ...]:
    """All pieces in an order in which both versions can be read.

    A clause that moved stands twice, at its old place as `moved_from` and at its new one as
    `moved_to`; words that changed in it are deleted at the old place and inserted at the new one.
    Between two clauses that stayed, the old version's clauses come first.
    """
    text_a, text_b = comparison.text_a, comparison.text_b
    staying = _staying(comparison.clauses)
    old = sorted(
        (i for i, c in enumerate(comparison.clauses) if c.a), key=lambda i: _of(comparison, i, 0)
    )
    new = sorted(
        (i for i, c in enumerate(comparison.clauses) if c.b), key=lambda i: _of(comparison, i, 1)
    )
    pieces: list[Piece] = []
    at_old = at_new = 0
    for i in [*staying, None]:
        while at_old < len(old) and old[at_old] != i:
            pieces += _one_side(comparison, old[at_old], 0)
            at_old += 1
        while at_new < len(new) and new[at_new] != i:
            pieces += _one_side(comparison, new[at_new], 1)
            at_new += 1
        if i is not None:
            a, b = comparison.clauses[i].a, comparison.clauses[i].b
            assert a is not None and b is not None
            pieces += clause_pieces(text_a[slice(*a)], text_b[slice(*b)], a[0], b[0], i)
            at_old += 1
            at_new += 1
    return tuple(pieces)


def clause_pieces(a: str, b: str, start_a: int, start_b: int, clause: int) -> Iterator[Piece]:
    """The pieces of two versions of one clause, in reading order.

    Args:
        start_a, start_b: where the clause begins in each text.
    """
    at_a = at_b = 0
    for edit in (*readable_edits(a, b), Edit((len(a), len(a)), (len(b), len(b)))):
        if edit.a[0] > at_a:
            yield Piece("kept", a[at_a : edit.a[0]], start_b + at_b, clause)
        if edit.a[1] > edit.a[0]:
            yield Piece("deleted", a[slice(*edit.a)], start_a + edit.a[0], clause)
        if edit.b[1] > edit.b[0]:
            yield Piece("inserted", b[slice(*edit.b)], start_b + edit.b[0], clause)
        at_a, at_b = edit.a[1], edit.b[1]


def _staying(clauses: Sequence[ComparedClause]) -> list[int]:
    """Indices of pairs that did not move, ascending on both sides."""
    found: list[int] = []
    last_a = last_b = -1
    for index, clause in enumerate(clauses):
        if clause.pair.moved or clause.a is None or clause.b is None:
            continue
        if clause.a[0] >= last_a and clause.b[0] >= last_b:
            found.append(index)
            last_a, last_b = clause.a[1], clause.b[1]
    return found


def _of(comparison: Comparison, index: int, side: int) -> Span:
    clause = comparison.clauses[index]
    return (clause.b if side else clause.a) or (0, 0)


def _one_side(comparison: Comparison, index: int, side: int) -> Iterator[Piece]:
    """A clause that was deleted or inserted, or one end of a move."""
    clause = comparison.clauses[index]
    if clause.a is None or clause.b is None:
        span = _of(comparison, index, side)
        words = (comparison.text_b if side else comparison.text_a)[slice(*span)]
        yield Piece("inserted" if side else "deleted", words, span[0], index)
        return
    at = clause.a[0]
    words_a, words_b = comparison.text_a[slice(*clause.a)], comparison.text_b[slice(*clause.b)]
    for piece in clause_pieces(words_a, words_b, clause.a[0], clause.b[0], index):
        if piece.kind == "kept":
            # What the new place keeps was moved away from the old one.
            start = piece.start if side else at
            yield Piece("moved_to" if side else "moved_from", piece.text, start, index)
        elif (piece.kind == "inserted") == bool(side):
            yield piece
        if piece.kind != "inserted":
            at += len(piece.text)
