"""Candidates, thresholds and field definitions to values: plain arithmetic, no model."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from ..fields import FieldSpec
from ..results.types import FieldResult, Reason, Rejected, Value
from .boundaries import settle
from .composites import link_parts
from .spans import Candidate, choose_spans, merge_candidates

DECODER_VERSION = 1
DEFAULT_THRESHOLD = 0.5
_MENTION_SHARE = 0.5
_MOST_REJECTED = 20


def queries_of(spec: FieldSpec) -> tuple[str, ...]:
    """The names that the model is asked for one field: its own, then one per part."""
    return (spec.name, *(spec.name + part for part in spec.parts))


def answer_key(text: str) -> str:
    """Two mentions with the same key are the same answer: width, space and case do not count."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def settle_candidates(text: str, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Candidates moved to sensible boundaries; spans that become equal keep the best score."""
    moved = []
    for candidate in candidates:
        span = settle(text, candidate.start, candidate.end)
        if span is not None:
            moved.append(Candidate(*span, candidate.score))
    return merge_candidates(moved)


def decide_field(
    text: str,
    spec: FieldSpec,
    candidates: Mapping[str, Sequence[Candidate]],
    threshold: float,
) -> FieldResult:
    """The values of one field.

    Args:
        candidates: settled candidates by query name (`queries_of`).
        threshold: least score of a value. A further mention of the same answer needs half of it.

    Raising the threshold never adds a value.
    """
    whole = candidates.get(spec.name, ())
    parts = {part: candidates.get(spec.name + part, ()) for part in spec.parts}
    linked = link_parts(text, whole, parts) if spec.parts else {}
    if linked:
        whole = merge_candidates([*whole, *(Candidate(*s, v.score) for s, v in linked.items())])
    chosen, overlapped = choose_spans(whole)
    groups: dict[str, list[Candidate]] = {}
    for candidate in chosen:
        groups.setdefault(answer_key(text[candidate.start : candidate.end]), []).append(candidate)
    values: list[Value] = []
    rejected: list[Rejected] = []

    def reject(candidate: Candidate, reason: Reason) -> None:
        span = text[candidate.start : candidate.end]
        rejected.append(Rejected(span, candidate.start, candidate.end, candidate.score, reason))

    for group in groups.values():
        best = min(group, key=lambda c: (-c.score, c.start))
        if best.score < threshold:
            for candidate in group:
                reject(candidate, "below_threshold")
            continue
        mentions = [c for c in group if c.score >= threshold * _MENTION_SHARE]
        for candidate in group:
            if candidate not in mentions:
                reject(candidate, "below_threshold")
        span_text = text[best.start : best.end]
        link = linked.get((best.start, best.end))
        values.append(
            Value(
                field=spec.name,
                text=span_text,
                start=best.start,
                end=best.end,
                score=best.score,
                normalized=_option(spec, span_text),
                mentions=tuple((c.start, c.end) for c in mentions),
                parts={part: link.parts.get(part) if link else None for part in spec.parts},
            )
        )
    for candidate in overlapped:
        if candidate.score >= threshold:
            reject(candidate, "overlap")
    values.sort(key=lambda v: (-v.score, v.start))
    rejected.sort(key=lambda r: (-r.score, r.start))
    return FieldResult(spec.definition, spec.name, tuple(values), tuple(rejected[:_MOST_REJECTED]))


def _option(spec: FieldSpec, value: str) -> str | None:
    """The option that the value's own words name, if exactly one does (the longest wins)."""
    key = answer_key(value)
    named = [option for option in spec.options if answer_key(option) in key]
    longest = max(map(len, named), default=0)
    named = [option for option in named if len(option) == longest]
    return named[0] if len(named) == 1 else None
