"""Fit the calibration of span scores on held-out records, kind of value by kind of value.

By kind, logistic regression of correctness on log-odds makes probabilities of scores (Platt 1999),
less `LENGTH` times the logarithm of the number of the document's windows: the more there is to
read, the more only looks like an answer. Then the log-odds around the threshold with the greatest
expected F1 (Lipton, Elkan & Narayanaswamy 2014, arXiv:1402.1892) are lifted so that it becomes 0.5,
the middle of the slider. The lift is bounded: nothing less likely than `LEAST_PROBABILITY` is shown
by default, even where a weak kind's F1 would gain by it; and it fades away from the threshold,
where scores stay probabilities.
"""

from __future__ import annotations

import numpy as np

from ..decoding.spans import Calibration
from ..fields import VALUE_KINDS
from .reliability import Bools, Floats, ScoredCandidates

LEAST_PROBABILITY = 0.35
LENGTH = 0.6
"""Chosen on the development sets: of held-out records, too few are long enough to fit it."""
LEAST_GOLD = 60
"""A kind with fewer gold spans keeps the shared calibration."""


def platt(odds: Floats, correct: Bools, fixed: Floats) -> tuple[float, float]:
    """Slope and offset of the logistic regression of `correct` on log-odds.

    Newton's method, each step halved until it gains: from far away a whole step overshoots.

    Args:
        fixed: (candidates,) what is added to the log-odds and not fitted.
    """
    features = np.stack([odds, np.ones_like(odds)], axis=1)
    sign = np.where(correct, 1.0, -1.0)

    def loss(point: Floats) -> float:
        return float(np.logaddexp(0, -sign * (features @ point + fixed)).sum())

    found = np.array([1.0, 0.0])
    best = loss(found)
    for _ in range(100):
        fitted = 1 / (1 + np.exp(-np.clip(features @ found + fixed, -500, 500)))
        weight = fitted * (1 - fitted) + 1e-9
        gradient = features.T @ (fitted - correct)
        hessian = (features * weight[:, None]).T @ features
        step = np.linalg.solve(hessian + 1e-6 * np.eye(2), gradient)
        while np.abs(step).max() >= 1e-8 and (tried := loss(found - step)) > best:
            step = step / 2
        if np.abs(step).max() < 1e-8:
            break
        found, best = found - step, tried
    return float(np.clip(found[0], 0.3, 3.0)), float(found[1])


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
        ValueError: if `current` has a lift or a length; its scores are no affine map of the raw
            ones.
    """
    if current.lift or current.length:
        raise ValueError("scores under a lift or a length cannot be calibrated again")
    odds = np.log(found.scores) - np.log1p(-np.clip(found.scores, None, 1 - 1e-6))
    lost = np.zeros_like(odds) if found.windows is None else LENGTH * np.log(found.windows)
    slope, offset = platt(odds, found.correct, -lost)
    honest = slope * odds + offset - lost
    threshold = best_threshold(1 / (1 + np.exp(-honest)), found.total)
    lift = -float(np.log(threshold / (1 - threshold)))
    # Compose with the calibration that made the scores.
    return Calibration(slope * current.scale, slope * current.shift + offset, lift, LENGTH)


def fit_kinds(found: ScoredCandidates, current: Calibration) -> dict[str, Calibration]:
    """A calibration for every kind with enough gold spans, and `all` for the others."""
    found = found.of_the_model()
    fitted = {"all": fit_calibration(found, current)}
    for kind in VALUE_KINDS:
        part = found.of(kind)
        if part.total >= LEAST_GOLD and part.correct.any() and not part.correct.all():
            fitted[kind] = fit_calibration(part, current)
    return fitted
