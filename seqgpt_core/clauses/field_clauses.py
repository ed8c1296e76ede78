"""The clauses in which the answers to a definition stand, with their differences.

A definition may ask for a whole clause (`违约责任条款`); then its answer is best read as the
clause pair with what changed in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..results.types import FieldResult
from .comparison import ComparedClause, ComparedField, Comparison
from .model import Span
from .redline import Piece, clause_pieces

_ASKS_FOR_A_CLAUSE = re.compile("条款|约定|规定|责任|方式|义务|安排|条件|范围")


@dataclass(frozen=True, slots=True)
class FieldClause:
    """One clause pair of a field.

    Attributes:
        index: of the clause in `Comparison.clauses`.
        pieces: the clause of both versions in one reading.
    """

    index: int
    clause: ComparedClause
    pieces: tuple[Piece, ...]


def is_clause_level(field: ComparedField) -> bool:
    """Whether a definition asks for more than a value: by its name, or by its long answers."""
    values = (*field.a.values, *field.b.values)
    return _ASKS_FOR_A_CLAUSE.search(field.a.name) is not None or any(
        len(value.text) > 40 for value in values
    )


def field_clauses(comparison: Comparison, field: ComparedField) -> tuple[FieldClause, ...]:
    """The clause pairs that hold an answer of a clause-level field, on either side, in order."""
    if not is_clause_level(field):
        return ()
    places_a, places_b = _places(field.a), _places(field.b)
    found = []
    for index, clause in enumerate(comparison.clauses):
        if _holds(clause.a, places_a) or _holds(clause.b, places_b):
            a, b = clause.a or (0, 0), clause.b or (0, 0)
            words_a, words_b = comparison.text_a[slice(*a)], comparison.text_b[slice(*b)]
            pieces = tuple(clause_pieces(words_a, words_b, a[0], b[0], index))
            found.append(FieldClause(index, clause, pieces))
    return tuple(found)


def _places(result: FieldResult) -> list[Span]:
    return [(value.start, value.end) for value in result.values]


def _holds(clause: Span | None, places: list[Span]) -> bool:
    return clause is not None and any(
        start < clause[1] and clause[0] < end for start, end in places
    )
