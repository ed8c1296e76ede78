"""Two documents compared: aligned clauses with their typed changes, fields, findings, the proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..decoding.answers import answer_key
from ..results.types import FieldResult, Notice
from .alignment import align, related
from .consistency import Finding, findings
from .differences import differences, is_exact
from .meaning import changes
from .meaning_pairs import ClauseSimilarity
from .model import Change, Clause, Pair, Span
from .notices import notices
from .outline import read_outline
from .script import simplified

COMPARISON_VERSION = 1


@dataclass(frozen=True, slots=True)
class ComparedClause:
    """Clauses that belong together, and what changed between them.

    Attributes:
        a, b: the span of each side's clauses, None where there are none.
    """

    pair: Pair
    a: Span | None
    b: Span | None
    changes: tuple[Change, ...]

    @property
    def heading(self) -> str:
        """`第五条 付款`, of b where it has one; empty where neither side has."""
        return next((c.heading for c in (*self.pair.b, *self.pair.a) if c.heading), "")

    @property
    def title(self) -> str:
        """`付款`, of b where it has one; empty where neither side has."""
        return next((c.title for c in (*self.pair.b, *self.pair.a) if c.title), "")


@dataclass(frozen=True, slots=True)
class ComparedField:
    """The answers of both documents to one definition."""

    definition: str
    a: FieldResult
    b: FieldResult

    @property
    def changed(self) -> bool:
        """Whether the sets of values differ; values compare by their normalised form."""
        return _answers(self.a) != _answers(self.b)


@dataclass(frozen=True)
class Comparison:
    """What a comparison of two documents found.

    Attributes:
        clauses: in the reading order of b, deletions at their place.
        exact: whether every character of both sides stands in exactly one pair, and each side can
            be rebuilt from the other and the differences, character by character.
        related: False for documents that are no versions of each other.
        findings_a, findings_b: slips of one version (a reference that leads nowhere …).
        notices: what to know of the documents as a whole (unrelated, one empty, two scripts).
    """

    text_a: str
    text_b: str
    clauses: tuple[ComparedClause, ...]
    exact: bool
    related: bool
    findings_a: tuple[Finding, ...] = ()
    findings_b: tuple[Finding, ...] = ()
    fields: tuple[ComparedField, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def material(self) -> tuple[tuple[ComparedClause, Change], ...]:
        """Material changes, the weightiest first."""
        found = [(c, change) for c in self.clauses for change in c.changes if change.material]
        return tuple(sorted(found, key=lambda item: -item[1].weight))


def compare_texts(
    text_a: str,
    text_b: str,
    fields: Sequence[ComparedField] = (),
    similarity: ClauseSimilarity | None = None,
    fold_script: bool = False,
) -> Comparison:
    """Compare two versions clause by clause.

    Args:
        fields: answers of both sides that were extracted beforehand.
        similarity: asked for the clauses that words leave unpaired; see `ClauseSimilarity`.
        fold_script: compare both texts in simplified characters. `text_a` and `text_b` of the
            result are then the converted texts; every offset is also one into the texts given.
    """
    if fold_script:
        text_a, text_b = simplified(text_a), simplified(text_b)
    clauses_a, clauses_b = read_outline(text_a), read_outline(text_b)
    pairs = align(text_a, clauses_a, text_b, clauses_b, similarity)
    compared = []
    exact = _covers(text_a, [p.a for p in pairs]) and _covers(text_b, [p.b for p in pairs])
    for pair in pairs:
        a, b = _hull(pair.a), _hull(pair.b)
        words_a, words_b = (text_a[slice(*a)] if a else ""), (text_b[slice(*b)] if b else "")
        exact = exact and is_exact(words_a, words_b, differences(words_a, words_b))
        found: tuple[Change, ...] = ()
        if words_a != words_b:
            heading = next((c.heading for c in (*pair.b, *pair.a) if c.heading), "")
            numbers = tuple(side[0].number if side else None for side in (pair.a, pair.b))
            found = changes(
                text_a, a or (0, 0), text_b, b or (0, 0), heading, (numbers[0], numbers[1])
            )
        compared.append(ComparedClause(pair, a, b, found))
    alike = related(pairs)
    return Comparison(
        text_a,
        text_b,
        tuple(compared),
        exact,
        alike,
        findings(text_a, clauses_a, text_b, clauses_b),
        findings(text_b, clauses_b, text_a, clauses_a),
        tuple(fields),
        notices(text_a, clauses_a, text_b, clauses_b, alike, fold_script),
    )


def _hull(clauses: Sequence[Clause]) -> Span | None:
    return (clauses[0].start, clauses[-1].end) if clauses else None


def _covers(text: str, groups: Sequence[tuple[Clause, ...]]) -> bool:
    """Whether the clauses of all groups together are the text, each character once."""
    spans = sorted(span for group in groups if (span := _hull(group)) is not None)
    at = 0
    for start, end in spans:
        if start != at:
            return False
        at = end
    return at == len(text)


def _answers(result: FieldResult) -> set[str]:
    return {value.normalized or answer_key(value.text) for value in result.values}
