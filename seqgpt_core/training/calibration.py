"""Fit the calibration of span scores on held-out records.

Two numbers: `scale` by logistic regression of correctness on log-odds (Platt 1999), so that
scores spread like probabilities; `shift` so that the threshold with the best F1 becomes 0.5, the
middle of the slider.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ..decoding.spans import Calibration, choose_spans
from ..extractor import SeqGPT
from ..fields import Definitions
from .evaluation import schema_specs

Floats = npt.NDArray[np.float64]


def collect_scores(
    model: SeqGPT, records: Iterable[Mapping[str, Any]]
) -> tuple[Floats, npt.NDArray[np.bool_], int]:
    """Scores of non-overlapping candidates, whether each is a gold span, and gold spans in all.

    Only exhaustively annotated records say that a candidate is wrong; the others are skipped.
    """
    scores: list[float] = []
    correct: list[bool] = []
    total = 0
    for record in records:
        if not record["exhaustive"]:
            continue
        gold: dict[str, set[tuple[int, int]]] = {}
        for entity in record["entities"]:
            gold.setdefault(entity["field"], set()).add((entity["start"], entity["end"]))
        total += sum(map(len, gold.values()))
        names = list(dict.fromkeys(record["schema"]))
        specs = schema_specs(names)
        analysis = model.analyze(record["text"], Definitions(specs))
        for name, spec in zip(names, specs, strict=True):
            for candidate in choose_spans(analysis.candidates[spec.name])[0]:
                scores.append(candidate.score)
                correct.append((candidate.start, candidate.end) in gold.get(name, set()))
    return np.array(scores), np.array(correct, dtype=bool), total


def best_threshold(scores: Floats, correct: npt.NDArray[np.bool_], gold: int) -> float:
    """The threshold with the greatest F1 (the middle of the gap below the last score kept)."""
    order = np.argsort(-scores, kind="stable")
    ranked, hits = scores[order], np.cumsum(correct[order])
    f1 = 2 * hits / (np.arange(1, len(ranked) + 1) + gold)
    best = int(np.argmax(f1))
    following = ranked[best + 1] if best + 1 < len(ranked) else ranked[best]
    return float((ranked[best] + following) / 2)


def fit_calibration(
    scores: Floats, correct: npt.NDArray[np.bool_], gold: int, current: Calibration
) -> Calibration:
    """The calibration that replaces `current`, under which `scores` were made."""
    odds = np.log(scores) - np.log1p(-np.clip(scores, None, 1 - 1e-6))
    slope, offset = 1.0, 0.0
    for _ in range(50):
        # Newton's method on the mean log loss, two parameters.
        fitted = 1 / (1 + np.exp(-(slope * odds + offset)))
        weight = fitted * (1 - fitted) + 1e-9
        error = fitted - correct
        gradient = np.array([(error * odds).sum(), error.sum()])
        hessian = np.array(
            [[(weight * odds * odds).sum(), (weight * odds).sum()],
             [(weight * odds).sum(), weight.sum()]]
        )  # fmt: skip
        step = np.linalg.solve(hessian + 1e-6 * np.eye(2), gradient)
        slope, offset = slope - step[0], offset - step[1]
        if np.abs(step).max() < 1e-8:
            break
    slope = float(np.clip(slope, 0.3, 3.0))
    threshold = best_threshold(scores, correct, gold)
    best_odds = np.log(threshold / (1 - threshold))
    # Compose with the calibration that made the scores.
    return Calibration(slope * current.scale, slope * (current.shift - float(best_odds)))
