"""Corrections: what a person decides about an extraction, applied to any extraction anew.

A correction names a definition and a place, never a value object: it holds whatever the
thresholds are, whichever fields were added since, and it is applied again after every decision.
Nothing is deleted by one: what it replaces or removes stands among the rejected, `corrected`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from .types import Amendment, AmendmentKind, Check, Extraction, FieldResult, Rejected, Value

Span = tuple[int, int]

MARKED_SCORE = 1.0
"""The score of a value at a place that the model did not propose: a person is sure."""

_NEAR = 200
_TELLING_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision about one field.

    Attributes:
        kind: `accept` a candidate as a value, `add` a marked place, `replace` the value at a
            place by `text`, or `remove` it.
        definition: the field, as its definition is written.
        start, end: half-open code points: of the candidate or marked place, or of any mention
            of the value that is replaced or removed.
        text: for `replace`, the right text.
    """

    kind: Literal["accept", "add", "replace", "remove"]
    definition: str
    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a text means to a field: its normalised form and the checks on it."""

    normalized: str | None = None
    checks: tuple[Check, ...] = ()


Reader = Callable[[str, str], Meaning]
"""What a text means to the field with this definition."""

ValueAt = Callable[[str, int, int], Value | None]
"""The value that the program would make of a place for a definition, or None if it knows none."""


def apply_corrections(
    extraction: Extraction,
    corrections: Iterable[Correction],
    read: Reader = lambda definition, text: Meaning(),
    value_at: ValueAt = lambda definition, start, end: None,
) -> Extraction:
    """The extraction as a person corrected it; corrections are applied in the given order.

    A correction of a field that is not asked, or of a place outside the document, does nothing.
    A value that a person decided about comes before the others and needs no threshold. A text
    that stands in the document near the old value becomes that place (`place_of`); any other is
    kept as the value's amendment, beside the evidence. A value that an accepted or marked place
    overlaps gives way to it.

    Args:
        read: gives the normalised form of a text that a person brought.
        value_at: gives mentions, parts and checks of a place that the program knows.
    """
    fields = {result.definition: result for result in extraction.fields}
    for correction in corrections:
        result = fields.get(correction.definition)
        if result is None or not 0 <= correction.start < correction.end <= len(extraction.text):
            continue
        change = _Change(extraction.text, result, read, value_at)
        fields[correction.definition] = change.apply(correction)
    changed = tuple(fields[result.definition] for result in extraction.fields)
    return replace(extraction, fields=changed) if changed != extraction.fields else extraction


def place_of(text: str, start: int, end: int, wanted: str) -> Span | None:
    """Where `wanted` stands nearest to `text[start:end]`; the earlier of two as near.

    A text of few characters stands in many places by accident, so one shorter than four is
    looked for within 200 characters only.
    """
    if not wanted:
        return None
    low, high = 0, len(text)
    if len(wanted) < _TELLING_LENGTH:
        low, high = max(0, start - _NEAR), min(len(text), end + _NEAR)
    # The nearest one to the left of the value's end, and the nearest one from its start on.
    before = text.rfind(wanted, low, min(high, end))
    after = text.find(wanted, max(low, start - len(wanted) + 1), high)
    places = [(at, at + len(wanted)) for at in dict.fromkeys((before, after)) if at >= 0]
    return min(places, key=lambda place: (_distance(place, (start, end)), place), default=None)


def _distance(one: Span, other: Span) -> int:
    return max(0, one[0] - other[1], other[0] - one[1])


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@dataclass(frozen=True)
class _Change:
    """One correction of one field."""

    text: str
    result: FieldResult
    read: Reader
    value_at: ValueAt

    def apply(self, correction: Correction) -> FieldResult:
        span = (correction.start, correction.end)
        values = self.result.values
        old = next((v for v in values if span in v.mentions), None)
        match correction.kind:
            case "accept" | "add" as kind:
                return self._take(span, kind, old)
        # Another field may have claimed the place since; the answer is the same elsewhere.
        text = self.text[slice(*span)]
        old = old or next((v for v in values if v.text == text), None)
        if correction.kind == "remove":
            return self._remove(span, old)
        return self._replace(span, old, correction.text.strip())

    def _take(self, span: Span, kind: AmendmentKind, old: Value | None) -> FieldResult:
        """The place becomes a value, or a further mention of the answer that it is one of."""
        known = self.value_at(self.result.definition, *span)
        if old is None and known is not None:
            own = (known.start, known.end)
            old = next((v for v in self.result.values if own in v.mentions), None)
            if old is not None:
                old = replace(old, mentions=(*old.mentions, span))
        if old is None or old.corrected is not None:
            return self._put(self._made(span, kind), old)
        return self._put(replace(old, amendment=old.amendment or Amendment(kind)), old)

    def _remove(self, span: Span, old: Value | None) -> FieldResult:
        values = tuple(v for v in self.result.values if v is not old)
        gone = _as_rejected(old) if old is not None else self._candidate(span)
        rejected = self.result.rejected
        if gone is not None:
            rejected = _with_corrected(rejected, gone)
        return replace(self.result, values=values, rejected=rejected)

    def _replace(self, span: Span, old: Value | None, wanted: str) -> FieldResult:
        if not wanted:
            return self._remove(span, old)
        if old is not None:
            span = (old.start, old.end)
        before = self.text[slice(*span)]
        if old is not None and old.amendment is not None and old.amendment.kind == "replace":
            before = old.amendment.before
        place = place_of(self.text, *span, wanted)
        if place is None:
            base = replace(old or self._made(span, "add"), parts={})
            meaning = self.read(self.result.definition, wanted)
            made = replace(
                base,
                normalized=meaning.normalized,
                checks=meaning.checks,
                amendment=Amendment("replace", before, wanted),
            )
            return self._put(made, old)
        # Whoever writes back what stood there first says that it was right.
        back = self.text[slice(*place)] == before
        made = replace(
            self._made(place, "accept"),
            amendment=Amendment("accept") if back else Amendment("replace", before),
        )
        changed = self._put(made, old)
        if place == span:
            return changed
        gone = _as_rejected(old) if old is not None else self._candidate(span)
        gone = gone or Rejected(self.text[slice(*span)], *span, 0.0, "corrected")
        return replace(changed, rejected=_with_corrected(changed.rejected, gone, detail=wanted))

    def _made(self, span: Span, kind: AmendmentKind) -> Value:
        """The value at a place, as the program knows it or as a bare reading."""
        text = self.text[slice(*span)]
        known = self.value_at(self.result.definition, *span)
        if known is not None:
            return replace(known, text=text, start=span[0], end=span[1], amendment=Amendment(kind))
        candidate = self._candidate(span)
        meaning = self.read(self.result.definition, text)
        return Value(
            self.result.name,
            text,
            *span,
            score=candidate.score if candidate is not None else MARKED_SCORE,
            normalized=meaning.normalized,
            checks=meaning.checks,
            amendment=Amendment(kind),
        )

    def _put(self, made: Value, old: Value | None) -> FieldResult:
        """The field with `made` in place of `old` and of all that it overlaps."""
        own = (made.start, made.end)
        stood = (old.start, old.end) if old is not None else own
        values: list[Value] = []
        rejected = self.result.rejected
        for value in self.result.values:
            if (value.start, value.end) in (own, stood):
                continue
            if _overlap((value.start, value.end), own):
                rejected = _with_corrected(rejected, _as_rejected(value), detail=_spoken(made))
                continue
            kept = tuple(m for m in value.mentions if not _overlap(m, own))
            # A mention that a person gave to this value is no mention of another one.
            values.append(replace(value, mentions=kept))
        values.append(made)
        values.sort(key=lambda v: (v.amendment is None, -v.score, v.start))
        places = set(made.mentions)
        rejected = tuple(r for r in rejected if (r.start, r.end) not in places)
        return replace(self.result, values=tuple(values), rejected=rejected)

    def _candidate(self, span: Span) -> Rejected | None:
        return next((r for r in self.result.rejected if (r.start, r.end) == span), None)


def _spoken(value: Value) -> str:
    return value.text if value.corrected is None else value.corrected


def _as_rejected(value: Value) -> Rejected:
    return Rejected(value.text, value.start, value.end, value.score, "corrected")


def _with_corrected(
    rejected: tuple[Rejected, ...], gone: Rejected, detail: str = ""
) -> tuple[Rejected, ...]:
    """`gone` first, as corrected; it stands there once."""
    others = tuple(r for r in rejected if (r.start, r.end) != (gone.start, gone.end))
    return (replace(gone, reason="corrected", detail=detail), *others)
