"""Logits to scored spans, and the exact choice of spans that do not overlap.

A span's probability is the geometric mean of its start, its end and its mean inside probability;
its log-odds are then scaled and shifted by the model's calibration.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

FLOOR = 0.05
"""Spans below this probability are not candidates; everything above is kept and can be shown."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A scored span before decisions: half-open code points, probability in [0, 1]."""

    start: int
    end: int
    score: float


BUMP_WIDTH = 0.8
"""Of a calibration's lift, in log-odds. The map increases while the lift is below 1.3."""


@dataclass(frozen=True)
class Calibration:
    """From a raw probability to a score: a probability where it matters to believe it.

    In log-odds, `honest = scale * raw + shift`, and then `score = honest + lift * bump`, a bump of
    height 1 around -`lift`: candidates as likely as the best threshold get the score 0.5, and
    those that are clearly right or clearly wrong keep their honest score.

    In a document of several windows more stands that merely looks like an answer: `in_document`
    takes `length` times the logarithm of their number off the log-odds.
    """

    scale: float = 1.0
    shift: float = 0.0
    lift: float = 0.0
    length: float = 0.0

    def apply(self, probabilities: Floats) -> Floats:
        clipped = np.clip(probabilities.astype(np.float64), 1e-7, 1 - 1e-7)
        odds = self._lifted(self.scale * np.log(clipped / (1 - clipped)) + self.shift)
        return (1 / (1 + np.exp(-odds))).astype(np.float32)

    def in_document(self, score: float, windows: int) -> float:
        """A window's score as one of a document of so many windows."""
        if windows <= 1 or not self.length or not 0 < score < 1:
            return score
        return 1 / (1 + (1 - score) / score * math.pow(windows, self.length))

    def invert(self, probability: float) -> float:
        """The raw probability that maps to `probability`."""
        wanted = float(np.log(probability / (1 - probability)))
        low, high = wanted - max(self.lift, 0.0), wanted - min(self.lift, 0.0)
        # The map is increasing and moves nothing by more than `lift`.
        for _ in range(80):
            middle = (low + high) / 2
            if self._lifted(np.array(middle)) < wanted:
                low = middle
            else:
                high = middle
        odds = (low - self.shift) / self.scale
        return float(1 / (1 + np.exp(-odds)))

    def _lifted(self, honest: Doubles) -> Doubles:
        if not self.lift:
            return honest
        bump: Doubles = np.exp(-0.5 * ((honest + self.lift) / BUMP_WIDTH) ** 2)
        return honest + self.lift * bump


def score_spans(
    logits: Floats, calibration: Calibration, floor: float = FLOOR, longest: int = 400
) -> list[tuple[int, int, float]]:
    """All spans of one field in one window with a calibrated score of at least `floor`.

    Args:
        logits: (3, tokens) float32: start, end, inside; unnormalised.
        longest: greatest number of tokens of a span.

    Returns:
        (first token, last token inclusive, score), exact: every span that reaches the floor.
    """
    start, stop, inside = 1 / (1 + np.exp(-logits.astype(np.float64)))
    tokens = logits.shape[1]
    if not tokens:
        return []
    # A geometric mean reaches `least` only if the product reaches its cube.
    least = calibration.invert(floor) ** 3
    starts = np.flatnonzero(start * stop.max() >= least)
    stops = np.flatnonzero(stop * start.max() >= least)
    if not len(starts) or not len(stops):
        return []
    total = np.concatenate([[0.0], np.cumsum(inside)])
    length = stops[None, :] - starts[:, None] + 1
    mean = (total[stops + 1][None, :] - total[starts][:, None]) / np.maximum(length, 1)
    product = start[starts][:, None] * stop[stops][None, :] * np.maximum(mean, 0.0)
    raw = np.cbrt(np.where((length > 0) & (length <= longest), product, 0.0))
    scores = calibration.apply(raw.astype(np.float32))
    rows, columns = np.nonzero((scores >= floor) & (raw > 0))
    return [
        (int(starts[r]), int(stops[c]), float(scores[r, c]))
        for r, c in zip(rows, columns, strict=True)
    ]


def merge_candidates(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """One candidate per span with its best score, in document order."""
    best: dict[tuple[int, int], float] = {}
    for candidate in candidates:
        span = (candidate.start, candidate.end)
        best[span] = max(best.get(span, 0.0), candidate.score)
    return tuple(Candidate(s, e, p) for (s, e), p in sorted(best.items()))


def choose_spans(
    candidates: Iterable[Candidate],
) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    """Split candidates into those chosen and those that overlap a better one.

    The choice is the set without overlaps whose scores, sorted downwards, are the greatest in
    lexicographic order (ties: the longer span, then the earlier). Taking the best first is exact
    for this order, and it is monotone: raising a threshold afterwards only removes spans.

    Returns:
        chosen, in document order, and overlapped, best first.
    """
    ranked = sorted(candidates, key=lambda c: (-c.score, c.start - c.end, c.start))
    chosen: list[Candidate] = []
    overlapped: list[Candidate] = []
    # Chosen spans do not overlap, so a bisection by start finds the two possible neighbours.
    starts: list[int] = []
    for candidate in ranked:
        at = bisect_left(starts, candidate.start)
        clear_left = at == 0 or chosen[at - 1].end <= candidate.start
        clear_right = at == len(starts) or chosen[at].start >= candidate.end
        if clear_left and clear_right:
            starts.insert(at, candidate.start)
            chosen.insert(at, candidate)
        else:
            overlapped.append(candidate)
    return tuple(chosen), tuple(overlapped)
