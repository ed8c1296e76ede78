"""Linked parts of composite fields: `负责人(姓名+职务)` gives a name and the title beside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..fields import FieldSpec
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


@dataclass(frozen=True)
class PartNode:
    """One component of a composite, at any depth.

    Attributes:
        path: its key among a value's parts (`联系方式.电话`).
        queries: what is asked for it after the field's name: its name and aliases, with the names
            above it only where the name alone would be ambiguous.
        leaves: paths of the components at the ends below it; empty for such an end itself.
        name, constraint, options: as its own definition says, for the type of its values.
    """

    path: str
    queries: tuple[str, ...]
    leaves: tuple[str, ...] = ()
    name: str = ""
    constraint: str | None = None
    options: tuple[str, ...] = ()


def part_nodes(components: Sequence[FieldSpec]) -> tuple[PartNode, ...]:
    """All components, each followed by its own."""
    found = list(_descend(components, ()))
    uses = Counter(spec.name for spec, _ in found)
    return tuple(
        PartNode(
            ".".join(path),
            spec.asked_names
            if uses[spec.name] == 1
            else tuple("".join(path[:-1]) + name for name in spec.asked_names),
            tuple(
                ".".join(below)
                for leaf, below in _descend(spec.components, path)
                if not leaf.components
            ),
            spec.name,
            spec.constraint,
            spec.options,
        )
        for spec, path in found
    )


def _descend(
    components: Sequence[FieldSpec], above: tuple[str, ...]
) -> Iterator[tuple[FieldSpec, tuple[str, ...]]]:
    for component in components:
        path = (*above, component.name)
        yield component, path
        yield from _descend(component.components, path)


def link_parts(
    text: str,
    whole: Sequence[Candidate],
    parts: Mapping[str, Sequence[Candidate]],
    groups: Mapping[str, Sequence[str]] | None = None,
) -> dict[tuple[int, int], LinkedValue]:
    """Composite mentions by span.

    An anchor is a mention of the whole field or of its first part. Every part takes the best
    candidate inside the anchor, else the best one within a few characters of the same sentence
    that no other anchor is nearer to; parts do not overlap. A part that is not there is absent,
    never borrowed. The mention's span is the hull of anchor and parts with balanced brackets.

    Args:
        groups: parts that have parts of their own, with the ends below each. Such a part is the
            hull of those found, and stands for itself only where none is.
    """
    if not parts:
        return {}
    groups = groups or {}
    first = next(name for name in parts if name not in groups)
    chosen_parts = {
        name: [c for c in choose_spans(found)[0] if c.score >= _LEAST_PART]
        for name, found in parts.items()
    }
    anchors = list(choose_spans([*whole, *chosen_parts[first]])[0])
    linked: dict[tuple[int, int], LinkedValue] = {}
    for anchor in anchors:
        reachable = [
            (name in groups, -candidate.score, distance, candidate.start, name, candidate)
            for name, candidates in chosen_parts.items()
            for distance, candidate in _reachable(text, anchor, anchors, candidates)
        ]
        found: dict[str, Part] = {}
        start, end = anchor.start, anchor.end
        # Best score first; two parts never share a character.
        for *_, name, best in sorted(reachable, key=lambda item: item[:5]):
            free = all(p.end <= best.start or best.end <= p.start for p in found.values())
            empty = all(leaf not in found for leaf in groups.get(name, ()))
            if name not in found and free and empty:
                found[name] = Part(text[best.start : best.end], best.start, best.end, best.score)
                start, end = min(start, best.start), max(end, best.end)
        if not found:
            continue
        found |= _hulls(text, found, groups)
        span = settle(text, start, end) or (start, end)
        score = max(anchor.score, min(p.score for p in found.values()))
        if span not in linked or linked[span].score < score:
            linked[span] = LinkedValue(score, found)
    return linked


def _hulls(
    text: str, found: Mapping[str, Part], groups: Mapping[str, Sequence[str]]
) -> dict[str, Part]:
    """The parts that have parts, where no other part stands among theirs."""
    hulls: dict[str, Part] = {}
    for name, leaves in groups.items():
        own = [found[leaf] for leaf in leaves if leaf in found]
        if not own:
            continue
        start, end = min(p.start for p in own), max(p.end for p in own)
        if all(
            p.end <= start or end <= p.start
            for other, p in found.items()
            if other not in leaves and other not in groups
        ):
            hulls[name] = Part(text[start:end], start, end, min(p.score for p in own))
    return hulls


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
