"""What could show at any threshold, small enough for the browser to preview one by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..decoding.values import MENTION_SHARE
from ..results.readable import value_text
from ..results.types import Extraction, Value
from .corrected import corrected

if TYPE_CHECKING:
    from ..results.corrections import Correction
    from .state import KeptAnalysis

SHORT_CHARACTERS = 60
"""The longest text of one value that travels to the browser."""


def possible_values(
    kept: KeptAnalysis, corrections: Sequence[Correction] = ()
) -> list[dict[str, Any]]:
    """Everything that could show at threshold 0, field by field, best first.

    Each value is `{"d": definition, "n": field name, "p": colour place, "s": score, "t": text
    (short), "m": [[start, end], …], "k": [threshold, …]}`. It shows where `s >= threshold of d`,
    and its mention `m[i]` where `k[i] >= threshold of d`; `k[i] <= s`, and the first of `m` is
    the best mention, whose `k` is `s`. Offsets are half-open code points.

    Further keys only where they say something: `"z"`, the normalised form; `"c"`, the messages
    of failed checks; `"u"`, true for a value that the user made, which shows at every threshold.
    """
    shown = corrected(kept, kept.everything, corrections)
    scores = _mention_scores(kept)
    # Among all definitions: a record has a colour too, and no values of its own.
    places = {definition: place for place, definition in enumerate(kept.definitions)}
    return [
        _possible(
            value, result.definition, places[result.definition], scores.get(result.definition, {})
        )
        for result in shown.fields
        for value in result.values
    ]


def record_places(kept: KeptAnalysis, extraction: Extraction) -> list[dict[str, Any]]:
    """The cells of an extraction's records, to be marked like values, one entry a cell.

    `"r"` is true: a row shows as a whole, whatever one of its cells scored.
    """
    places = {definition: place for place, definition in enumerate(kept.definitions)}
    return [
        {
            "d": record.definition,
            "n": column,
            "p": places[record.definition],
            "s": round(part.score, 6),
            "t": short(part.text),
            "m": [[part.start, part.end]],
            "r": True,
        }
        for record in extraction.records
        for row in record.rows
        for column, part in row.items()
        if part is not None
    ]


def short(text: str) -> str:
    """`text` on one line, cut to `SHORT_CHARACTERS`."""
    text = " ".join(text.split())
    return text if len(text) <= SHORT_CHARACTERS else text[:SHORT_CHARACTERS] + "…"


def _possible(
    value: Value,
    definition: str,
    place: int,
    scores: dict[tuple[int, int], float],
) -> dict[str, Any]:
    by_user = value.amendment is not None
    score = 1.0 if by_user else value.score
    own = (value.start, value.end)
    mentions = [own, *(mention for mention in value.mentions if mention != own)]
    # A further mention needs only a share of the threshold that the value itself needs.
    last = [
        score if mention == own or by_user
        else min(score, scores.get(mention, score) / MENTION_SHARE)
        for mention in mentions
    ]  # fmt: skip
    possible: dict[str, Any] = {
        "d": definition,
        "n": value.field,
        "p": place,
        "s": round(score, 6),
        "t": short(value_text(value)),
        "m": [list(mention) for mention in mentions],
        "k": [round(threshold, 6) for threshold in last],
    }
    if value.normalized is not None and value.normalized != value.text:
        possible["z"] = short(value.normalized)
    failed = [check.message for check in value.checks if check.status == "failed"]
    if failed:
        possible["c"] = [short(message) for message in failed]
    if by_user:
        possible["u"] = True
    return possible


def _mention_scores(kept: KeptAnalysis) -> dict[str, dict[tuple[int, int], float]]:
    """Every candidate's score, by definition and place."""
    return {
        field.spec.definition: {(c.start, c.end): c.score for c in field.whole}
        for field in kept.analysis.prepared
    }
