"""Classification of a document: which labels and criteria hold, and what in the text says so.

Arithmetic and words of the text decide; the model's scores support them. What the text leaves
open is unclear: it counts as not met and is said to be unclear.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..decoding.spans import Candidate
from ..errors import SeqGPTError
from ..results.types import LabelResult, Part
from .criteria import MAX_LABELS, Criterion, read_criteria
from .verdicts import Condition, ConditionKind, Kept, Status, Verdict


@dataclass(frozen=True, slots=True)
class ConditionResult:
    """One condition of a criterion, decided.

    Attributes:
        status: `unclear` counts as not met.
        found: what was compared, as read (`P7`, `硕士`, `6.5 年`), or None.
        evidence: the place that decided, a span of the text.
        reason: one clause for people.
    """

    text: str
    kind: ConditionKind
    status: Status
    score: float
    found: str | None
    evidence: Part | None
    reason: str


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One label, decided.

    Attributes:
        value: whether every condition is met with at least the threshold's score.
        score: the least score of its conditions.
    """

    label: str
    value: bool
    score: float
    conditions: tuple[ConditionResult, ...]

    @property
    def status(self) -> Status:
        """`not_met` where a condition clearly fails, `unclear` where the text leaves one open."""
        if self.value:
            return "met"
        failed = any(condition.status == "not_met" for condition in self.conditions)
        return "not_met" if failed else "unclear"

    @property
    def deciding(self) -> ConditionResult:
        """The condition that decided: the first that fails, else the least certain one."""
        order: dict[Status, int] = {"not_met": 0, "unclear": 1, "met": 2}
        return min(self.conditions, key=lambda c: (order[c.status], c.score))

    @property
    def evidence(self) -> Part | None:
        """The place that decided; where it has none, that of another condition."""
        own = self.deciding.evidence
        others = (c.evidence for c in self.conditions if c.evidence is not None)
        return own if own is not None else next(others, None)

    def label_result(self) -> LabelResult:
        """The same as a label of an extraction."""
        return LabelResult(self.label, self.value, self.score, self.evidence)


@dataclass(frozen=True)
class Classification:
    """A document's labels, in the order asked."""

    text: str
    model_name: str
    model_sha256: str
    criteria: tuple[CriterionResult, ...]
    source: str | None = None

    def __post_init__(self) -> None:
        for criterion in self.criteria:
            for condition in criterion.conditions:
                span = condition.evidence
                if span is not None and self.text[span.start : span.end] != span.text:
                    raise ValueError(f"evidence {span.start}:{span.end} is not in the document")

    @property
    def met(self) -> tuple[CriterionResult, ...]:
        """The labels that hold, best first."""
        return tuple(sorted((c for c in self.criteria if c.value), key=lambda c: -c.score))

    def __getitem__(self, label: str) -> CriterionResult:
        """The result of this label; KeyError if it was not asked."""
        for criterion in self.criteria:
            if criterion.label == label:
                return criterion
        raise KeyError(label)


def queries_of_labels(labels: Sequence[str]) -> tuple[str, ...]:
    """What the model is asked for these labels."""
    asked = [query for criterion in read_criteria(labels) for query in criterion.queries]
    return tuple(dict.fromkeys(asked))


def decide_labels(
    text: str,
    labels: Sequence[str],
    candidates: Mapping[str, Sequence[Candidate]],
    present: Mapping[str, float],
    threshold: float,
    single: bool = False,
    synonyms: Mapping[str, Sequence[str]] | None = None,
) -> tuple[CriterionResult, ...]:
    """Every label decided over kept scores; never calls the model.

    Args:
        candidates, present: by query name (`queries_of_labels`).
        single: at most one label holds: the best of those that reach the threshold.

    Raises:
        SeqGPTError: `threshold_invalid` outside 0..1.
    """
    if not 0 <= threshold <= 1:
        raise SeqGPTError("threshold_invalid", f"标签的阈值应在 0 到 1 之间，现在是 {threshold}。")
    kept = Kept(text, candidates, present, synonyms or {})
    results = [_decide(kept, criterion, threshold) for criterion in read_criteria(labels, single)]
    if single:
        best = max((r for r in results if r.value), key=lambda r: r.score, default=None)
        results = [
            r if r is best else CriterionResult(r.label, False, r.score, r.conditions)
            for r in results
        ]
    return tuple(results)


def checked_labels(labels: Sequence[str]) -> tuple[str, ...]:
    """Labels without blanks and repetitions.

    Raises:
        SeqGPTError: `labels_missing`, `too_many_labels`.
    """
    distinct = tuple(dict.fromkeys(label.strip() for label in labels if label.strip()))
    if not distinct:
        raise SeqGPTError("labels_missing", "没有标签，请至少写一个，如“算法岗-P7以上”。")
    if len(distinct) > MAX_LABELS:
        raise SeqGPTError(
            "too_many_labels",
            f"共有 {len(distinct)} 个标签，超过上限 {MAX_LABELS} 个，请分几次分类。",
        )
    return distinct


def _decide(kept: Kept, criterion: Criterion, threshold: float) -> CriterionResult:
    verdicts = [(condition, condition.judge(kept)) for condition in criterion.conditions]
    conditions = tuple(_result(condition, verdict) for condition, verdict in verdicts)
    score = min(condition.score for condition in conditions)
    met = all(condition.status == "met" for condition in conditions)
    return CriterionResult(criterion.label, met and score >= threshold, score, conditions)


def _result(condition: Condition, verdict: Verdict) -> ConditionResult:
    return ConditionResult(
        condition.text,
        condition.kind,
        verdict.status,
        round(min(1.0, max(0.0, verdict.score)), 6),
        verdict.found,
        verdict.evidence,
        verdict.reason,
    )
