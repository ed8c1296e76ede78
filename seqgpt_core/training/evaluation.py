"""Scores of a model on annotated records: strict, value, soft, specificity.

* strict F1: micro-averaged over (document, field, start, end); every field of a record's schema
  is asked; only exhaustively annotated records count false positives.
* value F1: per document and field, the sets of distinct answers (width, space and case folded;
  amounts by their normalised form where both sides have one), on records marked `complete`
  where the data has that mark.
* soft F1: character-overlap F1 of the joined answers, averaged over (document, field).
* common F1: F1 of the longest common span, averaged over gold spans and over predicted ones: a
  gold span earns what its best predicted span shares with it in place, and the reverse.
* specificity: share of (document, absent field) pairs without a value, exhaustive records only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ..decoding.answers import answer_key
from ..decoding.values import DEFAULT_THRESHOLD
from ..extractor import SeqGPT
from ..fields import Definitions, FieldSpec, parse_definitions, value_kind
from ..results.types import FieldResult
from .reliability import CandidateLog

Grouping = Literal["field", "kind", "domain", "length"]
_LENGTHS = ((100, "<100"), (300, "100-299"), (1000, "300-999"), (float("inf"), "1000+"))


@dataclass
class Tally:
    """Counts that give precision, recall and F1."""

    correct: int = 0
    predicted: int = 0
    gold: int = 0

    def merge(self, other: Tally) -> None:
        self.correct += other.correct
        self.predicted += other.predicted
        self.gold += other.gold

    def f1(self) -> float:
        return 2 * self.correct / total if (total := self.predicted + self.gold) else 0.0

    def to_dict(self) -> dict[str, float | int]:
        return {
            "f1": round(self.f1(), 4),
            "precision": round(self.correct / self.predicted, 4) if self.predicted else 0.0,
            "recall": round(self.correct / self.gold, 4) if self.gold else 0.0,
            "gold": self.gold,
            "predicted": self.predicted,
        }


@dataclass
class Scores:
    """The running scores over records."""

    strict: Tally = field(default_factory=Tally)
    value: Tally = field(default_factory=Tally)
    soft_total: float = 0.0
    soft_pairs: int = 0
    gold_shared: float = 0.0
    predicted_shared: float = 0.0
    absent_silent: int = 0
    absent_pairs: int = 0
    by_field: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))

    def merge(self, other: Scores) -> None:
        """Take over what another holds."""
        self.strict.merge(other.strict)
        self.value.merge(other.value)
        self.soft_total += other.soft_total
        self.soft_pairs += other.soft_pairs
        self.gold_shared += other.gold_shared
        self.predicted_shared += other.predicted_shared
        self.absent_silent += other.absent_silent
        self.absent_pairs += other.absent_pairs
        for name, tally in other.by_field.items():
            self.by_field[name].merge(tally)

    def add(
        self,
        record: Mapping[str, Any],
        results: Mapping[str, FieldResult],
        names: Iterable[str],
    ) -> None:
        """Score the questions `names` of one record; `results` by schema name."""
        gold_spans: dict[str, set[tuple[int, int]]] = defaultdict(set)
        gold_values: dict[str, dict[str, str | None]] = defaultdict(dict)
        for entity in record["entities"]:
            gold_spans[entity["field"]].add((entity["start"], entity["end"]))
            key = answer_key(entity["value"])
            gold_values[entity["field"]][key] = entity.get("normalized")
        exhaustive = bool(record["exhaustive"])
        for name in names:
            result = results[name]
            predicted = {span for value in result.values for span in value.mentions}
            gold = gold_spans[name]
            for tally in (self.strict, self.by_field[name]):
                tally.correct += len(gold & predicted)
                tally.gold += len(gold)
                tally.predicted += len(predicted if exhaustive else gold & predicted)
            self.gold_shared += sum(_shared(span, predicted) for span in gold)
            self.predicted_shared += sum(
                _shared(span, gold) for span in (predicted if exhaustive else gold & predicted)
            )
            if record.get("complete", True):
                self._add_values(gold_values[name], result, exhaustive)
            if gold:
                self.soft_total += _overlap(gold_values[name], result)
                self.soft_pairs += 1
            elif exhaustive:
                self.absent_pairs += 1
                self.absent_silent += not predicted

    def _add_values(
        self, gold: Mapping[str, str | None], result: FieldResult, exhaustive: bool
    ) -> None:
        # In figures and in words, an amount is one value.
        wanted = {key: _decimal(n) if n is not None else key for key, n in gold.items()}
        answers: set[object] = set(wanted.values())
        found: set[object] = set()
        for value in result.values:
            key = answer_key(value.text)
            amount = None if value.normalized is None else _decimal(value.normalized)
            found.add(wanted.get(key, amount if amount in answers else key))
        correct = len(found & answers)
        self.value.correct += correct
        self.value.gold += len(answers)
        self.value.predicted += len(found) if exhaustive else correct

    def to_dict(self) -> dict[str, Any]:
        return {
            "strict": self.strict.to_dict(),
            "value": self.value.to_dict(),
            "soft_f1": round(self.soft_total / self.soft_pairs, 4) if self.soft_pairs else None,
            "common_f1": self.common_f1(),
            "specificity": round(self.absent_silent / self.absent_pairs, 4)
            if self.absent_pairs
            else None,
        }

    def common_f1(self) -> float | None:
        """Longest-common-span F1; None where there is neither gold nor prediction."""
        total = self.strict.gold + self.strict.predicted
        shared = self.gold_shared + self.predicted_shared
        return round(shared / total, 4) if total else None

    def field_table(self) -> dict[str, dict[str, float | int]]:
        """Strict figures per field, the most frequent first."""
        ranked = sorted(self.by_field.items(), key=lambda item: (-item[1].gold, item[0]))
        return {name: tally.to_dict() for name, tally in ranked}


def _decimal(text: str) -> str:
    from decimal import Decimal, InvalidOperation

    try:
        return str(Decimal(text).normalize())
    except InvalidOperation:
        return text


def _shared(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> float:
    """The greatest overlap of a span with one of the others, as 2·common / (length + length)."""
    start, end = span
    best = 0.0
    for low, high in others:
        common = min(end, high) - max(start, low)
        if common > 0:
            best = max(best, 2 * common / (end - start + high - low))
    return best


def _overlap(gold: Mapping[str, str | None], result: FieldResult) -> float:
    wanted = Counter("".join(gold))
    found = Counter("".join(answer_key(value.text) for value in result.values))
    common = (wanted & found).total()
    return 2 * common / (wanted.total() + found.total()) if common else 0.0


def schema_specs(names: Sequence[str]) -> tuple[FieldSpec, ...]:
    """One spec per schema name, as a user's definition would be read.

    Data sets also have names that no user may write (questions); those are asked as they stand.
    """
    specs = []
    for name in names:
        read = parse_definitions([name]).specs
        specs.append(read[0] if read else FieldSpec(definition=name, name=name))
    return tuple(specs)


@dataclass
class Evaluation:
    """Scores of all questions, of those with unseen names, by group, and the candidates behind.

    Attributes:
        unseen: scores of the questions that records list under `unseen`: names that no training
            record has. Empty where no record has such a list.
    """

    scores: Scores = field(default_factory=Scores)
    unseen: Scores = field(default_factory=Scores)
    groups: dict[str, Scores] = field(default_factory=dict)
    log: CandidateLog = field(default_factory=CandidateLog)

    def merge(self, other: Evaluation) -> None:
        """Take over the scores of other records."""
        self.scores.merge(other.scores)
        self.unseen.merge(other.unseen)
        for group, scores in other.groups.items():
            self.groups.setdefault(group, Scores()).merge(scores)
        self.log.extend(other.log)


def evaluate(
    model: SeqGPT,
    records: Iterable[Mapping[str, Any]],
    threshold: float = DEFAULT_THRESHOLD,
    by: Grouping | None = None,
) -> Evaluation:
    """Ask every record its schema and score the answers at one threshold for all fields.

    Args:
        by: what to split the scores by as well (a field's scores are always kept).
    """
    result = Evaluation()
    for record in records:
        names = list(dict.fromkeys(record["schema"]))
        specs = schema_specs(names)
        analysis = model.analyze(record["text"], Definitions(specs))
        answers = dict(zip(names, analysis.decide(default=threshold).fields, strict=True))
        asked = list(zip(names, specs, strict=True))
        result.scores.add(record, answers, names)
        result.log.add(record, analysis, asked)
        if unseen := [name for name in names if name in record.get("unseen", ())]:
            result.unseen.add(record, answers, unseen)
        groups: dict[str, list[str]] = defaultdict(list)
        for name, spec in asked if by is not None else ():
            groups[group_of(by, record, spec)].append(name)
        for group, members in groups.items():
            result.groups.setdefault(group, Scores()).add(record, answers, members)
    return result


def group_of(by: Grouping | None, record: Mapping[str, Any], spec: FieldSpec) -> str:
    """The group of one question."""
    if by == "field":
        return spec.name
    if by == "kind":
        return value_kind(spec.name)
    if by == "domain":
        return str(record.get("domain", ""))
    length = len(record["text"])
    return next(name for bound, name in _LENGTHS if length < bound)
