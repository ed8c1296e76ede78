"""A comparison as the plain data that the comparison component draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..clauses.comparison import ComparedClause, Comparison
from ..clauses.model import Change, Edit, Span
from ..clauses.redline import readable_edits
from ..clauses.review import ListedChange, listed_changes
from ..results.characters import shown_text

Part = tuple[str, str, bool, int | None]
"""Mark (`=`, `-`, `+`), text, whether only the format differs, place of the change in the list."""


def comparison_data(comparison: Comparison, moved_from: str, untitled: str) -> dict[str, Any]:
    """The clauses and the list of changes, ready for JSON.

    Args:
        moved_from: how to say where a moved clause stood, with `{heading}`.
        untitled: stands for the heading of a clause without one.
    """
    listed = listed_changes(comparison)
    places = {id(clause): place for place, clause in enumerate(comparison.clauses)}
    by_clause: dict[int, list[tuple[int, Change]]] = {}
    for number, item in enumerate(listed):
        if item.change is not None:
            found = by_clause.setdefault(places[id(item.clause)], [])
            found.append((number, item.change))
    return {
        "clauses": [
            _clause(comparison, clause, by_clause.get(place, []), moved_from)
            for place, clause in enumerate(comparison.clauses)
        ],
        "changes": [_change(item, places[id(item.clause)], untitled) for item in listed],
    }


def marked_words(a: str, b: str) -> tuple[tuple[str, str], ...]:
    """`(mark, text)` of one text turned into another: `=`, `-`, `+`."""
    return tuple((mark, text) for mark, text, _ in _differing(a, b))


def _change(item: ListedChange, place: int, untitled: str) -> dict[str, Any]:
    change = item.change
    before, after = (change.before, change.after) if change else ("", "")
    means = ""
    if change and (change.normalized_before or change.normalized_after):
        means = f"{change.normalized_before or '—'} → {change.normalized_after or '—'}"
        if means == f"{before} → {after}":
            means = ""
    return {
        "id": item.id,
        "kind": change.kind if change else item.clause.pair.kind,
        "heading": shown_text(item.clause.heading) or untitled,
        "before": shown_text(before),
        "after": shown_text(after),
        "means": shown_text(means),
        "material": item.material,
        "weight": item.weight,
        "clause": place,
    }


def _clause(
    comparison: Comparison,
    clause: ComparedClause,
    changes: Sequence[tuple[int, Change]],
    moved_from: str,
) -> dict[str, Any]:
    pair = clause.pair
    flags = (("moved", pair.moved), ("renumbered", pair.renumbered))
    before = next((c.heading for c in pair.a if c.heading), "")
    return {
        "kind": pair.kind,
        "also": [kind for kind, holds in flags if holds and kind != pair.kind],
        "material": any(change.material for _, change in changes),
        "has_a": clause.a is not None,
        "has_b": clause.b is not None,
        "moved_from": moved_from.format(heading=shown_text(before))
        if before and pair.b and (pair.moved or pair.renumbered)
        else "",
        "parts": list(_parts(comparison, clause, changes)),
    }


def _parts(
    comparison: Comparison, clause: ComparedClause, changes: Sequence[tuple[int, Change]]
) -> Iterator[Part]:
    a = comparison.text_a[slice(*clause.a)] if clause.a else ""
    b = comparison.text_b[slice(*clause.b)] if clause.b else ""
    offset_a, offset_b = (clause.a or (0, 0))[0], (clause.b or (0, 0))[0]
    for mark, text, edit in _differing(a, b):
        owner = _owner(edit, changes, offset_a, offset_b) if edit else None
        format_only = any(n == owner and c.kind == "format_only" for n, c in changes)
        yield (mark, shown_text(text), format_only, owner)


def _differing(a: str, b: str) -> Iterator[tuple[str, str, Edit | None]]:
    if a == b:
        yield "=", a, None
        return
    at = 0
    for edit in readable_edits(a, b):
        if edit.a[0] > at:
            yield "=", a[at : edit.a[0]], None
        if edit.a[1] > edit.a[0]:
            yield "-", a[slice(*edit.a)], edit
        if edit.b[1] > edit.b[0]:
            yield "+", b[slice(*edit.b)], edit
        at = edit.a[1]
    if at < len(a):
        yield "=", a[at:], None


def _owner(
    edit: Edit, changes: Sequence[tuple[int, Change]], offset_a: int, offset_b: int
) -> int | None:
    """The change that an edit belongs to: the weightiest one that touches it on either side."""
    a, b = _shifted(edit.a, offset_a), _shifted(edit.b, offset_b)
    touching = [
        (change.weight, -number)
        for number, change in changes
        if _touch(a, change.a) or _touch(b, change.b)
    ]
    return -max(touching)[1] if touching else None


def _touch(a: Span, b: Span) -> bool:
    return max(a[0], b[0]) < min(a[1], b[1])


def _shifted(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by
