"""Candidates of an enumeration: those that name an option, or the sentences that show one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..fields import FieldSpec
from ..results.types import Reason
from .evidence.yes_no import yes_or_no
from .options import (
    Synonyms,
    higher_options,
    listed_options,
    named_option,
    option_evidence,
    several_hold,
)
from .spans import Candidate, merge_candidates

NO_OPTION = "没有说出任何一个选项"
_SETTLED = 0.5
"""From this score on, a place that names an option answers the field; the rest of the document
is not searched for words that merely imply one. No threshold moves it, so that raising a
threshold never adds a value."""


@dataclass(frozen=True, slots=True)
class OptionFit:
    """What is left of an enumeration's candidates.

    Attributes:
        kept: candidates with an option, in document order.
        named: that option by (start, end).
        refused: candidates without one, and options that another one outdoes.
    """

    kept: tuple[Candidate, ...]
    named: Mapping[tuple[int, int], str]
    refused: tuple[tuple[Candidate, Reason, str], ...]


def fit_options(
    text: str,
    spec: FieldSpec,
    candidates: Sequence[Candidate],
    present: Mapping[str, float] | None,
    synonyms: Synonyms,
) -> OptionFit:
    """The candidates of an enumeration, each with its option.

    Args:
        present: document-level probabilities by question. None where the document as a whole
            must not answer, as for a column of a record.
    """
    named: dict[tuple[int, int], str] = {}
    kept: list[Candidate] = []
    refused: list[tuple[Candidate, Reason, str]] = []
    for candidate in candidates:
        words = text[candidate.start : candidate.end]
        option = named_option(words, spec.options, synonyms)
        listed = listed_options(words, spec.options)
        if listed:
            for start, end in listed:
                place = Candidate(candidate.start + start, candidate.start + end, candidate.score)
                named[place.start, place.end] = text[place.start : place.end]
                kept.append(place)
        elif option is None:
            refused.append((candidate, "constraint", NO_OPTION))
        else:
            named[candidate.start, candidate.end] = option
            kept.append(candidate)
    settled = {named[c.start, c.end] for c in kept if c.score >= _SETTLED}
    for candidate in kept:
        option = named[candidate.start, candidate.end]
        if above := higher_options(spec.name, option, settled):
            refused.append((candidate, "constraint", _outdone(option, above[0])))
    outdone = {c for c, _, _ in refused}
    kept = [c for c in kept if c not in outdone]
    if present is not None and all(candidate.score < _SETTLED for candidate in kept):
        shown = option_evidence(text, spec.names, spec.options, present, synonyms)
        most = len(shown) if several_hold(spec.name) else 1
        for evidence in shown[:most]:
            span = (evidence.candidate.start, evidence.candidate.end)
            named[span] = evidence.option
            kept = [c for c in kept if (c.start, c.end) != span] + [evidence.candidate]
        for other in shown[most:]:
            detail = _outdone(other.option, shown[0].option)
            refused.append((other.candidate, "constraint", detail))
    if present is not None and all(candidate.score < _SETTLED for candidate in kept):
        said = yes_or_no(text, spec.names, spec.options)
        if said is not None:
            named[said.start, said.end] = said.option
            kept = [c for c in kept if (c.start, c.end) != (said.start, said.end)]
            kept.append(Candidate(said.start, said.end, said.score))
    return OptionFit(merge_candidates(kept), named, tuple(refused))


def _outdone(option: str, other: str) -> str:
    return f"选项「{option}」不如「{other}」"
