"""Three versions: a template, what we made of it, what they made of it. Who changed what?

Both versions are compared with the template. Changes of either side that touch the same words of
the template are one item: changed by both alike where both come to the same content there, and a
conflict where they do not. What only one side touched is that side's. Whole clauses that both
inserted at the same place are one item where they are versions of one clause.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .comparison import ComparedClause, Comparison, compare_texts
from .content import fold
from .labels import PAIR_KINDS, shown_name
from .model import Change, ChangeKind, Span
from .similarity import similarity

THREE_WAY_VERSION = 1
Origin = Literal["ours", "theirs", "both", "conflict"]
ORIGINS: dict[Origin, str] = {
    "ours": "仅我方",
    "theirs": "仅对方",
    "both": "双方一致",
    "conflict": "双方不同",
}
# Inserted clauses less alike than this are two clauses, not two versions of one.
_SAME_CLAUSE = 0.5


@dataclass(frozen=True, slots=True)
class AttributedChange:
    """One place of the template, and what became of it on either side.

    Attributes:
        id: stable identifier, hexadecimal; for verdicts.
        heading: of the clause, for display.
        span: of the template; empty for words that were only added.
        before: the template's words there.
        ours, theirs: each side's words for them; equal to `before` where a side kept them.
        span_ours, span_theirs: where each side's words stand.
        kinds: kinds of the changes, weightiest first; empty for a clause that was moved.
        note: `移动` and the like, for what happened to the clause as a whole.
    """

    id: str
    origin: Origin
    heading: str
    span: Span
    before: str
    ours: str
    theirs: str
    span_ours: Span
    span_theirs: Span
    kinds: tuple[ChangeKind, ...]
    material: bool
    weight: float
    note: str = ""


@dataclass(frozen=True)
class ThreeWay:
    """What both sides made of a template.

    Attributes:
        changes: in the order of the template.
        exact: whether both comparisons are.
    """

    template: str
    ours: Comparison
    theirs: Comparison
    changes: tuple[AttributedChange, ...]

    @property
    def exact(self) -> bool:
        return self.ours.exact and self.theirs.exact

    def of(self, origin: Origin) -> tuple[AttributedChange, ...]:
        """The changes of one origin, the weightiest first."""
        own = [change for change in self.changes if change.origin == origin]
        return tuple(sorted(own, key=lambda change: (not change.material, -change.weight)))


def compare_three(template: str, ours: str, theirs: str) -> ThreeWay:
    """Compare two versions with the template that both come from."""
    sides = (compare_texts(template, ours), compare_texts(template, theirs))
    touched = [_touched(side, number) for number, side in enumerate(sides)]
    inserted = [_inserted(side, number) for number, side in enumerate(sides)]
    found = [_attribute(template, sides, group) for group in _groups([*touched[0], *touched[1]])]
    found += _of_insertions(template, sides, inserted)
    ordered = sorted(found, key=lambda change: (change.span, change.origin, change.ours))
    return ThreeWay(template, sides[0], sides[1], tuple(ordered))


@dataclass(frozen=True, slots=True)
class _Touch:
    """A change of one side (0 = ours, 1 = theirs) at a span of the template."""

    side: int
    span: Span
    clause: ComparedClause
    change: Change | None


def _touched(comparison: Comparison, side: int) -> list[_Touch]:
    """Changes of clauses that the template has, moves among them."""
    found: list[_Touch] = []
    for clause in comparison.clauses:
        if clause.a is None:
            continue
        found += [_Touch(side, change.a, clause, change) for change in clause.changes]
        if clause.pair.moved:
            found.append(_Touch(side, clause.a, clause, None))
    return found


def _groups(touches: Sequence[_Touch]) -> list[list[_Touch]]:
    """Touches that share words of the template, or add words at the same place of it.

    Moves are grouped apart from words: moving a clause does not contradict a word in it.
    """
    groups: list[list[_Touch]] = []
    for moved in (False, True):
        own = [touch for touch in touches if (touch.change is None) == moved]
        reach: Span | None = None
        for touch in sorted(own, key=lambda touch: (touch.span, touch.side)):
            start, end = touch.span
            if reach is not None and (start < reach[1] or touch.span == reach):
                groups[-1].append(touch)
                reach = (reach[0], max(reach[1], end))
            else:
                groups.append([touch])
                reach = touch.span
    return groups


def _attribute(
    template: str, sides: tuple[Comparison, Comparison], group: list[_Touch]
) -> AttributedChange:
    span = (min(t.span[0] for t in group), max(t.span[1] for t in group))
    heading = shown_name(group[0].clause, sides[group[0].side])
    before = template[slice(*span)]
    both = _has(group, 0) and _has(group, 1)
    origin: Origin = _one(group)
    if group[0].change is None:
        if both:
            behind = {_stands_behind(sides[t.side], t.clause) for t in group}
            origin = "both" if len(behind) == 1 else "conflict"
        spans = [_moved_to(group, side) for side in (0, 1)]
        ours, theirs = _words(sides, group, spans, before)
        words = (before, ours, theirs)
        return _made(origin, heading, span, words, spans, group, PAIR_KINDS["moved"])
    spans = [_image(group, side, span) for side in (0, 1)]
    ours, theirs = _words(sides, group, spans, before)
    if both:
        # Numbers that follow from other changes, and marks, are nothing to quarrel about.
        formal = all(t.change is not None and t.change.kind == "format_only" for t in group)
        alike = formal or ours == theirs or fold(ours) == fold(theirs)
        origin = "both" if alike else "conflict"
    return _made(origin, heading, span, (before, ours, theirs), spans, group)


def _words(
    sides: tuple[Comparison, Comparison], group: Sequence[_Touch], spans: list[Span], before: str
) -> tuple[str, str]:
    """Each side's words, the template's where it kept them."""
    ours, theirs = (
        comparison.text_b[slice(*spans[side])] if _has(group, side) else before
        for side, comparison in enumerate(sides)
    )
    return ours, theirs


def _stands_behind(comparison: Comparison, clause: ComparedClause) -> int:
    """Where the clause of the template begins that a clause of b now follows; -1 for none."""
    behind = -1
    for other in comparison.clauses:
        if other is clause:
            break
        if other.a is not None and other.b is not None:
            behind = other.a[0]
    return behind


def _one(group: Sequence[_Touch]) -> Origin:
    return "ours" if group[0].side == 0 else "theirs"


def _has(group: Sequence[_Touch], side: int) -> bool:
    return any(touch.side == side for touch in group)


def _moved_to(group: Sequence[_Touch], side: int) -> Span:
    return next((t.clause.b for t in group if t.side == side and t.clause.b), (0, 0))


def _image(group: Sequence[_Touch], side: int, span: Span) -> Span:
    """What became of a span of the template on one side: its changes, widened over kept words."""
    own = [touch.change for touch in group if touch.side == side and touch.change is not None]
    if not own:
        return (0, 0)
    # Between a change and the end of the span the words are kept, so lengths carry over.
    start = own[0].b[0] - (own[0].a[0] - span[0])
    end = own[-1].b[1] + (span[1] - own[-1].a[1])
    low = next((t.clause.b for t in group if t.side == side and t.clause.b), (start, end))
    return max(start, low[0]), max(start, min(end, low[1]))


def _inserted(comparison: Comparison, side: int) -> list[tuple[int, ComparedClause]]:
    """Clauses that the template does not have, and the place in it that they stand at."""
    found: list[tuple[int, ComparedClause]] = []
    place = 0
    for clause in comparison.clauses:
        if clause.a is None:
            found.append((place, clause))
        elif not clause.pair.moved:
            place = clause.a[1]
    return found


def _of_insertions(
    template: str,
    sides: tuple[Comparison, Comparison],
    inserted: list[list[tuple[int, ComparedClause]]],
) -> list[AttributedChange]:
    """Inserted clauses, those of both sides together where they are versions of one."""
    ours, theirs = inserted
    texts = [
        [fold(side.text_b[slice(*(clause.b or (0, 0)))]) for _, clause in own]
        for side, own in zip(sides, inserted, strict=True)
    ]
    couples = sorted(
        (-similarity(texts[0][i], texts[1][j]), i, j)
        for i in range(len(ours))
        for j in range(len(theirs))
        if ours[i][0] == theirs[j][0] or texts[0][i] == texts[1][j]
    )
    partner: dict[int, int] = {}
    for alike, i, j in couples:
        if -alike >= _SAME_CLAUSE and i not in partner and j not in partner.values():
            partner[i] = j
    found: list[AttributedChange] = []
    for i, (place, clause) in enumerate(ours):
        other = theirs[partner[i]][1] if i in partner else None
        found.append(_insertion(sides, place, clause, other))
    for j, (place, clause) in enumerate(theirs):
        if j not in partner.values():
            found.append(_insertion(sides, place, None, clause))
    return found


def _insertion(
    sides: tuple[Comparison, Comparison],
    place: int,
    ours: ComparedClause | None,
    theirs: ComparedClause | None,
) -> AttributedChange:
    spans = [(clause.b if clause else None) or (0, 0) for clause in (ours, theirs)]
    words = [side.text_b[slice(*span)] for side, span in zip(sides, spans, strict=True)]
    origin: Origin = "ours" if theirs is None else "theirs"
    if ours is not None and theirs is not None:
        origin = "both" if fold(words[0]) == fold(words[1]) else "conflict"
    group = [
        _Touch(number, (place, place), clause, change)
        for number, clause in enumerate((ours, theirs))
        if clause is not None
        for change in clause.changes
    ]
    first = ours or theirs
    assert first is not None
    heading = shown_name(first, sides[0 if ours else 1])
    texts = ("", words[0], words[1])
    return _made(origin, heading, (place, place), texts, spans, group, PAIR_KINDS["inserted"])


def _made(
    origin: Origin,
    heading: str,
    span: Span,
    words: tuple[str, str, str],
    spans: Sequence[Span],
    group: Sequence[_Touch],
    note: str = "",
) -> AttributedChange:
    changes = sorted(
        (touch.change for touch in group if touch.change is not None),
        key=lambda change: (not change.material, -change.weight),
    )
    key = "\0".join((heading, str(span), *words)).encode("utf-8", "surrogatepass")
    return AttributedChange(
        id=hashlib.sha256(key).hexdigest()[:12],
        origin=origin,
        heading=heading,
        span=span,
        before=words[0],
        ours=words[1],
        theirs=words[2],
        span_ours=spans[0],
        span_theirs=spans[1],
        kinds=tuple(dict.fromkeys(change.kind for change in changes)),
        material=any(change.material for change in changes),
        weight=max((change.weight for change in changes), default=0.0),
        note=note,
    )
