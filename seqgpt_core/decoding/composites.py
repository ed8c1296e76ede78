"""Linked parts of composite fields: `负责人(姓名+职务)` gives a name and the title beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..results.types import Part
from .boundaries import settle
from .spans import Candidate, choose_spans

_BREAK = re.compile(r"[。！？；;\n]")
_NEAR = 12
_LEAST_PART = 0.25


@dataclass(frozen=True)
class LinkedValue:
    """A composite mention: its score and the parts that stand in or beside it."""

    score: float
    parts: Mapping[str, Part]


def link_parts(
    text: str,
    whole: Sequence[Candidate],
    parts: Mapping[str, Sequence[Candidate]],
) -> dict[tuple[int, int], LinkedValue]:
    """Composite mentions by span.

    An anchor is a mention of the whole field or of its first part. Every part takes the best
    candidate inside the anchor, else the best one within a few characters of the same sentence
    that no other anchor is nearer to; parts do not overlap. A part that is not there is absent,
    never borrowed. The mention's span is the hull of anchor and parts with balanced brackets.
    """
    if not parts:
        return {}
    first = next(iter(parts))
    chosen_parts = {
        name: [c for c in choose_spans(found)[0] if c.score >= _LEAST_PART]
        for name, found in parts.items()
    }
    anchors = list(choose_spans([*whole, *chosen_parts[first]])[0])
    linked: dict[tuple[int, int], LinkedValue] = {}
    for anchor in anchors:
        reachable = [
            (-candidate.score, distance, candidate.start, name, candidate)
            for name, candidates in chosen_parts.items()
            for distance, candidate in _reachable(text, anchor, anchors, candidates)
        ]
        found: dict[str, Part] = {}
        start, end = anchor.start, anchor.end
        # Best score first; two parts never share a character.
        for _, _, _, name, best in sorted(reachable, key=lambda item: item[:4]):
            free = all(p.end <= best.start or best.end <= p.start for p in found.values())
            if name not in found and free:
                found[name] = Part(text[best.start : best.end], best.start, best.end, best.score)
                start, end = min(start, best.start), max(end, best.end)
        if not found:
            continue
        span = settle(text, start, end) or (start, end)
        score = max(anchor.score, min(p.score for p in found.values()))
        if span not in linked or linked[span].score < score:
            linked[span] = LinkedValue(score, found)
    return linked


def _gap(a: Candidate, b: Candidate) -> int:
    return max(0, b.start - a.end, a.start - b.end)


def _reachable(
    text: str, anchor: Candidate, anchors: Sequence[Candidate], candidates: Sequence[Candidate]
) -> list[tuple[int, Candidate]]:
    """Candidates inside the anchor (distance 0), or if there are none, those nearest to it."""
    inside = [(0, c) for c in candidates if anchor.start <= c.start and c.end <= anchor.end]
    if inside:
        return inside
    near = []
    for candidate in candidates:
        gap = _gap(anchor, candidate)
        between = text[min(anchor.end, candidate.end) : max(anchor.start, candidate.start)]
        nearer = any(o is not anchor and _gap(o, candidate) < gap for o in anchors)
        if gap <= _NEAR and not _BREAK.search(between) and not nearer:
            near.append((gap, candidate))
    return near
