"""How far scores can be trusted: calibration error, reliability bins, precision against recall.

Measured over candidates that do not overlap, from the floor of scores upwards, on records whose
annotation is exhaustive. The calibration error is the expected one of Naeini et al. 2015 with
`BINS` bins of equal width.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from ..decoding.spans import choose_spans
from ..extractor import Analysis
from ..fields import VALUE_KINDS, FieldSpec, value_kind

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

BINS = 10
_CURVE = tuple(round(0.05 * n, 2) for n in range(1, 20))


@dataclass(frozen=True)
class ScoredCandidates:
    """Candidates with what is known of them.

    Attributes:
        scores: (candidates,) float64, as the model gave them.
        correct: (candidates,) whether each is a gold span.
        kinds: (candidates,) the kind of value of its field.
        gold: gold spans by kind, found or not.
        own: (candidates,) whether the score is the model's alone, with nothing of the decoder's
            rules in it; only those say how the model is to be calibrated. All, if None.
        windows: (candidates,) the number of windows of each one's document; 1, if None.
    """

    scores: Floats
    correct: Bools
    kinds: npt.NDArray[np.str_]
    gold: Mapping[str, int]
    own: Bools | None = None
    windows: Floats | None = None

    @property
    def total(self) -> int:
        """Gold spans in all."""
        return sum(self.gold.values())

    def of(self, kind: str) -> ScoredCandidates:
        """Those of one kind of value."""
        return self._part(self.kinds == kind, {kind: self.gold.get(kind, 0)})

    def of_the_model(self) -> ScoredCandidates:
        """Those whose score is the model's alone; the gold spans stay all."""
        if self.own is None:
            return self
        return self._part(self.own, self.gold)

    def _part(self, mine: Bools, gold: Mapping[str, int]) -> ScoredCandidates:
        return ScoredCandidates(
            self.scores[mine],
            self.correct[mine],
            self.kinds[mine],
            gold,
            None if self.own is None else self.own[mine],
            None if self.windows is None else self.windows[mine],
        )


@dataclass
class CandidateLog:
    """Collects candidates over records."""

    _rows: list[tuple[float, bool, str, bool, int]] = field(default_factory=list)
    _gold: Counter[str] = field(default_factory=Counter)

    def add(
        self,
        record: Mapping[str, Any],
        analysis: Analysis,
        asked: Iterable[tuple[str, FieldSpec]],
    ) -> None:
        """Note one record's candidates; `asked`: schema names with the specs asked for them."""
        if not record["exhaustive"]:
            return
        gold: dict[str, set[tuple[int, int]]] = {}
        for entity in record["entities"]:
            gold.setdefault(entity["field"], set()).add((entity["start"], entity["end"]))
        prepared = {id(field.spec): field.whole for field in analysis.prepared}
        for name, spec in asked:
            kind = value_kind(spec.name)
            wanted = gold.get(name, set())
            self._gold[kind] += len(wanted)
            own = {c for query in spec.asked_names for c in analysis.candidates.get(query, ())}
            for candidate in choose_spans(prepared[id(spec)])[0]:
                right = (candidate.start, candidate.end) in wanted
                mine = candidate in own
                self._rows.append((candidate.score, right, kind, mine, analysis.windows))

    def extend(self, other: CandidateLog) -> None:
        """Take over what another log holds."""
        self._rows += other._rows
        self._gold += other._gold

    def candidates(self) -> ScoredCandidates:
        return ScoredCandidates(
            np.array([score for score, *_ in self._rows], dtype=float),
            np.array([right for _, right, *_ in self._rows], dtype=bool),
            np.array([kind for _, _, kind, *_ in self._rows], dtype=str),
            dict(self._gold),
            np.array([own for *_, own, _ in self._rows], dtype=bool),
            np.array([windows for *_, windows in self._rows], dtype=float),
        )


def reliability_bins(scores: Floats, correct: Bools) -> list[dict[str, float | int]]:
    """Per bin of scores that is not empty: its bounds, count, mean score and share correct."""
    places = np.minimum((scores * BINS).astype(int), BINS - 1)
    rows: list[dict[str, float | int]] = []
    for place in range(BINS):
        mine = places == place
        if mine.any():
            rows.append(
                {
                    "low": place / BINS,
                    "high": (place + 1) / BINS,
                    "count": int(mine.sum()),
                    "score": round(float(scores[mine].mean()), 4),
                    "correct": round(float(correct[mine].mean()), 4),
                }
            )
    return rows


def calibration_error(bins: Sequence[Mapping[str, float | int]]) -> float | None:
    """Mean distance of score and share correct, weighted by count; None without candidates."""
    count = sum(b["count"] for b in bins)
    if not count:
        return None
    distance = sum(b["count"] * abs(b["score"] - b["correct"]) for b in bins)
    return round(float(distance / count), 4)


def threshold_curve(found: ScoredCandidates) -> list[dict[str, float]]:
    """Precision, recall and F1 of spans against the threshold."""
    rows = []
    for threshold in _CURVE:
        kept = found.scores >= threshold
        right, shown = int(found.correct[kept].sum()), int(kept.sum())
        rows.append(
            {
                "threshold": threshold,
                "precision": round(right / shown, 4) if shown else 1.0,
                "recall": round(right / found.total, 4) if found.total else 0.0,
                "f1": round(2 * right / (shown + found.total), 4) if shown + found.total else 0.0,
            }
        )
    return rows


def reliability_report(found: ScoredCandidates) -> dict[str, Any]:
    """Everything above for `all` and for each kind of value that was asked for."""
    report: dict[str, Any] = {}
    parts = [(str(kind), found.of(kind)) for kind in VALUE_KINDS if found.gold.get(kind)]
    for name, part in [("all", found), *parts]:
        bins = reliability_bins(part.scores, part.correct)
        report[name] = {
            "gold": part.total,
            "candidates": len(part.scores),
            "calibration_error": calibration_error(bins),
            "bins": bins,
            "curve": threshold_curve(part),
        }
    return report
