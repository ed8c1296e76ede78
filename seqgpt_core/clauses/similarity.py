"""How alike contents are, and which of another document's clauses are worth asking for it.

Candidates come from the cosine of hashed bigram counts (one matrix product); the exact ratio
(normalised Indel similarity, rapidfuzz) is computed for these only, so that the costly step
grows with the number of clauses and not with its square.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from .content import Side

_BUCKETS = 512
_CANDIDATES = 10
_MOST_PRODUCTS = 8_000_000  # of clause pairs whose cosine is taken; beyond it, near ones only
_BLOCK = 512
# Product of two lengths from which the exact similarity, which is quadratic, takes too long.
_HUGE = 4_000_000_000


def candidates(
    a: Side, b: Side, rest_a: list[int], rest_b: list[int], expected: list[float]
) -> list[tuple[int, int]]:
    """Pairs worth an exact comparison: alike in bigrams, equal in title, or at the same place."""
    if not rest_a or not rest_b:
        return []
    edges: set[tuple[int, int]] = set()
    vectors_a = bigram_vectors([a.contents[i] for i in rest_a])
    vectors_b = bigram_vectors([b.contents[j] for j in rest_b])
    width = max(_CANDIDATES, _MOST_PRODUCTS // len(rest_a))
    for first in range(0, len(rest_a), _BLOCK):
        rows = rest_a[first : first + _BLOCK]
        low, high = 0, len(rest_b)
        if high > width:
            middle = bisect_left(rest_b, expected[rows[len(rows) // 2]])
            low = max(0, min(middle - width // 2, high - width))
            high = low + width
        cosines = vectors_a[first : first + len(rows)] @ vectors_b[low:high].T
        count = min(_CANDIDATES, high - low)
        best = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
        for i, columns in zip(rows, best.tolist(), strict=True):
            edges.update((i, rest_b[low + column]) for column in columns)
    titled: defaultdict[str, list[int]] = defaultdict(list)
    for j in rest_b:
        if b.titles[j]:
            titled[b.titles[j]].append(j)
    for i in rest_a:
        edges.update((i, j) for j in titled.get(a.titles[i], [])[:_CANDIDATES])
        at = bisect_left(rest_b, expected[i])
        edges.update((i, j) for j in rest_b[max(0, at - 3) : at + 3])
    # A table that became sentences is another thing; only tables are compared with tables.
    return sorted(
        (i, j) for i, j in edges if (a.families[i] == "table") == (b.families[j] == "table")
    )


def similarity(one: str, other: str) -> float:
    """Normalised Indel similarity; of huge texts the Dice coefficient of their bigrams."""
    if len(one) * len(other) < _HUGE:
        return fuzz.ratio(one, other) / 100
    counts, others = (Counter(pairwise(text)) for text in (one, other))
    # Below 1, for only equal texts are equal.
    return min(0.9999, 2 * (counts & others).total() / (len(one) + len(other) - 2))


def similarities(couples: Sequence[tuple[str, str]]) -> list[float]:
    """The similarity of each couple."""
    usual = [(one, other) for one, other in couples if len(one) * len(other) < _HUGE]
    percents = process.cpdist(
        [one for one, _ in usual], [other for _, other in usual], scorer=fuzz.ratio
    )
    known = iter(percents.tolist())
    return [
        next(known) / 100 if len(one) * len(other) < _HUGE else similarity(one, other)
        for one, other in couples
    ]


def bigram_vectors(contents: Sequence[str]) -> npt.NDArray[np.float32]:
    """(contents, buckets): square roots of hashed bigram counts, rows of length 1."""
    vectors = np.zeros((len(contents), _BUCKETS), dtype=np.float32)
    for row, content in enumerate(contents):
        codes = np.frombuffer(content.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        hashed: npt.NDArray[Any] = codes
        if len(codes) > 1:
            hashed = (codes[:-1] * np.uint32(2654435761) ^ codes[1:] * np.uint32(40503)) >> 7
        vectors[row] = np.sqrt(np.bincount(hashed % _BUCKETS, minlength=_BUCKETS))
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)
