"""Candidates, thresholds and field definitions to values: plain arithmetic, no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field

from ..fields import FieldSpec
from ..fields.types import FieldType, field_type
from ..results.types import FieldResult, Part, Reason, Rejected, Value
from .answers import answer_key
from .boundaries import settle
from .composites import LinkedValue, PartNode, link_parts, part_nodes
from .evidence.amount_twins import twin_checks
from .evidence.date_ranges import add_period_ends
from .evidence.labelled import ELSEWHERE, add_labelled
from .evidence.labelled_parts import labelled_composites, with_labelled
from .evidence.named_figures import add_named
from .evidence.owners import add_owned
from .evidence.role_words import add_role_words
from .evidence.roles import add_bindings, bound_roles
from .evidence.titled_clauses import asks_for_clause, titled_clauses
from .exclusive import settle_claims
from .option_fields import fit_options
from .options import Synonyms, named_option, option_questions
from .spans import Candidate, choose_spans, merge_candidates
from .typed import Refusal, fit_type, read_typed, with_stated_unit

DECODER_VERSION = 9
DEFAULT_THRESHOLD = 0.5
MENTION_SHARE = 0.25
_MOST_REJECTED = 20


def queries_of(spec: FieldSpec) -> tuple[str, ...]:
    """The names that the model is asked for one field: its own and its aliases, then their parts.

    An enumeration is asked about each option as well. A record is
    asked the names of its columns and their parts.
    """
    if spec.columns:
        # A column's option is read where its value stands; the whole document decides none.
        columns = [replace(column, options=()) for column in spec.columns]
        return tuple(dict.fromkeys(query for column in columns for query in queries_of(column)))
    parts = [query for part in part_nodes(spec.components) for query in part.queries]
    names = spec.asked_names
    asked = [*names, *(name + part for name in names for part in parts)]
    asked += option_questions(spec.name, spec.options)
    return tuple(dict.fromkeys(asked))


def settle_candidates(text: str, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Candidates moved to sensible boundaries; spans that become equal keep the best score."""
    moved = []
    for candidate in candidates:
        span = settle(text, candidate.start, candidate.end)
        if span is not None:
            moved.append(Candidate(*span, candidate.score))
    return merge_candidates(moved)


@dataclass(frozen=True)
class PreparedField:
    """One field's candidates before any threshold.

    Attributes:
        kind: the type of its values.
        whole: candidates of the right form that no excluding field claims better.
        parts: likewise by the path of a component.
        refused: what the type or another field stood against, with the reason and its detail.
        named: for an enumeration, the option that a candidate's place names or shows.
        synonyms: words that mean an option, from a recipe.
        linked: composite mentions by span, of whole and parts.
    """

    spec: FieldSpec
    kind: FieldType
    whole: tuple[Candidate, ...]
    parts: Mapping[str, tuple[Candidate, ...]]
    refused: tuple[tuple[Candidate, Reason, str], ...] = ()
    named: Mapping[tuple[int, int], str] = dataclass_field(default_factory=dict)
    synonyms: Synonyms = dataclass_field(default_factory=dict)
    linked: Mapping[tuple[int, int], LinkedValue] = dataclass_field(default_factory=dict)


def prepare_fields(
    text: str,
    specs: Sequence[FieldSpec],
    candidates: Mapping[str, Sequence[Candidate]],
    present: Mapping[str, float] | None = None,
    synonyms: Synonyms | None = None,
) -> tuple[PreparedField, ...]:
    """Candidates of each field after types and rival fields had their say.

    Args:
        candidates: settled candidates by query name (`queries_of`).
        present: document-level probabilities by query name. Without them an enumeration is
            answered by words in its candidates only, not by the document as a whole.
        synonyms: words that mean an option.
    """
    prepared = [_prepare(text, spec, candidates, present, synonyms or {}) for spec in specs]
    claims = settle_claims(text, [(p.spec.asked_names[0], p.whole) for p in prepared])
    return tuple(
        replace(
            field,
            whole=claim.kept,
            refused=(*field.refused, *((c, "exclusive", by) for c, by in claim.lost)),
            linked=_linked(text, field, claim.kept),
        )
        for field, claim in zip(prepared, claims, strict=True)
    )


