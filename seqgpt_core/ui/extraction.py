"""From a session's state to its extraction; asks the model only what is not known yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ..documents import document_from_text
from ..errors import SeqGPTError
from ..extractor import Progress, SeqGPT
from ..results.types import Extraction
from .corrected import corrected
from .state import KeptAnalysis, WorkbenchState


@dataclass(frozen=True)
class Outcome:
    """What the page shows.

    Attributes:
        extraction: None until there is a document and a usable field, and after an error.
        hidden: per definition, how many values its threshold hides.
        missing: what the user has still to give: `text`, `fields`, or nothing.
        error: one sentence, empty where all went well.
    """

    extraction: Extraction | None = None
    hidden: Mapping[str, int] = field(default_factory=dict)
    missing: str = ""
    error: str = ""


def extract(
    state: WorkbenchState, load: Callable[[], SeqGPT], on_progress: Progress | None = None
) -> Outcome:
    """The extraction of the session's document, fields and thresholds.

    The model is called only if the text or the set of definitions has changed since the last
    call; a threshold is arithmetic on kept scores.

    Args:
        load: gives the model; called only when there is something to ask.
        on_progress: called with (windows done, windows in all).
    """
    if not state.contents.text:
        return Outcome(missing="text")
    try:
        if not state.panel.definitions.specs:
            document_from_text(state.contents.text, state.contents.source)
            return Outcome(missing="fields")
        kept = _kept_analysis(state, load(), on_progress)
    except SeqGPTError as error:
        return Outcome(error=error.message)
    extraction = corrected(kept, kept.analysis.decide(state.thresholds), state.corrections)
    everything = corrected(kept, kept.everything, state.corrections)
    hidden = {
        result.definition: len(everything[result.definition].values) - len(result.values)
        for result in extraction.fields
    }
    return Outcome(extraction, hidden)


def _kept_analysis(
    state: WorkbenchState, model: SeqGPT, on_progress: Progress | None
) -> KeptAnalysis:
    definitions = state.panel.definitions
    # Spelled out: equal specs may be written differently, and results repeat what was written.
    written = tuple(spec.definition for spec in definitions.specs)
    contents = state.contents
    labels, rules, synonyms = contents.labels, contents.rules, contents.synonyms
    kept = state.kept
    if kept is not None and (
        (kept.document, kept.definitions, kept.model_sha256)
        == (state.document, written, model.sha256)
        and (kept.labels, kept.rules, kept.synonyms) == (labels, rules, synonyms)
    ):
        if kept.analysis.definitions.notices != definitions.notices:
            analysis = replace(kept.analysis, definitions=definitions)
            state.kept = kept = replace(kept, analysis=analysis)
        return kept
    given = state.document
    document = document_from_text(given.text, given.source, given.warnings, given.source_map)
    analysis = model.analyze(document, definitions, labels, on_progress, synonyms, rules)
    state.kept = KeptAnalysis(
        document=document,
        definitions=written,
        labels=labels,
        rules=rules,
        synonyms=synonyms,
        model_sha256=model.sha256,
        analysis=analysis,
        everything=analysis.decide(default=0.0),
    )
    return state.kept
