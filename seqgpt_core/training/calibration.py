"""Fit the calibration of span scores on held-out records, kind of value by kind of value.

Three numbers a kind: logistic regression of correctness on log-odds makes probabilities of scores
(Platt 1999); then the log-odds around the threshold with the greatest expected F1 (Lipton, Elkan &
Narayanaswamy 2014, arXiv:1402.1892) are lifted so that it becomes 0.5, the middle of the slider.
The lift is bounded: nothing less likely than `LEAST_PROBABILITY` is shown by default, even where a
weak kind's F1 would gain by it; and it fades away from the threshold, where scores stay
probabilities.
"""

from __future__ import annotations

import numpy as np

from ..decoding.spans import Calibration
from ..fields import VALUE_KINDS
from .reliability import Bools, Floats, ScoredCandidates

LEAST_PROBABILITY = 0.35
LEAST_GOLD = 60
"""A kind with fewer gold spans keeps the shared calibration."""


def platt(odds: Floats, correct: Bools) -> tuple[float, float]:
    """Slope and offset of the logistic regression of `correct` on log-odds, by Newton's method."""
    slope, offset = 1.0, 0.0
    for _ in range(50):
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
    return float(np.clip(slope, 0.3, 3.0)), float(offset)


def best_threshold(probabilities: Floats, gold: int) -> float:
    """The threshold with the greatest expected F1, within [LEAST_PROBABILITY, 0.5].

    Args:
        probabilities: calibrated, of the candidates.
        gold: gold spans, found or not.
    """
    ranked = np.sort(probabilities)[::-1]
    f1 = 2 * np.cumsum(ranked) / (np.arange(1, len(ranked) + 1) + gold)
    return float(np.clip(ranked[int(np.argmax(f1))], LEAST_PROBABILITY, 0.5))


def fit_calibration(found: ScoredCandidates, current: Calibration) -> Calibration:
    """The calibration that replaces `current`, under which the scores were made.

    Raises:
        ValueError: if `current` has a lift; its scores are no affine map of the raw ones.
    """
    if current.lift:
        raise ValueError("scores under a lift cannot be calibrated again")
    odds = np.log(found.scores) - np.log1p(-np.clip(found.scores, None, 1 - 1e-6))
    slope, offset = platt(odds, found.correct)
    threshold = best_threshold(1 / (1 + np.exp(-(slope * odds + offset))), found.total)
    lift = -float(np.log(threshold / (1 - threshold)))
    # Compose with the calibration that made the scores.
    return Calibration(slope * current.scale, slope * current.shift + offset, lift)


def fit_kinds(found: ScoredCandidates, current: Calibration) -> dict[str, Calibration]:
    """A calibration for every kind with enough gold spans, and `all` for the others."""
    found = found.of_the_model()
    fitted = {"all": fit_calibration(found, current)}
    for kind in VALUE_KINDS:
        part = found.of(kind)
        if part.total >= LEAST_GOLD and part.correct.any() and not part.correct.all():
            fitted[kind] = fit_calibration(part, current)
    return fitted