def _linked(
    text: str, field: PreparedField, whole: Sequence[Candidate]
) -> Mapping[tuple[int, int], LinkedValue]:
    groups = {n.path: n.leaves for n in part_nodes(field.spec.components) if n.leaves}
    return link_parts(text, whole, field.parts, groups)


def _prepare(
    text: str,
    spec: FieldSpec,
    candidates: Mapping[str, Sequence[Candidate]],
    present: Mapping[str, float] | None,
    synonyms: Synonyms,
) -> PreparedField:
    kind = field_type(spec.name, spec.constraint, spec.options)
    if spec.columns:
        return PreparedField(spec, kind, (), {})
    names = spec.asked_names
    whole = tuple(_found(candidates, names))
    if not spec.components and not spec.options:
        whole = add_owned(text, names, kind, whole)
        whole = add_named(text, names, kind, whole)
        whole = add_period_ends(text, names, kind, whole)
        whole = add_role_words(text, names, kind, whole)
    if not spec.components:
        whole = add_labelled(text, _labels(spec), kind, whole)
    refused: tuple[Refusal, ...] = ()
    if spec.options:
        fit = fit_options(text, spec, whole, present, synonyms)
        return PreparedField(spec, kind, fit.kept, {}, fit.refused, fit.named, synonyms)
    if spec.components:
        # The bracket speaks of the parts; the whole may read in any way.
        kind = FieldType("text", certain=False)
    else:
        whole, refused = fit_type(text, kind, spec.constraint, whole)
        if roles := bound_roles(names):
            whole = add_bindings(text, roles, whole)
        if asks_for_clause(names):
            whole = merge_candidates([*whole, *titled_clauses(text, names)])
    whole, parts = _parts(text, spec, candidates, whole)
    reasons: list[tuple[Candidate, Reason, str]] = [
        (r.candidate, "constraint", r.problem) for r in refused
    ]
    return PreparedField(spec, kind, whole, parts, tuple(reasons), synonyms=synonyms)


def _labels(spec: FieldSpec) -> tuple[str, ...]:
    """What a document may call the field: `甲方联系电话`, `联系电话(甲方)`."""
    if spec.asked_names == spec.names:
        return spec.names
    return (*spec.asked_names, *(f"{name}({spec.constraint})" for name in spec.names))


def _parts(
    text: str,
    spec: FieldSpec,
    candidates: Mapping[str, Sequence[Candidate]],
    whole: tuple[Candidate, ...],
) -> tuple[tuple[Candidate, ...], Mapping[str, tuple[Candidate, ...]]]:
    """The whole's and the parts' candidates, with what the document labels."""
    nodes = part_nodes(spec.components)
    if not nodes:
        return whole, {}
    names = spec.asked_names
    types = {node.path: _part_type(node) for node in nodes}
    parts: dict[str, Sequence[Candidate]] = {}
    for node in nodes:
        queries = [name + query for name in names for query in node.queries]
        found = add_owned(text, queries, types[node.path], tuple(_found(candidates, queries)))
        parts[node.path] = fit_type(text, types[node.path], node.constraint, found)[0]
    labelled = labelled_composites(text, names, nodes, types)
    return with_labelled(labelled, whole, parts, ELSEWHERE)


def decide_field(
    text: str,
    spec: FieldSpec,
    candidates: Mapping[str, Sequence[Candidate]],
    threshold: float,
) -> FieldResult:
    """The values of a field asked alone (see `prepare_fields` and `decide_prepared`)."""
    return decide_prepared(text, prepare_fields(text, [spec], candidates)[0], threshold)


