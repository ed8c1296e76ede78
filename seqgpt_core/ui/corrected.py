"""An analysis as a person corrected it, with what the program knows about what they brought."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..decoding.typed import read_typed
from ..results.corrections import Correction, Meaning, apply_corrections
from ..results.types import Extraction, Value

if TYPE_CHECKING:
    from .state import KeptAnalysis


def corrected(
    kept: KeptAnalysis, extraction: Extraction, corrections: Sequence[Correction]
) -> Extraction:
    """`extraction` after the corrections; places the program knows keep what it knows of them."""
    if not corrections:
        return extraction
    fields = {field.spec.definition: field for field in kept.analysis.prepared}
    known: dict[tuple[str, int, int], Value] = {
        (result.definition, start, end): value
        for result in kept.everything.fields
        for value in result.values
        for start, end in value.mentions
    }

    def read(definition: str, text: str) -> Meaning:
        field = fields.get(definition)
        if field is None:
            return Meaning()
        if field.spec.options:
            named = [option for option in field.spec.options if option in text]
            return Meaning(max(named, key=len, default=None))
        reading = read_typed(text, field.kind, field.spec.constraint)
        return Meaning(reading.normalized, reading.checks)

    def value_at(definition: str, start: int, end: int) -> Value | None:
        return known.get((definition, start, end))

    # The rules speak of the values as they are now.
    return kept.analysis.check(apply_corrections(extraction, corrections, read, value_at))