def decide_prepared(text: str, field: PreparedField, threshold: float) -> FieldResult:
    """The values of one field.

    Args:
        threshold: least score of a value. A further mention of the same answer needs
            `MENTION_SHARE` of it.

    Raising the threshold never adds a value. Values beyond the field's limit are rejected.
    """
    spec, whole = field.spec, field.whole
    nodes = part_nodes(spec.components)
    linked = field.linked
    if linked:
        whole = merge_candidates([*whole, *(Candidate(*s, v.score) for s, v in linked.items())])
    chosen, overlapped = choose_spans(whole)
    groups: dict[str, list[Candidate]] = {}
    for candidate in chosen:
        # Two places that show the same option are one answer.
        key = field.named.get((candidate.start, candidate.end)) or _answer_key(
            text, candidate, field
        )
        groups.setdefault(key, []).append(candidate)
    values: list[tuple[Value, list[Candidate]]] = []
    rejected: list[Rejected] = []

    def reject(candidate: Candidate, reason: Reason, detail: str = "") -> None:
        span, score = (candidate.start, candidate.end), candidate.score
        rejected.append(Rejected(text[slice(*span)], *span, score, reason, detail))

    for group in groups.values():
        best = min(group, key=lambda c: (-c.score, c.start))
        if best.score < threshold:
            for candidate in group:
                reject(candidate, "below_threshold")
            continue
        mentions = [c for c in group if c.score >= threshold * MENTION_SHARE]
        for candidate in group:
            if candidate not in mentions:
                reject(candidate, "below_threshold")
        span_text = text[best.start : best.end]
        link = linked.get((best.start, best.end))
        stated = with_stated_unit(text, best.start, best.end, field.kind)
        reading = read_typed(stated, field.kind, spec.constraint)
        value = Value(
            field=spec.name,
            text=span_text,
            start=best.start,
            end=best.end,
            score=best.score,
            normalized=field.named.get((best.start, best.end), reading.normalized),
            mentions=tuple((c.start, c.end) for c in mentions),
            checks=(*reading.checks, *twin_checks(text, best.start, best.end, field.kind)),
            parts={n.path: _part(n, link, field.synonyms) for n in nodes},
        )
        values.append((value, mentions))
    for candidate in overlapped:
        if candidate.score >= threshold:
            reject(candidate, "overlap")
    for candidate, reason, detail in field.refused:
        reject(candidate, reason, detail)
    values.sort(key=lambda item: (-item[0].score, item[0].start))
    kept = len(values) if spec.limit is None else spec.limit
    for _, mentions in values[kept:]:
        for candidate in mentions:
            reject(candidate, "limit")
    rejected.sort(key=lambda r: (-r.score, r.start))
    best_values = tuple(value for value, _ in values[:kept])
    return FieldResult(spec.definition, spec.name, best_values, tuple(rejected[:_MOST_REJECTED]))


def _answer_key(text: str, candidate: Candidate, field: PreparedField) -> str:
    """What two mentions of the same answer have in common."""
    start, end = candidate.start, candidate.end
    reading = read_typed(
        with_stated_unit(text, start, end, field.kind), field.kind, field.spec.constraint
    )
    return answer_key(text[start:end], field.kind.name, reading.normalized)


def _part(node: PartNode, link: LinkedValue | None, synonyms: Synonyms) -> Part | None:
    """The linked part with its normalised form."""
    part = link.parts.get(node.path) if link is not None else None
    if part is None:
        return None
    if node.options:
        return replace(part, normalized=named_option(part.text, node.options, synonyms))
    reading = read_typed(part.text, _part_type(node), node.constraint)
    return replace(part, normalized=reading.normalized)


def _part_type(node: PartNode) -> FieldType:
    if node.leaves:
        return FieldType("text", certain=False)
    return field_type(node.name, node.constraint, node.options)


def _found(
    candidates: Mapping[str, Sequence[Candidate]], queries: Sequence[str]
) -> Sequence[Candidate]:
    """What was found under any of the names, each span with its best score."""
    if len(queries) == 1:
        return candidates.get(queries[0], ())
    return merge_candidates(c for query in queries for c in candidates.get(query, ()))
